import type { FileStore } from '#src/server/files/store.ts'
import { MEMBER } from '#src/server/pack/format.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { parseLeaf } from '#src/shared/merkle/leaf.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { loadAudit } from '../../audit/store.ts'
import { readPackEntries, readPackMember } from '../../pack-copy/actions/entries.ts'
import type { ProvenEntry } from '../../pack-copy/contract.ts'
import type { SampledCase } from '../contract/entry.ts'
import type { CaseOriginals, OriginalEntry } from '../contract/visit.ts'
import { leavesOfRecords, proofHolds } from '../rules/proof.ts'
import { findSample } from '../store/sample.ts'

export type OriginalParts = { files: FileStore }

/** The sampled cases as the client's ledger has them, in the order of the ledger, each entry proven against the pack's signed checkpoint. */
export async function listOriginals(
  tx: Tx,
  parts: OriginalParts,
  auditId: string,
  asked: { limit: number; cursor?: string },
): Promise<Decision<Page<CaseOriginals>>> {
  if (!(await loadAudit(tx, auditId))) return refuse('not_found', 'not_found')
  const sample = await findSample(tx, auditId)
  const after = asked.cursor === undefined ? -1 : Number(asked.cursor)
  const cases = (sample?.cases ?? []).filter((one) => one.leafIndex > after).slice(0, asked.limit + 1)
  if (!sample?.packId || cases.length === 0) return accept({ rows: [], nextCursor: null })
  const page = cutPage(cases, asked.limit, (one) => String(one.leafIndex))
  const leaves = await leavesOf(tx, parts, sample.packId, page.rows)
  const read = await readPackEntries(parts, tx, sample.packId, [...leaves.values()].flat())
  if (!read.ok) return read
  const { checkpoint, rows } = read.value
  const entries = new Map(rows.map((row) => [row.leafIndex, originalOf(row, checkpoint)]))
  return accept({
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ caseId }) => ({
      caseId,
      originals: leaves.get(caseId)!.map((leafIndex) => entries.get(leafIndex)!),
    })),
  })
}

/** Where the entries of each case stand: all about its record, and at least the one that made it. */
async function leavesOf(
  tx: Tx,
  parts: OriginalParts,
  packId: string,
  cases: readonly SampledCase[],
): Promise<Map<string, number[]>> {
  const index = await readPackMember(parts, tx, packId, MEMBER.index)
  const ids = cases.map((one) => one.caseId)
  const found = index ? leavesOfRecords(index.toString('utf8'), ids) : new Map<string, number[]>()
  return new Map(cases.map((one) => [one.caseId, found.get(one.caseId) ?? [one.leafIndex]]))
}

function originalOf(row: ProvenEntry, checkpoint: string): OriginalEntry {
  const { recordType, recordId, verb, claimedAt, recordedAt } = parseLeaf(row.leaf)!
  const { leafIndex, content, leafHash } = row
  return {
    ...{ leafIndex, recordType, recordId, verb, claimedAt, recordedAt, content, leafHash },
    proofHolds: proofHolds(row, checkpoint),
    contentProven: row.contentProven,
  }
}
