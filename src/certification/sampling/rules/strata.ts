import type { SampledPart, SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import type { Unit } from '../contract.ts'

type Trait = SampledPart['stratifiedBy'][number]

/** From the finest division to none. The finest that leaves each of its strata at least one unit is taken, so that every unit can be drawn. */
const DIVISIONS: Record<SampledWhat, readonly (readonly Trait[])[]> = {
  outlet: [['kind', 'city'], ['kind'], []],
  case: [['outlet', 'kind'], ['outlet'], ['city', 'kind'], ['kind'], []],
  person: [['outlet', 'kind'], ['outlet'], ['kind'], []],
}

/** Which stratum a unit belongs to; values are separated by a line that no trait holds. */
export function stratumOf(unit: Unit, by: readonly Trait[]): string {
  return by.map((trait) => unit[trait]).join(' · ')
}

/** Strata in the order of their keys, each with its units in the order given. */
export function stratify(units: readonly Unit[], by: readonly Trait[]): Map<string, Unit[]> {
  const groups = Map.groupBy(units, (unit) => stratumOf(unit, by))
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
}

/** The division for drawing `size` of these units. */
export function divisionFor(what: SampledWhat, units: readonly Unit[], size: number): readonly Trait[] {
  return DIVISIONS[what].find((by) => stratify(units, by).size <= size) ?? []
}

/**
 * Shares `size` out over strata that hold `counts` units: one each, the rest in proportion to what is left of them, by largest remainder.
 * `size` is zero, or at least the number of strata and at most the sum. Equal remainders go to the larger, then to the first.
 */
export function allocate(counts: readonly number[], size: number): number[] {
  if (size === 0) return counts.map(() => 0)
  const total = counts.reduce((sum, count) => sum + count - 1, 0)
  const rest = size - counts.length
  if (rest < 0 || rest > total)
    throw new RangeError('a size beyond what the strata hold, or fewer than there are strata')
  const dues = counts.map((count, at) => {
    const due = (count - 1) * rest
    return { at, count, whole: total === 0 ? 0 : Math.floor(due / total), remainder: total === 0 ? 0 : due % total }
  })
  const given = dues.map(({ whole }) => 1 + whole)
  const over = size - given.reduce((sum, one) => sum + one, 0)
  const byRemainder = dues.toSorted(
    (one, other) => other.remainder - one.remainder || other.count - one.count || one.at - other.at,
  )
  for (const { at } of byRemainder.slice(0, over)) given[at]! += 1
  return given
}
