import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { WorkOrderState } from '../contract.ts'
import { workOrderState } from '../rules/state.ts'
import { loadOrder, type OrderAsk, type OrderRecord, saveDone } from '../store/order.ts'

export type { OrderRecord } from '../store/order.ts'

/** Loads a work order with where it stands and locks its request, or refuses. */
export async function requireOrder(
  tx: WriteTx,
  ask: OrderAsk,
): Promise<Decision<{ order: OrderRecord; state: WorkOrderState }>> {
  const order = await loadOrder(tx, ask)
  return order ? accept({ order, state: stateOfOrder(order) }) : refuse('not_found', 'not_found')
}

export function stateOfOrder(order: OrderRecord): WorkOrderState {
  return workOrderState({
    cancelledAt: order.cancelledAt,
    requestState: order.request.state,
    staffId: order.assignment?.staffId ?? null,
    arrivedAt: order.visit?.arrivedAt ?? null,
    finishedAt: order.visit?.finishedAt ?? null,
  })
}

/** The visit is over: what is left of the planned hours can be given to other work. */
export function freeHours(tx: WriteTx, assignmentId: string): Promise<void> {
  return saveDone(tx, assignmentId)
}
