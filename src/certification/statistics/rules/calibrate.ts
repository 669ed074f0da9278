import type { AuditorFigure } from '../contract.ts'
import { estimate } from './interval.ts'

/** What one auditor gave one clause in one audit: the share of its points, 0 to 1. */
export type Scoring = { auditId: string; personId: string; name: string; leafId: string; kept: number }

/** With fewer audits, chance looks like character. */
export const ENOUGH_AUDITS = 5

/**
 * Each scoring is compared with the mean that colleagues gave the same clause in other audits, so that hard clauses weigh on nobody. The differences
 * of one audit are averaged first: they are not independent of each other, audits nearly are.
 */
export function calibrate(scorings: readonly Scoring[]): AuditorFigure[] {
  const byLeaf = Map.groupBy(scorings, (one) => one.leafId)
  const differences = new Map<string, Map<string, number[]>>()
  for (const one of scorings) {
    const others = byLeaf.get(one.leafId)!.filter((other) => other.personId !== one.personId)
    if (others.length === 0) continue
    const expected = others.reduce((sum, other) => sum + other.kept, 0) / others.length
    const audits = differences.get(one.personId) ?? new Map<string, number[]>()
    audits.set(one.auditId, [...(audits.get(one.auditId) ?? []), one.kept - expected])
    differences.set(one.personId, audits)
  }
  const names = new Map(scorings.map((one) => [one.personId, one.name]))
  return [...differences]
    .map(([personId, audits]): AuditorFigure => {
      const perAudit = [...audits.values()].map(
        (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
      )
      const { mean, low, high } = estimate(perAudit)
      return {
        personId,
        name: names.get(personId)!,
        audits: perAudit.length,
        leaves: [...audits.values()].reduce((sum, values) => sum + values.length, 0),
        difference: percent(mean),
        low: low === null ? null : percent(low),
        high: high === null ? null : percent(high),
        differs: differs(perAudit.length, low, high),
      }
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
}

function differs(audits: number, low: number | null, high: number | null): AuditorFigure['differs'] {
  if (audits < ENOUGH_AUDITS || low === null || high === null) return 'too_few'
  if (low > 0) return 'higher'
  return high < 0 ? 'lower' : 'no'
}

export function percent(share: number): number {
  return Math.round(share * 1_000) / 10
}
