import { keyIdOf, readKeyId } from './did.ts'
import { changedMembers } from './member-digests.ts'
import type { JsonObject } from './sign.ts'

export type CredentialReport = {
  ok: boolean
  /** Members that were changed; `proof` where only the signature itself can have been. */
  changed: string[]
  issuer: { did: string; name: string | null }
  /** The key that signed, as it stands in the proof; whether it is the issuer's is the caller's question. */
  publicKeyMultibase: string | null
  /** When the proof says it was made. */
  createdAt: string | null
}

/**
 * Checks the proof of a credential with nothing but the credential: the key is the one its proof names. Dates and status are not judged here.
 * Never throws, whatever the text holds.
 */
export async function checkCredential(credential: JsonObject): Promise<CredentialReport> {
  const proof = objectOf(credential.proof)
  const key = readKeyId(String(proof.verificationMethod ?? ''))
  const issuer = issuerOf(credential)
  const report = {
    issuer,
    publicKeyMultibase: key?.publicKeyMultibase ?? null,
    createdAt: typeof proof.created === 'string' ? proof.created : null,
  }
  const changed = changedMembers(credential)
  const isSigned = key !== undefined && key.did === issuer.did && (await isVerified(credential, key))
  if (isSigned && changed.length === 0) return { ok: true, changed: [], ...report }
  return { ok: false, changed: changed.length > 0 ? changed : ['proof'], ...report }
}

async function isVerified(credential: JsonObject, key: { did: string; publicKeyMultibase: string }): Promise<boolean> {
  const [{ verifyCredential, defaultDocumentLoader }, { DataIntegrityProof }, { cryptosuite }] = await Promise.all([
    import('@digitalbazaar/vc'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
  ])
  const documents = keyDocuments(key)
  const documentLoader: typeof defaultDocumentLoader = async (url) => {
    const document = documents.get(url)
    return document ? { contextUrl: null, documentUrl: url, document } : defaultDocumentLoader(url)
  }
  const { verified } = await verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader,
    checkStatus: async () => ({ verified: true }),
    // Only the proof is asked about: an expired credential is still what the issuer signed.
    now: String(credential.validFrom ?? ''),
  })
  return verified
}

/** What the issuer's page would answer about this one key. */
function keyDocuments({ did, publicKeyMultibase }: { did: string; publicKeyMultibase: string }): Map<string, object> {
  const id = keyIdOf(did, publicKeyMultibase)
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase,
  }
  const controller = {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [method],
    assertionMethod: [id],
  }
  return new Map<string, object>([
    [id, method],
    [did, controller],
  ])
}

function issuerOf(credential: JsonObject): { did: string; name: string | null } {
  const { issuer } = credential
  if (typeof issuer === 'string') return { did: issuer, name: null }
  const { id, name } = objectOf(issuer)
  return { did: String(id ?? ''), name: typeof name === 'string' ? name : null }
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
