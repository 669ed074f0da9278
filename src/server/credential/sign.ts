import { multibaseOf, seedOf } from './did.ts'
import { MEMBER_DIGESTS, MEMBER_DIGESTS_CONTEXT, memberDigests } from './member-digests.ts'

export type JsonObject = Record<string, unknown>

/** The Ed25519 key of an issuer (base64 PKCS #8) with its certificate, and the issuer's DID. */
export type CredentialKey = { pkcs8: string; certificatePem: string; did: string }

/** First context of every W3C Verifiable Credential 2.0. */
export const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2'

/**
 * Signs a W3C Verifiable Credential 2.0 by DataIntegrityProof, eddsa-rdfc-2022. `context` is JSON-LD to stand inline after the standard's own, for
 * words of the caller; nothing is ever loaded. Digests of all members are added, so that damage can be located. `at` stands in the proof.
 */
export async function signCredential(
  credential: JsonObject,
  context: JsonObject,
  key: CredentialKey,
  at: string,
): Promise<JsonObject> {
  const [{ issue, defaultDocumentLoader }, { DataIntegrityProof }, { cryptosuite }, multikey] = await Promise.all([
    import('@digitalbazaar/vc'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
    import('@digitalbazaar/ed25519-multikey'),
  ])
  const unsigned = { '@context': [VC_CONTEXT, { ...MEMBER_DIGESTS_CONTEXT, ...context }], ...credential }
  const pair = await multikey.generate({ controller: key.did, seed: seedOf(key.pkcs8) })
  if (pair.publicKeyMultibase !== multibaseOf(key.certificatePem)) throw new Error('the certificate names another key')
  return issue({
    credential: { ...unsigned, [MEMBER_DIGESTS]: memberDigests(unsigned) },
    suite: new DataIntegrityProof({ signer: pair.signer(), date: at, cryptosuite }),
    documentLoader: defaultDocumentLoader,
    now: at,
  })
}
