import { createHash } from 'node:crypto'
import { canonicalJson } from '#src/shared/canonical.ts'

/** Member of a credential of ours that holds a digest of each other member: where the signature does not fit, they tell which member was changed. */
export const MEMBER_DIGESTS = 'memberDigests'

/** Context of `memberDigests`, inline like all our words: nobody needs to load it from anywhere. */
export const MEMBER_DIGESTS_CONTEXT = { [MEMBER_DIGESTS]: 'urn:starproof:credential#memberDigests' }

type JsonObject = Record<string, unknown>

/** One text per member: its name (`credentialSubject.stars`), a space, and the first 16 bytes of SHA-256 of its canonical JSON. */
export function memberDigests(credential: JsonObject): string[] {
  return membersOf(credential).map(([name, value]) => {
    const digest = createHash('sha256').update(canonicalJson(value)).digest().subarray(0, 16)
    return `${name} ${digest.toString('base64url')}`
  })
}

/** Names of the members that differ from their digest, are missing, or were added. Empty where the credential brings no digests. */
export function changedMembers(credential: JsonObject): string[] {
  const stated = credential[MEMBER_DIGESTS]
  if (!Array.isArray(stated)) return [MEMBER_DIGESTS]
  const now = memberDigests(credential)
  const wrong = [...now.filter((one) => !stated.includes(one)), ...stated.filter((one) => !now.includes(one))]
  return [...new Set(wrong.map((one) => String(one).split(' ')[0]!.slice(0, 100)))]
}

function membersOf(credential: JsonObject): [string, unknown][] {
  return Object.entries(credential)
    .filter(([name]) => name !== 'proof' && name !== MEMBER_DIGESTS)
    .flatMap(([name, value]): [string, unknown][] =>
      isObject(value) ? Object.entries(value).map(([inner, one]) => [`${name}.${inner}`, one]) : [[name, value]],
    )
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
