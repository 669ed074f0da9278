import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withSolver } from '#src/server/solver/solve.ts'
import { fraction } from '#src/shared/fraction.ts'
import type { Solve } from '#src/shared/program.ts'
import { costOf, daysOf, type Instance, reaches, withNeeded } from './instance.ts'
import { fewestDaysOf, searchPlans } from './search.ts'

let solve: Solve
let release: () => void
let closed: Promise<unknown>

/** One thread for all of these. */
beforeAll(async () => {
  await new Promise<void>((opened) => {
    closed = withSolver(async (given) => {
      solve = given
      opened()
      await new Promise<void>((resolve) => (release = resolve))
    })
  })
})
afterAll(async () => {
  release()
  await closed
})

type Asked = Parameters<typeof searchPlans>[1]
const wish = (more: Partial<Asked> = {}): Asked => ({ prefer: 'cost', fen_per_day: 0, ...more })
const search = (instance: Instance, asked: Asked) => searchPlans(instance, asked, { solve, leftMs: () => 20_000 })

/** Every closed set that reaches the target, by looking at all of them. */
function allSets(instance: Instance): Set<string>[] {
  const { options } = instance
  return Array.from({ length: 2 ** options.length }, (_, bits) => options.filter((_, at) => bits & (1 << at)))
    .map((taken) => new Set(taken.map((option) => option.key)))
    .filter((keys) => withNeeded(options, keys)!.size === keys.size && reaches(instance, keys))
}

/** First and second figure, the less the better. */
function figuresOf(instance: Instance, asked: Asked, keys: Set<string>): [number, number] {
  const fen = costOf(instance.options, keys)
  const days = daysOf(instance.options, keys)
  if (asked.prefer === 'both') return [fen + asked.fen_per_day * days, 0]
  return asked.prefer === 'cost' ? [fen, days] : [days, fen]
}

function bestThree(instance: Instance, asked: Asked): [number, number][] {
  const within = allSets(instance).filter(
    (keys) =>
      costOf(instance.options, keys) <= (asked.most_fen ?? Number.POSITIVE_INFINITY) &&
      daysOf(instance.options, keys) <= (asked.most_days ?? Number.POSITIVE_INFINITY),
  )
  const found: [number, number][] = []
  let left = within
  while (found.length < 3 && left.length > 0) {
    const [first] = left
      .map((keys) => ({ keys, figures: figuresOf(instance, asked, keys) }))
      .sort((a, b) => a.figures[0] - b.figures[0] || a.figures[1] - b.figures[1] || a.keys.size - b.keys.size)
    found.push(first!.figures)
    if (first!.keys.size === 0) break
    left = left.filter((keys) => ![...first!.keys].every((key) => keys.has(key)))
  }
  return found
}

const anInstance = fc
  .record({
    options: fc.array(
      fc.record({
        costFen: fc.constantFrom(0, 1, 7, 100, 250, 333, 100_000, 9_999_999),
        days: fc.constantFrom(0, 1, 14, 30, 182),
        after: fc.option(fc.nat(5), { freq: 3 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    lifts: fc.array(
      fc.record({
        leaf: fc.nat(4),
        needs: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
        above: fc.integer({ min: 1, max: 400 }),
        below: fc.constantFrom(1, 3, 7, 11, 137),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    short: fc.record({ above: fc.integer({ min: 1, max: 1200 }), below: fc.constantFrom(1, 3, 7, 13) }),
  })
  .map(({ options, lifts, short }): Instance => {
    const keyOf = (at: number) => `a${at % options.length}`
    const ready: number[] = []
    return {
      options: options.map(({ costFen, days, after }, at) => {
        // Only what stands before it in the list, so that there are no circles.
        const before = after !== null && at > 0 ? after % at : null
        ready.push(days + (before === null ? 0 : ready[before]!))
        return { key: keyOf(at), costFen, readyDays: ready[at]!, needs: before === null ? [] : [keyOf(before)] }
      }),
      lifts: lifts.map(({ leaf, needs, above, below }) => ({
        leafId: `1.1.${leaf}`,
        needs: [...new Set(needs.map(keyOf))],
        share: fraction(1),
        gain: fraction(above, below),
      })),
      short: fraction(short.above, short.below),
    }
  })

const anyWish = fc.oneof(
  fc.constant(wish()),
  fc.constant(wish({ prefer: 'time' })),
  fc.integer({ min: 0, max: 500 }).map((fen_per_day) => wish({ prefer: 'both', fen_per_day })),
  fc.integer({ min: 0, max: 200 }).map((most_days) => wish({ most_days })),
  fc.integer({ min: 0, max: 200_000 }).map((most_fen) => wish({ prefer: 'time', most_fen })),
  fc
    .tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 200 }))
    .map(([most_fen, most_days]) => wish({ most_fen, most_days })),
)

describe('the solver against looking at every set', () => {
  it('the best plan, the second and the third are those that brute force finds, and none exists where it finds none', async () => {
    await fc.assert(
      fc.asyncProperty(anInstance, anyWish, async (instance, asked) => {
        const expected = bestThree(instance, asked)
        const found = await search(instance, asked)
        if (expected.length === 0) {
          expect(found.kind).toBe('impossible')
          return
        }
        expect(found.kind).toBe('plans')
        if (found.kind !== 'plans') return
        for (const plan of found.plans) {
          expect(reaches(instance, plan.keys)).toBe(true)
          expect(withNeeded(instance.options, plan.keys)).toEqual(plan.keys)
          expect([plan.isProven, plan.gap]).toEqual([true, 0])
        }
        expect(found.plans.map((plan) => figuresOf(instance, asked, plan.keys))).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('why there is none is true: not even everything, not within the days, not for the money', async () => {
    await fc.assert(
      fc.asyncProperty(anInstance, anyWish, async (instance, asked) => {
        const found = await search(instance, asked)
        if (found.kind !== 'impossible') return
        const sets = allSets(instance)
        if (found.why === 'points') expect(sets).toEqual([])
        if (found.why === 'points') return
        const days = Math.min(...sets.map((keys) => daysOf(instance.options, keys)))
        expect(found.fewestDays).toBe(days)
        expect(fewestDaysOf(instance)).toBe(days)
        const inTime = sets.filter(
          (keys) => daysOf(instance.options, keys) <= (asked.most_days ?? Number.POSITIVE_INFINITY),
        )
        if (found.why === 'cost')
          expect(found.leastFen).toBe(Math.min(...inTime.map((keys) => costOf(instance.options, keys))))
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})

const option = (key: string, costFen: number, readyDays = 10, needs: string[] = []) => ({
  key,
  costFen,
  readyDays,
  needs,
})
const lift = (leafId: string, needs: string[], above: number, below = 1) => ({
  leafId,
  needs,
  share: fraction(1),
  gain: fraction(above, below),
})

describe('cases by hand', () => {
  it('three thirds are a whole, and a hair less is not', async () => {
    const thirds: Instance = {
      options: [option('a', 1), option('b', 1), option('c', 1), option('d', 100)],
      lifts: [lift('1.1', ['a'], 1, 3), lift('1.2', ['b'], 1, 3), lift('1.3', ['c'], 1, 3), lift('1.4', ['d'], 1)],
      short: fraction(1),
    }
    expect(await search(thirds, wish())).toMatchObject({ plans: [{ costFen: 3 }, { costFen: 100 }] })
    // A millionth of a hundredth short: rounded it would do, exactly it does not.
    const hair = { ...thirds, lifts: [lift('1.1', ['a'], 333_333, 1_000_000), ...thirds.lifts.slice(1)] }
    expect(await search(hair, wish())).toMatchObject({ plans: [{ costFen: 100 }] })
  })

  it('two ways to lift one leaf never add up', async () => {
    const same: Instance = {
      options: [option('a', 1), option('b', 1)],
      lifts: [lift('1.1', ['a'], 100), lift('1.1', ['b'], 100)],
      short: fraction(150),
    }
    expect(await search(same, wish())).toMatchObject({ kind: 'impossible', why: 'points' })
  })

  it('one action that serves two leaves beats two cheap ones', async () => {
    const shared: Instance = {
      options: [option('both', 7), option('one', 4), option('other', 4)],
      lifts: [
        lift('1.1', ['both'], 100),
        lift('1.2', ['both'], 100),
        lift('1.1', ['one'], 100),
        lift('1.2', ['other'], 100),
      ],
      short: fraction(200),
    }
    const found = await search(shared, wish())
    expect(found).toMatchObject({ plans: [{ costFen: 7 }, { costFen: 8 }] })
  })

  it('what must be done before costs and takes its time, too', async () => {
    const chain: Instance = {
      options: [option('ground', 5, 20), option('house', 1, 50, ['ground']), option('tent', 9, 3)],
      lifts: [lift('1.1', ['house'], 100), lift('1.1', ['tent'], 100)],
      short: fraction(100),
    }
    expect(await search(chain, wish())).toMatchObject({
      plans: [
        { costFen: 6, days: 50 },
        { costFen: 9, days: 3 },
      ],
    })
    expect(await search(chain, wish({ prefer: 'time' }))).toMatchObject({ plans: [{ days: 3 }, { days: 50 }] })
    // 45 days sooner for 3 fen more: worth it from a fen per fifteen days.
    expect(await search(chain, wish({ prefer: 'both', fen_per_day: 1 }))).toMatchObject({ plans: [{ days: 3 }, {}] })
    expect(await search(chain, wish({ most_fen: 5 }))).toMatchObject({ why: 'cost', leastFen: 6, fewestDays: 3 })
    expect(await search(chain, wish({ most_days: 2 }))).toMatchObject({ why: 'days', fewestDays: 3 })
  })

  it('out of time is said, never guessed', async () => {
    const one: Instance = { options: [option('a', 1)], lifts: [lift('1.1', ['a'], 1)], short: fraction(1) }
    const late = await searchPlans(one, wish(), { solve, leftMs: () => 0 })
    expect(late).toEqual({ kind: 'out_of_time' })
  })

  it('what is best only as far as was looked says so, with the gap', async () => {
    const one: Instance = {
      options: [option('a', 4), option('b', 9)],
      lifts: [lift('1.1', ['a'], 1), lift('1.1', ['b'], 1)],
      short: fraction(1),
    }
    const hasty: Solve = async () => ({ state: 'best_found', values: [0, 1, 0, 1, 1], objective: 9, gap: 5 / 9 })
    const found = await searchPlans(one, wish(), { solve: hasty, leftMs: () => 1 })
    expect(found).toMatchObject({ plans: [{ costFen: 9, isProven: false, gap: 5 / 9 }, {}, {}] })
  })
})
