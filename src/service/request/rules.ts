import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { EventKind, RequestState } from './contract/words.ts'

/** An event as the fold reads it. */
export type Step = { kind: string; claimedAt: string; recordedAt: string }

/** Where each kind of event leads; kinds left out change nothing about where the request stands. */
const LEADS_TO: Partial<Record<EventKind, RequestState>> = {
  dispatched: 'dispatched',
  undispatched: 'answered',
  arrived: 'on_site',
  resolved: 'resolved',
  closed: 'closed',
  cancelled: 'cancelled',
  reopened: 'answered',
}

const UNDER_WAY: readonly RequestState[] = ['dispatched', 'on_site']

/** Where a request stands: the fold of its events in the order they are said to have happened. */
export function stateOf(events: readonly Step[]): RequestState {
  const ordered = [...events].sort(
    (a, b) => a.claimedAt.localeCompare(b.claimedAt) || a.recordedAt.localeCompare(b.recordedAt),
  )
  let state: RequestState = 'new'
  for (const event of ordered) {
    if (event.kind === 'answered') state = state === 'new' ? 'answered' : state
    // Whoever was there has left: settled if it was, else somebody must act again. Written in the same instant as `resolved`, in either order.
    else if (event.kind === 'work_finished') state = UNDER_WAY.includes(state) ? 'answered' : state
    else state = LEADS_TO[event.kind as EventKind] ?? state
  }
  return state
}

const ENDED: readonly RequestState[] = ['closed', 'cancelled']
const SETTLED: readonly RequestState[] = ['resolved', 'closed', 'cancelled']

export function isOpen(state: RequestState): boolean {
  return !SETTLED.includes(state)
}

/** May this step be taken from here? The same question for the button and for the server. */
export function canTake(step: EventKind, state: RequestState, events: readonly Step[] = []): Decision<null> {
  const wrong = refuse('conflict', 'request_state', { state, step })
  switch (step) {
    case 'answered':
    case 'appointed':
    case 'nudged':
    case 'cancelled':
    case 'dispatched':
      return isOpen(state) ? accept(null) : wrong
    case 'paused':
      if (!isOpen(state)) return wrong
      return isPaused(events) ? refuse('conflict', 'already_paused') : accept(null)
    case 'resumed':
      return isPaused(events) ? accept(null) : refuse('conflict', 'not_paused')
    case 'resolved':
      return isOpen(state) ? accept(null) : wrong
    case 'closed':
      return state === 'resolved' ? accept(null) : wrong
    case 'reopened':
      return SETTLED.includes(state) ? accept(null) : wrong
    case 'note':
      return accept(null)
    default:
      return ENDED.includes(state) ? wrong : accept(null)
  }
}

export function isPaused(events: readonly Step[]): boolean {
  const turns = events
    .filter((event) => event.kind === 'paused' || event.kind === 'resumed')
    .sort((a, b) => a.claimedAt.localeCompare(b.claimedAt) || a.recordedAt.localeCompare(b.recordedAt))
  return turns.at(-1)?.kind === 'paused'
}

/** A time said by a person may lie in the past, but neither in the future nor before the request itself. */
export function checkClaimed(claimedAt: string, at: string, requestedAt?: string): Decision<string> {
  if (Date.parse(claimedAt) > Date.parse(at) + FUTURE_TOLERANCE_MS)
    return refuse('invalid', 'time_in_future', { claimedAt })
  if (requestedAt && claimedAt < requestedAt)
    return refuse('invalid', 'time_before_request', { claimedAt, requestedAt })
  return accept(claimedAt)
}

// Clocks of phones run a little fast; more than this is a wrong clock.
const FUTURE_TOLERANCE_MS = 5 * 60_000

/** Which kinds need somebody to go there. */
export const VISIT_KINDS: readonly string[] = [
  'installation',
  'repair',
  'maintenance',
  'delivery',
  'parts',
  'recall',
  'take_back',
]
