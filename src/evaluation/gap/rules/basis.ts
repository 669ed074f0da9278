import { type Fraction, fraction, sum, times } from '#src/shared/fraction.ts'
import type { Leaf } from '../../scheme/contract.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import type { Assessment, AssessmentScore, Finding, LeafScore } from '../../score/contract.ts'
import { scoreAssessment } from '../../score/rules/score.ts'
import type { GapBasis } from '../contract/action.ts'

export type Basis = Pick<GapBasis, 'scheme' | 'leaves' | 'added'>
/** The share that leaves keep of their points, by leaf id: 0 to 1, and only 0 or 1 for a judged leaf. */
export type Shares = ReadonlyMap<string, Fraction>

export const NOTHING = fraction(0)
export const WHOLE = fraction(1)

/** Back from the text of an exact amount: `191/2` or `95`. */
export function fractionFrom(text: string): Fraction {
  const [above, below = '1'] = text.split('/') as [string, string?]
  return fraction(BigInt(above), BigInt(below))
}

/** The share a leaf keeps today; null while it is missing. */
export function shareOfLeaf(leaf: LeafScore): Fraction | null {
  if (leaf.state === 'missing' || leaf.state === 'excluded') return null
  if (leaf.pointsHundredths === 0) return WHOLE
  const got = fractionFrom(leaf.got.exact)
  return { numerator: got.numerator * 100n, denominator: got.denominator * BigInt(leaf.pointsHundredths) }
}

/** The leaves that count: those of the scheme that nobody excluded, with their score. */
export function involvedLeaves(basis: Basis): { leaf: Leaf; score: LeafScore }[] {
  const scores = new Map(basis.leaves.map((score) => [score.id, score]))
  const excluded = new Set(basis.added.exclusions.map((one) => one.leafId))
  return listLeaves(basis.scheme).flatMap((leaf) => {
    const score = scores.get(leaf.id)
    return score && !excluded.has(leaf.id) ? [{ leaf, score }] : []
  })
}

/** The company's assessment as it stands, with these shares in place of what was found. What is missing stays missing. */
export function assessmentWith(basis: Basis, shares: Shares): Assessment {
  const findings = involvedLeaves(basis).flatMap(({ leaf, score }): Finding[] => {
    const share = shares.get(leaf.id) ?? shareOfLeaf(score)
    return share === null ? [] : [findingOf(leaf, share)]
  })
  return { ...basis.added, findings }
}

/** A finding under which the leaf keeps exactly this share. */
function findingOf(leaf: Leaf, share: Fraction): Finding {
  if (leaf.mode.value === 'judged')
    return { leafId: leaf.id, kind: 'judged', conforms: share.numerator > 0n, reason: 'gap' }
  const common = greatest(share.numerator, share.denominator)
  const [kept, sampled] = [share.numerator / common, share.denominator / common]
  return { leafId: leaf.id, kind: 'sampled', sampled: Number(sampled), nonconforming: Number(sampled - kept) }
}

function greatest(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatest(b, a % b)
}

/** Scores by the one scoring there is. The basis comes from a score, so that a refusal is a fault. */
export function scoreWith(basis: Basis, shares: Shares): AssessmentScore {
  const decision = scoreAssessment(basis.scheme, assessmentWith(basis, shares))
  if (!decision.ok) throw new Error(`the gap's assessment was refused: ${decision.refusal.code}`)
  return decision.value
}

/** Whether the certain score (what is missing counts nothing) reaches the level or a higher one. */
export function reachesLevel(basis: Basis, score: AssessmentScore, levelId: string): boolean {
  const { levels } = basis.scheme.rules
  const reached = levels.findIndex((level) => level.id === score.range.lowest.grade.levelId)
  return reached >= levels.findIndex((level) => level.id === levelId)
}

/**
 * How many hundredths of a point are still to be got for the level, exact; zero or less where there are enough. From
 * got / involved × 100 − deducted + bonus >= minimum, solved for what is got. Missing leaves without a share count nothing.
 */
export function pointsShort(basis: Basis, levelId: string, shares: Shares): Fraction {
  const { levels, specialDeduction, bonus } = basis.scheme.rules
  const level = levels.find((one) => one.id === levelId)!
  const leaves = involvedLeaves(basis)
  const involved = leaves.reduce((points, { leaf }) => points + leaf.points.hundredths, 0)
  const deducted = basis.added.specialDeductions.length * specialDeduction.points.hundredths
  const added = Math.min(basis.added.bonuses.length, bonus.max.count) * bonus.points.hundredths
  const wanted = fraction(BigInt(involved) * BigInt(level.min.hundredths + deducted - added), 10_000n)
  const got = sum(
    leaves.map(({ leaf, score }) =>
      times(fraction(leaf.points.hundredths), shares.get(leaf.id) ?? shareOfLeaf(score) ?? NOTHING),
    ),
  )
  return {
    numerator: wanted.numerator * got.denominator - got.numerator * wanted.denominator,
    denominator: wanted.denominator * got.denominator,
  }
}

/** Missing leaves that a person takes for granted, as full. One that is no longer missing counts as it was found. */
export function sharesAssumed(basis: Basis, assumedLeafIds: readonly string[]): Map<string, Fraction> {
  const missing = new Set(basis.leaves.filter((leaf) => leaf.state === 'missing').map((leaf) => leaf.id))
  return new Map(assumedLeafIds.filter((leafId) => missing.has(leafId)).map((leafId) => [leafId, WHOLE]))
}
