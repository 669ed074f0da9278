import type { ClaimedTime } from '#src/shared/cell/time.ts'
import type { CaseEvent, Draft, ServiceRequestValues } from '../contract/draft.ts'
import type { RowOf } from '../contract/field.ts'
import type { RowValues } from './column.ts'
import { makeDraft, sourceKey } from './draft.ts'
import type { ImportLog } from './log.ts'
import { isBefore } from './service-rows.ts'

type State = { row: RowValues; at: ClaimedTime; v: RowOf<'incident_state'> }

/** What every state of one case must agree on; a case that contradicts itself here is refused. */
const CONSTANT = ['openedAt', 'resolvedAt', 'closedAt'] as const

/**
 * Folds the rows of one case, each a state it was in, into one request with its events.
 * Order is the claimed update time, then the source's own sequence number, then the row. Values that changed along the way are those of the last state;
 * the first answer is the first time the case is no longer in the state it was opened in, unless its first states are missing from the file.
 */
export function foldCase(
  source: string,
  sheet: string,
  rows: readonly RowValues[],
  log: ImportLog,
): Draft<'service_request'> | null {
  const states = rows.map((row): State => {
    const v = row.values as unknown as RowOf<'incident_state'>
    return { row, at: v.updatedAt, v }
  })
  const first = states[0]!
  for (const field of CONSTANT) {
    const other = states.find(({ v }) => claimText(v[field]) !== claimText(first.v[field]))
    if (!other) continue
    const at = other.row.cellOf(field)!
    const params = { field, number: first.v.number, firstRow: first.row.row, rows: rows.length }
    log.cell(at.place, other.row.row, at.cell, 'row_refused', 'states_disagree', params)
    return null
  }
  const inOrder = [...states].sort(byTime)
  const moved = inOrder.find((state, index) => state !== states[index])
  if (moved) log.row(sheet, moved.row.row, 'warning', 'states_out_of_order', { number: first.v.number })
  return draftOf(source, sheet, inOrder, log)
}

function claimText(time: ClaimedTime | null | undefined): string {
  return time ? (time.at ?? time.on) : ''
}

function byTime(a: State, b: State): number {
  if (isBefore(a.at, b.at)) return -1
  if (isBefore(b.at, a.at)) return 1
  return (a.v.sequence ?? 0) - (b.v.sequence ?? 0) || a.row.row - b.row.row
}

function draftOf(
  source: string,
  sheet: string,
  states: readonly State[],
  log: ImportLog,
): Draft<'service_request'> | null {
  const first = states[0]!
  const last = states.at(-1)!
  const { openedAt } = first.v
  const resolvedAt = last.v.resolvedAt ?? null
  const closedAt = last.v.closedAt ?? null
  const contradiction = [
    ['resolvedAt', resolvedAt, openedAt, 'openedAt'],
    ['closedAt', closedAt, resolvedAt ?? openedAt, resolvedAt ? 'resolvedAt' : 'openedAt'],
  ] as const
  for (const [field, later, earlier, other] of contradiction) {
    if (!later || !isBefore(later, earlier)) continue
    const at = last.row.cellOf(field)!
    log.cell(at.place, last.row.row, at.cell, 'row_refused', 'times_contradict', { field, other })
    return null
  }
  warnings(sheet, first, last, openedAt, log)
  const values: ServiceRequestValues = {
    number: first.v.number,
    status: resolvedAt !== null || closedAt !== null ? 'finished' : 'open',
    requestedAt: openedAt,
    channel: last.v.channel ?? null,
    customer: last.v.callerName ? { key: null, text: last.v.callerName } : null,
    customerPhone: null,
    productName: null,
    serialNumber: null,
    fault: last.v.symptom ?? null,
    urgency: last.v.urgency ?? null,
    firstAnsweredAt: first.v.sequence ? null : (states.find(({ v }) => v.state !== first.v.state)?.at ?? null),
    outlet: null,
    remark: null,
    visit: null,
    history: {
      events: eventsOf(states, openedAt, resolvedAt, closedAt),
      resolvedAt,
      closedAt,
      reopenCount: largest(states, 'reopenCount'),
      reassignmentCount: largest(states, 'reassignmentCount'),
      madeSla: last.v.madeSla ?? null,
      group: last.v.group ?? null,
      assignee: last.v.assignee ?? null,
      location: last.v.location ?? null,
      category: last.v.category ?? null,
      subcategory: last.v.subcategory ?? null,
      closedCode: last.v.closedCode ?? null,
      resolvedBy: last.v.resolvedBy ?? null,
    },
  }
  const rows = states.map(({ row }) => row.row).sort((a, b) => a - b)
  const key = sourceKey(source, 'service_request', [first.v.number])
  return makeDraft('service_request', key, values, openedAt.on, { sheet, rows })
}

function warnings(sheet: string, first: State, last: State, openedAt: ClaimedTime, log: ImportLog): void {
  const number = first.v.number
  if (first.v.sequence)
    log.row(sheet, first.row.row, 'warning', 'first_states_missing', { number, sequence: first.v.sequence })
  if (first.v.createdAt && isBefore(first.v.createdAt, openedAt)) {
    log.row(sheet, first.row.row, 'warning', 'created_before_opened', { number })
  }
  if (last.v.closedAt && !last.v.resolvedAt)
    log.row(sheet, last.row.row, 'warning', 'closed_without_resolution', { number })
}

function eventsOf(
  states: readonly State[],
  openedAt: ClaimedTime,
  resolvedAt: ClaimedTime | null,
  closedAt: ClaimedTime | null,
): CaseEvent[] {
  const first = states[0]!
  const events: CaseEvent[] = [{ event: 'opened', at: openedAt, state: first.v.state, ...ownerOf(first) }]
  let before: State | null = null
  for (const state of states) {
    const owner = ownerOf(state)
    const owned = before === null ? { group: null, assignee: null } : ownerOf(before)
    if (
      (owner.group ?? owner.assignee) !== null &&
      (owner.group !== owned.group || owner.assignee !== owned.assignee)
    ) {
      events.push({ event: 'assigned', at: state.at, state: state.v.state, ...owner })
    }
    if (before !== null && (state.v.reopenCount ?? 0) > (before.v.reopenCount ?? 0)) {
      events.push({ event: 'reopened', at: state.at, state: state.v.state, ...owner })
    } else if (before !== null && state.v.state !== before.v.state) {
      events.push({ event: 'state_changed', at: state.at, state: state.v.state, ...owner })
    }
    before = state
  }
  const owner = ownerOf(states.at(-1)!)
  if (resolvedAt) events.push({ event: 'resolved', at: resolvedAt, state: null, ...owner })
  if (closedAt) events.push({ event: 'closed', at: closedAt, state: null, ...owner })
  // Stable: events of one minute stay in the order they were found.
  return events.sort((a, b) => (isBefore(a.at, b.at) ? -1 : isBefore(b.at, a.at) ? 1 : 0))
}

function ownerOf({ v }: State): { group: string | null; assignee: string | null } {
  return { group: v.group ?? null, assignee: v.assignee ?? null }
}

function largest(states: readonly State[], field: 'reopenCount' | 'reassignmentCount'): number | null {
  const counts = states.map(({ v }) => v[field]).filter((count) => typeof count === 'number')
  return counts.length === 0 ? null : Math.max(...counts)
}
