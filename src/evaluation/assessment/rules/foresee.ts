import type { Refusal } from '#src/shared/decision.ts'
import type { Scheme } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import type { AssessmentScore, LeafScore } from '../../score/contract.ts'
import type { AssessmentLeaf, Judgement } from '../contract/leaf.ts'
import type { AssessmentDetail } from '../contract/round.ts'
import { writtenAs } from './finding.ts'
import { scoreRound } from './round.ts'

/** Findings of one indicator go out in order; those of others pass by one that was refused. */
export function laneOf(assessmentId: string, leafId: string): string {
  return `${assessmentId}/${leafId}`
}

/** A command of the outbox, as far as it matters here. */
export type Queued = {
  lane: string
  endpointName: string
  body: unknown
  occurredAt: string
  refusal?: Refusal
}

export type Foreseen = {
  leaves: AssessmentLeaf[]
  score: AssessmentScore
  /** Indicators with findings that have not arrived yet. */
  waiting: Set<string>
  /** Indicators whose finding was not taken, with what this person had found. */
  refused: Map<string, { judgement: Judgement; refusal: Refusal }>
}

type Who = { id: string; name: string }

/** A round as it will stand once everything judged on this device has arrived; a refused finding does not count until the person decides. */
export function foresee(scheme: Scheme, detail: AssessmentDetail, queued: readonly Queued[], who: Who): Foreseen {
  const leaves = new Map(detail.leaves.map((leaf) => [leaf.leafId, leaf]))
  const waiting = new Set<string>()
  const refused: Foreseen['refused'] = new Map()
  for (const leaf of listLeaves(scheme)) {
    const lane = laneOf(detail.id, leaf.id)
    const own = queued.filter((one) => one.lane === lane && one.endpointName === 'evaluation.judgeLeaf')
    const failed = own.find((one) => one.refusal)
    const last = own.at(-1)
    if (!last) continue
    const { judgement } = last.body as { judgement: Judgement }
    if (failed) {
      refused.set(leaf.id, { judgement, refusal: failed.refusal! })
      continue
    }
    waiting.add(leaf.id)
    const proposal = detail.proposals.find((one) => one.leafId === leaf.id)
    if (judgement.kind === 'computed' && !proposal) continue
    leaves.set(leaf.id, {
      leafId: leaf.id,
      ...writtenAs(leaf, judgement, proposal),
      judgedAt: last.occurredAt,
      judgedByName: who.name,
      judgedById: who.id,
      version: (leaves.get(leaf.id)?.version ?? 0) + own.length,
    })
  }
  const all = [...leaves.values()]
  return { leaves: all, score: scoreRound(scheme, all, detail.adjustments), waiting, refused }
}

/** Every indicator of a score by its id. */
export function leafScoresOf(score: AssessmentScore): Record<string, LeafScore> {
  const leaves = score.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
  return Object.fromEntries(leaves.map((leaf) => [leaf.id, leaf]))
}

export type LeafFilter = 'all' | 'missing' | 'mine' | 'lost'

/** Whether an indicator is among those a person wants to see. */
export function isShown(
  filter: LeafFilter,
  score: LeafScore,
  row: AssessmentLeaf | undefined,
  personId: string,
): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'missing':
      return score.state === 'missing'
    case 'mine':
      return row?.judgedById === personId
    case 'lost':
      return score.state === 'partly' || score.state === 'lost'
  }
}
