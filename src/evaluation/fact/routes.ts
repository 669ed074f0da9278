import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { recount } from './actions.ts'
import { recountFacts } from './contract.ts'

export const factRoutes: Routes = (mount) => {
  mount.command(recountFacts, async (tx) => {
    const counted = await recount(tx)
    tx.record({ recordType: 'fact', recordId: tx.orgId, verb: 'fact.recounted', content: counted })
    return accept(counted)
  })
}
