import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { changeOrganisation } from './actions.ts'
import { showOrganisation, updateOrganisation } from './contract.ts'
import { loadOrganisation } from './store.ts'

export const organisationRoutes: Routes = (mount) => {
  mount.query(showOrganisation, async (tx) => accept(await loadOrganisation(tx)))
  mount.command(updateOrganisation, (tx, { body }) => changeOrganisation(tx, body))
}
