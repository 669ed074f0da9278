import type { X509Certificate } from 'node:crypto'
import { createHash } from 'node:crypto'
import { readLetter } from '#src/server/letter/read.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { dayOf } from '#src/shared/instant.ts'
import { checkProof } from './check-proof.ts'
import { checkPaper, checkSigned, type Known, provenEdition, statedKeys, type Told } from './check-signed.ts'
import { bundleProblem, type Material } from './material.ts'
import { type StatusTold, statusBy } from './status.ts'
import { certificateOf, plain, type Trusted } from './trust.ts'

type Json = Record<string, unknown>

/** A certificate that was recognised, with what it says and its status by the lists given. */
export type CertificateTold = StatusTold & {
  number: string
  edition: number
  holder: string
  stars: number
  scope: string
  validFromOn: string
  validUntilOn: string
  issuer: string
}

export type Checked = {
  /** Everything given is whole and signed by whom it should be, and no certificate is revoked, suspended or out of date. */
  ok: boolean
  files: Told[]
  certificates: CertificateTold[]
}

/** Checks everything given together: what stands in one file helps to judge the others. No network, no database. */
export async function checkFiles(
  all: readonly Material[],
  trusted: Trusted,
  onDay: string | undefined,
  now: Date,
): Promise<Checked> {
  const files: Told[] = []
  const known: Known = { trusted, roots: rootsOf(all), keys: [], keysTrust: null, proven: [] }
  const of = (kind: Material['kind']) => all.filter((material) => material.kind === kind)
  for (const material of of('keys')) files.push(await takeKeys(material, known))
  for (const material of of('proof')) {
    const { told, contents } = checkProof(material, known)
    if (told.ok && told.trust !== 'other') known.proven.push(...contents)
    files.push(told)
  }
  const lists: Json[] = []
  for (const material of of('status_list')) {
    const told = await checkSigned(material, known)
    if (told.ok && told.trust !== 'other') lists.push(material.json!)
    files.push(told)
  }
  const credentials = await takeCredentials(all, known, files)
  for (const material of all) files.push(...(await checkOther(material, trusted)))
  const day = onDay ?? dayOf(now.getTime())
  const certificates: CertificateTold[] = []
  for (const credential of credentials) certificates.push(await tellCertificate(credential, lists, known, day))
  const isWhole = files.every((told) => told.ok && told.trust !== 'other')
  const isStanding = certificates.every(({ status }) => status === 'valid' || status === 'unknown')
  return { ok: files.length > 0 && isWhole && isStanding, files: inOrder(all, files), certificates }
}

function rootsOf(all: readonly Material[]): X509Certificate[] {
  const text = all.flatMap((material) => (material.kind === 'root' ? [material.bytes.toString('utf8')] : [])).join('\n')
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return pems.flatMap((pem) => certificateOf(pem) ?? [])
}

/** A list of keys counts only where its own signature holds, and it knows the key that signed it. */
async function takeKeys(material: Material, known: Known): Promise<Told> {
  const { keys, roots } = statedKeys(material.json!)
  const told = await checkSigned(material, { ...known, keys, roots: [...known.roots, ...roots] })
  if (told.ok && told.trust !== 'other') {
    known.keys.push(...keys)
    known.roots.push(...roots)
    known.keysTrust = told.trust
    told.facts.push(['密钥 · keys', String(keys.length)])
  }
  return told
}

/** Papers and credentials; answers one credential per certificate and edition that holds. */
async function takeCredentials(all: readonly Material[], known: Known, files: Told[]): Promise<Json[]> {
  const queue = all.filter((material) => material.kind === 'credential')
  for (const material of all.filter(({ kind }) => kind === 'paper')) {
    const { told, attached } = await checkPaper(material, known)
    files.push(told)
    if (attached) queue.push(attached)
  }
  const good = new Map<string, Json>()
  for (const material of queue) {
    const told = await checkSigned(material, known)
    const json = material.json!
    const issued = provenEdition(known, json)
    if (
      told.ok &&
      issued &&
      issued.credentialSha256 !== createHash('sha256').update(canonicalJson(json)).digest('hex')
    ) {
      const words = { zh: '与账本中记载的凭证不同', en: 'differs from the credential that stands in the ledger' }
      told.problems.push({ place: { member: 'proof' }, words })
      told.ok = false
    }
    if (told.ok && told.trust !== 'other') good.set(String(json.id), json)
    files.push(told)
  }
  return [...good.values()]
}

async function tellCertificate(
  credential: Json,
  lists: Json[],
  { proven }: Known,
  onDay: string,
): Promise<CertificateTold> {
  const subject = (credential.credentialSubject ?? {}) as Json
  const text = (name: string) => String(subject[name] ?? '')
  const issuer = credential.issuer as Json | string
  return {
    ...{ number: text('certificateNumber'), edition: Number(subject.edition ?? 0), holder: text('name') },
    ...{ stars: Number(subject.stars ?? 0), scope: text('scope') },
    ...{ validFromOn: text('validFromOn'), validUntilOn: text('validUntilOn') },
    issuer: typeof issuer === 'object' ? String(issuer.name ?? issuer.id) : String(issuer),
    ...(await statusBy(credential, lists, proven, onDay)),
  }
}

/** Packs, letters, bundles as files, and what carries no signature of its own. */
async function checkOther(material: Material, trusted: Trusted): Promise<Told[]> {
  const { name, kind, path, bytes } = material
  const plainTold = { name, kind, problems: [], facts: [], trust: null, ok: true }
  if (kind === 'pack' && path) {
    const report = await verifyPack(path, { keys: trusted.vkeys })
    const trust = !report.ok ? null : trusted.vkeys.length === 0 ? 'first_use' : report.keyExpected ? 'given' : 'other'
    const problems = report.problems.map(({ where, words }) => ({ place: { ...where }, words }))
    return [
      {
        ...plainTold,
        ok: report.ok,
        problems,
        trust,
        facts: [
          ['组织 · organisation', report.org?.name ?? '?'],
          ['公钥指纹 · key', report.keyFingerprint ?? '?'],
        ],
      },
    ]
  }
  if (kind === 'letter' && path) {
    const report = await readLetter(path, { keys: trusted.vkeys })
    const trust = !report.ok ? null : trusted.vkeys.length === 0 ? 'first_use' : report.keyExpected ? 'given' : 'other'
    const problems = report.problems.map(({ where, words }) => ({ place: { ...where }, words }))
    const { letter } = report
    const facts: Told['facts'] = letter
      ? [
          ['函件 · letter', letter.kind],
          ['发件 · from', letter.from.name],
          ['收件 · to', letter.to.name],
          ['签名时间 · made at', letter.madeAt],
        ]
      : []
    return [
      {
        ...plainTold,
        ok: report.ok,
        problems,
        trust,
        facts: [...facts, ['公钥指纹 · key', report.signer?.fingerprint ?? '?']],
      },
    ]
  }
  if (kind === 'bundle') {
    const problem = await bundleProblem(bytes)
    const words = { zh: `压缩包在 ${problem} 处损坏`, en: `the archive is damaged at ${problem}` }
    return [
      { ...plainTold, ok: problem === null, problems: problem === null ? [] : [{ place: { member: problem }, words }] },
    ]
  }
  if (kind === 'root') return [rootTold(material)]
  return kind === 'did' ? [{ ...plainTold, facts: [['DID', String(material.json?.id ?? '?')]] }] : []
}

function rootTold(material: Material): Told {
  const roots = rootsOf([material])
  const facts: Told['facts'] = roots.map((root) => ['根证书指纹 · root fingerprint', plain(root.fingerprint256)])
  const words = { zh: '不是证书，或已损坏', en: 'no certificate, or a damaged one' }
  const isCertificate = roots.length > 0 && roots.every((root) => root.verify(root.publicKey))
  const problems = isCertificate ? [] : [{ place: { member: 'pem' }, words }]
  return { name: material.name, kind: 'root', ok: isCertificate, problems, facts, trust: null }
}

function inOrder(all: readonly Material[], files: Told[]): Told[] {
  const place = (told: Told) => {
    const found = all.findIndex(({ name }) => told.name === name || told.name.startsWith(`${name}/`))
    return found < 0 ? all.length : found
  }
  return files.toSorted((one, other) => place(one) - place(other))
}
