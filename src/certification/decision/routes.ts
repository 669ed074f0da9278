import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

export const decisionRoutes: Routes = (mount) => {
  mount.query(contract.listCases, async (tx, { query }) => accept(await actions.listCases(tx, query)))
  mount.query(contract.readCase, (tx, { params }) => actions.readCase(tx, params.auditId))
  mount.command(contract.reviewReport, (tx, { params, body }) => actions.reviewReport(tx, params.auditId, body))
  mount.command(contract.proposeDecision, (tx, { params, body }) => actions.proposeDecision(tx, params.auditId, body))
  mount.command(contract.castVote, (tx, { params, body }) => actions.castVote(tx, params.proposalId, body))
  mount.command(contract.closeVote, (tx, { params, body }) => actions.closeVote(tx, params.proposalId, body.version))
}
