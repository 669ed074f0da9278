import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { closeOfWorkingDay } from '#src/shared/calendar/working-time.ts'
import { addDays, dayOf, instantOf } from '#src/shared/instant.ts'
import type { Term } from '../contract/rules.ts'

/** The last day of a term that runs from `fromOn`, which is not counted. Where the calendar never opens, working days are counted as they come. */
export function lastDayOf(calendar: BusinessCalendar, fromOn: string, { days, counted }: Term): string {
  if (counted === 'calendar' || days === 0) return addDays(fromOn, days)
  const closes = closeOfWorkingDay(calendar, instantOf(fromOn, '12:00', calendar.zone), days)
  return closes === 'never' ? addDays(fromOn, days) : dayOf(closes - 1, calendar.zone)
}
