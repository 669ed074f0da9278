import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Finding } from '../../score/contract.ts'
import type { AssessmentExport } from '../contract/export.ts'
import type { AssessmentKind, AssessmentRound, Closing } from '../contract/round.ts'

/** `proposals`: null where they are counted from the organisation's own records. */
export type StoredRound = AssessmentRound & { proposals: Finding[] | null }

const ROUND = [
  'id',
  'kind',
  'title',
  'editionId',
  'aboutId',
  'fromOn',
  'toOn',
  'proposals',
  'assessorIds',
  'openedAt',
  'openedByName',
  'closedAt',
  'abandonedAt',
  'abandonedReason',
  'version',
] as const

export async function findRound(tx: Tx, id: string): Promise<StoredRound | undefined> {
  const row = await rounds(tx).where('id', '=', id).executeTakeFirst()
  return row as StoredRound | undefined
}

/** The same, held so that nothing in it is written until this transaction ends. */
export async function holdRound(tx: WriteTx, id: string): Promise<StoredRound | undefined> {
  const row = await rounds(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row as StoredRound | undefined
}

function rounds(tx: Tx) {
  return tx.sql.selectFrom('assessment').select(ROUND).where('orgId', '=', tx.orgId)
}

/** The company's open round, or undefined. */
export async function findOpenSelf(tx: Tx): Promise<StoredRound | undefined> {
  const row = await rounds(tx)
    .where('kind', '=', 'self')
    .where('closedAt', 'is', null)
    .where('abandonedAt', 'is', null)
    .executeTakeFirst()
  return row as StoredRound | undefined
}

/** The company's round that was closed last and is not open again, or undefined. */
export async function findLastClosedSelf(tx: Tx): Promise<StoredRound | undefined> {
  const row = await rounds(tx)
    .where('kind', '=', 'self')
    .where('closedAt', 'is not', null)
    .orderBy('closedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as StoredRound | undefined
}

/** Newest first; one row more than `limit`. */
export async function listRounds(
  tx: Tx,
  filter: { limit: number; cursor?: string; kind?: AssessmentKind },
): Promise<StoredRound[]> {
  const [beforeAt, beforeId] = filter.cursor?.split('~') ?? []
  let query = rounds(tx)
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (beforeAt && beforeId)
    query = query.where(sql<boolean>`(opened_at, id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)`)
  return (await query.execute()) as StoredRound[]
}

type NewRound = Pick<
  StoredRound,
  'id' | 'kind' | 'title' | 'editionId' | 'aboutId' | 'fromOn' | 'toOn' | 'proposals' | 'assessorIds'
>

export async function insertRound(tx: WriteTx, round: NewRound): Promise<void> {
  await tx.sql
    .insertInto('assessment')
    .values({
      orgId: tx.orgId,
      ...round,
      proposals: round.proposals === null ? null : JSON.stringify(round.proposals),
      openedAt: tx.at,
      openedBy: actorRef(tx.actor),
      openedByName: nameOf(tx),
    })
    .execute()
}

type RoundChange =
  | { closedAt: string | null }
  | { abandonedAt: string; abandonedReason: string }
  | { assessorIds: string[] | null }

export async function saveRound(tx: WriteTx, id: string, version: number, change: RoundChange): Promise<void> {
  const saved = await tx.sql
    .updateTable('assessment')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'assessment')
}

export async function listClosings(tx: Tx, assessmentId: string): Promise<Closing[]> {
  return tx.sql
    .selectFrom('assessmentClosing')
    .select(['number', 'closedAt', 'closedByName', 'reopenedAt', 'reopenedByName', 'reopenedReason'])
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', '=', assessmentId)
    .orderBy('number')
    .execute()
}

/** What was closed last in each of these rounds. */
export async function loadResults(tx: Tx, assessmentIds: readonly string[]): Promise<Map<string, AssessmentExport>> {
  if (assessmentIds.length === 0) return new Map()
  const rows = await tx.sql
    .selectFrom('assessmentClosing')
    .distinctOn('assessmentId')
    .select(['assessmentId', 'result'])
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', 'in', assessmentIds)
    .orderBy('assessmentId')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.assessmentId, row.result as unknown as AssessmentExport]))
}

export async function insertClosing(tx: WriteTx, assessmentId: string, result: AssessmentExport): Promise<void> {
  const closings = await listClosings(tx, assessmentId)
  await tx.sql
    .insertInto('assessmentClosing')
    .values({
      orgId: tx.orgId,
      assessmentId,
      number: closings.length + 1,
      closedAt: tx.at,
      closedBy: actorRef(tx.actor),
      closedByName: nameOf(tx),
      result: JSON.stringify(result),
    })
    .execute()
}

export async function markReopened(tx: WriteTx, assessmentId: string, reason: string): Promise<void> {
  await tx.sql
    .updateTable('assessmentClosing')
    .set({ reopenedAt: tx.at, reopenedByName: nameOf(tx), reopenedReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', '=', assessmentId)
    .where('reopenedAt', 'is', null)
    .execute()
}

/** The name of whoever acts, kept beside what was done: people leave, rounds stay. */
export function nameOf(tx: WriteTx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}
