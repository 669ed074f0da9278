import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { listOutlets } from '#src/company/outlet/contract.ts'
import { Button } from '#src/ui/button.tsx'
import { RequestKind, RequestState } from '../contract/words.ts'
import { type Filter, isFiltered } from './filter-address.ts'

type FiltersProps = { filter: Filter; onChange: (part: Partial<Filter>) => void; onReset: () => void }

/** One line of filters; each change asks again at once, the search after a breath. */
export function RequestFilters({ filter, onChange, onReset }: FiltersProps) {
  const { t } = useTranslation(['request', 'common'])
  const states = [
    { value: '', label: t('list.allStates') },
    { value: 'open', label: t('list.allOpen') },
    ...RequestState.options.map((value) => ({ value: value as string, label: t(`state.${value}`) })),
  ]
  const kinds = [
    { value: '', label: t('list.allKinds') },
    ...RequestKind.options.map((value) => ({ value: value as string, label: t(`kind.${value}`) })),
  ]
  return (
    <search className="req-filters">
      <SearchBox value={filter.search} onSearch={(search) => onChange({ search })} />
      <Plain
        label={t('field.state')}
        value={filter.state}
        options={states}
        onChange={(v) => onChange({ state: v as Filter['state'] })}
      />
      <Plain
        label={t('field.kind')}
        value={filter.kind}
        options={kinds}
        onChange={(v) => onChange({ kind: v as Filter['kind'] })}
      />
      <OutletSelect value={filter.outletId} onChange={(outletId) => onChange({ outletId })} />
      <Day label={t('list.from')} value={filter.fromOn} max={filter.toOn} onChange={(fromOn) => onChange({ fromOn })} />
      <Day label={t('list.to')} value={filter.toOn} min={filter.fromOn} onChange={(toOn) => onChange({ toOn })} />
      <label className="req-late">
        <input type="checkbox" checked={filter.isLate} onChange={(e) => onChange({ isLate: e.target.checked })} />
        {t('list.late')}
      </label>
      {isFiltered(filter) && (
        <Button kind="quiet" icon="close" onClick={onReset}>
          {t('list.reset')}
        </Button>
      )}
    </search>
  )
}

type PlainProps = {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

function Plain({ label, value, options, onChange }: PlainProps) {
  return (
    <select className="sp-input" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  )
}

type DayProps = { label: string; value: string; min?: string; max?: string; onChange: (on: string) => void }

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <label className="req-day">
      {label}
      <input
        type="date"
        className="sp-input"
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation(['request', 'common'])
  const [text, setText] = useState(value)
  const [asked, setAsked] = useState(value)
  // The address changed from outside: reset, or back in the browser's history.
  if (value !== asked) {
    setAsked(value)
    setText(value)
  }
  useEffect(() => {
    if (text.trim() === asked) return
    const timer = setTimeout(() => {
      setAsked(text.trim())
      onSearch(text.trim())
    }, 300)
    return () => clearTimeout(timer)
  }, [text, asked, onSearch])
  return (
    <input
      type="search"
      className="sp-input req-search"
      aria-label={t('common:action.search')}
      placeholder={t('list.search')}
      maxLength={60}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

/** An outlet among hundreds, found by typing. */
export function OutletSelect({ value, onChange }: { value: string; onChange: (outletId: string) => void }) {
  const { t } = useTranslation('request')
  const [search, setSearch] = useState('')
  const outlets = useEndpoint(
    listOutlets,
    { query: { limit: 200, search: search || undefined } },
    { follows: ['outlet'], keepPrevious: true },
  )
  return (
    <Select
      aria-label={t('field.outlet')}
      className="req-outlet"
      allowClear
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t('list.allOutlets')}
      value={value || undefined}
      loading={outlets.isPending}
      onChange={(outletId: string | undefined) => onChange(outletId ?? '')}
      options={outlets.data?.rows.map((one) => ({ value: one.id, label: one.name }))}
    />
  )
}
