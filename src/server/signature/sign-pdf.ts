import { X509Certificate } from 'node:crypto'
import { CryptoKeySigner, PDF } from '@libpdf/core'
import { type CertifiedKey, privateKeyOf } from './certificates.ts'

/** The seal of a document: who, when and why, as PDF readers show it. */
export type PdfSeal = { key: CertifiedKey; rootPem: string; signedAt: string; reason: string }

// A signature with two certificates takes about 1.5 kB; what is reserved and not used is filled with zeroes.
const RESERVED_BYTES = 4_096

/** Name of the field that holds the signature. */
export const SIGNATURE_FIELD = 'BodySignature'

/** Signs a whole PDF by PAdES B-B (ETSI.CAdES.detached, SHA-256, ECDSA P-256), root certificate included. The bytes given stay as they are; the signature is appended. */
export async function signPdf(bytes: Uint8Array, seal: PdfSeal): Promise<Uint8Array> {
  const signer = new CryptoKeySigner(
    await privateKeyOf(seal.key.pkcs8),
    derOf(seal.key.certificatePem),
    'EC',
    'ECDSA',
    [derOf(seal.rootPem)],
  )
  const pdf = await PDF.load(bytes)
  const signed = await pdf.sign({
    signer,
    level: 'B-B',
    digestAlgorithm: 'SHA-256',
    signingTime: new Date(seal.signedAt),
    reason: seal.reason,
    fieldName: SIGNATURE_FIELD,
    estimatedSize: RESERVED_BYTES,
  })
  return signed.bytes
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw)
}
