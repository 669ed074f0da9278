import { type RawBuilder, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { LockedRequest } from '../../request/actions/take-step.ts'
import type { RequestKind } from '../../request/contract/words.ts'
import type { ChecklistStep } from '../contract.ts'
import type { FieldPerson, Needed, PlannedJob } from '../rules/assign.ts'
import type { Place } from '../rules/suggest.ts'

/** A work order with all that decides what may be done with it. Its request is locked until the transaction ends. */
export type OrderRecord = {
  id: string
  number: string
  version: number
  cancelledAt: string | null
  requiredQualifications: string[]
  checklist: ChecklistStep[]
  zone: string
  request: LockedRequest
  place: Place
  assignment: {
    id: string
    staffId: string
    personId: string | null
    assignedAt: string
    /** When this person was first given this work order, if it came back to them. */
    firstAssignedAt: string
  } | null
  visit: { id: string; staffId: string; arrivedAt: string; finishedAt: string | null } | null
  /** The asking person once had it, and it was taken back. */
  onceMine: boolean
  /** Of the file asked about; null where there is no such file. */
  mediaType: string | null
  candidate: (FieldPerson & { needed: Needed[]; jobs: (PlannedJob & { assignmentId: string; over: boolean })[] }) | null
}

export type OrderAsk = {
  workOrderId: string
  /** Who asks, where a person does. */
  personId?: string | null
  fileSha256?: string | null
  candidate?: { staffId: string; fromAt: string; toAt: string }
}

type OrderRow = Omit<OrderRecord, 'request' | 'place' | 'assignment' | 'visit' | 'candidate'> & {
  requestId: string
  requestNumber: string
  requestKind: string
  requestChannel: string
  requestUrgency: string
  requestState: LockedRequest['state']
  requestSubject: string
  requestCustomerId: string | null
  requestProductId: string | null
  requestOutletId: string | null
  requestRequestedAt: string
  requestRequestedOn: string
  requestVersion: number
  seenVersion: number
  longitude: number | null
  latitude: number | null
  cityCode: string
  assignmentId: string | null
  staffId: string | null
  personId: string | null
  assignedAt: string
  firstAssignedAt: string
  visitId: string | null
  visitStaffId: string
  arrivedAt: string
  finishedAt: string | null
  candidate: FieldPerson | null
  needed: Needed[] | null
  jobs: (PlannedJob & { assignmentId: string; over: boolean })[] | null
}

/** Inside JSON instants keep the form they have at every border. */
const UTC = sql.lit('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')

/**
 * One round trip. Everything that changes a work order does so under the lock of its request; where this had to wait for that lock, the
 * rows beside the request are older than it, which its version shows, and are read once more.
 */
export async function loadOrder(tx: WriteTx, ask: OrderAsk): Promise<OrderRecord | undefined> {
  const row = await readOrder(tx, ask)
  const fresh = row && row.seenVersion !== row.requestVersion ? await readOrder(tx, ask) : row
  return fresh && orderOf(fresh)
}

async function readOrder(tx: Tx, ask: OrderAsk): Promise<OrderRow | undefined> {
  const { rows } = await sql<OrderRow>`
    select w.id, w.number, w.version, w.cancelled_at, w.required_qualifications, w.checklist, o.time_zone as zone,
      r.id as request_id, r.number as request_number, r.kind as request_kind, r.channel as request_channel, r.urgency as request_urgency,
      r.state as request_state, r.subject as request_subject, r.customer_id as request_customer_id, r.product_id as request_product_id,
      r.outlet_id as request_outlet_id, r.requested_at as request_requested_at, r.requested_on as request_requested_on,
      r.version as request_version,
      (select seen.version from service_request seen where seen.org_id = w.org_id and seen.id = w.request_id) as seen_version,
      coalesce(r.longitude, c.longitude) as longitude, coalesce(r.latitude, c.latitude) as latitude,
      coalesce(nullif(r.city_code, ''), c.city_code, '') as city_code,
      a.id as assignment_id, a.staff_id, s.person_id, a.assigned_at,
      (select min(f.assigned_at) from assignment f
        where f.org_id = a.org_id and f.work_order_id = a.work_order_id and f.staff_id = a.staff_id) as first_assigned_at,
      v.id as visit_id, v.staff_id as visit_staff_id, v.arrived_at, v.finished_at,
      ${onceHeldBy(ask.personId)} as once_mine,
      ${mediaTypeOf(ask.fileSha256)} as media_type,
      ${ask.candidate ? candidateFor(ask.candidate) : sql`null as candidate, null as needed, null as jobs`}
    from work_order w
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    join organisation o on o.org_id = w.org_id
    left join customer c on c.org_id = r.org_id and c.id = r.customer_id
    left join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
    left join staff s on s.org_id = a.org_id and s.id = a.staff_id
    left join visit v on v.org_id = w.org_id and v.work_order_id = w.id
    where w.org_id = ${tx.orgId} and w.id = ${ask.workOrderId}
    for no key update of r`.execute(tx.sql)
  return rows[0]
}

// Only what was asked for is looked up: most commands need none of these.
function onceHeldBy(personId: string | null | undefined): RawBuilder<boolean> {
  if (!personId) return sql`false`
  return sql`exists (select from assignment e join staff m on m.org_id = e.org_id and m.id = e.staff_id
    where e.org_id = w.org_id and e.work_order_id = w.id and m.person_id = ${personId}::uuid)`
}

function mediaTypeOf(fileSha256: string | null | undefined): RawBuilder<string | null> {
  if (!fileSha256) return sql`null`
  return sql`(select f.media_type from file f where f.org_id = w.org_id and f.sha256 = ${fileSha256})`
}

function candidateFor({ staffId, fromAt, toAt }: NonNullable<OrderAsk['candidate']>): RawBuilder<unknown> {
  return sql`
      (select json_build_object('staffId', p.id, 'name', p.name, 'goesOnSite', p.goes_on_site, 'joinedOn', p.joined_on, 'leftOn', p.left_on,
          'licences', (select coalesce(json_agg(json_build_object('kindCode', q.kind_code, 'issuedOn', q.issued_on,
              'expiresOn', q.expires_on, 'revokedOn', q.revoked_on)), '[]')
            from qualification q where q.org_id = p.org_id and q.staff_id = p.id))
        from staff p where p.org_id = w.org_id and p.id = ${staffId}::uuid) as candidate,
      (select json_agg(json_build_object('code', k.code, 'name', coalesce(case o.language when 'en' then n.name_en else n.name_zh end, k.code)))
        from unnest(w.required_qualifications) k (code) left join qualification_kind n on n.org_id = w.org_id and n.code = k.code) as needed,
      (select json_agg(json_build_object('assignmentId', j.id, 'number', t.number,
          'fromAt', to_char(j.planned_from at time zone 'UTC', ${UTC}), 'toAt', to_char(j.planned_to at time zone 'UTC', ${UTC}),
          'over', t.cancelled_at is not null or h.state in ('resolved', 'closed', 'cancelled')))
        from assignment j
        join work_order t on t.org_id = j.org_id and t.id = j.work_order_id
        join service_request h on h.org_id = t.org_id and h.id = t.request_id
        where j.org_id = w.org_id and j.staff_id = ${staffId}::uuid and j.work_order_id <> w.id and j.ended_at is null and j.done_at is null
          and j.planned_from < ${toAt}::timestamptz and j.planned_to > ${fromAt}::timestamptz
      ) as jobs`
}

function orderOf(row: OrderRow): OrderRecord {
  const { id, number, version, cancelledAt, requiredQualifications, checklist, zone, onceMine, mediaType } = row
  return {
    ...{ id, number, version, cancelledAt, requiredQualifications, checklist, zone, onceMine, mediaType },
    request: {
      id: row.requestId,
      number: row.requestNumber,
      kind: row.requestKind,
      channel: row.requestChannel,
      urgency: row.requestUrgency,
      state: row.requestState,
      subject: row.requestSubject,
      customerId: row.requestCustomerId,
      productId: row.requestProductId,
      outletId: row.requestOutletId,
      requestedAt: row.requestRequestedAt,
      requestedOn: row.requestRequestedOn,
      version: row.requestVersion,
    },
    place: { longitude: row.longitude, latitude: row.latitude, cityCode: row.cityCode },
    assignment:
      row.assignmentId && row.staffId
        ? {
            id: row.assignmentId,
            staffId: row.staffId,
            personId: row.personId,
            assignedAt: row.assignedAt,
            firstAssignedAt: row.firstAssignedAt,
          }
        : null,
    visit: row.visitId
      ? { id: row.visitId, staffId: row.visitStaffId, arrivedAt: row.arrivedAt, finishedAt: row.finishedAt }
      : null,
    candidate: row.candidate ? { ...row.candidate, needed: row.needed ?? [], jobs: row.jobs ?? [] } : null,
  }
}

export type MakingFacts = {
  requestKind: RequestKind
  modelQualifications: string[]
  knownQualifications: string[]
  /** Number of a work order of this request that is neither finished nor cancelled. */
  openNumber: string | null
}

/** What a new work order of this request is made from. */
export async function loadMakingFacts(tx: Tx, requestId: string): Promise<MakingFacts> {
  const { rows } = await sql<MakingFacts>`
    select r.kind as request_kind, coalesce(m.required_qualifications, '{}') as model_qualifications,
      array(select code from qualification_kind where org_id = r.org_id) as known_qualifications,
      (select w.number from work_order w left join visit v on v.org_id = w.org_id and v.work_order_id = w.id
        where w.org_id = r.org_id and w.request_id = r.id and w.cancelled_at is null and v.finished_at is null limit 1) as open_number
    from service_request r
    left join installed_product p on p.org_id = r.org_id and p.id = r.product_id
    left join product_model m on m.org_id = p.org_id and m.id = p.model_id
    where r.org_id = ${tx.orgId} and r.id = ${requestId}`.execute(tx.sql)
  return rows[0]!
}

export type NewOrder = {
  id: string
  number: string
  requestId: string
  outletId: string | null
  note: string
  requiredQualifications: string[]
  checklist: ChecklistStep[]
}

export async function insertOrder(tx: WriteTx, order: NewOrder): Promise<void> {
  await tx.sql
    .insertInto('workOrder')
    .values({
      ...order,
      orgId: tx.orgId,
      checklist: JSON.stringify(order.checklist),
      createdAt: tx.at,
      waitingSince: tx.at,
    })
    .execute()
}

/** Ends assignments, each with its reason. */
export async function endAssignments(tx: WriteTx, ended: { id: string; reason: string }[]): Promise<void> {
  if (ended.length === 0) return
  await sql`
    update assignment a set ended_at = ${tx.at}, end_reason = e.reason
    from unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ reason }) => reason)}::text[]) as e (id, reason)
    where a.org_id = ${tx.orgId} and a.id = e.id`.execute(tx.sql)
}

export type NewAssignment = {
  id: string
  staffId: string
  plannedFromAt: string
  plannedToAt: string
  assignedBy: string
}

/** Writes the assignment and takes the work order off the waiting list, if nobody changed it since; answers its new version. */
export async function saveAssignment(
  tx: WriteTx,
  order: { id: string; version: number },
  made: NewAssignment,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    with given as (
      insert into assignment (org_id, id, work_order_id, staff_id, planned_from, planned_to, assigned_by, assigned_at)
      values (${tx.orgId}, ${made.id}, ${order.id}, ${made.staffId}, ${made.plannedFromAt}, ${made.plannedToAt}, ${made.assignedBy}, ${tx.at})
    )
    update work_order set version = version + 1, waiting_since = null
    where org_id = ${tx.orgId} and id = ${order.id} and version = ${order.version} returning version`.execute(tx.sql)
  assertSaved(rows.length, 'work_order')
  return rows[0]!.version
}

/** Puts the work order back on the waiting list; answers its new version. */
export async function saveUnassigned(tx: WriteTx, order: { id: string; version: number }): Promise<number> {
  const saved = await tx.sql
    .updateTable('workOrder')
    .set({ version: order.version + 1, waitingSince: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'work_order')
  return order.version + 1
}

export async function saveDone(tx: WriteTx, assignmentId: string): Promise<void> {
  await tx.sql
    .updateTable('assignment')
    .set({ doneAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', assignmentId)
    .execute()
}
