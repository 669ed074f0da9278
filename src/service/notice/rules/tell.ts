import type { Role } from '#src/shared/endpoint.ts'
import type { RequestState } from '../../request/contract/words.ts'
import { isOpen } from '../../request/rules.ts'

/** A line of history as the rules read it. */
export type Line = {
  verb: string
  recordType: string
  recordId: string
  recordedAt: string
  content: Readonly<Record<string, unknown>>
}

/** What happened that somebody may have to be told. */
export const HEARD = [
  'service_request.created',
  'service_request.appointed',
  'service_request.resolved',
  'service_request.cancelled',
  'service_request.ran_late',
  'work_order.assigned',
  'work_order.unassigned',
  'work_order.finished',
  'rating.given',
] as const

/** The request that a line is about, as it stands now. */
export type Subject = {
  requestId: string
  number: string
  state: RequestState
  channel: string
  requestedAt: string
  recordedAt: string
  outletId: string | null
  /** Who goes there now, and when. */
  assignment: { id: string; plannedFromAt: string; plannedToAt: string; staffName: string } | null
  /** What the customer was last told about a visit. */
  lastVisitNotice: string | null
}

/** What customers are told of visits; the newest decides whether the next plan is a new one or a change. */
export const VISIT_REASONS = ['visit_planned', 'visit_changed', 'visit_put_off'] as const

const HOUR_MS = 3_600_000
// Written down a day after it is said to have been asked: a paper copied or a register caught up, nobody waits for news of it.
const BACK_FILLED_AFTER_HOURS = 24
// A server that was away, or a backup brought back, must not flood customers with old news.
const STALE_AFTER_HOURS = 72

/** Whether people are told of it at all: it is about work of now, and not old itself. */
export function isNews(line: Pick<Line, 'recordedAt'>, subject: Subject, at: string): boolean {
  if (subject.channel === 'import') return false
  const backMs = Date.parse(subject.recordedAt) - Date.parse(subject.requestedAt)
  const ageMs = Date.parse(at) - Date.parse(line.recordedAt)
  return backMs <= BACK_FILLED_AFTER_HOURS * HOUR_MS && ageMs <= STALE_AFTER_HOURS * HOUR_MS
}

export type CustomerReason =
  | 'request_received'
  | 'visit_agreed'
  | 'visit_planned'
  | 'visit_changed'
  | 'visit_put_off'
  | 'visit_ended'
  | 'service_finished'
  | 'request_cancelled'

export type CustomerNotice = {
  reason: CustomerReason
  /** Whether it brings a fresh link to the request. */
  withLink: boolean
  window: { fromAt: string; toAt: string } | null
}

/** What the customer is told of this line, if anything. A line that later ones have overtaken tells nothing. */
export function customerNotice(line: Line, subject: Subject, at: string): CustomerNotice | null {
  const { state, assignment } = subject
  const plain = (reason: CustomerReason): CustomerNotice => ({ reason, withLink: false, window: null })
  switch (line.verb) {
    case 'service_request.created':
      return state === 'cancelled' ? null : { ...plain('request_received'), withLink: true }
    case 'service_request.appointed': {
      const window = windowOf(line.content.windowFrom, line.content.windowTo, at)
      return window && isOpen(state) ? { ...plain('visit_agreed'), window } : null
    }
    case 'work_order.assigned': {
      if (!assignment || assignment.id !== line.content.assignmentId || !isOpen(state)) return null
      const window = windowOf(assignment.plannedFromAt, assignment.plannedToAt, at)
      return window && { ...plain(expectsVisit(subject) ? 'visit_changed' : 'visit_planned'), window }
    }
    case 'work_order.unassigned':
      return !assignment && expectsVisit(subject) && isOpen(state) ? plain('visit_put_off') : null
    case 'work_order.finished':
      return line.content.outcome !== 'solved' && isOpen(state) ? plain('visit_ended') : null
    case 'service_request.resolved':
      return state === 'resolved' || state === 'closed' ? { ...plain('service_finished'), withLink: true } : null
    case 'service_request.cancelled':
      return state === 'cancelled' ? plain('request_cancelled') : null
    default:
      return null
  }
}

function expectsVisit({ lastVisitNotice }: Subject): boolean {
  return lastVisitNotice === 'visit_planned' || lastVisitNotice === 'visit_changed'
}

/** A visit that is over needs no announcement, e.g. one that was planned and done without a network. */
function windowOf(fromAt: unknown, toAt: unknown, at: string): CustomerNotice['window'] {
  if (typeof fromAt !== 'string' || typeof toAt !== 'string' || toAt <= at) return null
  return { fromAt, toAt }
}

export type StaffNotice =
  | { reason: 'promise_overdue'; roles: readonly Role[]; promiseCode: string }
  | { reason: 'rating_low'; roles: readonly Role[]; stars: number }

/** Up to this many stars somebody has to follow up. */
const WORST_STARS = 3

/** Which posts are told of this line, if any. */
export function staffNotice(line: Line): StaffNotice | null {
  const { promiseCode, stars } = line.content
  if (line.verb === 'service_request.ran_late' && typeof promiseCode === 'string')
    return { reason: 'promise_overdue', roles: ['dispatcher', 'service_manager'], promiseCode }
  if (line.verb === 'rating.given' && typeof stars === 'number' && stars <= WORST_STARS)
    return { reason: 'rating_low', roles: ['service_manager'], stars }
  return null
}

/** Those of the request's outlet; where it has none of them, those who belong to no outlet; else all. */
export function whoToTell<T extends { outletId: string | null }>(people: readonly T[], outletId: string | null): T[] {
  const own = outletId === null ? [] : people.filter((one) => one.outletId === outletId)
  if (own.length > 0) return own
  const central = people.filter((one) => one.outletId === null)
  return central.length > 0 ? central : [...people]
}
