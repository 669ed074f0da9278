import { type Fraction, fraction } from '#src/shared/fraction.ts'
import type { AssessmentScore } from '../../score/contract.ts'
import { type Basis, involvedLeaves, scoreWith } from './basis.ts'
import { isCounted, shareAtTargets } from './lift.ts'

/** Somebody's guess, in basis points: what leaves keep of their points, and where measures stand. A leaf's own guess goes before its measures'. */
export type Guess = { leaves: Readonly<Record<string, number>>; measures: Readonly<Record<string, number>> }

/** The score as it would be: exact, with its range while leaves are missing. Nothing is kept of it. */
export function scoreGuess(basis: Basis, guess: Guess): AssessmentScore {
  const shares = new Map<string, Fraction>()
  for (const { leaf, score } of involvedLeaves(basis)) {
    const own = guess.leaves[leaf.id]
    const share = own === undefined ? shareOfMeasures(basis, leaf, score, guess) : fraction(own, 10_000)
    if (share !== null) shares.set(leaf.id, leaf.mode.value === 'judged' ? wholeOrNothing(share) : share)
  }
  return scoreWith(basis, shares)
}

type Involved = ReturnType<typeof involvedLeaves>[number]

function shareOfMeasures(
  basis: Basis,
  leaf: Involved['leaf'],
  score: Involved['score'],
  guess: Guess,
): Fraction | null {
  if (!isCounted(leaf, score)) return null
  const targets = score.measures.flatMap((use): [string, number][] => {
    const guessed = guess.measures[use.measureId]
    return use.role === 'decides' && guessed !== undefined ? [[use.measureId, guessed]] : []
  })
  return targets.length === 0 ? null : shareAtTargets(basis.scheme, leaf, score, new Map(targets), 'exactly')
}

function wholeOrNothing(share: Fraction): Fraction {
  return share.numerator >= share.denominator ? fraction(1) : fraction(0)
}
