import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { AUDITORS, PACKERS, READERS } from './access.ts'

const Count = z.number().int().min(0)
/** 32 bytes, base64. */
const Hash = z.string()

/** Who acted. `name` is null for those without one (a customer's link, the public) and where nobody here bears it any more. */
export const EntryActor = z.object({
  kind: z.enum(['person', 'key', 'link', 'public', 'system']),
  id: z.string().nullable(),
  name: z.string().nullable(),
})
export type EntryActor = z.output<typeof EntryActor>

export const Entry = z.object({
  historyId: z.uuid(),
  /** Place in the ledger, from 0; null for the moment before it has one. */
  leafIndex: Count.nullable(),
  recordType: z.string(),
  recordId: z.uuid(),
  verb: z.string(),
  actor: EntryActor,
  claimedAt: z.string(),
  recordedAt: z.string(),
  /** How long after the claimed time it was written down. */
  lateMinutes: Count,
  /** Written down so long after that it counts as filled in later. */
  backfilled: z.boolean(),
  /** When the content was erased; the entry and its proof stand. */
  erasedAt: z.string().nullable(),
})
export type Entry = z.output<typeof Entry>

export const HistoryEntry = Entry.extend({
  /** Plain JSON; null once erased. What this reader may not see is shown as ****. */
  content: z.unknown(),
  masked: z.boolean(),
})
export type HistoryEntry = z.output<typeof HistoryEntry>

export const Checkpoint = z.object({ size: Count, root: Hash, note: z.string(), madeAt: z.string() })
export type Checkpoint = z.output<typeof Checkpoint>

export const LedgerKey = z.object({
  vkey: z.string(),
  /** SHA-256 of the public key, hex: for reading aloud and comparing. */
  fingerprint: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
})
export type LedgerKey = z.output<typeof LedgerKey>

export const LedgerStatus = z.object({
  /** Entries that have their place. */
  size: Count,
  /** Committed history still waiting for its place: normally none, or gone in a second. */
  pending: Count,
  checkpoint: Checkpoint.nullable(),
  keys: z.array(LedgerKey),
})
export type LedgerStatus = z.output<typeof LedgerStatus>

export const showLedger = endpoint({
  name: 'evidence.showLedger',
  method: 'GET',
  path: '/api/evidence/ledger',
  who: AUDITORS,
  summary: "The ledger's size, newest signed checkpoint and verifying keys",
  answer: LedgerStatus,
})

export const listEntries = endpoint({
  name: 'evidence.listEntries',
  method: 'GET',
  path: '/api/evidence/entries',
  who: AUDITORS,
  summary: 'Entries of the ledger, newest first, without their content',
  query: PageQuery,
  answer: pageOf(Entry),
})

export const showHistory = endpoint({
  name: 'evidence.showHistory',
  method: 'GET',
  path: '/api/evidence/records/:recordType/:recordId',
  who: READERS,
  summary:
    'What happened to one record, oldest first: who, what, when it is said to have happened and when it was written down',
  params: z.object({ recordType: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/), recordId: z.uuid() }),
  query: PageQuery,
  answer: pageOf(HistoryEntry),
})

export const listCheckpoints = endpoint({
  name: 'evidence.listCheckpoints',
  method: 'GET',
  path: '/api/evidence/checkpoints',
  who: AUDITORS,
  summary: 'Signed checkpoints (C2SP signed notes), newest first',
  query: PageQuery,
  answer: pageOf(Checkpoint),
})

const Place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const Size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

export const proveEntry = endpoint({
  name: 'evidence.proveEntry',
  method: 'GET',
  path: '/api/evidence/entries/:leafIndex/proof',
  who: AUDITORS,
  summary: 'RFC 6962 inclusion proof of one entry up to a checkpoint (the newest when `size` is left out)',
  params: z.object({ leafIndex: Place }),
  query: z.object({ size: Size.optional() }),
  answer: z.object({
    leafIndex: Count,
    /** The exact text whose leaf hash stands in the ledger. */
    leaf: z.string(),
    leafHash: Hash,
    path: z.array(Hash),
    checkpoint: Checkpoint,
  }),
})

export const proveGrowth = endpoint({
  name: 'evidence.proveGrowth',
  method: 'GET',
  path: '/api/evidence/consistency',
  who: AUDITORS,
  summary: 'RFC 6962 consistency proof that the ledger at one checkpoint is the beginning of the ledger at a later one',
  query: z.object({ from: Size, to: Size }),
  answer: z.object({ from: Checkpoint, to: Checkpoint, path: z.array(Hash) }),
})

export const rotateLedgerKey = endpoint({
  name: 'evidence.rotateKey',
  method: 'POST',
  path: '/api/evidence/keys',
  who: ['administrator'],
  summary: 'End the signing key in use and begin with a new one; what was signed before stays valid',
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  answer: LedgerKey,
})

export const downloadPack = endpoint({
  name: 'evidence.downloadPack',
  method: 'GET',
  path: '/api/evidence/pack',
  who: PACKERS,
  summary: 'The whole evidence pack of the organisation: a tar file that anyone can verify offline',
  carries: 'stream',
  perMinute: 6,
  query: z.object({
    /** `1` leaves out the content of records that may name people: their entries and proofs stand. */
    without_personal_data: z
      .enum(['0', '1'])
      .default('0')
      .transform((value) => value === '1'),
  }),
  answer: z.string(),
})
