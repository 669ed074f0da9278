import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved, Refused } from '#src/server/unit-of-work.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Organisation } from './contract.ts'

export type OrganisationFields = Pick<Organisation, 'name' | 'timeZone' | 'language' | 'hotline'>

/** Refused when another organisation has the slug. */
export async function insertOrganisation(
  tx: WriteTx,
  made: OrganisationFields & Pick<Organisation, 'slug' | 'kind'> & { demo: boolean },
): Promise<void> {
  const added = await tx.sql
    .insertInto('organisation')
    .values({ ...made, orgId: tx.orgId, createdAt: tx.at })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('orgId')
    .executeTakeFirst()
  if (!added) throw new Refused(refuse('conflict', 'slug_taken').refusal)
}

export async function loadOrganisation(tx: Tx): Promise<Organisation> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select(['orgId as id', 'slug', 'name', 'kind', 'timeZone', 'language', 'hotline', 'version'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row as Organisation
}

export async function saveOrganisation(tx: WriteTx, next: OrganisationFields & { version: number }): Promise<void> {
  const { version, ...fields } = next
  const { numUpdatedRows } = await tx.sql
    .updateTable('organisation')
    .set({ ...fields, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  assertSaved(numUpdatedRows, 'organisation')
}
