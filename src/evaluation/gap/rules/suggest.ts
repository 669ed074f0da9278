import { fillText } from '#src/shared/fill-text.ts'
import { isFactMeasure } from '../../measure/rules.ts'
import type { FindingRule, LocalText } from '../../scheme/contract.ts'
import type { MeasureUse } from '../../score/contract.ts'
import { type Effect, type GapAction, MOST_COST_FEN } from '../contract/action.ts'
import type { MeasureSuggestion, Suggestions } from '../contract/suggestion.ts'
import { type Basis, involvedLeaves } from './basis.ts'
import { isCounted } from './lift.ts'

const YEAR_DAYS = 365
const DAYS_A_MONTH = 30.4

/** What could be done about every leaf that is lost, partly lost or missing: by measure where measures decide, else by leaf. */
export function suggestActions(suggestions: Suggestions, basis: Basis): GapAction[] {
  const found = new Map<string, GapAction>()
  for (const { leaf, score } of involvedLeaves(basis)) {
    if (score.state === 'full') continue
    const uses = score.measures.filter((use) => use.role === 'decides')
    const isCountable = uses.every((use) => use.state === 'counted' || use.state === 'nothing')
    const some =
      isCounted(leaf, score) && isCountable
        ? uses.flatMap((use) => onMeasure(suggestions, basis, leaf.finding, use))
        : [onLeaf(suggestions, basis, leaf.id, leaf.name)]
    for (const action of some) found.set(action.key, action)
  }
  return [...found.values()]
}

function onLeaf(suggestions: Suggestions, basis: Basis, leafId: string, leafName: LocalText): GapAction {
  const entry = suggestions.leaves[basis.scheme.id]?.[leafId]
  const { name, yuan, days } = entry ?? {
    ...suggestions.fallback.leaf,
    name: named(suggestions.fallback.leaf.name, leafName),
  }
  const effect: Effect = { on: 'leaf', leafId, toBasisPoints: 10_000 }
  return suggested(`leaf:${leafId}`, name, yuan, days, effect)
}

function onMeasure(suggestions: Suggestions, basis: Basis, rule: FindingRule, use: MeasureUse): GapAction[] {
  const { measureId } = use
  const known = basis.scheme.measures.find((one) => one.id === measureId)!
  const { fallback, measures, spans } = suggestions
  const entry = measures[measureId] ?? { ...fallback.measure, name: named(fallback.measure.name, known.name) }
  const effectTo = (toBasisPoints: number): Effect => ({ on: 'measure', measureId, toBasisPoints })
  if (!isFactMeasure(measureId)) {
    const days = entry.days ?? fallback.measure.days ?? 0
    const to = standingTarget(rule, measureId)
    return isBetter(to, use) ? [suggested(`measure:${measureId}`, entry.name, entry.yuan, days, effectTo(to))] : []
  }
  return spans.flatMap(({ days, suffix }) => {
    const to = reachableShare(use, entry, days)
    if (!isBetter(to, use)) return []
    const name = { zh: entry.name.zh + suffix.zh, en: entry.name.en + suffix.en }
    const yuan = entry.yuan + (entry.monthlyYuan ?? 0) * Math.round(days / DAYS_A_MONTH)
    return [suggested(`measure:${measureId}:${days}`, name, yuan, days, effectTo(to))]
  })
}

/** A requirement needs its own share and no more; a sample everything. */
function standingTarget(rule: FindingRule, measureId: string): number {
  const condition = rule.decide === 'every' ? rule.conditions.find((one) => one.measure === measureId) : undefined
  return condition?.share.basisPoints ?? 10_000
}

/**
 * The share that a measure of twelve months can stand at after so many days of better work: so much of yesterday has gone out of the twelve
 * months, and what remains of the fault comes in. At a steady volume; basis points, rounded down.
 */
export function reachableShare(
  use: Pick<MeasureUse, 'good' | 'total'>,
  entry: Pick<MeasureSuggestion, 'residualPercent'>,
  days: number,
): number {
  const badShare = use.total === 0 ? 0 : Math.max(0, use.total - use.good) / use.total
  const oldShare = (YEAR_DAYS - days) / YEAR_DAYS
  const residual = (entry.residualPercent ?? 0) / 100
  const bad = use.total === 0 ? residual : badShare * oldShare + residual * (1 - oldShare)
  // What floats lose in the last digit must not cost a basis point.
  return Math.floor(10_000 * (1 - bad) + 1e-6)
}

function isBetter(toBasisPoints: number, use: MeasureUse): boolean {
  if (toBasisPoints < 1) return false
  return use.total === 0 || use.good * 10_000 < toBasisPoints * use.total
}

function named(text: LocalText, name: LocalText): LocalText {
  return {
    zh: fillText(text.zh, { name: name.zh }).slice(0, 300),
    en: fillText(text.en, { name: name.en }).slice(0, 600),
  }
}

function suggested(key: string, name: LocalText, yuan: number, days: number, effect: Effect): GapAction {
  return {
    key,
    id: null,
    version: null,
    source: 'suggested',
    figures: 'default',
    name,
    note: '',
    costFen: Math.min(MOST_COST_FEN, yuan * 100),
    days,
    effects: [effect],
    needs: [],
    isLeftOut: false,
  }
}

/** What the company has written down: an action of its own, or its figures for a suggestion. */
export type KeptAction = {
  id: string
  suggestion: string | null
  name: string
  note: string
  costFen: number
  days: number
  effects: Effect[]
  needs: string[]
  isLeftOut: boolean
  version: number
}

/** Suggestions with the company's figures where it gave some, then its own. Figures of a suggestion that is not made today are left aside. */
export function listActions(suggested: readonly GapAction[], kept: readonly KeptAction[]): GapAction[] {
  const ofSuggestion = new Map(kept.map((one) => [one.suggestion, one]))
  const merged = suggested.map((action): GapAction => {
    const own = ofSuggestion.get(action.key)
    if (!own) return action
    const { id, version, note, costFen, days, effects, needs, isLeftOut } = own
    return { ...action, id, version, figures: 'company', note, costFen, days, effects, needs, isLeftOut }
  })
  const own = kept
    .filter((one) => one.suggestion === null)
    .map(
      ({ suggestion: _, name, ...one }): GapAction => ({
        ...one,
        key: one.id,
        source: 'own',
        figures: 'company',
        name: { zh: name, en: name },
      }),
    )
  return [...merged, ...own]
}
