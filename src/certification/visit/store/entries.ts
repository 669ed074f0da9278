import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { NewVisitEntry, VisitEntry, VisitEntryContent } from '../contract/entry.ts'
import { MOST_ENTRIES } from '../rules/enter.ts'

const COLUMNS = ['id', 'occurredAt', 'recordedAt', 'leafIds', 'replacesId', 'byPersonId', 'byName', 'content'] as const

/** All of a visit, replaced ones too, in the order in which they were made. */
export async function loadEntries(tx: Tx, auditId: string): Promise<VisitEntry[]> {
  const rows = await tx.sql
    .selectFrom('visitEntry')
    .select(COLUMNS)
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .orderBy('recordedAt')
    .orderBy('id')
    .limit(MOST_ENTRIES)
    .execute()
  return rows.map((row) => ({ ...row, content: row.content as unknown as VisitEntryContent }))
}

export type KnownEntry = VisitEntry & { auditId: string }

/** The entry itself under this id (wherever it stands), the one it would replace, and how many there are. */
export async function findAround(
  tx: Tx,
  auditId: string,
  entry: NewVisitEntry,
): Promise<{ same?: KnownEntry; replaced?: KnownEntry; isReplacedAlready: boolean; count: number }> {
  const ids = entry.replacesId === null ? [entry.id] : [entry.id, entry.replacesId]
  const rows = await tx.sql
    .selectFrom('visitEntry')
    .select([...COLUMNS, 'auditId'])
    .where('orgId', '=', tx.orgId)
    .where((where) => where.or([where('id', 'in', ids), where('replacesId', '=', entry.replacesId)]))
    .execute()
  const known = rows.map((row) => ({ ...row, content: row.content as unknown as VisitEntryContent }))
  const { count } = await tx.sql
    .selectFrom('visitEntry')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .executeTakeFirstOrThrow()
  return {
    same: known.find((one) => one.id === entry.id),
    replaced: known.find((one) => one.id === entry.replacesId && one.auditId === auditId),
    isReplacedAlready:
      entry.replacesId !== null && known.some((one) => one.replacesId === entry.replacesId && one.id !== entry.id),
    count,
  }
}

export async function findMediaTypes(tx: Tx, sha256s: readonly string[]): Promise<Map<string, string | null>> {
  if (sha256s.length === 0) return new Map()
  const rows = await tx.sql
    .selectFrom('file')
    .select(['sha256', 'mediaType'])
    .where('orgId', '=', tx.orgId)
    .where('sha256', 'in', sha256s)
    .execute()
  return new Map(rows.map((row) => [row.sha256, row.mediaType]))
}

export async function insertEntry(tx: WriteTx, auditId: string, entry: Omit<VisitEntry, 'recordedAt'>): Promise<void> {
  await tx.sql
    .insertInto('visitEntry')
    .values({
      orgId: tx.orgId,
      id: entry.id,
      auditId,
      kind: entry.content.kind,
      leafIds: [...entry.leafIds],
      content: JSON.stringify(entry.content),
      replacesId: entry.replacesId,
      byPersonId: entry.byPersonId,
      byName: entry.byName,
      occurredAt: entry.occurredAt,
      recordedAt: tx.at,
    })
    .execute()
}
