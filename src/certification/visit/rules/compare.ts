import type { AssessmentScore, LeafScore } from '#src/evaluation/score/contract.ts'

type Side = { hundredths: number | null; state: LeafScore['state'] | null; reason: string | null }
export type Difference = {
  leafId: string
  pointsHundredths: number
  own: Side
  auditor: Side
  /** Auditor minus company, in hundredths of a point; null where one side has no finding. */
  byHundredths: number | null
}

/** The company's own points beside the auditor's, leaf by leaf in the scheme's order. Leaves that only one side knows stand with the other empty. */
export function compareScores(own: AssessmentScore | null, auditor: AssessmentScore): Difference[] {
  const ofOwn = new Map(own ? leavesOf(own).map((leaf) => [leaf.id, leaf]) : [])
  const rows = leavesOf(auditor).map((leaf) => differenceOf(leaf, ofOwn.get(leaf.id)))
  const known = new Set(rows.map((row) => row.leafId))
  const onlyOwn = own ? leavesOf(own).filter((leaf) => !known.has(leaf.id)) : []
  return [
    ...rows,
    ...onlyOwn.map((leaf) => ({
      leafId: leaf.id,
      pointsHundredths: leaf.pointsHundredths,
      own: sideOf(leaf),
      auditor: sideOf(undefined),
      byHundredths: null,
    })),
  ]
}

function differenceOf(leaf: LeafScore, own: LeafScore | undefined): Difference {
  const sides = { own: sideOf(own), auditor: sideOf(leaf) }
  const isKnown = sides.own.hundredths !== null && sides.auditor.hundredths !== null
  return {
    leafId: leaf.id,
    pointsHundredths: leaf.pointsHundredths,
    ...sides,
    byHundredths: isKnown ? sides.auditor.hundredths! - sides.own.hundredths! : null,
  }
}

function sideOf(leaf: LeafScore | undefined): Side {
  if (!leaf) return { hundredths: null, state: null, reason: null }
  const isFound = leaf.state !== 'missing' && leaf.state !== 'excluded'
  return { hundredths: isFound ? leaf.got.hundredths : null, state: leaf.state, reason: leaf.reason }
}

function leavesOf(score: AssessmentScore): LeafScore[] {
  return score.groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
}

export type ClauseDifference = { id: string; ownHundredths: number; auditorHundredths: number; byHundredths: number }

/** Added up by indicator (5.1.1 …), over the leaves that both sides found. */
export function differencesByIndicator(rows: readonly Difference[]): ClauseDifference[] {
  const sums = new Map<string, ClauseDifference>()
  for (const row of rows) {
    if (row.byHundredths === null) continue
    const id = row.leafId.split('.').slice(0, -1).join('.')
    const sum = sums.get(id) ?? { id, ownHundredths: 0, auditorHundredths: 0, byHundredths: 0 }
    sum.ownHundredths += row.own.hundredths!
    sum.auditorHundredths += row.auditor.hundredths!
    sum.byHundredths += row.byHundredths
    sums.set(id, sum)
  }
  return [...sums.values()]
}
