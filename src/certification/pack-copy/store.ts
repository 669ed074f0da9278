import { sql } from 'kysely'
import type { CaseEntry } from '#src/evaluation/material/contract/dossier.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { PackLayout, PackRow } from './contract.ts'

const COLUMNS = [
  'id',
  'clientId',
  'companyName',
  'fileSha256',
  'sizeBytes',
  'ledgerSize',
  'casesSha256',
  'caseCount',
  'unprovenCount',
  'newKey',
  'madeAt',
  'receivedAt',
] as const

export async function listPackRows(
  tx: Tx,
  asked: { limit: number; cursor?: string; clientId?: string },
): Promise<PackRow[]> {
  let query = tx.sql
    .selectFrom('packCopy')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
  if (asked.clientId) query = query.where('clientId', '=', asked.clientId)
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(received_at, id) < (select b.received_at, b.id from pack_copy b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor}::uuid)`,
    )
  return query.execute()
}

export type StoredPack = PackRow & { checkpoint: string; layout: PackLayout; tileRoots: Buffer; companyOrgId: string }

/** With everything needed to read entries and prove them; undefined where there is none. */
export async function loadPack(tx: Tx, id: string): Promise<StoredPack | undefined> {
  const row = await tx.sql
    .selectFrom('packCopy')
    .select([...COLUMNS, 'checkpoint', 'layout', 'tileRoots', 'companyOrgId'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...row, layout: row.layout as unknown as PackLayout }
}

/** The newest pack of an organisation: its ledger must be the beginning of the next one's. */
export async function findLatestPack(
  tx: Tx,
  companyOrgId: string,
): Promise<{ id: string; ledgerSize: number; checkpoint: string } | undefined> {
  return tx.sql
    .selectFrom('packCopy')
    .select(['id', 'ledgerSize', 'checkpoint'])
    .where('orgId', '=', tx.orgId)
    .where('companyOrgId', '=', companyOrgId)
    .orderBy('ledgerSize', 'desc')
    .orderBy('receivedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export type NewPack = Omit<PackRow, 'receivedAt'> & {
  companyOrgId: string
  manifestSha256: string
  checkpoint: string
  keys: unknown
  layout: PackLayout
  tileRoots: Buffer
}

export async function insertPack(tx: WriteTx, { keys, layout, ...rest }: NewPack): Promise<void> {
  await tx.sql
    .insertInto('packCopy')
    .values({
      ...rest,
      orgId: tx.orgId,
      keys: JSON.stringify(keys),
      layout: JSON.stringify(layout),
      receivedAt: tx.at,
      receivedBy: actorRef(tx.actor),
    })
    .execute()
}

const ROWS_AT_ONCE = 10_000

export async function insertCases(tx: WriteTx, packId: string, cases: readonly CaseEntry[]): Promise<void> {
  for (let from = 0; from < cases.length; from += ROWS_AT_ONCE) {
    const rows = cases.slice(from, from + ROWS_AT_ONCE)
    await sql`insert into pack_case (org_id, pack_id, leaf_index, case_id, number, kind, outlet_id, made_on)
      select ${tx.orgId}::uuid, ${packId}::uuid, * from unnest(${rows.map((row) => row.leafIndex)}::bigint[], ${rows.map((row) => row.id)}::uuid[],
        ${rows.map((row) => row.number)}::text[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.outletId)}::uuid[], ${rows.map((row) => row.madeOn)}::date[])`.execute(tx.sql)
  }
}

/** Cases of a pack in the ledger's order, from a place on. */
export async function listCases(tx: Tx, packId: string, fromLeaf: number, limit: number): Promise<CaseEntry[]> {
  return tx.sql
    .selectFrom('packCase')
    .select(['caseId as id', 'number', 'kind', 'outletId', 'madeOn', 'leafIndex'])
    .where('orgId', '=', tx.orgId)
    .where('packId', '=', packId)
    .where('leafIndex', '>=', fromLeaf)
    .orderBy('leafIndex')
    .limit(limit)
    .execute()
}

/** Keys by which an organisation is known here: from its packs, and from whatever else it sent. */
export async function listKnownKeys(
  tx: Tx,
  companyOrgId: string,
): Promise<{ fingerprint: string; validUntil: string | null }[]> {
  return tx.sql
    .selectFrom('counterpartKey')
    .select(['fingerprint', 'validUntil'])
    .where('orgId', '=', tx.orgId)
    .where('counterpartOrgId', '=', companyOrgId)
    .execute()
}
