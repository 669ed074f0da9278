import { withSolver } from '#src/server/solver/solve.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { Gap, GapAction, GapAssumption, GapBasis } from '../contract/action.ts'
import type { Found, Wish } from '../contract/search.ts'
import { reachesLevel, scoreWith, sharesAssumed } from '../rules/basis.ts'
import { instanceOf } from '../rules/instance.ts'
import { describeSearch, impossible, type Question } from '../rules/result.ts'
import { searchPlans } from '../rules/search.ts'
import { listActions, suggestActions } from '../rules/suggest.ts'
import { loadAssumptions, loadBasis, loadKeptActions } from '../store/ground.ts'
import { readSuggestions } from './suggestions.ts'

/** How long a person waits for a proof; real cases take a fraction of a second. */
const LIMIT_MS = 10_000

export type Ground = { basis: GapBasis; actions: GapAction[]; assumptions: GapAssumption[]; todayOn: string }

/** What everything here starts from; undefined before the first score. */
export async function loadGround(tx: Tx): Promise<Ground | undefined> {
  const basis = await loadBasis(tx)
  if (!basis) return undefined
  const suggested = suggestActions(await readSuggestions(), basis)
  return {
    basis,
    actions: listActions(suggested, await loadKeptActions(tx)),
    assumptions: await loadAssumptions(tx),
    todayOn: (await loadCountingDay(tx)).todayOn,
  }
}

export async function readGap(tx: Tx): Promise<{ gap: Gap | null }> {
  const ground = await loadGround(tx)
  if (!ground) return { gap: null }
  const { basis, assumptions } = ground
  const standOf = (assumedLeafIds: string[]) => {
    const { score, grade } = scoreWith(basis, sharesAssumed(basis, assumedLeafIds)).range.lowest
    return { score, levelId: grade.levelId }
  }
  return { gap: { ...ground, certain: standOf([]), assumed: standOf(assumptions.map((one) => one.leafId)) } }
}

export function questionOf(ground: Ground, levelId: string, mostDays?: number): Question {
  const { basis, actions, assumptions } = ground
  const assumedLeafIds = assumptions.map((one) => one.leafId)
  const instance = instanceOf(basis, actions, assumedLeafIds, levelId)
  return { basis, actions, instance, assumed: sharesAssumed(basis, assumedLeafIds), levelId, mostDays }
}

/** Searches in a thread of its own. Called outside of any transaction: it may take seconds. */
export async function searchGround(ground: Ground, wish: Wish, now: () => number): Promise<Decision<Found>> {
  const { rules } = ground.basis.scheme
  if (!rules.levels.some((level) => level.id === wish.level))
    return refuse('invalid', 'gap_level_unknown', { level: wish.level })
  const question = questionOf(ground, wish.level, wish.most_days)
  if (ground.basis.added.specialDeductions.length >= rules.specialDeduction.gate.count)
    return accept(impossible(question, 'gate', { fewestDays: null, leastFen: null }))
  if (reachesLevel(question.basis, scoreWith(question.basis, question.assumed), wish.level))
    return accept({ kind: 'reached' })
  const searched = await withSolver((solve) => {
    const until = now() + LIMIT_MS
    return searchPlans(question.instance, wish, { solve, leftMs: () => until - now() })
  })
  return accept(describeSearch(question, searched, LIMIT_MS))
}
