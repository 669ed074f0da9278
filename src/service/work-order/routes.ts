import type { Routes } from '#src/server/http/mount.ts'
import { showMyDay, showWorkOrder } from './actions/read.ts'
import { addPhoto, arrive, finishWorkOrder, saveSheet } from './actions/work.ts'
import * as contract from './contract.ts'

export const workOrderRoutes: Routes = (mount) => {
  mount.query(contract.readMyDay, (tx, { query }) => showMyDay(tx, query.dayOn))
  mount.query(contract.readWorkOrder, (tx, { params }) => showWorkOrder(tx, params.workOrderId))
  mount.command(contract.arrive, (tx, { params, body }) => arrive(tx, params.workOrderId, body))
  mount.command(contract.saveSheet, (tx, { params, body }) => saveSheet(tx, params.workOrderId, body))
  mount.command(contract.addPhoto, (tx, { params, body }) => addPhoto(tx, params.workOrderId, body))
  mount.command(contract.finishWorkOrder, (tx, { params, body }) => finishWorkOrder(tx, params.workOrderId, body))
}
