import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'

/** How many earlier checkpoints travel in a pack: enough to narrow damage down, few enough to be verified in a second. */
export const EARLIER_CHECKPOINTS_MAX = 10_000

export type EntryRow = {
  historyId: string
  leafIndex: number | null
  recordType: string
  recordId: string
  verb: string
  actor: string
  claimedAt: string
  recordedAt: string
  erasedAt: string | null
}

export async function loadSizes(tx: Tx): Promise<{ size: number; pending: number }> {
  const { rows } = await sql<{ size: number; pending: number }>`
    select coalesce((select size from ledger_state where org_id = ${tx.orgId}), 0) as size,
      (select count(*) from ledger_pending where org_id = ${tx.orgId}) as pending`.execute(tx.sql)
  return rows[0]!
}

/** Entries before place `before` (all when it is absent), newest first. */
export async function listNewest(tx: Tx, limit: number, before: number | undefined): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select h.id as history_id, e.leaf_index, h.record_type, h.record_id, h.verb, h.actor, h.claimed_at, h.recorded_at, h.erased_at
    from ledger_entry e join history h on h.org_id = e.org_id and h.id = e.history_id
    where e.org_id = ${tx.orgId} and e.leaf_index < ${before ?? Number.MAX_SAFE_INTEGER}
    order by e.leaf_index desc limit ${limit}`.execute(tx.sql)
  return rows
}

// Where entries without a place yet stand: behind all that have one, in the order in which they wait.
const WAITING_FROM = 9_000_000_000_000_000

/** History of a record behind position `after`, oldest first; `position` is the cursor of each. */
export async function listHistory(
  tx: Tx,
  record: { recordType: string; recordId: string },
  limit: number,
  after: number,
): Promise<(EntryRow & { content: string | null; position: number })[]> {
  const { rows } = await sql<EntryRow & { content: string | null; position: number }>`
    select * from (
      select h.id as history_id, e.leaf_index, h.record_type, h.record_id, h.verb, h.actor, h.claimed_at, h.recorded_at, h.erased_at,
        h.content, coalesce(e.leaf_index, ${WAITING_FROM}::bigint + coalesce(p.seq, 0)) as position
      from history h
        left join ledger_entry e on e.org_id = h.org_id and e.history_id = h.id
        left join ledger_pending p on p.org_id = h.org_id and p.history_id = h.id
      where h.org_id = ${tx.orgId} and h.record_id = ${record.recordId} and h.record_type = ${record.recordType}) of_record
    where position > ${after}::bigint order by position limit ${limit}`.execute(tx.sql)
  return rows
}

export async function findEntry(tx: Tx, leafIndex: number) {
  return tx.sql
    .selectFrom('ledgerEntry')
    .innerJoin('history', (join) =>
      join.onRef('history.orgId', '=', 'ledgerEntry.orgId').onRef('history.id', '=', 'ledgerEntry.historyId'),
    )
    .select(['id', 'recordType', 'recordId', 'verb', 'actor', 'claimedAt', 'recordedAt', 'commitment', 'leafHash'])
    .where('ledgerEntry.orgId', '=', tx.orgId)
    .where('leafIndex', '=', leafIndex)
    .executeTakeFirst()
}

export async function findCheckpoint(tx: Tx, size: number) {
  return tx.sql
    .selectFrom('ledgerCheckpoint')
    .select(['size', 'root', 'note', 'madeAt'])
    .where('orgId', '=', tx.orgId)
    .where('size', '=', size)
    .executeTakeFirst()
}

export async function listNewestCheckpoints(tx: Tx, limit: number, before: number | undefined) {
  return tx.sql
    .selectFrom('ledgerCheckpoint')
    .select(['size', 'root', 'note', 'madeAt'])
    .where('orgId', '=', tx.orgId)
    .where('size', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('size', 'desc')
    .limit(limit)
    .execute()
}

/** Notes of checkpoints below `size`, smallest first; of very many, every nth. */
export async function listEarlierNotes(tx: Tx, size: number): Promise<string[]> {
  const { rows } = await sql<{ note: string }>`
    select note from (
      select note, size, row_number() over (order by size) as place, count(*) over () as total
      from ledger_checkpoint where org_id = ${tx.orgId} and size < ${size}) earlier
    where place % ceil(total / ${EARLIER_CHECKPOINTS_MAX}::numeric) = 0 order by size`.execute(tx.sql)
  return rows.map((row) => row.note)
}

export type PackRow = {
  id: string
  recordType: string
  recordId: string
  verb: string
  actor: string
  claimedAt: string
  recordedAt: string
  commitment: Buffer
  salt: Buffer | null
  content: string | null
}

/** Entries from place `start` up to, not including, `end`, in order. */
export async function listPackRows(tx: Tx, start: number, end: number): Promise<PackRow[]> {
  const { rows } = await sql<PackRow>`
    select h.id, h.record_type, h.record_id, h.verb, h.actor, h.claimed_at, h.recorded_at, h.commitment, h.salt, h.content
    from ledger_entry e join history h on h.org_id = e.org_id and h.id = e.history_id
    where e.org_id = ${tx.orgId} and e.leaf_index >= ${start} and e.leaf_index < ${end} order by e.leaf_index`.execute(
    tx.sql,
  )
  return rows
}

export async function findPackedOrganisation(tx: Tx) {
  return tx.sql
    .selectFrom('organisation')
    .select(['slug', 'name', 'kind', 'timeZone', 'language'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
}

/** The newest score as it was shown; undefined where none was computed. */
export async function findScore(tx: Tx) {
  return tx.sql
    .selectFrom('scoreSnapshot')
    .select(['computedAt', 'board'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
}

/** Which of these files are kept, with their sizes. */
export async function listKeptFiles(
  tx: Tx,
  hashes: readonly string[],
): Promise<{ sha256: string; sizeBytes: number }[]> {
  return tx.sql
    .selectFrom('file')
    .select(['sha256', 'sizeBytes'])
    .where('orgId', '=', tx.orgId)
    .where((that) => that('sha256', '=', that.fn.any(sql<string[]>`${hashes}::text[]`)))
    .execute()
}
