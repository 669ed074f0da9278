import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { CustomerRow, NewCustomer } from './contract.ts'
import type { ERASED } from './rules.ts'

function customers(tx: Tx) {
  return tx.sql
    .selectFrom('customer')
    .where('orgId', '=', tx.orgId)
    .select([
      'id',
      'number',
      'name',
      sql<'person' | 'company'>`kind`.as('kind'),
      'contactName',
      'phone',
      'email',
      'address',
      'cityCode',
      'longitude',
      'latitude',
      'note',
      'erasedAt',
      'createdAt',
      'version',
    ])
}

export async function listCustomers(
  tx: Tx,
  asked: { limit: number; cursor?: string; search?: string; cityCode?: string },
): Promise<CustomerRow[]> {
  let query = customers(tx).orderBy('name').orderBy('id').limit(asked.limit)
  if (asked.cityCode) query = query.where('cityCode', '=', asked.cityCode)
  if (asked.search) {
    const ids = await searchCustomers(tx, asked.search, asked.limit, asked.cursor)
    return ids.length === 0 ? [] : query.where('id', 'in', ids).execute()
  }
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(name, id) > (select c.name, c.id from customer c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

/** Ids in the list's order, after the cursor. */
async function searchCustomers(tx: Tx, words: string, limit: number, cursor?: string): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from search_customers(
      ${words},
      (select c.name from customer c where c.org_id = ${tx.orgId} and c.id = ${cursor ?? null}),
      ${cursor ?? null}::uuid,
      ${limit}
    ) as found (id)`.execute(tx.sql)
  return found.rows.map(({ id }) => id)
}

export async function loadCustomer(tx: Tx, id: string): Promise<CustomerRow | undefined> {
  return customers(tx).where('id', '=', id).executeTakeFirst()
}

export async function findCustomerByNumber(tx: Tx, number: string): Promise<CustomerRow | undefined> {
  return customers(tx).where('number', '=', number).executeTakeFirst()
}

/** Customers kept under one of these numbers, exactly; at most 20: a number shared by more people names nobody. */
export async function findByPhone(tx: Tx, forms: readonly string[]): Promise<CustomerRow[]> {
  return customers(tx)
    .where('phone', 'in', [...forms])
    .where('phone', '<>', '')
    .orderBy('name')
    .orderBy('id')
    .limit(20)
    .execute()
}

/** Customers in whose text this number occurs, for numbers shown without an area code. */
export async function findByPhoneWithin(tx: Tx, digits: string): Promise<CustomerRow[]> {
  return listCustomers(tx, { limit: 50, search: digits })
}

export type CustomerFields = Omit<NewCustomer, 'id'>

export async function insertCustomer(tx: WriteTx, id: string, fields: CustomerFields): Promise<void> {
  await tx.sql
    .insertInto('customer')
    .values({ orgId: tx.orgId, id, ...fields, createdAt: tx.at })
    .execute()
}

export async function saveCustomer(
  tx: WriteTx,
  id: string,
  version: number,
  row: CustomerFields | (typeof ERASED & { erasedAt: string }),
): Promise<void> {
  const saved = await tx.sql
    .updateTable('customer')
    .set({ ...row, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'customer')
}
