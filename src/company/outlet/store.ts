import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { NewOutlet, OutletHours, OutletKind, OutletRow } from './contract.ts'

function outlets(tx: Tx) {
  return tx.sql
    .selectFrom('outlet as o')
    .where('o.orgId', '=', tx.orgId)
    .select((eb) => [
      'o.id',
      'o.code',
      'o.name',
      sql<OutletKind>`o.kind`.as('kind'),
      'o.provinceCode',
      'o.cityCode',
      'o.address',
      'o.phone',
      'o.longitude',
      'o.latitude',
      'o.aroundTheClock',
      sql<OutletHours | null>`o.calendar`.as('hours'),
      'o.openedOn',
      'o.closedOn',
      'o.version',
      eb
        .selectFrom('staff as s')
        .whereRef('s.orgId', '=', 'o.orgId')
        .whereRef('s.outletId', '=', 'o.id')
        .where('s.leftOn', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .$asScalar()
        .$notNull()
        .as('staffCount'),
    ])
}

export type OutletQuery = {
  limit: number
  cursor?: string
  search?: string
  kind?: OutletKind
  provinceCode?: string
  closed: boolean
}

export async function listOutlets(tx: Tx, asked: OutletQuery): Promise<OutletRow[]> {
  let query = outlets(tx).orderBy('o.code').orderBy('o.id').limit(asked.limit)
  if (!asked.closed) query = query.where('o.closedOn', 'is', null)
  if (asked.kind) query = query.where('o.kind', '=', asked.kind)
  if (asked.provinceCode) query = query.where('o.provinceCode', '=', asked.provinceCode)
  if (asked.search)
    query = query.where(
      sql<boolean>`strpos(lower(o.code || ' ' || o.name || ' ' || o.address), lower(${asked.search})) > 0`,
    )
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(o.code, o.id) > (select c.code, c.id from outlet c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

export async function loadOutlet(tx: Tx, id: string): Promise<OutletRow | undefined> {
  return outlets(tx).where('o.id', '=', id).executeTakeFirst()
}

/** Every outlet not closed before that day: where jobs may go, and what covers a city. A company has some hundreds. */
export async function loadOutletPoints(tx: Tx, dayOn: string) {
  return tx.sql
    .selectFrom('outlet')
    .where('orgId', '=', tx.orgId)
    .where((eb) => eb.or([eb('closedOn', 'is', null), eb('closedOn', '>=', dayOn)]))
    .select([
      'id',
      'code',
      'name',
      'kind',
      'cityCode',
      'longitude',
      'latitude',
      'aroundTheClock',
      'openedOn',
      'closedOn',
    ])
    .orderBy('code')
    .limit(20_000)
    .execute()
}

/** Customers per city, for coverage. There are at most as many rows as cities. */
export async function countCustomersByCity(tx: Tx): Promise<{ cityCode: string; customers: number }[]> {
  return tx.sql
    .selectFrom('customer')
    .where('orgId', '=', tx.orgId)
    .where('cityCode', '<>', '')
    .groupBy('cityCode')
    .select(({ fn }) => ['cityCode', fn.countAll<number>().as('customers')])
    .execute()
}

export type OutletFields = Omit<NewOutlet, 'id'>

function columnsOf(fields: OutletFields) {
  const { hours, ...rest } = fields
  return { ...rest, calendar: hours ? JSON.stringify(hours) : null }
}

export async function insertOutlet(tx: WriteTx, id: string, fields: OutletFields): Promise<void> {
  await tx.sql
    .insertInto('outlet')
    .values({ orgId: tx.orgId, id, ...columnsOf(fields) })
    .execute()
}

export async function saveOutlet(
  tx: WriteTx,
  id: string,
  version: number,
  row: OutletFields | { closedOn: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('outlet')
    .set({ ...('closedOn' in row ? row : columnsOf(row as OutletFields)), version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'outlet')
}
