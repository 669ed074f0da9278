import { personNames } from '#src/account/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { Adjustment } from '../../adjustment/contract.ts'
import { loadAdjustments } from '../../adjustment/store.ts'
import { companyCounts } from '../../board/rules.ts'
import { loadStanding } from '../../board/store.ts'
import { loadEdition } from '../../edition/store.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { Scheme, Seal } from '../../scheme/contract.ts'
import { hashScheme } from '../../scheme/rules/seal.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import type { AssessmentScore, Finding } from '../../score/contract.ts'
import { findingsFromMeasures } from '../../score/rules/find.ts'
import type { AssessmentExport } from '../contract/export.ts'
import type { AssessmentLeaf, ComputedFinding, Evidence, LeafStep } from '../contract/leaf.ts'
import type {
  AssessmentDetail,
  AssessmentKind,
  AssessmentRound,
  AssessmentRow,
  RoundProblem,
} from '../contract/round.ts'
import { findingOf, fittingFindings } from '../rules/finding.ts'
import { roundProblems } from '../rules/problem.ts'
import { scoreRound, standingOf } from '../rules/round.ts'
import { stepOf } from '../rules/step.ts'
import { loadWorkOn } from '../store/count.ts'
import { findLeafRow, listEvidence, listLeafRows, listSteps } from '../store/leaf.ts'
import { findRequestsOf } from '../store/population.ts'
import { findRound, listClosings, listRounds, loadResults, type StoredRound } from '../store/round.ts'

/** What a round stands on now; a closed one, what it was closed on. */
export type Basis = { round: StoredRound; scheme: Scheme; seal: Seal | null; adjustments: Adjustment[] }

export async function basisOf(tx: Tx, round: StoredRound): Promise<Basis> {
  const closed = round.closedAt === null ? undefined : (await loadResults(tx, [round.id])).get(round.id)
  if (closed) return { round, scheme: closed.scheme, seal: closed.seal, adjustments: closed.adjustments }
  const edition = await loadEdition(tx, round.editionId)
  if (!edition) throw new Error(`round ${round.id} has no scheme`)
  const { scheme, seal } = edition
  const ofRound = round.kind === 'audit' ? round.id : null
  return { round, scheme, seal, adjustments: await loadAdjustments(tx, ofRound, scheme) }
}

/** What the counts say: now, on the days of the round, or as it was brought along. Nothing for indicators about which they are silent. */
export async function proposalsOf(
  tx: Tx,
  { round, scheme }: Pick<Basis, 'round' | 'scheme'>,
): Promise<ComputedFinding[]> {
  const modes = new Map(listLeaves(scheme).map((leaf) => [leaf.id, leaf.mode.value]))
  const found: Finding[] = round.proposals ?? findingsFromMeasures(scheme, await countsOn(tx, round))
  return found.filter(
    (finding): finding is ComputedFinding =>
      finding.kind === 'computed' && modes.get(finding.leafId) === finding.verdict.mode,
  )
}

async function countsOn(tx: Tx, days: { fromOn: string; toOn: string }) {
  const standing = (await loadStanding(tx))?.counts ?? []
  return companyCounts({
    work: await loadWorkOn(tx, days),
    standing: standing.map((count) => ({ ...count, backfilled: 0 })),
  })
}

export async function readRound(tx: Tx, id: string): Promise<Decision<AssessmentDetail>> {
  const round = await findRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  const basis = await basisOf(tx, round)
  const leaves = await listLeafRows(tx, id)
  const { proposals: _, ...shown } = round
  const isOpen = round.closedAt === null && round.abandonedAt === null
  const evidenceCounts: Record<string, number> = {}
  const evidence = await listEvidence(tx, id)
  for (const one of evidence)
    if (one.withdrawnAt === null) evidenceCounts[one.leafId] = (evidenceCounts[one.leafId] ?? 0) + 1
  return accept({
    ...shown,
    leaves,
    proposals: isOpen ? await proposalsOf(tx, basis) : [],
    adjustments: basis.adjustments,
    evidenceCounts,
    closings: await listClosings(tx, id),
    problems: await problemsOf(tx, basis, { leaves, evidence }),
    score: scoreRound(basis.scheme, leaves, basis.adjustments),
  })
}

async function problemsOf(
  tx: Tx,
  { round, adjustments }: Basis,
  found: { leaves: AssessmentLeaf[]; evidence: Evidence[] },
): Promise<RoundProblem[]> {
  const { fromOn, toOn } = round
  const { todayOn } = await loadCountingDay(tx)
  return roundProblems({ fromOn, toOn, ...found, adjustments, todayOn })
}

export async function readScheme(tx: Tx, id: string): Promise<Decision<{ scheme: Scheme }>> {
  const round = await findRound(tx, id)
  if (!round) return refuse('not_found', 'not_found')
  const { scheme } = await basisOf(tx, round)
  return accept({ scheme })
}

type Filter = { limit: number; cursor?: string; kind?: AssessmentKind }

export async function listAssessments(tx: Tx, filter: Filter): Promise<Page<AssessmentRow>> {
  const page = cutPage(await listRounds(tx, filter), filter.limit, (round) => `${round.openedAt}~${round.id}`)
  const results = await loadResults(
    tx,
    page.rows.filter((round) => round.closedAt !== null).map((round) => round.id),
  )
  const rows: AssessmentRow[] = []
  for (const round of page.rows) {
    const { proposals: _, ...shown } = round
    const score = results.get(round.id)?.score ?? (await scoreNow(tx, round))
    rows.push({ ...shown, standing: standingOf(score) })
  }
  return { ...page, rows }
}

async function scoreNow(tx: Tx, round: StoredRound): Promise<AssessmentScore> {
  const { scheme, adjustments } = await basisOf(tx, round)
  return scoreRound(scheme, await listLeafRows(tx, round.id), adjustments)
}

type LeafDetail = { evidence: Evidence[]; steps: LeafStep[]; requestIds: Record<string, string> }

export async function readLeafDetail(tx: Tx, id: string, leafId: string): Promise<Decision<LeafDetail>> {
  if (!(await findRound(tx, id))) return refuse('not_found', 'not_found')
  const steps = (await listSteps(tx, id, leafId)).map(stepOf)
  const names = await personNames(
    tx,
    steps.flatMap((step) => (step.personId ? [step.personId] : [])),
  )
  const evidence = await listEvidence(tx, id, leafId)
  const items = (await findLeafRow(tx, id, leafId))?.items ?? []
  const workOrderIds = [
    ...items.flatMap(({ record }) => (record?.type === 'work_order' ? [record.id] : [])),
    ...evidence.flatMap(({ recordType, recordId }) => (recordType === 'work_order' && recordId ? [recordId] : [])),
  ]
  return accept({
    evidence,
    requestIds: await findRequestsOf(tx, workOrderIds),
    steps: steps.map(({ personId, ...step }) => ({ ...step, byName: names.get(personId ?? '') ?? '' })),
  })
}

/** A round as the areas above read it; `by` says who found what and when. */
export type AssessmentResult = {
  assessment: AssessmentRound
  scheme: Scheme
  seal: Seal | null
  findings: Finding[]
  leaves: AssessmentLeaf[]
  adjustments: Adjustment[]
  evidence: Evidence[]
  score: AssessmentScore
  by: Record<string, { name: string; personId: string | null; at: string }>
}

/** A round with its score or range now; undefined where there is none of this id. */
export async function loadAssessmentResult(tx: Tx, id: string): Promise<AssessmentResult | undefined> {
  const round = await findRound(tx, id)
  if (!round) return undefined
  const { scheme, seal, adjustments } = await basisOf(tx, round)
  const leaves = await listLeafRows(tx, id)
  const { proposals: _, ...assessment } = round
  const by = leaves.map((leaf) => [
    leaf.leafId,
    { name: leaf.judgedByName, personId: leaf.judgedById, at: leaf.judgedAt },
  ])
  return {
    ...{ assessment, scheme, seal, leaves, adjustments },
    findings: fittingFindings(scheme, leaves),
    evidence: await listEvidence(tx, id),
    score: scoreRound(scheme, leaves, adjustments),
    by: Object.fromEntries(by),
  }
}

/** A round as a document: of a closed one exactly what was closed; undefined where there is none of this id. */
export async function exportAssessment(tx: Tx, id: string): Promise<AssessmentExport | undefined> {
  const round = await findRound(tx, id)
  if (!round) return undefined
  const closed = round.closedAt === null ? undefined : (await loadResults(tx, [id])).get(id)
  return closed ?? composeExport(tx, await basisOf(tx, round), null)
}

export async function composeExport(
  tx: Tx,
  { round, scheme, seal, adjustments }: Basis,
  closed: { at: string; byName: string } | null,
): Promise<AssessmentExport> {
  const { id, kind, title, fromOn, toOn } = round
  const leaves = await listLeafRows(tx, id)
  const fitting = new Set(fittingFindings(scheme, leaves).map((finding) => finding.leafId))
  const findings = leaves
    .filter((leaf) => fitting.has(leaf.leafId))
    .map((leaf) => ({
      finding: findingOf(leaf)!,
      items: leaf.items,
      overruled: leaf.overruled,
      byName: leaf.judgedByName,
      at: leaf.judgedAt,
    }))
  return {
    format: 'starproof-assessment',
    version: 1,
    ...{ id, kind, title, scheme, seal, fromOn, toOn, findings },
    schemeHash: hashScheme(scheme),
    closedAt: closed?.at ?? null,
    closedByName: closed?.byName ?? '',
    evidence: await listEvidence(tx, id),
    adjustments: adjustments.filter((one) => one.withdrawnAt === null),
    score: scoreRound(scheme, leaves, adjustments),
  }
}
