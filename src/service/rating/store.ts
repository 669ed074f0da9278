import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { RatingRow } from './contract.ts'
import { type Rateable, type RatingSource, WORST_GOOD_STARS } from './rules.ts'

const SERVED = (tx: Tx, requestId: ReturnType<typeof sql.ref>, personId: string | null) => sql<boolean>`exists (
  select from work_order w
  join staff s on s.org_id = w.org_id and s.person_id = ${personId}::uuid
  where w.org_id = ${tx.orgId} and w.request_id = ${requestId} and (
    exists (select from visit v where v.org_id = w.org_id and v.work_order_id = w.id and v.staff_id = s.id)
    or exists (select from assignment a where a.org_id = w.org_id and a.work_order_id = w.id and a.staff_id = s.id and a.ended_at is null)))`

export type RateableRequest = Rateable & { outletId: string | null; requestedOn: string }

export async function loadRateable(
  tx: Tx,
  requestId: string,
  personId: string | null,
): Promise<RateableRequest | undefined> {
  const { rows } = await sql<RateableRequest>`
    select r.state, r.requested_at, r.outlet_id, r.requested_on,
      exists (select from work_order w join visit v on v.org_id = w.org_id and v.work_order_id = w.id
        where w.org_id = r.org_id and w.request_id = r.id and v.finished_at is not null) as work_finished,
      ${SERVED(tx, sql.ref('r.id'), personId)} as own_work,
      (select coalesce(json_agg(json_build_object('id', t.id, 'source', t.source, 'stars', t.stars, 'comment', t.comment)), '[]')
        from rating t where t.org_id = r.org_id and t.request_id = r.id) as ratings
    from service_request r where r.org_id = ${tx.orgId} and r.id = ${requestId}`.execute(tx.sql)
  return rows[0]
}

export type NewRating = {
  id: string
  requestId: string
  source: RatingSource
  stars: number
  comment: string
  askedBy: string | null
  deviceHash: string | null
  claimedAt: string
}

export async function insertRating(tx: WriteTx, rating: NewRating): Promise<void> {
  await tx.sql
    .insertInto('rating')
    .values({ ...rating, orgId: tx.orgId, recordedAt: tx.at })
    .execute()
}

export type RatingRecord = {
  id: string
  requestId: string
  stars: number
  followedUpAt: string | null
  outletId: string | null
  requestedOn: string
  ownWork: boolean
}

/** Locked until the transaction ends, so that two people do not follow up the same rating. */
export async function loadRating(
  tx: WriteTx,
  ratingId: string,
  personId: string | null,
): Promise<RatingRecord | undefined> {
  const { rows } = await sql<RatingRecord>`
    select t.id, t.request_id, t.stars, t.followed_up_at, r.outlet_id, r.requested_on,
      ${SERVED(tx, sql.ref('r.id'), personId)} as own_work
    from rating t join service_request r on r.org_id = t.org_id and r.id = t.request_id
    where t.org_id = ${tx.orgId} and t.id = ${ratingId} for no key update of t`.execute(tx.sql)
  return rows[0]
}

export async function saveFollowUp(tx: WriteTx, ratingId: string, note: string): Promise<void> {
  await tx.sql
    .updateTable('rating')
    .set({ followedUpAt: tx.at, followUpNote: note })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', ratingId)
    .execute()
}

export type RatingFilter = {
  limit: number
  cursor?: string
  waiting?: boolean
  maxStars?: number
  fromOn?: string
  toOn?: string
}

/** Newest first. Days are those of the company's time zone. */
export async function listRatingRows(tx: Tx, filter: RatingFilter): Promise<Page<RatingRow>> {
  const [beforeAt, beforeId] = filter.cursor?.split('~') ?? []
  const zone = sql`(select time_zone from organisation where org_id = ${tx.orgId})`
  const conditions = [sql`t.org_id = ${tx.orgId}`]
  if (filter.waiting) conditions.push(sql`t.stars < ${sql.lit(WORST_GOOD_STARS)} and t.followed_up_at is null`)
  if (filter.maxStars) conditions.push(sql`t.stars <= ${filter.maxStars}`)
  if (filter.fromOn) conditions.push(sql`t.claimed_at >= ${filter.fromOn}::date::timestamp at time zone ${zone}`)
  if (filter.toOn) conditions.push(sql`t.claimed_at < (${filter.toOn}::date + 1)::timestamp at time zone ${zone}`)
  if (beforeAt && beforeId) {
    conditions.push(sql`(t.claimed_at, t.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)`)
  }
  const { rows } = await sql<RatingRow>`
    select t.id, t.request_id, r.number as request_number, r.subject, coalesce(o.name, '') as outlet_name,
      coalesce((select s.name from work_order w
        join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
        join staff s on s.org_id = a.org_id and s.id = a.staff_id
        where w.org_id = r.org_id and w.request_id = r.id order by w.created_at desc limit 1), '') as staff_name,
      t.source, t.stars, t.comment, t.claimed_at, t.followed_up_at, t.follow_up_note
    from (select * from rating t where ${sql.join(conditions, sql` and `)}
      order by t.claimed_at desc, t.id desc limit ${filter.limit + 1}) t
    join service_request r on r.org_id = t.org_id and r.id = t.request_id
    left join outlet o on o.org_id = r.org_id and o.id = r.outlet_id
    order by t.claimed_at desc, t.id desc`.execute(tx.sql)
  return cutPage(rows, filter.limit, (row) => `${row.claimedAt}~${row.id}`)
}
