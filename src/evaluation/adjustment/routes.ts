import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { loadEditionInUse } from '../edition/store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { loadAdjustments } from './store.ts'

export const adjustmentRoutes: Routes = (mount) => {
  mount.query(contract.listAdjustments, async (tx) => {
    const edition = await loadEditionInUse(tx)
    return accept({ rows: await loadAdjustments(tx, null, edition?.scheme ?? null) })
  })
  mount.command(contract.addAdjustment, (tx, { body }) => actions.addStandingAdjustment(tx, body))
  mount.command(contract.rectifyDeduction, (tx, { params, body }) =>
    actions.rectifyDeduction(tx, { id: params.adjustmentId, assessmentId: null }, body),
  )
  mount.command(contract.assignDeduction, (tx, { params, body }) =>
    actions.assignDeduction(tx, params.adjustmentId, body),
  )
  mount.command(contract.withdrawAdjustment, (tx, { params, body }) =>
    actions.withdrawAdjustment(tx, { id: params.adjustmentId, assessmentId: null }, body),
  )
}
