import { type AssessmentResult, loadAssessmentResult } from '#src/evaluation/door.ts'
import type { LocalText } from '#src/evaluation/scheme/contract.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import type { LeafScore } from '#src/evaluation/score/contract.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import type { ClauseFigure, readStatistics } from './contract.ts'
import { calibrate, percent, type Scoring } from './rules/calibrate.ts'
import { estimate } from './rules/interval.ts'
import { countAll, countFindings, listScored, loadZone, type Range } from './store.ts'

/** Enough for years of a large body; more would only make the page slow. */
const MOST_AUDITS = 300

type Scored = { auditId: string; leaf: LeafScore; name: LocalText; by: { personId: string; name: string } | null }

export async function showStatistics(tx: Tx, range: Range): Promise<Decision<Answer<typeof readStatistics>>> {
  if (range.toOn < range.fromOn) return refuse('invalid', 'days_impossible', { from: range.fromOn, to: range.toOn })
  const zone = await loadZone(tx)
  const audits = await listScored(tx, range, zone, MOST_AUDITS)
  const scored: Scored[] = []
  for (const { auditId, assessmentId } of audits) {
    const result = await loadAssessmentResult(tx, assessmentId)
    if (result) scored.push(...scoredLeaves(auditId, result))
  }
  return accept({
    counts: await countAll(tx, range, zone),
    clauses: clauseFigures(scored, await countFindings(tx, range)),
    auditors: calibrate(scored.flatMap(scoringOf)),
    auditsCounted: audits.length,
  })
}

/** What is judged and weighs something; excluded and missing clauses say nothing. */
function scoredLeaves(auditId: string, { scheme, score, by }: AssessmentResult): Scored[] {
  const names = new Map(listLeaves(scheme).map((leaf) => [leaf.id, leaf.name]))
  return score.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .filter((leaf) => leaf.state !== 'missing' && leaf.state !== 'excluded' && leaf.pointsHundredths > 0)
    .map((leaf) => {
      const who = by[leaf.id]
      return {
        ...{ auditId, leaf, name: names.get(leaf.id)! },
        by: who?.personId ? { personId: who.personId, name: who.name } : null,
      }
    })
}

function scoringOf({ auditId, leaf, by }: Scored): Scoring[] {
  return by ? [{ auditId, ...by, leafId: leaf.id, kept: keptOf(leaf) }] : []
}

function keptOf(leaf: LeafScore): number {
  return leaf.got.hundredths / leaf.pointsHundredths
}

function clauseFigures(scored: readonly Scored[], findings: ReadonlyMap<string, number>): ClauseFigure[] {
  return [...Map.groupBy(scored, (one) => one.leaf.id)]
    .map(([leafId, of]): ClauseFigure => {
      const { mean, low, high } = estimate(of.map(({ leaf }) => keptOf(leaf)))
      return {
        ...{ leafId, name: of[0]!.name, audits: of.length, keptPercent: percent(mean) },
        // A share never leaves 0 … 100 %, whatever the interval's formula says.
        low: low === null ? null : percent(Math.max(0, low)),
        high: high === null ? null : percent(Math.min(1, high)),
        nonconformities: findings.get(leafId) ?? 0,
      }
    })
    .sort((a, b) => a.keptPercent - b.keptPercent || a.leafId.localeCompare(b.leafId))
}
