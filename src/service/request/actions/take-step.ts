import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { clocksOf, loadClockGround } from '../../clock/actions.ts'
import { asClockEvent } from '../../clock/rules.ts'
import type { EventKind, RequestState } from '../contract/words.ts'
import { canTake, checkClaimed, stateOf } from '../rules.ts'
import { type EventRow, listEvents, loadRequest, type RequestRecord, saveSteps } from '../store/requests.ts'

export type StepDetail = {
  note?: string
  reason?: string
  windowFrom?: string
  windowTo?: string
  /** When it is said to have happened; the default is now. */
  claimedAt?: string
  /** Further changes of the request that belong to this step. */
  change?: { customerId?: string; productId?: string | null; complaintClass?: string | null }
}

/** A request under lock, as the neighbours hand it to `takeSteps`. */
export type LockedRequest = RequestRecord

export const NO_OUTLET = '00000000-0000-0000-0000-000000000000'

/** Loads and locks a request, or refuses. */
export async function requireRequest(tx: WriteTx, requestId: string): Promise<Decision<RequestRecord>> {
  const request = await loadRequest(tx, requestId)
  return request ? accept(request) : refuse('not_found', 'not_found')
}

/**
 * Takes one step of a request, or several at once in order: each is checked, written as an event and into history; then the state is
 * folded again, the clocks are read again and the facts of its day marked for recounting. The request must be locked (`requireRequest`).
 */
export async function takeSteps(
  tx: WriteTx,
  request: RequestRecord,
  steps: (StepDetail & { kind: EventKind })[],
): Promise<Decision<{ state: RequestState; version: number }>> {
  const [past, ground] = await Promise.all([listEvents(tx, request.id), loadClockGround(tx, request)])
  const events = [...past]
  let state = request.state
  for (const step of steps) {
    const allowed = canTake(step.kind, state, events)
    if (!allowed.ok) return allowed
    const claimed = checkClaimed(step.claimedAt ?? tx.at, tx.at, request.requestedAt)
    if (!claimed.ok) return claimed
    const event = eventOf(tx, request.id, step, claimed.value)
    events.push(event)
    state = stateOf(events)
    recordStep(tx, request, step, event)
  }
  const change = Object.assign({}, ...steps.map((step) => step.change ?? {})) as StepDetail['change']
  const version = await saveSteps(
    tx,
    request,
    { ...change, ...(state === request.state ? {} : { state }) },
    events.slice(past.length),
    clocksOf(tx, request, ground, events.map(asClockEvent) as ClockEvent[]),
  )
  tx.dirty(request.outletId ?? NO_OUTLET, request.requestedOn)
  return accept({ state, version })
}

export function eventOf(
  tx: WriteTx,
  requestId: string,
  step: StepDetail & { kind: EventKind },
  claimedAt: string,
): EventRow {
  return {
    id: newId(),
    requestId,
    kind: step.kind,
    reason: step.reason ?? null,
    note: step.note ?? '',
    windowFrom: step.windowFrom ?? null,
    windowTo: step.windowTo ?? null,
    actor: actorRef(tx.actor),
    claimedAt,
    recordedAt: tx.at,
  }
}

function recordStep(
  tx: WriteTx,
  request: RequestRecord,
  step: StepDetail & { kind: EventKind },
  event: EventRow,
): void {
  tx.record({
    recordType: 'service_request',
    recordId: request.id,
    verb: `service_request.${step.kind}`,
    claimedAt: event.claimedAt,
    content: {
      eventId: event.id,
      note: event.note,
      ...(step.reason ? { reason: step.reason } : {}),
      ...(step.windowFrom ? { windowFrom: step.windowFrom, windowTo: step.windowTo } : {}),
      ...(step.change ? { change: step.change } : {}),
    },
  })
}
