import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { LICENCE_WORK_DAYS, type StandingMeasure } from '../rules.ts'

/** What is counted of the company as it stands: one relation a measure, of `(record_id, outlet_id, number, words, good, why, detail)`. */
export type StandingRows = { recordType: string; rows: RawBuilder<unknown> }

const holds = (alias: string, todayOn: string) => {
  const q = sql.ref(alias)
  return sql<boolean>`((${q}.issued_on is null or ${q}.issued_on <= ${todayOn}::date)
    and (${q}.expires_on is null or ${q}.expires_on >= ${todayOn}::date)
    and (${q}.revoked_on is null or ${q}.revoked_on > ${todayOn}::date))`
}

const works = (todayOn: string) =>
  sql<boolean>`((s.joined_on is null or s.joined_on <= ${todayOn}::date) and (s.left_on is null or s.left_on >= ${todayOn}::date))`

export function standingRows(tx: Tx, measure: StandingMeasure, todayOn: string): StandingRows {
  switch (measure) {
    case 'departments_with_head':
      return { recordType: 'department', rows: departments(tx, todayOn) }
    case 'outlet_coverage':
      return { recordType: 'city', rows: cities(tx, todayOn) }
    case 'licence_valid':
      return { recordType: 'staff', rows: licensedStaff(tx, todayOn) }
    case 'manager_ratio':
      return { recordType: 'staff', rows: managers(tx, todayOn) }
    case 'customer_files_complete':
      return { recordType: 'customer', rows: customers(tx) }
  }
}

function departments(tx: Tx, todayOn: string): RawBuilder<unknown> {
  return sql`
    select d.id as record_id, null::uuid as outlet_id, '' as number, d.name as words,
      (h.id is not null and d.duties <> '') as good,
      case when h.id is null then 'head_missing' when d.duties = '' then 'duties_missing' else 'head_and_duties' end as why,
      '{}'::jsonb as detail
    from department d
    left join lateral (select s.id from staff s where s.org_id = d.org_id and s.id = d.head_staff_id and ${works(todayOn)}) h on true
    where d.org_id = ${tx.orgId} and (d.closed_on is null or d.closed_on >= ${todayOn}::date)`
}

function cities(tx: Tx, todayOn: string): RawBuilder<unknown> {
  return sql`
    select c.city_code as record_id, null::uuid as outlet_id, c.city_code as number, '' as words, covered.yes as good,
      case when covered.yes then 'city_covered' else 'city_uncovered' end as why,
      jsonb_build_object('customers', c.customers) as detail
    from (select city_code, count(*)::int as customers from customer where org_id = ${tx.orgId} and city_code <> '' group by 1) c
    cross join lateral (select exists (
      select from outlet o where o.org_id = ${tx.orgId} and o.city_code = c.city_code
        and (o.opened_on is null or o.opened_on <= ${todayOn}::date) and (o.closed_on is null or o.closed_on >= ${todayOn}::date)) as yes) covered`
}

/** Whoever goes on site and whose work around this day, or whose own certificates, name a licence: every one of them must hold today. */
function licensedStaff(tx: Tx, todayOn: string): RawBuilder<unknown> {
  const around = sql.lit(LICENCE_WORK_DAYS)
  return sql`
    select s.id as record_id, s.outlet_id, s.number, s.name as words, bool_and(valid.yes) as good,
      case when bool_and(valid.yes) then 'licences_hold' else 'licence_lapsed' end as why,
      jsonb_strip_nulls(jsonb_build_object('needed', string_agg(n.code, ', ' order by n.code) filter (where not valid.yes))) as detail
    from staff s
    cross join lateral (
      select unnest(w.required_qualifications) as code from assignment a
      join work_order w on w.org_id = a.org_id and w.id = a.work_order_id and w.cancelled_at is null
      where a.org_id = s.org_id and a.staff_id = s.id and a.ended_at is null and w.required_qualifications <> '{}'
        and a.planned_from >= ${todayOn}::date - ${around} and a.planned_from < ${todayOn}::date + ${around}
      union
      select q.kind_code from qualification q
      join qualification_kind k on k.org_id = q.org_id and k.code = q.kind_code and not k.service_manager
      where q.org_id = s.org_id and q.staff_id = s.id) n
    cross join lateral (select exists (
      select from qualification q where q.org_id = s.org_id and q.staff_id = s.id and q.kind_code = n.code and ${holds('q', todayOn)}) as yes) valid
    where s.org_id = ${tx.orgId} and s.goes_on_site and ${works(todayOn)}
    group by s.id, s.outlet_id, s.number, s.name`
}

function managers(tx: Tx, todayOn: string): RawBuilder<unknown> {
  return sql`
    select s.id as record_id, s.outlet_id, s.number, s.name as words, certified.yes as good,
      case when certified.yes then 'manager_certified' else 'manager_uncertified' end as why, '{}'::jsonb as detail
    from staff s
    cross join lateral (select exists (
      select from qualification q
      join qualification_kind k on k.org_id = q.org_id and k.code = q.kind_code and k.service_manager
      where q.org_id = s.org_id and q.staff_id = s.id and ${holds('q', todayOn)}) as yes) certified
    where s.org_id = ${tx.orgId} and s.manages_service and ${works(todayOn)}`
}

const FILE_COMPLETE = sql<boolean>`(c.city_code <> '' and c.address <> '' and (c.phone <> '' or c.email <> ''))`

/** A file is complete with a way to reach the customer, an address and its city. Erased customers have no file any more. */
function customers(tx: Tx): RawBuilder<unknown> {
  return sql`
    select c.id as record_id, null::uuid as outlet_id, coalesce(c.number, '') as number, c.name as words, ${FILE_COMPLETE} as good,
      case when ${FILE_COMPLETE} then 'file_complete' when c.phone = '' and c.email = '' then 'contact_missing'
        when c.address = '' then 'address_missing' else 'city_missing' end as why,
      '{}'::jsonb as detail
    from customer c where c.org_id = ${tx.orgId} and c.erased_at is null`
}

export type OutletCount = { measure: string; outletId: string | null; good: number; total: number }

/** Every standing measure as it stands on that day; rows with an outlet are that outlet's share, those without the rest of the company. */
export async function countStanding(tx: Tx, todayOn: string): Promise<OutletCount[]> {
  const byOutlet = ['departments_with_head', 'outlet_coverage', 'licence_valid', 'manager_ratio'] as const
  const counted = byOutlet.map(
    (measure) => sql`
      select ${sql.lit(measure)} as measure, x.outlet_id, count(*) filter (where x.good)::int as good, count(*)::int as total
      from (${standingRows(tx, measure, todayOn).rows}) x group by 2`,
  )
  const { rows } =
    await sql<OutletCount>`${sql.join(counted, sql` union all `)} union all ${customerFiles(tx)}`.execute(tx.sql)
  return rows
}

function customerFiles(tx: Tx): RawBuilder<unknown> {
  return sql`
    select 'customer_files_complete', null::uuid, count(*) filter (where ${FILE_COMPLETE})::int, count(*)::int
    from customer c where c.org_id = ${tx.orgId} and c.erased_at is null`
}

/** Complete customer files per city: an outlet answers for those of its city. */
export async function countFilesByCity(tx: Tx): Promise<{ cityCode: string; good: number; total: number }[]> {
  const { rows } = await sql<{ cityCode: string; good: number; total: number }>`
    select c.city_code, count(*) filter (where ${FILE_COMPLETE})::int as good, count(*)::int as total
    from customer c where c.org_id = ${tx.orgId} and c.erased_at is null and c.city_code <> '' group by 1`.execute(
    tx.sql,
  )
  return rows
}
