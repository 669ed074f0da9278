import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Latitude, Longitude, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { KEEPERS, OFFICE } from '../access.ts'
import { CityCode, Listing, Saved, Text } from '../contract.ts'
import { InstalledProductRow } from '../product/contract.ts'

export const CustomerKind = z.enum(['person', 'company'])

const CustomerFields = {
  /** The company's own number for the customer, where it gives one. */
  number: z.string().trim().min(1).max(60).nullish(),
  name: z.string().trim().min(1).max(200),
  kind: CustomerKind.default('person'),
  contactName: Text(100),
  phone: PhoneText.default(''),
  email: z.union([z.literal(''), z.email().max(200)]).default(''),
  address: Text(300),
  cityCode: CityCode,
  longitude: Longitude.nullish(),
  latitude: Latitude.nullish(),
  note: Text(1000),
}

export const NewCustomer = z.object({ id: Id, ...CustomerFields })
export type NewCustomer = z.output<typeof NewCustomer>
export const CustomerChange = z.object({ ...CustomerFields, version: Version })
export type CustomerChange = z.output<typeof CustomerChange>

export const CustomerRow = z.object({
  id: Id,
  number: z.string().nullable(),
  name: z.string(),
  kind: CustomerKind,
  contactName: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  cityCode: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  note: z.string(),
  erasedAt: Instant.nullable(),
  createdAt: Instant,
  version: Version,
})
export type CustomerRow = z.output<typeof CustomerRow>

export const CustomerFile = CustomerRow.extend({
  products: z.array(InstalledProductRow),
  /** True where number and address are masked because the reader's work does not need them. */
  masked: z.boolean(),
})
export type CustomerFile = z.output<typeof CustomerFile>

const KEEP_CUSTOMERS = ['agent', 'service_manager', 'administrator'] as const
const AboutCustomer = z.object({ customerId: Id })

export const listCustomers = endpoint({
  name: 'company.listCustomers',
  method: 'GET',
  path: '/api/company/customers',
  who: OFFICE,
  summary:
    'Customers by name; the search finds any two neighbouring characters of name, contact, number, telephone or address',
  query: Listing.extend({
    cityCode: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
  }),
  answer: pageOf(CustomerRow),
})

export const addCustomer = endpoint({
  name: 'company.addCustomer',
  method: 'POST',
  path: '/api/company/customers',
  who: KEEP_CUSTOMERS,
  summary: 'Put a customer on file',
  body: NewCustomer,
  answer: Saved,
})

export const readCustomer = endpoint({
  name: 'company.readCustomer',
  method: 'GET',
  path: '/api/company/customers/:customerId',
  who: OFFICE,
  summary: 'One customer with the products they own',
  params: AboutCustomer,
  answer: CustomerFile,
})

export const changeCustomer = endpoint({
  name: 'company.changeCustomer',
  method: 'PUT',
  path: '/api/company/customers/:customerId',
  who: KEEP_CUSTOMERS,
  summary: "Change a customer's file",
  params: AboutCustomer,
  body: CustomerChange,
  answer: Saved,
})

/** Blanks name, numbers and addresses here and in history; the record, its products and every proof stay. Cannot be undone. */
export const eraseCustomer = endpoint({
  name: 'company.eraseCustomer',
  method: 'POST',
  path: '/api/company/customers/:customerId/erasure',
  who: KEEPERS,
  summary: "Erase a customer's personal data on request",
  params: AboutCustomer,
  body: z.object({ version: Version, reason: z.string().trim().min(1).max(200) }),
  answer: Saved,
})
