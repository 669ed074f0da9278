import type { StoredFile } from '#src/server/files/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'

/** Lists a file that was put in the store, so that it can be opened at the desk and enclosed in letters. */
export async function insertFile(tx: WriteTx, file: StoredFile & { uploadedBy: string }): Promise<void> {
  await tx.sql
    .insertInto('file')
    .values({ orgId: tx.orgId, ...file, uploadedAt: tx.at })
    .onConflict((conflict) => conflict.columns(['orgId', 'sha256']).doNothing())
    .execute()
}

export async function loadZone(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('timeZone')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.timeZone
}
