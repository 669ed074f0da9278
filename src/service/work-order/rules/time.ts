import { accept, type Decision, refuse } from '#src/shared/decision.ts'

// Clocks of phones are a little off. More than this is not a clock that is off but a time that is wrong.
const FAST_MINUTES = 5
const SLOW_MINUTES = 15
const MINUTE_MS = 60_000

/**
 * When an arrival counts, from what the phone says. A clock that runs a little fast or slow is set right: never later than now, never before
 * the work was given to this person. `firstAssignedAt` is earlier than `assignedAt` where the work was taken away and came back meanwhile.
 */
export function arrivalTime(said: {
  occurredAt: string
  at: string
  requestedAt: string
  assignedAt: string
  firstAssignedAt: string
}): Decision<string> {
  const past = notInFuture(said.occurredAt, said.at)
  if (!past.ok) return past
  if (shifted(said.occurredAt, SLOW_MINUTES) < said.requestedAt)
    return refuse('invalid', 'time_before_request', { claimedAt: said.occurredAt, requestedAt: said.requestedAt })
  if (shifted(said.occurredAt, SLOW_MINUTES) < said.firstAssignedAt)
    return refuse('invalid', 'time_before_assignment', { claimedAt: said.occurredAt, assignedAt: said.firstAssignedAt })
  return accept(later(past.value, later(said.assignedAt, said.requestedAt)))
}

/** When something on site counts: after the arrival, not later than now, with the same patience for a clock that is off. */
export function timeOnSite(said: { occurredAt: string; at: string; arrivedAt: string }): Decision<string> {
  const past = notInFuture(said.occurredAt, said.at)
  if (!past.ok) return past
  if (shifted(said.occurredAt, SLOW_MINUTES) < said.arrivedAt)
    return refuse('invalid', 'time_before_arrival', { claimedAt: said.occurredAt, arrivedAt: said.arrivedAt })
  return accept(later(past.value, said.arrivedAt))
}

function notInFuture(occurredAt: string, at: string): Decision<string> {
  if (occurredAt > shifted(at, FAST_MINUTES)) return refuse('invalid', 'time_in_future', { claimedAt: occurredAt })
  return accept(earlier(occurredAt, at))
}

function later(a: string, b: string): string {
  return a.localeCompare(b) > 0 ? a : b
}

function earlier(a: string, b: string): string {
  return later(a, b) === a ? b : a
}

function shifted(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString()
}
