import type { Platform } from '#src/server/platform.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { loadAdjustments } from '../adjustment/store.ts'
import { loadFindingsOfPeople } from '../assessment/actions/of-people.ts'
import { openScheme } from '../edition/actions/draft.ts'
import { loadEdition, loadEditionInUse } from '../edition/store.ts'
import type { CountingState } from '../fact/store.ts'
import { loadCountingDay, lockCounting, readCounting, saveCounting } from '../fact/store.ts'
import type { Measure } from '../measure/rules.ts'
import { isFactMeasure, MEASURES, scoreWindow } from '../measure/rules.ts'
import { countFilesByCity, countStanding } from '../measure/store/standing.ts'
import type { Scheme } from '../scheme/contract.ts'
import { scoreOutlet } from '../score/rules/outlet.ts'
import type { Board, LeafDetail, LeafMeasure, OutletBoard } from './contract.ts'
import { type Counted, outletCounts, scoreBoard, trendDayOf } from './rules.ts'
import * as store from './store.ts'

/** Scores one company on what is counted now, keeps board and trend, and tells live screens. Opens its scheme where there is none. */
export async function scoreCompany(platform: Platform, orgId: string): Promise<void> {
  const isDone = await platform.upkeep(orgId, 'score', score)
  if (isDone) return
  await platform.upkeep(orgId, 'score', lockCounting)
  await openScheme(platform, orgId)
  await platform.upkeep(orgId, 'score', score)
}

async function score(tx: Tx): Promise<boolean> {
  await store.lockScore(tx)
  const edition = await loadEditionInUse(tx)
  const state = await readCounting(tx)
  if (!edition || !state) return false
  const { todayOn } = await loadCountingDay(tx)
  const { standing, change } = await freshStanding(tx, state, todayOn)
  const window = scoreWindow(todayOn)
  const scored = scoreBoard({
    edition,
    adjustments: await loadAdjustments(tx, null, edition.scheme),
    people: await loadFindingsOfPeople(tx, edition),
    work: await store.loadWork(tx, window),
    standing: standing.counts.map((count) => ({ ...count, backfilled: 0 })),
    files: standing.files,
    outlets: await store.loadOutlets(tx),
    computedAt: tx.at,
    window,
  })
  // Adjustments were checked against this scheme when they were added; what no longer fits has been left out.
  if (!scored.ok) throw new Error(`the score was refused: ${scored.refusal.code}`)
  await store.saveTrendDay(tx, edition.id, trendDayOf(scored.value.board))
  const board: Board = { ...scored.value.board, trend: await store.loadTrend(tx) }
  await store.saveSnapshot(tx, edition.id, board, scored.value.leaves)
  // Last, because it makes counting wait until this commits.
  await saveCounting(tx, { ...change, scoredChanges: state.changes, scoredOn: todayOn })
  await store.tellScreens(tx)
  return true
}

/** Customers change all the time and there may be a million: they are counted again at most once a minute. */
export const CUSTOMERS_EVERY_MS = 60_000

type Standing = { standing: store.StandingCounts; change: Parameters<typeof saveCounting>[1] }

async function freshStanding(tx: Tx, state: CountingState, todayOn: string): Promise<Standing> {
  const kept = await store.loadStanding(tx)
  const ageMs = state.standingAt === null ? Number.POSITIVE_INFINITY : Date.parse(tx.at) - Date.parse(state.standingAt)
  const isStale =
    state.scoredOn !== todayOn ||
    state.companyChanges > state.standingCompanyChanges ||
    (state.customerChanges > state.standingCustomerChanges && ageMs >= CUSTOMERS_EVERY_MS)
  if (kept && !isStale) return { standing: kept, change: {} }
  const fresh = { counts: await countStanding(tx, todayOn), files: await countFilesByCity(tx) }
  const change = {
    standing: JSON.stringify(fresh),
    standingAt: tx.at,
    standingCompanyChanges: state.companyChanges,
    standingCustomerChanges: state.customerChanges,
  }
  return { standing: fresh, change }
}

export async function readLeaf(tx: Tx, leafId: string): Promise<Decision<LeafDetail>> {
  const scored = await store.loadScoredLeaf(tx, leafId)
  if (!scored) return refuse('not_found', 'not_found')
  const { score, editionId, computedAt, windowFromOn, windowToOn } = scored
  const edition = await loadEdition(tx, editionId)
  const place = edition && findLeaf(edition.scheme, leafId)
  if (!edition || !place) return refuse('not_found', 'not_found')
  const window = { fromOn: windowFromOn, toOn: windowToOn }
  const dated = score.measures.map((use) => use.measureId).filter(isFactMeasure)
  const months = dated.length > 0 ? await store.loadMonths(tx, window, dated) : []
  const shares = dated.length > 0 ? await store.loadOutletShares(tx, window, dated) : []
  const names = new Map(edition.scheme.measures.map((entry) => [entry.id, entry.name]))
  const measures = score.measures.map(
    ({ measureId, role, state, good, total, backfilled, detail }): LeafMeasure => ({
      ...{ measureId, role, state, good, total, backfilled, detail },
      name: names.get(measureId)!,
      listedAs: (MEASURES as readonly string[]).includes(measureId) ? (measureId as Measure) : null,
      months: months.filter((row) => row.measure === measureId).map(({ measure: _, ...row }) => row),
      outlets: shares.filter((row) => row.measure === measureId).map(({ measure: _, ...row }) => row),
    }),
  )
  return accept({ ...place, score, computedAt, windowFromOn, windowToOn, measures })
}

function findLeaf(scheme: Scheme, leafId: string): Pick<LeafDetail, 'leaf' | 'groupName' | 'indicatorName'> | null {
  for (const group of scheme.groups)
    for (const indicator of group.indicators) {
      const leaf = indicator.leaves.find((one) => one.id === leafId)
      if (leaf) return { leaf, groupName: group.name, indicatorName: indicator.name }
    }
  return null
}

export async function readOutletBoard(tx: Tx, outletId: string): Promise<Decision<OutletBoard>> {
  const outlet = await store.findOutlet(tx, outletId)
  const edition = await loadEditionInUse(tx)
  if (!outlet || !edition) return refuse('not_found', 'not_found')
  const { todayOn } = await loadCountingDay(tx)
  const window = scoreWindow(todayOn)
  const standing = await store.loadStanding(tx)
  const own: Counted[] = [
    ...(await store.loadWork(tx, window, outletId)),
    ...(standing?.counts ?? [])
      .filter((count) => count.outletId === outletId)
      .map((count) => ({ ...count, backfilled: 0 })),
  ]
  const score = scoreOutlet(edition.scheme, { outletId, counts: outletCounts(outlet, own, standing?.files ?? []) })
  const leafIds = new Set(score.leaves.map((leaf) => leaf.id))
  const named = edition.scheme.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .filter((leaf) => leafIds.has(leaf.id))
  return accept({
    outletId,
    name: outlet.name,
    windowFromOn: window.fromOn,
    windowToOn: window.toOn,
    score,
    leafNames: Object.fromEntries(named.map((leaf) => [leaf.id, leaf.name])),
    measureNames: Object.fromEntries(edition.scheme.measures.map((entry) => [entry.id, entry.name])),
  })
}
