import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import {
  addWorking,
  closeOfWorkingDay,
  type Interval,
  missingYears,
  workingBetween,
} from '#src/shared/calendar/working-time.ts'
import { epochMs, type Instant, instantFrom, type Moment } from '#src/shared/instant.ts'
import { type ClockEvent, measuredMs, PAUSED, RESUMED } from './clock-event.ts'
import { unfold } from './clock-lines.ts'
import type { ClockMeasure, ClockReading, ClockWarning } from './clock-reading.ts'
import { type Pauses, readPauses } from './pauses.ts'
import type { PromiseRule } from './promise-rule.ts'

/**
 * Reads a clock as of a moment, with its sum unfolded line by line. Pure: the same history gives the same reading, in whatever order the
 * events come; events claimed for later than `asOf` have not happened yet. `calendar` is the one the rule asks for (`calendarFor`).
 */
export function foldClock(
  rule: PromiseRule,
  events: readonly ClockEvent[],
  calendar: BusinessCalendar,
  asOf: Moment,
): ClockReading {
  const course = follow(rule, events, calendar, epochMs(asOf))
  const lines = course.startMs === null ? [] : unfold(calendar, course.startMs, course.endMs, course.pauses.all)
  return { ...measureOf(rule, events, calendar, course), lines }
}

/** The same reading without its lines, several times cheaper: for sweeps, facts and lists. */
export function measureClock(
  rule: PromiseRule,
  events: readonly ClockEvent[],
  calendar: BusinessCalendar,
  asOf: Moment,
): ClockMeasure {
  return measureOf(rule, events, calendar, follow(rule, events, calendar, epochMs(asOf)))
}

/** When the deadline index must look at this clock again: its due time while it can still be missed, else null. */
export function dueSweepAt(reading: Pick<ClockMeasure, 'state' | 'dueAt'>): Instant | null {
  return (reading.state === 'running' || reading.state === 'not_started') && reading.dueAt ? reading.dueAt : null
}

/**
 * When `fraction` (0–1) of the limit is used up, with the pauses so far: always in opening hours, never at some midnight. May lie in the
 * past. Null when the clock cannot be warned about: paused, ended, already late, no due time.
 */
export function warnAt(
  rule: PromiseRule,
  events: readonly ClockEvent[],
  calendar: BusinessCalendar,
  asOf: Moment,
  fraction: number,
): Instant | null {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`not a fraction: ${fraction}`)
  const course = follow(rule, events, calendar, epochMs(asOf))
  if (dueSweepAt({ state: course.state, dueAt: borderForm(course.dueMs) }) === null) return null
  const from = course.startMs ?? course.knownStartMs!
  const warnMs = whenCounted(calendar, from, Math.round(course.limitMs! * fraction), course.pauses.accepted)
  return warnMs === 'never' ? null : instantFrom(warnMs)
}

type Course = {
  state: ClockMeasure['state']
  /** First starting event, also when still ahead; `startMs` is the same once it has come. */
  knownStartMs: number | null
  startMs: number | null
  /** Where counting ended: the stop, or now. */
  endMs: number
  stoppedMs: number | null
  pauses: Pauses
  limitMs: number | null
  dueMs: number | 'never' | null
  elapsedMs: number
  earlyStop: boolean
}

const NO_PAUSES: Pauses = { all: [], accepted: [], strayResume: false }

function follow(rule: PromiseRule, events: readonly ClockEvent[], calendar: BusinessCalendar, asOfMs: number): Course {
  const knownStartMs = earliest(events, rule.startsOn)
  const limitMs = limitFrom(rule, calendar, knownStartMs)
  const blank = { knownStartMs, startMs: null, endMs: asOfMs, stoppedMs: null, pauses: NO_PAUSES, limitMs, dueMs: null }
  const stopMs = earliest(events, rule.stopsOn, knownStartMs ?? undefined, asOfMs)
  const voidMs = earliest(events, rule.voidedBy, undefined, asOfMs)
  const earlyStopMs =
    knownStartMs === null ? null : earliest(events, rule.stopsOn, undefined, Math.min(asOfMs, knownStartMs - 1))
  const earlyStop = earlyStopMs !== null

  // Called off before it began; a stop that early may still have kept the promise.
  const voidedEarly = voidMs !== null && (knownStartMs === null || voidMs < knownStartMs)
  if (earlyStop && rule.earlyStopCounts && !(voidedEarly && voidMs < earlyStopMs)) {
    const dueMs = dueFrom(calendar, knownStartMs!, limitMs, [])
    // The start itself may still lie ahead of now.
    const startMs = knownStartMs! <= asOfMs ? knownStartMs : null
    return {
      ...blank,
      state: 'met',
      startMs,
      endMs: knownStartMs!,
      stoppedMs: earlyStopMs,
      dueMs,
      elapsedMs: 0,
      earlyStop,
    }
  }
  if (voidedEarly) return { ...blank, state: 'void', stoppedMs: voidMs, elapsedMs: 0, earlyStop }
  if (knownStartMs === null || knownStartMs > asOfMs) {
    const dueMs = knownStartMs === null ? null : dueFrom(calendar, knownStartMs, limitMs, [])
    return { ...blank, state: 'not_started', dueMs, elapsedMs: 0, earlyStop }
  }

  const startMs = knownStartMs
  const voided = voidMs !== null && (stopMs === null || voidMs < stopMs)
  const stoppedMs = voided ? voidMs : stopMs
  const endMs = stoppedMs ?? asOfMs
  const pauses = readPauses(events, rule.pauseReasons, startMs, endMs)
  const dueMs = dueFrom(calendar, startMs, limitMs, pauses.accepted)
  const course = { knownStartMs, startMs, endMs, stoppedMs, pauses, limitMs, dueMs, earlyStop }
  const elapsedMs = counted(calendar, startMs, endMs, pauses.accepted)
  if (dueMs !== 'never' && dueMs < endMs) return { ...course, state: 'late', elapsedMs }
  if (voided) return { ...course, state: 'void', dueMs: null, elapsedMs }
  if (stopMs !== null) return { ...course, state: 'met', elapsedMs }
  if (pausedAt(events, rule, startMs, asOfMs)) return { ...course, state: 'paused', dueMs: null, elapsedMs }
  return { ...course, state: 'running', elapsedMs }
}

function earliest(events: readonly ClockEvent[], kinds: readonly string[], fromMs = -Infinity, untilMs = Infinity) {
  let found: number | null = null
  for (const event of events) {
    if (!kinds.includes(event.kind)) continue
    const ms = measuredMs(event)
    if (ms >= fromMs && ms <= untilMs && (found === null || ms < found)) found = ms
  }
  return found
}

function limitFrom(rule: PromiseRule, calendar: BusinessCalendar, startMs: number | null): number | null {
  if (rule.limitMinutes !== undefined) return rule.limitMinutes * 60_000
  if (startMs === null) return null
  const close = closeOfWorkingDay(calendar, startMs, rule.limitWorkingDays!)
  return close === 'never' ? null : workingBetween(calendar, startMs, close)
}

function dueFrom(calendar: BusinessCalendar, startMs: number, limitMs: number | null, pauses: readonly Interval[]) {
  return limitMs === null ? 'never' : whenCounted(calendar, startMs, limitMs, pauses)
}

/** The earliest moment by which `targetMs` of open, unpaused time has passed. Pauses are apart and in order, none before the start. */
function whenCounted(calendar: BusinessCalendar, startMs: number, targetMs: number, pauses: readonly Interval[]) {
  let from = startMs
  let left = targetMs
  for (const pause of pauses) {
    const before = workingBetween(calendar, from, pause.fromMs)
    if (before >= left) break
    left -= before
    from = pause.toMs
  }
  return addWorking(calendar, from, left)
}

function counted(calendar: BusinessCalendar, fromMs: number, toMs: number, pauses: readonly Interval[]): number {
  let total = workingBetween(calendar, fromMs, toMs)
  for (const pause of pauses) total -= workingBetween(calendar, pause.fromMs, pause.toMs)
  return total
}

// A pause that begins this very moment has no length yet, so it is looked for one millisecond ahead, with what is known now.
function pausedAt(events: readonly ClockEvent[], rule: PromiseRule, startMs: number, asOfMs: number): boolean {
  if (!events.some((event) => event.kind === PAUSED)) return false
  const known = events.filter((event) => measuredMs(event) <= asOfMs)
  return readPauses(known, rule.pauseReasons, startMs, asOfMs + 1).accepted.at(-1)?.toMs === asOfMs + 1
}

function measureOf(
  rule: PromiseRule,
  events: readonly ClockEvent[],
  calendar: BusinessCalendar,
  course: Course,
): ClockMeasure {
  const { state, startMs, endMs, stoppedMs, limitMs, dueMs, elapsedMs } = course
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    state,
    startedAt: borderForm(startMs),
    stoppedAt: borderForm(stoppedMs),
    dueAt: borderForm(dueMs),
    elapsedMs,
    limitMs,
    remainingMs: limitMs === null ? null : Math.max(0, limitMs - elapsedMs),
    lateByMs: limitMs === null ? 0 : Math.max(0, elapsedMs - limitMs),
    pastDueMs: typeof dueMs === 'number' ? Math.max(0, (stoppedMs ?? endMs) - dueMs) : 0,
    backfilled: isBackfilled(rule, events, stoppedMs ?? endMs),
    warnings: warningsOf(calendar, course),
  }
}

function borderForm(ms: number | 'never' | null): Instant | null {
  return typeof ms === 'number' ? instantFrom(ms) : null
}

function isBackfilled(rule: PromiseRule, events: readonly ClockEvent[], untilMs: number): boolean {
  const matters = (kind: string) =>
    kind === PAUSED ||
    kind === RESUMED ||
    rule.startsOn.includes(kind) ||
    rule.stopsOn.includes(kind) ||
    rule.voidedBy.includes(kind)
  return events.some(
    (event) =>
      event.claimedAt !== undefined &&
      matters(event.kind) &&
      measuredMs(event) <= untilMs &&
      epochMs(event.at) - measuredMs(event) > rule.backfilledAfterMinutes * 60_000,
  )
}

function warningsOf(calendar: BusinessCalendar, course: Course): ClockWarning[] {
  const warnings: ClockWarning[] = []
  const from = course.startMs ?? course.knownStartMs
  if (from !== null) {
    const until = Math.max(from, course.endMs, typeof course.dueMs === 'number' ? course.dueMs : from)
    const years = missingYears(calendar, from, until)
    if (years.length > 0) warnings.push({ code: 'holidays_missing', years })
  }
  if (course.dueMs === 'never') warnings.push({ code: 'never_due' })
  const refused = course.pauses.all.filter((pause) => !pause.accepted).map((pause) => pause.reason)
  if (refused.length > 0) warnings.push({ code: 'reason_not_accepted', reasons: [...new Set(refused)].sort() })
  if (course.pauses.strayResume) warnings.push({ code: 'resume_without_pause' })
  if (course.earlyStop) warnings.push({ code: 'stop_before_start' })
  return warnings
}
