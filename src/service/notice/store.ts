import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { NoticeSwitches } from './contract.ts'
import type { Contact } from './rules/reach.ts'
import { HEARD, type Line, type Subject } from './rules/tell.ts'
import type { Sender } from './rules/word.ts'

/** Companies with history that was not looked at yet, or that notices have not begun for. */
export async function findUnheard(system: Sql): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select o.org_id from organisation o
    left join notice_state n on n.org_id = o.org_id
    left join ledger_state l on l.org_id = o.org_id
    where o.kind = 'company' and (n.org_id is null or l.size > n.ledger_index)`.execute(system)
  return rows.map((row) => row.orgId)
}

/**
 * Begins notices where they have not: whatever is in history by now, also what waits for its place in the ledger, tells nobody anything.
 * One statement, so that nothing moves from waiting to the ledger between the two counts.
 */
export async function beginNotices(tx: Tx): Promise<void> {
  await sql`
    insert into notice_state (org_id, ledger_index)
    select ${tx.orgId}, coalesce((select size from ledger_state where org_id = ${tx.orgId}), 0)
      + (select count(*) from ledger_pending where org_id = ${tx.orgId})
    where not exists (select from notice_state where org_id = ${tx.orgId})
    on conflict (org_id) do nothing`.execute(tx.sql)
}

export type HeardLine = Line & { id: string }

/** The lines worth looking at among the next `limit` of the ledger, in its order; `toIndex` is where to go on. Erased ones say nothing. */
export async function readUnheard(
  tx: Tx,
  limit: number,
): Promise<{ fromIndex: number; toIndex: number; lines: HeardLine[] }> {
  const { rows: places } = await sql<{ fromIndex: number; size: number }>`
    select n.ledger_index as from_index, coalesce(l.size, 0) as size
    from notice_state n left join ledger_state l on l.org_id = n.org_id where n.org_id = ${tx.orgId}`.execute(tx.sql)
  const { fromIndex = 0, size = 0 } = places[0] ?? {}
  const toIndex = Math.max(fromIndex, Math.min(size, fromIndex + limit))
  if (toIndex === fromIndex) return { fromIndex, toIndex, lines: [] }
  const rows = await tx.sql
    .selectFrom('ledgerEntry as e')
    .innerJoin('history as h', (join) => join.onRef('h.orgId', '=', 'e.orgId').onRef('h.id', '=', 'e.historyId'))
    .where('e.orgId', '=', tx.orgId)
    .where('e.leafIndex', '>=', fromIndex)
    .where('e.leafIndex', '<', toIndex)
    .where('h.verb', 'in', [...HEARD])
    .where('h.content', 'is not', null)
    .orderBy('e.leafIndex')
    .select(['h.id', 'h.verb', 'h.recordType', 'h.recordId', 'h.recordedAt', 'h.content'])
    .execute()
  return { fromIndex, toIndex, lines: rows.map((row) => ({ ...row, content: JSON.parse(row.content!) })) }
}

export async function saveHeard(tx: Tx, toIndex: number): Promise<void> {
  await tx.sql
    .updateTable('noticeState')
    .set({ ledgerIndex: toIndex })
    .where('orgId', '=', tx.orgId)
    .where('ledgerIndex', '<', toIndex)
    .execute()
}

export async function loadSwitches(tx: Tx): Promise<NoticeSwitches | undefined> {
  return tx.sql
    .selectFrom('noticeState')
    .select(['customerNotices', 'staffNotices', 'version'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
}

export async function saveSwitches(tx: WriteTx, next: NoticeSwitches): Promise<void> {
  const { version, customerNotices, staffNotices } = next
  const { numUpdatedRows } = await tx.sql
    .updateTable('noticeState')
    .set({ customerNotices, staffNotices, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  assertSaved(numUpdatedRows, 'organisation')
}

export async function findRequestOfOrder(tx: Tx, workOrderId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('workOrder')
    .select('requestId')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', workOrderId)
    .executeTakeFirst()
  return row?.requestId
}

export type Told = Omit<Subject, 'lastVisitNotice'> & { contact: Contact; sender: Sender }

/**
 * The request with its customer and company. Locked against change until the transaction ends: an erasure of the customer either sees the
 * message made here, or was first and leaves nobody to write to.
 */
export async function loadTold(tx: WriteTx, requestId: string): Promise<Told | undefined> {
  const locked = await tx.sql
    .selectFrom('serviceRequest')
    .select(['id', 'number', 'state', 'channel', 'requestedAt', 'recordedAt', 'outletId', 'customerId', 'contactPhone'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', requestId)
    .forShare()
    .executeTakeFirst()
  if (!locked) return undefined
  const { id, customerId, contactPhone, ...request } = locked
  const { rows } = await sql<{
    company: string
    hotline: string
    language: Sender['language']
    timeZone: string
    email: string | null
    phone: string | null
    erasedAt: string | null
    assignment: Subject['assignment']
  }>`
    select o.name as company, o.hotline, o.language, o.time_zone, c.email, c.phone, c.erased_at,
      (select json_build_object('id', a.id, 'plannedFromAt', a.planned_from, 'plannedToAt', a.planned_to, 'staffName', s.name)
        from work_order w
        join assignment a on a.org_id = w.org_id and a.work_order_id = w.id and a.ended_at is null
        join staff s on s.org_id = a.org_id and s.id = a.staff_id
        where w.org_id = o.org_id and w.request_id = ${id} and w.cancelled_at is null
        order by w.created_at desc limit 1) as assignment
    from organisation o left join customer c on c.org_id = o.org_id and c.id = ${customerId}
    where o.org_id = ${tx.orgId}`.execute(tx.sql)
  const { company, hotline, language, timeZone, email, phone, erasedAt, assignment } = rows[0]!
  const utc = (at: string) => new Date(at).toISOString()
  return {
    ...request,
    state: request.state as Subject['state'],
    requestId: id,
    assignment: assignment && {
      ...assignment,
      plannedFromAt: utc(assignment.plannedFromAt),
      plannedToAt: utc(assignment.plannedToAt),
    },
    contact: { email: email ?? '', contactPhone, customerPhone: phone ?? '', isErased: erasedAt !== null },
    sender: { company, hotline, language, timeZone },
  }
}

/** The name of a promise as it was when the clock of this request began. */
export async function findPromiseName(
  tx: Tx,
  requestId: string,
  code: string,
): Promise<{ zh: string; en: string } | null> {
  const { rows } = await sql<{ name: { zh: string; en: string } }>`
    select p.rule -> 'name' as name from clock c
    join promise p on p.org_id = c.org_id and p.id = c.promise_id and p.version = c.promise_version
    where c.org_id = ${tx.orgId} and c.request_id = ${requestId} and c.promise_code = ${code} limit 1`.execute(tx.sql)
  return rows[0]?.name ?? null
}

/** To which outlet these people belong, for those who have a staff file and have not left. */
export async function findOutletsOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, string | null>> {
  if (personIds.length === 0) return new Map()
  const rows = await tx.sql
    .selectFrom('staff')
    .select(['personId', 'outletId'])
    .where('orgId', '=', tx.orgId)
    .where('personId', 'in', [...personIds])
    .where('leftOn', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.personId!, row.outletId]))
}
