import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { verdictOf } from '../../score/rules/leaf.ts'
import type { AssessmentLeaf, ComputedFinding, Judgement, NewEvidence } from '../contract/leaf.ts'
import { canJudge, countItems, findingOf, writtenAs } from '../rules/finding.ts'
import { findLeafRow, insertEvidence, listEvidence, listLeafRows, saveWithdrawal, writeLeaf } from '../store/leaf.ts'
import { isKnownRecord } from '../store/population.ts'
import { basisOf, proposalsOf } from './read.ts'
import { findJudged } from './round.ts'

type Given = { version: number; judgement: Judgement; occurredAt?: string }

/** Says what was found for one indicator, in place of the finding of `version`. Whoever was first is named to who comes second. */
export async function judgeLeaf(
  tx: WriteTx,
  { assessmentId, leafId }: { assessmentId: string; leafId: string },
  { version, judgement, occurredAt }: Given,
): Promise<Decision<AssessmentLeaf>> {
  const found = await findJudged(tx, assessmentId)
  if (!found.ok) return found
  const basis = await basisOf(tx, found.value)
  const leaf = listLeaves(basis.scheme).find((one) => one.id === leafId)
  if (!leaf) return refuse('not_found', 'finding_leaf_unknown', { leafId })
  const current = await findLeafRow(tx, assessmentId, leafId)
  if ((current?.version ?? 0) !== version) return refuseStale(leafId, current)
  const proposal = (await proposalsOf(tx, basis)).find((one) => one.leafId === leafId)
  const allowed = canJudge(leaf, judgement, proposal)
  if (!allowed.ok) return allowed
  const saved = await write(tx, { assessmentId, leaf, version, judgement, proposal, occurredAt })
  return saved ? accept(saved) : refuseStale(leafId, await findLeafRow(tx, assessmentId, leafId))
}

function refuseStale(leafId: string, current: AssessmentLeaf | undefined): Decision<AssessmentLeaf> {
  return current
    ? refuse('conflict', 'leaf_judged_meanwhile', { leafId, name: current.judgedByName, at: current.judgedAt })
    : refuse('conflict', 'stale_version', { recordType: 'assessment_leaf' })
}

type Writing = Given & { assessmentId: string; leaf: Leaf; proposal: ComputedFinding | undefined }

async function write(tx: WriteTx, writing: Writing): Promise<AssessmentLeaf | undefined> {
  const { assessmentId, leaf, version, judgement, proposal, occurredAt } = writing
  const written = { leafId: leaf.id, ...writtenAs(leaf, judgement, proposal) }
  const saved = await writeLeaf(tx, assessmentId, version, written)
  if (!saved) return undefined
  const { kind, reason, items, overruled } = written
  const verdict = verdictOf(findingOf(written))
  tx.record({
    recordType: 'assessment',
    recordId: assessmentId,
    verb: 'assessment.leaf_judged',
    content: {
      ...{ leafId: leaf.id, kind, reason },
      ...(verdict?.mode === 'judged' ? { conforms: verdict.conforms } : {}),
      ...(items ? countItems(items) : {}),
      ...(items ? { items } : {}),
      ...(overruled ? { overruled: overruled.verdict } : {}),
    },
    ...(occurredAt ? { claimedAt: occurredAt } : {}),
  })
  return saved
}

/** Accepts what the counts say wherever nobody has found anything yet. */
export async function acceptProposals(tx: WriteTx, assessmentId: string): Promise<Decision<{ accepted: number }>> {
  const found = await findJudged(tx, assessmentId)
  if (!found.ok) return found
  const basis = await basisOf(tx, found.value)
  const leaves = new Map(listLeaves(basis.scheme).map((leaf) => [leaf.id, leaf]))
  const rows = new Map((await listLeafRows(tx, assessmentId)).map((row) => [row.leafId, row]))
  let accepted = 0
  for (const proposal of await proposalsOf(tx, basis)) {
    const row = rows.get(proposal.leafId)
    if (row && row.kind !== 'missing') continue
    const leaf = leaves.get(proposal.leafId)!
    const version = row?.version ?? 0
    // Whoever judges the same indicator at this moment is right: theirs stays.
    if (await write(tx, { assessmentId, leaf, version, judgement: { kind: 'computed' }, proposal })) accepted += 1
  }
  return accept({ accepted })
}

export async function addEvidence(
  tx: WriteTx,
  { assessmentId, leafId }: { assessmentId: string; leafId: string },
  evidence: NewEvidence,
): Promise<Decision<{ id: string }>> {
  const found = await findJudged(tx, assessmentId)
  if (!found.ok) return found
  const { scheme } = await basisOf(tx, found.value)
  if (!listLeaves(scheme).some((leaf) => leaf.id === leafId))
    return refuse('not_found', 'finding_leaf_unknown', { leafId })
  const { effectiveFromOn, effectiveToOn } = evidence
  if (effectiveToOn !== null && effectiveToOn < effectiveFromOn) return refuse('invalid', 'evidence_period_impossible')
  if ('recordId' in evidence && (await isKnownRecord(tx, evidence.recordType, evidence.recordId)) === false)
    return refuse('not_found', 'evidence_record_unknown')
  await insertEvidence(tx, assessmentId, leafId, evidence)
  const { id, ...told } = evidence
  note(tx, assessmentId, 'evidence_added', { ...told, leafId, evidenceId: id })
  return accept({ id })
}

export async function withdrawEvidence(
  tx: WriteTx,
  { assessmentId, evidenceId }: { assessmentId: string; evidenceId: string },
  reason: string,
): Promise<Decision<{ id: string }>> {
  const found = await findJudged(tx, assessmentId)
  if (!found.ok) return found
  const one = (await listEvidence(tx, assessmentId)).find((known) => known.id === evidenceId)
  if (!one) return refuse('not_found', 'not_found')
  if (one.withdrawnAt !== null)
    return refuse('conflict', 'evidence_withdrawn', { name: one.withdrawnByName, at: one.withdrawnAt })
  await saveWithdrawal(tx, evidenceId, reason)
  note(tx, assessmentId, 'evidence_withdrawn', { leafId: one.leafId, evidenceId, title: one.title, reason })
  return accept({ id: evidenceId })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'assessment', recordId, verb: `assessment.${step}`, content })
}
