import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import type { BodyProfile } from './contract.ts'

export type StoredProfile = BodyProfile & { version: number }

/** What was entered; before that, the name of the organisation and nothing else (version 0). */
export async function loadBodyProfile(tx: Tx): Promise<StoredProfile> {
  const row = await tx.sql
    .selectFrom('bodyProfile')
    .select(['legalName', 'nameEn', 'address', 'approvalNumber', 'website', 'signatory', 'version'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  if (row) return row
  const { name } = await tx.sql
    .selectFrom('organisation')
    .select('name')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return { legalName: name, nameEn: '', address: '', approvalNumber: '', website: '', signatory: '', version: 0 }
}

/** Writes over version `version`; 0 is the first entry. */
export async function saveProfile(tx: WriteTx, profile: BodyProfile, version: number): Promise<number> {
  if (version === 0) {
    await tx.sql
      .insertInto('bodyProfile')
      .values({ orgId: tx.orgId, ...profile })
      .execute()
    return 1
  }
  const saved = await tx.sql
    .updateTable('bodyProfile')
    .set({ ...profile, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'body_profile')
  return version + 1
}
