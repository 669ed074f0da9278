import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { RequestState } from '../../request/contract/words.ts'
import type { Job } from '../contract.ts'
import type { FieldPerson, Needed } from '../rules/assign.ts'

/** Midnight of the organisation's time zone, `days` after the day asked for. */
const midnight = (tx: Tx, dayOn: string, days = 0) =>
  sql`((${dayOn}::date + ${sql.lit(days)})::timestamp at time zone (select time_zone from organisation where org_id = ${tx.orgId}))`

/** Assignments that hold some of that day's hours. None is longer than a day, so its beginning finds it. */
const ON_THE_DAY = (tx: Tx, dayOn: string) => sql`a.org_id = ${tx.orgId} and a.ended_at is null
  and a.planned_from >= ${midnight(tx, dayOn, -1)} and a.planned_from < ${midnight(tx, dayOn, 1)} and a.planned_to > ${midnight(tx, dayOn)}`

/** Waiting and still wanted. `waiting_since` finds them; that nobody has them is told by the assignments. */
const UNASSIGNED = (tx: Tx) => sql`w.org_id = ${tx.orgId} and w.waiting_since is not null and w.cancelled_at is null
  and r.state not in ('resolved', 'closed', 'cancelled')
  and not exists (select from assignment x where x.org_id = w.org_id and x.work_order_id = w.id and x.ended_at is null)`

export type BoardStaff = FieldPerson & {
  post: string
  outletId: string | null
  outletName: string
  longitude: number | null
  latitude: number | null
  cityCode: string
}

const MOST_PEOPLE = 3_000

/** Who goes on site and works on that day, or has a job then; by outlet and name. */
export async function listFieldPeople(tx: Tx, dayOn: string, outletId: string | null): Promise<BoardStaff[]> {
  const { rows } = await sql<BoardStaff>`
    select s.id as staff_id, s.name, s.post, s.outlet_id, s.goes_on_site, s.joined_on, s.left_on, coalesce(o.name, '') as outlet_name,
      o.longitude, o.latitude, coalesce(o.city_code, '') as city_code, coalesce(q.licences, '[]') as licences
    from staff s
    left join outlet o on o.org_id = s.org_id and o.id = s.outlet_id
    left join (
      select staff_id, json_agg(json_build_object('kindCode', kind_code, 'issuedOn', issued_on, 'expiresOn', expires_on,
        'revokedOn', revoked_on)) as licences
      from qualification where org_id = ${tx.orgId} group by staff_id
    ) q on q.staff_id = s.id
    where s.org_id = ${tx.orgId} and (${outletId}::uuid is null or s.outlet_id = ${outletId}::uuid) and (
      (s.goes_on_site and (s.left_on is null or s.left_on >= ${dayOn}) and (s.joined_on is null or s.joined_on <= ${dayOn}))
      or s.id in (select a.staff_id from assignment a where ${ON_THE_DAY(tx, dayOn)}))
    order by o.code nulls last, s.name, s.id limit ${sql.lit(MOST_PEOPLE)}`.execute(tx.sql)
  return rows
}

/** A job with the rows that tell where it stands. */
export type BoardRow = Omit<Job, 'state'> & {
  cancelledAt: string | null
  requestState: RequestState
  arrivedAt: string | null
  finishedAt: string | null
  /** How many wait in all; null on a job that somebody has. */
  waiting: number | null
}

export const MOST_UNASSIGNED = 200

/** That day's jobs and the unassigned that press most, in one statement. */
export async function listBoardRows(tx: Tx, dayOn: string, outletId: string | null): Promise<BoardRow[]> {
  const { rows } = await sql<BoardRow>`
    with picked as (
      select w.id, a.staff_id, a.planned_from, a.planned_to, null::int as waiting
      from assignment a join work_order w on w.org_id = a.org_id and w.id = a.work_order_id
      where ${ON_THE_DAY(tx, dayOn)}
      union all
      select * from (
        select w.id, null::uuid, null::timestamptz, null::timestamptz, count(*) over ()::int
        from work_order w join service_request r on r.org_id = w.org_id and r.id = w.request_id
        where ${UNASSIGNED(tx)} and (${outletId}::uuid is null or w.outlet_id = ${outletId}::uuid)
        order by (select min(c.due_at) from clock c where c.org_id = w.org_id and c.request_id = w.request_id and c.stopped_at is null
          and c.state in ('running', 'late')) nulls last, w.waiting_since, w.id
        limit ${sql.lit(MOST_UNASSIGNED)}
      ) waiting
    )
    select w.id as work_order_id, w.number, w.request_id, r.number as request_number, r.kind, r.urgency, r.subject,
      coalesce(nullif(c.name, ''), r.contact_name) as customer_name, coalesce(nullif(r.address, ''), c.address, '') as address,
      coalesce(nullif(r.city_code, ''), c.city_code, '') as city_code,
      coalesce(r.longitude, c.longitude) as longitude, coalesce(r.latitude, c.latitude) as latitude,
      w.outlet_id, coalesce(o.name, '') as outlet_name, w.required_qualifications, p.staff_id, p.planned_from as planned_from_at,
      p.planned_to as planned_to_at, r.wished_from as wished_from_at, r.wished_to as wished_to_at, w.version,
      w.cancelled_at, r.state as request_state, v.arrived_at, v.finished_at, p.waiting,
      k.due_at, k.promise_code as due_code,
      case when k.state = 'running' and k.due_at < ${tx.at} then 'late' else k.state end as clock_state
    from picked p
    join work_order w on w.org_id = ${tx.orgId} and w.id = p.id
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    left join customer c on c.org_id = r.org_id and c.id = r.customer_id
    left join outlet o on o.org_id = w.org_id and o.id = w.outlet_id
    left join visit v on v.org_id = w.org_id and v.work_order_id = w.id
    left join lateral (
      select due_at, promise_code, state from clock where org_id = w.org_id and request_id = w.request_id and stopped_at is null
        and state in ('running', 'late', 'paused') order by due_at nulls last limit 1
    ) k on true
    order by p.staff_id, p.planned_from, k.due_at nulls last, w.waiting_since, w.id`.execute(tx.sql)
  return rows
}

export type BoardOutlet = {
  id: string
  name: string
  kind: string
  longitude: number | null
  latitude: number | null
  waiting: number
  open24h: boolean
}

/** Outlets open on that day, each with how many unassigned work orders wait there. */
export async function listBoardOutlets(tx: Tx, dayOn: string): Promise<BoardOutlet[]> {
  const { rows } = await sql<Omit<BoardOutlet, 'open24h'> & { aroundTheClock: boolean }>`
    select o.id, o.name, o.kind, o.longitude, o.latitude, coalesce(n.waiting, 0) as waiting, o.around_the_clock
    from outlet o
    left join (
      select w.outlet_id, count(*)::int as waiting
      from work_order w join service_request r on r.org_id = w.org_id and r.id = w.request_id
      where ${UNASSIGNED(tx)} group by w.outlet_id
    ) n on n.outlet_id = o.id
    where o.org_id = ${tx.orgId} and (o.closed_on is null or o.closed_on >= ${dayOn}) and (o.opened_on is null or o.opened_on <= ${dayOn})
    order by o.code`.execute(tx.sql)
  return rows.map(({ aroundTheClock, ...outlet }) => ({ ...outlet, open24h: aroundTheClock }))
}

export type DayJob = {
  staffId: string
  fromAt: string
  toAt: string
  done: boolean
  longitude: number | null
  latitude: number | null
  cityCode: string
}

/** Everybody's jobs of that day with where they are, in order of time. */
export async function listDayJobs(tx: Tx, dayOn: string, exceptOrderId: string): Promise<DayJob[]> {
  const { rows } = await sql<DayJob>`
    select a.staff_id, a.planned_from as from_at, a.planned_to as to_at, a.done_at is not null as done,
      coalesce(r.longitude, c.longitude) as longitude, coalesce(r.latitude, c.latitude) as latitude,
      coalesce(nullif(r.city_code, ''), c.city_code, '') as city_code
    from assignment a
    join work_order w on w.org_id = a.org_id and w.id = a.work_order_id
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    left join customer c on c.org_id = r.org_id and c.id = r.customer_id
    where ${ON_THE_DAY(tx, dayOn)} and a.work_order_id <> ${exceptOrderId}
      and (a.done_at is not null or (w.cancelled_at is null and r.state not in ('resolved', 'closed', 'cancelled')))
    order by a.planned_from`.execute(tx.sql)
  return rows
}

export type SuggestSubject = {
  kind: string
  outletId: string | null
  longitude: number | null
  latitude: number | null
  cityCode: string
  needed: Needed[] | null
}

export async function findSuggestSubject(tx: Tx, workOrderId: string): Promise<SuggestSubject | undefined> {
  const { rows } = await sql<SuggestSubject>`
    select r.kind, w.outlet_id, coalesce(r.longitude, c.longitude) as longitude, coalesce(r.latitude, c.latitude) as latitude,
      coalesce(nullif(r.city_code, ''), c.city_code, '') as city_code,
      (select json_agg(json_build_object('code', k.code, 'name', coalesce(case o.language when 'en' then n.name_en else n.name_zh end, k.code)))
        from unnest(w.required_qualifications) k (code) left join qualification_kind n on n.org_id = w.org_id and n.code = k.code) as needed
    from work_order w
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    join organisation o on o.org_id = w.org_id
    left join customer c on c.org_id = r.org_id and c.id = r.customer_id
    where w.org_id = ${tx.orgId} and w.id = ${workOrderId}`.execute(tx.sql)
  return rows[0]
}
