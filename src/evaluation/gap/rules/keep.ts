import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { type Effect, type GapAction, MOST_OWN_ACTIONS } from '../contract/action.ts'
import type { Basis } from './basis.ts'

/** More that aim at one measure would only multiply the ways to look at. */
const MOST_ON_MEASURE = 6

type Given = {
  id: string
  version: number | null
  suggestion: string | null
  name: string
  effects: Effect[]
  needs: string[]
}

/** Whether an action may be kept like this beside the others. */
export function canKeep(basis: Basis, actions: readonly GapAction[], given: Given): Decision<null> {
  const others = actions.filter((action) => action.id !== given.id)
  const key = given.suggestion ?? given.id
  if ((given.suggestion === null) !== (given.name !== '')) return refuse('invalid', 'gap_action_name')
  if (given.suggestion !== null && !actions.some((one) => one.key === given.suggestion && one.source === 'suggested'))
    return refuse('not_found', 'gap_suggestion_unknown')
  if (others.filter((action) => action.source === 'own').length >= MOST_OWN_ACTIONS)
    return refuse('conflict', 'gap_too_many_actions', { max: MOST_OWN_ACTIONS })
  for (const effect of given.effects) {
    const allowed = canAim(basis, others, effect)
    if (!allowed.ok) return allowed
  }
  const unknown = given.needs.find((need) => need === key || !others.some((action) => action.key === need))
  if (unknown !== undefined) return refuse('invalid', 'gap_need_unknown', { key: unknown })
  return isInCircle(others, key, given.needs) ? refuse('invalid', 'gap_circle') : accept(null)
}

function canAim(basis: Basis, others: readonly GapAction[], effect: Effect): Decision<null> {
  if (effect.on === 'leaf') {
    const leaf = listLeaves(basis.scheme).find((one) => one.id === effect.leafId)
    if (!leaf) return refuse('invalid', 'gap_leaf_unknown', { leafId: effect.leafId })
    if (leaf.mode.value === 'judged' && effect.toBasisPoints !== 10_000)
      return refuse('invalid', 'gap_judged_whole', { leafId: effect.leafId })
    return accept(null)
  }
  const { measureId } = effect
  if (!basis.scheme.measures.some((measure) => measure.id === measureId))
    return refuse('invalid', 'gap_measure_unknown', { measure: measureId })
  const aiming = others.filter(
    (action) =>
      action.source === 'own' && action.effects.some((one) => one.on === 'measure' && one.measureId === measureId),
  )
  return aiming.length < MOST_ON_MEASURE
    ? accept(null)
    : refuse('conflict', 'gap_too_many_actions', { max: MOST_ON_MEASURE })
}

function isInCircle(others: readonly GapAction[], key: string, needs: readonly string[]): boolean {
  const known = new Map(others.map((action) => [action.key, action]))
  const seen = new Set<string>()
  const waiting = [...needs]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === key) return true
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...(known.get(next)?.needs ?? []))
  }
  return false
}

/** An action of the company's own stays while another needs it. */
export function canDrop(actions: readonly GapAction[], id: string): Decision<null> {
  const needing = actions.find((action) => action.needs.includes(id))
  return needing ? refuse('conflict', 'gap_action_needed', { name: needing.name.zh }) : accept(null)
}

export function canAssume(basis: Basis, assumed: readonly { leafId: string }[], leafId: string): Decision<null> {
  const leaf = basis.leaves.find((one) => one.id === leafId)
  if (!leaf) return refuse('invalid', 'gap_leaf_unknown', { leafId })
  if (leaf.state !== 'missing') return refuse('conflict', 'gap_leaf_not_missing', { leafId })
  return assumed.some((one) => one.leafId === leafId)
    ? refuse('conflict', 'gap_leaf_assumed', { leafId })
    : accept(null)
}
