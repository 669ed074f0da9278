import { personNames } from '#src/account/door.ts'
import { listKeys } from '#src/server/ledger/keys.ts'
import { latestCheckpoint, proveConsistency, proveInclusion } from '#src/server/ledger/proofs.ts'
import { leafOf } from '#src/server/ledger/sequencer.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import type { Page } from '#src/shared/page.ts'
import { cutPage } from '#src/shared/page.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { maySeeWhole } from '../access.ts'
import type { Checkpoint, Entry, HistoryEntry, LedgerKey, LedgerStatus, proveEntry, proveGrowth } from '../contract.ts'
import { BACKFILLED_AFTER_MINUTES, lateMinutesOf, maskContent, readActor } from '../rules.ts'
import {
  type EntryRow,
  findCheckpoint,
  findEntry,
  listHistory,
  listNewest,
  listNewestCheckpoints,
  loadSizes,
} from '../store.ts'

type PageAsked = { limit: number; cursor?: string }

export async function showStatus(tx: Tx): Promise<LedgerStatus> {
  const { size, pending } = await loadSizes(tx)
  const head = await latestCheckpoint(tx)
  const checkpoint = head ? await findCheckpoint(tx, head.size) : undefined
  const keys = await listKeys(tx)
  return { size, pending, checkpoint: checkpoint ? shown(checkpoint) : null, keys: keys.map(withFingerprint) }
}

export function withFingerprint(key: Omit<LedgerKey, 'fingerprint'>): LedgerKey {
  const parsed = parseVkey(key.vkey)
  return { ...key, fingerprint: parsed ? keyFingerprint(parsed) : '' }
}

export async function showEntries(tx: Tx, { limit, cursor }: PageAsked): Promise<Decision<Page<Entry>>> {
  const before = readCursor(cursor)
  if (before === 'bad') return refuse('invalid', 'invalid_input', { path: 'query.cursor' })
  const page = cutPage(await listNewest(tx, limit + 1, before), limit, (row) => String(row.leafIndex))
  return accept({ ...page, rows: await named(tx, page.rows) })
}

export async function showRecord(
  tx: Tx,
  record: { recordType: string; recordId: string },
  { limit, cursor }: PageAsked,
): Promise<Decision<Page<HistoryEntry>>> {
  const after = readCursor(cursor)
  if (after === 'bad') return refuse('invalid', 'invalid_input', { path: 'query.cursor' })
  const page = cutPage(await listHistory(tx, record, limit + 1, after ?? -1), limit, (row) => String(row.position))
  if (page.rows.length === 0 && after === undefined) return refuse('not_found', 'not_found')
  const isWhole = maySeeWhole(tx.actor, record.recordType)
  const entries = await named(tx, page.rows)
  const rows = entries.map((entry, at) => {
    const content: unknown = JSON.parse(page.rows[at]!.content ?? 'null')
    return { ...entry, content: isWhole ? content : maskContent(content), masked: !isWhole && content !== null }
  })
  return accept({ rows, nextCursor: page.nextCursor })
}

export async function showCheckpoints(tx: Tx, { limit, cursor }: PageAsked): Promise<Decision<Page<Checkpoint>>> {
  const before = readCursor(cursor)
  if (before === 'bad') return refuse('invalid', 'invalid_input', { path: 'query.cursor' })
  const page = cutPage(await listNewestCheckpoints(tx, limit + 1, before), limit, (row) => String(row.size))
  return accept({ ...page, rows: page.rows.map(shown) })
}

/** Proofs are given between signed checkpoints only: a proof to an unsigned size would prove nothing to anyone. */
export async function proveOneEntry(
  tx: Tx,
  leafIndex: number,
  size: number | undefined,
): Promise<Decision<Answer<typeof proveEntry>>> {
  const head = size ?? (await latestCheckpoint(tx))?.size
  const checkpoint = head === undefined ? undefined : await findCheckpoint(tx, head)
  if (!checkpoint) return refuse('not_found', 'checkpoint_unknown', { size: head ?? 0 })
  const row = leafIndex < checkpoint.size ? await findEntry(tx, leafIndex) : undefined
  if (!row) return refuse('not_found', 'entry_beyond_checkpoint', { size: checkpoint.size })
  const path = await proveInclusion(tx, leafIndex, checkpoint.size)
  return accept({
    leafIndex,
    leaf: leafOf(tx.orgId, row),
    leafHash: row.leafHash.toString('base64'),
    path: path.map(toBase64),
    checkpoint: shown(checkpoint),
  })
}

export async function proveBetween(tx: Tx, from: number, to: number): Promise<Decision<Answer<typeof proveGrowth>>> {
  if (from > to) return refuse('invalid', 'invalid_input', { path: 'query.from' })
  const [older, newer] = [await findCheckpoint(tx, from), await findCheckpoint(tx, to)]
  if (!older || !newer) return refuse('not_found', 'checkpoint_unknown', { size: older ? to : from })
  const path = await proveConsistency(tx, from, to)
  return accept({ from: shown(older), to: shown(newer), path: path.map(toBase64) })
}

async function named(tx: Tx, rows: readonly EntryRow[]): Promise<Entry[]> {
  const actors = rows.map((row) => readActor(row.actor))
  const people = actors.flatMap((actor) => (actor.kind === 'person' && actor.id ? [actor.id] : []))
  const names = await personNames(tx, people)
  return rows.map((row, at) => {
    const actor = actors[at]!
    const lateMinutes = lateMinutesOf(row.claimedAt, row.recordedAt)
    return {
      historyId: row.historyId,
      leafIndex: row.leafIndex,
      recordType: row.recordType,
      recordId: row.recordId,
      verb: row.verb,
      actor: { ...actor, name: actor.name ?? names.get(actor.id ?? '') ?? null },
      claimedAt: row.claimedAt,
      recordedAt: row.recordedAt,
      lateMinutes,
      backfilled: lateMinutes > BACKFILLED_AFTER_MINUTES,
      erasedAt: row.erasedAt,
    }
  })
}

function shown(row: { size: number; root: Buffer; note: string; madeAt: string }): Checkpoint {
  return { size: row.size, root: row.root.toString('base64'), note: row.note, madeAt: row.madeAt }
}

function toBase64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64')
}

function readCursor(cursor: string | undefined): number | undefined | 'bad' {
  if (cursor === undefined) return undefined
  return /^\d{1,16}$/.test(cursor) ? Number(cursor) : 'bad'
}
