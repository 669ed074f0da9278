import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { RequestState } from '../../request/contract/words.ts'
import { insertRows } from './bulk.ts'

const RATING = {
  id: 'uuid',
  requestId: 'uuid',
  source: 'text',
  stars: 'smallint',
  comment: 'text',
  askedBy: 'text',
  claimedAt: 'timestamptz',
  recordedAt: 'timestamptz',
} as const
export type RatingSave = Record<keyof typeof RATING, string | number | null>

export async function insertRatings(tx: Tx, rows: RatingSave[]): Promise<void> {
  await insertRows(tx, 'rating', RATING, rows)
}

export type RatedRequest = {
  id: string
  state: RequestState
  requestedOn: string
  requestedAt: string
  outletId: string | null
  workFinished: boolean
  servedBy: string[]
  rated: boolean
}

/** The requests that call-backs speak of, by source key, locked until the transaction ends. */
export async function findRatedRequests(tx: Tx, keys: string[]): Promise<Map<string, RatedRequest>> {
  const { rows } = await sql<RatedRequest & { sourceKey: string }>`
    select r.source_key, r.id, r.state, r.requested_on, r.requested_at, r.outlet_id,
      exists (select from work_order w join visit v on v.org_id = w.org_id and v.work_order_id = w.id
        where w.org_id = r.org_id and w.request_id = r.id and v.finished_at is not null) as work_finished,
      array(select s.name from work_order w join visit v on v.org_id = w.org_id and v.work_order_id = w.id
        join staff s on s.org_id = v.org_id and s.id = v.staff_id
        where w.org_id = r.org_id and w.request_id = r.id) as served_by,
      exists (select from rating g where g.org_id = r.org_id and g.request_id = r.id and g.source = 'import') as rated
    from service_request r where r.org_id = ${tx.orgId} and r.source_key = any (${keys}::text[]) for no key update of r`.execute(
    tx.sql,
  )
  return new Map(rows.map(({ sourceKey, ...request }) => [sourceKey, request]))
}
