import type { ClaimedTime } from '#src/shared/cell/time.ts'
import { instantOf } from '#src/shared/instant.ts'
import { TIME_UNKNOWN } from '../../clock/rules.ts'
import type { EventKind, RequestKind } from '../../request/contract/words.ts'
import type { CaseEvent, ComplaintValues, Draft, ServiceRequestValues } from '../contract/draft.ts'

/** An event as the file claims it. Without a time of day it stands at the day's beginning and says so by its reason. */
export type ClaimedEvent = { kind: EventKind; claimedAt: string; reason: string | null; note: string }

export type ClaimedVisit = {
  arrivedAt: string
  finishedAt: string | null
  outcome: 'solved' | 'not_solved' | 'follow_up' | null
  parts: string
  unsignedReason: string
}

/** What one order, case or complaint of a register becomes; ids and the instant of recording are added on saving. */
export type RequestRows = {
  kind: RequestKind
  urgency: 'normal' | 'urgent'
  subject: string
  description: string
  contactName: string
  contactPhone: string
  complaintClass: string | null
  requestedAt: string
  /** In order of time; never empty, the first is `created`. */
  events: ClaimedEvent[]
  /** `null` when the register says nothing of somebody going there. */
  workOrder: { note: string } | null
  /** Planned hours are not in a register: these are the claimed ones. `null` where dispatch, finish or their times are missing. */
  assignment: { from: string; to: string; assignedAt: string } | null
  visit: ClaimedVisit | null
}

/** Times are put in order as they are told: a day without a time of day never stands before the step it follows. */
class Timeline {
  readonly events: ClaimedEvent[] = []
  readonly #zone: string

  constructor(zone: string) {
    this.#zone = zone
  }

  instant(time: ClaimedTime): string {
    if (time.at !== null) return time.at
    const midnight = instantOf(time.on, '00:00', this.#zone)
    const last = this.events.at(-1)?.claimedAt
    return last !== undefined && last > midnight ? last : midnight
  }

  tell(kind: EventKind, time: ClaimedTime, note = ''): string {
    const claimedAt = this.instant(time)
    this.events.push({ kind, claimedAt, reason: time.at === null ? TIME_UNKNOWN : null, note: note.slice(0, 4000) })
    return claimedAt
  }

  /** A step that the file claims without saying when. */
  tellUndated(kind: EventKind, note = ''): void {
    const claimedAt = this.events.at(-1)!.claimedAt
    this.events.push({ kind, claimedAt, reason: TIME_UNKNOWN, note: note.slice(0, 4000) })
  }

  inOrder(): ClaimedEvent[] {
    // Stable, so steps of one minute stay as told.
    return this.events.sort((a, b) => (a.claimedAt < b.claimedAt ? -1 : a.claimedAt > b.claimedAt ? 1 : 0))
  }
}

const OUTCOMES: Record<string, 'solved' | 'follow_up'> = {
  fixed: 'solved',
  fixed_with_parts: 'solved',
  waiting_parts: 'follow_up',
  passed_on: 'follow_up',
}

/** Lines of facts that have no column of their own; the whole claim stands in history. */
function lines(...parts: (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n').slice(0, 4000)
}

function subjectOf(...parts: (string | null)[]): string {
  const words = parts.map((part) => part?.trim().replace(/\s+/g, ' ')).find((part) => part)
  return words!.slice(0, 200)
}

type Context = { zone: string; kind: RequestKind; hasCustomer: boolean; hasProduct: boolean; hasTechnician: boolean }

export function requestRows(draft: Draft<'service_request'>, context: Context): RequestRows {
  const v = draft.values
  const time = new Timeline(context.zone)
  const requestedAt = time.tell('created', v.requestedAt)
  const parts = v.history ? tellCase(time, v, v.history) : tellOrder(time, v, context)
  return {
    kind: context.kind,
    urgency: v.urgency ?? 'normal',
    subject: subjectOf(
      v.fault,
      v.history && [v.history.category, v.history.subcategory].filter(Boolean).join(' '),
      v.productName,
      v.number,
    ),
    description: lines(
      v.fault && v.fault.length > 200 && v.fault,
      !context.hasProduct && v.productName,
      !context.hasProduct && v.serialNumber && `序列号 ${v.serialNumber}`,
      v.history && [v.history.category, v.history.subcategory].filter(Boolean).join(' '),
      v.history?.location,
      v.remark,
    ),
    contactName: context.hasCustomer ? '' : (v.customer?.text ?? '').slice(0, 100),
    contactPhone: v.customerPhone ?? '',
    complaintClass: null,
    requestedAt,
    ...parts,
    events: time.inOrder(),
  }
}

type Work = Pick<RequestRows, 'workOrder' | 'assignment' | 'visit'>

function tellOrder(time: Timeline, v: ServiceRequestValues, { hasTechnician }: Context): Work {
  if (v.firstAnsweredAt) time.tell('answered', v.firstAnsweredAt)
  const visit = v.visit
  if (!visit) return { workOrder: null, assignment: null, visit: null }
  const who = visit.technician?.text ?? ''
  const dispatchedAt = visit.dispatchedAt && time.tell('dispatched', visit.dispatchedAt, who)
  const arrivedAt = visit.arrivedAt && time.tell('arrived', visit.arrivedAt, dispatchedAt ? '' : who)
  const finishedAt = visit.finishedAt && time.tell('work_finished', visit.finishedAt)
  if (visit.outcome === 'cancelled') {
    if (visit.finishedAt) time.tell('cancelled', visit.finishedAt)
    else time.tellUndated('cancelled')
  } else if (v.status === 'finished') {
    if (visit.finishedAt) time.tell('resolved', visit.finishedAt)
    else time.tellUndated('resolved')
  }
  const gone = dispatchedAt ?? arrivedAt ?? finishedAt ?? visit.technician
  const from = arrivedAt ?? dispatchedAt
  return {
    workOrder: gone
      ? {
          note: lines(
            !hasTechnician && who,
            visit.parts && !(hasTechnician && arrivedAt) && visit.parts,
            visit.feeFen !== null && `¥${(visit.feeFen / 100).toFixed(2)}`,
          ),
        }
      : null,
    assignment:
      hasTechnician && dispatchedAt && from && finishedAt && finishedAt > from
        ? { from, to: finishedAt, assignedAt: dispatchedAt }
        : null,
    visit:
      hasTechnician && arrivedAt
        ? {
            arrivedAt,
            finishedAt: finishedAt ?? null,
            outcome: finishedAt ? (OUTCOMES[visit.outcome ?? ''] ?? null) : null,
            parts: visit.parts ?? '',
            // A tick in a register is a claim that somebody signed, not the signature.
            unsignedReason: visit.signed ? '登记簿记为已签字，未附签名' : '',
          }
        : null,
  }
}

const CASE_EVENTS: Partial<Record<CaseEvent['event'], EventKind>> = {
  resolved: 'resolved',
  closed: 'closed',
  reopened: 'reopened',
}

function tellCase(
  time: Timeline,
  v: ServiceRequestValues,
  history: NonNullable<ServiceRequestValues['history']>,
): Work {
  let isAnswered = false
  for (const { event, at, state, group, assignee } of history.events) {
    if (event === 'opened') continue
    // The first answer goes before whatever the case says of the same minute.
    if (!isAnswered && v.firstAnsweredAt && claimText(v.firstAnsweredAt) <= claimText(at)) {
      time.tell('answered', v.firstAnsweredAt)
      isAnswered = true
    }
    const owner = [group, assignee].filter(Boolean).join(' · ')
    const kind = CASE_EVENTS[event]
    if (kind) time.tell(kind, at)
    else if (event === 'assigned') time.tell('note', at, `→ ${owner}`)
    else if (event === 'state_changed' && state) time.tell('note', at, state)
  }
  if (!isAnswered && v.firstAnsweredAt) time.tell('answered', v.firstAnsweredAt)
  return { workOrder: null, assignment: null, visit: null }
}

function claimText(time: ClaimedTime): string {
  return time.at ?? time.on
}

export function complaintRows(draft: Draft<'complaint'>, context: Context): RequestRows {
  const v: ComplaintValues = draft.values
  const time = new Timeline(context.zone)
  const requestedAt = time.tell('created', v.receivedAt)
  if (v.answeredAt) time.tell('answered', v.answeredAt)
  const verdict = [v.outcome, v.verdict].filter(Boolean).join(' ')
  if (v.closedAt) {
    time.tell('resolved', v.closedAt, verdict)
    time.tell('closed', v.closedAt)
  }
  return {
    kind: 'complaint',
    urgency: 'normal',
    subject: subjectOf(v.content, v.number),
    description: lines(
      v.content && v.content.length > 200 && v.content,
      v.demand,
      v.orderNumber,
      v.partNumber,
      v.quantity !== null && v.defectiveQuantity !== null && `${v.defectiveQuantity} / ${v.quantity}`,
      v.department,
      !v.closedAt && verdict,
    ),
    contactName: context.hasCustomer ? '' : (v.customer?.text ?? '').slice(0, 100),
    contactPhone: '',
    complaintClass: v.class,
    requestedAt,
    events: time.inOrder(),
    workOrder: null,
    assignment: null,
    visit: null,
  }
}
