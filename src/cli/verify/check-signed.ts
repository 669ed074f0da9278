import { createHash, type X509Certificate } from 'node:crypto'
import { PAPER_LABELS, PAPER_MEMBERS, wordsOfPaper } from '#src/certification/certificate/rules/paper-words.ts'
import { changedRuns } from '#src/certification/certificate/rules/pieces.ts'
import { attachedCredential } from '#src/server/credential/attached.ts'
import { checkCredential } from '#src/server/credential/check.ts'
import { wordsNotOnPaper } from '#src/server/credential/paper-words.ts'
import { heldAt, readStatedKeys, type StatedKey } from '#src/server/credential/stated-key.ts'
import type { Words } from '#src/server/pack/report.ts'
import { checkPdf } from '#src/server/signature/check-pdf.ts'
import { provenAt } from '#src/server/signature/time-stamp.ts'
import { checkStamp } from './check-stamp.ts'
import type { Material } from './material.ts'
import { certificateOf, keyOf, plain, subjectOf, type Trust, type Trusted, trustOf } from './trust.ts'

export type Place = Record<string, string | number>
export type Problem = { place: Place; words: Words }
export type Fact = [label: string, value: string]
/** What is told about one thing that was given. */
export type Told = {
  name: string
  kind: Material['kind']
  ok: boolean
  problems: Problem[]
  facts: Fact[]
  /** Null where nothing in it is signed. */
  trust: Trust | null
}

/** What was read before and helps with the rest: roots that stand beside, keys with their dates, contents the ledger proves. */
export type Known = {
  trusted: Trusted
  roots: X509Certificate[]
  keys: StatedKey[]
  /** How far the list of keys itself is trusted. */
  keysTrust: Trust | null
  proven: Record<string, unknown>[]
}

type Json = Record<string, unknown>

/** A certificate on paper: signature, key, dates, and the credential inside, which the caller checks further. */
export async function checkPaper(material: Material, known: Known): Promise<{ told: Told; attached: Material | null }> {
  const { bytes, name } = material
  const report = checkPdf(bytes)
  const problems: Problem[] = report.problems.map(({ place, words }) => ({ place: { ...place }, words }))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const facts: Fact[] = [['SHA-256', sha256]]
  let trust: Trust | null = null
  const inside = await attachedCredential(bytes)
  const attached: Material | null = inside && {
    ...{ name: `${name}/credential.json`, kind: 'credential', path: null },
    ...inside,
  }
  if (report.signer) {
    const [signer, root] = [certificateOf(report.signer.certificatePem)!, certificateOf(report.signer.rootPem)!]
    trust = trustOf(known.trusted, signer, [root])
    // It helps to recognise the credential inside; trusted it is only where a fingerprint given says so.
    if (report.ok) known.roots.push(root)
    facts.push(['签名者 · signer', subjectOf(signer)], ['签名时间 · signed at', report.signer.signedAt])
    facts.push(['根证书指纹 · root fingerprint', plain(root.fingerprint256)])
    const stamped = checkStamp(report.signer.stamp, known.trusted)
    facts.push(...stamped.facts)
    if (report.ok) problems.push(...stamped.problems)
    problems.push(...datesProblem(known, 'document', plain(signer.fingerprint256), provenAt(report.signer)))
  }
  if (report.ok && attached) problems.push(...(await wordsProblem(bytes, attached.json!)))
  const issued = provenEdition(known, attached?.json ?? null)
  if (issued && issued.fileSha256 !== sha256) {
    const runs = changedRuns(bytes, (issued.pieces as string[] | undefined) ?? [], Number(issued.pieceBytes ?? 1))
    for (const run of runs)
      problems.push({
        place: run,
        words: {
          zh: `字节 ${run.from}–${run.to} 与账本中记载的证书不同`,
          en: `bytes ${run.from}–${run.to} differ from the certificate that stands in the ledger`,
        },
      })
  }
  return { told: { name, kind: 'paper', ok: problems.length === 0, problems, facts, trust }, attached }
}

/** That the paper shows what the credential inside it says: each has a signature of its own. */
async function wordsProblem(bytes: Buffer, credential: Json): Promise<Problem[]> {
  const subject = (credential.credentialSubject ?? {}) as Json
  const missing = (await wordsNotOnPaper(bytes, wordsOfPaper(subject), PAPER_LABELS)) ?? []
  return missing.map((member) => ({
    place: { member },
    words: {
      zh: `证书上没有写着凭证所说的${PAPER_MEMBERS[member]!.zh}：${String(subject[member])}`,
      en: `the paper does not show the ${PAPER_MEMBERS[member]!.en} of its credential: ${String(subject[member])}`,
    },
  }))
}

/** Proof, issuer's certificate and dates of a credential, a status list or the list of keys. */
export async function checkSigned(material: Material, known: Known): Promise<Told> {
  const json = material.json ?? {}
  const report = await checkCredential(json)
  const problems: Problem[] = report.changed.map((member) => ({
    place: { member },
    words:
      member === 'proof'
        ? { zh: '签名与内容不符，或已损坏', en: 'the signature does not fit, or is damaged itself' }
        : { zh: `${member} 被改动`, en: `${member} was changed` },
  }))
  const pem = String((json.issuer as Json | undefined)?.issuerCertificate ?? '')
  const certificate = certificateOf(pem)
  if (report.ok && certificate && keyOf(pem) !== report.publicKeyMultibase)
    problems.push({
      place: { member: 'issuer.issuerCertificate' },
      words: { zh: '所附证书属于另一把密钥', en: 'the certificate it brings is of another key' },
    })
  if (report.ok && report.publicKeyMultibase && report.createdAt)
    problems.push(...datesProblem(known, 'credential', report.publicKeyMultibase, report.createdAt))
  const facts: Fact[] = [
    ['签发机构 · issuer', `${report.issuer.name ?? '?'} (${report.issuer.did})`],
    ['签名时间 · signed at', report.createdAt ?? '?'],
    ['签名公钥 · key', report.publicKeyMultibase ? `did:key:${report.publicKeyMultibase}` : '?'],
  ]
  const trust = report.ok ? trustOfKey(known, certificate, report.publicKeyMultibase) : null
  return { name: material.name, kind: material.kind, ok: problems.length === 0, problems, facts, trust }
}

function trustOfKey({ trusted, roots }: Known, certificate: X509Certificate | undefined, key: string | null): Trust {
  if (key && trusted.multibases.has(key)) return 'given'
  return trustOf(trusted, certificate, roots)
}

/** That the body's own list of keys knows the key, and that it was in use at that instant. Silent where no list was given. */
function datesProblem(known: Known, purpose: StatedKey['purpose'], key: string, at: string): Problem[] {
  if (known.keys.length === 0) return []
  const stated = known.keys.find((one) => one.purpose === purpose && one.key === key)
  if (!stated)
    return [
      {
        place: { key },
        words: { zh: '机构的密钥清单里没有这把签名密钥', en: 'the body’s list of keys does not hold this key' },
      },
    ]
  if (heldAt(stated, at)) return []
  const until = stated.validUntilAt ?? ''
  return [
    {
      place: { key, at },
      words: {
        zh: `签名时间 ${at} 不在该密钥的使用期内（${stated.validFromAt} 至 ${until}）`,
        en: `signed at ${at}, when its key was not in use (${stated.validFromAt} to ${until})`,
      },
    },
  ]
}

/** What the ledger says about the edition that a credential is of. */
export function provenEdition({ proven }: Known, credential: Json | null): Json | undefined {
  const subject = credential?.credentialSubject as Json | undefined
  return proven.find(
    (one) => one.fileSha256 && one.number === subject?.certificateNumber && one.edition === subject?.edition,
  )
}

/** The keys that a checked list of keys states; empty where it holds anything else. */
export function statedKeys(json: Json): { keys: StatedKey[]; roots: X509Certificate[] } {
  const { keys, rootPems } = readStatedKeys(json)
  return { keys, roots: rootPems.flatMap((pem) => certificateOf(pem) ?? []) }
}
