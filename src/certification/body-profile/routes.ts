import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { changeProfile } from './actions.ts'
import { readBodyProfile, saveBodyProfile } from './contract.ts'
import { loadBodyProfile } from './store.ts'

export const bodyProfileRoutes: Routes = (mount) => {
  mount.query(readBodyProfile, async (tx) => accept(await loadBodyProfile(tx)))
  mount.command(saveBodyProfile, (tx, { body }) => changeProfile(tx, body))
}
