import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { followUpRating, recordCallBack } from './actions.ts'
import * as contract from './contract.ts'
import { listRatingRows } from './store.ts'

export const ratingRoutes: Routes = (mount) => {
  mount.query(contract.listRatings, async (tx, { query }) => accept(await listRatingRows(tx, query)))
  mount.command(contract.recordCallBack, (tx, { params, body }) => recordCallBack(tx, params.requestId, body))
  mount.command(contract.followUpRating, (tx, { params, body }) => followUpRating(tx, params.ratingId, body.note))
}
