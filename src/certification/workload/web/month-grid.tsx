import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Answer } from '#src/shared/endpoint.ts'
import { WEEKDAYS } from '#src/shared/instant.ts'
import type { CalendarAudit, readBodyCalendar } from '../contract.ts'
import { isIn, weeksOf } from '../rules.ts'

type Found = Answer<typeof readBodyCalendar>
const MOST_ITEMS = 4

/** One month: whose audit is on which day, and the last days of what comes due. */
export function MonthGrid({ of }: { of: Found }) {
  const { t } = useTranslation('after')
  return (
    <section className="cal-month" aria-label={`${t('workload.month')} ${of.fromMonth}`}>
      {WEEKDAYS.map((weekday) => (
        <div key={weekday} className="cal-head">
          {t(`workload.weekday.${weekday}`)}
        </div>
      ))}
      {weeksOf(of.fromMonth)
        .flat()
        .map((dayOn) => (
          <DayCell key={dayOn} dayOn={dayOn} of={of} />
        ))}
    </section>
  )
}

function DayCell({ dayOn, of }: { dayOn: string; of: Found }) {
  const { t } = useTranslation('after')
  const isBeside = !dayOn.startsWith(of.fromMonth)
  const items = isBeside
    ? []
    : itemsOn(dayOn, of, t('workload.nobody'), (audit, names) =>
        t('workload.audit', { number: audit.number, client: audit.clientName, names }),
      )
  const words = (kind: Found['due'][number]['kind']) => t(`surveillance.kind.${kind}`)
  const due = isBeside ? [] : of.due.filter((row) => row.latestOn === dayOn)
  const all: ReactNode[] = [
    ...items,
    ...due.map((row) => (
      <Link
        key={`${row.certificateId} ${row.kind}`}
        className={row.state === 'overdue' ? 'cal-item cal-overdue' : 'cal-item cal-due'}
        href={`/certificates/${row.certificateId}`}
        title={`${words(row.kind)} ${row.holderName}`}
      >
        {words(row.kind)} {row.holderName}
      </Link>
    )),
  ]
  const more = all.length - MOST_ITEMS
  return (
    <div
      className={['cal-day', isBeside && 'cal-beside', dayOn === of.todayOn && 'cal-today'].filter(Boolean).join(' ')}
    >
      <time className="cal-date" dateTime={dayOn}>
        {Number(dayOn.slice(8))}
      </time>
      {all.slice(0, MOST_ITEMS)}
      {more > 0 && <span className="cal-more">{t('workload.more', { count: more })}</span>}
    </div>
  )
}

/** Audits of a day: with those who are booked on it, otherwise on the days planned. */
function itemsOn(
  dayOn: string,
  { audits }: Found,
  nobody: string,
  words: (audit: CalendarAudit, names: string) => string,
): ReactNode[] {
  return audits.flatMap((audit) => {
    const booked = audit.bookings.filter((booking) => isIn(dayOn, booking)).map((booking) => booking.name)
    const { plannedFromOn, plannedToOn } = audit
    const isPlanned =
      plannedFromOn !== null && isIn(dayOn, { fromOn: plannedFromOn, toOn: plannedToOn ?? plannedFromOn })
    if (booked.length === 0 && !isPlanned) return []
    const text = words(audit, booked.length > 0 ? booked.join('、') : nobody)
    return [
      <Link key={audit.id} className="cal-item" href={`/audits/${audit.id}`} title={text}>
        {text}
      </Link>,
    ]
  })
}
