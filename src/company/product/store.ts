import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { InstalledProductRow, ProductModelRow } from './contract.ts'

const MODEL = ['id', 'code', 'name', 'requiredQualifications', 'warrantyMonths', 'version'] as const

export async function listProductModels(
  tx: Tx,
  asked: { limit: number; cursor?: string; search?: string },
): Promise<ProductModelRow[]> {
  let query = tx.sql
    .selectFrom('productModel')
    .where('orgId', '=', tx.orgId)
    .select([...MODEL])
    .orderBy('code')
    .orderBy('id')
    .limit(asked.limit)
  if (asked.search) query = query.where(sql<boolean>`strpos(lower(code || ' ' || name), lower(${asked.search})) > 0`)
  if (asked.cursor)
    query = query.where(
      sql<boolean>`(code, id) > (select c.code, c.id from product_model c where c.org_id = ${tx.orgId} and c.id = ${asked.cursor})`,
    )
  return query.execute()
}

export async function loadProductModel(tx: Tx, id: string): Promise<ProductModelRow | undefined> {
  return tx.sql
    .selectFrom('productModel')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .select([...MODEL])
    .executeTakeFirst()
}

/** Which of these codes name no kind of licence. */
export async function findUnknownQualifications(tx: Tx, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const known = await tx.sql
    .selectFrom('qualificationKind')
    .where('orgId', '=', tx.orgId)
    .where('code', 'in', [...codes])
    .select('code')
    .execute()
  const found = new Set(known.map(({ code }) => code))
  return codes.filter((code) => !found.has(code))
}

export type ModelFields = Omit<ProductModelRow, 'id' | 'version'>

export async function insertProductModel(tx: WriteTx, id: string, fields: ModelFields): Promise<void> {
  await tx.sql
    .insertInto('productModel')
    .values({ orgId: tx.orgId, id, ...fields })
    .execute()
}

export async function saveProductModel(tx: WriteTx, id: string, version: number, fields: ModelFields): Promise<void> {
  const saved = await tx.sql
    .updateTable('productModel')
    .set({ ...fields, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'product_model')
}

function installed(tx: Tx) {
  return tx.sql
    .selectFrom('installedProduct as p')
    .leftJoin('productModel as m', (join) => join.onRef('m.orgId', '=', 'p.orgId').onRef('m.id', '=', 'p.modelId'))
    .where('p.orgId', '=', tx.orgId)
    .select([
      'p.id',
      'p.customerId',
      'p.modelId',
      sql<string>`coalesce(m.name, p.model_name)`.as('modelName'),
      'p.serialNumber',
      'p.boughtOn',
      'p.installedOn',
      'p.warrantyUntilOn',
      'p.address',
      sql<string[]>`coalesce(m.required_qualifications, '{}')`.as('requiredQualifications'),
      'p.version',
    ])
}

/** Products of these customers, newest purchase first; at most 200 of each. */
export async function loadProductsOf(tx: Tx, customerIds: readonly string[]): Promise<InstalledProductRow[]> {
  if (customerIds.length === 0) return []
  return installed(tx)
    .where('p.customerId', 'in', [...customerIds])
    .orderBy('p.boughtOn', (order) => order.desc().nullsLast())
    .orderBy('p.id')
    .limit(customerIds.length * 200)
    .execute()
}

export async function loadInstalledProduct(tx: Tx, id: string): Promise<InstalledProductRow | undefined> {
  return installed(tx).where('p.id', '=', id).executeTakeFirst()
}

export type InstalledFields = Omit<InstalledProductRow, 'id' | 'customerId' | 'requiredQualifications' | 'version'>

export async function insertInstalledProduct(
  tx: WriteTx,
  ids: { id: string; customerId: string },
  fields: InstalledFields,
): Promise<void> {
  await tx.sql
    .insertInto('installedProduct')
    .values({ orgId: tx.orgId, ...ids, ...fields })
    .execute()
}

export async function saveInstalledProduct(
  tx: WriteTx,
  id: string,
  version: number,
  fields: InstalledFields,
): Promise<void> {
  const saved = await tx.sql
    .updateTable('installedProduct')
    .set({ ...fields, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'installed_product')
}

/** Blanks what tells where a customer's products stand. Answers the products' ids. */
export async function eraseProductAddresses(tx: WriteTx, customerId: string): Promise<string[]> {
  const rows = await tx.sql
    .updateTable('installedProduct')
    .set((eb) => ({ address: '', version: eb('version', '+', 1) }))
    .where('orgId', '=', tx.orgId)
    .where('customerId', '=', customerId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
