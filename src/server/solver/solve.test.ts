import { expect, it } from 'vitest'
import type { Program } from '#src/shared/program.ts'
import { withSolver } from './solve.ts'

/** Which of some things to take so that they weigh at least so much, as cheaply as possible. */
function cover(things: { cost: number; weight: number }[], atLeast: number): Program {
  return {
    columns: things.map(({ cost }) => ({ cost, upper: 1, isWhole: true })),
    rows: [
      { lower: atLeast, upper: null, columns: things.map((_, at) => at), values: things.map((one) => one.weight) },
    ],
  }
}

const things = [
  { cost: 10, weight: 6 },
  { cost: 6, weight: 3 },
  { cost: 5, weight: 3 },
  { cost: 100, weight: 9 },
]

it('the cheapest choice is found and proven', async () => {
  const outcome = await withSolver((solve) => solve(cover(things, 9), 10_000))
  expect(outcome).toEqual({ state: 'optimal', values: [1, 0, 1, 0], objective: 15, gap: 0 })
})

it('what no choice can reach is said to be infeasible', async () => {
  expect(await withSolver((solve) => solve(cover(things, 22), 10_000))).toEqual({ state: 'infeasible' })
})

it('one thread solves several programs, and three callers at once all get their own answer', async () => {
  const costs = [0, 1, 2].map((more) =>
    withSolver(async (solve) => {
      const first = await solve(cover(things, 3 + more), 10_000)
      const second = await solve(cover(things, 18), 10_000)
      return [first, second].map((outcome) => 'objective' in outcome && outcome.objective)
    }),
  )
  expect(await Promise.all(costs)).toEqual([
    [5, 115],
    [10, 115],
    [10, 115],
  ])
})

it('no time at all is no answer, and the event loop is free meanwhile', async () => {
  // A market split: weights of four digits and an exact sum keep any solver busy for long.
  const weights = Array.from({ length: 60 }, (_, at) => 10_000 + ((at * 7919) % 9973))
  const rows = [0, 1, 2].map((turn) => {
    const values = weights.map((_, at) => weights[(at * (turn * 2 + 1)) % 60]!)
    const half = Math.floor(values.reduce((sum, value) => sum + value, 0) / 2)
    return { lower: half, upper: half, columns: values.map((_, at) => at), values }
  })
  const hard: Program = { columns: weights.map((cost) => ({ cost, upper: 1, isWhole: true })), rows }
  let ticks = 0
  const clock = setInterval(() => ticks++, 5)
  const outcome = await withSolver((solve) => solve(hard, 400))
  clearInterval(clock)
  expect(['out_of_time', 'best_found']).toContain(outcome.state)
  expect(ticks).toBeGreaterThan(10)
}, 20_000)

it('a program that cannot be one is a fault, and the next caller is served', async () => {
  const broken: Program = { columns: [{ cost: Number.NaN, upper: 1, isWhole: true }], rows: [] }
  await expect(withSolver((solve) => solve(broken, 1_000))).rejects.toThrow()
  expect((await withSolver((solve) => solve(cover(things, 3), 1_000))).state).toBe('optimal')
})
