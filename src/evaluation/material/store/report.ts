import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { LeafScore } from '../../score/contract.ts'
import type { FromRecords } from '../rules/checklist.ts'
import { type LicenceRow, type LowRating, MOST_LOW_RATINGS, type ServiceCounts } from '../rules/report/data.ts'

export type Span = { fromOn: string; toOn: string; zone: string }

/** Three years of requests, by month and kind, and what became of them. Cancelled ones are counted apart. */
export async function countCases(tx: Tx, { fromOn, toOn }: Span): Promise<ServiceCounts['cases']> {
  const { rows } = await sql<ServiceCounts['cases'][number]>`
    select to_char(requested_on, 'YYYY-MM') as month, kind, count(*)::int as total,
      count(*) filter (where state in ('resolved', 'closed'))::int as settled,
      count(*) filter (where state = 'cancelled')::int as cancelled
    from service_request where org_id = ${tx.orgId} and requested_on between ${fromOn}::date and ${toOn}::date
    group by 1, 2 order by 1, 2`.execute(tx.sql)
  return rows
}

export async function countComplaints(tx: Tx, { fromOn, toOn }: Span): Promise<ServiceCounts['complaints']> {
  const { rows } = await sql<ServiceCounts['complaints'][number]>`
    select to_char(requested_on, 'YYYY') as year, complaint_class, count(*)::int as total,
      count(*) filter (where state in ('resolved', 'closed'))::int as settled,
      count(*) filter (where state = 'cancelled')::int as cancelled
    from service_request
    where org_id = ${tx.orgId} and kind = 'complaint' and requested_on between ${fromOn}::date and ${toOn}::date
    group by 1, 2 order by 1, 2`.execute(tx.sql)
  return rows
}

export async function countRatings(tx: Tx, { fromOn, toOn, zone }: Span): Promise<ServiceCounts['ratings']> {
  const { rows } = await sql<ServiceCounts['ratings'][number]>`
    select to_char(claimed_at at time zone ${zone}, 'YYYY-MM') as month, stars, source, count(*)::int as total,
      count(followed_up_at)::int as followed_up
    from rating where org_id = ${tx.orgId} and (claimed_at at time zone ${zone})::date between ${fromOn}::date and ${toOn}::date
    group by 1, 2, 3 order by 1, 2, 3`.execute(tx.sql)
  return rows
}

/** Middle and bad ratings with what was done about each, newest first. */
export async function listLowRatings(tx: Tx, { fromOn, toOn, zone }: Span): Promise<LowRating[]> {
  const { rows } = await sql<LowRating>`
    select q.number, q.kind, r.stars, r.comment, (r.claimed_at at time zone ${zone})::date as rated_on,
      (r.followed_up_at at time zone ${zone})::date as followed_up_on, r.follow_up_note
    from rating r join service_request q on q.org_id = r.org_id and q.id = r.request_id
    where r.org_id = ${tx.orgId} and r.stars < 4
      and (r.claimed_at at time zone ${zone})::date between ${fromOn}::date and ${toOn}::date
    order by r.claimed_at desc, r.id desc limit ${MOST_LOW_RATINGS}`.execute(tx.sql)
  return rows
}

/** Licences of those on the books, by number of staff; revoked ones are none. */
export async function listLicences(tx: Tx, dayOn: string): Promise<LicenceRow[]> {
  const { rows } = await sql<LicenceRow>`
    select s.number as staff_number, s.name as staff_name, k.name_zh as kind_zh, k.name_en as kind_en, q.certificate_number,
      q.expires_on, (q.expires_on is null or q.expires_on >= ${dayOn}::date) as is_valid
    from qualification q
      join staff s on s.org_id = q.org_id and s.id = q.staff_id
      join qualification_kind k on k.org_id = q.org_id and k.code = q.kind_code
    where q.org_id = ${tx.orgId} and q.revoked_on is null and (s.left_on is null or s.left_on > ${dayOn}::date)
    order by s.number, k.code, q.expires_on, q.id`.execute(tx.sql)
  return rows
}

/** What the records give for the checklist. `since`: ratings and complaints older than this are none for an application. */
export async function countForChecklist(tx: Tx, { fromOn, toOn, zone }: Span): Promise<FromRecords> {
  const { rows } = await sql<{
    ratings: number
    complaints: number
    licences: number
    expiredLicences: number
    rounds: number
  }>`
    select
      (select count(*)::int from rating where org_id = ${tx.orgId}
        and (claimed_at at time zone ${zone})::date between ${fromOn}::date and ${toOn}::date) as ratings,
      (select count(*)::int from service_request where org_id = ${tx.orgId} and kind = 'complaint'
        and requested_on between ${fromOn}::date and ${toOn}::date) as complaints,
      (select count(*)::int from qualification q join staff s on s.org_id = q.org_id and s.id = q.staff_id
        where q.org_id = ${tx.orgId} and q.revoked_on is null and (s.left_on is null or s.left_on > ${toOn}::date)
        and (q.expires_on is null or q.expires_on >= ${toOn}::date)) as licences,
      (select count(*)::int from qualification q join staff s on s.org_id = q.org_id and s.id = q.staff_id
        where q.org_id = ${tx.orgId} and q.revoked_on is null and (s.left_on is null or s.left_on > ${toOn}::date)
        and q.expires_on < ${toOn}::date) as expired_licences,
      (select count(*)::int from assessment where org_id = ${tx.orgId} and kind = 'self' and closed_at is not null) as rounds
  `.execute(tx.sql)
  const { ratings, complaints, licences, expiredLicences, rounds } = rows[0]!
  return {
    customer_ratings: { valid: ratings, expired: 0 },
    complaint_records: { valid: complaints, expired: 0 },
    qualification_records: { valid: licences, expired: expiredLicences },
    self_evaluation: { valid: Math.min(rounds, 1), expired: 0 },
  }
}

/** Every leaf of the star board as it was last scored. */
export async function loadScoredLeaves(tx: Tx): Promise<Record<string, LeafScore> | undefined> {
  const row = await tx.sql.selectFrom('scoreSnapshot').select('leaves').where('orgId', '=', tx.orgId).executeTakeFirst()
  return row?.leaves as unknown as Record<string, LeafScore> | undefined
}
