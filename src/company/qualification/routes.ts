import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import { loadCompanyCalendar } from '../calendar/store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { listExpiring, listQualificationKinds } from './store.ts'

export const qualificationRoutes: Routes = (mount) => {
  mount.query(contract.listQualificationKinds, async (tx) => accept({ rows: await listQualificationKinds(tx) }))
  mount.query(contract.listExpiringQualifications, async (tx, { query }) => {
    const { calendar } = await loadCompanyCalendar(tx)
    const dayOn = dayOf(Date.parse(tx.at), calendar.zone)
    const rows = await listExpiring(tx, { dayOn, withinDays: query.withinDays, limit: query.limit + 1 })
    return accept({ rows: rows.slice(0, query.limit), more: rows.length > query.limit })
  })
  mount.command(contract.addQualificationKind, (tx, { body }) => actions.addQualificationKind(tx, body))
  mount.command(contract.changeQualificationKind, (tx, { params, body }) =>
    actions.changeQualificationKind(tx, { ...body, code: params.code }),
  )
  mount.command(contract.addQualification, (tx, { body }) => actions.addQualification(tx, body))
  mount.command(contract.renewQualification, (tx, { params, body }) =>
    actions.renewQualification(tx, params.qualificationId, body),
  )
  mount.command(contract.revokeQualification, (tx, { params, body }) =>
    actions.revokeQualification(tx, params.qualificationId, body),
  )
}
