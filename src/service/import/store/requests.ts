import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { ClockSave } from '../../clock/rules.ts'
import { type ColumnType, insertRows } from './bulk.ts'

/** A request of an earlier import. `hash` is of what the file then said; touched means that somebody has worked on it since. */
export type ImportedBefore = { id: string; hash: string; touched: boolean }

/** By source key, locked until the transaction ends. */
export async function findImportedRequests(tx: Tx, keys: string[]): Promise<Map<string, ImportedBefore>> {
  const { rows } = await sql<{ id: string; sourceKey: string; sourceHash: string | null; version: number }>`
    select id, source_key, source_hash, version from service_request
    where org_id = ${tx.orgId} and source_key = any (${keys}::text[]) for no key update`.execute(tx.sql)
  return new Map(
    rows.map(({ id, sourceKey, sourceHash, version }) => {
      const [hash = '', importedVersion] = (sourceHash ?? '').split('@')
      return [sourceKey, { id, hash, touched: importedVersion !== String(version) }]
    }),
  )
}

/** Kept in one text: what the file said, and the version that the import left behind. */
export function sourceHash(contentHash: string, version: number): string {
  return `${contentHash}@${version}`
}

/** Numbers that other requests of the organisation bear already. */
export async function findTakenNumbers(tx: Tx, numbers: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    select number from service_request where org_id = ${tx.orgId} and number = any (${numbers}::text[])
    union select number from work_order where org_id = ${tx.orgId} and number = any (${numbers}::text[])`.execute(
    tx.sql,
  )
  return new Set(rows.map(({ number }) => number))
}

export type ProductFound = { id: string; customerId: string }

export async function findProductsBySerial(tx: Tx, serials: string[]): Promise<Map<string, ProductFound>> {
  if (serials.length === 0) return new Map()
  const { rows } = await sql<ProductFound & { serialNumber: string }>`
    select id, customer_id, serial_number from installed_product
    where org_id = ${tx.orgId} and serial_number = any (${serials}::text[]) and serial_number <> ''`.execute(tx.sql)
  return new Map(rows.map(({ serialNumber, ...product }) => [serialNumber, product]))
}

const REQUEST = {
  id: 'uuid',
  number: 'text',
  kind: 'text',
  channel: 'text',
  urgency: 'text',
  customerId: 'uuid',
  productId: 'uuid',
  outletId: 'uuid',
  subject: 'text',
  description: 'text',
  contactName: 'text',
  contactPhone: 'text',
  complaintClass: 'text',
  sourceKey: 'text',
  sourceHash: 'text',
  requestedAt: 'timestamptz',
  recordedAt: 'timestamptz',
  requestedOn: 'date',
  state: 'text',
} as const
export type RequestSave = Record<keyof typeof REQUEST, string | null>

const EVENT = {
  id: 'uuid',
  requestId: 'uuid',
  kind: 'text',
  reason: 'text',
  note: 'text',
  actor: 'text',
  claimedAt: 'timestamptz',
  recordedAt: 'timestamptz',
} as const
export type EventSave = Record<keyof typeof EVENT, string | null>

const WORK_ORDER = {
  id: 'uuid',
  number: 'text',
  requestId: 'uuid',
  outletId: 'uuid',
  note: 'text',
  sourceKey: 'text',
  createdAt: 'timestamptz',
} as const
export type WorkOrderSave = Record<keyof typeof WORK_ORDER, string | null>

const ASSIGNMENT = {
  id: 'uuid',
  workOrderId: 'uuid',
  staffId: 'uuid',
  plannedFrom: 'timestamptz',
  plannedTo: 'timestamptz',
  assignedBy: 'text',
  assignedAt: 'timestamptz',
  doneAt: 'timestamptz',
} as const
export type AssignmentSave = Record<keyof typeof ASSIGNMENT, string | null>

const VISIT = {
  id: 'uuid',
  workOrderId: 'uuid',
  staffId: 'uuid',
  arrivedAt: 'timestamptz',
  arrivedRecordedAt: 'timestamptz',
  partsText: 'text',
  outcome: 'text',
  unsignedReason: 'text',
  finishedAt: 'timestamptz',
  finishedRecordedAt: 'timestamptz',
} as const
export type VisitSave = Record<keyof typeof VISIT, string | null>

const CLOCK = {
  requestId: 'uuid',
  promiseId: 'uuid',
  promiseVersion: 'int',
  promiseCode: 'text',
  state: 'text',
  startedAt: 'timestamptz',
  stoppedAt: 'timestamptz',
  dueAt: 'timestamptz',
  warnAt: 'timestamptz',
  elapsedMinutes: 'float8',
  limitMinutes: 'float8',
  backfilled: 'boolean',
} as const satisfies Record<keyof ClockSave, ColumnType>

export type ServiceRows = {
  requests: RequestSave[]
  events: EventSave[]
  workOrders: WorkOrderSave[]
  assignments: AssignmentSave[]
  visits: VisitSave[]
  clocks: ClockSave[]
}

export async function insertServiceRows(tx: Tx, rows: ServiceRows): Promise<void> {
  await insertRows(tx, 'service_request', REQUEST, rows.requests)
  await insertRest(tx, rows)
}

async function insertRest(tx: Tx, rows: ServiceRows): Promise<void> {
  await insertRows(tx, 'request_event', EVENT, rows.events)
  await insertRows(tx, 'work_order', WORK_ORDER, rows.workOrders)
  await insertRows(tx, 'assignment', ASSIGNMENT, rows.assignments)
  await insertRows(tx, 'visit', VISIT, rows.visits)
  await insertRows(tx, 'clock', CLOCK, rows.clocks)
}

/** The file's word in place of what an earlier import wrote. Only for requests on which nobody has worked since. */
export async function replaceServiceRows(tx: Tx, rows: ServiceRows): Promise<void> {
  const ids = rows.requests.map(({ id }) => id)
  const orders = sql`select id from work_order where org_id = ${tx.orgId} and request_id = any (${ids}::uuid[])`
  for (const table of ['visit', 'assignment'])
    await sql`delete from ${sql.table(table)} where org_id = ${tx.orgId} and work_order_id in (${orders})`.execute(
      tx.sql,
    )
  for (const table of ['work_order', 'clock', 'request_event'])
    await sql`delete from ${sql.table(table)} where org_id = ${tx.orgId} and request_id = any (${ids}::uuid[])`.execute(
      tx.sql,
    )
  for (const { id, sourceKey: _, recordedAt: __, number: ___, channel: ____, ...row } of rows.requests) {
    await tx.sql
      .updateTable('serviceRequest')
      .set((eb) => ({ ...(row as object), version: eb('version', '+', 1) }))
      .where('orgId', '=', tx.orgId)
      .where('id', '=', id)
      .execute()
  }
  await insertRest(tx, rows)
}

export async function findRequestVersions(
  tx: Tx,
  ids: string[],
): Promise<Map<string, { version: number; outletId: string | null; requestedOn: string; number: string }>> {
  const { rows } = await sql<{
    id: string
    version: number
    outletId: string | null
    requestedOn: string
    number: string
  }>`
    select id, version, outlet_id, requested_on, number from service_request where org_id = ${tx.orgId} and id = any (${ids}::uuid[])`.execute(
    tx.sql,
  )
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}
