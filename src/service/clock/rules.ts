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
    held.push({ code: promise.code, rule, calendar: calendarFor(rule, hours) })
  }
  return held
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
