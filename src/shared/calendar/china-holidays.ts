// The package's table is read, not its functions: those call every day of a year they know nothing about a plain workday,
// and read days in the machine's own zone, one day off west of Greenwich.
import table from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Day, Weekday } from '#src/shared/instant.ts'
import type { CalendarException, LocalName } from './business-calendar.ts'

export type HolidaySeed = { dayOn: Day; kind: 'holiday' | 'makeup_workday'; name: LocalName }

/**
 * China's public holidays and make-up workdays (调休) of one year as the State Council announced them, in order of days, to seed an
 * editable table. Source: npm `chinese-days`. Empty for a year not in `yearsWithHolidays`: not announced, which is not "no holidays".
 */
export function chinaHolidaySeed(year: number): HolidaySeed[] {
  if (!yearsWithHolidays().includes(year)) return []
  const rows = (days: Record<string, string>, kind: HolidaySeed['kind']) =>
    Object.entries(days)
      .filter(([dayOn]) => dayOn.startsWith(`${year}-`))
      .map(([dayOn, text]) => ({ dayOn, kind, name: nameIn(text) }))
  return [...rows(table.holidays, 'holiday'), ...rows(table.workdays, 'makeup_workday')].sort((a, b) =>
    a.dayOn < b.dayOn ? -1 : 1,
  )
}

/** Years the package knows whole. A year counts once its National Day is there: announcements cover a full year. */
export function yearsWithHolidays(): number[] {
  return Object.keys(table.holidays)
    .filter((dayOn) => dayOn.endsWith('-10-01'))
    .map((dayOn) => Number(dayOn.slice(0, 4)))
    .sort((a, b) => a - b)
}

/**
 * Seed rows as a calendar's exceptions. The announcements do not say which weekday a make-up workday stands for: `hoursOf` decides,
 * and the company may change single rows.
 */
export function exceptionsFromSeed(rows: readonly HolidaySeed[], hoursOf: Weekday = 'monday'): CalendarException[] {
  return rows.map(({ dayOn, kind, name }) =>
    kind === 'holiday' ? { kind, dayOn, name } : { kind, dayOn, name, hoursOf },
  )
}

// "National Day,国庆节,3": English, Chinese, number of statutory days.
function nameIn(text: string): LocalName {
  const [en, zh] = text.split(',')
  return { zh: zh!, en: en! }
}
