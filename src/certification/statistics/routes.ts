import type { Routes } from '#src/server/http/mount.ts'
import { showStatistics } from './actions.ts'
import { readStatistics } from './contract.ts'

export const statisticsRoutes: Routes = (mount) => {
  mount.query(readStatistics, (tx, { query }) => showStatistics(tx, query))
}
