import { z } from 'zod'
import { LocalName } from '#src/shared/calendar/business-calendar.ts'
import { Day, Instant } from '#src/shared/instant.ts'
import { CLOCK_STATES } from './clock-state.ts'

/** Why a stretch counted or did not. The first four are counted in full, the others 0 (`summed` may be anything between). */
export const CLOCK_LINE_CODES = [
  'counted',
  'counted_makeup_workday',
  'counted_special_day',
  'counted_reason_not_accepted',
  'paused',
  'break',
  'outside_hours',
  'day_off',
  'holiday',
  'special_closed',
  'summed',
] as const

export const CLOCK_WARNING_CODES = [
  /** Public holidays of these years are not entered yet: due time and sum may change. Param `years`. */
  'holidays_missing',
  /** The calendar never opens long enough: there is no due time. */
  'never_due',
  /** Somebody paused for reasons the promise does not accept; the time was counted. Param `reasons`. */
  'reason_not_accepted',
  /** A resume that nothing had paused; ignored. */
  'resume_without_pause',
  /** A stop earlier than the start; ignored, or taken as kept where the promise says so. */
  'stop_before_start',
] as const

/** Every key a screen needs in the message catalogue to word a reading; params as described at `ClockLine` and the warning codes. */
export const CLOCK_MESSAGE_KEYS: readonly string[] = [
  ...CLOCK_STATES.map((state) => `clock.state.${state}`),
  ...CLOCK_LINE_CODES.map((code) => `clock.line.${code}`),
  ...CLOCK_WARNING_CODES.map((code) => `clock.warning.${code}`),
]

const Ms = z.int().min(0)

/**
 * One stretch of the sum, within one local day (`summed`: several). `name` is the holiday or special day, `reasons` those of the pause
 * (an empty text is a pause without a reason), `days` how many days a `summed` line holds. Lines follow each other without gap.
 */
export const ClockLine = z.object({
  dayOn: Day,
  from: Instant,
  to: Instant,
  countedMs: Ms,
  code: z.enum(CLOCK_LINE_CODES),
  name: LocalName.optional(),
  reasons: z.array(z.string()).optional(),
  days: z.int().optional(),
})
export type ClockLine = z.infer<typeof ClockLine>

export const ClockWarning = z.object({
  code: z.enum(CLOCK_WARNING_CODES),
  years: z.array(z.int()).optional(),
  reasons: z.array(z.string()).optional(),
})
export type ClockWarning = z.infer<typeof ClockWarning>

/**
 * What a clock shows. `late` is exactly "now, or the stop, is after `dueAt`", so a query may compare the columns. All durations are
 * whole milliseconds of counted time except `pastDueMs`, which is plain time between `dueAt` and the stop (or now).
 */
export const ClockMeasure = z.object({
  ruleId: z.string(),
  ruleVersion: z.int(),
  calendarId: z.string(),
  calendarVersion: z.int(),
  state: z.enum(CLOCK_STATES),
  startedAt: Instant.nullable(),
  /** When the stopping or voiding event happened; null while it runs, also when already late. */
  stoppedAt: Instant.nullable(),
  /**
   * When the limit is used up, with the pauses so far; null while paused, when void, and when it never comes. Before the start it is
   * null too, unless the start is already known (an appointment) and the due time with it.
   */
  dueAt: Instant.nullable(),
  elapsedMs: Ms,
  /** Null for a promise in working days whose start is not known or whose days never come. */
  limitMs: Ms.nullable(),
  remainingMs: Ms.nullable(),
  /** Counted time beyond the limit. May be 0 on a late clock: due at closing time, done before opening. */
  lateByMs: Ms,
  pastDueMs: Ms,
  /** An event that the sum rests on was recorded long after the time it claims. */
  backfilled: z.boolean(),
  warnings: z.array(ClockWarning),
})
export type ClockMeasure = z.infer<typeof ClockMeasure>

/** A measure with its sum unfolded: the lines run from the start to the stop (or now) and their `countedMs` add up to `elapsedMs`. */
export const ClockReading = ClockMeasure.extend({ lines: z.array(ClockLine) })
export type ClockReading = z.infer<typeof ClockReading>
