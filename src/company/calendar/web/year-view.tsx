import { useTranslation } from 'react-i18next'
import type { BusinessCalendar, CalendarException } from '#src/shared/calendar/business-calendar.ts'
import { addDays, dayNumberOf, WEEKDAYS, weekdayIndex } from '#src/shared/instant.ts'
import './year-view.css'

type YearViewProps = {
  calendar: BusinessCalendar
  year: number
  today: string
  chosen: string | null
  onChoose: (dayOn: string) => void
}

export type DayKind = 'work' | 'off' | CalendarException['kind']

/** What a day is in this calendar: its exception, or whether its weekday has hours. */
export function dayKind(
  calendar: BusinessCalendar,
  exceptions: ReadonlyMap<string, CalendarException>,
  dayOn: string,
): DayKind {
  const exception = exceptions.get(dayOn)
  if (exception) return exception.kind
  if (calendar.alwaysOpen) return 'work'
  return calendar.weekly[WEEKDAYS[weekdayIndex(dayNumberOf(dayOn))]!].length > 0 ? 'work' : 'off'
}

/** Twelve months at a glance; holidays and make-up workdays in colour and with a sign, so that colour is not all that tells. */
export function YearView({ calendar, year, today, chosen, onChoose }: YearViewProps) {
  const { t, i18n } = useTranslation('company')
  const exceptions = new Map(calendar.exceptions.map((one) => [one.dayOn, one]))
  const isChinese = i18n.language === 'zh-CN'
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' })
  return (
    <div className="sp-year">
      {Array.from({ length: 12 }, (_, month) => {
        const first = `${year}-${String(month + 1).padStart(2, '0')}-01`
        const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
        return (
          <section key={first} aria-label={monthName.format(new Date(`${first}T00:00:00Z`))}>
            <h3>{monthName.format(new Date(`${first}T00:00:00Z`))}</h3>
            <div className="sp-month">
              {WEEKDAYS.map((day) => (
                <span key={day} className="sp-month-head" aria-hidden="true">
                  {t(`hours.short.${day}`)}
                </span>
              ))}
              {Array.from({ length }, (_, index) => {
                const dayOn = addDays(first, index)
                const kind = dayKind(calendar, exceptions, dayOn)
                const exception = exceptions.get(dayOn)
                const name = exception && (isChinese ? exception.name.zh : exception.name.en)
                const words = [dayOn, t(`calendar.kind.${kind}`), name].filter(Boolean).join(' · ')
                return (
                  <button
                    key={dayOn}
                    type="button"
                    className={`sp-year-day sp-year-day-${kind}${dayOn === today ? ' sp-year-day-today' : ''}`}
                    style={index === 0 ? { gridColumnStart: weekdayIndex(dayNumberOf(dayOn)) + 1 } : undefined}
                    title={words}
                    aria-pressed={dayOn === chosen}
                    onClick={() => onChoose(dayOn)}
                  >
                    <span aria-hidden="true">{index + 1}</span>
                    {exception && <sup aria-hidden="true">{t(`calendar.sign.${exception.kind}`)}</sup>}
                    <span className="sp-hidden-words">{words}</span>
                  </button>
                )
              })}
            </div>
          </section>
        )
      })}
    </div>
  )
}
