import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { DB } from '#src/server/db/generated/schema.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { ClockSave } from '../../clock/rules.ts'
import { keepingClocks } from '../../clock/store/clocks.ts'
import type { RequestRow } from '../contract/shown.ts'
import type { RequestState } from '../contract/words.ts'

/** What actions load before they decide. */
export type RequestRecord = {
  id: string
  number: string
  kind: string
  channel: string
  urgency: string
  state: RequestState
  subject: string
  customerId: string | null
  productId: string | null
  outletId: string | null
  requestedAt: string
  requestedOn: string
  version: number
}

const RECORD = [
  'id',
  'number',
  'kind',
  'channel',
  'urgency',
  'state',
  'subject',
  'customerId',
  'productId',
  'outletId',
  'requestedAt',
  'requestedOn',
  'version',
] as const

/** Locks the request until the transaction ends: its steps are taken one after another. */
export async function loadRequest(tx: Tx, requestId: string): Promise<RequestRecord | undefined> {
  const row = await tx.sql
    .selectFrom('serviceRequest')
    .select(RECORD)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', requestId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as RequestRecord | undefined
}

/** The same without a lock, for reading. */
export async function findRequest(tx: Tx, requestId: string): Promise<RequestRecord | undefined> {
  const row = await tx.sql
    .selectFrom('serviceRequest')
    .select(RECORD)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', requestId)
    .executeTakeFirst()
  return row as RequestRecord | undefined
}

export type NewRequestRow = Omit<RequestRecord, 'version' | 'state'> & {
  description: string
  contactName: string
  contactPhone: string
  address: string
  cityCode: string
  longitude: number | null
  latitude: number | null
  wishedFrom: string | null
  wishedTo: string | null
  complaintClass: string | null
  sourceKey: string | null
  recordedAt: string
}

/** Writes a new request with its first events and clocks, in one statement. */
export async function insertRequest(
  tx: Tx,
  row: NewRequestRow,
  events: EventRow[],
  clocks: ClockSave[],
): Promise<void> {
  await sql`
    with request as (${tx.sql.insertInto('serviceRequest').values({ orgId: tx.orgId, ...row })}),
      event as (${addingEvents(tx, events)})
    ${keepingClocks(tx, clocks)}`.execute(tx.sql)
}

export type EventRow = {
  id: string
  requestId: string
  kind: string
  reason: string | null
  note: string
  windowFrom: string | null
  windowTo: string | null
  actor: string
  claimedAt: string
  recordedAt: string
}

function addingEvents(tx: Tx, rows: EventRow[]): RawBuilder<unknown> {
  const column = <K extends keyof EventRow>(key: K) => rows.map((row) => row[key])
  return sql`
    insert into request_event (org_id, id, request_id, kind, reason, note, window_from, window_to, actor, claimed_at, recorded_at)
    select ${tx.orgId}::uuid, e.* from unnest(${column('id')}::uuid[], ${column('requestId')}::uuid[], ${column('kind')}::text[],
      ${column('reason')}::text[], ${column('note')}::text[], ${column('windowFrom')}::timestamptz[], ${column('windowTo')}::timestamptz[],
      ${column('actor')}::text[], ${column('claimedAt')}::timestamptz[], ${column('recordedAt')}::timestamptz[]) as e`
}

export function listEvents(tx: Tx, requestId: string): Promise<EventRow[]> {
  return tx.sql
    .selectFrom('requestEvent')
    .select(['id', 'requestId', 'kind', 'reason', 'note', 'windowFrom', 'windowTo', 'actor', 'claimedAt', 'recordedAt'])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .orderBy('claimedAt')
    .orderBy('recordedAt')
    .orderBy('id')
    .execute()
}

/**
 * Saves where the request stands and what changed on it, if nobody else changed it since it was loaded, with the events that were added and
 * the clocks as they read now: one statement. Answers the new version.
 */
export async function saveSteps(
  tx: Tx,
  request: RequestRecord,
  change: { state?: RequestState; customerId?: string; productId?: string | null; complaintClass?: string | null },
  events: EventRow[],
  clocks: ClockSave[],
): Promise<number> {
  const version = request.version + 1
  const { rows } = await sql`
    with event as (${addingEvents(tx, events)}), clocks as (${keepingClocks(tx, clocks)})
    ${tx.sql
      .updateTable('serviceRequest')
      .set({ ...change, version })
      .where('orgId', '=', tx.orgId)
      .where('id', '=', request.id)
      .where('version', '=', request.version)
      .returning('version')}`.execute(tx.sql)
  assertSaved(rows.length, 'service_request')
  return version
}

type Listed = SelectQueryBuilder<DB, 'serviceRequest', object>

function selectRows(query: Listed) {
  return query
    .leftJoin('customer', (join) =>
      join.onRef('customer.orgId', '=', 'serviceRequest.orgId').onRef('customer.id', '=', 'serviceRequest.customerId'),
    )
    .leftJoin('outlet', (join) =>
      join.onRef('outlet.orgId', '=', 'serviceRequest.orgId').onRef('outlet.id', '=', 'serviceRequest.outletId'),
    )
    .select([
      'serviceRequest.id',
      'serviceRequest.number',
      'serviceRequest.kind',
      'serviceRequest.channel',
      'serviceRequest.urgency',
      'serviceRequest.state',
      'serviceRequest.subject',
      'serviceRequest.customerId',
      'serviceRequest.productId',
      'serviceRequest.outletId',
      'serviceRequest.cityCode',
      'serviceRequest.requestedAt',
      sql<string>`coalesce(nullif(customer.name, ''), service_request.contact_name)`.as('customerName'),
      sql<string>`coalesce(outlet.name, '')`.as('outletName'),
      sql<boolean>`service_request.channel = 'import'`.as('imported'),
      sql<
        string | null
      >`(select min(due_at) from clock c where c.org_id = service_request.org_id and c.request_id = service_request.id and c.state = 'running')`.as(
        'nextDueAt',
      ),
      sql<number>`(select count(*)::int from clock c where c.org_id = service_request.org_id and c.request_id = service_request.id and c.state = 'late')`.as(
        'lateClocks',
      ),
    ])
}

export type RequestFilter = {
  search?: string
  state?: string
  open?: boolean
  kind?: string
  outletId?: string
  customerId?: string
  late?: boolean
  fromOn?: string
  toOn?: string
  limit: number
  cursor?: string
}

const OPEN = sql<boolean>`service_request.state not in ('resolved', 'closed', 'cancelled')`

export async function listRequestRows(tx: Tx, filter: RequestFilter): Promise<Page<RequestRow>> {
  let query: Listed = tx.sql.selectFrom('serviceRequest').where('serviceRequest.orgId', '=', tx.orgId)
  if (filter.state) query = query.where('serviceRequest.state', '=', filter.state)
  if (filter.open) query = query.where(OPEN)
  if (filter.kind) query = query.where('serviceRequest.kind', '=', filter.kind)
  if (filter.outletId) query = query.where('serviceRequest.outletId', '=', filter.outletId)
  if (filter.customerId) query = query.where('serviceRequest.customerId', '=', filter.customerId)
  if (filter.fromOn) query = query.where('serviceRequest.requestedOn', '>=', filter.fromOn)
  if (filter.toOn) query = query.where('serviceRequest.requestedOn', '<=', filter.toOn)
  if (filter.late) {
    query = query.where(
      sql<boolean>`exists (select from clock c where c.org_id = service_request.org_id and c.request_id = service_request.id and c.state = 'late')`,
    )
  }
  if (filter.search) query = query.where(matches(filter.search))
  const [beforeAt, beforeId] = filter.cursor?.split('~') ?? []
  if (beforeAt && beforeId) {
    query = query.where(
      sql<boolean>`(service_request.requested_at, service_request.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)`,
    )
  }
  const rows = await selectRows(query)
    .orderBy('serviceRequest.requestedAt', 'desc')
    .orderBy('serviceRequest.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return cutPage(rows as RequestRow[], filter.limit, (row) => `${row.requestedAt}~${row.id}`)
}

/** By printed number, telephone number, subject or customer. */
function matches(search: string) {
  const digits = search.replace(/\D/g, '')
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(service_request.number = ${search.toUpperCase()}
    or (${digits.length >= 5} and service_request.contact_phone = ${digits})
    or service_request.subject ilike ${like}
    or service_request.contact_name ilike ${like}
    or service_request.customer_id in (select id from customer where org_id = ${sql.ref('serviceRequest.orgId')} and name ilike ${like}))`
}

/** Requests of one customer, or made from one telephone number by nobody on file. */
export async function listRequestsOf(
  tx: Tx,
  who: { customerId: string } | { phone: string },
  open: boolean,
  limit: number,
): Promise<RequestRow[]> {
  let query: Listed = tx.sql.selectFrom('serviceRequest').where('serviceRequest.orgId', '=', tx.orgId)
  query =
    'customerId' in who
      ? query.where('serviceRequest.customerId', '=', who.customerId)
      : query.where('serviceRequest.contactPhone', '=', who.phone).where('serviceRequest.customerId', 'is', null)
  query = open ? query.where(OPEN) : query.where(sql<boolean>`not (${OPEN})`)
  const rows = await selectRows(query).orderBy('serviceRequest.requestedAt', 'desc').limit(limit).execute()
  return rows as RequestRow[]
}

/** The list row of one request with everything only its own page shows. */
export async function findRequestPage(tx: Tx, requestId: string) {
  const query: Listed = tx.sql
    .selectFrom('serviceRequest')
    .where('serviceRequest.orgId', '=', tx.orgId)
    .where('serviceRequest.id', '=', requestId)
  return selectRows(query)
    .leftJoin('installedProduct', (join) =>
      join
        .onRef('installedProduct.orgId', '=', 'serviceRequest.orgId')
        .onRef('installedProduct.id', '=', 'serviceRequest.productId'),
    )
    .leftJoin('productModel', (join) =>
      join
        .onRef('productModel.orgId', '=', 'installedProduct.orgId')
        .onRef('productModel.id', '=', 'installedProduct.modelId'),
    )
    .select([
      'serviceRequest.description',
      'serviceRequest.contactName',
      'serviceRequest.contactPhone',
      'serviceRequest.address',
      'serviceRequest.longitude',
      'serviceRequest.latitude',
      'serviceRequest.wishedFrom as wishedFromAt',
      'serviceRequest.wishedTo as wishedToAt',
      'serviceRequest.complaintClass',
      'serviceRequest.recordedAt',
      'serviceRequest.version',
      sql<string>`coalesce(product_model.name, installed_product.model_name, '')`.as('productName'),
      sql<string>`coalesce(installed_product.serial_number, '')`.as('serialNumber'),
    ])
    .executeTakeFirst()
}
