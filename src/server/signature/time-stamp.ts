import { createHash, verify, X509Certificate } from 'node:crypto'
import { childrenOf, type DerNode, derBytes, derContent, integerDer, readDer, TAG, writeDer } from './der.ts'

/** What a trusted third party says: this digest existed at this instant. */
export type TimeStamp = {
  /** ISO-8601 UTC. */
  at: string
  /** Of the authority that signed it, and those that certified it, as far as the token brings them; in PEM, signer first. */
  certificates: string[]
}

const oid = (text: string) => Buffer.from(text, 'hex')
const OID = {
  signedData: oid('06092a864886f70d010702'),
  tstInfo: oid('060b2a864886f70d0109100104'),
  contentType: oid('06092a864886f70d010903'),
  messageDigest: oid('06092a864886f70d010904'),
  signingCertificate: oid('060b2a864886f70d010910020c'),
  signingCertificateV2: oid('060b2a864886f70d010910022f'),
  sha256: oid('0609608648016503040201'),
}
/** Name of the digest by its object identifier, in hex. */
const DIGESTS: Readonly<Record<string, string>> = {
  '0609608648016503040201': 'sha256',
  '0609608648016503040202': 'sha384',
  '0609608648016503040203': 'sha512',
}
/** Signatures whose digest the signature itself names, or, for plain RSA, the signer info does. */
const SIGNATURES: Readonly<Record<string, string | null>> = {
  '06092a864886f70d010101': null,
  '06092a864886f70d01010b': 'sha256',
  '06092a864886f70d01010c': 'sha384',
  '06092a864886f70d01010d': 'sha512',
  '06082a8648ce3d040302': 'sha256',
  '06082a8648ce3d040303': 'sha384',
  '06082a8648ce3d040304': 'sha512',
}
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const NULL = Buffer.of(0x05, 0)

/** A request of RFC 3161 for a SHA-256 digest: 16 bytes of chance, and the authority's certificate is wanted in the answer. */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Buffer {
  const imprint = writeDer(
    TAG.sequence,
    writeDer(TAG.sequence, OID.sha256, NULL),
    writeDer(TAG.octets, Buffer.from(digest)),
  )
  return writeDer(TAG.sequence, integerDer(Buffer.of(1)), imprint, integerDer(nonce), Buffer.of(0x01, 1, 0xff))
}

/** The token of a reply, unread; undefined where the authority refused, or the bytes are no reply. */
export function tokenOf(reply: Uint8Array): Uint8Array | undefined {
  return readable(() => {
    const [status, token] = childrenOf(readDer(reply))
    const granted = derContent(childrenOf(status!)[0]!)
    // 0 is granted, 1 granted with changes; everything else refuses.
    return token && granted.length === 1 && granted[0]! <= 1 ? derBytes(token) : undefined
  })
}

/**
 * Reads a token and proves it: signed by the certificate it brings, which may stamp time and held at that instant, over exactly this digest. Every byte of it
 * counts; only the names in its topmost certificate nobody vouches for but whoever knows that certificate. Undefined for anything else. Whether the authority is to be trusted is the caller's question.
 */
export function readTimeStamp(token: Uint8Array, digest: Uint8Array, nonce?: Uint8Array): TimeStamp | undefined {
  return readable(() => {
    const parts = readToken(token)
    const at = parts && readInfo(parts.info, digest, nonce)
    if (!parts || !at) return undefined
    const chain = chainOf(parts.certificates, parts.signer)
    const isHeld = chain?.every((one) => isBetween(at, one))
    return chain && isHeld ? { at, certificates: chain.map((one) => one.toString()) } : undefined
  })
}

/** How far the clocks of an authority and a signer may differ. */
const CLOCK_LEEWAY_MS = 10 * 60_000

/** Whether a stamp is older than the time at which its signature claims to have been made, so that it cannot have been made over it. */
export function isOlderThan(stamp: TimeStamp, signedAt: string): boolean {
  return Date.parse(stamp.at) < Date.parse(signedAt) - CLOCK_LEEWAY_MS
}

/**
 * When at the latest a signature is known to have existed: what its signer says, or, with a stamp that is later by more than clocks differ, what
 * the stamp proves. A key has to have been in use then.
 */
export function provenAt({ signedAt, stamp }: { signedAt: string; stamp: TimeStamp | null }): string {
  const stampedAt = stamp ? new Date(Date.parse(stamp.at) - CLOCK_LEEWAY_MS).toISOString() : signedAt
  return stampedAt > signedAt ? stampedAt : signedAt
}

type Token = { info: Uint8Array; certificates: X509Certificate[]; signer: X509Certificate }

function readToken(token: Uint8Array): Token | undefined {
  const top = readDer(token)
  if (top.to !== token.length) return undefined
  const signedData = childrenOf(childrenOf(childrenOf(top)[1]!)[0]!)
  // Version, digests, content, certificates, signers: a list of revoked certificates would stand between and is not taken.
  const [, digests, content, bundle, signers] = signedData as [DerNode, DerNode, DerNode, DerNode, DerNode]
  const info = childrenOf(childrenOf(content)[1]!)[0]!
  const fields = childrenOf(childrenOf(signers)[0]!)
  const [, sid, digestAlgorithm, attributes, signatureAlgorithm, signature] = fields as [
    DerNode,
    DerNode,
    DerNode,
    DerNode,
    DerNode,
    DerNode,
  ]
  const nodes = childrenOf(bundle)
  const rebuilt = writeDer(
    TAG.sequence,
    OID.signedData,
    writeDer(
      TAG.context0,
      writeDer(
        TAG.sequence,
        integerDer(Buffer.of(3)),
        writeDer(TAG.set, derBytes(digestAlgorithm)),
        writeDer(TAG.sequence, OID.tstInfo, writeDer(TAG.context0, writeDer(TAG.octets, derContent(info)))),
        writeDer(TAG.context0, ...nodes.map(derBytes)),
        writeDer(
          TAG.set,
          writeDer(
            TAG.sequence,
            integerDer(Buffer.of(1)),
            derBytes(sid),
            derBytes(digestAlgorithm),
            writeDer(TAG.context0, derContent(attributes)),
            derBytes(signatureAlgorithm),
            writeDer(TAG.octets, derContent(signature)),
          ),
        ),
      ),
    ),
  )
  // Nothing in it may stay unread: what was read, written again, is the token.
  if (!rebuilt.equals(token) || childrenOf(digests).length !== 1) return undefined
  const signerNode = nodes.find((node) => issuerAndSerial(node).equals(derBytes(sid)))
  const certificates = nodes.map((node) => new X509Certificate(Buffer.from(derBytes(node))))
  const signer = certificates[signerNode ? nodes.indexOf(signerNode) : -1]
  const named = nameOf(digestAlgorithm, DIGESTS)
  const ofSignature = nameOf(signatureAlgorithm, SIGNATURES)
  if (!signer || !named || ofSignature === undefined || !signer.keyUsage?.includes(TIME_STAMPING)) return undefined
  const stated = attributesOf(attributes)
  const signed = writeDer(TAG.set, derContent(attributes))
  const isWhole =
    OID.tstInfo.equals(derBytes(stated(OID.contentType)!)) &&
    createHash(named)
      .update(derContent(info))
      .digest()
      .equals(derContent(stated(OID.messageDigest)!)) &&
    namesCertificate(stated(OID.signingCertificateV2), 'sha256', signer, stated(OID.signingCertificate)) &&
    verify(ofSignature ?? named, signed, signer.publicKey, derContent(signature))
  return isWhole ? { info: derContent(info), certificates, signer } : undefined
}

/** TSTInfo: version, policy, imprint, serial number, instant, then what may be left out. */
function readInfo(bytes: Uint8Array, digest: Uint8Array, nonce: Uint8Array | undefined): string | undefined {
  const fields = childrenOf(readDer(bytes))
  const [algorithm, hashed] = childrenOf(fields[2]!) as [DerNode, DerNode]
  const isOfThis =
    OID.sha256.equals(derBytes(childrenOf(algorithm)[0]!)) && Buffer.from(derContent(hashed)).equals(digest)
  const answered = fields.slice(5).find((field) => field.tag === TAG.integer)
  const isAnswer = nonce === undefined || (answered && integerDer(nonce).equals(derBytes(answered)))
  return isOfThis && isAnswer ? instantOf(Buffer.from(derContent(fields[4]!)).toString('latin1')) : undefined
}

/** GeneralizedTime `YYYYMMDDHHMMSS[.fff]Z`. */
function instantOf(text: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([.]\d{1,9})?Z$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const thousandths = fraction.slice(1, 4).padEnd(3, '0')
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${thousandths}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** The signer, then who certified it, step by step; undefined where a certificate of the token has no place in it. */
function chainOf(certificates: readonly X509Certificate[], signer: X509Certificate): X509Certificate[] | undefined {
  const chain = [signer]
  const left = certificates.filter((one) => one !== signer)
  while (left.length > 0) {
    const issued = chain.at(-1)!
    const place = left.findIndex((one) => one.ca && issued.checkIssued(one) && issued.verify(one.publicKey))
    if (place < 0) return undefined
    chain.push(...left.splice(place, 1))
  }
  const top = chain.at(-1)!
  return top.checkIssued(top) && !top.verify(top.publicKey) ? undefined : chain
}

function isBetween(at: string, certificate: X509Certificate): boolean {
  return certificate.validFromDate.toISOString() <= at && at <= certificate.validToDate.toISOString()
}

function issuerAndSerial(certificate: DerNode): Buffer {
  const fields = childrenOf(childrenOf(certificate)[0]!)
  return writeDer(TAG.sequence, derBytes(fields[3]!), derBytes(fields[1]!))
}

/** The value of an algorithm, whose parameters are none or NULL. */
function nameOf<T>(algorithm: DerNode, names: Readonly<Record<string, T>>): T | undefined {
  if (algorithm.tag !== TAG.sequence) return undefined
  const [name, parameters] = childrenOf(algorithm)
  if (parameters && !NULL.equals(derBytes(parameters))) return undefined
  return names[Buffer.from(derBytes(name!)).toString('hex')]
}

function attributesOf(node: DerNode): (type: Buffer) => DerNode | undefined {
  const values = new Map<string, DerNode>()
  for (const attribute of childrenOf(node)) {
    const [type, set] = childrenOf(attribute) as [DerNode, DerNode]
    values.set(Buffer.from(derBytes(type)).toString('hex'), childrenOf(set)[0]!)
  }
  return (type) => values.get(type.toString('hex'))
}

/** ESSCertIDv2 names its digest where it is not SHA-256; the older ESSCertID is always SHA-1, and every attribute stands under the signature. */
function namesCertificate(
  v2: DerNode | undefined,
  usual: string,
  signer: X509Certificate,
  v1: DerNode | undefined,
): boolean {
  const node = v2 ?? v1
  if (!node) return false
  const fields = childrenOf(childrenOf(childrenOf(node)[0]!)[0]!)
  const stated = fields[0]!.tag === TAG.sequence ? nameOf(fields[0]!, DIGESTS) : v2 ? usual : 'sha1'
  const hashed = fields.find((field) => field.tag === TAG.octets)
  return Boolean(
    stated &&
      hashed &&
      createHash(stated)
        .update(signer.raw)
        .digest()
        .equals(Buffer.from(derContent(hashed))),
  )
}

/** Undefined for bytes that are no such structure; a key that is none speaks up in the crypto library only. */
function readable<T>(read: () => T | undefined): T | undefined {
  try {
    return read()
  } catch (error) {
    const isCrypto = String((error as { code?: string }).code ?? '').startsWith('ERR_')
    if (error instanceof RangeError || error instanceof TypeError || isCrypto) return undefined
    throw error
  }
}
