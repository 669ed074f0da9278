import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { KEEPERS, OFFICE } from '../access.ts'
import { Listing, QualificationCode, Saved, Text } from '../contract.ts'

const ModelFields = {
  code: z.string().trim().min(1).max(60),
  name: z.string().trim().min(1).max(200),
  /** Licences that whoever works on it must hold. */
  requiredQualifications: z.array(QualificationCode).max(20).default([]),
  warrantyMonths: z.number().int().min(0).max(600).nullish(),
}

export const NewProductModel = z.object({ id: Id, ...ModelFields })
export type NewProductModel = z.output<typeof NewProductModel>
export const ProductModelChange = z.object({ ...ModelFields, version: Version })
export type ProductModelChange = z.output<typeof ProductModelChange>

export const ProductModelRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  requiredQualifications: z.array(z.string()),
  warrantyMonths: z.number().int().nullable(),
  version: Version,
})
export type ProductModelRow = z.output<typeof ProductModelRow>

const InstalledFields = {
  modelId: Id.nullish(),
  /** The model in words, where it is not in the catalogue. */
  modelName: Text(200),
  serialNumber: Text(60),
  boughtOn: Day.nullish(),
  installedOn: Day.nullish(),
  /** Absent: purchase plus the model's months of warranty. */
  warrantyUntilOn: Day.nullish(),
  /** Where it stands, if not at the customer's address. */
  address: Text(300),
}

export const NewInstalledProduct = z.object({ id: Id, customerId: Id, ...InstalledFields })
export type NewInstalledProduct = z.output<typeof NewInstalledProduct>
export const InstalledProductChange = z.object({ ...InstalledFields, version: Version })
export type InstalledProductChange = z.output<typeof InstalledProductChange>

export const InstalledProductRow = z.object({
  id: Id,
  customerId: Id,
  modelId: Id.nullable(),
  modelName: z.string(),
  serialNumber: z.string(),
  boughtOn: Day.nullable(),
  installedOn: Day.nullable(),
  warrantyUntilOn: Day.nullable(),
  address: z.string(),
  requiredQualifications: z.array(z.string()),
  version: Version,
})
export type InstalledProductRow = z.output<typeof InstalledProductRow>

export const listProductModels = endpoint({
  name: 'company.listProductModels',
  method: 'GET',
  path: '/api/company/product-models',
  who: OFFICE,
  summary: 'Product models by code',
  query: Listing,
  answer: pageOf(ProductModelRow),
})

export const addProductModel = endpoint({
  name: 'company.addProductModel',
  method: 'POST',
  path: '/api/company/product-models',
  who: KEEPERS,
  summary: 'Add a product model',
  body: NewProductModel,
  answer: Saved,
})

export const readProductModel = endpoint({
  name: 'company.readProductModel',
  method: 'GET',
  path: '/api/company/product-models/:modelId',
  who: OFFICE,
  summary: 'One product model',
  params: z.object({ modelId: Id }),
  answer: ProductModelRow,
})

export const changeProductModel = endpoint({
  name: 'company.changeProductModel',
  method: 'PUT',
  path: '/api/company/product-models/:modelId',
  who: KEEPERS,
  summary: 'Change a product model and the licences it needs',
  params: z.object({ modelId: Id }),
  body: ProductModelChange,
  answer: Saved,
})

const CUSTOMER_KEEPERS = ['agent', 'service_manager', 'administrator'] as const

export const addInstalledProduct = endpoint({
  name: 'company.addInstalledProduct',
  method: 'POST',
  path: '/api/company/installed-products',
  who: CUSTOMER_KEEPERS,
  summary: 'Enter a product that a customer owns',
  body: NewInstalledProduct,
  answer: Saved,
})

export const changeInstalledProduct = endpoint({
  name: 'company.changeInstalledProduct',
  method: 'PUT',
  path: '/api/company/installed-products/:productId',
  who: CUSTOMER_KEEPERS,
  summary: "Change a customer's product",
  params: z.object({ productId: Id }),
  body: InstalledProductChange,
  answer: Saved,
})
