import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Saved } from '../contract.ts'
import { canChange } from '../customer/rules.ts'
import { loadCustomer } from '../customer/store.ts'
import { changedFields } from '../rules.ts'
import type { InstalledProductChange, NewInstalledProduct, NewProductModel, ProductModelChange } from './contract.ts'
import { warrantyEnd } from './rules.ts'
import type { InstalledFields, ModelFields } from './store.ts'
import {
  findUnknownQualifications,
  insertInstalledProduct,
  insertProductModel,
  loadInstalledProduct,
  loadProductModel,
  saveInstalledProduct,
  saveProductModel,
} from './store.ts'

async function modelFields(tx: WriteTx, given: Omit<NewProductModel, 'id'>): Promise<Decision<ModelFields>> {
  const requiredQualifications = [...new Set(given.requiredQualifications)].sort()
  const [unknown] = await findUnknownQualifications(tx, requiredQualifications)
  if (unknown) return refuse('invalid', 'unknown_qualification', { code: unknown })
  return accept({
    code: given.code,
    name: given.name,
    requiredQualifications,
    warrantyMonths: given.warrantyMonths ?? null,
  })
}

export async function addProductModel(tx: WriteTx, given: NewProductModel): Promise<Decision<Saved>> {
  const fields = await modelFields(tx, given)
  if (!fields.ok) return fields
  await insertProductModel(tx, given.id, fields.value)
  tx.record({ recordType: 'product_model', recordId: given.id, verb: 'product_model.added', content: fields.value })
  return accept({ id: given.id, version: 1 })
}

export async function changeProductModel(tx: WriteTx, id: string, given: ProductModelChange): Promise<Decision<Saved>> {
  const before = await loadProductModel(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const fields = await modelFields(tx, given)
  if (!fields.ok) return fields
  await saveProductModel(tx, id, given.version, fields.value)
  const content = changedFields<ModelFields>(before, fields.value)
  tx.record({ recordType: 'product_model', recordId: id, verb: 'product_model.changed', content })
  return accept({ id, version: given.version + 1 })
}

async function installedFields(
  tx: WriteTx,
  customerId: string,
  given: Omit<NewInstalledProduct, 'id' | 'customerId'>,
): Promise<Decision<InstalledFields>> {
  const customer = await loadCustomer(tx, customerId)
  if (!customer) return refuse('not_found', 'not_found')
  const allowed = canChange(customer)
  if (!allowed.ok) return allowed
  const model = given.modelId ? await loadProductModel(tx, given.modelId) : undefined
  if (given.modelId && !model) return refuse('invalid', 'unknown_reference', { what: 'product_model' })
  const boughtOn = given.boughtOn ?? null
  const months = model?.warrantyMonths ?? null
  return accept({
    modelId: given.modelId ?? null,
    modelName: model?.name ?? given.modelName,
    serialNumber: given.serialNumber,
    boughtOn,
    installedOn: given.installedOn ?? null,
    warrantyUntilOn:
      given.warrantyUntilOn ?? (boughtOn !== null && months !== null ? warrantyEnd(boughtOn, months) : null),
    address: given.address,
  })
}

export async function addInstalledProduct(tx: WriteTx, given: NewInstalledProduct): Promise<Decision<Saved>> {
  const fields = await installedFields(tx, given.customerId, given)
  if (!fields.ok) return fields
  const { id, customerId } = given
  await insertInstalledProduct(tx, { id, customerId }, fields.value)
  const content = { customerId, ...fields.value }
  tx.record({ recordType: 'installed_product', recordId: id, verb: 'installed_product.added', content })
  return accept({ id, version: 1 })
}

export async function changeInstalledProduct(
  tx: WriteTx,
  id: string,
  given: InstalledProductChange,
): Promise<Decision<Saved>> {
  const before = await loadInstalledProduct(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const fields = await installedFields(tx, before.customerId, given)
  if (!fields.ok) return fields
  await saveInstalledProduct(tx, id, given.version, fields.value)
  const content = changedFields<InstalledFields>(before, fields.value)
  tx.record({ recordType: 'installed_product', recordId: id, verb: 'installed_product.changed', content })
  return accept({ id, version: given.version + 1 })
}
