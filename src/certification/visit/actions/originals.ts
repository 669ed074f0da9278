import type { FileStore } from '#src/server/files/store.ts'
import { readEntry } from '#src/server/pack/entry-lines.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { filesMentioned } from '#src/shared/mentioned-files.ts'
import { parseLeaf } from '#src/shared/merkle/leaf.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { loadAudit } from '../../audit/store.ts'
import {
  eachPackEntry,
  findPackFiles,
  type PackFilePlace,
  readPackEntries,
  readPackFile,
} from '../../pack-copy/actions/entries.ts'
import type { ProvenEntry } from '../../pack-copy/contract.ts'
import type { CaseOriginals, OriginalEntry } from '../contract/visit.ts'
import { proofHolds } from '../rules/proof.ts'
import { followCases, type Trail } from '../rules/trail.ts'
import { findSample, type Sample } from '../store/sample.ts'

export type OriginalParts = { files: FileStore }
type Trails = { ofCase: ReadonlyMap<string, Trail>; places: ReadonlyMap<string, PackFilePlace> }

const KEPT_TRAILS = 8

/**
 * Whole cases out of packs. What belongs to the cases of a sample is found in one pass over the pack and remembered, as neither ever changes;
 * the pages of a tablet then cost only what they show.
 */
export function openOriginals(parts: OriginalParts) {
  const remembered = new Map<string, Promise<Trails>>()
  const trailsOf = (tx: Tx, packId: string, caseIds: readonly string[]): Promise<Trails> => {
    const key = canonicalJson([tx.orgId, packId, [...caseIds]])
    const known = remembered.get(key)
    if (known) return known
    const finding = findTrails(parts, tx, packId, caseIds)
    remembered.set(key, finding)
    finding.catch(() => remembered.delete(key))
    for (const oldest of [...remembered.keys()].slice(0, -KEPT_TRAILS)) remembered.delete(oldest)
    return finding
  }
  return {
    list: (tx: Tx, auditId: string, asked: { limit: number; cursor?: string }) =>
      listOriginals(tx, parts, auditId, { ...asked, trailsOf }),
    /** One photo or signature of the sample's cases; undefined where none of them names it, or the pack lacks it. */
    async file(tx: Tx, auditId: string, sha256: string): Promise<Buffer | undefined> {
      const sample = await findSample(tx, auditId)
      if (!sample?.packId) return undefined
      const { places } = await trailsOf(tx, sample.packId, idsOf(sample))
      const place = places.get(sha256)
      return place && readPackFile(parts, tx, sample.packId, { sha256, ...place })
    },
  }
}

function idsOf(sample: Sample): string[] {
  return sample.cases.map((one) => one.caseId)
}

async function findTrails(parts: OriginalParts, tx: Tx, packId: string, caseIds: readonly string[]): Promise<Trails> {
  const following = followCases(caseIds)
  await eachPackEntry(parts, tx, packId, (leafIndex, line) => {
    if (!following.concerns(line.toString('latin1'))) return
    const { fields, content } = readEntry(line)!
    following.note(leafIndex, { ...fields, content })
  })
  return { ofCase: following.trails, places: await findPackFiles(parts, tx, packId, following.files) }
}

type Asked = {
  limit: number
  cursor?: string
  trailsOf: (tx: Tx, packId: string, caseIds: readonly string[]) => Promise<Trails>
}

/** The sampled cases as the client's ledger has them, in the order of the ledger, each entry proven against the pack's signed checkpoint. */
async function listOriginals(
  tx: Tx,
  parts: OriginalParts,
  auditId: string,
  asked: Asked,
): Promise<Decision<Page<CaseOriginals>>> {
  if (!(await loadAudit(tx, auditId))) return refuse('not_found', 'not_found')
  const sample = await findSample(tx, auditId)
  const after = asked.cursor === undefined ? -1 : Number(asked.cursor)
  const cases = (sample?.cases ?? []).filter((one) => one.leafIndex > after).slice(0, asked.limit + 1)
  if (!sample?.packId || cases.length === 0) return accept({ rows: [], nextCursor: null })
  const page = cutPage(cases, asked.limit, (one) => String(one.leafIndex))
  const { ofCase, places } = await asked.trailsOf(tx, sample.packId, idsOf(sample))
  const leaves = page.rows.map(({ caseId, leafIndex }) => {
    const trail = ofCase.get(caseId)
    // The entry that made the case is shown in any event.
    return trail && trail.leaves.length > 0 ? trail : { leaves: [leafIndex], leftOut: 0 }
  })
  const read = await readPackEntries(
    parts,
    tx,
    sample.packId,
    leaves.flatMap((one) => one.leaves),
  )
  if (!read.ok) return read
  const { checkpoint, rows } = read.value
  const entries = new Map(rows.map((row) => [row.leafIndex, originalOf(row, checkpoint, places)]))
  return accept({
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ caseId }, at) => ({
      caseId,
      originals: leaves[at]!.leaves.map((leafIndex) => entries.get(leafIndex)!),
      leftOut: leaves[at]!.leftOut,
    })),
  })
}

function originalOf(row: ProvenEntry, checkpoint: string, places: Trails['places']): OriginalEntry {
  const { recordType, recordId, verb, claimedAt, recordedAt } = parseLeaf(row.leaf)!
  const { leafIndex, content, leafHash } = row
  const named = content === null ? [] : [...new Set(filesMentioned(JSON.stringify(content)))]
  return {
    ...{ leafIndex, recordType, recordId, verb, claimedAt, recordedAt, content, leafHash },
    proofHolds: proofHolds(row, checkpoint),
    contentProven: row.contentProven,
    files: named.slice(0, 100).map((sha256) => ({ sha256, sizeBytes: places.get(sha256)?.size ?? null })),
  }
}
