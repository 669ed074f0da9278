import type { Decision } from '#src/shared/decision.ts'
import type { Adjustment } from '../adjustment/contract.ts'
import { assessmentParts } from '../adjustment/rules.ts'
import { countOf, FACT_MEASURES, STANDING_MEASURES } from '../measure/rules.ts'
import type { Group, Indicator, Leaf, Scheme, Seal } from '../scheme/contract.ts'
import { listLeaves, listUnconfirmed } from '../scheme/rules/tree.ts'
import type { AssessmentScore, Finding, LeafScore, MeasureCount, MeasureCounts } from '../score/contract.ts'
import { findingsFromMeasures } from '../score/rules/find.ts'
import { listOutletLeaves, scoreOutlet } from '../score/rules/outlet.ts'
import { scoreAssessment } from '../score/rules/score.ts'
import type { Board, BoardGroup, BoardIndicator, BoardOutlet, TrendDay } from './contract.ts'

export type Counted = { measure: string; outletId: string | null; good: number; total: number; backfilled: number }
export type OutletName = { id: string; code: string; name: string; cityCode: string; closedOn: string | null }
export type Basis = {
  edition: { id: string; number: number; scheme: Scheme; seal: Seal | null }
  adjustments: readonly Adjustment[]
  /** What people found in the company's rounds: taken where the counts are silent. */
  people: readonly Finding[]
  /** Of the window, per measure and outlet; what is of no outlet has `outletId` null. */
  work: readonly Counted[]
  /** Of the company as it stands, the same way. */
  standing: readonly Counted[]
  /** Customer files per city. They count once for the company, and for each outlet of the city. */
  files: readonly { cityCode: string; good: number; total: number }[]
  outlets: readonly OutletName[]
  computedAt: string
  window: { fromOn: string; toOn: string }
}

/** Counted measures have a count even when there is nothing; what is not counted has none, and says so. */
export function companyCounts(basis: Pick<Basis, 'work' | 'standing'>): MeasureCounts {
  return countsFrom([...FACT_MEASURES, ...STANDING_MEASURES], [...basis.work, ...basis.standing])
}

const OUTLET_STANDING = ['licence_valid', 'customer_files_complete'] as const

export function outletCounts(
  outlet: Pick<OutletName, 'id' | 'cityCode'>,
  own: readonly Counted[],
  files: Basis['files'],
): MeasureCounts {
  const ofCity = files.find((one) => one.cityCode !== '' && one.cityCode === outlet.cityCode)
  const cityFiles = ofCity
    ? [{ ...ofCity, measure: 'customer_files_complete', outletId: outlet.id, backfilled: 0 }]
    : []
  return countsFrom([...FACT_MEASURES, ...OUTLET_STANDING], [...own, ...cityFiles])
}

function countsFrom(measures: readonly string[], rows: readonly Counted[]): MeasureCounts {
  const sums = new Map(measures.map((measure) => [measure, { good: 0, total: 0, backfilled: 0 }]))
  for (const row of rows) {
    const sum = sums.get(row.measure)
    if (!sum) continue
    sum.good += row.good
    sum.total += row.total
    sum.backfilled += row.backfilled
  }
  return Object.fromEntries([...sums].map(([measure, sum]): [string, MeasureCount] => [measure, countOf(measure, sum)]))
}

export type Scored = { board: Omit<Board, 'trend'>; leaves: Record<string, LeafScore>; score: AssessmentScore }

/** Scores the company and each outlet on what was counted, and lays the board out as screens show it. */
export function scoreBoard(basis: Basis): Decision<Scored> {
  const { scheme, seal } = basis.edition
  const people = new Map(basis.people.map((finding) => [finding.leafId, finding]))
  const counted = findingsFromMeasures(scheme, companyCounts(basis))
  const findings = counted.map((finding) =>
    finding.kind === 'missing' ? (people.get(finding.leafId) ?? finding) : finding,
  )
  const decision = scoreAssessment(scheme, { findings, ...assessmentParts(scheme, basis.adjustments) })
  if (!decision.ok) return decision
  const { groups, ...result } = decision.value
  const leafScores = groups.flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
  const leaves = Object.fromEntries(leafScores.map((leaf) => [leaf.id, leaf]))
  const all = listLeaves(scheme)
  const outletLeaves = listOutletLeaves(scheme)
  const board: Omit<Board, 'trend'> = {
    computedAt: basis.computedAt,
    dayOn: basis.window.toOn,
    windowFromOn: basis.window.fromOn,
    windowToOn: basis.window.toOn,
    edition: {
      id: basis.edition.id,
      number: basis.edition.number,
      title: scheme.title,
      standard: scheme.standard,
      schemeVersion: scheme.version,
      seal: seal && { byName: seal.byName, at: seal.at },
      unconfirmedCount: listUnconfirmed(scheme).length,
      defaultLeafCount: all.filter(hasDefaultPoints).length,
      leafCount: all.length,
    },
    levels: scheme.rules.levels.map(({ id, stars, name, min }) => ({ id, stars, name, minHundredths: min.hundredths })),
    result,
    groups: scheme.groups.map((group, at) => layGroup(group, groups[at]!)),
    ...restingOn(leafScores),
    measureNames: Object.fromEntries(
      scheme.measures.filter(({ status }) => status === 'computed').map(({ id, name }) => [id, name]),
    ),
    outletLeaves: outletLeaves.map(({ id, name, points }) => ({ id, name, pointsHundredths: points.hundredths })),
    outlets: layOutlets(basis),
  }
  return { ok: true, value: { board, leaves, score: decision.value } }
}

/** How many checks decided leaves rest on, and how many of those on what was entered late. A measure that decides twice counts once. */
function restingOn(leaves: readonly LeafScore[]): { checks: number; backfilled: number } {
  const deciding = new Map<string, { total: number; backfilled: number }>()
  for (const leaf of leaves)
    if (leaf.state !== 'missing' && leaf.state !== 'excluded')
      for (const use of leaf.measures) if (use.role === 'decides') deciding.set(use.measureId, use)
  const uses = [...deciding.values()]
  return {
    checks: uses.reduce((sum, use) => sum + use.total, 0),
    backfilled: uses.reduce((sum, use) => sum + use.backfilled, 0),
  }
}

function hasDefaultPoints(node: Group | Indicator | Leaf): boolean {
  return node.points.provenance.kind === 'default' || node.points.provenance.kind === 'unsourced'
}

function nodeOf(node: Group | Indicator | Leaf, tally: { got: Amount; lost: Amount }) {
  return {
    id: node.id,
    name: node.name,
    pointsHundredths: node.points.hundredths,
    isDefault: hasDefaultPoints(node),
    gotHundredths: tally.got.hundredths,
    lostHundredths: tally.lost.hundredths,
  }
}
type Amount = LeafScore['got']
type GroupScore = AssessmentScore['groups'][number]

function layGroup(group: Group, score: GroupScore): BoardGroup {
  const { involvedHundredths, missingHundredths } = score
  const indicators = group.indicators.map((indicator, at) => layIndicator(indicator, score.indicators[at]!))
  return { ...nodeOf(group, score), involvedHundredths, missingHundredths, indicators }
}

function layIndicator(indicator: Indicator, score: GroupScore['indicators'][number]): BoardIndicator {
  const { involvedHundredths, missingHundredths } = score
  const leaves = indicator.leaves.map((leaf, at) => {
    const leafScore = score.leaves[at]!
    return { ...nodeOf(leaf, leafScore), state: leafScore.state }
  })
  return { ...nodeOf(indicator, score), involvedHundredths, missingHundredths, leaves }
}

function layOutlets(basis: Basis): BoardOutlet[] {
  const { scheme } = basis.edition
  const rows = [...basis.work, ...basis.standing]
  const byOutlet = Map.groupBy(
    rows.filter((row) => row.outletId !== null),
    (row) => row.outletId!,
  )
  return basis.outlets
    .filter((outlet) => outlet.closedOn === null || outlet.closedOn >= basis.window.fromOn)
    .map((outlet): BoardOutlet => {
      const counts = outletCounts(outlet, byOutlet.get(outlet.id) ?? [], basis.files)
      const detail = scoreOutlet(scheme, { outletId: outlet.id, counts })
      return {
        ...{ id: outlet.id, code: outlet.code, name: outlet.name, cityCode: outlet.cityCode },
        isClosed: outlet.closedOn !== null && outlet.closedOn < basis.window.toOn,
        scoreHundredths: detail.score?.hundredths ?? null,
        knownHundredths: detail.knownHundredths,
        ofHundredths: detail.ofHundredths,
        ...restingOn(detail.leaves),
        leaves: detail.leaves.map((leaf) =>
          leaf.state === 'missing' ? null : Math.round((leaf.got.hundredths * 10_000) / leaf.pointsHundredths),
        ),
      }
    })
}

/** What is kept of a day: where the score stood. */
export function trendDayOf(board: Omit<Board, 'trend'>): TrendDay {
  const { result } = board
  return {
    dayOn: board.dayOn,
    lowestHundredths: result.range.lowest.score.hundredths,
    highestHundredths: result.range.highest.score.hundredths,
    partialHundredths: result.partial?.score.hundredths ?? null,
    scoreHundredths: result.score?.hundredths ?? null,
    knownBasisPoints: result.knownShareBasisPoints,
    levelId: result.range.lowest.grade.levelId,
  }
}
