import { managerRatioOn } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadAdjustments } from '../../adjustment/store.ts'
import { exportAssessment } from '../../assessment/actions/read.ts'
import { findLastClosedSelf, findOpenSelf, findRound } from '../../assessment/store/round.ts'
import { loadBoard } from '../../board/store.ts'
import { loadEdition } from '../../edition/store.ts'
import {
  type ReportData,
  type ReportScores,
  scoresOfBoard,
  scoresOfRound,
  threeYearsBefore,
} from '../rules/report/data.ts'
import * as store from '../store/report.ts'
import { readLines } from './checklist.ts'
import { loadForm } from './form.ts'

/** Everything the report says, read in one transaction. `assessmentId` undefined: the round closed last, else the open one, else the board. */
export async function loadReport(tx: Tx, assessmentId?: string): Promise<Decision<ReportData>> {
  const scores = await loadScores(tx, assessmentId)
  if (!scores.ok) return scores
  const { todayOn, zone, name, draft, outlets, staff } = await loadForm(tx)
  const span = { fromOn: threeYearsBefore(todayOn), toOn: todayOn, zone }
  return accept({
    ...{ name, madeAt: tx.at, todayOn, zone, fromOn: span.fromOn, form: draft, outlets, staff },
    cases: await store.countCases(tx, span),
    complaints: await store.countComplaints(tx, span),
    ratings: await store.countRatings(tx, span),
    lowRatings: await store.listLowRatings(tx, span),
    licences: await store.listLicences(tx, todayOn),
    managers: await managerRatioOn(tx, todayOn),
    checklist: (await readLines(tx)).lines,
    scores: scores.value,
  })
}

async function loadScores(tx: Tx, assessmentId: string | undefined): Promise<Decision<ReportScores | null>> {
  const asked = assessmentId === undefined ? undefined : await findRound(tx, assessmentId)
  if (assessmentId !== undefined && (asked?.kind !== 'self' || asked.abandonedAt !== null))
    return refuse('not_found', 'not_found')
  const round = asked ?? (await findLastClosedSelf(tx)) ?? (await findOpenSelf(tx))
  const exported = round && (await exportAssessment(tx, round.id))
  if (exported) return accept(scoresOfRound(exported))
  const board = await loadBoard(tx)
  const leaves = await store.loadScoredLeaves(tx)
  const edition = board && (await loadEdition(tx, board.edition.id))
  if (!board || !leaves || !edition) return accept(null)
  return accept(scoresOfBoard(board, edition.scheme, leaves, await loadAdjustments(tx, null, edition.scheme)))
}
