import {
  dayNumberOf,
  epochMs,
  localDayNumber,
  type Moment,
  WEEKDAYS,
  wallMs,
  weekdayIndex,
} from '#src/shared/instant.ts'
import { type BusinessCalendar, type CalendarException, inOrder, wallMinutes } from './business-calendar.ts'

export type Interval = { fromMs: number; toMs: number }

/** What one day of a calendar comes to: its own open spans (from, to, from, to … in epoch ms) and what made it differ from its weekday. */
export type DayPlan = { spans: readonly number[]; exception: CalendarException | null }

type Plan = {
  exceptions: Map<number, CalendarException>
  /** After this day nothing but the weekly hours opens. */
  lastExceptionDay: number
  hasWeeklyHours: boolean
  days: Map<number, DayPlan>
}

// Nothing promised is due later; the search for a due time ends here and says 'never'.
const HORIZON_DAYS = 36_525
const DAYS_KEPT = 8192

const plans = new WeakMap<BusinessCalendar, Plan>()

function planOf(calendar: BusinessCalendar): Plan {
  let plan = plans.get(calendar)
  if (!plan) {
    // The plan is remembered for this object, so changing the object afterwards must fail rather than be overlooked.
    freeze(calendar)
    const exceptions = new Map(calendar.exceptions.map((exception) => [dayNumberOf(exception.dayOn), exception]))
    const lastExceptionDay = Math.max(Number.NEGATIVE_INFINITY, ...exceptions.keys())
    const hasWeeklyHours = WEEKDAYS.some((day) => calendar.weekly[day].length > 0)
    plan = { exceptions, lastExceptionDay, hasWeeklyHours, days: new Map() }
    plans.set(calendar, plan)
  }
  return plan
}

function freeze(value: object): void {
  Object.freeze(value)
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
}

/** The plan of one day (day number in the calendar's zone). An always-open calendar has no plans by day: ask `alwaysOpen` first. */
export function dayPlan(calendar: BusinessCalendar, dayNumber: number): DayPlan {
  const plan = planOf(calendar)
  const kept = plan.days.get(dayNumber)
  if (kept) return kept
  const exception = plan.exceptions.get(dayNumber) ?? null
  const spans: number[] = []
  for (const period of inOrder(periodsOf(calendar, dayNumber, exception))) {
    const from = wallMs(dayNumber, wallMinutes(period.opens), calendar.zone)
    const to = wallMs(dayNumber, wallMinutes(period.closes), calendar.zone)
    if (to > from) spans.push(from, to)
  }
  if (plan.days.size >= DAYS_KEPT) plan.days.clear()
  const fresh = { spans, exception }
  plan.days.set(dayNumber, fresh)
  return fresh
}

function periodsOf(calendar: BusinessCalendar, dayNumber: number, exception: CalendarException | null) {
  if (exception?.kind === 'holiday') return []
  if (exception?.kind === 'special') return exception.periods
  return calendar.weekly[exception ? exception.hoursOf : WEEKDAYS[weekdayIndex(dayNumber)]!]
}

/** Open stretches between two moments in order; stretches that touch (24:00 and 00:00) are one. Empty when `to` is not after `from`. */
export function openIntervals(calendar: BusinessCalendar, from: Moment, to: Moment): Interval[] {
  const found: Interval[] = []
  visitOpen(calendar, epochMs(from), epochMs(to), (fromMs, toMs) => {
    const last = found.at(-1)
    if (last?.toMs === fromMs) last.toMs = toMs
    else found.push({ fromMs, toMs })
  })
  return found
}

/** Open milliseconds between two moments; 0 when `to` is not after `from`. */
export function workingBetween(calendar: BusinessCalendar, from: Moment, to: Moment): number {
  let total = 0
  visitOpen(calendar, epochMs(from), epochMs(to), (fromMs, toMs) => {
    total += toMs - fromMs
  })
  return total
}

function visitOpen(
  calendar: BusinessCalendar,
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  if (to <= from) return
  if (calendar.alwaysOpen) {
    visit(from, to)
    return
  }
  const lastDay = localDayNumber(to, calendar.zone)
  let reached = from
  // Begin a day early: last night's shift may still be running.
  for (let day = localDayNumber(from, calendar.zone) - 1; day <= lastDay; day++) {
    const { spans } = dayPlan(calendar, day)
    for (let i = 0; i < spans.length; i += 2) {
      const start = Math.max(spans[i]!, reached)
      const end = Math.min(spans[i + 1]!, to)
      if (end > start) {
        visit(start, end)
        reached = end
      }
    }
  }
}

/**
 * The earliest moment (epoch ms) by which `durationMs` of open time has passed since `from`: work that fills the day is due at closing
 * time, not next morning. `'never'` when the calendar does not open that long within a hundred years.
 */
export function addWorking(calendar: BusinessCalendar, from: Moment, durationMs: number): number | 'never' {
  const fromMs = epochMs(from)
  if (!Number.isInteger(durationMs) || durationMs < 0) throw new RangeError(`not a duration: ${durationMs}`)
  if (durationMs === 0) return fromMs
  if (calendar.alwaysOpen) return fromMs + durationMs
  const plan = planOf(calendar)
  const firstDay = localDayNumber(fromMs, calendar.zone)
  let left = durationMs
  let reached = fromMs
  for (let day = firstDay - 1; day < firstDay + HORIZON_DAYS; day++) {
    if (!plan.hasWeeklyHours && day > plan.lastExceptionDay) return 'never'
    const { spans } = dayPlan(calendar, day)
    for (let i = 0; i < spans.length; i += 2) {
      const start = Math.max(spans[i]!, reached)
      const open = spans[i + 1]! - start
      if (open <= 0) continue
      if (open >= left) return start + left
      left -= open
      reached = spans[i + 1]!
    }
  }
  return 'never'
}

/**
 * Closing time (epoch ms) of the `days`-th day with opening hours after the day of `from`. The first day is not counted and the last one
 * ends when business ends: Civil Code of the PRC, articles 201 and 203. Always open: 24:00 of the `days`-th following day.
 */
export function closeOfWorkingDay(calendar: BusinessCalendar, from: Moment, days: number): number | 'never' {
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`not a number of days: ${days}`)
  const firstDay = localDayNumber(epochMs(from), calendar.zone)
  if (calendar.alwaysOpen) return wallMs(firstDay + days + 1, 0, calendar.zone)
  const plan = planOf(calendar)
  let left = days
  for (let day = firstDay + 1; day < firstDay + HORIZON_DAYS; day++) {
    if (!plan.hasWeeklyHours && day > plan.lastExceptionDay) return 'never'
    const { spans } = dayPlan(calendar, day)
    if (spans.length > 0 && --left === 0) return spans.at(-1)!
  }
  return 'never'
}

/** Years touched by the stretch (in the calendar's zone, both ends included) whose public holidays nobody has entered, in order. */
export function missingYears(calendar: BusinessCalendar, from: Moment, to: Moment): number[] {
  if (calendar.alwaysOpen || calendar.holidayYears === null) return []
  const known = calendar.holidayYears
  const yearAt = (moment: Moment) =>
    new Date(localDayNumber(epochMs(moment), calendar.zone) * 86_400_000).getUTCFullYear()
  const missing: number[] = []
  for (let year = yearAt(from), last = yearAt(to); year <= last; year++) if (!known.includes(year)) missing.push(year)
  return missing
}
