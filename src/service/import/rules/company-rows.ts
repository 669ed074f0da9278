import type { Draft, Reference } from '../contract/draft.ts'
import type { RowOf } from '../contract/field.ts'
import type { RowValues } from './column.ts'
import { unknownPlace } from './company-records.ts'
import { makeDraft, sourceKey } from './draft.ts'
import type { RowContext } from './row-context.ts'

export function outletDrafts(row: RowValues, context: RowContext): Draft[] {
  const { source, place } = context
  const v = row.values as RowOf<'outlet'>
  const values = {
    code: v.code,
    name: v.name,
    province: v.province ?? null,
    city: v.city ?? null,
    ownership: v.ownership ?? null,
    open24h: v.open24h ?? null,
    headcount: v.headcount ?? null,
    areaSquareMetres: v.areaSquareMetres ?? null,
    managerName: v.managerName ?? null,
    phone: v.phone ?? null,
    address: v.address ?? null,
  }
  warnOfPlace(row, context, values)
  return [makeDraft('outlet', sourceKey(source, 'outlet', [v.code]), values, null, place)]
}

/** A person and the licences held. An expiry beside several licences is used only when the mapping says that it holds for each. */
export function staffDrafts(row: RowValues, context: RowContext): Draft[] {
  const { source, place, sheet, log } = context
  const v = row.values as RowOf<'staff'>
  const key = sourceKey(source, 'staff', [v.code])
  const person: Reference = { key, text: v.name }
  const values = {
    code: v.code,
    name: v.name,
    outlet: context.outletByCode(row, 'outletCode'),
    post: v.post ?? null,
    isServiceManager: v.isServiceManager ?? null,
    phone: v.phone ?? null,
  }
  const drafts: Draft[] = [makeDraft('staff', key, values, null, place)]
  const licences: string[] = v.licences ?? []
  let expiresOn: string | null = v.licenceExpiresOn ?? null
  let number: string | null = v.licenceNumber ?? null
  const refuse = (field: string, code: string) => {
    const at = row.cellOf(field)!
    log.cell(at.place, row.row, at.cell, 'cell_refused', code, { licences: licences.length })
  }
  if (licences.length > 1) {
    if (expiresOn !== null && !sheet.expiryHoldsForAll) {
      refuse('licenceExpiresOn', 'expiry_of_which_licence')
      expiresOn = null
    }
    if (number !== null) {
      refuse('licenceNumber', 'number_of_which_licence')
      number = null
    }
  }
  if (licences.length === 0 && !row.refused.has('licences')) {
    if (expiresOn !== null) refuse('licenceExpiresOn', 'expiry_without_licence')
    if (number !== null) refuse('licenceNumber', 'number_without_licence')
  }
  for (const name of licences) {
    const licenceKey = sourceKey(source, 'licence', [v.code, name])
    drafts.push(makeDraft('licence', licenceKey, { staff: person, name, number, expiresOn }, null, place))
  }
  return drafts
}

/** A customer and the product installed there; further products stand in further rows of the same customer. */
export function customerDrafts(row: RowValues, context: RowContext): Draft[] {
  const { source, place } = context
  const v = row.values as RowOf<'customer'>
  const key = sourceKey(source, 'customer', [v.code])
  const values = {
    code: v.code,
    name: v.name,
    province: v.province ?? null,
    city: v.city ?? null,
    address: v.address ?? null,
    contactName: v.contactName ?? null,
    phone: v.phone ?? null,
  }
  warnOfPlace(row, context, values)
  const drafts: Draft[] = [makeDraft('customer', key, values, null, place)]
  const product = {
    customer: { key, text: v.name },
    productName: v.productName ?? null,
    serialNumber: v.serialNumber ?? null,
    installedOn: v.installedOn ?? null,
  }
  if (product.productName !== null || product.serialNumber !== null) {
    // A serial number names the product; without one, customer, product and day of installation together do.
    const naturalKey = product.serialNumber
      ? [product.serialNumber]
      : ['', v.code, product.productName ?? '', product.installedOn ?? '']
    const productKey = sourceKey(source, 'installed_product', naturalKey)
    drafts.push(makeDraft('installed_product', productKey, product, product.installedOn, place))
  }
  return drafts
}

// The words are kept in history; without a code the place counts for no coverage.
function warnOfPlace(
  row: RowValues,
  { log }: RowContext,
  values: { province: string | null; city: string | null },
): void {
  const words = unknownPlace(values)
  const at = words === null ? null : (row.cellOf(values.city === null ? 'province' : 'city') ?? row.cellOf('province'))
  if (at) log.cell(at.place, row.row, at.cell, 'warning', 'place_unknown', { place: words! })
}
