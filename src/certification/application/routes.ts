import type { LetterParts } from '#src/account/door.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { showApplication, showApplications } from './actions/read.ts'
import * as steps from './actions/steps.ts'
import * as contract from './contract.ts'

export function applicationRoutes(parts: LetterParts): Routes {
  return (mount) => {
    mount.query(contract.listApplications, async (tx, { query }) => accept(await showApplications(tx, query)))
    mount.query(contract.readApplication, (tx, { params }) => showApplication(tx, params.applicationId))
    mount.command(contract.addApplication, (tx, { body }) => steps.addApplication(tx, body))
    mount.command(contract.askForMore, (tx, { params, body }) =>
      steps.askForMore(tx, parts, params.applicationId, body),
    )
    mount.command(contract.supplyMaterial, (tx, { params, body }) =>
      steps.supplyMaterial(tx, params.applicationId, body),
    )
    mount.command(contract.acceptApplication, (tx, { params, body }) =>
      steps.acceptApplication(tx, parts, params.applicationId, body),
    )
    mount.command(contract.refuseApplication, (tx, { params, body }) =>
      steps.endApplication(tx, parts, params.applicationId, 'refused', body),
    )
    mount.command(contract.withdrawApplication, (tx, { params, body }) =>
      steps.endApplication(tx, parts, params.applicationId, 'withdrawn', body),
    )
    mount.command(contract.explainHeadcount, (tx, { params, body }) =>
      steps.explainHeadcount(tx, params.applicationId, body),
    )
    mount.command(contract.correctHeadcount, (tx, { params, body }) =>
      steps.correctHeadcount(tx, params.applicationId, body),
    )
  }
}
