import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { barCompany, liftBar } from './actions.ts'
import * as contract from './contract.ts'
import { stateOn } from './rules.ts'
import { listEntries } from './store.ts'

export const blacklistRoutes: Routes = (mount) => {
  mount.query(contract.listBlacklist, async (tx, { query }) => {
    const todayOn = await bodyDay(tx)
    const { rules } = await loadBodyRulesOn(tx, todayOn)
    const rows = await listEntries(tx, query.limit + 1, query.cursor)
    const shown = rows.map(({ madeBy: _, ...row }) => ({ ...row, state: stateOn(row, todayOn) }))
    return accept({
      ...cutPage(shown, query.limit, (row) => row.id),
      months: rules.acceptance.blacklistMonths.value,
    })
  })
  mount.command(contract.barCompany, (tx, { body }) => barCompany(tx, body))
  mount.command(contract.liftBar, (tx, { params, body }) => liftBar(tx, params.entryId, body.reason))
}
