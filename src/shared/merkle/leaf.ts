import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '../canonical.ts'
import { parseJson } from '../json.ts'
import type { Sha256 } from './hash.ts'

/** One history row as the log knows it. Instants are UTC, RFC 3339; `actorId` is null where no signed-in person acted. */
export type LeafFields = {
  org: string
  id: string
  recordType: string
  recordId: string
  verb: string
  actorId: string | null
  /** When the person says it happened. */
  claimedAt: string
  /** When Starproof wrote it down. */
  recordedAt: string
  /** From `commitmentOf`. */
  commitment: string
}

export const SALT_BYTES = 16

/** The exact text whose leaf hash stands in the log: canonical JSON, so the same row gives the same bytes everywhere. */
export function leafText(fields: LeafFields): string {
  const { org, id, recordType, recordId, verb, actorId, claimedAt, recordedAt, commitment } = fields
  return canonicalJson({ v: 1, org, id, recordType, recordId, verb, actorId, claimedAt, recordedAt, commitment })
}

/** Reads a leaf text back; undefined when it is not one of version 1. Does not insist on canonical form: the hash does. */
export function parseLeaf(text: string): LeafFields | undefined {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  const leaf = value as Record<string, unknown>
  const fits =
    leaf.v === 1 &&
    typeof leaf.org === 'string' &&
    typeof leaf.id === 'string' &&
    typeof leaf.recordType === 'string' &&
    typeof leaf.recordId === 'string' &&
    typeof leaf.verb === 'string' &&
    (typeof leaf.actorId === 'string' || leaf.actorId === null) &&
    typeof leaf.claimedAt === 'string' &&
    typeof leaf.recordedAt === 'string' &&
    typeof leaf.commitment === 'string'
  return fits ? (value as LeafFields) : undefined
}

/**
 * Lowercase hex of SHA-256(salt || UTF-8 of the canonical content). The salt (16 random bytes) keeps a short content from being
 * guessed after it was erased; erasing means forgetting content and salt together.
 */
export function commitmentOf(salt: Uint8Array, canonicalContent: string, digest: Sha256 = sha256): string {
  if (salt.length !== SALT_BYTES) throw new RangeError('a salt is 16 bytes')
  return bytesToHex(digest(concatBytes(salt, utf8ToBytes(canonicalContent))))
}
