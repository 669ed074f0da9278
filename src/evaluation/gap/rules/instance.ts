import { type Fraction, isBelow, sum } from '#src/shared/fraction.ts'
import type { GapAction } from '../contract/action.ts'
import { type Basis, NOTHING, pointsShort, sharesAssumed } from './basis.ts'
import { type Lift, listLifts } from './lift.ts'

/** An action that may be taken. `needs` are those directly before it; it is ready after the longest way through them. */
export type Option = { key: string; costFen: number; readyDays: number; needs: readonly string[] }
/** The question without the trade: which options, so that the best lifts of each leaf add up to what is short (hundredths of a point). */
export type Instance = { options: readonly Option[]; lifts: readonly Lift[]; short: Fraction }

export function instanceOf(
  basis: Basis,
  actions: readonly GapAction[],
  assumedLeafIds: readonly string[],
  levelId: string,
): Instance {
  const shares = sharesAssumed(basis, assumedLeafIds)
  const options = listOptions(actions)
  const taken = new Set(options.map((option) => option.key))
  const lifts = listLifts(
    basis,
    actions.filter((action) => taken.has(action.key)),
    shares,
  )
  return { options, lifts, short: pointsShort(basis, levelId, shares) }
}

/** The actions that may be taken: not left out, and not after one that is. What an action needs and is not in the list is done already. */
export function listOptions(actions: readonly GapAction[]): Option[] {
  const known = new Map(actions.map((action) => [action.key, action]))
  const ready = new Map<string, number | null>()
  const readyDaysOf = (key: string, above: readonly string[]): number | null => {
    const found = ready.get(key)
    if (found !== undefined) return found
    const action = known.get(key)!
    // A circle is refused when it is saved; one that came about otherwise can never be begun.
    if (action.isLeftOut || above.includes(key)) return null
    const before = action.needs.filter((need) => known.has(need)).map((need) => readyDaysOf(need, [...above, key]))
    const days = before.includes(null) ? null : action.days + Math.max(0, ...before.map((one) => one!))
    ready.set(key, days)
    return days
  }
  return actions.flatMap(({ key, costFen, needs }) => {
    const readyDays = readyDaysOf(key, [])
    return readyDays === null ? [] : [{ key, costFen, readyDays, needs: needs.filter((need) => known.has(need)) }]
  })
}

/** The lift that counts for each leaf when these actions are done. */
export function bestLifts(lifts: readonly Lift[], chosen: ReadonlySet<string>): Map<string, Lift> {
  const best = new Map<string, Lift>()
  for (const lift of lifts) {
    const other = best.get(lift.leafId)
    if (lift.needs.every((key) => chosen.has(key)) && (!other || isBelow(other.gain, lift.gain)))
      best.set(lift.leafId, lift)
  }
  return best
}

/** What these actions add, in hundredths of a point, exact. */
export function gainOf(lifts: readonly Lift[], chosen: ReadonlySet<string>): Fraction {
  return sum([...bestLifts(lifts, chosen).values()].map((lift) => lift.gain))
}

export function reaches({ lifts, short }: Pick<Instance, 'lifts' | 'short'>, chosen: ReadonlySet<string>): boolean {
  return !isBelow(NOTHING, short) || !isBelow(gainOf(lifts, chosen), short)
}

/** These actions and all that must be done before them; null where one of them may not be taken. */
export function withNeeded(options: readonly Option[], keys: Iterable<string>): Set<string> | null {
  const known = new Map(options.map((option) => [option.key, option]))
  const found = new Set<string>()
  const waiting = [...keys]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (found.has(key)) continue
    const option = known.get(key)
    if (!option) return null
    found.add(key)
    waiting.push(...option.needs)
  }
  return found
}

export function costOf(options: readonly Option[], chosen: ReadonlySet<string>): number {
  return options.reduce((fen, option) => fen + (chosen.has(option.key) ? option.costFen : 0), 0)
}

/** Actions run side by side: the last one counts. */
export function daysOf(options: readonly Option[], chosen: ReadonlySet<string>): number {
  return Math.max(0, ...options.filter((option) => chosen.has(option.key)).map((option) => option.readyDays))
}

/** In the order in which they can be done; what others need comes first. */
export function inOrder(options: readonly Option[], chosen: ReadonlySet<string>): Option[] {
  const depth = new Map(options.map((option) => [option.key, (withNeeded(options, [option.key]) ?? []) as Set<string>]))
  return options
    .filter((option) => chosen.has(option.key))
    .sort(
      (a, b) =>
        a.readyDays - b.readyDays ||
        (depth.get(a.key)?.size ?? 0) - (depth.get(b.key)?.size ?? 0) ||
        a.costFen - b.costFen ||
        (a.key < b.key ? -1 : 1),
    )
}
