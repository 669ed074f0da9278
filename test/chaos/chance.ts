/** Chance that repeats: the same seed draws the same numbers. */
export type Chance = {
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number
  /** True that often, from 0 to 1. */
  happens(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** A chance of its own, so that two users of chance do not depend on each other's order. */
  fork(): Chance
}

/** Mulberry32: small, and random enough to choose what to break next. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    happens: (share) => next() < share,
    pick: (from) => from[whole(0, from.length - 1)]!,
    fork: () => chanceOf(whole(0, 2 ** 31)),
  }
}
