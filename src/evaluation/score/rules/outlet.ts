import type { Leaf, Scheme } from '#src/evaluation/scheme/contract.ts'
import { decidingMeasures, listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { fraction, plus } from '#src/shared/fraction.ts'
import type { Finding, MeasureCounts, OutletDetail, OutletIndicator } from '../contract.ts'
import { findingsOf } from './find.ts'
import { exactScore, roundScore } from './grade.ts'
import { gotFrom, scoreLeaf, verdictOf } from './leaf.ts'

/** The leaves that every deciding measure counts per outlet, so that an outlet can be compared with another. */
export function listOutletLeaves(scheme: Scheme): Leaf[] {
  const perOutlet = new Set(scheme.measures.filter((entry) => entry.perOutlet).map((entry) => entry.id))
  return listLeaves(scheme).filter((leaf) => {
    const deciding = decidingMeasures(leaf.finding)
    return deciding.length > 0 && deciding.every((measure) => perOutlet.has(measure))
  })
}

type Outlet = { outletId: string; counts: MeasureCounts }

/** One indicator per outlet, in the order given, from that outlet's own counts. */
export function scoreOutlets(scheme: Scheme, outlets: readonly Outlet[]): OutletIndicator[] {
  const leaves = listOutletLeaves(scheme)
  return outlets.map((outlet) => indicate(scheme, leaves, outlet, findingsOf(scheme, leaves, outlet.counts)))
}

/** One outlet with its leaves, to walk a lost point back to the records. */
export function scoreOutlet(scheme: Scheme, outlet: Outlet): OutletDetail {
  const leaves = listOutletLeaves(scheme)
  const findings = findingsOf(scheme, leaves, outlet.counts)
  const shown = leaves.map((leaf, at) => scoreLeaf(leaf, findings[at], undefined).shown)
  return { ...indicate(scheme, leaves, outlet, findings), leaves: shown }
}

function indicate(scheme: Scheme, leaves: Leaf[], outlet: Outlet, findings: Finding[]): OutletIndicator {
  let got = fraction(0)
  let knownHundredths = 0
  for (const [at, leaf] of leaves.entries()) {
    const verdict = verdictOf(findings[at])
    if (verdict === null) continue
    got = plus(got, gotFrom(leaf.points.hundredths, verdict))
    knownHundredths += leaf.points.hundredths
  }
  const unadjusted = { deductedHundredths: 0, bonusHundredths: 0 }
  return {
    outletId: outlet.outletId,
    label: 'indicator_not_certification',
    score: knownHundredths === 0 ? null : roundScore(scheme, exactScore(got, knownHundredths, unadjusted)),
    knownHundredths,
    ofHundredths: leaves.reduce((points, leaf) => points + leaf.points.hundredths, 0),
  }
}
