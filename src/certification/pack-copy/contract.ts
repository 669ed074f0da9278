import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY } from '../access.ts'

const Count = z.int().min(0)
const Place = z.object({ start: Count, size: Count })

/** Where things stand in a pack's file, so that single entries are read without walking it. */
export const PackLayout = z.object({
  /** By name; those of the many files are left out. */
  members: z.record(z.string(), Place),
  /** Runs of entries: from which leaf on, and from which byte to which. */
  runs: z.array(z.tuple([Count, Count, Count])),
})
export type PackLayout = z.output<typeof PackLayout>

export const PackRow = z.object({
  id: Id,
  clientId: Id.nullable(),
  companyName: z.string(),
  fileSha256: Sha256,
  sizeBytes: Count,
  ledgerSize: Count,
  casesSha256: Sha256.nullable(),
  caseCount: Count,
  /** Cases whose content was left out or erased: that they happened is proven, what they say is not. */
  unprovenCount: Count,
  /** Fingerprint of a key that followed a known one: to be compared with the company by telephone. Null where the key was known. */
  newKey: z.string().nullable(),
  madeAt: Instant,
  receivedAt: Instant,
})
export type PackRow = z.output<typeof PackRow>

export const listPacks = endpoint({
  name: 'certification.listPacks',
  method: 'GET',
  path: '/api/certification/packs',
  who: BODY,
  summary: 'Verified evidence packs, newest first, of one client or of all',
  query: PageQuery.extend({ cursor: Id.optional(), clientId: Id.optional() }),
  answer: pageOf(PackRow),
})

const Hash = z.string()

/** An entry of the client's ledger with all that proves its place: leaf hash and path lead to the root of the signed checkpoint. */
export const ProvenEntry = z.object({
  leafIndex: Count,
  leaf: z.string(),
  /** Plain JSON; null where the company left it out or erased it. */
  content: z.unknown(),
  leafHash: Hash,
  /** Audit path (RFC 6962), base64, leaf side first. */
  path: z.array(Hash),
  /** Whether content, salt and commitment agree; false only where there is no content. */
  contentProven: z.boolean(),
})
export type ProvenEntry = z.output<typeof ProvenEntry>

export const readEntries = endpoint({
  name: 'certification.readPackEntries',
  method: 'GET',
  path: '/api/certification/packs/:packId/entries',
  who: BODY,
  summary: "Entries of a client's ledger out of its pack, each with the proof of its place",
  params: z.object({ packId: Id }),
  query: z.object({
    /** Places in the ledger, separated by commas. */
    leaves: z
      .string()
      .regex(/^\d{1,15}(,\d{1,15}){0,99}$/)
      .transform((text) => text.split(',').map(Number)),
  }),
  answer: z.object({ checkpoint: z.string(), rows: z.array(ProvenEntry).max(100) }),
})

export const downloadMember = endpoint({
  name: 'certification.downloadPackMember',
  method: 'GET',
  path: '/api/certification/packs/:packId/members/:name',
  who: BODY,
  carries: 'stream',
  summary: 'One of the application documents out of a pack, to be saved',
  params: z.object({ packId: Id, name: z.string().regex(/^[a-z][a-z0-9-]{0,60}[.][a-z]{2,5}$/) }),
  answer: z.string(),
})
