import { sql } from 'kysely'
import { CompactRange } from '#src/shared/merkle/compact-range.ts'
import { leafText } from '#src/shared/merkle/leaf.ts'
import { checkpointText, originOf, signNote } from '#src/shared/signed-note.ts'
import { serverHasher } from '../pack/signing-key.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from '../unit-of-work.ts'
import { currentSigner, latestOf, lockLedger, type Sealer } from './keys.ts'

/** What just entered the ledger: enough for a live screen to know what to read again. */
export type Integrated = {
  orgId: string
  size: number
  records: { recordType: string; recordId: string; verb: string }[]
}

const BATCH = 2_000
/** A checkpoint is signed at most this often, so that a busy log does not drown in signatures; idle logs end on one. */
const CHECKPOINT_EVERY_MS = 1_000

/** Organisations with history that has no place in the ledger yet, or with places that no checkpoint covers yet. */
export async function findWaitingLedgers(platform: Platform): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select distinct org_id from ledger_pending
    union select org_id from ledger_state where size > checkpoint_size`.execute(platform.database.system)
  return rows.map((row) => row.orgId)
}

/**
 * Gives committed history its place in the organisation's ledger, batch by batch, and signs a checkpoint when one is due; with
 * `force` the last batch always ends on one, so that a pack can be made of everything there is.
 * Safe to run in several processes at once: the ledger's row is locked, commands never wait for it.
 */
export async function integrateHistory(
  platform: Platform,
  sealer: Sealer,
  orgId: string,
  { force = false }: { force?: boolean } = {},
): Promise<Integrated> {
  const done: Integrated = { orgId, size: 0, records: [] }
  for (;;) {
    const batch = await platform.upkeep(orgId, 'sequencer', (tx) => integrate(tx, sealer, force))
    done.size = batch.size
    done.records.push(...batch.records)
    if (batch.records.length < BATCH) return done
  }
}

type PendingRow = {
  seq: number
  id: string
  recordType: string
  recordId: string
  verb: string
  actor: string
  claimedAt: string
  recordedAt: string
  commitment: Buffer
}

async function integrate(tx: Tx, sealer: Sealer, force: boolean): Promise<Omit<Integrated, 'orgId'>> {
  const state = await lockLedger(tx)
  // Read after the lock: whoever held it before has deleted what it integrated.
  const { rows } = await sql<PendingRow>`
    with taken as (
      delete from ledger_pending p using (select seq from ledger_pending where org_id = ${tx.orgId} order by seq limit ${BATCH}) first
      where p.org_id = ${tx.orgId} and p.seq = first.seq returning p.seq, p.history_id)
    select taken.seq, h.id, h.record_type, h.record_id, h.verb, h.actor, h.claimed_at, h.recorded_at, h.commitment
    from taken join history h on h.org_id = ${tx.orgId} and h.id = taken.history_id order by taken.seq`.execute(tx.sql)
  const range = new CompactRange(serverHasher, state.size, splitHashes(state.frontier))
  const nodes: { level: number; index: number; hash: Buffer }[] = []
  const hashes = rows.map((row) => {
    const hash = serverHasher.leaf(Buffer.from(leafOf(tx.orgId, row)))
    range.append(hash, (level, index, node) => nodes.push({ level, index, hash: Buffer.from(node) }))
    return Buffer.from(hash)
  })
  if (rows.length > 0) await saveGrowth(tx, state.size, rows, hashes, nodes)
  const isLast = rows.length < BATCH
  const due = range.size > state.checkpointSize && ((force && isLast) || isCheckpointDue(tx.at, state.checkpointAt))
  const checkpointAt = due ? await saveCheckpoint(tx, sealer, range, state.checkpointAt) : state.checkpointAt
  if (due || rows.length > 0) {
    await tx.sql
      .updateTable('ledgerState')
      .set({
        size: range.size,
        frontier: Buffer.concat(range.hashes),
        ...(due ? { checkpointSize: range.size, checkpointAt } : {}),
      })
      .where('orgId', '=', tx.orgId)
      .execute()
  }
  const records = rows.map(({ recordType, recordId, verb }) => ({ recordType, recordId, verb }))
  if (records.length > 0) await tellListeners(tx, range.size, records)
  return { size: range.size, records }
}

/** The ledger's text of one history row. */
export function leafOf(orgId: string, row: Omit<PendingRow, 'seq'>): string {
  return leafText({
    org: orgId,
    id: row.id,
    recordType: row.recordType,
    recordId: row.recordId,
    verb: row.verb,
    actorId: row.actor,
    claimedAt: row.claimedAt,
    recordedAt: row.recordedAt,
    commitment: row.commitment.toString('hex'),
  })
}

async function saveGrowth(
  tx: Tx,
  start: number,
  rows: PendingRow[],
  hashes: Buffer[],
  nodes: { level: number; index: number; hash: Buffer }[],
): Promise<void> {
  const ids = rows.map((row) => row.id)
  await sql`
    insert into ledger_entry (org_id, leaf_index, history_id, leaf_hash)
    select ${tx.orgId}, ${start} + e.place - 1, e.id, e.hash
    from unnest(${ids}::uuid[], ${hashes}::bytea[]) with ordinality as e (id, hash, place)`.execute(tx.sql)
  if (nodes.length === 0) return
  await tx.sql
    .insertInto('ledgerNode')
    .values(nodes.map((node) => ({ orgId: tx.orgId, level: node.level, nodeIndex: node.index, hash: node.hash })))
    .execute()
}

function isCheckpointDue(at: string, checkpointAt: string | null): boolean {
  return !checkpointAt || Date.parse(at) - Date.parse(checkpointAt) >= CHECKPOINT_EVERY_MS
}

/** Answers when the checkpoint says it was made: never before the one before it or before its key, whatever the clocks of several machines say. */
async function saveCheckpoint(tx: Tx, sealer: Sealer, range: CompactRange, formerAt: string | null): Promise<string> {
  const signer = await currentSigner(tx, sealer)
  const madeAt = latestOf(tx.at, formerAt, signer.validFrom)
  const root = range.root()
  const text = checkpointText({ origin: originOf(tx.orgId), size: range.size, root, madeAt })
  await tx.sql
    .insertInto('ledgerCheckpoint')
    .values({ orgId: tx.orgId, size: range.size, root: Buffer.from(root), note: signNote(text, signer), madeAt })
    .execute()
  return madeAt
}

/** PostgreSQL carries at most 8,000 bytes a notification; beyond a few dozen records a screen reads everything again anyway. */
async function tellListeners(tx: Tx, size: number, records: Integrated['records']): Promise<void> {
  const payload = JSON.stringify({ orgId: tx.orgId, size, records: records.length > 40 ? [] : records })
  await sql`select pg_notify('starproof_live', ${payload})`.execute(tx.sql)
}

function splitHashes(bytes: Buffer): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += 32) hashes.push(bytes.subarray(at, at + 32))
  return hashes
}
