import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { cutPage } from '#src/shared/page.ts'
import * as contract from './contract.ts'
import { listReceivedPlans } from './store.ts'

export const samplingReceiptRoutes: Routes = (mount) => {
  mount.query(contract.listReceivedPlans, async (tx, { query }) => {
    const rows = await listReceivedPlans(tx, { ...query, limit: query.limit + 1 })
    return accept(cutPage(rows, query.limit, (row) => row.id))
  })
}
