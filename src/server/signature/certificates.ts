import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(crypto)

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** A key with the X.509 certificate that names it. `pkcs8` (base64) is the secret, to be kept sealed. */
export type CertifiedKey = { pkcs8: string; certificatePem: string }

/** Who stands in a certificate: shown by viewers as the signer. */
export type Subject = { name: string; organisation: string }
type Term = { fromAt: string; untilAt: string }

/** A self-signed root (ECDSA P-256) that may certify signing keys, and nothing further below. */
export async function makeRoot(subject: Subject, term: Term): Promise<CertifiedKey> {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: nameOf(subject),
    notBefore: new Date(term.fromAt),
    notAfter: new Date(term.untilAt),
    keys,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { pkcs8: await secretOf(keys.privateKey), certificatePem: pemOf(certificate) }
}

/** A key for signing documents (ECDSA P-256, as PDF readers understand) or credentials (Ed25519), certified by the root. */
export async function makeSigner(
  algorithm: 'p256' | 'ed25519',
  root: CertifiedKey,
  subject: Subject,
  term: Term,
): Promise<CertifiedKey> {
  const issuer = new x509.X509Certificate(root.certificatePem)
  const keys = (await crypto.subtle.generateKey(algorithm === 'p256' ? P256 : { name: 'Ed25519' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: nameOf(subject),
    issuer: issuer.subjectName,
    notBefore: new Date(term.fromAt),
    notAfter: new Date(term.untilAt),
    publicKey: keys.publicKey,
    signingKey: await privateKeyOf(root.pkcs8),
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { pkcs8: await secretOf(keys.privateKey), certificatePem: pemOf(certificate) }
}

/** A P-256 key of this module, ready to sign. */
export function privateKeyOf(pkcs8: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', Buffer.from(pkcs8, 'base64'), P256, false, ['sign'])
}

async function secretOf(key: CryptoKey): Promise<string> {
  return Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
}

// Positive and of one length, as RFC 5280 wants: 16 bytes of chance with the first bits set.
function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}

function nameOf({ name, organisation }: Subject): x509.JsonName {
  return [{ CN: [name] }, { O: [organisation] }]
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`
}
