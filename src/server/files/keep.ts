import { Readable } from 'node:stream'
import { actorRef } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import type { WriteTx } from '../unit-of-work.ts'
import type { StoredFile } from './contract.ts'
import type { FileStore } from './store.ts'

/** Enters a file that lies in the store into the organisation's list of files; the same bytes again are the same file. */
export async function noteFile(tx: WriteTx, stored: StoredFile): Promise<void> {
  await tx.sql
    .insertInto('file')
    .values({ orgId: tx.orgId, ...stored, uploadedBy: actorRef(tx.actor), uploadedAt: tx.at })
    .onConflict((conflict) => conflict.columns(['orgId', 'sha256']).doNothing())
    .execute()
}

/** Keeps bytes that the product itself made (a report, a certificate) as a file of the organisation. Refuses as `FileStore.put` does. */
export async function keepMade(tx: WriteTx, files: FileStore, bytes: Uint8Array): Promise<Decision<StoredFile>> {
  const stored = await files.put(tx.orgId, Readable.from([bytes]))
  if (stored.ok) await noteFile(tx, stored.value)
  return stored
}
