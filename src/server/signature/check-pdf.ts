import { createHash, verify, X509Certificate } from 'node:crypto'
import type { Words } from '../pack/report.ts'
import { childrenOf, type DerNode, derBytes, derContent, readDer, TAG, writeDer } from './der.ts'
import { locateDamage } from './locate-damage.ts'
import { isOlderThan, readTimeStamp, type TimeStamp } from './time-stamp.ts'

/** Bytes `from` (inclusive) to `to` (exclusive) of the file, or an object of the PDF, in which something was changed. */
export type PdfPlace = { from: number; to: number; object?: string }
export type PdfProblem = { place: PdfPlace; words: Words }

export type PdfReport = {
  ok: boolean
  problems: PdfProblem[]
  /** What the signature says; only to be believed where `ok`. `stamp`: by a third party, when it was there at the latest; null without one. */
  signer: { certificatePem: string; rootPem: string; signedAt: string; stamp: TimeStamp | null } | null
}

const hex = (text: string) => Buffer.from(text, 'hex')
const OID = {
  signedData: hex('06092a864886f70d010702'),
  data: hex('06092a864886f70d010701'),
  sha256: hex('300b0609608648016503040201'),
  ecdsaSha256: hex('300a06082a8648ce3d040302'),
  messageDigest: hex('06092a864886f70d010904'),
  signingTime: hex('06092a864886f70d010905'),
  contentType: hex('06092a864886f70d010903'),
  signingCertificate: hex('060b2a864886f70d010910022f'),
  timeStamp: hex('060b2a864886f70d010910020e'),
}
const ONE = hex('020101')

/**
 * Checks the signature of a PDF that was signed here (`signPdf`): one signature over every byte of the file, made by a certified key while its
 * certificate held. Any changed, added or missing byte is a problem with its place. Whether the root is to be trusted is the caller's question.
 */
export function checkPdf(bytes: Uint8Array): PdfReport {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = { from: 0, to: file.length }
  if (file.toString('latin1', 0, 5) !== '%PDF-')
    return failed(whole, { zh: '文件开头不是 PDF', en: 'the file does not begin as a PDF' })
  const ranges = findRanges(file)
  if ('words' in ranges) return failed(ranges.place, ranges.words)
  const { start, end } = ranges
  const container = { from: start, to: end }
  const cms = readContainer(file.toString('latin1', start + 1, end - 1))
  if (!cms) return failed(container, { zh: '签名容器被改动', en: 'the signature container was changed' })
  const digest = createHash('sha256').update(file.subarray(0, start)).update(file.subarray(end)).digest()
  if (!digest.equals(cms.digest)) return { ok: false, problems: locateDamage(file, start, end), signer: null }
  const [signer, root] = cms.certificates as [X509Certificate, X509Certificate]
  const stamp = cms.token ? readTimeStamp(cms.token, createHash('sha256').update(cms.signature).digest()) : undefined
  const signer_ = {
    ...{ certificatePem: pemOf(signer), rootPem: pemOf(root) },
    ...{ signedAt: cms.signedAt, stamp: stamp ?? null },
  }
  const wrong = judgeReadable(cms, signer, root) ?? judgeStamp(cms, stamp)
  if (wrong) return { ...failed(container, wrong), signer: signer_ }
  return { ok: true, problems: [], signer: signer_ }
}

/** The gap that the signature stands in; everything else is signed. */
function findRanges(file: Buffer): { start: number; end: number } | PdfProblem {
  const text = file.toString('latin1')
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g)]
  if (found.length !== 1) {
    const place = { from: 0, to: file.length }
    return found.length === 0
      ? { place, words: { zh: '没有签名，或签名范围已损坏', en: 'there is no signature, or its range is damaged' } }
      : { place, words: { zh: '不止一个签名', en: 'there is more than one signature' } }
  }
  const [from, length, after, rest] = found[0]!.slice(1).map(Number) as [number, number, number, number]
  const isGap = from === 0 && text[length] === '<' && text[after - 1] === '>' && after > length
  const place = { from: found[0]!.index, to: found[0]!.index + found[0]![0].length }
  if (!isGap || after > file.length)
    return { place, words: { zh: '签名范围被改动', en: 'the range of the signature was changed' } }
  if (after + rest < file.length)
    return {
      place: { from: after + rest, to: file.length },
      words: { zh: '签名之后又添加了内容', en: 'something was added after it was signed' },
    }
  if (after + rest > file.length)
    return {
      place: { from: file.length, to: after + rest },
      words: { zh: '文件末尾被截断', en: 'the end of the file is missing' },
    }
  return { start: length, end: after }
}

type Cms = {
  certificates: X509Certificate[]
  signedAttributes: Uint8Array
  signature: Uint8Array
  digest: Uint8Array
  signedAt: string
  certificateHash: Uint8Array
  /** The time stamp over the signature, unread; null without one. */
  token: Uint8Array | null
}

/** Undefined unless it is, to the last byte, what `signPdf` writes: nothing in it stays unsigned and unseen. */
function readContainer(digits: string): Cms | undefined {
  try {
    const bytes = Buffer.from(digits, 'hex')
    // One spelling only: upper-case digits, and nothing but zeroes after the signature.
    if (bytes.toString('hex').toUpperCase() !== digits) return undefined
    const top = readDer(bytes)
    if (bytes.subarray(top.to).some((byte) => byte !== 0)) return undefined
    const signedData = childrenOf(childrenOf(childrenOf(top)[1]!)[0]!)
    const certificateNodes = childrenOf(signedData[3]!)
    const info = childrenOf(childrenOf(signedData[4]!)[0]!)
    const attributes = info[3]!
    const certificates = certificateNodes.map((node) => new X509Certificate(Buffer.from(derBytes(node))))
    const signature = derContent(info[5]!)
    const token = info[6] ? tokenIn(info[6]) : null
    const rebuilt = writeContainer(certificateNodes, info[1]!, attributes, signature, token)
    if (!rebuilt.equals(derBytes(top)) || certificates.length !== 2) return undefined
    if (!namesSigner(info[1]!, certificateNodes[0]!)) return undefined
    return { certificates, signature, token, ...readAttributes(attributes) }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || isCryptoError(error)) return undefined
    throw error
  }
}

function isCryptoError(error: unknown): boolean {
  return String((error as { code?: string }).code ?? '').startsWith('ERR_')
}

/** The only thing that may stand outside the signature, since it is made over the signature. */
function tokenIn(unsigned: DerNode): Uint8Array {
  const [, values] = childrenOf(childrenOf(unsigned)[0]!)
  return derBytes(childrenOf(values!)[0]!)
}

function writeContainer(
  certificates: DerNode[],
  signer: DerNode,
  attributes: DerNode,
  signature: Uint8Array,
  token: Uint8Array | null,
): Buffer {
  const stamped = token ? [writeDer(TAG.context1, writeDer(TAG.sequence, OID.timeStamp, writeDer(TAG.set, token)))] : []
  const info = writeDer(
    TAG.sequence,
    ONE,
    derBytes(signer),
    OID.sha256,
    writeDer(TAG.context0, derContent(attributes)),
    OID.ecdsaSha256,
    writeDer(TAG.octets, signature),
    ...stamped,
  )
  const signedData = writeDer(
    TAG.sequence,
    ONE,
    writeDer(TAG.set, OID.sha256),
    writeDer(TAG.sequence, OID.data),
    writeDer(TAG.context0, ...certificates.map(derBytes)),
    writeDer(TAG.set, info),
  )
  return writeDer(TAG.sequence, OID.signedData, writeDer(TAG.context0, signedData))
}

/** Issuer and serial number of the signer info are those of the first certificate. */
function namesSigner(signer: DerNode, certificate: DerNode): boolean {
  const fields = childrenOf(childrenOf(certificate)[0]!)
  const expected = writeDer(TAG.sequence, derBytes(fields[3]!), derBytes(fields[1]!))
  return expected.equals(derBytes(signer))
}

function readAttributes(node: DerNode): Pick<Cms, 'signedAttributes' | 'digest' | 'signedAt' | 'certificateHash'> {
  const values = new Map<string, DerNode>()
  for (const attribute of childrenOf(node)) {
    const [type, set] = childrenOf(attribute) as [DerNode, DerNode]
    values.set(Buffer.from(derBytes(type)).toString('hex'), childrenOf(set)[0]!)
  }
  const value = (type: Buffer) => {
    const found = values.get(type.toString('hex'))
    if (!found) throw new RangeError('a signed attribute is missing')
    return found
  }
  if (!OID.data.equals(derBytes(value(OID.contentType)))) throw new RangeError('signed content is of another type')
  // SigningCertificateV2: certs → first ESSCertIDv2 → its hash (SHA-256 by default, so the first element).
  const certId = childrenOf(childrenOf(value(OID.signingCertificate))[0]!)[0]!
  const certificateHash = childrenOf(certId).find((child) => child.tag === TAG.octets)!
  return {
    // RFC 5652 5.4: signed as a SET, carried as [0].
    signedAttributes: writeDer(TAG.set, derContent(node)),
    digest: derContent(value(OID.messageDigest)),
    signedAt: instantOf(Buffer.from(derContent(value(OID.signingTime))).toString('latin1')),
    certificateHash: derContent(certificateHash),
  }
}

/** UTCTime `YYMMDDHHMMSSZ`, or GeneralizedTime with four digits of the year. */
function instantOf(text: string): string {
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!match) throw new RangeError('not an instant')
  const [, year, month, day, hour, minute, second] = match as unknown as string[]
  const full = year!.length === 4 ? year! : `${Number(year) < 50 ? '20' : '19'}${year}`
  return new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`).toISOString()
}

function judgeReadable(cms: Cms, signer: X509Certificate, root: X509Certificate): Words | undefined {
  try {
    return judge(cms, signer, root)
  } catch (error) {
    // A changed certificate may hold a key that is none: only then does the crypto library speak up.
    if (!isCryptoError(error)) throw error
    return { zh: '所附证书中的公钥无法读取', en: 'the key in a certificate it brings cannot be read' }
  }
}

function judge(cms: Cms, signer: X509Certificate, root: X509Certificate): Words | undefined {
  if (!createHash('sha256').update(signer.raw).digest().equals(cms.certificateHash))
    return {
      zh: '签名指明的不是所附的签名者证书',
      en: 'the signature names another certificate than the one it brings',
    }
  if (!verify('sha256', cms.signedAttributes, signer.publicKey, cms.signature))
    return { zh: '签名与签名者的公钥不符', en: 'the signature does not fit the key of the signer' }
  if (!root.ca || !root.verify(root.publicKey) || !signer.checkIssued(root) || !signer.verify(root.publicKey))
    return {
      zh: '签名者证书不是由所附的根证书签发',
      en: 'the certificate of the signer was not issued by the root it brings',
    }
  const held = [signer, root].every(
    (one) => one.validFromDate.toISOString() <= cms.signedAt && cms.signedAt <= one.validToDate.toISOString(),
  )
  return held
    ? undefined
    : { zh: '签名时签名者证书不在有效期内', en: 'the certificate of the signer did not hold when it signed' }
}

function judgeStamp({ token, signedAt }: Cms, stamp: TimeStamp | undefined): Words | undefined {
  if (!token) return undefined
  if (!stamp)
    return { zh: '时间戳与签名不符，或已损坏', en: 'the time stamp does not fit the signature, or is damaged' }
  return isOlderThan(stamp, signedAt)
    ? { zh: '时间戳早于所称的签名时间', en: 'the time stamp is older than the time of signing that is claimed' }
    : undefined
}

function pemOf(certificate: X509Certificate): string {
  return certificate.toString()
}

function failed(place: PdfPlace, words: Words): PdfReport {
  return { ok: false, problems: [{ place, words }], signer: null }
}
