import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

export const transitionRoutes: Routes = (mount) => {
  mount.query(contract.readTransition, async (tx) => accept({ transition: await actions.readTransition(tx) }))
  mount.command(contract.startTransition, (tx, { body }) => actions.startTransition(tx, body))
  mount.command(contract.saveMapping, (tx, { params, body }) => actions.saveMapping(tx, params.transitionId, body))
  mount.command(contract.openTransitionRound, (tx, { params, body }) =>
    actions.openRound(tx, params.transitionId, body),
  )
  mount.command(contract.carryFindings, (tx, { params, body }) =>
    actions.carryFindings(tx, params.transitionId, body.leafIds),
  )
  mount.command(contract.planItem, (tx, { params, body }) =>
    actions.planItem(tx, params.transitionId, { leafId: params.leafId, ...body }),
  )
  mount.command(contract.endTransition, (tx, { params, body }) => actions.endTransition(tx, params.transitionId, body))
}
