import { calendarFor } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import type { ClockReading } from '#src/shared/clock/clock-reading.ts'
import { foldClock } from '#src/shared/clock/fold-clock.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { type Hours, holdingForEver, promisesFor, readClocks } from './rules.ts'
import { type KeptPromise, loadClockEvents, loadHeldVersions, loadPromises, saveClocks } from './store/clocks.ts'

/** What a clock needs to know of a request. */
export type ClockedRequest = { id: string; kind: string; urgency: string; channel: string; outletId: string | null }

/** What clocks are read by, beside the events of their request. */
export type ClockGround = { promises: KeptPromise[]; hours: Hours }

export async function loadClockGround(tx: Tx, request: ClockedRequest): Promise<ClockGround> {
  const [promises, hours] = await Promise.all([promisesHeld(tx, request), calendarFor(tx, request.outletId)])
  return { promises, hours }
}

/** Reads every clock of the request and keeps the readings. Called by whatever adds an event, in the same transaction. */
export async function keepClocks(
  tx: Tx,
  request: ClockedRequest,
  { promises, hours }: ClockGround,
  events: ClockEvent[],
): Promise<void> {
  await saveClocks(tx, readClocks(request.id, promises, subjectOf(request), events, hours, tx.at))
}

/** The same for a request to which nothing was added: only time passed. */
export async function refreshClocks(tx: Tx, request: ClockedRequest): Promise<void> {
  const [ground, events] = await Promise.all([loadClockGround(tx, request), loadClockEvents(tx, request.id)])
  await keepClocks(tx, request, ground, events)
}

/** Every clock of the request, unfolded line by line. */
export async function unfoldClocks(
  tx: Tx,
  request: ClockedRequest,
): Promise<{ promise: PromiseRule; reading: ClockReading }[]> {
  const [{ promises, hours }, events] = await Promise.all([
    loadClockGround(tx, request),
    loadClockEvents(tx, request.id),
  ])
  return promisesFor(promises, subjectOf(request), events, hours).map(({ rule, calendar }) => ({
    promise: rule,
    reading: foldClock(rule, events, calendar, Date.parse(tx.at)),
  }))
}

// The import decided which version measures work older than the promise; its clocks keep that version, like all others.
async function promisesHeld(tx: Tx, request: ClockedRequest): Promise<KeptPromise[]> {
  const promises = await loadPromises(tx)
  if (request.channel !== 'import') return promises
  const held = await loadHeldVersions(tx, request.id)
  const versionHeld = ({ id, versions }: KeptPromise) => versions.find((rule) => rule.version === held.get(id))
  const before = promises.filter((promise) => versionHeld(promise))
  return [
    ...holdingForEver(before, (promise) => versionHeld(promise)!),
    ...promises.filter((promise) => !before.includes(promise)),
  ]
}

function subjectOf(request: ClockedRequest) {
  return {
    requestKind: request.kind,
    urgency: request.urgency,
    channel: request.channel,
    ...(request.outletId ? { outletId: request.outletId } : {}),
  }
}
