import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { RequestState } from '../request/contract/words.ts'
import type { LinkedRequest, TrackedStep } from './rules.ts'

export async function insertLink(
  tx: WriteTx,
  link: { id: string; requestId: string; secretHash: Buffer; expiresAt: string },
): Promise<void> {
  await tx.sql
    .insertInto('trackingLink')
    .values({ ...link, orgId: tx.orgId, madeAt: tx.at })
    .execute()
}

/** Of any organisation, by the secret of the link. */
export async function findLink(system: Sql, secretHash: Buffer): Promise<LinkedRequest | undefined> {
  return system
    .selectFrom('trackingLink')
    .select(['orgId', 'id', 'requestId', 'expiresAt', 'revokedAt'])
    .where('secretHash', '=', secretHash)
    .executeTakeFirst()
}

/** Answers how many were open until now. */
export async function saveRevoked(tx: WriteTx, requestId: string): Promise<number> {
  const saved = await tx.sql
    .updateTable('trackingLink')
    .set({ revokedAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return Number(saved.numUpdatedRows)
}

/** The companies of this installation that the public page may be about: by short name, or all (two are enough to know that one must be named). */
export async function findCompanies(system: Sql, slug: string | undefined): Promise<{ orgId: string }[]> {
  let query = system.selectFrom('organisation').select('orgId').where('kind', '=', 'company').limit(2)
  if (slug) query = query.where('slug', '=', slug)
  return query.execute()
}

export async function existsRequest(tx: Tx, requestId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('serviceRequest')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', requestId)
    .executeTakeFirst()
  return row !== undefined
}

export type Followed = {
  number: string
  companyName: string
  hotline: string
  kind: string
  subject: string
  state: RequestState
  requestedAt: string
  staffName: string | null
  plannedFromAt: string | null
  plannedToAt: string | null
  lastNudgedAt: string | null
}

/** What a request's own page shows to its customer, before names and steps are reduced to what a stranger may see. */
export async function findFollowed(tx: Tx, requestId: string): Promise<Followed | undefined> {
  const { rows } = await sql<Followed>`
    select r.number, o.name as company_name, o.hotline, r.kind, r.subject, r.state, r.requested_at,
      job.staff_name, job.planned_from as planned_from_at, job.planned_to as planned_to_at,
      (select max(e.recorded_at) from request_event e
        where e.org_id = r.org_id and e.request_id = r.id and e.kind = 'nudged') as last_nudged_at
    from service_request r
    join organisation o on o.org_id = r.org_id
    left join lateral (
      select s.name as staff_name, a.planned_from, a.planned_to
      from work_order w
      join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
      join staff s on s.org_id = a.org_id and s.id = a.staff_id
      where w.org_id = r.org_id and w.request_id = r.id and w.cancelled_at is null
      order by w.created_at desc limit 1
    ) job on true
    where r.org_id = ${tx.orgId} and r.id = ${requestId}`.execute(tx.sql)
  return rows[0]
}

export async function listTrackedSteps(tx: Tx, requestId: string): Promise<TrackedStep[]> {
  return tx.sql
    .selectFrom('requestEvent')
    .select(['kind', 'claimedAt as at', 'windowFrom as windowFromAt', 'windowTo as windowToAt'])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .orderBy('claimedAt')
    .orderBy('recordedAt')
    .orderBy('id')
    .execute()
}

export type TrackedPromise = { name: { zh: string; en: string }; dueAt: string | null; state: string }

export async function listTrackedPromises(tx: Tx, requestId: string): Promise<TrackedPromise[]> {
  const { rows } = await sql<TrackedPromise>`
    select p.rule -> 'name' as name, c.due_at, c.state
    from clock c join promise p on p.org_id = c.org_id and p.id = c.promise_id and p.version = c.promise_version
    where c.org_id = ${tx.orgId} and c.request_id = ${requestId} and c.state not in ('not_started', 'void')
    order by c.due_at nulls last, c.promise_code`.execute(tx.sql)
  return rows
}

export type Nudges = { count: number; lastAt: string | null }

export async function countNudges(tx: Tx, requestId: string): Promise<Nudges> {
  const row = await tx.sql
    .selectFrom('requestEvent')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('recordedAt').as('lastAt')])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .where('kind', '=', 'nudged')
    .executeTakeFirstOrThrow()
  return { count: Number(row.count), lastAt: row.lastAt }
}

export async function findCompany(tx: Tx): Promise<{ slug: string; name: string; hotline: string } | undefined> {
  return tx.sql
    .selectFrom('organisation')
    .select(['slug', 'name', 'hotline'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
}
