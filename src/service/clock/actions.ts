import { calendarFor } from '#src/company/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import type { ClockReading } from '#src/shared/clock/clock-reading.ts'
import { foldClock } from '#src/shared/clock/fold-clock.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { promisesFor, readClocks } from './rules.ts'
import { loadClockEvents, loadPromises, saveClocks } from './store.ts'

/** What a clock needs to know of a request. */
export type ClockedRequest = { id: string; kind: string; urgency: string; channel: string; outletId: string | null }

/** Reads every clock of the request again and keeps the readings. Called by whatever adds an event, in the same transaction. */
export async function refreshClocks(tx: WriteTx | Tx, request: ClockedRequest, events?: ClockEvent[]): Promise<void> {
  const promises = await loadPromises(tx)
  const hours = await calendarFor(tx, request.outletId)
  const known = events ?? (await loadClockEvents(tx, request.id))
  await saveClocks(tx, readClocks(request.id, promises, subjectOf(request), known, hours, tx.at))
}

/** Every clock of the request, unfolded line by line. */
export async function unfoldClocks(
  tx: Tx,
  request: ClockedRequest,
): Promise<{ promise: PromiseRule; reading: ClockReading }[]> {
  const promises = await loadPromises(tx)
  const hours = await calendarFor(tx, request.outletId)
  const events = await loadClockEvents(tx, request.id)
  return promisesFor(promises, subjectOf(request), events, hours).map(({ rule, calendar }) => ({
    promise: rule,
    reading: foldClock(rule, events, calendar, Date.parse(tx.at)),
  }))
}

function subjectOf(request: ClockedRequest) {
  return {
    requestKind: request.kind,
    urgency: request.urgency,
    channel: request.channel,
    ...(request.outletId ? { outletId: request.outletId } : {}),
  }
}
