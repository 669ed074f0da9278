import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { LookedUp, RecordFound, SampledOf } from '../contract/sample.ts'

type Days = { fromOn: string; toOn: string }
type Whereof = { of: SampledOf; requestKind: string | null }

/** Ids in order of what a sample of these days could be drawn from, as it stood at that instant; at most `limit`. */
export async function listPopulation(
  tx: Tx,
  whereof: Whereof,
  days: Days,
  { at, limit }: { at: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from (${populationOf(tx, whereof, days, at)}) of_days
    order by id limit ${limit}`.execute(tx.sql)
  return rows.map((row) => row.id)
}

export async function countPopulation(tx: Tx, whereof: Whereof, days: Days, at: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count
    from (${populationOf(tx, whereof, days, at)}) of_days`.execute(tx.sql)
  return rows[0]!.count
}

/** Requests cancelled before `at` are not among them; what was entered or cancelled later changes nothing. */
function populationOf(tx: Tx, { of, requestKind }: Whereof, { fromOn, toOn }: Days, at: string): RawBuilder<unknown> {
  const inDays = sql`r.org_id = ${tx.orgId} and r.requested_on between ${fromOn} and ${toOn} and r.recorded_at <= ${at}`
  switch (of) {
    case 'request':
      return sql`select r.id from service_request r where ${inDays} and (${requestKind}::text is null or r.kind = ${requestKind})
        and not exists (select from request_event e where e.org_id = r.org_id and e.request_id = r.id and e.kind = 'cancelled'
          and e.recorded_at <= ${at})`
    case 'work_order':
      return sql`select w.id from work_order w join service_request r on r.org_id = w.org_id and r.id = w.request_id
        where ${inDays} and w.created_at <= ${at} and (w.cancelled_at is null or w.cancelled_at > ${at})`
    case 'staff':
      return sql`select id from staff where org_id = ${tx.orgId} and (joined_on is null or joined_on <= ${toOn})
        and (left_on is null or left_on >= ${fromOn})`
    case 'outlet':
      return sql`select id from outlet where org_id = ${tx.orgId} and (opened_on is null or opened_on <= ${toOn})
        and (closed_on is null or closed_on >= ${fromOn})`
    case 'customer':
      return sql`select id from customer where org_id = ${tx.orgId} and created_at <= ${at}
        and (erased_at is null or erased_at > ${at})`
    case 'product_model':
      return sql`select id from product_model where org_id = ${tx.orgId}`
  }
}

type Row = Omit<RecordFound, 'record'> & { id: string; type: string; also: string }
const found = ({ id, type, also: _, ...row }: Row): RecordFound => ({ record: { type, id }, ...row })

/** These records in the order of the ids; what is gone is left out. */
export async function loadRecords(tx: Tx, of: SampledOf, ids: readonly string[]): Promise<RecordFound[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`select * from (${shownOf(tx, of)}) shown where id = any(${ids})`.execute(tx.sql)
  const byId = new Map(rows.map((row) => [row.id, found(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** What a record is looked up as, by its type in history; those that are not looked up are not among them. */
const LOOKED_UP: Readonly<Record<string, LookedUp>> = {
  service_request: 'request',
  work_order: 'work_order',
  staff: 'staff',
  outlet: 'outlet',
  customer: 'customer',
  product_model: 'product_model',
  material: 'material',
}

/** Whether there is a record of this type and id; undefined where nobody here knows the type. */
export async function isKnownRecord(tx: Tx, recordType: string, recordId: string): Promise<boolean | undefined> {
  const of = LOOKED_UP[recordType]
  if (!of) return undefined
  const { rows } = await sql`select 1 from (${shownOf(tx, of)}) shown where id = ${recordId}`.execute(tx.sql)
  return rows.length > 0
}

/** The request of each of these work orders; those of others are not among them. */
export async function findRequestsOf(tx: Tx, workOrderIds: readonly string[]): Promise<Record<string, string>> {
  if (workOrderIds.length === 0) return {}
  const rows = await tx.sql
    .selectFrom('workOrder')
    .select(['id', 'requestId'])
    .where('orgId', '=', tx.orgId)
    .where('id', 'in', [...workOrderIds])
    .execute()
  return Object.fromEntries(rows.map((row) => [row.id, row.requestId]))
}

/** Records whose number or code begins so, or whose words, customer or day hold it; the newest or first in order. At most `limit`. */
export async function findRecordsLike(
  tx: Tx,
  { of, search, limit }: { of: LookedUp; search: string; limit: number },
): Promise<RecordFound[]> {
  const part = search.replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<Row>`select * from (${shownOf(tx, of)}) shown
    where label ilike ${`%${part}%`} or detail ilike ${`%${part}%`} or "onDay" like ${`${part}%`} or also ilike ${`%${part}%`}
    order by (label ilike ${`${part}%`}) desc, "onDay" desc nulls last, label limit ${limit}`.execute(tx.sql)
  return rows.map(found)
}

function shownOf(tx: Tx, of: LookedUp): RawBuilder<unknown> {
  const none = sql`null::text as "untilOn", null::uuid as "requestId"`
  const noDay = sql`null::text as "onDay", '' as also`
  // Looked up by, never shown or written down: a name must be erasable.
  const customer = sql`coalesce((select c.name from customer c where c.org_id = r.org_id and c.id = r.customer_id), '') as also`
  switch (of) {
    case 'request':
      return sql`select r.id, 'service_request' as type, r.number as label, r.subject as detail, r.requested_on::text as "onDay",
        ${customer}, ${none} from service_request r where r.org_id = ${tx.orgId}`
    case 'work_order':
      return sql`select w.id, 'work_order' as type, w.number as label, r.subject as detail, r.requested_on::text as "onDay",
        ${customer}, null::text as "untilOn", r.id as "requestId"
        from work_order w join service_request r on r.org_id = w.org_id and r.id = w.request_id where w.org_id = ${tx.orgId}`
    case 'staff':
      return sql`select id, 'staff' as type, number || ' ' || name as label, post as detail, ${noDay}, ${none}
        from staff where org_id = ${tx.orgId}`
    case 'outlet':
      return sql`select id, 'outlet' as type, code || ' ' || name as label, address as detail, ${noDay}, ${none}
        from outlet where org_id = ${tx.orgId}`
    case 'customer':
      // Only the number is written into a sample: a name must be erasable.
      return sql`select id, 'customer' as type, coalesce(number, left(id::text, 8)) as label, name as detail, ${noDay}, ${none}
        from customer where org_id = ${tx.orgId} and erased_at is null`
    case 'product_model':
      return sql`select id, 'product_model' as type, code || ' ' || name as label, '' as detail, ${noDay}, ${none}
        from product_model where org_id = ${tx.orgId}`
    case 'material':
      return sql`select id, 'material' as type, name as label, material_id as detail, ${noDay},
        valid_until_on::text as "untilOn", null::uuid as "requestId"
        from material_file where org_id = ${tx.orgId} and withdrawn_at is null`
  }
}
