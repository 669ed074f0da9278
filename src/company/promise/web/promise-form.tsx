import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { fromLocalInput } from '#src/ui/when.ts'
import { TextField } from '../../web/fields.tsx'
import { FormDrawer } from '../../web/form-drawer.tsx'
import type { PromiseRow } from '../contract.ts'
import { changePromise, makePromise } from '../contract.ts'
import { useTermWords } from './promise-words.ts'

const EVENTS = [
  'created',
  'answered',
  'appointed',
  'dispatched',
  'arrived',
  'work_finished',
  'resolved',
  'closed',
  'cancelled',
]
const PAUSES = ['customer_asked_later', 'waiting_customer', 'force_majeure']
const KINDS = [
  'consultation',
  'delivery',
  'installation',
  'repair',
  'maintenance',
  'parts',
  'return',
  'recall',
  'take_back',
  'complaint',
  'suggestion',
]
const URGENCIES = ['normal', 'urgent']

type Fields = {
  code: string
  zh: string
  en: string
  startsOn: string[]
  stopsOn: string[]
  voidedBy: string[]
  unit: 'minutes' | 'hours' | 'days'
  amount: number
  calendarMode: 'outlet_hours' | 'company_hours' | 'around_the_clock'
  pauseReasons: string[]
  requestKinds?: string[]
  urgencies?: string[]
  at?: string
}

/** A wall-clock moment, in Shanghai; empty is now. */
export function MomentField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation('company')
  return (
    <Form.Item name={name} label={label} extra={t('promise.fromNow')}>
      <Input type="datetime-local" />
    </Form.Item>
  )
}

function fieldsOf(row: PromiseRow): Partial<Fields> {
  const { rule } = row.versions[0]!
  const minutes = rule.limitMinutes ?? 0
  const limit =
    rule.limitWorkingDays !== undefined
      ? { unit: 'days' as const, amount: rule.limitWorkingDays }
      : minutes % 60 === 0
        ? { unit: 'hours' as const, amount: minutes / 60 }
        : { unit: 'minutes' as const, amount: minutes }
  const { name, startsOn, stopsOn, voidedBy, calendarMode, pauseReasons, appliesTo } = rule
  const { requestKinds, urgencies } = appliesTo
  return {
    ...{ code: row.code, ...name, startsOn, stopsOn, voidedBy, calendarMode, pauseReasons, requestKinds, urgencies },
    ...limit,
  }
}

/** Makes a promise, or puts a new version of one in force. Conditions that this form does not show are kept. */
export function PromiseForm({ row, onClose }: { row: PromiseRow | null; onClose: () => void }) {
  const { t } = useTranslation('company')
  const [id] = useState(newId)
  const termWords = useTermWords()
  const making = useCommand(makePromise)
  const changing = useCommand(changePromise)
  const former = row?.versions[0]?.rule
  const options = (group: Parameters<typeof termWords>[0], words: string[]) =>
    words.map((value) => ({ value, label: termWords(group, value) }))
  const send = (fields: Fields) => {
    const { zh, en, startsOn, stopsOn, voidedBy, calendarMode, pauseReasons, unit, amount } = fields
    const someOf = (words?: string[]) => (words && words.length > 0 ? words : undefined)
    const terms = {
      ...{ startsOn, stopsOn, voidedBy, calendarMode, pauseReasons, name: { zh, en } },
      earlyStopCounts: former?.earlyStopCounts ?? false,
      ...(unit === 'days' ? { limitWorkingDays: amount } : { limitMinutes: unit === 'hours' ? amount * 60 : amount }),
      appliesTo: {
        ...former?.appliesTo,
        requestKinds: someOf(fields.requestKinds),
        urgencies: someOf(fields.urgencies),
      },
    }
    const inForceAt = fromLocalInput(fields.at ?? '')
    return row
      ? changing.run({ params: { promiseId: row.id }, body: { version: row.versions[0]!.version, terms, inForceAt } })
      : making.run({ body: { id, code: fields.code, terms, inForceAt } })
  }
  const start: Partial<Fields> = {
    startsOn: ['created'],
    voidedBy: ['cancelled'],
    unit: 'hours',
    calendarMode: 'outlet_hours',
    pauseReasons: [],
  }
  return (
    <FormDrawer<Fields>
      title={row ? t('promise.changeTitle', { version: row.versions[0]!.version + 1 }) : t('promise.make')}
      initial={row ? fieldsOf(row) : start}
      send={send}
      busy={making.busy || changing.busy}
      error={making.error ?? changing.error}
      onClose={onClose}
    >
      {!row && <TextField name="code" label={t('field.code')} required max={40} hint={t('promise.codeHint')} />}
      <TextField name="zh" label={t('promise.nameZh')} required max={80} />
      <TextField name="en" label={t('promise.nameEn')} required max={80} />
      <Form.Item name="requestKinds" label={t('promise.requestKinds')} extra={t('promise.anyHint')}>
        <Select mode="multiple" allowClear options={options('requestKind', KINDS)} />
      </Form.Item>
      <Form.Item name="urgencies" label={t('promise.urgencies')} extra={t('promise.anyHint')}>
        <Select mode="multiple" allowClear options={options('urgency', URGENCIES)} />
      </Form.Item>
      <Form.Item name="startsOn" label={t('promise.startsOn')} rules={[{ required: true }]}>
        <Select mode="multiple" options={options('event', EVENTS)} />
      </Form.Item>
      <Form.Item name="stopsOn" label={t('promise.stopsOn')} rules={[{ required: true }]}>
        <Select mode="multiple" options={options('event', EVENTS)} />
      </Form.Item>
      <Form.Item label={t('promise.within')} required>
        <Form.Item name="amount" noStyle rules={[{ required: true }]}>
          <InputNumber min={1} max={43_800} precision={0} aria-label={t('promise.within')} />
        </Form.Item>{' '}
        <Form.Item name="unit" noStyle>
          <Radio.Group
            optionType="button"
            options={(['minutes', 'hours', 'days'] as const).map((value) => ({
              value,
              label: t(`promise.unit.${value}`),
            }))}
          />
        </Form.Item>
      </Form.Item>
      <Form.Item name="calendarMode" label={t('promise.countedOn')}>
        <Radio.Group
          options={(['outlet_hours', 'company_hours', 'around_the_clock'] as const).map((value) => ({
            value,
            label: t(`promise.calendar.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="pauseReasons" label={t('promise.pauseReasons')}>
        <Select mode="multiple" options={options('pause', PAUSES)} />
      </Form.Item>
      <Form.Item name="voidedBy" label={t('promise.voidedBy')}>
        <Select mode="multiple" options={options('event', EVENTS)} />
      </Form.Item>
      <MomentField name="at" label={t('promise.inForceFrom')} />
    </FormDrawer>
  )
}
