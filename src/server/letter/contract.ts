import { z } from 'zod'

/** Members of a letter file, in this order; `files/…` hold what is enclosed, each under its SHA-256, ascending. */
export const LETTER_MEMBER = { letter: 'letter.json', signature: 'letter.sig', files: 'files/' } as const

/** What a letter may weigh. Reading refuses beyond them, so that a hostile file costs bounded memory; writing throws. */
export const LETTER_LIMIT = {
  letterBytes: 8 * 1024 * 1024,
  /** How deep the JSON of a letter may be nested. */
  depth: 64,
  noteBytes: 16 * 1024,
  files: 500,
  fileBytes: 1024 ** 3,
  keys: 200,
} as const

const Instant = z.iso.datetime()
const Name = z.string().trim().min(1).max(200)

/** What a letter is about: the feature that sends this kind owns the shape of its `body`. */
export const LetterKind = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)

export const LetterFile = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** As a person would save it: no path, no control characters. */
  name: z.string().regex(/^[^\p{C}/\\]{1,200}$/u),
  size: z.int().min(1).max(LETTER_LIMIT.fileBytes),
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
})
export type LetterFile = z.output<typeof LetterFile>

export const Letter = z.strictObject({
  format: z.literal('starletter'),
  version: z.literal(1),
  id: z.uuid(),
  kind: LetterKind,
  from: z.strictObject({ orgId: z.uuid(), name: Name }),
  /** Without an id it is addressed by name only: to an organisation of which the sender does not know whether it runs Starproof. */
  to: z.strictObject({ orgId: z.uuid().nullable(), name: Name }),
  inReplyTo: z.uuid().nullable(),
  madeAt: Instant,
  /** Plain JSON; its shape belongs to the kind. */
  body: z.unknown(),
  files: z.array(LetterFile).max(LETTER_LIMIT.files),
  /** Every key the sender has signed with, and when each was in use. */
  keys: z
    .array(z.strictObject({ vkey: z.string().max(400), validFrom: Instant, validUntil: Instant.nullable() }))
    .min(1)
    .max(LETTER_LIMIT.keys),
  /** Signed notes by which an earlier key names the one that followed it. */
  successions: z.array(z.string().max(LETTER_LIMIT.noteBytes)).max(LETTER_LIMIT.keys),
})
export type Letter = z.output<typeof Letter>

/** Text of the note in letter.sig. */
export function letterStatement(orgId: string, letterSha256: string): string {
  return `starletter/1 ${orgId}\nsha256 ${letterSha256}\n`
}
