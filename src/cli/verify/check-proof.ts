import { createHash } from 'node:crypto'
import { CertificateProof } from '#src/certification/register/contract.ts'
import { heldAt } from '#src/server/credential/stated-key.ts'
import { ed25519Verifier, serverHasher } from '#src/server/pack/signing-key.ts'
import { parseJson } from '#src/shared/json.ts'
import { commitmentOf, parseLeaf } from '#src/shared/merkle/leaf.ts'
import { verifyInclusion } from '#src/shared/merkle/proof.ts'
import { formatVkey, keyFingerprint, openNote, originOf, parseCheckpoint, parseVkey } from '#src/shared/signed-note.ts'
import type { Known, Problem, Told } from './check-signed.ts'
import type { Material } from './material.ts'

const problem = (place: Problem['place'], zh: string, en: string): Problem => ({ place, words: { zh, en } })

/** A proof from the body's ledger: the checkpoint is signed, each entry stands under it, and says what its content says. Answers the contents that hold. */
export function checkProof(material: Material, known: Known): { told: Told; contents: Record<string, unknown>[] } {
  const { name } = material
  const told: Told = { name, kind: 'proof', ok: false, problems: [], facts: [], trust: null }
  const parsed = CertificateProof.safeParse(material.json)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? ''
    told.problems.push(
      problem({ member: path }, `${path || '文件'} 的格式不对`, `${path || 'the file'} is not as it should be`),
    )
    return { told, contents: [] }
  }
  const proof = parsed.data
  const origin = originOf(proof.body.orgId)
  const keys = proof.keys.flatMap(({ vkey }) => parseVkey(vkey) ?? []).filter((key) => key.name === origin)
  const opened = openNote(proof.checkpoint, keys, ed25519Verifier())
  const head = opened.ok ? parseCheckpoint(opened.text) : undefined
  if (!opened.ok || head?.origin !== origin) {
    told.problems.push(
      problem({ member: 'checkpoint' }, '检查点或其签名被改动', 'the checkpoint or its signature was changed'),
    )
    return { told, contents: [] }
  }
  const vkey = formatVkey(opened.key)
  const dates = proof.keys.find((one) => one.vkey === vkey)!
  if (head.madeAt && !heldAt({ validFromAt: dates.validFrom, validUntilAt: dates.validUntil }, head.madeAt))
    told.problems.push(
      problem(
        { member: 'checkpoint' },
        '检查点的时间不在密钥使用期内',
        'the checkpoint was made when its key was not in use',
      ),
    )
  told.trust = trustOfLedger(known, vkey, head.madeAt)
  const contents = proof.entries.flatMap((entry, nth) => {
    const wrong = entryProblem(entry, nth, head, proof)
    if (wrong) told.problems.push(wrong)
    return wrong ? [] : [parseJson(entry.content) as Record<string, unknown>]
  })
  if (proof.entries.length === 0) told.problems.push(problem({ member: 'entries' }, '没有条目', 'there are no entries'))
  told.facts.push(
    ['账本 · ledger', `${proof.body.name} (${origin})`],
    ['条目 · entries', String(proof.entries.length)],
    ['检查点 · checkpoint', `${head.size} · ${head.madeAt ?? ''}`],
    ['账本公钥指纹 · ledger key', keyFingerprint(opened.key)],
  )
  told.ok = told.problems.length === 0
  return { told, contents }
}

function trustOfLedger(known: Known, vkey: string, madeAt: string | undefined): Told['trust'] {
  const { vkeys } = known.trusted
  if (vkeys.length > 0) return vkeys.includes(vkey) ? 'given' : 'other'
  const stated = known.keys.find((one) => one.purpose === 'ledger' && one.key === vkey)
  // A list of keys that a given key signed vouches for the ledger's, too.
  return stated && (!madeAt || heldAt(stated, madeAt)) && known.keysTrust === 'given' ? 'given' : 'first_use'
}

type Entry = CertificateProof['entries'][number]

function entryProblem(
  entry: Entry,
  nth: number,
  head: { size: number; root: Uint8Array },
  proof: CertificateProof,
): Problem | undefined {
  const member = `entries.${nth}`
  const leaf = parseLeaf(entry.leaf)
  const isIncluded = verifyInclusion(
    {
      leaf: serverHasher.leaf(Buffer.from(entry.leaf)),
      index: entry.leafIndex,
      size: head.size,
      path: entry.path.map((hash) => Buffer.from(hash, 'base64')),
      root: head.root,
    },
    serverHasher,
  )
  if (!leaf || !isIncluded || entry.path.some((hash) => Buffer.from(hash, 'base64').toString('base64') !== hash))
    return problem(
      { member: `${member}.leaf`, leafIndex: entry.leafIndex },
      `条目 ${nth + 1} 不在检查点覆盖的账本里`,
      `entry ${nth + 1} does not stand in the ledger under the checkpoint`,
    )
  if (leaf.org !== proof.body.orgId || leaf.recordType !== 'certificate')
    return problem(
      { member: `${member}.leaf` },
      `条目 ${nth + 1} 不是关于证书的`,
      `entry ${nth + 1} is not about a certificate`,
    )
  const commitment = commitmentOf(Buffer.from(entry.salt, 'hex'), entry.content, (bytes) =>
    createHash('sha256').update(bytes).digest(),
  )
  if (commitment !== leaf.commitment)
    return problem(
      { member: `${member}.content` },
      `条目 ${nth + 1} 的内容被改动`,
      `the content of entry ${nth + 1} was changed`,
    )
  const content = parseJson(entry.content) as { number?: unknown } | undefined
  return content?.number === proof.number
    ? undefined
    : problem(
        { member: `${member}.content` },
        `条目 ${nth + 1} 是关于另一张证书的`,
        `entry ${nth + 1} is about another certificate`,
      )
}
