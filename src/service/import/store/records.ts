import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { insertRows } from './bulk.ts'

export type KeptRecord = { id: string; hash: string; version: number }

/** Records of earlier imports by source key: those of the company, and ratings. */
export async function findImportRecords(tx: Tx, keys: string[]): Promise<Map<string, KeptRecord>> {
  const { rows } = await sql<KeptRecord & { sourceKey: string }>`
    select source_key, record_id as id, source_hash as hash, record_version as version from import_record
    where org_id = ${tx.orgId} and source_key = any (${keys}::text[])`.execute(tx.sql)
  return new Map(rows.map(({ sourceKey, ...record }) => [sourceKey, record]))
}

const RECORD = { sourceKey: 'text', kind: 'text', recordId: 'uuid', sourceHash: 'text', recordVersion: 'int' } as const

export async function insertImportRecords(tx: Tx, rows: Record<keyof typeof RECORD, unknown>[]): Promise<void> {
  await insertRows(tx, 'import_record', RECORD, rows)
}

export async function saveImportRecord(
  tx: Tx,
  sourceKey: string,
  change: { sourceHash: string; recordVersion: number },
) {
  await tx.sql
    .updateTable('importRecord')
    .set(change)
    .where('orgId', '=', tx.orgId)
    .where('sourceKey', '=', sourceKey)
    .execute()
}

export type Coded = { id: string; code: string; name: string }
export type CodedStaff = Coded & { phone: string; outletCode: string | null }
export type CodedCustomer = Coded & { phone: string }

/** Everybody and everything of the company that a register can point at by its number. */
export async function loadCoded(tx: Tx, withCustomers: boolean) {
  const outlets = await sql<Coded>`select id, code, name from outlet where org_id = ${tx.orgId}`.execute(tx.sql)
  const staff = await sql<CodedStaff>`
    select s.id, s.number as code, s.name, s.phone, o.code as outlet_code from staff s
    left join outlet o on o.org_id = s.org_id and o.id = s.outlet_id where s.org_id = ${tx.orgId}`.execute(tx.sql)
  const customers = withCustomers
    ? await sql<CodedCustomer>`
      select id, number as code, name, phone from customer
      where org_id = ${tx.orgId} and number is not null and erased_at is null`.execute(tx.sql)
    : { rows: [] }
  return { outlets: outlets.rows, staff: staff.rows, customers: customers.rows }
}

export async function findStaffByNumber(tx: Tx, number: string): Promise<{ id: string; name: string } | undefined> {
  return tx.sql
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('number', '=', number)
    .executeTakeFirst()
}

export async function findOutletByCode(tx: Tx, code: string): Promise<{ id: string; name: string } | undefined> {
  return tx.sql
    .selectFrom('outlet')
    .select(['id', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('code', '=', code)
    .executeTakeFirst()
}

/** By serial number; without one, the same product of the same customer installed on the same day. */
export async function findProductLike(
  tx: Tx,
  given: { customerId: string; modelName: string; serialNumber: string; installedOn: string | null },
): Promise<{ id: string; customerId: string } | undefined> {
  let query = tx.sql
    .selectFrom('installedProduct')
    .select(['id', 'customerId'])
    .where('orgId', '=', tx.orgId)
    .where('serialNumber', '=', given.serialNumber)
  if (given.serialNumber === '')
    query = query
      .where('customerId', '=', given.customerId)
      .where('modelName', '=', given.modelName)
      .where('installedOn', given.installedOn === null ? 'is' : '=', given.installedOn)
  return query.executeTakeFirst()
}
