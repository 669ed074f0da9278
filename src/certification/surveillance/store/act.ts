import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { ActRow, DeadlineKind, Outcome } from '../contract/due.ts'

export type StoredAct = {
  certificateId: string
  deadline: DeadlineKind
  latestOn: string
  daysBefore: number
  outcome: Outcome
  madeOn: string
}

const MOST = 50_000

/** What was done about these certificates, newest first. */
export async function listActsOf(tx: Tx, certificateIds: readonly string[]): Promise<StoredAct[]> {
  if (certificateIds.length === 0) return []
  const rows = await tx.sql
    .selectFrom('surveillanceAct')
    .select(['certificateId', 'deadline', 'latestOn', 'daysBefore', 'outcome', 'madeOn'])
    .where('orgId', '=', tx.orgId)
    .where(sql<boolean>`certificate_id = any(${[...certificateIds]}::uuid[])`)
    .orderBy('madeAt', 'desc')
    .limit(MOST)
    .execute()
  return rows as StoredAct[]
}

export async function listActRows(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; certificateId?: string | undefined },
): Promise<ActRow[]> {
  let rows = tx.sql
    .selectFrom('surveillanceAct as s')
    .innerJoin('certificate as c', (join) =>
      join.onRef('c.orgId', '=', 's.orgId').onRef('c.id', '=', 's.certificateId'),
    )
    .innerJoin('bodyRules as r', (join) => join.onRef('r.orgId', '=', 's.orgId').onRef('r.id', '=', 's.rulesId'))
    .where('s.orgId', '=', tx.orgId)
    .select(['s.id', 's.certificateId', 'c.number', 'c.holderName', 's.latestOn', 's.daysBefore'])
    .select(['r.number as rulesNumber', 's.madeOn', 's.madeAt'])
    .select([sql<DeadlineKind>`s.deadline`.as('deadline'), sql<Outcome>`s.outcome`.as('outcome')])
    .orderBy('s.madeAt', 'desc')
    .orderBy('s.id', 'desc')
    .limit(asked.limit)
  if (asked.certificateId) rows = rows.where('s.certificateId', '=', asked.certificateId)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(s.made_at, s.id) < (select b.made_at, b.id from surveillance_act b where b.org_id = ${tx.orgId} and b.id = ${asked.cursor})`,
    )
  return rows.execute()
}

export type NewAct = StoredAct & { id: string; changeId: string | null; rulesId: string }

export async function insertAct(tx: WriteTx, act: NewAct): Promise<void> {
  await tx.sql
    .insertInto('surveillanceAct')
    .values({ orgId: tx.orgId, ...act, madeAt: tx.at })
    .execute()
}
