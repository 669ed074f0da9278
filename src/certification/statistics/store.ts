import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Counts } from './contract.ts'

/** Days in the body's own time zone, both included. */
export type Range = { fromOn: string; toOn: string }

const within = (column: string, { fromOn, toOn }: Range, zone: string) =>
  sql`(${sql.raw(column)} at time zone ${zone})::date between ${fromOn}::date and ${toOn}::date`

export async function countAll(tx: Tx, range: Range, zone: string): Promise<Counts> {
  const { fromOn, toOn } = range
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from application where org_id = ${tx.orgId} and ${within('received_at', range, zone)}) as applications,
      (select count(*)::int from application_step where org_id = ${tx.orgId} and kind = 'accepted' and ${within('at', range, zone)}) as accepted,
      (select count(*)::int from application_step where org_id = ${tx.orgId} and kind = 'refused' and ${within('at', range, zone)}) as refused,
      (select count(*)::int from audit where org_id = ${tx.orgId} and visited_at is not null and ${within('visited_at', range, zone)}) as audits,
      (select count(*)::int from decision where org_id = ${tx.orgId} and kind in ('grant', 'renew') and ${within('decided_at', range, zone)}) as granted,
      (select count(*)::int from decision where org_id = ${tx.orgId} and kind = 'refuse' and ${within('decided_at', range, zone)}) as not_granted,
      (select count(*)::int from certificate where org_id = ${tx.orgId} and issued_on between ${fromOn}::date and ${toOn}::date) as certificates,
      (select count(*)::int from certificate_change where org_id = ${tx.orgId} and kind = 'suspend' and effective_on between ${fromOn}::date and ${toOn}::date) as suspensions,
      (select count(*)::int from certificate_change where org_id = ${tx.orgId} and kind = 'withdraw' and effective_on between ${fromOn}::date and ${toOn}::date) as withdrawals,
      (select count(*)::int from grievance where org_id = ${tx.orgId} and kind = 'appeal' and received_on between ${fromOn}::date and ${toOn}::date) as appeals,
      (select count(*)::int from grievance where org_id = ${tx.orgId} and kind = 'complaint' and received_on between ${fromOn}::date and ${toOn}::date) as complaints,
      (select coalesce(json_agg(json_build_object('stars', stars, 'count', count) order by stars), '[]') from (
        select stars, count(*)::int as count from certificate where org_id = ${tx.orgId} and issued_on between ${fromOn}::date and ${toOn}::date group by stars) s) as stars`.execute(
    tx.sql,
  )
  return rows[0]!
}

/** Visited audits with their scoring, newest first. */
export async function listScored(
  tx: Tx,
  range: Range,
  zone: string,
  limit: number,
): Promise<{ auditId: string; assessmentId: string }[]> {
  const { rows } = await sql<{ auditId: string; assessmentId: string }>`
    select id as audit_id, assessment_id from audit where org_id = ${tx.orgId} and visited_at is not null and assessment_id is not null
      and cancelled_at is null and ${within('visited_at', range, zone)} order by visited_at desc, id limit ${limit}`.execute(
    tx.sql,
  )
  return rows
}

/** Nonconformities by clause, withdrawn ones left out. */
export async function countFindings(tx: Tx, { fromOn, toOn }: Range): Promise<Map<string, number>> {
  const { rows } = await sql<{ leafId: string; count: number }>`
    select leaf_id, count(*)::int as count from nonconformity n cross join unnest(n.leaf_ids) as leaf_id
    where n.org_id = ${tx.orgId} and n.withdrawn_at is null and n.raised_on between ${fromOn}::date and ${toOn}::date group by leaf_id`.execute(
    tx.sql,
  )
  return new Map(rows.map((row) => [row.leafId, row.count]))
}

export async function loadZone(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('timeZone')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.timeZone
}
