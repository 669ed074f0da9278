import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { multibaseOf } from '#src/server/credential/did.ts'
import { parseVkey } from '#src/shared/signed-note.ts'
import { usageProblem } from '../problem.ts'

/** What the person trusts: certificates (PEM or their SHA-256), keys of credentials, keys of ledgers. */
export type Trusted = {
  certificates: X509Certificate[]
  fingerprints: Set<string>
  multibases: Set<string>
  vkeys: string[]
  /** Who is believed about the time of a stamp; absent where nobody was named. Apart from the rest: an authority for time certifies nobody else. */
  time?: Pick<Trusted, 'certificates' | 'fingerprints'>
}

/**
 * Reads each `--key`: a vkey, a PEM, did:key, a certificate's SHA-256, or a file that holds one of them; and each `--time-authority`: a PEM, its
 * SHA-256, or a file with one. Throws Problem `key_unreadable` or `time_authority_unreadable`.
 */
export async function readTrusted(keys: readonly string[], timeAuthorities: readonly string[] = []): Promise<Trusted> {
  const trusted = await readAll(keys, () => true, unreadable)
  if (timeAuthorities.length === 0) return trusted
  const time = await readAll(timeAuthorities, ({ fingerprints }) => fingerprints.size > 0, unreadableAuthority)
  return { ...trusted, time }
}

async function readAll(
  texts: readonly string[],
  isFit: (trusted: Trusted) => boolean,
  problem: (text: string) => Error,
): Promise<Trusted> {
  const trusted: Trusted = { certificates: [], fingerprints: new Set(), multibases: new Set(), vkeys: [] }
  for (const text of texts) {
    const content = add(trusted, text) ? null : await readFile(text, 'utf8').catch(() => '')
    if ((content !== null && !add(trusted, content)) || !isFit(trusted)) throw problem(text)
  }
  return trusted
}

function add(trusted: Trusted, text: string): boolean {
  const before = sizeOf(trusted)
  for (const pem of text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []) {
    const certificate = certificateOf(pem)
    if (certificate) trusted.certificates.push(certificate)
  }
  for (const { fingerprint256 } of trusted.certificates) trusted.fingerprints.add(plain(fingerprint256))
  for (const word of text.split(/\s+/)) {
    if (parseVkey(word) && !trusted.vkeys.includes(word)) trusted.vkeys.push(word)
    const key = /^(?:did:key:)?(z6Mk[1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(word)
    if (key) trusted.multibases.add(key[1]!)
    if (/^([0-9a-f]{64}|([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})$/.test(word)) trusted.fingerprints.add(plain(word))
  }
  return sizeOf(trusted) > before
}

function sizeOf({ certificates, fingerprints, multibases, vkeys }: Trusted): number {
  return certificates.length + fingerprints.size + multibases.size + vkeys.length
}

function unreadable(text: string) {
  return usageProblem('key_unreadable', {
    zh: `--key ${text} 既不是公钥或证书，也不是含有它们的文件。可用：starproof/… 形式的账本公钥、root.pem、证书的 SHA-256 指纹、did:key:z6Mk…。`,
    en: `--key ${text} is neither a key or certificate nor a file that holds one. It may be a ledger key (starproof/…), root.pem, the SHA-256 of a certificate, or did:key:z6Mk….`,
  })
}

function unreadableAuthority(text: string) {
  return usageProblem('time_authority_unreadable', {
    zh: `--time-authority ${text} 既不是证书或其 SHA-256 指纹，也不是含有它们的文件。`,
    en: `--time-authority ${text} is neither a certificate or its SHA-256 nor a file that holds one.`,
  })
}

/** Undefined where the text is no certificate. */
export function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** The multibase form of an Ed25519 certificate's key; undefined for others. */
export function keyOf(pem: string): string | undefined {
  try {
    return multibaseOf(pem)
  } catch {
    return undefined
  }
}

/** Whether one certificate was issued and signed by another. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

export function plain(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase()
}

/** The name in a certificate, on one line. */
export function subjectOf(certificate: X509Certificate): string {
  return certificate.subject.split('\n').reverse().join(', ')
}

/** Whether anything was given by which signers of papers and credentials can be recognised. */
export function namesSigners(trusted: Trusted): boolean {
  return trusted.fingerprints.size > 0 || trusted.multibases.size > 0
}

/** How far a stamp is by the authority that was given: `chain` is its signer and those that certified it, each already proven. */
export function timeTrust(trusted: Trusted, chain: readonly X509Certificate[]): Trust {
  const { time } = trusted
  if (!time) return 'first_use'
  const isNamed = chain.some((one) => time.fingerprints.has(plain(one.fingerprint256)))
  return isNamed || time.certificates.some((issuer) => isIssuedBy(chain.at(-1)!, issuer)) ? 'given' : 'other'
}

/** `given`: by a key of `--key`. `first_use`: nothing was given to compare with. `other`: by another than those given. */
export type Trust = 'given' | 'first_use' | 'other'

/** How far the signer with this certificate, issued by one of `roots`, is the one that was given. */
export function trustOf(
  trusted: Trusted,
  certificate: X509Certificate | undefined,
  roots: readonly X509Certificate[],
): Trust {
  if (!namesSigners(trusted)) return 'first_use'
  if (!certificate) return 'other'
  const key = keyOf(certificate.toString())
  if (trusted.fingerprints.has(plain(certificate.fingerprint256)) || (key && trusted.multibases.has(key)))
    return 'given'
  const issuers = [
    ...trusted.certificates,
    ...roots.filter((root) => trusted.fingerprints.has(plain(root.fingerprint256))),
  ]
  return issuers.some((issuer) => isIssuedBy(certificate, issuer)) ? 'given' : 'other'
}
