import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { AssessmentLeaf, Evidence, NewEvidence } from '../contract/leaf.ts'
import { nameOf } from './round.ts'

const PERSON = 'person:'

const LEAF = [
  'leafId',
  'kind',
  'conforms',
  'reason',
  'items',
  'accepted',
  'overruled',
  'judgedAt',
  'judgedBy',
  'judgedByName',
  'version',
] as const

function leaves(tx: Tx) {
  return tx.sql.selectFrom('assessmentLeaf').select(LEAF).where('orgId', '=', tx.orgId)
}
type Row = Awaited<ReturnType<ReturnType<typeof leaves>['execute']>>[number]

function leafOf({ judgedBy, ...row }: Row): AssessmentLeaf {
  const judgedById = judgedBy.startsWith(PERSON) ? judgedBy.slice(PERSON.length) : null
  return { ...row, judgedById } as unknown as AssessmentLeaf
}

/** At most one per indicator of a scheme. */
export async function listLeafRows(tx: Tx, assessmentId: string): Promise<AssessmentLeaf[]> {
  const rows = await leaves(tx).where('assessmentId', '=', assessmentId).orderBy('leafId').execute()
  return rows.map(leafOf)
}

export async function findLeafRow(tx: Tx, assessmentId: string, leafId: string): Promise<AssessmentLeaf | undefined> {
  const row = await leaves(tx).where('assessmentId', '=', assessmentId).where('leafId', '=', leafId).executeTakeFirst()
  return row && leafOf(row)
}

type Written = Pick<AssessmentLeaf, 'leafId' | 'kind' | 'conforms' | 'reason' | 'items' | 'accepted' | 'overruled'>

/** Writes a finding in place of that of `version` (0: the first). Undefined where somebody else was first. */
export async function writeLeaf(
  tx: WriteTx,
  assessmentId: string,
  version: number,
  written: Written,
): Promise<AssessmentLeaf | undefined> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  const { leafId, items, accepted, overruled, ...plain } = written
  const row = {
    ...plain,
    items: json(items),
    accepted: json(accepted),
    overruled: json(overruled),
    judgedAt: tx.at,
    judgedBy: actorRef(tx.actor),
    judgedByName: nameOf(tx),
    version: version + 1,
  }
  const saved =
    version === 0
      ? tx.sql
          .insertInto('assessmentLeaf')
          .values({ orgId: tx.orgId, assessmentId, leafId, ...row })
          .onConflict((conflict) => conflict.doNothing())
          .returning(LEAF)
      : tx.sql
          .updateTable('assessmentLeaf')
          .set(row)
          .where('orgId', '=', tx.orgId)
          .where('assessmentId', '=', assessmentId)
          .where('leafId', '=', leafId)
          .where('version', '=', version)
          .returning(LEAF)
  const one = await saved.executeTakeFirst()
  return one && leafOf(one as Row)
}

const EVIDENCE = [
  'id',
  'leafId',
  'kind',
  'title',
  'fileSha256',
  'recordType',
  'recordId',
  'url',
  'effectiveFromOn',
  'effectiveToOn',
  'addedAt',
  'addedByName',
  'withdrawnAt',
  'withdrawnReason',
  'withdrawnByName',
] as const

/** More than any round needs; also the limit of an export. */
const MOST_EVIDENCE = 10_000

/** Of a round, or of one of its indicators: newest first, the withdrawn too. */
export async function listEvidence(tx: Tx, assessmentId: string, leafId?: string): Promise<Evidence[]> {
  let query = tx.sql
    .selectFrom('assessmentEvidence')
    .select(EVIDENCE)
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', '=', assessmentId)
    .orderBy('addedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_EVIDENCE)
  if (leafId) query = query.where('leafId', '=', leafId)
  return (await query.execute()) as Evidence[]
}

export async function insertEvidence(
  tx: WriteTx,
  assessmentId: string,
  leafId: string,
  evidence: NewEvidence,
): Promise<void> {
  await tx.sql
    .insertInto('assessmentEvidence')
    .values({
      orgId: tx.orgId,
      assessmentId,
      leafId,
      ...evidence,
      addedAt: tx.at,
      addedBy: actorRef(tx.actor),
      addedByName: nameOf(tx),
    })
    .execute()
}

export async function saveWithdrawal(tx: WriteTx, evidenceId: string, reason: string): Promise<void> {
  const saved = await tx.sql
    .updateTable('assessmentEvidence')
    .set({ withdrawnAt: tx.at, withdrawnReason: reason, withdrawnByName: nameOf(tx) })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', evidenceId)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'assessment_evidence')
}

const MOST_STEPS = 100

export type StoredStep = { recordedAt: string; verb: string; actor: string; content: string | null }

/** What history tells of an indicator of a round, newest first. Erased content leaves its step without words. */
export async function listSteps(tx: Tx, assessmentId: string, leafId: string): Promise<StoredStep[]> {
  return tx.sql
    .selectFrom('history')
    .select(['recordedAt', 'verb', 'actor', 'content'])
    .where('orgId', '=', tx.orgId)
    .where('recordId', '=', assessmentId)
    .where('recordType', '=', 'assessment')
    .where(sql<SqlBool>`content::jsonb ->> 'leafId' = ${leafId}`)
    .orderBy('id', 'desc')
    .limit(MOST_STEPS)
    .execute()
}
