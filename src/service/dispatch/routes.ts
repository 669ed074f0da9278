import type { Routes } from '#src/server/http/mount.ts'
import { assignWorkOrder, unassignWorkOrder } from './actions/assign.ts'
import { createWorkOrder } from './actions/create.ts'
import { showBoard, suggest } from './actions/read.ts'
import * as contract from './contract.ts'

export const dispatchRoutes: Routes = (mount) => {
  mount.command(contract.createWorkOrder, (tx, { body }) => createWorkOrder(tx, body))
  mount.command(contract.assignWorkOrder, (tx, { params, body }) => assignWorkOrder(tx, params.workOrderId, body))
  mount.command(contract.unassignWorkOrder, (tx, { params, body }) => unassignWorkOrder(tx, params.workOrderId, body))
  mount.query(contract.readBoard, (tx, { query }) => showBoard(tx, query.dayOn, query.outletId ?? null))
  mount.query(contract.suggestStaff, (tx, { params, query }) => suggest(tx, params.workOrderId, query.dayOn))
}
