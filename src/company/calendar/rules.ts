import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { checkCalendar } from '#src/shared/calendar/business-calendar.ts'
import { chinaHolidaySeed, exceptionsFromSeed, yearsWithHolidays } from '#src/shared/calendar/china-holidays.ts'
import type { Decision } from '#src/shared/decision.ts'
import { refuse } from '#src/shared/decision.ts'
import { DEFAULT_ZONE } from '#src/shared/instant.ts'
import type { CalendarSetting } from './contract.ts'

export const COMPANY_CALENDAR = 'company'

// Our choice, until the company sets its own: Monday to Friday with an hour at noon, as offices in China commonly keep.
const OFFICE_DAY = [
  { opens: '09:00', closes: '12:00' },
  { opens: '13:00', closes: '18:00' },
]

/** What holds until a company sets its calendar: office hours and every announced year of public holidays. */
export function startingCalendar(zone: string = DEFAULT_ZONE): BusinessCalendar {
  const years = yearsWithHolidays()
  return {
    id: COMPANY_CALENDAR,
    version: 1,
    zone,
    alwaysOpen: false,
    weekly: {
      monday: OFFICE_DAY,
      tuesday: OFFICE_DAY,
      wednesday: OFFICE_DAY,
      thursday: OFFICE_DAY,
      friday: OFFICE_DAY,
      saturday: [],
      sunday: [],
    },
    exceptions: years.flatMap((year) => exceptionsFromSeed(chinaHolidaySeed(year))),
    holidayYears: years,
  }
}

export function nextCalendar(current: BusinessCalendar, setting: CalendarSetting): Decision<BusinessCalendar> {
  return checkCalendar({ ...setting, id: COMPANY_CALENDAR, version: current.version + 1 })
}

/** The calendar with a year's announced holidays in the place of whatever holidays it had for that year; the company's own days stay. */
export function withHolidaysOf(current: BusinessCalendar, year: number): Decision<BusinessCalendar> {
  const seed = exceptionsFromSeed(chinaHolidaySeed(year))
  if (seed.length === 0) return refuse('conflict', 'holidays_unknown', { year })
  const kept = current.exceptions.filter((day) => !day.dayOn.startsWith(`${year}-`) || day.kind === 'special')
  const own = new Set(kept.map((day) => day.dayOn))
  const exceptions = [...kept, ...seed.filter((day) => !own.has(day.dayOn))].sort((a, b) =>
    a.dayOn < b.dayOn ? -1 : 1,
  )
  const holidayYears = [...new Set([...(current.holidayYears ?? []), year])].sort((a, b) => a - b)
  return nextCalendar(current, { ...current, exceptions, holidayYears })
}

/** This year and the next, where their public holidays are not entered: clocks that reach into them may change. */
export function holidayAlarm(calendar: BusinessCalendar, year: number): number[] {
  if (calendar.alwaysOpen || calendar.holidayYears === null) return []
  return [year, year + 1].filter((one) => !calendar.holidayYears!.includes(one))
}
