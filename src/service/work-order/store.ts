import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { RequestState } from '../request/contract/words.ts'
import type { WorkOrderSheet } from './contract.ts'
import type { Answers } from './rules/sheet.ts'

export type NewVisit = {
  id: string
  workOrderId: string
  staffId: string
  arrivedAt: string
  arrivedLongitude: number | null
  arrivedLatitude: number | null
  arrivedAccuracyMetres: number | null
}

export async function insertVisit(tx: WriteTx, visit: NewVisit): Promise<void> {
  await tx.sql
    .insertInto('visit')
    .values({ ...visit, orgId: tx.orgId, arrivedRecordedAt: tx.at })
    .execute()
}

export type SheetChange = {
  answers: Answers
  partsText: string
  workText: string
  finish?: {
    outcome: string
    signatureSha256: string | null
    signedBy: string
    signedAt: string | null
    unsignedReason: string
    finishedAt: string
  }
}

/** Saves what was filled in; with `finish` the visit ends. The last one sent holds. */
export async function saveVisit(tx: WriteTx, visitId: string, change: SheetChange): Promise<void> {
  const { answers, partsText, workText, finish } = change
  await tx.sql
    .updateTable('visit')
    .set((eb) => ({
      ...{ answers: JSON.stringify(answers), partsText, workText, version: eb('version', '+', 1) },
      ...(finish ? { ...finish, finishedRecordedAt: tx.at } : {}),
    }))
    .where('orgId', '=', tx.orgId)
    .where('id', '=', visitId)
    .execute()
}

export async function listPhotoIds(
  tx: Tx,
  workOrderId: string,
): Promise<{ id: string; fileSha256: string; caption: string }[]> {
  return tx.sql
    .selectFrom('visitPhoto')
    .select(['id', 'fileSha256', 'caption'])
    .where('orgId', '=', tx.orgId)
    .where('workOrderId', '=', workOrderId)
    .execute()
}

export type NewPhoto = { id: string; workOrderId: string; fileSha256: string; caption: string; takenAt: string }

export async function insertPhoto(tx: WriteTx, photo: NewPhoto): Promise<void> {
  await tx.sql
    .insertInto('visitPhoto')
    .values({ ...photo, orgId: tx.orgId, recordedAt: tx.at })
    .execute()
}

/** A sheet with the rows that tell where the work order stands and whose it is. */
export type SheetRow = Omit<WorkOrderSheet, 'state' | 'visit'> & {
  cancelledAt: string | null
  requestState: RequestState
  personId: string | null
  visitId: string | null
  arrivedAt: string
  arrivedLongitude: number | null
  arrivedLatitude: number | null
  arrivedAccuracyMetres: number | null
  answers: Answers
  partsText: string
  workText: string
  outcome: NonNullable<WorkOrderSheet['visit']>['outcome']
  signatureSha256: string | null
  signedBy: string
  signedAt: string | null
  unsignedReason: string
  finishedAt: string | null
}

const UTC = sql.lit('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')

const SHEET = sql`
  select w.id, w.number, w.request_id, r.number as request_number, r.kind, r.urgency, r.subject, r.description,
    coalesce(nullif(c.name, ''), r.contact_name) as customer_name, coalesce(nullif(r.contact_name, ''), c.contact_name, '') as contact_name,
    coalesce(nullif(r.contact_phone, ''), c.phone, '') as contact_phone, coalesce(nullif(r.address, ''), c.address, '') as address,
    coalesce(r.longitude, c.longitude) as longitude, coalesce(r.latitude, c.latitude) as latitude,
    coalesce(m.name, p.model_name, '') as product_name, coalesce(p.serial_number, '') as serial_number, p.warranty_until_on,
    a.planned_from as planned_from_at, a.planned_to as planned_to_at, a.staff_id, coalesce(s.name, '') as staff_name, s.person_id,
    (select min(k.due_at) from clock k where k.org_id = w.org_id and k.request_id = w.request_id and k.stopped_at is null
      and k.state in ('running', 'late')) as due_at,
    w.note, w.checklist, w.version, w.cancelled_at, r.state as request_state,
    v.id as visit_id, v.arrived_at, v.arrived_longitude, v.arrived_latitude, v.arrived_accuracy_metres, v.answers, v.parts_text, v.work_text,
    v.outcome, v.signature_sha256, v.signed_by, v.signed_at, v.unsigned_reason, v.finished_at,
    (select coalesce(json_agg(json_build_object('id', f.id, 'sha256', f.file_sha256, 'caption', f.caption,
        'takenAt', to_char(f.taken_at at time zone 'UTC', ${UTC})) order by f.taken_at, f.id), '[]')
      from visit_photo f where f.org_id = w.org_id and f.work_order_id = w.id) as photos
  from work_order w
  join service_request r on r.org_id = w.org_id and r.id = w.request_id
  left join customer c on c.org_id = r.org_id and c.id = r.customer_id
  left join installed_product p on p.org_id = r.org_id and p.id = r.product_id
  left join product_model m on m.org_id = p.org_id and m.id = p.model_id
  left join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
  left join staff s on s.org_id = a.org_id and s.id = a.staff_id
  left join visit v on v.org_id = w.org_id and v.work_order_id = w.id`

export async function findSheet(tx: Tx, workOrderId: string): Promise<SheetRow | undefined> {
  const { rows } = await sql<SheetRow>`${SHEET} where w.org_id = ${tx.orgId} and w.id = ${workOrderId}`.execute(tx.sql)
  return rows[0]
}

export async function findOwnStaff(
  tx: Tx,
  personId: string,
): Promise<{ staffId: string; staffName: string } | undefined> {
  return tx.sql
    .selectFrom('staff')
    .select(['id as staffId', 'name as staffName'])
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .executeTakeFirst()
}

const MOST_ORDERS = 100
const DAYS_AHEAD = 7

/** What is left over from earlier, that day's orders (also the finished ones) and those of the week after; by time. */
export async function listOwnSheets(tx: Tx, staffId: string, dayOn: string): Promise<SheetRow[]> {
  const zone = sql`(select time_zone from organisation where org_id = ${tx.orgId})`
  const { rows } = await sql<SheetRow>`${SHEET}
    where w.org_id = ${tx.orgId} and w.id in (
      select mine.work_order_id from assignment mine
      where mine.org_id = ${tx.orgId} and mine.staff_id = ${staffId} and mine.ended_at is null and mine.done_at is null
        and mine.planned_from < (${dayOn}::date + ${sql.lit(DAYS_AHEAD + 1)})::timestamp at time zone ${zone}
      union all
      select mine.work_order_id from assignment mine
      where mine.org_id = ${tx.orgId} and mine.staff_id = ${staffId} and mine.ended_at is null and mine.done_at is not null
        and mine.planned_from >= (${dayOn}::date - 1)::timestamp at time zone ${zone}
        and mine.planned_to > ${dayOn}::date::timestamp at time zone ${zone}
        and mine.planned_from < (${dayOn}::date + 1)::timestamp at time zone ${zone})
    order by a.planned_from, w.id limit ${sql.lit(MOST_ORDERS)}`.execute(tx.sql)
  return rows
}
