import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { type Fraction, isBelow } from '#src/shared/fraction.ts'
import type { GapItem, ItemLift } from '../contract/plan.ts'
import { type Basis, fractionFrom, involvedLeaves, NOTHING, shareOfLeaf } from './basis.ts'
import { bestLifts, type Instance, withNeeded } from './instance.ts'

/** The leaves an action helps to lift in a plan: where it is among what the lift needs, at once or before. */
export function itemLifts(
  basis: Basis,
  instance: Instance,
  keys: ReadonlySet<string>,
  key: string,
  today: (leafId: string) => Fraction,
  textOf: (share: Fraction) => string,
): ItemLift[] {
  const best = bestLifts(instance.lifts, keys)
  return involvedLeaves(basis).flatMap(({ leaf }) => {
    const lift = best.get(leaf.id)
    if (!lift || !withNeeded(instance.options, lift.needs)?.has(key)) return []
    return [{ leafId: leaf.id, name: leaf.name, from: textOf(today(leaf.id)), to: textOf(lift.share) }]
  })
}

/** The leaves that show an item's work today, by the live score. A leaf that was excluded since asks for nothing more. */
export function leavesShown(basis: Basis, lifts: readonly Pick<ItemLift, 'leafId' | 'to'>[]): string[] {
  const scores = new Map(involvedLeaves(basis).map(({ leaf, score }) => [leaf.id, score]))
  return lifts
    .filter(({ leafId, to }) => {
      const score = scores.get(leafId)
      return score === undefined || !isBelow(shareOfLeaf(score) ?? NOTHING, fractionFrom(to))
    })
    .map(({ leafId }) => leafId)
}

/** Done is what the leaves show, whoever says so; what somebody says and no leaf shows is waiting, and moves nothing. */
export function itemState(
  lifts: readonly unknown[],
  shownLeafIds: readonly string[],
  claimedAt: string | null,
): GapItem['state'] {
  if (shownLeafIds.length === lifts.length) return 'done'
  return claimedAt === null ? 'open' : 'waiting'
}

export function isOverdue(state: GapItem['state'], dueOn: string, todayOn: string): boolean {
  return state !== 'done' && dueOn < todayOn
}

type Standing = { state: GapItem['state']; claimedAt: string | null }

export function canClaim(item: Standing): Decision<null> {
  if (item.state === 'done') return refuse('conflict', 'gap_item_done')
  return item.claimedAt === null ? accept(null) : refuse('conflict', 'gap_item_claimed')
}

export function canReopen(item: Standing): Decision<null> {
  return item.claimedAt === null ? refuse('conflict', 'gap_item_not_claimed') : accept(null)
}

/** A plan is finished when every item's evidence is there; it is dropped with a reason. */
export function canEnd(
  items: readonly { state: GapItem['state'] }[],
  given: { as: 'finished' | 'dropped'; reason: string },
): Decision<null> {
  if (given.as === 'dropped') return given.reason === '' ? refuse('invalid', 'gap_reason_missing') : accept(null)
  const waiting = items.filter((item) => item.state !== 'done').length
  return waiting === 0 ? accept(null) : refuse('conflict', 'gap_evidence_missing', { count: waiting })
}
