import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Purpose, SpecialRow } from '../contract/due.ts'

export type NewSpecial = {
  auditId: string
  certificateId: string
  purpose: Purpose
  reason: string
  isShortNotice: boolean
  latestOn: string | null
  orderedByName: string
}

export async function insertSpecial(tx: WriteTx, special: NewSpecial): Promise<void> {
  await tx.sql
    .insertInto('specialAudit')
    .values({ orgId: tx.orgId, ...special, orderedAt: tx.at })
    .execute()
}

export async function listSpecialRows(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; certificateId?: string | undefined },
): Promise<SpecialRow[]> {
  let rows = tx.sql
    .selectFrom('specialAudit as s')
    .innerJoin('audit as a', (join) => join.onRef('a.orgId', '=', 's.orgId').onRef('a.id', '=', 's.auditId'))
    .innerJoin('certificate as c', (join) =>
      join.onRef('c.orgId', '=', 's.orgId').onRef('c.id', '=', 's.certificateId'),
    )
    .innerJoin('organisation as o', 'o.orgId', 's.orgId')
    .where('s.orgId', '=', tx.orgId)
    .select(['s.auditId', 'a.number as auditNumber', 's.certificateId', 'c.number', 'c.holderName', 's.reason'])
    .select([sql<Purpose>`s.purpose`.as('purpose'), 's.isShortNotice', 's.latestOn', 'a.plannedFromOn'])
    .select(sql<string | null>`(a.visited_at at time zone o.time_zone)::date`.as('visitedOn'))
    .select([sql<boolean>`a.cancelled_at is not null`.as('isCancelled'), 's.orderedByName', 's.orderedAt'])
    .orderBy('s.orderedAt', 'desc')
    .orderBy('s.auditId', 'desc')
    .limit(asked.limit)
  if (asked.certificateId) rows = rows.where('s.certificateId', '=', asked.certificateId)
  if (asked.cursor)
    rows = rows.where(
      sql<boolean>`(s.ordered_at, s.audit_id) < (select b.ordered_at, b.audit_id from special_audit b where b.org_id = ${tx.orgId} and b.audit_id = ${asked.cursor})`,
    )
  return rows.execute()
}
