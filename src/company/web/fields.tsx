import { Cascader, DatePicker, Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { listDepartments } from '../department/contract.ts'
import { CITIES, PROVINCES } from '../division/rules.ts'
import { listOutlets } from '../outlet/contract.ts'
import { listQualificationKinds } from '../qualification/contract.ts'
import { listStaff } from '../staff/contract.ts'

type FieldProps = { name: string; label: string; required?: boolean; max?: number; lines?: number; hint?: string }

export function TextField({ name, label, required = false, max = 100, lines, hint }: FieldProps) {
  return (
    <Form.Item name={name} label={label} extra={hint} rules={[{ required, whitespace: required }]}>
      {lines ? <Input.TextArea rows={lines} maxLength={max} showCount /> : <Input maxLength={max} />}
    </Form.Item>
  )
}

/** A day as `YYYY-MM-DD`; empty is null. */
export function DayField({ name, label, required = false, hint }: FieldProps) {
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required }]}
      getValueProps={(value: string | null | undefined) => ({ value: value ? dayjs(value) : null })}
      normalize={(value: dayjs.Dayjs | null) => (value ? value.format('YYYY-MM-DD') : null)}
    >
      <DatePicker style={{ width: '100%' }} />
    </Form.Item>
  )
}

export const PLACES = PROVINCES.map((province) => ({
  value: province.code,
  label: province.name,
  children: CITIES.filter((city) => city.provinceCode === province.code).map((city) => ({
    value: city.code,
    label: city.name,
  })),
}))

/** Province and city by their codes: `['33', '3301']`, `['33']` or nothing. */
export function PlaceField({ name, label, required = false }: FieldProps) {
  const { t } = useTranslation('common')
  return (
    <Form.Item name={name} label={label} rules={[{ required }]}>
      <Cascader
        options={PLACES}
        changeOnSelect
        allowClear
        showSearch={{
          filter: (text, path) => path.some((part) => String(part.label).includes(text)),
        }}
        placeholder={t('field.choose')}
      />
    </Form.Item>
  )
}

type ChoiceProps = { value?: string | null; onChange?: (id: string | null) => void; id?: string; label?: string }
type Choice = { value: string; label: string }

/** Adds the record already chosen where the page of the list does not hold it. */
function withChosen(options: Choice[], value: string | null | undefined, words: string): Choice[] {
  return value && !options.some((one) => one.value === value) ? [{ value, label: words }, ...options] : options
}

function SearchedChoice({
  value,
  onChange,
  id,
  label,
  options,
  onSearch,
  chosenWords,
}: ChoiceProps & { options: Choice[]; onSearch: (text: string) => void; chosenWords: string }) {
  const { t } = useTranslation('common')
  return (
    <Select
      id={id}
      style={{ width: '100%' }}
      aria-label={label}
      allowClear
      showSearch={{ filterOption: false, onSearch }}
      value={value ?? undefined}
      placeholder={label ?? t('field.choose')}
      options={withChosen(options, value, chosenWords)}
      onChange={(chosen: string | undefined) => onChange?.(chosen ?? null)}
    />
  )
}

export function OutletChoice({ chosenWords = '', ...props }: ChoiceProps & { chosenWords?: string }) {
  const [search, setSearch] = useState('')
  const outlets = useEndpoint(
    listOutlets,
    { query: { limit: 50, search: search || undefined } },
    { keepPrevious: true },
  )
  const options = (outlets.data?.rows ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))
  return <SearchedChoice {...props} options={options} onSearch={setSearch} chosenWords={chosenWords} />
}

export function DepartmentChoice({ chosenWords = '', ...props }: ChoiceProps & { chosenWords?: string }) {
  const [search, setSearch] = useState('')
  const asked = { query: { limit: 50, search: search || undefined } }
  const departments = useEndpoint(listDepartments, asked, { keepPrevious: true })
  const options = (departments.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))
  return <SearchedChoice {...props} options={options} onSearch={setSearch} chosenWords={chosenWords} />
}

export function StaffChoice({ chosenWords = '', ...props }: ChoiceProps & { chosenWords?: string }) {
  const [search, setSearch] = useState('')
  const staff = useEndpoint(listStaff, { query: { limit: 50, search: search || undefined } }, { keepPrevious: true })
  const options = (staff.data?.rows ?? []).map((one) => ({ value: one.id, label: `${one.number} ${one.name}` }))
  return <SearchedChoice {...props} options={options} onSearch={setSearch} chosenWords={chosenWords} />
}

/** Names of licences in the reader's language, by code. */
export function useLicenceNames(): { nameOf: (code: string) => string; options: Choice[]; isRead: boolean } {
  const { i18n } = useTranslation()
  const { me } = useMe()
  const kinds = useEndpoint(listQualificationKinds, {}, { enabled: Boolean(me), follows: ['qualification_kind'] })
  const rows = kinds.data?.rows
  const isChinese = i18n.language === 'zh-CN'
  return useMemo(() => {
    const names = new Map((rows ?? []).map((kind) => [kind.code, isChinese ? kind.name.zh : kind.name.en]))
    return {
      nameOf: (code: string) => names.get(code) ?? code,
      options: [...names].map(([value, label]) => ({ value, label })),
      isRead: rows !== undefined,
    }
  }, [rows, isChinese])
}
