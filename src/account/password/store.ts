import type { Sql } from '#src/server/db/database.ts'

export async function loadCredential(
  system: Sql,
  personId: string,
): Promise<{ passwordHash: string; userName: string; email: string | null }> {
  return system
    .selectFrom('credential')
    .innerJoin('person', 'person.id', 'credential.personId')
    .select(['passwordHash', 'userName', 'email'])
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
}

/** Replaces the hash if it is still the one that was compared. Returns whether it was. */
export async function savePasswordHash(
  system: Sql,
  change: { personId: string; before: string; after: string; at: string },
): Promise<boolean> {
  const { numUpdatedRows } = await system
    .updateTable('credential')
    .set({ passwordHash: change.after, changedAt: change.at })
    .where('personId', '=', change.personId)
    .where('passwordHash', '=', change.before)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
