import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import * as carry from './actions/carry.ts'
import * as read from './actions/read.ts'
import * as steps from './actions/steps.ts'
import * as contract from './contract.ts'

export const transitionRoutes: Routes = (mount) => {
  mount.query(contract.readTransition, async (tx) => accept({ transition: await read.readTransition(tx) }))
  mount.command(contract.startTransition, (tx, { body }) => steps.startTransition(tx, body))
  mount.command(contract.saveMapping, (tx, { params, body }) => steps.saveMapping(tx, params.transitionId, body))
  mount.command(contract.openTransitionRound, (tx, { params, body }) => steps.openRound(tx, params.transitionId, body))
  mount.command(contract.carryFindings, (tx, { params, body }) =>
    carry.carryFindings(tx, params.transitionId, body.leafIds),
  )
  mount.command(contract.carryExclusions, (tx, { params, body }) =>
    carry.carryExclusions(tx, params.transitionId, body.adjustmentIds),
  )
  mount.command(contract.planItem, (tx, { params, body }) =>
    steps.planItem(tx, params.transitionId, { leafId: params.leafId, ...body }),
  )
  mount.command(contract.endTransition, (tx, { params, body }) => steps.endTransition(tx, params.transitionId, body))
  mount.query(contract.listTransitions, async (tx, { query }) => accept(await read.listTransitions(tx, query)))
  mount.query(contract.readEndedTransition, (tx, { params }) => read.readEnded(tx, params.transitionId))
}
