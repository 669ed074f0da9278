import { X509Certificate } from 'node:crypto'
import { CryptoKeySigner, PDF } from '@libpdf/core'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { askTimeStamp, NoTimeStamp } from './ask-time-stamp.ts'
import { type CertifiedKey, privateKeyOf } from './certificates.ts'

/** The seal of a document: who, when and why, as PDF readers show it. */
export type PdfSeal = {
  key: CertifiedKey
  rootPem: string
  signedAt: string
  reason: string
  /** Of an authority of RFC 3161; without one, when it was signed is the signer's own word. */
  timeStampUrl?: string | undefined
}

// A signature with two certificates takes about 1.5 kB; what is reserved and not used is filled with zeroes.
const RESERVED_BYTES = { plain: 4_096, stamped: 20_480 }

/** Name of the field that holds the signature. */
export const SIGNATURE_FIELD = 'BodySignature'

/**
 * Signs a whole PDF by PAdES B-B, or B-T with a time stamp (ETSI.CAdES.detached, SHA-256, ECDSA P-256), root certificate included. The bytes given stay as they
 * are; the signature is appended. Refused `time_stamp_missing` where the authority gives none: nothing is ever signed with less than was set.
 */
export async function signPdf(bytes: Uint8Array, seal: PdfSeal): Promise<Decision<Uint8Array>> {
  const signer = new CryptoKeySigner(
    await privateKeyOf(seal.key.pkcs8),
    derOf(seal.key.certificatePem),
    'EC',
    'ECDSA',
    [derOf(seal.rootPem)],
  )
  const pdf = await PDF.load(bytes)
  const { timeStampUrl } = seal
  const level = timeStampUrl
    ? ({
        level: 'B-T',
        timestampAuthority: { timestamp: (digest: Uint8Array) => askTimeStamp(timeStampUrl, digest, seal.signedAt) },
      } as const)
    : ({ level: 'B-B' } as const)
  const signing = pdf.sign({
    signer,
    ...level,
    digestAlgorithm: 'SHA-256',
    signingTime: new Date(seal.signedAt),
    reason: seal.reason,
    fieldName: SIGNATURE_FIELD,
    estimatedSize: timeStampUrl ? RESERVED_BYTES.stamped : RESERVED_BYTES.plain,
  })
  try {
    return accept((await signing).bytes)
  } catch (error) {
    if (!(error instanceof NoTimeStamp)) throw error
    return refuse('conflict', 'time_stamp_missing', { host: new URL(timeStampUrl!).host, ...WHY[error.why] })
  }
}

const WHY: Record<NoTimeStamp['why'], { whyZh: string; whyEn: string }> = {
  unreachable: { whyZh: '没有应答', whyEn: 'it did not answer' },
  refused: { whyZh: '它拒绝了请求', whyEn: 'it refused' },
  unreadable: { whyZh: '它的应答不能证明这份签名', whyEn: 'its answer does not prove this signature' },
  clock: { whyZh: '它的时钟与本机相差太多', whyEn: 'its clock and ours differ too much' },
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw)
}
