import type { Routes } from '#src/server/http/mount.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import { cutPage } from '#src/shared/page.ts'
import { loadCompanyCalendar } from '../calendar/store.ts'
import { shownTo } from './access.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { managerRatio } from './rules.ts'
import { listStaff, loadManagers, loadStaff, loadStaffOfPerson, withQualifications } from './store.ts'

export const staffRoutes: Routes = (mount) => {
  mount.query(contract.listStaff, async (tx, { query }) => {
    const page = cutPage(await listStaff(tx, { ...query, limit: query.limit + 1 }), query.limit, (row) => row.id)
    const rows = await withQualifications(tx, page.rows)
    return accept({ ...page, rows: rows.map((row) => shownTo(tx.actor, row)) })
  })
  mount.query(contract.readStaff, async (tx, { params }) => {
    const file = await loadStaff(tx, params.staffId)
    if (!file) return refuse('not_found', 'not_found')
    const [row] = await withQualifications(tx, [file], true)
    return accept(shownTo(tx.actor, row!))
  })
  mount.query(contract.readOwnFile, async (tx) => {
    const file = tx.actor.kind === 'person' ? await loadStaffOfPerson(tx, tx.actor.personId) : undefined
    if (!file) return refuse('not_found', 'not_found')
    const [row] = await withQualifications(tx, [file], true)
    return accept(row!)
  })
  mount.query(contract.readManagerRatio, async (tx) => {
    const { calendar } = await loadCompanyCalendar(tx)
    const { people, licences } = await loadManagers(tx)
    return accept(managerRatio(people, licences, dayOf(Date.parse(tx.at), calendar.zone)))
  })
  mount.command(contract.addStaff, (tx, { body }) => actions.addStaff(tx, body))
  mount.command(contract.changeStaff, (tx, { params, body }) => actions.changeStaff(tx, params.staffId, body))
  mount.command(contract.letStaffGo, (tx, { params, body }) => actions.letStaffGo(tx, params.staffId, body))
}
