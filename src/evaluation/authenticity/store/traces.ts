import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { CallBackTrace, CommentTrace, DeviceTrace, RatedTrace, ReuseTrace, VisitTrace } from '../rules/trace.ts'

/** Days in the company's time zone, both included. */
export type Window = { fromOn: string; toOn: string; zone: string }

const visitDay = ({ zone }: Window) => sql`(v.arrived_at at time zone ${zone})::date`
const ratingDay = ({ zone }: Window) => sql`(t.claimed_at at time zone ${zone})::date`

/** Nothing longer is listed under one suspicion; the figures count all. */
const MOST_RECORDS = 200

/** Technicians with visits in these days, after `after`, in the order of their ids. */
export async function listVisitors(tx: Tx, window: Window, after: string | null, limit: number): Promise<string[]> {
  const { rows } = await sql<{ staffId: string }>`
    select distinct v.staff_id from visit v
    where v.org_id = ${tx.orgId} and ${visitDay(window)} between ${window.fromOn}::date and ${window.toOn}::date
      and (${after}::uuid is null or v.staff_id > ${after}::uuid)
    order by v.staff_id limit ${limit}`.execute(tx.sql)
  return rows.map((row) => row.staffId)
}

type VisitRow = Omit<VisitTrace, 'spot' | 'site' | 'accuracyMetres'> & {
  accuracyMetres: number | null
  longitude: number | null
  latitude: number | null
  siteLongitude: number | null
  siteLatitude: number | null
}

const ms = (column: string) => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`

/** Visits of these technicians, each one's in the order of arrival. */
export async function loadVisits(tx: Tx, window: Window, staffIds: readonly string[]): Promise<VisitTrace[]> {
  const { rows } = await sql<VisitRow>`
    select v.work_order_id, w.number, v.staff_id, s.name as staff_name, w.outlet_id, ${visitDay(window)} as day_on,
      ${ms('v.arrived_at')} as arrived_ms, v.arrived_longitude as longitude, v.arrived_latitude as latitude,
      v.arrived_accuracy_metres as accuracy_metres, r.longitude as site_longitude, r.latitude as site_latitude,
      ${ms('v.finished_at')} as finished_ms, ${ms('v.finished_recorded_at')} as finished_recorded_ms, ${ms('v.signed_at')} as signed_ms,
      ${ms('f.uploaded_at')} as signature_kept_ms, w.source_key is not null as is_imported,
      v.signature_sha256 is not null and exists (select from visit o where o.org_id = v.org_id
        and o.signature_sha256 = v.signature_sha256 and o.id <> v.id) as signature_elsewhere
    from visit v
    join work_order w on w.org_id = v.org_id and w.id = v.work_order_id
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    join staff s on s.org_id = v.org_id and s.id = v.staff_id
    left join file f on f.org_id = v.org_id and f.sha256 = v.signature_sha256
    where v.org_id = ${tx.orgId} and v.staff_id = any(${staffIds}::uuid[])
      and ${visitDay(window)} between ${window.fromOn}::date and ${window.toOn}::date
    order by v.staff_id, v.arrived_at, v.id`.execute(tx.sql)
  return rows.map(({ longitude, latitude, siteLongitude, siteLatitude, accuracyMetres, ...row }) => ({
    ...row,
    spot: longitude === null || latitude === null ? null : { longitude, latitude },
    site: siteLongitude === null || siteLatitude === null ? null : { longitude: siteLongitude, latitude: siteLatitude },
    accuracyMetres: accuracyMetres ?? 0,
  }))
}

/** Signatures and photos that stand under more than one work order, at least one of them of these days. */
export async function loadReuse(tx: Tx, window: Window): Promise<ReuseTrace[]> {
  const { rows } = await sql<ReuseTrace>`
    with used as (
      select 'signature' as kind, v.signature_sha256 as sha256, v.work_order_id, v.staff_id, v.arrived_at
      from visit v where v.org_id = ${tx.orgId} and v.signature_sha256 is not null
      union
      select 'photo', p.file_sha256, p.work_order_id, v.staff_id, v.arrived_at
      from visit_photo p join visit v on v.org_id = p.org_id and v.work_order_id = p.work_order_id
      where p.org_id = ${tx.orgId})
    select v.kind, v.sha256, json_agg(json_build_object('workOrderId', v.work_order_id, 'number', w.number,
        'staffId', v.staff_id, 'outletId', w.outlet_id, 'dayOn', ${visitDay(window)}) order by v.arrived_at) as orders
    from used v join work_order w on w.org_id = ${tx.orgId} and w.id = v.work_order_id
    group by v.kind, v.sha256
    having count(distinct v.work_order_id) > 1
      and bool_or(${visitDay(window)} between ${window.fromOn}::date and ${window.toOn}::date)
    order by v.kind, v.sha256 limit 5000`.execute(tx.sql)
  return rows
}

// Whose work a rating is about: the technician of the latest visit.
const SERVED = sql`join lateral (
    select v.staff_id, s.name as staff_name, s.person_id from work_order w
    join visit v on v.org_id = w.org_id and v.work_order_id = w.id
    join staff s on s.org_id = v.org_id and s.id = v.staff_id
    where w.org_id = r.org_id and w.request_id = r.id order by v.arrived_at desc limit 1) served on true`

const RATED = sql`rating t
    join service_request r on r.org_id = t.org_id and r.id = t.request_id`
const ofWindow = (tx: Tx, window: Window) =>
  sql`t.org_id = ${tx.orgId} and ${ratingDay(window)} between ${window.fromOn}::date and ${window.toOn}::date`

export async function loadRated(tx: Tx, window: Window): Promise<RatedTrace[]> {
  const { rows } = await sql<RatedTrace>`
    select served.staff_id, min(served.staff_name) as staff_name, min(r.outlet_id::text)::uuid as outlet_id, count(*)::int as count,
      (count(*) filter (where t.stars = 5))::int as full_stars, max(${ratingDay(window)}) as last_on,
      to_json((array_agg(json_build_object('ratingId', t.id, 'requestNumber', r.number) order by t.claimed_at desc))[1:20]) as sample
    from ${RATED} ${SERVED} where ${ofWindow(tx, window)}
    group by served.staff_id order by served.staff_id`.execute(tx.sql)
  return rows
}

const RATINGS = (
  window: Window,
) => sql`to_json((array_agg(json_build_object('ratingId', t.id, 'requestNumber', r.number,
  'dayOn', ${ratingDay(window)}) order by t.claimed_at))[1:${sql.lit(MOST_RECORDS)}])`

export async function loadComments(tx: Tx, window: Window, least: number): Promise<CommentTrace[]> {
  const { rows } = await sql<CommentTrace>`
    select served.staff_id, min(served.staff_name) as staff_name, min(r.outlet_id::text)::uuid as outlet_id,
      btrim(t.comment) as comment, ${RATINGS(window)} as ratings
    from ${RATED} ${SERVED} where ${ofWindow(tx, window)} and btrim(t.comment) <> ''
    group by served.staff_id, btrim(t.comment) having count(*) >= ${least} limit 2000`.execute(tx.sql)
  return rows
}

/** Devices from which several requests were rated; customers are told apart by file, else by telephone. */
export async function loadDevices(tx: Tx, window: Window, leastCustomers: number): Promise<DeviceTrace[]> {
  const customers = sql`count(distinct coalesce(r.customer_id::text, nullif(r.contact_phone, ''), r.id::text))::int`
  const { rows } = await sql<DeviceTrace>`
    select left(t.device_hash, 16) as device, ${customers} as customers, min(r.outlet_id::text)::uuid as outlet_id, ${RATINGS(window)} as ratings
    from ${RATED} where ${ofWindow(tx, window)} and t.device_hash is not null
    group by t.device_hash having ${customers} >= ${leastCustomers} limit 2000`.execute(tx.sql)
  return rows
}

/** Call-backs made by whoever had served the customer. */
export async function loadOwnCallBacks(tx: Tx, window: Window): Promise<CallBackTrace[]> {
  const { rows } = await sql<CallBackTrace>`
    select distinct on (t.id) t.id as rating_id, r.number as request_number, s.id as staff_id, s.name as staff_name, r.outlet_id, ${ratingDay(window)} as day_on
    from ${RATED}
    join work_order w on w.org_id = r.org_id and w.request_id = r.id
    join visit v on v.org_id = w.org_id and v.work_order_id = w.id
    join staff s on s.org_id = v.org_id and s.id = v.staff_id
    where ${ofWindow(tx, window)} and t.source = 'call_back' and s.person_id is not null and t.asked_by = 'person:' || s.person_id
    limit 5000`.execute(tx.sql)
  return rows
}

export async function countRatings(tx: Tx, window: Window): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from rating t where ${ofWindow(tx, window)}`.execute(tx.sql)
  return rows[0]!.count
}
