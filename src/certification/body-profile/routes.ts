import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { readBodyProfile, saveBodyProfile } from './contract.ts'
import { loadBodyProfile, saveProfile } from './store.ts'

export const bodyProfileRoutes: Routes = (mount) => {
  mount.query(readBodyProfile, async (tx) => accept(await loadBodyProfile(tx)))
  mount.command(saveBodyProfile, async (tx, { body }) => {
    const { version, ...profile } = body
    const next = await saveProfile(tx, profile, version)
    tx.record({ recordType: 'body_profile', recordId: tx.orgId, verb: 'body_profile.changed', content: profile })
    return accept({ version: next })
  })
}
