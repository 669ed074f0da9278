import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Adjustment } from '../adjustment/contract.ts'
import type { AssessmentLeaf } from '../assessment/contract/leaf.ts'
import { scoreRound } from '../assessment/rules/round.ts'
import type { Leaf, Scheme } from '../scheme/contract.ts'
import { leafWords, listLeaves } from '../scheme/rules/tree.ts'
import type { AssessmentScore } from '../score/contract.ts'
import type { CarriedExclusion, EndedDetail, EndedRow, Fate, Pair, Transition } from './contract.ts'

/** Wording that is at least this much alike is the same subject, told differently. */
const ALIKE = 0.5

/**
 * A first mapping for a person to correct: what is word for word the same is kept, whatever its number is now; what has the same number or much the
 * same words is changed; the rest is dropped.
 */
export function proposeMapping(before: Scheme, after: Scheme): Pair[] {
  const free = new Map(listLeaves(after).map((leaf) => [leaf.id, leaf]))
  const old = listLeaves(before)
  const found = new Map<string, Pair>()
  const take = (leaf: Leaf, fate: Fate, into: Leaf) => {
    found.set(leaf.id, { oldLeafId: leaf.id, fate, newLeafIds: [into.id] })
    free.delete(into.id)
  }
  for (const leaf of old) {
    const same = [...free.values()].filter(
      (one) => leafWords(one) === leafWords(leaf) && one.mode.value === leaf.mode.value,
    )
    const into = same.find((one) => one.id === leaf.id) ?? same[0]
    if (into) take(leaf, 'kept', into)
  }
  for (const leaf of old) {
    const into = free.get(leaf.id)
    if (!found.has(leaf.id) && into && likeness(leaf, into) >= ALIKE) take(leaf, 'changed', into)
  }
  for (const leaf of old) {
    if (found.has(leaf.id)) continue
    const [best] = [...free.values()].sort((a, b) => likeness(leaf, b) - likeness(leaf, a))
    if (best && likeness(leaf, best) >= ALIKE) take(leaf, 'changed', best)
  }
  return old.map((leaf) => found.get(leaf.id) ?? { oldLeafId: leaf.id, fate: 'dropped', newLeafIds: [] })
}

/** How much two wordings share, 0 to 1: twice the common pairs of characters over all pairs (Dice). */
function likeness(a: Leaf, b: Leaf): number {
  const [one, other] = [pairsOf(leafWords(a)), pairsOf(leafWords(b))]
  const common = [...one].filter((pair) => other.has(pair)).length
  return one.size + other.size === 0 ? 0 : (2 * common) / (one.size + other.size)
}

function pairsOf(text: string): Set<string> {
  const letters = [...text.replace(/\s/g, '')]
  return new Set(letters.slice(1).map((letter, at) => letters[at]! + letter))
}

const NOT_RIGHT: Record<Fate, string> = {
  kept: 'mapping_not_kept',
  changed: 'mapping_not_changed',
  dropped: 'mapping_not_dropped',
}

/** Accepts a mapping in which every indicator of both editions is accounted for, and what is kept still means the same. */
export function checkMapping(pairs: readonly Pair[], before: Scheme, after: Scheme): Decision<null> {
  const old = new Map(listLeaves(before).map((leaf) => [leaf.id, leaf]))
  const fresh = new Map(listLeaves(after).map((leaf) => [leaf.id, leaf]))
  const seen = new Set<string>()
  for (const { oldLeafId: leafId, newLeafIds } of pairs) {
    if (!old.has(leafId)) return refuse('invalid', 'mapping_leaf_unknown', { leafId })
    if (seen.has(leafId) || new Set(newLeafIds).size < newLeafIds.length)
      return refuse('invalid', 'mapping_leaf_repeated', { leafId })
    seen.add(leafId)
    const stranger = newLeafIds.find((id) => !fresh.has(id))
    if (stranger !== undefined) return refuse('invalid', 'mapping_leaf_unknown', { leafId: stranger })
  }
  const lacking = [...old.keys()].find((id) => !seen.has(id))
  if (lacking !== undefined) return refuse('invalid', 'mapping_leaf_missing', { leafId: lacking })
  const claims = pairs.flatMap(({ newLeafIds }) => newLeafIds)
  for (const { oldLeafId: leafId, fate, newLeafIds } of pairs) {
    const [into] = newLeafIds
    const isRight =
      fate === 'dropped'
        ? into === undefined
        : fate === 'changed'
          ? into !== undefined
          : newLeafIds.length === 1 &&
            claims.filter((id) => id === into).length === 1 &&
            fresh.get(into!)!.mode.value === old.get(leafId)!.mode.value
    if (!isRight) return refuse('invalid', NOT_RIGHT[fate], { leafId })
  }
  return accept(null)
}

/** Indicators of the new edition that nothing of the former one leads to. */
export function listNew(pairs: readonly Pair[], after: Scheme): string[] {
  const claimed = new Set(pairs.flatMap(({ newLeafIds }) => newLeafIds))
  return listLeaves(after).flatMap(({ id }) => (claimed.has(id) ? [] : [id]))
}

type ToDo = { leafId: string; fate: 'changed' | 'new' }

/** Everything that has to be looked at anew, in the order of the new edition. */
export function listToDo(pairs: readonly Pair[], after: Scheme): ToDo[] {
  const changed = new Set(pairs.flatMap(({ fate, newLeafIds }) => (fate === 'changed' ? newLeafIds : [])))
  const fresh = new Set(listNew(pairs, after))
  return listLeaves(after).flatMap(({ id: leafId }): ToDo[] => {
    if (fresh.has(leafId)) return [{ leafId, fate: 'new' }]
    return changed.has(leafId) ? [{ leafId, fate: 'changed' }] : []
  })
}

/** New number by old one, of what is kept. */
export function keptIds(pairs: readonly Pair[]): Map<string, string> {
  return new Map(
    pairs.flatMap((pair) => (pair.fate === 'kept' ? [[pair.oldLeafId, pair.newLeafIds[0]!] as const] : [])),
  )
}

/** Old number with its only heir, of what is kept or changed, where the heir has no other ancestor. */
export function heirs(pairs: readonly Pair[]): Map<string, { leafId: string; fate: 'kept' | 'changed' }> {
  const claims = Map.groupBy(
    pairs.flatMap(({ newLeafIds }) => newLeafIds),
    (id) => id,
  )
  return new Map(
    pairs.flatMap(({ oldLeafId, fate, newLeafIds: [leafId, ...more] }) =>
      leafId !== undefined && more.length === 0 && fate !== 'dropped' && claims.get(leafId)!.length === 1
        ? [[oldLeafId, { leafId, fate }] as const]
        : [],
    ),
  )
}

type Excluding = Pick<Adjustment, 'id' | 'kind' | 'leafId' | 'reason' | 'addedByName' | 'addedAt' | 'withdrawnAt'>

/** Exclusions in force under the former edition whose indicator has one heir that is not excluded under the new one. */
export function exclusionsToCarry(
  pairs: readonly Pair[],
  before: readonly Excluding[],
  after: readonly Excluding[],
): CarriedExclusion[] {
  const heirOf = heirs(pairs)
  const inForce = (list: readonly Excluding[]) =>
    list.filter((one) => one.kind === 'exclusion' && one.withdrawnAt === null)
  const excluded = new Set(inForce(after).map(({ leafId }) => leafId))
  return inForce(before).flatMap(({ id: adjustmentId, leafId, reason, addedByName: byName, addedAt: at }) => {
    const heir = heirOf.get(leafId!)
    if (!heir || excluded.has(heir.leafId)) return []
    return [{ adjustmentId, oldLeafId: leafId!, ...heir, reason, byName, at }]
  })
}

/** In short, how one stood when it was ended. */
export function endedRow({ transition, endedAt, endedByName, reason }: EndedDetail): EndedRow {
  const { id, from, to, startedAt, startedByName, pairs, newLeafIds, switchOn, round } = transition
  const countOf = (fate: Fate) => pairs.filter((pair) => pair.fate === fate).length
  return {
    ...{ id, from, to, startedAt, startedByName, endedAt, endedByName, reason, switchOn },
    ...{ keptCount: countOf('kept'), changedCount: countOf('changed'), droppedCount: countOf('dropped') },
    ...{ newCount: newLeafIds.length, score: round?.score ?? null },
  }
}

type Found = Pick<AssessmentLeaf, 'leafId' | 'kind' | 'conforms' | 'reason' | 'items' | 'accepted'>

/** Findings under the numbers of the new edition; of what is not kept nothing remains. */
export function carryOver<T extends Found>(pairs: readonly Pair[], leaves: readonly T[]): T[] {
  const kept = keptIds(pairs)
  return leaves.flatMap((leaf) => {
    const leafId = kept.get(leaf.leafId)
    if (leafId === undefined) return []
    return [{ ...leaf, leafId, accepted: leaf.accepted && { ...leaf.accepted, leafId } }]
  })
}

/** The score or range that a round would have under the new edition if nothing but what is kept were known. */
export function scoreCarried(
  pairs: readonly Pair[],
  after: Scheme,
  round: { leaves: readonly Found[]; adjustments: readonly Adjustment[] },
): AssessmentScore {
  const kept = keptIds(pairs)
  const adjustments = round.adjustments.flatMap((one) => {
    if (one.leafId === null) return [one]
    const leafId = kept.get(one.leafId)
    return leafId === undefined ? [] : [{ ...one, leafId }]
  })
  return scoreRound(after, carryOver(pairs, round.leaves), adjustments)
}

export type NextStep = 'mapping' | 'seal' | 'round' | 'carry' | 'exclusions' | 'items' | 'close' | 'switch' | 'end'

type Standing = Pick<Transition, 'mappedAt' | 'to' | 'round' | 'carries' | 'exclusions' | 'items' | 'switchOn'>

/** What a person does next. Nothing forces the order but what each step needs. */
export function nextStep({ mappedAt, to, round, carries, exclusions, items, switchOn }: Standing): NextStep {
  if (mappedAt === null) return 'mapping'
  if (!to.isSealed) return 'seal'
  if (exclusions.length > 0) return 'exclusions'
  if (round === null || round.state === 'abandoned') return 'round'
  if (round.state === 'open') {
    if (carries.length > 0) return 'carry'
    return items.every(({ isDone }) => isDone) && round.missingCount === 0 ? 'close' : 'items'
  }
  return switchOn === null ? 'switch' : 'end'
}
