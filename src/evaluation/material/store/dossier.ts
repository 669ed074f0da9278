import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { OutletEntry, StaffEntry } from '../contract/dossier.ts'
import { CASE_VERBS, type CaseRow } from '../rules/cases.ts'

/** Outlets open on that day, by code; `centreId` is the one that leads the others. */
export async function listOpenOutlets(tx: Tx, dayOn: string, centreId: string | null): Promise<OutletEntry[]> {
  const { rows } = await sql<OutletEntry>`
    select o.id, o.code, o.name, o.kind, o.city_code, o.address, o.id is not distinct from ${centreId}::uuid as is_centre,
      (select count(*)::int from staff s where s.org_id = o.org_id and s.outlet_id = o.id and (s.left_on is null or s.left_on > ${dayOn}::date)) as headcount
    from outlet o where o.org_id = ${tx.orgId} and (o.closed_on is null or o.closed_on > ${dayOn}::date)
    order by o.code, o.id`.execute(tx.sql)
  return rows
}

/** Everybody on the books on that day, by number: no phone, no resident id. */
export async function listStaffEntries(tx: Tx, dayOn: string): Promise<(StaffEntry & { serves: boolean })[]> {
  const { rows } = await sql<StaffEntry & { serves: boolean }>`
    select id, number, name, post, outlet_id, manages_service as is_service_management, goes_on_site as serves
    from staff where org_id = ${tx.orgId} and (left_on is null or left_on > ${dayOn}::date)
      and (joined_on is null or joined_on <= ${dayOn}::date)
    order by number, id`.execute(tx.sql)
  return rows
}

/** The day of the first request: since when the service system has been running. */
export async function findFirstRequestOn(tx: Tx): Promise<string | null> {
  const row = await tx.sql
    .selectFrom('serviceRequest')
    .select(({ fn }) => fn.min('requestedOn').as('firstOn'))
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  return row?.firstOn ?? null
}

/** Entries at places `start` to, not including, `end` of the ledger that make a case, in order. */
export async function listCaseRows(tx: Tx, start: number, end: number): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select e.leaf_index, h.record_id as id, h.claimed_at,
      h.content::jsonb ->> 'number' as says_number, h.content::jsonb ->> 'kind' as says_kind,
      coalesce(h.content::jsonb ? 'outletId', false) as says_outlet, h.content::jsonb ->> 'outletId' as says_outlet_id,
      r.number, r.kind, r.outlet_id
    from ledger_entry e
      join history h on h.org_id = e.org_id and h.id = e.history_id
      left join service_request r on r.org_id = h.org_id and r.id = h.record_id
    where e.org_id = ${tx.orgId} and e.leaf_index >= ${start} and e.leaf_index < ${end}
      and h.record_type = 'service_request' and h.verb = any(${[...CASE_VERBS]}::text[])
    order by e.leaf_index`.execute(tx.sql)
  return rows
}

export async function findOwnName(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('name')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.name
}
