import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'

const Contact = {
  address: z.string().trim().max(300),
  contactName: z.string().trim().max(60),
  contactPhone: PhoneText,
  /** Notices go there; none are sent while it is empty. */
  contactEmail: z.union([z.literal(''), z.email().max(254)]),
}

/** A key of the client's ledger as a pack told it, believed since the first pack. */
export const LedgerKey = z.strictObject({
  vkey: z.string().max(400),
  validFrom: z.string().max(40),
  validUntil: z.string().max(40).nullable(),
})
export type LedgerKey = z.output<typeof LedgerKey>

export const ClientRow = z.object({
  id: Id,
  name: z.string(),
  uscc: z.string(),
  ...Contact,
  /** Its organisation id, where it runs Starproof. */
  companyOrgId: Id.nullable(),
  madeAt: Instant,
  version: Version,
})
export type ClientRow = z.output<typeof ClientRow>

export const ClientDetail = ClientRow.extend({
  ledgerKeys: z.array(LedgerKey.extend({ fingerprint: z.string() })),
  blacklistedUntilOn: z.iso.date().nullable(),
})
export type ClientDetail = z.output<typeof ClientDetail>

export const listClients = endpoint({
  name: 'certification.listClients',
  method: 'GET',
  path: '/api/certification/clients',
  who: BODY,
  summary: 'Companies that applied or are certified, by name',
  query: PageQuery.extend({ cursor: Id.optional(), search: z.string().trim().max(60).optional() }),
  answer: pageOf(ClientRow),
})

const AboutClient = z.object({ clientId: Id })

export const readClient = endpoint({
  name: 'certification.readClient',
  method: 'GET',
  path: '/api/certification/clients/:clientId',
  who: BODY,
  summary: 'One client with the ledger keys first seen in its packs',
  params: AboutClient,
  answer: ClientDetail,
})

export const changeClient = endpoint({
  name: 'certification.changeClient',
  method: 'PUT',
  path: '/api/certification/clients/:clientId',
  who: OFFICERS,
  summary: 'Name, address and contact of a client',
  params: AboutClient,
  body: z.strictObject({ version: Version, name: z.string().trim().min(1).max(200), ...Contact }),
  answer: z.object({ id: Id, version: Version }),
})
