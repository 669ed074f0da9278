import type { SamplingFigures } from '#src/evaluation/sampling-receipt/contract.ts'

/** ⌈basis points of a count⌉. */
export function shareOf(count: number, basisPoints: number): number {
  return Math.ceil((count * basisPoints) / 10_000)
}

/** ⌈factor × √x⌉ with the factor in hundredths, exact for every x: no square root is rounded. */
export function rootSize(x: number, factorHundredths: number): number {
  const wanted = factorHundredths * factorHundredths * x
  let y = Math.floor((factorHundredths * Math.sqrt(x)) / 100)
  while (100 * 100 * y * y < wanted) y += 1
  while (y > 0 && 100 * 100 * (y - 1) * (y - 1) >= wanted) y -= 1
  return y
}

/** How many outlets besides the centre, cases and people the rules ask for, never more than there are. */
export function wantedSizes(
  figures: SamplingFigures,
  counts: { outletsBesideCentre: number; cases: number; people: number },
): { outlet: number; case: number; person: number } {
  const { outletsBesideCentre, cases, people } = counts
  const byShare = Math.min(shareOf(cases, figures.caseShare), figures.caseMaximum)
  return {
    outlet: Math.min(outletsBesideCentre, rootSize(outletsBesideCentre, figures.outletFactorHundredths)),
    case: Math.min(cases, Math.max(figures.caseMinimum, byShare)),
    person: Math.min(people, Math.max(figures.personMinimum, shareOf(people, figures.personShare))),
  }
}
