import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { assessmentParts } from '../../adjustment/rules.ts'
import type { Scheme } from '../../scheme/contract.ts'
import type { AssessmentScore } from '../../score/contract.ts'
import { scoreAssessment } from '../../score/rules/score.ts'
import type { AssessmentRow } from '../contract/round.ts'
import { fittingFindings } from './finding.ts'

type Leaves = Parameters<typeof fittingFindings>[1]
type Adjustments = Parameters<typeof assessmentParts>[1]

/**
 * The score or range of a round from its findings and adjustments; what no longer fits the scheme is left out. Throws where the
 * scheme cannot be scored at all, which its checks exclude.
 */
export function scoreRound(scheme: Scheme, leaves: Leaves, adjustments: Adjustments): AssessmentScore {
  const decision = scoreAssessment(scheme, {
    findings: fittingFindings(scheme, leaves),
    ...assessmentParts(scheme, adjustments),
  })
  if (!decision.ok) throw new RangeError(`the round cannot be scored: ${decision.refusal.code}`)
  return decision.value
}

/** How far a round is, for lists. */
export function standingOf(score: AssessmentScore): AssessmentRow['standing'] {
  const leaves = score.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
  return {
    leafCount: leaves.length,
    doneCount: leaves.length - score.missingLeafIds.length,
    lowestHundredths: score.range.lowest.score.hundredths,
    highestHundredths: score.range.highest.score.hundredths,
    scoreHundredths: score.score?.hundredths ?? null,
    levelId: (score.grade ?? score.range.lowest.grade).levelId,
  }
}

type State = { closedAt: string | null; abandonedAt: string | null }

export function canChange(round: State): Decision<null> {
  if (round.abandonedAt !== null) return refuse('conflict', 'assessment_abandoned')
  return round.closedAt === null ? accept(null) : refuse('conflict', 'assessment_closed')
}

/** Never a score while something is missing. */
export function canClose(round: State, score: AssessmentScore): Decision<null> {
  const open = canChange(round)
  if (!open.ok) return open
  const [first] = score.missingLeafIds
  if (first === undefined) return accept(null)
  return refuse('conflict', 'assessment_incomplete', { count: score.missingLeafIds.length, leafId: first })
}

export function canReopen(round: State): Decision<null> {
  if (round.abandonedAt !== null) return refuse('conflict', 'assessment_abandoned')
  return round.closedAt === null ? refuse('conflict', 'assessment_open') : accept(null)
}
