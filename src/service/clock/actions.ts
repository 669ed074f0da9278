import type { Tx } from '#src/server/unit-of-work.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import type { ClockReading } from '#src/shared/clock/clock-reading.ts'
import { foldClock } from '#src/shared/clock/fold-clock.ts'
import type { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { type ClockSave, type Hours, holdingForEver, promisesFor, readClocks } from './rules.ts'
import {
  type KeptPromise,
  loadClockEvents,
  loadHeldVersions,
  loadPromisesAndHours,
  saveClocks,
} from './store/clocks.ts'

/** What a clock needs to know of a request. */
export type ClockedRequest = { id: string; kind: string; urgency: string; channel: string; outletId: string | null }

/** What clocks are read by, beside the events of their request. */
export type ClockGround = { promises: KeptPromise[]; hours: Hours }

export async function loadClockGround(tx: Tx, request: ClockedRequest): Promise<ClockGround> {
  const { promises, hours } = await loadPromisesAndHours(tx, request.outletId)
  return { promises: await promisesHeld(tx, request, promises), hours }
}

/** Every clock of the request as its events stand; to be kept by whoever adds an event, in the same transaction. */
export function clocksOf(
  tx: Tx,
  request: ClockedRequest,
  { promises, hours }: ClockGround,
  events: ClockEvent[],
): ClockSave[] {
  return readClocks(request.id, promises, subjectOf(request), events, hours, tx.at)
}

/** Reads every clock of a request again to which nothing was added: only time passed. */
export async function refreshClocks(tx: Tx, request: ClockedRequest): Promise<void> {
  const [ground, events] = await Promise.all([loadClockGround(tx, request), loadClockEvents(tx, request.id)])
  await saveClocks(tx, clocksOf(tx, request, ground, events))
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
async function promisesHeld(tx: Tx, request: ClockedRequest, promises: KeptPromise[]): Promise<KeptPromise[]> {
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
