import { X509Certificate } from 'node:crypto'
import { canonicalJson } from '#src/shared/canonical.ts'
import { keyFingerprint, parseVkey } from '#src/shared/signed-note.ts'
import { checkPdf } from '../signature/check-pdf.ts'
import { provenAt } from '../signature/time-stamp.ts'
import { attachedCredential } from './attached.ts'
import { checkCredential } from './check.ts'
import { certificateFingerprint } from './did.ts'
import type { JsonObject } from './sign.ts'
import { heldAt, readStatedKeys, type StatedKey } from './stated-key.ts'

/** A code of `DOCUMENT_PROBLEMS` with the values that its words need. */
export type DocumentProblem = { code: (typeof DOCUMENT_PROBLEMS)[number]; params: Record<string, string | number> }
export const DOCUMENT_PROBLEMS = [
  'paper_damaged',
  'paper_key_not_listed',
  'paper_key_not_in_use',
  'root_not_listed',
  'credential_damaged',
  'credential_key_not_listed',
  'credential_key_not_in_use',
  'credential_not_on_paper',
  'keys_damaged',
  'issuers_differ',
  'sender_not_listed',
] as const

export type SignedDocument = {
  /** The PDF. */
  paper: Uint8Array
  credential: JsonObject
  /** The issuer's list of keys with their dates, itself a credential. */
  keys: JsonObject
  /** SHA-256 of the ledger key that the whole was sent under: the list must know it, which ties the document to the sender. */
  senderFingerprint: string
}

/**
 * Checks a document that comes as signed PDF, credential and list of keys, with nothing else and no network: each is as it was signed, by a key
 * that the list knows and that was in use then, and they belong together and to the sender. Whether the sender is to be trusted, what the
 * document says and its status are the caller's questions. Never throws.
 */
export async function checkDocument(
  given: SignedDocument,
): Promise<{ problems: DocumentProblem[]; rootFingerprint: string }> {
  const problems: DocumentProblem[] = []
  const tell = (code: DocumentProblem['code'], params: DocumentProblem['params'] = {}) =>
    problems.push({ code, params })
  const list = readStatedKeys(given.keys)
  const [keys, credential] = [await checkCredential(given.keys), await checkCredential(given.credential)]
  if (!keys.ok || list.keys.length === 0)
    tell('keys_damaged', { members: keys.changed.slice(0, 5).join(', ') || 'keys' })
  if (!credential.ok) tell('credential_damaged', { members: credential.changed.slice(0, 5).join(', ') })
  if (keys.issuer.did !== credential.issuer.did) tell('issuers_differ')
  if (keys.ok && !knowsSender(list.keys, given.senderFingerprint)) tell('sender_not_listed')
  if (credential.ok && keys.ok) {
    const key = credential.publicKeyMultibase ?? ''
    const wrong = datesOf(list.keys, 'credential', key, credential.createdAt ?? '')
    if (wrong) tell(`credential_key_${wrong}`, { at: (credential.createdAt ?? '').slice(0, 10) })
  }
  const paper = checkPdf(given.paper)
  for (const { place, words } of paper.problems.slice(0, 3))
    tell('paper_damaged', { from: place.from, to: place.to, whatZh: words.zh, whatEn: words.en })
  if (!paper.ok || !paper.signer) return { problems, rootFingerprint: '' }
  const { certificatePem, rootPem } = paper.signer
  const signedAt = provenAt(paper.signer)
  const rootFingerprint = certificateFingerprint(rootPem)
  if (keys.ok) {
    const wrong = datesOf(list.keys, 'document', certificateFingerprint(certificatePem), signedAt)
    if (wrong) tell(`paper_key_${wrong}`, { at: signedAt.slice(0, 10) })
    if (!list.rootPems.some((pem) => fingerprintOf(pem) === rootFingerprint)) tell('root_not_listed')
  }
  const attached = await attachedCredential(given.paper)
  if (!attached || canonicalJson(attached.json) !== canonicalJson(given.credential)) tell('credential_not_on_paper')
  return { problems, rootFingerprint }
}

function knowsSender(keys: readonly StatedKey[], fingerprint: string): boolean {
  return keys.some(({ purpose, key }) => {
    const parsed = purpose === 'ledger' ? parseVkey(key) : undefined
    return parsed !== undefined && keyFingerprint(parsed) === fingerprint
  })
}

function datesOf(
  keys: readonly StatedKey[],
  purpose: StatedKey['purpose'],
  key: string,
  at: string,
): 'not_listed' | 'not_in_use' | undefined {
  const stated = keys.find((one) => one.purpose === purpose && one.key === key)
  if (!stated) return 'not_listed'
  return heldAt(stated, at) ? undefined : 'not_in_use'
}

function fingerprintOf(pem: string): string | undefined {
  try {
    return certificateFingerprint(new X509Certificate(pem).toString())
  } catch {
    return undefined
  }
}
