import { Input, Table, Tag } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import type { ClockLine } from '#src/shared/clock/clock-reading.ts'
import { foldClock } from '#src/shared/clock/fold-clock.ts'
import { calendarFor, type PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { instantFrom } from '#src/shared/instant.ts'
import { fromLocalInput, showAt, showOn, toLocalInput } from '#src/ui/when.ts'
import { readCalendar } from '../../calendar/contract.ts'
import { OutletChoice } from '../../web/fields.tsx'
import { useOutletCalendar } from './use-outlet-calendar.ts'

/** A start time in, the due time out, with the sum unfolded: counted here by the same function that the server counts with. */
export function TryIt({ rule }: { rule: PromiseRule }) {
  const { t } = useTranslation('company')
  const startField = useId()
  const outletField = useId()
  const [startText, setStart] = useState(() => toLocalInput(new Date().toISOString()))
  const [outletId, setOutlet] = useState<string | null>(null)
  const stored = useEndpoint(readCalendar, { query: {} }, {})
  const company = stored.data?.calendar
  const outlet = useOutletCalendar(outletId, company)
  const startAt = fromLocalInput(startText)
  return (
    <fieldset style={{ border: '1px solid var(--line)', borderRadius: 8, padding: 16, marginBlock: 12, minWidth: 0 }}>
      <legend>{t('try.title')}</legend>
      <label htmlFor={startField}>{t('try.start')}</label>{' '}
      <Input
        id={startField}
        type="datetime-local"
        style={{ width: 220 }}
        value={startText}
        onChange={(event) => setStart(event.target.value)}
      />{' '}
      {rule.calendarMode === 'outlet_hours' && (
        <>
          <label htmlFor={outletField}>{t('try.outlet')}</label>{' '}
          <span style={{ minWidth: 220, display: 'inline-flex' }}>
            <OutletChoice id={outletField} value={outletId} onChange={setOutlet} />
          </span>
        </>
      )}
      <FailureNote error={stored.error} />
      {startAt && company && <Unfolded rule={rule} startAt={startAt} hours={{ company, outlet: outlet ?? company }} />}
    </fieldset>
  )
}

type Hours = { company: BusinessCalendar; outlet: BusinessCalendar }

function Unfolded({ rule, startAt, hours }: { rule: PromiseRule; startAt: string; hours: Hours }) {
  const { t, i18n } = useTranslation('company')
  const calendar = calendarFor(rule, hours)
  const start = instantFrom(Date.parse(startAt))
  const events = [{ kind: rule.startsOn[0]!, at: start }]
  const { dueAt } = foldClock(rule, events, calendar, start)
  if (dueAt === null) return <p>{t('try.never')}</p>
  const { lines, warnings } = foldClock(rule, events, calendar, dueAt)
  return (
    <>
      <p role="status">
        {t('try.due')} <strong>{showAt(dueAt, i18n.language)}</strong>
      </p>
      {warnings
        .filter((warning) => warning.code === 'holidays_missing')
        .map((warning) => (
          <Tag key={warning.code} color="warning">
            {t('clock.warning.holidays_missing', { years: (warning.years ?? []).join(', ') })}
          </Tag>
        ))}
      <LineTable lines={lines} />
    </>
  )
}

/** The lines of a clock: each stretch, whether it counted, and why. */
function LineTable({ lines }: { lines: readonly ClockLine[] }) {
  const { t, i18n } = useTranslation('company')
  const time = (at: string) => showAt(at, i18n.language, 'time')
  const name = (line: ClockLine) => line.name && (i18n.language === 'zh-CN' ? line.name.zh : line.name.en)
  return (
    <Table<ClockLine>
      rowKey="from"
      size="small"
      dataSource={[...lines]}
      pagination={lines.length > 40 ? { pageSize: 40, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('clock.day'), render: (_, line) => showOn(line.dayOn, i18n.language) },
        {
          title: t('clock.stretch'),
          render: (_, line) => `${time(line.from)}–${time(line.to).replace(/^00:00$/, '24:00')}`,
        },
        {
          title: t('clock.counted'),
          align: 'right',
          render: (_, line) => t('clock.minutes', { count: Math.round(line.countedMs / 60_000) }),
        },
        {
          title: t('clock.why'),
          render: (_, line) => [t(`clock.line.${line.code}`), name(line)].filter(Boolean).join(' · '),
        },
      ]}
    />
  )
}
