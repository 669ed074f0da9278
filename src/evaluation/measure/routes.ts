import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { listMeasureRecords } from './contract.ts'
import { listRecords } from './store/records.ts'

export const measureRoutes: Routes = (mount) => {
  mount.query(listMeasureRecords, async (tx, { params, query }) =>
    accept(await listRecords(tx, params.measureId, query)),
  )
}
