import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import { cutPage } from '#src/shared/page.ts'
import { loadCompanyCalendar } from '../calendar/store.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { coverage } from './rules.ts'
import { countCustomersByCity, listOutlets, loadOutlet, loadOutletPoints } from './store.ts'

export const outletRoutes: Routes = (mount) => {
  mount.query(contract.listOutlets, async (tx, { query }) => {
    const rows = await listOutlets(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
  mount.query(contract.readOutlet, async (tx, { params }) => {
    const row = await loadOutlet(tx, params.outletId)
    return row ? accept(row) : refuse('not_found', 'not_found')
  })
  mount.query(contract.readCoverage, async (tx) => {
    const { calendar } = await loadCompanyCalendar(tx)
    const dayOn = dayOf(Date.parse(tx.at), calendar.zone)
    return accept(coverage(await countCustomersByCity(tx), await loadOutletPoints(tx, dayOn), dayOn))
  })
  mount.command(contract.addOutlet, (tx, { body }) => actions.addOutlet(tx, body))
  mount.command(contract.changeOutlet, (tx, { params, body }) => actions.changeOutlet(tx, params.outletId, body))
  mount.command(contract.closeOutlet, (tx, { params, body }) => actions.closeOutlet(tx, params.outletId, body))
}
