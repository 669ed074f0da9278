import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

// Multicodec ed25519-pub, before the 32 raw bytes of the key.
const ED25519_PREFIX = Buffer.from('ed01', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** `did:web` of a page below `publicUrl`: `https://host/a/b/did.json` is the document of `did:web:host:a:b`. */
export function didWebOf(publicUrl: string, path: readonly string[]): string {
  const host = new URL(publicUrl).host.replace(':', '%3A')
  return ['did:web', host, ...path.map(encodeURIComponent)].join(':')
}

/** The key itself as an identity, which needs no page anywhere. */
export function didKeyOf(publicKeyMultibase: string): string {
  return `did:key:${publicKeyMultibase}`
}

/** Id of a key of an issuer: the fragment is the key itself, so that a signature can be checked when the issuer's page is gone. */
export function keyIdOf(did: string, publicKeyMultibase: string): string {
  return `${did}#${publicKeyMultibase}`
}

/** The issuer and the public key that a key id names; undefined for key ids of another form. */
export function readKeyId(id: string): { did: string; publicKeyMultibase: string } | undefined {
  const match = /^(did:[a-z]+:[^#\s]{1,500})#(z6Mk[1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(id)
  return match ? { did: match[1]!, publicKeyMultibase: match[2]! } : undefined
}

/** The Ed25519 key of a certificate in the multibase form of credentials. Throws where it is a key of another kind. */
export function multibaseOf(certificatePem: string): string {
  const key: KeyObject = new X509Certificate(certificatePem).publicKey
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key')
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
  return `z${base58(Buffer.concat([ED25519_PREFIX, raw]))}`
}

/** Lowercase hex of the SHA-256 of a certificate, as viewers show it: for reading aloud and comparing. */
export function certificateFingerprint(certificatePem: string): string {
  return new X509Certificate(certificatePem).fingerprint256.replaceAll(':', '').toLowerCase()
}

/** The 32-byte seed of an Ed25519 key in PKCS #8 (base64). */
export function seedOf(pkcs8: string): Uint8Array {
  const der = Buffer.from(pkcs8, 'base64')
  return new Uint8Array(der.subarray(der.length - 32))
}

export type DidKey = { publicKeyMultibase: string; validUntilAt: string | null }

/** The issuer's DID document: every key it ever signed credentials with, retired ones with the instant after which nothing of theirs holds. */
export function didDocument(did: string, keys: readonly DidKey[], service: Record<string, unknown>[]): object {
  const current = keys.filter((key) => key.validUntilAt === null)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    alsoKnownAs: current.map((key) => didKeyOf(key.publicKeyMultibase)),
    verificationMethod: keys.map((key) => ({
      id: keyIdOf(did, key.publicKeyMultibase),
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key.publicKeyMultibase,
      ...(key.validUntilAt ? { revoked: key.validUntilAt } : {}),
    })),
    assertionMethod: keys.map((key) => keyIdOf(did, key.publicKeyMultibase)),
    service,
  }
}

/** The SubjectPublicKeyInfo of a certificate or public key in PEM, base64: two of them are one key where it is equal. */
export function publicKeyOf(pem: string): string {
  const key = pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  return key.export({ format: 'der', type: 'spki' }).toString('base64')
}

function base58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = ALPHABET[Number(value % 58n)] + text
  return text
}
