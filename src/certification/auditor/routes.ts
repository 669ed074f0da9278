import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listAuditors, listConflicts, listStaffOfBody } from './store.ts'

export const auditorRoutes: Routes = (mount) => {
  mount.query(contract.listAuditors, async (tx, { query }) => {
    const rows = await listAuditors(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.personId))
  })
  mount.query(contract.listStaffOfBody, async (tx) => accept({ rows: await listStaffOfBody(tx) }))
  mount.query(contract.listConflicts, async (tx, { query }) => {
    const rows = await listConflicts(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.query(contract.readWorkload, async (tx, { query }) =>
    accept({ rows: await actions.readWorkload(tx, query.fromMonth, query.months) }),
  )
  mount.command(contract.enterAuditor, (tx, { body }) => actions.enterAuditor(tx, body))
  mount.command(contract.changeAuditor, (tx, { params, body }) => actions.changeAuditor(tx, params.personId, body))
  mount.command(contract.addCompetence, (tx, { params, body }) => actions.addCompetence(tx, params.personId, body))
  mount.command(contract.withdrawCompetence, (tx, { params, body }) =>
    actions.withdrawCompetence(tx, params.personId, params.competenceId, body.reason),
  )
  mount.command(contract.setAbsences, (tx, { params, body }) => actions.setAbsences(tx, params.personId, body))
  mount.command(contract.declareConflict, (tx, { body }) => actions.declareConflict(tx, body))
  mount.command(contract.withdrawConflict, (tx, { params, body }) =>
    actions.withdrawConflict(tx, params.conflictId, body.reason),
  )
}
