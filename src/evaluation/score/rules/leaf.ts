import type { Leaf } from '#src/evaluation/scheme/contract.ts'
import { type Fraction, fraction, fractionText, minus, roundHalfUp } from '#src/shared/fraction.ts'
import type { Amount, Exclusion, Finding, LeafScore, Verdict } from '../contract.ts'

/** A leaf with its exact amounts in hundredths of a point; `isKnown` is false for missing and excluded leaves. */
export type ScoredLeaf = {
  shown: LeafScore
  got: Fraction
  lost: Fraction
  isKnown: boolean
  isExcluded: boolean
  pointsHundredths: number
}

const nothing = fraction(0)

export function scoreLeaf(leaf: Leaf, finding: Finding | undefined, exclusion: Exclusion | undefined): ScoredLeaf {
  const pointsHundredths = leaf.points.hundredths
  const verdict = exclusion ? null : verdictOf(finding)
  const got = verdict ? gotFrom(pointsHundredths, verdict) : nothing
  const lost = verdict ? minus(fraction(pointsHundredths), got) : nothing
  const shown: LeafScore = {
    id: leaf.id,
    pointsHundredths,
    state: exclusion ? 'excluded' : verdict ? stateOf(got, lost) : 'missing',
    got: amountOf(got),
    lost: amountOf(lost),
    explanation: exclusion ? null : explanationOf(finding),
    reason: exclusion?.justification ?? reasonOf(finding),
    measures: finding && 'measures' in finding ? finding.measures : [],
  }
  return { shown, got, lost, isKnown: verdict !== null, isExcluded: exclusion !== undefined, pointsHundredths }
}

/** Hundredths of a point, as shown and exact. */
export function amountOf(hundredths: Fraction): Amount {
  const points = { numerator: hundredths.numerator, denominator: hundredths.denominator * 100n }
  return { hundredths: Number(roundHalfUp(hundredths)), exact: fractionText(points) }
}

/** What a verdict leaves of the points. 6.2: fails, loses everything; several like samples, loses the nonconforming share. */
export function gotFrom(pointsHundredths: number, verdict: Verdict): Fraction {
  if (verdict.mode === 'judged') return verdict.conforms ? fraction(pointsHundredths) : nothing
  return fraction(BigInt(pointsHundredths) * BigInt(verdict.sampled - verdict.nonconforming), verdict.sampled)
}

export function verdictOf(finding: Finding | undefined): Verdict | null {
  switch (finding?.kind) {
    case 'computed':
      return finding.verdict
    case 'judged':
      return { mode: 'judged', conforms: finding.conforms }
    case 'sampled':
      return { mode: 'sampled', sampled: finding.sampled, nonconforming: finding.nonconforming }
    default:
      return null
  }
}

function stateOf(got: Fraction, lost: Fraction): LeafScore['state'] {
  if (lost.numerator === 0n) return 'full'
  return got.numerator === 0n ? 'lost' : 'partly'
}

function explanationOf(finding: Finding | undefined): LeafScore['explanation'] {
  if (!finding) return { code: 'no_finding', params: {} }
  return finding.kind === 'computed' || finding.kind === 'missing' ? finding.explanation : null
}

function reasonOf(finding: Finding | undefined): string | null {
  return finding?.kind === 'judged' || finding?.kind === 'sampled' ? (finding.reason ?? null) : null
}
