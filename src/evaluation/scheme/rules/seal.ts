import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Scheme, SchemeEdition } from '../contract.ts'
import { checkScheme } from './check.ts'
import { refuseUnsound } from './refuse-unsound.ts'
import { listUnconfirmed } from './tree.ts'

export function canEdit(edition: SchemeEdition): boolean {
  return edition.seal === null
}

/** SHA-256 (hex) of the RFC 8785 JSON of a scheme: the same content has the same hash on every machine. */
export function hashScheme(scheme: Scheme): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(scheme))))
}

/** Whether a sealed edition is still, word for word, what was sealed. False for one that is not sealed. */
export function isSealIntact(edition: SchemeEdition): boolean {
  return edition.seal !== null && edition.seal.schemeHash === hashScheme(edition.scheme)
}

/**
 * Closes an edition for good. The person states how many figures are still unconfirmed, so nobody seals our defaults
 * believing them to be the standard's; those keep their provenance and are shown as such under the seal, too.
 */
export function sealScheme(
  edition: SchemeEdition,
  sealing: { byPersonId: string; byName: string; at: string; acceptsUnconfirmed: number },
): Decision<SchemeEdition> {
  if (!canEdit(edition)) return refuse('conflict', 'scheme_sealed', { schemeId: edition.scheme.id })
  if (sealing.byName.trim() === '') return refuse('invalid', 'seal_needs_name')
  const problems = checkScheme(edition.scheme)
  if (problems.length > 0) return refuseUnsound(problems)
  const unconfirmedCount = listUnconfirmed(edition.scheme).length
  if (unconfirmedCount !== sealing.acceptsUnconfirmed)
    return refuse('conflict', 'scheme_unconfirmed_figures', { count: unconfirmedCount })
  const { byPersonId, byName, at } = sealing
  const schemeHash = hashScheme(edition.scheme)
  return accept({ scheme: edition.scheme, seal: { byPersonId, byName, at, schemeHash, unconfirmedCount } })
}
