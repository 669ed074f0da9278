import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackEntry } from '#src/server/pack/format.ts'
import { makeSigningKey, serverHasher, signerOf } from '#src/server/pack/signing-key.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { type PackSource, writePack } from '#src/server/pack/write.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { CompactRange } from '#src/shared/merkle/compact-range.ts'
import { commitmentOf, leafText } from '#src/shared/merkle/leaf.ts'
import { checkpointText, type NoteSigner, originOf, signNote } from '#src/shared/signed-note.ts'

const ORG = { id: 'acme', name: '安心电器服务有限公司' }
const VERBS = ['request.received', 'work_order.assigned', 'work_order.arrived', 'work_order.finished']

/** The nth entry (from 0) of a believable log, the same every time. Every eighth mentions the file given. */
export function sampleEntry(nth: number, options: { erased?: boolean; fileSha256?: string } = {}): PackEntry {
  const verb = VERBS[nth % 4]!
  const at = new Date(Date.UTC(2026, 0, 5, 1) + nth * 60_000).toISOString()
  const content = canonicalJson({
    customer: `顾客${nth % 977}`,
    note: '空调不制冷,上门检查后更换电容,试机正常,顾客签字确认。',
    outlet: `outlet-${nth % 37}`,
    ...(options.fileSha256 !== undefined && nth % 8 === 3 ? { photos: [{ fileSha256: options.fileSha256 }] } : {}),
  })
  const salt = Buffer.from(hash('sha256', `salt ${nth}`, 'hex').slice(0, 32), 'hex')
  const leaf = leafText({
    org: ORG.id,
    id: `0199a000-0000-7000-8000-${String(nth).padStart(12, '0')}`,
    recordType: verb.split('.')[0]!,
    recordId: `W-${Math.floor(nth / 4)}`,
    verb,
    actorId: nth % 4 === 0 ? null : 'li',
    claimedAt: at,
    recordedAt: at,
    commitment: commitmentOf(salt, content),
  })
  return options.erased ? { leaf, content: null, salt: null } : { leaf, content, salt: salt.toString('hex') }
}

/** Everything `writePack` needs for a sample log, signed with `signer`, with a checkpoint after every `batch` entries. */
export function samplePack(
  signer: NoteSigner,
  vkey: string,
  entries: number,
  options: { batch?: number; entry?: (nth: number) => PackEntry } = {},
): PackSource {
  const entryOf = options.entry ?? sampleEntry
  const batch = options.batch ?? 1000
  const range = new CompactRange(serverHasher)
  const notes: string[] = []
  const sign = () => {
    const checkpoint = {
      origin: originOf(ORG.id),
      size: range.size,
      root: range.root(),
      madeAt: '2026-06-01T00:00:00Z',
    }
    return signNote(checkpointText(checkpoint), signer)
  }
  for (let nth = 0; nth < entries; nth++) {
    range.append(serverHasher.leaf(Buffer.from(entryOf(nth).leaf)))
    if (range.size % batch === 0 && range.size < entries) notes.push(sign())
  }
  return {
    org: ORG,
    madeAt: '2026-06-02T00:00:00Z',
    signer,
    keys: [{ vkey, validFrom: '2026-01-01T00:00:00Z', validUntil: null }],
    checkpoint: sign(),
    earlierCheckpoints: notes,
    entries: (async function* () {
      for (let nth = 0; nth < entries; nth++) yield entryOf(nth)
    })(),
    files: [],
  }
}

export type PackBench = {
  entries: number
  seconds: number
  perSecond: number
  /** Leaf hashes alone, of the same texts, on the same core: what no verifier could beat. */
  bareHashPerSecond: number
  ratio: number
  writtenPerSecond: number
}

/** Writes a pack of `entries` rows, verifies it and measures both. Throws when the pack does not verify. */
export async function benchPack(entries: number): Promise<PackBench> {
  const folder = await mkdtemp(join(tmpdir(), 'starpack-bench-'))
  try {
    const { seed, vkey } = makeSigningKey(originOf(ORG.id))
    const path = join(folder, 'bench.starpack')
    const source = samplePack(signerOf(originOf(ORG.id), seed), vkey, entries)
    const writing = performance.now()
    await writePack(path, source)
    const written = (performance.now() - writing) / 1000
    const leaves = Array.from({ length: Math.min(entries, 100_000) }, (_, nth) => `\0${sampleEntry(nth).leaf}`)
    const hashing = performance.now()
    for (const leaf of leaves) hash('sha256', leaf, 'binary')
    const bareHashPerSecond = leaves.length / ((performance.now() - hashing) / 1000)
    const verifying = performance.now()
    const report = await verifyPack(path, { keys: [vkey] })
    const seconds = (performance.now() - verifying) / 1000
    if (!report.ok || report.entries !== entries)
      throw new Error(`the bench pack does not verify: ${JSON.stringify(report.problems[0])}`)
    const perSecond = entries / seconds
    return {
      entries,
      seconds,
      perSecond: Math.round(perSecond),
      bareHashPerSecond: Math.round(bareHashPerSecond),
      ratio: Math.round((perSecond / bareHashPerSecond) * 1000) / 1000,
      writtenPerSecond: Math.round(entries / written),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
