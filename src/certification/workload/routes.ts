import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { showCalendar } from './actions.ts'
import { readBodyCalendar } from './contract.ts'

export const workloadRoutes: Routes = (mount) => {
  mount.query(readBodyCalendar, async (tx, { query }) => accept(await showCalendar(tx, query)))
}
