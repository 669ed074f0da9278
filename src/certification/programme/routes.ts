import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { drawUpProgramme, showProgrammes } from './actions.ts'
import * as contract from './contract.ts'

export const programmeRoutes: Routes = (mount) => {
  mount.query(contract.listProgrammes, async (tx, { query }) => accept(await showProgrammes(tx, query)))
  mount.command(contract.drawUpProgramme, (tx, { params, body }) => drawUpProgramme(tx, params.contractId, body))
}
