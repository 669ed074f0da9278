import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import { measuredMs } from '#src/shared/clock/clock-event.ts'
import type { ClockMeasure } from '#src/shared/clock/clock-reading.ts'
import { measureClock, warnAt } from '#src/shared/clock/fold-clock.ts'
import {
  appliesTo,
  calendarFor,
  type PromiseRule,
  type PromiseSubject,
  versionInForce,
} from '#src/shared/clock/promise-rule.ts'

export type Hours = { outlet: BusinessCalendar; company: BusinessCalendar }

/** One clock as it is kept beside its request. */
export type ClockSave = {
  requestId: string
  promiseId: string
  promiseVersion: number
  promiseCode: string
  state: ClockMeasure['state']
  startedAt: string | null
  stoppedAt: string | null
  dueAt: string | null
  warnAt: string | null
  elapsedMinutes: number
  limitMinutes: number
  backfilled: boolean
}

// People are warned when this share of the time is used up.
const WARN_FRACTION = 0.8

type Promised = { id: string; code: string; withdrawnAt: string | null; versions: PromiseRule[] }

/** The promises that hold for a request, each in the version its clock started under, with the calendar it counts on. */
export function promisesFor(
  promises: readonly Promised[],
  subject: PromiseSubject,
  events: readonly ClockEvent[],
  hours: Hours,
): { code: string; rule: PromiseRule; calendar: BusinessCalendar }[] {
  const held: { code: string; rule: PromiseRule; calendar: BusinessCalendar }[] = []
  for (const promise of promises) {
    const rule = versionInForce(promise.versions, events)
    if (!rule || !appliesTo(rule, subject) || startedAfter(promise.withdrawnAt, rule, events)) continue
    if (isUnmeasurable(rule, events)) continue
    held.push({ code: promise.code, rule, calendar: calendarFor(rule, hours) })
  }
  return held
}

/** Reason of an imported event whose register gives no time of day, or no time at all: nothing can be measured by it. */
export const TIME_UNKNOWN = 'time_unknown'

/** An event of unknown time stands at the earliest moment it can have had: it leaves the clock open unless the clock had surely ended before. */
function isUnmeasurable(rule: PromiseRule, events: readonly ClockEvent[]): boolean {
  const unknown = events.filter((event) => event.reason === TIME_UNKNOWN)
  if (unknown.length === 0) return false
  if (unknown.some((event) => rule.startsOn.includes(event.kind))) return true
  const stops = (of: readonly ClockEvent[]) => of.filter((event) => rule.stopsOn.includes(event.kind)).map(measuredMs)
  const firstSure = Math.min(...stops(events.filter((event) => event.reason !== TIME_UNKNOWN)))
  return stops(unknown).some((earliest) => earliest < firstSure)
}

const FOR_EVER = '1970-01-01T00:00:00.000Z'

/** Promises as if the version chosen for each had always held: imported work is older than promises that a company makes today. */
export function holdingForEver<P extends Promised>(promises: readonly P[], choose: (promise: P) => PromiseRule): P[] {
  return promises.map((promise) => ({ ...promise, versions: [{ ...choose(promise), inForceAt: FOR_EVER }] }))
}

function startedAfter(withdrawnAt: string | null, rule: PromiseRule, events: readonly ClockEvent[]): boolean {
  if (!withdrawnAt) return false
  const starts = events.filter((event) => rule.startsOn.includes(event.kind)).map(measuredMs)
  return Math.min(...starts) >= Date.parse(withdrawnAt)
}

/** Every clock of a request, read from its events as of an instant. */
export function readClocks(
  requestId: string,
  promises: readonly Promised[],
  subject: PromiseSubject,
  events: readonly ClockEvent[],
  hours: Hours,
  asOf: string,
): ClockSave[] {
  const asOfMs = Date.parse(asOf)
  return promisesFor(promises, subject, events, hours).map(({ code, rule, calendar }) => {
    const measure = measureClock(rule, events, calendar, asOfMs)
    return {
      requestId,
      promiseId: rule.id,
      promiseVersion: rule.version,
      promiseCode: code,
      state: measure.state,
      startedAt: measure.startedAt,
      stoppedAt: measure.stoppedAt,
      dueAt: measure.dueAt,
      warnAt: measure.state === 'running' ? warnAt(rule, events, calendar, asOfMs, WARN_FRACTION) : null,
      elapsedMinutes: measure.elapsedMs / 60_000,
      limitMinutes: (measure.limitMs ?? 0) / 60_000,
      backfilled: measure.backfilled,
    }
  })
}

/** An event of a request as clocks read it. */
export function asClockEvent(row: {
  kind: string
  reason: string | null
  claimedAt: string
  recordedAt: string
}): ClockEvent {
  return {
    kind: row.kind,
    at: row.recordedAt,
    claimedAt: row.claimedAt,
    ...(row.reason ? { reason: row.reason } : {}),
  } as ClockEvent
}
