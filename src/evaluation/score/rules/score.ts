import type { Group, Indicator, Leaf, Scheme } from '#src/evaluation/scheme/contract.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { accept, type Decision, type Refusal, refuse } from '#src/shared/decision.ts'
import { type Fraction, fraction, sum } from '#src/shared/fraction.ts'
import type { Assessment, AssessmentScore, Exclusion, Finding, GroupScore, IndicatorScore } from '../contract.ts'
import { exactScore, gradeOf, scoreValueOf } from './grade.ts'
import { amountOf, type ScoredLeaf, scoreLeaf, verdictOf } from './leaf.ts'

type Totals = {
  got: Fraction
  lost: Fraction
  involvedHundredths: number
  knownHundredths: number
  leaves: ScoredLeaf[]
}
type Judge = (leaf: Leaf) => ScoredLeaf

/**
 * Scores an assessment under a sound scheme. Findings come in any order; a leaf without one is missing, never zero.
 * Refuses findings that do not fit the scheme and an assessment that excludes everything.
 */
export function scoreAssessment(scheme: Scheme, assessment: Assessment): Decision<AssessmentScore> {
  const unfit = findUnfit(scheme, assessment)
  if (unfit) return { ok: false, refusal: unfit }
  const findings = new Map(assessment.findings.map((finding) => [finding.leafId, finding]))
  const exclusions = new Map(assessment.exclusions.map((exclusion) => [exclusion.leafId, exclusion]))
  const judged = new Map(
    listLeaves(scheme).map((leaf) => [leaf.id, scoreLeaf(leaf, findings.get(leaf.id), exclusions.get(leaf.id))]),
  )
  const judge: Judge = (leaf) => judged.get(leaf.id)!
  const all = addUp(scheme.groups, judge)
  if (all.involvedHundredths === 0) return refuse('invalid', 'everything_excluded')
  return accept(scoreTotals(scheme, assessment, all, judge))
}

function scoreTotals(scheme: Scheme, assessment: Assessment, all: Totals, judge: Judge): AssessmentScore {
  const { specialDeduction, bonus, total } = scheme.rules
  const count = assessment.specialDeductions.length
  const deductedHundredths = count * specialDeduction.points.hundredths
  const bonusHundredths = Math.min(assessment.bonuses.length, bonus.max.count) * bonus.points.hundredths
  const { involvedHundredths, knownHundredths } = all
  const missingHundredths = involvedHundredths - knownHundredths
  const graded = (got: Fraction, of: number) => {
    const exact = exactScore(got, of, { deductedHundredths, bonusHundredths })
    return { score: scoreValueOf(scheme, exact), grade: gradeOf(scheme, exact, count) }
  }
  const lowest = graded(all.got, involvedHundredths)
  const isComplete = missingHundredths === 0
  return {
    schemeId: scheme.id,
    schemeVersion: scheme.version,
    score: isComplete ? lowest.score : null,
    grade: isComplete ? lowest.grade : null,
    range: { lowest, highest: graded(sum([all.got, fraction(missingHundredths)]), involvedHundredths) },
    partial: knownHundredths === 0 ? null : { label: 'partial', score: graded(all.got, knownHundredths).score },
    knownShareBasisPoints: Math.floor((knownHundredths * 10_000) / involvedHundredths),
    involvedHundredths,
    excludedHundredths: total.hundredths - involvedHundredths,
    missingHundredths,
    missingLeafIds: all.leaves.filter((leaf) => leaf.shown.state === 'missing').map((leaf) => leaf.shown.id),
    specialDeductions: {
      count,
      deductedHundredths,
      gateCount: specialDeduction.gate.count,
      gateOpen: count < specialDeduction.gate.count,
      outstandingIds: assessment.specialDeductions.filter((it) => it.rectifiedOn === null).map((it) => it.id),
    },
    bonus: { offeredCount: assessment.bonuses.length, countedHundredths: bonusHundredths },
    groups: scheme.groups.map((group) => scoreGroup(group, judge)),
  }
}

/** The one recursion of scoring: a node is its leaf, or what is under it added up exactly. */
function addUp(nodes: readonly (Group | Indicator | Leaf)[], judge: Judge): Totals {
  const parts = nodes.map((node): Totals => {
    if ('indicators' in node) return addUp(node.indicators, judge)
    if ('leaves' in node) return addUp(node.leaves, judge)
    const leaf = judge(node)
    return {
      got: leaf.got,
      lost: leaf.lost,
      involvedHundredths: leaf.isExcluded ? 0 : leaf.pointsHundredths,
      knownHundredths: leaf.isKnown ? leaf.pointsHundredths : 0,
      leaves: [leaf],
    }
  })
  return {
    got: sum(parts.map((part) => part.got)),
    lost: sum(parts.map((part) => part.lost)),
    involvedHundredths: parts.reduce((points, part) => points + part.involvedHundredths, 0),
    knownHundredths: parts.reduce((points, part) => points + part.knownHundredths, 0),
    leaves: parts.flatMap((part) => part.leaves),
  }
}

function tallyOf(node: Group | Indicator, judge: Judge) {
  const totals = addUp([node], judge)
  return {
    id: node.id,
    pointsHundredths: node.points.hundredths,
    involvedHundredths: totals.involvedHundredths,
    missingHundredths: totals.involvedHundredths - totals.knownHundredths,
    got: amountOf(totals.got),
    lost: amountOf(totals.lost),
  }
}

function scoreGroup(group: Group, judge: Judge): GroupScore {
  const indicators = group.indicators.map(
    (indicator): IndicatorScore => ({
      ...tallyOf(indicator, judge),
      leaves: indicator.leaves.map((leaf) => judge(leaf).shown),
    }),
  )
  return { ...tallyOf(group, judge), indicators }
}

function findUnfit(scheme: Scheme, assessment: Assessment): Refusal | null {
  const leaves = new Map(listLeaves(scheme).map((leaf) => [leaf.id, leaf]))
  const triggers = new Set(scheme.rules.specialDeduction.triggers.map((trigger) => trigger.id))
  return (
    firstOf(assessment.findings, (finding, earlier) => unfitFinding(leaves, finding, earlier)) ??
    firstOf(assessment.exclusions, (exclusion, earlier) => unfitExclusion(leaves, exclusion, earlier)) ??
    firstOf(assessment.specialDeductions, (it, earlier) => {
      if (earlier.some((other) => other.id === it.id)) return invalid('special_deduction_repeated', { id: it.id })
      return triggers.has(it.triggerId) ? null : invalid('special_deduction_trigger_unknown', { trigger: it.triggerId })
    }) ??
    firstOf(assessment.bonuses, (it) =>
      it.aboveLaw && it.leadsTrade ? null : invalid('bonus_unfounded', { id: it.id }),
    )
  )
}

function firstOf<T>(items: readonly T[], check: (item: T, earlier: readonly T[]) => Refusal | null): Refusal | null {
  for (const [at, item] of items.entries()) {
    const refusal = check(item, items.slice(0, at))
    if (refusal) return refusal
  }
  return null
}

function invalid(code: string, params: Refusal['params']): Refusal {
  return { kind: 'invalid', code, params }
}

function unfitFinding(
  leaves: ReadonlyMap<string, Leaf>,
  finding: Finding,
  earlier: readonly Finding[],
): Refusal | null {
  const { leafId } = finding
  const leaf = leaves.get(leafId)
  if (!leaf) return invalid('finding_leaf_unknown', { leafId })
  if (earlier.some((other) => other.leafId === leafId)) return invalid('finding_repeated', { leafId })
  const verdict = verdictOf(finding)
  if (verdict === null) return null
  if (verdict.mode !== leaf.mode.value) return invalid('finding_mode_differs', { leafId, mode: leaf.mode.value })
  if (verdict.mode === 'judged') return null
  const { sampled, nonconforming } = verdict
  const isPossible =
    Number.isSafeInteger(sampled) && Number.isSafeInteger(nonconforming) && sampled > 0 && nonconforming >= 0
  return isPossible && nonconforming <= sampled
    ? null
    : invalid('finding_sample_impossible', { leafId, sampled, nonconforming })
}

function unfitExclusion(
  leaves: ReadonlyMap<string, Leaf>,
  exclusion: Exclusion,
  earlier: readonly Exclusion[],
): Refusal | null {
  const { leafId, justification } = exclusion
  if (!leaves.has(leafId)) return invalid('exclusion_leaf_unknown', { leafId })
  if (justification.trim() === '') return invalid('exclusion_needs_justification', { leafId })
  return earlier.some((other) => other.leafId === leafId) ? invalid('exclusion_repeated', { leafId }) : null
}
