import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'

export type NewPlan = {
  id: string
  transitionId: string
  certificateId: string
  auditId: string
  baseTenths: number
  extraTenths: number
  reason: string
  rulesId: string
}

export async function insertPlan(tx: WriteTx, plan: NewPlan): Promise<void> {
  const plannedByName = 'name' in tx.actor ? tx.actor.name : ''
  await tx.sql
    .insertInto('holderTransitionPlan')
    .values({ orgId: tx.orgId, ...plan, plannedByName, plannedAt: tx.at })
    .execute()
}

/** A plan that stands. */
export async function findPlan(tx: Tx, transitionId: string, id: string): Promise<NewPlan | undefined> {
  return tx.sql
    .selectFrom('holderTransitionPlan')
    .select(['id', 'transitionId', 'certificateId', 'auditId', 'baseTenths', 'extraTenths', 'reason', 'rulesId'])
    .where('orgId', '=', tx.orgId)
    .where('transitionId', '=', transitionId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
}

export async function saveWithdrawal(tx: WriteTx, id: string, reason: string): Promise<void> {
  await tx.sql
    .updateTable('holderTransitionPlan')
    .set({ withdrawnAt: tx.at, withdrawnReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

/** The edition on which an audit is done because it is the transition of its certificate. */
export async function findPlannedEdition(tx: Tx, auditId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('holderTransitionPlan as p')
    .innerJoin('holderTransition as t', (join) =>
      join.onRef('t.orgId', '=', 'p.orgId').onRef('t.id', '=', 'p.transitionId'),
    )
    .select('t.toEditionId')
    .where('p.orgId', '=', tx.orgId)
    .where('p.auditId', '=', auditId)
    .where('p.withdrawnAt', 'is', null)
    .where('t.calledOffAt', 'is', null)
    .executeTakeFirst()
  return row?.toEditionId
}
