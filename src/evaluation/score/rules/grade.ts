import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import { type Fraction, fraction, fractionText, isBelow, minus, plus, roundHalfUp } from '#src/shared/fraction.ts'
import type { Grade, ScoreValue } from '../contract.ts'

const lowest = fraction(0)
const highest = fraction(100)

/**
 * got / involved × 100 − special deductions + bonus, exact, kept within 0 and 100. All amounts in hundredths of a point.
 * That the ±1 come after the base of 100 is our reading (`adjust_after_normalising` in the scheme).
 */
export function exactScore(
  got: Fraction,
  involvedHundredths: number,
  adjust: { deductedHundredths: number; bonusHundredths: number },
): Fraction {
  const share = { numerator: got.numerator * 100n, denominator: got.denominator * BigInt(involvedHundredths) }
  const adjusted = plus(minus(share, fraction(adjust.deductedHundredths, 100)), fraction(adjust.bonusHundredths, 100))
  if (isBelow(adjusted, lowest)) return lowest
  return isBelow(highest, adjusted) ? highest : adjusted
}

/** The one rounding of a score, half up to the scheme's decimals. */
export function roundScore(scheme: Scheme, exact: Fraction): { hundredths: number; text: string } {
  const { decimals } = scheme.rules.rounding
  const steps = roundHalfUp({ numerator: exact.numerator * 10n ** BigInt(decimals), denominator: exact.denominator })
  const hundredths = Number(steps) * 10 ** (2 - decimals)
  return { hundredths, text: (hundredths / 100).toFixed(decimals) }
}

export function scoreValueOf(scheme: Scheme, exact: Fraction): ScoreValue {
  return { ...roundScore(scheme, exact), exact: fractionText(exact) }
}

/** The level of an exact score (`level_on_exact_score`); none while too many special deductions hold the gate shut. */
export function gradeOf(scheme: Scheme, exact: Fraction, specialDeductionCount: number): Grade {
  if (specialDeductionCount >= scheme.rules.specialDeduction.gate.count)
    return { levelId: null, why: 'special_deduction_gate', roundedPastLevel: false }
  const reached = levelAt(scheme, exact)
  const shown = levelAt(scheme, fraction(roundScore(scheme, exact).hundredths, 100))
  return {
    levelId: reached,
    why: reached === null ? 'below_lowest_level' : 'reached',
    roundedPastLevel: shown !== reached,
  }
}

function levelAt(scheme: Scheme, score: Fraction): string | null {
  const reached = scheme.rules.levels.filter((level) => !isBelow(score, fraction(level.min.hundredths, 100)))
  return reached.at(-1)?.id ?? null
}
