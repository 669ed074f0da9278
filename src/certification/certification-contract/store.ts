import { sql } from 'kysely'
import { assertSaved, type Tx, type WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { ContractRow, ContractTerms, Reckoning } from './contract.ts'

export type StoredContract = Omit<ContractRow, 'state'> & { terms: ContractTerms; reckoning: Reckoning }

function contracts(tx: Tx) {
  return tx.sql
    .selectFrom('contract as k')
    .innerJoin('client as c', (join) => join.onRef('c.orgId', '=', 'k.orgId').onRef('c.id', '=', 'k.clientId'))
    .select([
      ...(['k.id', 'k.number', 'k.applicationId', 'k.clientId', 'k.rulesId', 'k.reckoning', 'k.terms'] as const),
      ...(['k.initialTenths', 'k.surveillanceTenths', 'k.recertificationTenths', 'k.feeFen'] as const),
      ...(['k.quotedAt', 'k.offeredAt', 'k.signedOn', 'k.signedByClient', 'k.signedByBody', 'k.fileSha256'] as const),
      ...(['k.cancelledAt', 'k.cancelledReason', 'k.version', 'c.name as clientName'] as const),
    ])
    .where('k.orgId', '=', tx.orgId)
}

/** Undefined where there is none. */
export async function loadContract(tx: Tx, id: string): Promise<StoredContract | undefined> {
  const row = await contracts(tx).where('k.id', '=', id).executeTakeFirst()
  return row as unknown as StoredContract | undefined
}

export async function listStoredContracts(
  tx: Tx,
  asked: { limit: number; cursor?: string; clientId?: string; search?: string },
): Promise<StoredContract[]> {
  let query = contracts(tx).orderBy('k.quotedAt', 'desc').orderBy('k.id', 'desc').limit(asked.limit)
  if (asked.clientId) query = query.where('k.clientId', '=', asked.clientId)
  if (asked.search)
    query = query.where(sql<boolean>`strpos(lower(k.number || ' ' || c.name), lower(${asked.search})) > 0`)
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(k.quoted_at, k.id) < (select b.quoted_at, b.id from contract b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor}::uuid)`,
    )
  return (await query.execute()) as unknown as StoredContract[]
}

export type NewContract = Pick<
  StoredContract,
  | 'id'
  | 'number'
  | 'applicationId'
  | 'clientId'
  | 'rulesId'
  | 'reckoning'
  | 'terms'
  | 'initialTenths'
  | 'surveillanceTenths'
  | 'recertificationTenths'
  | 'feeFen'
>

export async function insertContract(tx: WriteTx, { reckoning, terms, ...rest }: NewContract): Promise<void> {
  await tx.sql
    .insertInto('contract')
    .values({
      ...rest,
      orgId: tx.orgId,
      reckoning: JSON.stringify(reckoning),
      terms: JSON.stringify(terms),
      quotedAt: tx.at,
    })
    .execute()
}

export type ContractChange = {
  offeredAt?: string
  signedOn?: string
  signedByClient?: string
  signedByBody?: string
  fileSha256?: string
  cancelledAt?: string
  cancelledReason?: string
}

export async function saveContract(tx: WriteTx, id: string, version: number, change: ContractChange): Promise<void> {
  const saved = await tx.sql
    .updateTable('contract')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'contract')
}

/** Makes a stored file one of the organisation's own, so that it can be enclosed and downloaded. */
export async function keepFile(
  tx: WriteTx,
  file: { sha256: string; sizeBytes: number; mediaType: string },
): Promise<void> {
  await tx.sql
    .insertInto('file')
    .values({ orgId: tx.orgId, ...file, uploadedBy: actorRef(tx.actor), uploadedAt: tx.at })
    .onConflict((conflict) => conflict.columns(['orgId', 'sha256']).doNothing())
    .execute()
}

export async function isOwnFile(tx: Tx, sha256: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('file')
    .select('sha256')
    .where('orgId', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}
