import type { ClaimedTime } from '#src/shared/cell/time.ts'
import type { Draft, Reference } from '../contract/draft.ts'
import type { RowOf } from '../contract/field.ts'
import type { RowValues } from './column.ts'
import { makeDraft, sourceKey } from './draft.ts'
import type { RowContext } from './row-context.ts'

/** True when the second claim lies before the first, as exactly as both are given. */
export function isBefore(second: ClaimedTime, first: ClaimedTime): boolean {
  return first.at !== null && second.at !== null ? second.at < first.at : second.on < first.on
}

/**
 * Checks that steps follow each other. When leaving out one certain step makes the others agree, that step is refused; when it could be this one or that
 * one, all that contradict each other are. Gives `false` when the first step, which the record cannot be without, is among the refused.
 */
function dropContradictions(row: RowValues, { log }: RowContext, steps: readonly string[]): boolean {
  const values = row.values as Record<string, ClaimedTime | null | undefined>
  const present = steps.filter((step) => values[step])
  const contradicting = outOfOrder(present, values)
  if (contradicting.length === 0) return true
  const culprits = contradicting.filter(
    (step) =>
      outOfOrder(
        present.filter((other) => other !== step),
        values,
      ).length === 0,
  )
  const refused = culprits.length === 1 ? culprits : contradicting
  for (const step of refused) {
    const at = row.cellOf(step)!
    const others = contradicting.filter((other) => other !== step).map((other) => row.cellOf(other)!.place.header)
    const effect = step === steps[0] ? 'row_refused' : 'cell_refused'
    log.cell(at.place, row.row, at.cell, effect, 'times_contradict', { field: step, others: others.join(', ') })
    values[step] = null
  }
  return !refused.includes(steps[0]!)
}

function outOfOrder(steps: readonly string[], values: Record<string, ClaimedTime | null | undefined>): string[] {
  const found = new Set<string>()
  for (let later = 1; later < steps.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      if (!isBefore(values[steps[later]!]!, values[steps[earlier]!]!)) continue
      found.add(steps[earlier]!)
      found.add(steps[later]!)
    }
  }
  return steps.filter((step) => found.has(step))
}

const OPEN_OUTCOMES = new Set(['waiting_parts', 'passed_on', 'in_progress'])

export function requestDrafts(row: RowValues, context: RowContext): Draft[] | null {
  const { source, place, sheet, log, register } = context
  if (!dropContradictions(row, context, ['requestedAt', 'firstAnsweredAt'])) return null
  if (!dropContradictions(row, context, ['requestedAt', 'dispatchedAt', 'arrivedAt', 'finishedAt'])) return null
  const v = row.values as RowOf<'service_request'>
  const outcome: string | null = v.outcome ?? null
  const finishedAt: ClaimedTime | null = v.finishedAt ?? null
  const warn = (field: string, code: string) => {
    const at = row.cellOf(field)
    if (at) log.cell(at.place, row.row, at.cell, 'warning', code)
  }
  if (outcome === 'in_progress' && finishedAt) warn('outcome', 'finished_but_in_progress')
  const done = outcome !== null && !OPEN_OUTCOMES.has(outcome)
  if (done && outcome !== 'cancelled' && finishedAt === null) warn('finishedAt', 'done_without_finish_time')
  const technician = context.technician(row)
  let outlet = context.outletByCode(row, 'outletCode')
  if (outlet === null && sheet.outletFromTechnician && technician?.key) {
    outlet = register.staff(technician.key)?.outlet ?? null
    const at = row.cellOf('technicianName') ?? row.cellOf('technicianCode')
    if (outlet?.key && at) log.tidied(at.place, row.row, at.cell, outlet.text, 'outlet_from_technician')
  }
  const visit = {
    dispatchedAt: v.dispatchedAt ?? null,
    technician,
    arrivedAt: v.arrivedAt ?? null,
    finishedAt,
    outcome,
    parts: v.parts ?? null,
    feeFen: v.fee ?? null,
    signed: v.signed ?? null,
  }
  const requestedAt: ClaimedTime = v.requestedAt
  const values = {
    number: v.number,
    status: done || (outcome === null && finishedAt !== null) ? ('finished' as const) : ('open' as const),
    requestedAt,
    channel: v.channel ?? null,
    customer: context.customer(row),
    customerPhone: v.customerPhone ?? null,
    productName: v.productName ?? null,
    serialNumber: v.serialNumber ?? null,
    fault: v.fault ?? null,
    urgency: v.urgency ?? null,
    firstAnsweredAt: v.firstAnsweredAt ?? null,
    outlet,
    remark: v.remark ?? null,
    visit: Object.values(visit).some((value) => value !== null) ? visit : null,
    history: null,
  }
  return [makeDraft('service_request', sourceKey(source, 'service_request', [v.number]), values, requestedAt.on, place)]
}

export function complaintDrafts(row: RowValues, context: RowContext): Draft[] | null {
  if (!dropContradictions(row, context, ['receivedAt', 'answeredAt', 'closedAt'])) return null
  const { source, place, log } = context
  const v = row.values as RowOf<'complaint'>
  const outcome: string | null = v.outcome ?? null
  let closedAt: ClaimedTime | null = v.closedAt ?? null
  if (outcome === 'in_progress' && closedAt !== null) {
    const at = row.cellOf('closedAt')!
    log.cell(at.place, row.row, at.cell, 'cell_refused', 'closed_but_in_progress')
    closedAt = null
  }
  const quantity = v.quantity ?? null
  const defective = v.defectiveQuantity ?? null
  if (quantity !== null && defective !== null && defective > quantity) {
    const at = row.cellOf('defectiveQuantity')!
    log.cell(at.place, row.row, at.cell, 'warning', 'more_defective_than_delivered', { quantity, defective })
  }
  const receivedAt: ClaimedTime = v.receivedAt
  const shippedOn: string | null = v.shippedOn ?? null
  if (shippedOn !== null && shippedOn > receivedAt.on) {
    const at = row.cellOf('shippedOn')!
    log.cell(at.place, row.row, at.cell, 'warning', 'shipped_after_complaint')
  }
  const values = {
    number: v.number,
    status: closedAt !== null ? ('closed' as const) : ('open' as const),
    receivedAt,
    customer: context.customer(row),
    orderNumber: v.orderNumber ?? null,
    partNumber: v.partNumber ?? null,
    shippedOn,
    quantity,
    defectiveQuantity: defective,
    content: v.content ?? null,
    class: v.class ?? null,
    demand: v.demand ?? null,
    answeredAt: v.answeredAt ?? null,
    department: v.department ?? null,
    outcome,
    verdict: v.verdict ?? null,
    closedAt,
    satisfied: v.satisfied ?? null,
  }
  return [makeDraft('complaint', sourceKey(source, 'complaint', [v.number]), values, receivedAt.on, place)]
}

/** A call-back. Its order must exist in the same file or be known from an earlier import; a call-back before its order was made is refused. */
export function ratingDrafts(row: RowValues, context: RowContext): Draft[] | null {
  const { source, place, log, register } = context
  const v = row.values as RowOf<'rating'>
  const orderNumber: string = v.orderNumber
  const ratedOn: string = v.ratedOn
  const order = register.orders.get(orderNumber)
  const at = row.cellOf('orderNumber')!
  if (order === undefined && (register.brings('service_request') || register.brings('incident_state'))) {
    log.cell(at.place, row.row, at.cell, 'row_refused', 'order_not_found', { number: orderNumber })
    return null
  }
  if (order !== undefined) {
    const day = row.cellOf('ratedOn')!
    if (ratedOn < order.requestedOn) {
      const params = { number: orderNumber, requestedOn: order.requestedOn }
      log.cell(day.place, row.row, day.cell, 'row_refused', 'rated_before_request', params)
      return null
    }
    if (order.finishedOn !== null && ratedOn < order.finishedOn) {
      log.cell(day.place, row.row, day.cell, 'warning', 'rated_before_finish', { finishedOn: order.finishedOn })
    }
  }
  const marks = { attitude: v.attitude ?? null, skill: v.skill ?? null, overall: v.overall ?? null }
  if (Object.values(marks).every((mark) => mark === null) && !v.comment) {
    log.row(place.sheet, row.row, 'row_refused', 'rating_without_answer', { number: orderNumber })
    return null
  }
  const request: Reference = {
    key: order?.key ?? register.keyOf(source, 'service_request', orderNumber),
    text: orderNumber,
  }
  const values = {
    request,
    ratedOn,
    method: v.method ?? null,
    ...marks,
    askedBy: v.askedBy ?? null,
    comment: v.comment ?? null,
  }
  // An order may be called back several times; day, way and caller tell the calls apart.
  const naturalKey = [orderNumber, ratedOn, v.method ?? '', v.askedBy ?? '']
  return [makeDraft('rating', sourceKey(source, 'rating', naturalKey), values, ratedOn, place)]
}
