import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import type { BodyProfile } from './contract.ts'
import { saveProfile } from './store.ts'

/** How certificates issued from now on name the body. */
export async function changeProfile(
  tx: WriteTx,
  { version, ...profile }: BodyProfile & { version: number },
): Promise<Decision<{ version: number }>> {
  const next = await saveProfile(tx, profile, version)
  tx.record({ recordType: 'body_profile', recordId: tx.orgId, verb: 'body_profile.changed', content: profile })
  return accept({ version: next })
}
