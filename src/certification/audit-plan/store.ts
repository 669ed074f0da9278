import { sql } from 'kysely'
import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { AuditPlan, PlanItem } from './contract.ts'

export async function loadPlan(tx: Tx, auditId: string): Promise<AuditPlan> {
  const row = await tx.sql
    .selectFrom('auditPlan')
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .select([sql<PlanItem[]>`items`.as('items'), 'sentAt', 'version'])
    .executeTakeFirst()
  return row ?? { items: [], sentAt: null, version: 0 }
}

/** Version 0 saves the first plan; what was sent before is no longer what stands. */
export async function savePlan(
  tx: WriteTx,
  auditId: string,
  version: number,
  items: readonly PlanItem[],
): Promise<void> {
  if (version === 0) {
    await tx.sql
      .insertInto('auditPlan')
      .values({ orgId: tx.orgId, auditId, items: JSON.stringify(items) })
      .execute()
    return
  }
  await update(tx, auditId, version, { items: JSON.stringify(items), sentAt: null })
}

export async function savePlanSent(tx: WriteTx, auditId: string, version: number): Promise<void> {
  await update(tx, auditId, version, { sentAt: tx.at })
}

async function update(
  tx: WriteTx,
  auditId: string,
  version: number,
  change: { items: string; sentAt: null } | { sentAt: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('auditPlan')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('auditId', '=', auditId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'audit_plan')
}

/** The scheme that the client's own assessment brought, or else the body's newest one of that id, sealed before draft. */
export async function findStatedScheme(
  tx: Tx,
  applicationId: string | null,
  schemeId: string,
): Promise<Scheme | undefined> {
  const { rows } = await sql<{ scheme: Scheme }>`
    select own_assessment->'scheme' as scheme, 0 as preference, 0 as number from application
    where org_id = ${tx.orgId} and id = ${applicationId}::uuid and own_assessment->'scheme' is not null
    union all
    select scheme, case when seal is null then 2 else 1 end, number from scheme_edition
    where org_id = ${tx.orgId} and scheme->>'id' = ${schemeId}
    order by preference, number desc limit 1`.execute(tx.sql)
  return rows[0]?.scheme
}
