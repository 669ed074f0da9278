import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { readLeaf, readOutletBoard } from './actions.ts'
import * as contract from './contract.ts'
import { loadBoard } from './store.ts'

export const boardRoutes: Routes = (mount) => {
  mount.query(contract.readBoard, async (tx) => accept({ board: await loadBoard(tx) }))
  mount.query(contract.readLeaf, (tx, { params }) => readLeaf(tx, params.leafId))
  mount.query(contract.readOutletBoard, (tx, { params }) => readOutletBoard(tx, params.outletId))
}
