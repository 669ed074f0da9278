import { z } from 'zod'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { Day, DEFAULT_ZONE, WEEKDAYS, Zone } from '#src/shared/instant.ts'

export const LocalName = z.object({ zh: z.string().min(1).max(80), en: z.string().min(1).max(80) })
export type LocalName = z.infer<typeof LocalName>

/**
 * One stretch of opening hours on the wall clock. `closes` may pass 24:00 into the next morning: a night shift is 22:00–30:00, a whole day
 * 00:00–24:00. So a closing time before the opening time is always a mistake, never a guess about midnight.
 */
export const Period = z.object({
  opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time_malformed'),
  closes: z.string().regex(/^([0-3]\d|4[0-7]):[0-5]\d$/, 'time_malformed'),
})
export type Period = z.infer<typeof Period>

const Periods = z.array(Period).max(6)

/** What a single day does instead of its weekday. A period belongs to the day on which it opens, also when it runs past midnight. */
export const CalendarException = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holiday'), dayOn: Day, name: LocalName }),
  /** 调休: works with the hours of the weekday named. */
  z.object({ kind: z.literal('makeup_workday'), dayOn: Day, name: LocalName, hoursOf: z.enum(WEEKDAYS) }),
  /** A day the company sets itself; no periods means closed. */
  z.object({ kind: z.literal('special'), dayOn: Day, name: LocalName, periods: Periods }),
])
export type CalendarException = z.infer<typeof CalendarException>

/**
 * When an outlet or the company is open: the API shape and the stored shape. Refuses reversed, over-long and overlapping periods
 * (also across midnight and from Sunday into Monday), two exceptions for one day, and a make-up workday without hours.
 * Treat as immutable: it is frozen when first calculated with, and an edit is a new `version`.
 */
export const BusinessCalendar = z
  .object({
    id: z.string().min(1).max(64),
    version: z.int().min(1),
    zone: Zone.default(DEFAULT_ZONE),
    /** 24×7: weekly hours and exceptions do not matter. */
    alwaysOpen: z.boolean().default(false),
    weekly: z.object({
      monday: Periods,
      tuesday: Periods,
      wednesday: Periods,
      thursday: Periods,
      friday: Periods,
      saturday: Periods,
      sunday: Periods,
    }),
    exceptions: z.array(CalendarException).max(4000),
    /** Years whose public holidays have been entered; null when this calendar observes none. */
    holidayYears: z.array(z.int().min(1900).max(2199)).max(300).nullable(),
  })
  .superRefine((calendar, context) => {
    const report = (code: string, path: (string | number)[], params: Record<string, string | number>) =>
      context.addIssue({ code: 'custom', message: code, path, params })
    for (const [index, day] of WEEKDAYS.entries()) {
      const periods = calendar.weekly[day]
      const fault = faultIn(periods, day)
      if (fault) report(fault.code, ['weekly', day], fault.params)
      const next = WEEKDAYS[(index + 1) % 7]!
      const runsTo = Math.max(0, ...periods.map((period) => wallMinutes(period.closes))) - 1440
      const clash = calendar.weekly[next].find((period) => wallMinutes(period.opens) < runsTo)
      if (clash) report('periods_overlap', ['weekly', next], { day: next, opens: clash.opens, closes: clash.closes })
    }
    const seen = new Set<string>()
    for (const [index, exception] of calendar.exceptions.entries()) {
      const path = ['exceptions', index]
      if (seen.has(exception.dayOn)) report('exception_doubled', path, { day: exception.dayOn })
      seen.add(exception.dayOn)
      if (exception.kind === 'special') {
        const fault = faultIn(exception.periods, exception.dayOn)
        if (fault) report(fault.code, path, fault.params)
      }
      if (
        exception.kind === 'makeup_workday' &&
        !calendar.alwaysOpen &&
        calendar.weekly[exception.hoursOf].length === 0
      )
        report('makeup_without_hours', path, { day: exception.dayOn, weekday: exception.hoursOf })
    }
  })
export type BusinessCalendar = z.infer<typeof BusinessCalendar>

/** Codes with which `checkCalendar` refuses; worded in the `refusal` catalogue. Params: day, opens, closes, weekday, path. */
export const CALENDAR_REFUSALS = [
  'period_reversed',
  'period_too_long',
  'periods_overlap',
  'exception_doubled',
  'makeup_without_hours',
  'calendar_malformed',
] as const

/** Reads a calendar from outside: the calendar, or the first fault found as an `invalid` refusal with one of `CALENDAR_REFUSALS`. */
export function checkCalendar(input: unknown): Decision<BusinessCalendar> {
  const result = BusinessCalendar.safeParse(input)
  if (result.success) return accept(result.data)
  const issue = result.error.issues[0]!
  if (issue.code === 'custom' && issue.params) return refuse('invalid', issue.message, issue.params)
  return refuse('invalid', 'calendar_malformed', { path: issue.path.join('.') })
}

/** A calendar that is always open, for clocks that promise hours around the clock. */
export function aroundTheClock(zone: string = DEFAULT_ZONE): BusinessCalendar {
  const weekly = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
  return { id: 'around_the_clock', version: 1, zone, alwaysOpen: true, weekly, exceptions: [], holidayYears: null }
}

/** Minutes after 00:00 of a period's `HH:mm`; beyond 1440 on the next day. */
export function wallMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Periods in order of opening. */
export function inOrder(periods: readonly Period[]): Period[] {
  return [...periods].sort((a, b) => wallMinutes(a.opens) - wallMinutes(b.opens))
}

function faultIn(periods: readonly Period[], day: string) {
  let openUntil = 0
  for (const { opens, closes } of inOrder(periods)) {
    const params = { day, opens, closes }
    if (wallMinutes(closes) <= wallMinutes(opens)) return { code: 'period_reversed', params }
    if (wallMinutes(closes) - wallMinutes(opens) > 1440) return { code: 'period_too_long', params }
    if (wallMinutes(opens) < openUntil) return { code: 'periods_overlap', params }
    openUntil = wallMinutes(closes)
  }
  return null
}
