import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign, verify } from 'node:crypto'
import { type TreeHasher, treeHasher } from '#src/shared/merkle/hash.ts'
import { formatVkey, type NoteSigner, type VerifySignature } from '#src/shared/signed-note.ts'

/** RFC 6962 hashing with node:crypto; several times the portable one's speed. */
export const serverHasher: TreeHasher = treeHasher((bytes) => hash('sha256', bytes, 'buffer'))

// RFC 8410: what stands before the 32 raw bytes in DER.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** A new Ed25519 key: `seed` (base64 of 32 bytes) is the secret to be stored, `vkey` the public text to be given out. */
export function makeSigningKey(name: string): { seed: string; vkey: string } {
  const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  const seed = pkcs8.subarray(PKCS8_PREFIX.length).toString('base64')
  return { seed, vkey: formatVkey(signerOf(name, seed)) }
}

/** The signer for a stored seed. Throws when the seed is not 32 bytes of base64. */
export function signerOf(name: string, seed: string): NoteSigner {
  const secret = Buffer.from(seed, 'base64')
  if (secret.length !== 32) throw new RangeError('an Ed25519 seed is 32 bytes')
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    name,
    publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX.length)),
    sign: (message) => sign(null, message, privateKey),
  }
}

/** A verifier that remembers the keys it has met: a pack holds thousands of signatures by one key. */
export function ed25519Verifier(): VerifySignature {
  const known = new Map<string, KeyObject>()
  return (publicKey, message, signature) => {
    const name = Buffer.from(publicKey).toString('hex')
    let key = known.get(name)
    if (key === undefined) {
      key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
      known.set(name, key)
    }
    return verify(null, message, key, signature)
  }
}
