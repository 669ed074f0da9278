import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { ClockRow } from '../contract/shown.ts'

/** The kept readings of a request's clocks with the names of their promises. */
export async function listClockRows(tx: Tx, requestId: string): Promise<ClockRow[]> {
  const { rows } = await sql<ClockRow>`
    select c.promise_id, c.promise_version, c.promise_code, p.rule -> 'name' as promise_name, c.state, c.started_at, c.stopped_at,
      c.due_at, c.elapsed_minutes, c.limit_minutes, c.backfilled
    from clock c join promise p on p.org_id = c.org_id and p.id = c.promise_id and p.version = c.promise_version
    where c.org_id = ${tx.orgId} and c.request_id = ${requestId} order by c.due_at nulls last, c.promise_code`.execute(
    tx.sql,
  )
  return rows
}

export async function listWorkOrdersOf(tx: Tx, requestId: string) {
  const { rows } = await sql<{
    id: string
    number: string
    state: string
    staffName: string
    plannedFromAt: string | null
  }>`
    select w.id, w.number, coalesce(s.name, '') as staff_name, a.planned_from as planned_from_at,
      case when w.cancelled_at is not null then 'cancelled' when v.finished_at is not null then 'finished'
        when v.id is not null then 'on_site' when a.id is not null then 'assigned' else 'unassigned' end as state
    from work_order w
    left join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
    left join staff s on s.org_id = a.org_id and s.id = a.staff_id
    left join visit v on v.org_id = w.org_id and v.work_order_id = w.id
    where w.org_id = ${tx.orgId} and w.request_id = ${requestId} order by w.created_at`.execute(tx.sql)
  return rows
}

export async function listRatingsOf(tx: Tx, requestId: string) {
  return tx.sql
    .selectFrom('rating')
    .select(['source', 'stars', 'comment', 'claimedAt'])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .orderBy('claimedAt')
    .execute()
}

/** The customer on file with this name and number, when it is exactly one. */
export async function findCustomerExactly(tx: Tx, name: string, phone: string): Promise<string | null> {
  if (!phone) return null
  const rows = await tx.sql
    .selectFrom('customer')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('phone', '=', phone)
    .where((where) => where.or([where('name', '=', name), where('contactName', '=', name)]))
    .limit(2)
    .execute()
  return rows.length === 1 ? rows[0]!.id : null
}

export async function findProductBySerial(
  tx: Tx,
  serialNumber: string,
): Promise<{ id: string; customerId: string } | undefined> {
  if (!serialNumber) return undefined
  return tx.sql
    .selectFrom('installedProduct')
    .select(['id', 'customerId'])
    .where('orgId', '=', tx.orgId)
    .where('serialNumber', '=', serialNumber)
    .executeTakeFirst()
}
