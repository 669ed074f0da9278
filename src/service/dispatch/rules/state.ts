import type { RequestState } from '../../request/contract/words.ts'
import type { WorkOrderState } from '../contract.ts'

/** The rows that tell where a work order stands. */
export type OrderRows = {
  cancelledAt: string | null
  requestState: RequestState
  /** Of the assignment that has not ended. */
  staffId: string | null
  arrivedAt: string | null
  finishedAt: string | null
}

/**
 * Where a work order stands. One whose request was ended without it is over too, and open again when the request is reopened; only a
 * technician who is already there may still finish what was settled meanwhile.
 */
export function workOrderState(rows: OrderRows): WorkOrderState {
  if (rows.finishedAt !== null) return 'finished'
  if (rows.cancelledAt !== null || rows.requestState === 'cancelled' || rows.requestState === 'closed')
    return 'cancelled'
  if (rows.arrivedAt !== null) return 'on_site'
  if (rows.requestState === 'resolved') return 'cancelled'
  return rows.staffId === null ? 'unassigned' : 'assigned'
}
