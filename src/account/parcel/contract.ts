import { z } from 'zod'
import { LetterKind } from '#src/server/letter/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { CARRIERS, KEY_KEEPERS, READERS } from './access.ts'

export const DIRECTIONS = ['in', 'out'] as const
/**
 * `own`: we signed it. `first`: the key was seen for the first time and pinned. `succeeded`: a pinned key handed over to it. `unknown`: signed
 * by a key that is not believed; it is shown, and led to nothing.
 */
export const TRUSTS = ['own', 'first', 'known', 'succeeded', 'unknown'] as const
export const CHECKS = [
  'container',
  'signature',
  'key_dates',
  'files',
  'addressed_by_id',
  'addressed_by_name',
  'ledger',
  'checkpoints',
] as const
export type Check = (typeof CHECKS)[number]

/** The record a parcel led to here. */
export const LedTo = z.object({ recordType: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/), recordId: Id })
export type LedTo = z.output<typeof LedTo>

export const ParcelRow = z.object({
  id: Id,
  direction: z.enum(DIRECTIONS),
  container: z.enum(['letter', 'pack']),
  kind: LetterKind,
  /** Without an id: addressed by name only. */
  counterpart: z.object({ orgId: Id.nullable(), name: z.string() }),
  madeAt: z.string(),
  /** Sent or received. */
  at: z.string(),
  sizeBytes: z.number().int(),
  /** SHA-256 of the public key that signed it. */
  signer: z.string(),
  trust: z.enum(TRUSTS),
  /** Outgoing only. */
  deliver: z.enum(['file', 'here']).nullable(),
  deliveredAt: z.string().nullable(),
  /** Outgoing: why the recipient's side refused it. Incoming: why it is not acted upon. */
  refusedCode: z.string().nullable(),
  refusedParams: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  readAt: z.string().nullable(),
  ledTo: LedTo.nullable(),
})
export type ParcelRow = z.output<typeof ParcelRow>

export const ParcelFile = z.object({
  sha256: Sha256,
  name: z.string(),
  sizeBytes: z.number().int(),
  mediaType: z.string(),
})
export type ParcelFile = z.output<typeof ParcelFile>

export const Parcel = ParcelRow.extend({
  letterId: Id.nullable(),
  inReplyTo: Id.nullable(),
  fileSha256: Sha256,
  checks: z.array(z.enum(CHECKS)),
  files: z.array(ParcelFile),
  /** Plain JSON of the letter; null for packs. */
  body: z.unknown(),
  /** Whether the recipient lives on this installation, so that it can be delivered by itself. */
  recipientIsHere: z.boolean(),
})
export type Parcel = z.output<typeof Parcel>

const params = z.object({ parcelId: Id })
const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/)

const Taken = z.object({
  parcelId: Id,
  kind: LetterKind,
  /** The same file was taken in before: nothing happened again. */
  repeated: z.boolean(),
  trust: z.enum(TRUSTS),
  ledTo: LedTo.nullable(),
})

export const listParcels = endpoint({
  name: 'parcel.listParcels',
  method: 'GET',
  path: '/api/parcels',
  who: READERS,
  summary: 'Letters and packs sent and received, newest first',
  query: PageQuery.extend({
    cursor: Id.optional(),
    direction: z.enum(DIRECTIONS).optional(),
    kind: LetterKind.optional(),
    unread: z.enum(['1']).optional(),
  }),
  answer: pageOf(ParcelRow),
})

export const readParcel = endpoint({
  name: 'parcel.readParcel',
  method: 'GET',
  path: '/api/parcels/:parcelId',
  who: READERS,
  summary: 'One letter or pack: who signed it, what was checked, what is enclosed',
  params,
  answer: Parcel,
})

export const uploadParcel = endpoint({
  name: 'parcel.uploadParcel',
  method: 'POST',
  path: '/api/parcels',
  who: CARRIERS,
  carries: 'upload',
  summary:
    'Take in a letter or a pack from another organisation; verified before anything else, refused with the place',
  perMinute: 30,
  answer: Taken,
})

export const downloadParcel = endpoint({
  name: 'parcel.downloadParcel',
  method: 'GET',
  path: '/api/parcels/:parcelId/file',
  who: READERS,
  carries: 'stream',
  summary: 'The signed file as it crossed or is to cross',
  params,
  answer: z.string(),
})

export const downloadEnclosed = endpoint({
  name: 'parcel.downloadEnclosed',
  method: 'GET',
  path: '/api/parcels/:parcelId/files/:sha256',
  who: READERS,
  carries: 'stream',
  summary: 'One file enclosed in a letter, to be saved',
  params: z.object({ parcelId: Id, sha256: Sha256 }),
  answer: z.string(),
})

export const markParcelRead = endpoint({
  name: 'parcel.markRead',
  method: 'POST',
  path: '/api/parcels/:parcelId/read',
  who: READERS,
  summary: 'Say that somebody here read it',
  params,
  answer: z.object({ readAt: z.string() }),
})

export const deliverParcel = endpoint({
  name: 'parcel.deliver',
  method: 'POST',
  path: '/api/parcels/:parcelId/deliver',
  who: CARRIERS,
  summary: 'Have it taken to the recipient, who lives on this installation',
  params,
  answer: z.object({ deliver: z.enum(['here']) }),
})

export const listRecipients = endpoint({
  name: 'parcel.listRecipients',
  method: 'GET',
  path: '/api/parcels/recipients',
  who: READERS,
  summary: 'To whom something can be sent: certification bodies of this installation and organisations met before',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(z.object({ orgId: Id, name: z.string(), isHere: z.boolean(), met: z.boolean() })),
})

export const examineParcel = endpoint({
  name: 'parcel.examine',
  method: 'POST',
  path: '/api/parcels/:parcelId/examination',
  who: CARRIERS,
  summary: 'Judge a letter that was put aside once more, after the keys of its sender were reset or confirmed',
  params,
  answer: Taken,
})

export const CounterpartKey = z.object({
  /** SHA-256 of the public key. */
  fingerprint: Fingerprint,
  /** It handed over to another key then. */
  validUntil: z.string().nullable(),
  firstSeen: z.object({ at: z.string(), parcelId: Id, kind: LetterKind }),
  /** Compared by a person, e.g. by telephone. */
  confirmed: z.object({ at: z.string(), byName: z.string(), how: z.string() }).nullable(),
  /** Put aside by a person; nothing it signs is believed. */
  reset: z.object({ at: z.string(), byName: z.string(), reason: z.string() }).nullable(),
})
export type CounterpartKey = z.output<typeof CounterpartKey>

export const Counterpart = z.object({
  orgId: Id,
  name: z.string(),
  keys: z.array(CounterpartKey),
  /** Letters that came in its name under a key that is not believed. */
  aside: z.array(z.object({ parcelId: Id, kind: LetterKind, at: z.string(), signer: Fingerprint })),
})
export type Counterpart = z.output<typeof Counterpart>

export const listCounterparts = endpoint({
  name: 'parcel.listCounterparts',
  method: 'GET',
  path: '/api/parcels/counterparts',
  who: READERS,
  summary: 'Organisations that wrote to us, with the keys by which they are known and who compared them',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(Counterpart),
})

export const readOwnKey = endpoint({
  name: 'parcel.readOwnKey',
  method: 'GET',
  path: '/api/parcels/own-key',
  who: READERS,
  summary: 'The key that our letters are signed with, to be read to the other side; null before the first one is made',
  answer: z.object({ key: z.object({ fingerprint: Fingerprint, vkey: z.string(), validFrom: z.string() }).nullable() }),
})

const AboutCounterpart = z.object({ counterpartOrgId: Id })

export const confirmKey = endpoint({
  name: 'parcel.confirmKey',
  method: 'POST',
  path: '/api/parcels/counterparts/:counterpartOrgId/keys/:fingerprint/confirmation',
  who: CARRIERS,
  summary: 'Say that a key was compared with its owner, with whom and how; a key that was reset stands again',
  params: AboutCounterpart.extend({ fingerprint: Fingerprint }),
  body: z.strictObject({ how: z.string().trim().min(1).max(500) }),
  answer: z.object({ confirmedAt: z.string() }),
})

export const resetKeys = endpoint({
  name: 'parcel.resetKeys',
  method: 'POST',
  path: '/api/parcels/counterparts/:counterpartOrgId/reset',
  who: KEY_KEEPERS,
  summary:
    'Put the known keys of an organisation aside because it lost them, with the reason; its next key is a first sight',
  params: AboutCounterpart,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  answer: z.object({ keys: z.int() }),
})
