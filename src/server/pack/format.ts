import { z } from 'zod'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { LeafFields } from '#src/shared/merkle/leaf.ts'

/** Names of the fixed members, in the order in which they stand in the file; `entries/…` and `files/…` hold many. */
export const MEMBER = {
  manifest: 'MANIFEST.json',
  manifestSignature: 'MANIFEST.sig',
  checkpoint: 'checkpoint.txt',
  checkpoints: 'checkpoints.txt',
  entries: 'entries/',
  index: 'index.tsv',
  leaves: 'leaves.bin',
  files: 'files/',
} as const

/** What a pack may weigh. Reading refuses beyond them, so that a hostile file costs bounded memory; writing throws. */
export const LIMIT = {
  members: 150_000,
  manifestBytes: 32 * 1024 * 1024,
  noteBytes: 64 * 1024,
  checkpointsBytes: 64 * 1024 * 1024,
  checkpoints: 100_000,
  leafBytes: 16 * 1024,
  contentBytes: 4 * 1024 * 1024,
  lineBytes: 32 * 1024 * 1024,
  chunkEntries: 65_536,
  chunkBytes: 256 * 1024 * 1024,
  keys: 1_000,
  memberBytes: 8 * 1024 ** 3 - 1,
} as const

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const Instant = z.iso.datetime()

export const Manifest = z.strictObject({
  format: z.literal('starpack'),
  version: z.literal(1),
  org: z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(500) }),
  madeAt: Instant,
  /** The newest checkpoint, as in checkpoint.txt. */
  checkpoint: z.string().max(LIMIT.noteBytes),
  /** Every key that signed something in here; the days between which it was in use. */
  keys: z
    .array(z.strictObject({ vkey: z.string().max(400), validFrom: Instant, validUntil: Instant.nullable() }))
    .min(1)
    .max(LIMIT.keys),
  counts: z.strictObject({ entries: Count, erased: Count, files: Count }),
  /** Files that entries mention but that were erased on purpose. */
  erasedFiles: z.array(Sha256Hex).max(LIMIT.members),
  /** Every member after the two MANIFEST ones, in file order. */
  members: z.array(z.strictObject({ name: z.string().max(100), size: Count, sha256: Sha256Hex })).max(LIMIT.members),
})
export type Manifest = z.infer<typeof Manifest>

/** One history row in a pack. `content` and `salt` (lowercase hex) are null together once erased. */
export type PackEntry = { leaf: string; content: string | null; salt: string | null }

/** The line of an entry in `entries/…`: canonical JSON, so the same entry has the same bytes. */
export function entryLine(entry: PackEntry): string {
  return `${canonicalJson({ content: entry.content, leaf: entry.leaf, salt: entry.salt })}\n`
}

/**
 * The line of an entry in `index.tsv`. It repeats what the leaf says, so that an entry that was taken out can still be named.
 * Characters that would break the line are escaped as in JSON.
 */
export function indexLine(leaf: LeafFields, erased: boolean): string {
  const line = `${leaf.id}\t${leaf.recordType}\t${leaf.recordId}\t${leaf.verb}\t${erased ? 'erased' : 'kept'}\n`
  return isPlainLine(line) ? line : indexLineEscaped(leaf, erased)
}

function isPlainLine(line: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly four tabs and one newline may stand in a line
  return /^[^\u0000-\u001f\\]*(\t[^\u0000-\u001f\\]*){4}\n$/.test(line)
}

function indexLineEscaped(leaf: LeafFields, erased: boolean): string {
  const plain = [leaf.id, leaf.recordType, leaf.recordId, leaf.verb].map((field) => JSON.stringify(field).slice(1, -1))
  return `${plain.join('\t')}\t${erased ? 'erased' : 'kept'}\n`
}

/** Path of the nth (from 1) run of entries: 65,536 entries or 256 MiB, whichever is reached first. */
export function chunkName(nth: number): string {
  return `${MEMBER.entries}${String(nth).padStart(8, '0')}.jsonl`
}

/** Text of the note in MANIFEST.sig. Its second line can never be read as a checkpoint's size. */
export function manifestStatement(orgId: string, manifestSha256: string): string {
  return `starpack/1 ${encodeURIComponent(orgId)}\nsha256 ${manifestSha256}\n`
}

export function isMemberName(name: string): boolean {
  if (name.length > 100 || !/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(name)) return false
  return name.split('/').every((part) => part !== '.' && part !== '..')
}

/** True for names that the pack itself gives out, which a caller's own member may not take. */
export function isReservedName(name: string): boolean {
  return Object.values(MEMBER).some((own) => (own.endsWith('/') ? name.startsWith(own) : name === own))
}
