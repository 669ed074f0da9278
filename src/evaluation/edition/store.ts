import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Scheme, SchemeEdition, Seal } from '../scheme/contract.ts'

export type StoredEdition = SchemeEdition & {
  id: string
  number: number
  madeAt: string
  version: number
  inUse: boolean
}

/** Nobody needs more; each is a whole scheme. */
const MOST_EDITIONS = 50

/** Newest first. The newest sealed one is in use; while none is sealed, the draft. */
export async function listStoredEditions(tx: Tx): Promise<StoredEdition[]> {
  const rows = await tx.sql
    .selectFrom('schemeEdition')
    .select(['id', 'number', 'scheme', 'seal', 'madeAt', 'version'])
    .where('orgId', '=', tx.orgId)
    .orderBy('number', 'desc')
    .limit(MOST_EDITIONS)
    .execute()
  const used = rows.find((row) => row.seal !== null) ?? rows[0]
  return rows.map((row) => ({
    ...row,
    scheme: row.scheme as unknown as Scheme,
    seal: row.seal as unknown as Seal | null,
    inUse: row === used,
  }))
}

export async function loadEdition(tx: Tx, id: string): Promise<StoredEdition | undefined> {
  return (await listStoredEditions(tx)).find((edition) => edition.id === id)
}

/** Undefined only before the organisation's first score. */
export async function loadEditionInUse(tx: Tx): Promise<StoredEdition | undefined> {
  return (await listStoredEditions(tx)).find((edition) => edition.inUse)
}

export async function insertEdition(tx: WriteTx, id: string, number: number, scheme: Scheme): Promise<void> {
  await tx.sql
    .insertInto('schemeEdition')
    .values({
      orgId: tx.orgId,
      id,
      number,
      scheme: JSON.stringify(scheme),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
    })
    .execute()
}

export async function saveEdition(tx: WriteTx, id: string, version: number, edition: SchemeEdition): Promise<void> {
  const saved = await tx.sql
    .updateTable('schemeEdition')
    .set({
      scheme: JSON.stringify(edition.scheme),
      seal: edition.seal === null ? null : JSON.stringify(edition.seal),
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'scheme_edition')
}
