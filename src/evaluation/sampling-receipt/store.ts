import { sql } from 'kysely'
import { leafOf } from '#src/server/ledger/sequencer.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { ReceivedPlan, SamplingPlan, SamplingReceipt } from './contract.ts'

export type StoredPlan = {
  id: string
  plan: SamplingPlan
  planSha256: string
  letterId: string
  bodyOrgId: string
  bodyName: string
  receivedAt: string
  answeredAt: string | null
}

function rows(tx: Tx) {
  return tx.sql
    .selectFrom('samplingReceipt')
    .where('orgId', '=', tx.orgId)
    .select([
      'id',
      sql<SamplingPlan>`plan`.as('plan'),
      'planSha256',
      'letterId',
      'bodyOrgId',
      'bodyName',
      'receivedAt',
      'answeredAt',
    ])
}

export async function listReceivedPlans(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined },
): Promise<ReceivedPlan[]> {
  let found = rows(tx).orderBy('receivedAt', 'desc').orderBy('id', 'desc').limit(asked.limit)
  if (asked.cursor)
    found = found.where(
      sql<boolean>`(received_at, id) < (select b.received_at, b.id from sampling_receipt b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return (await found.execute()).map(({ id, plan, planSha256, bodyName, receivedAt, answeredAt }) => ({
    id,
    bodyName,
    auditNumber: plan.auditNumber,
    number: plan.number,
    planSha256,
    parts: plan.parts,
    followsReason: plan.follows?.reason ?? null,
    receivedAt,
    answeredAt,
  }))
}

export async function findReceivedPlan(tx: Tx, id: string): Promise<StoredPlan | undefined> {
  return rows(tx).where('id', '=', id).executeTakeFirst()
}

export async function insertReceivedPlan(
  tx: WriteTx,
  given: { plan: SamplingPlan; planSha256: string; letterId: string; bodyName: string },
): Promise<void> {
  const { plan, planSha256, letterId, bodyName } = given
  await tx.sql
    .insertInto('samplingReceipt')
    .values({
      orgId: tx.orgId,
      id: plan.id,
      plan: JSON.stringify(plan),
      planSha256,
      letterId,
      bodyOrgId: plan.body.orgId,
      bodyName,
      receivedAt: tx.at,
    })
    .execute()
}

export async function saveReceipt(tx: WriteTx, id: string, receipt: SamplingReceipt): Promise<void> {
  await tx.sql
    .updateTable('samplingReceipt')
    .set({ receipt: JSON.stringify(receipt), answeredAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

/** Root of the own ledger at a checkpoint of that size, hex; undefined where none was signed. */
export async function findRootHex(tx: Tx, size: number): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('ledgerCheckpoint')
    .select('root')
    .where('orgId', '=', tx.orgId)
    .where('size', '=', size)
    .executeTakeFirst()
  return row?.root.toString('hex')
}

export type NotedEntry = { leaf: string; content: string; salt: string; index: number }

/** The ledger's entry about a plan, opened; undefined while the history row waits for its place, or after its content was erased. */
export async function findNotedEntry(tx: Tx, planId: string, verb: string): Promise<NotedEntry | undefined> {
  const row = await tx.sql
    .selectFrom('history as h')
    .innerJoin('ledgerEntry as e', (join) => join.onRef('e.orgId', '=', 'h.orgId').onRef('e.historyId', '=', 'h.id'))
    .where('h.orgId', '=', tx.orgId)
    .where('h.recordId', '=', planId)
    .where('h.recordType', '=', 'sampling_plan')
    .where('h.verb', '=', verb)
    .orderBy('e.leafIndex')
    .select([
      'h.id',
      'h.recordType',
      'h.recordId',
      'h.verb',
      'h.actor',
      'h.claimedAt',
      'h.recordedAt',
      'h.commitment',
      'h.content',
      'h.salt',
      'e.leafIndex',
    ])
    .executeTakeFirst()
  if (!row || row.content === null || row.salt === null) return undefined
  return {
    leaf: leafOf(tx.orgId, row),
    content: row.content,
    salt: row.salt.toString('hex'),
    index: row.leafIndex,
  }
}
