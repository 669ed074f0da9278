import type { ProgramOutcome, Solve } from '#src/shared/program.ts'
import type { Wish } from '../contract/search.ts'
import { costOf, daysOf, type Instance, reaches, withNeeded } from './instance.ts'
import { type Aim, type Cut, type Limits, programOf } from './program.ts'

export type Chosen = { keys: Set<string>; costFen: number; days: number; isProven: boolean; gap: number }
export type Searched =
  | { kind: 'plans'; plans: Chosen[] }
  | { kind: 'impossible'; why: 'points' | 'days' | 'cost'; fewestDays: number | null; leastFen: number | null }
  | { kind: 'out_of_time' }

/** Whoever searches: a solver, and how much time is left. */
export type Means = { solve: Solve; leftMs: () => number }
type Asked = Pick<Wish, 'prefer' | 'most_days' | 'most_fen' | 'fen_per_day'>

const MOST_PLANS = 3

/** The best plan and the next best: each leaves out at least one action of every better one, so that none is a better one with something added. */
export async function searchPlans(instance: Instance, wish: Asked, means: Means): Promise<Searched> {
  const limits: Limits = { mostFen: wish.most_fen, mostDays: wish.most_days }
  const everything = new Set(instance.options.map((option) => option.key))
  if (!reaches(instance, everything)) return { kind: 'impossible', why: 'points', fewestDays: null, leastFen: null }
  const fewestDays = fewestDaysOf(instance)
  if (limits.mostDays !== undefined && fewestDays > limits.mostDays)
    return { kind: 'impossible', why: 'days', fewestDays, leastFen: null }
  if (limits.mostFen !== undefined) {
    const cheapest = await findBest(instance, CHEAPEST, { mostDays: limits.mostDays }, [], means)
    if (cheapest === 'out_of_time') return { kind: 'out_of_time' }
    if (cheapest && cheapest.costFen > limits.mostFen && !cheapest.isProven) return { kind: 'out_of_time' }
    if (cheapest && cheapest.costFen > limits.mostFen)
      return { kind: 'impossible', why: 'cost', fewestDays, leastFen: cheapest.costFen }
  }
  const plans: Chosen[] = []
  while (plans.length < MOST_PLANS) {
    const cuts = plans.map((plan): Cut => ({ notAll: [...plan.keys] }))
    const next = await findInTurn(instance, wish, limits, cuts, means)
    if (next === 'out_of_time' || next === null) break
    plans.push(next)
    if (next.keys.size === 0) break
  }
  return plans.length > 0 ? { kind: 'plans', plans } : { kind: 'out_of_time' }
}

const CHEAPEST: Aim = { fen: true, fenPerDay: 0 }

/** The fewest days in which the target can be reached at any cost: all that is ready by then either reaches it or not. */
export function fewestDaysOf(instance: Instance): number {
  const days = [...new Set([0, ...instance.options.map((option) => option.readyDays)])].sort((a, b) => a - b)
  const byThen = (day: number) =>
    new Set(instance.options.filter((option) => option.readyDays <= day).map((option) => option.key))
  return days.find((day) => reaches(instance, byThen(day))) ?? Number.POSITIVE_INFINITY
}

/** First what is preferred, then, among all that are as good, what comes second. */
async function findInTurn(
  instance: Instance,
  wish: Asked,
  limits: Limits,
  cuts: Cut[],
  means: Means,
): Promise<Chosen | null | 'out_of_time'> {
  const aim: Aim =
    wish.prefer === 'time' ? 'days' : wish.prefer === 'cost' ? CHEAPEST : { fen: true, fenPerDay: wish.fen_per_day }
  const first = await findBest(instance, aim, limits, cuts, means)
  if (first === null || first === 'out_of_time') return first
  const [aimAfter, narrowed]: [Aim, Limits] =
    aim === 'days' ? [CHEAPEST, { ...limits, mostDays: first.days }] : ['days', { ...limits, mostFen: first.costFen }]
  if (wish.prefer === 'both') return first
  const second = await findBest(instance, aimAfter, narrowed, cuts, means)
  // Without time for the second question the first answer stands, but is not proven the best in both.
  if (second === null || second === 'out_of_time') return { ...first, isProven: false }
  return { ...second, isProven: first.isProven && second.isProven, gap: Math.max(first.gap, second.gap) }
}

/** One question to the solver, asked again while its answer falls short by less than its rounding. */
async function findBest(
  instance: Instance,
  aim: Aim,
  limits: Limits,
  cuts: readonly Cut[],
  { solve, leftMs }: Means,
): Promise<Chosen | null | 'out_of_time'> {
  const tried: Cut[] = []
  for (;;) {
    const left = leftMs()
    if (left <= 0) return 'out_of_time'
    const outcome: ProgramOutcome = await solve(programOf(instance, aim, limits, [...cuts, ...tried]), left)
    if (outcome.state === 'infeasible') return null
    if (outcome.state === 'out_of_time') return 'out_of_time'
    const taken = instance.options.filter((_, place) => outcome.values[place]! > 0.5).map((option) => option.key)
    const keys = withNeeded(instance.options, taken)!
    if (reaches(instance, keys)) return chosenFrom(instance, keys, outcome)
    const others = instance.options.map((option) => option.key).filter((key) => !keys.has(key))
    if (others.length === 0) return null
    // No part of what falls short reaches the target either.
    tried.push({ oneOf: others })
  }
}

function chosenFrom(instance: Instance, keys: Set<string>, outcome: { state: string; gap: number }): Chosen {
  const needed = withoutSpare(instance, keys)
  return {
    keys: needed,
    costFen: costOf(instance.options, needed),
    days: daysOf(instance.options, needed),
    isProven: outcome.state === 'optimal',
    gap: outcome.gap,
  }
}

/** Drops what is not needed for the target (it may cost nothing, and then the solver does not mind it), the slowest first. */
function withoutSpare(instance: Instance, keys: ReadonlySet<string>): Set<string> {
  const kept = new Set(keys)
  const slowestFirst = instance.options
    .filter((option) => keys.has(option.key))
    .sort((a, b) => b.readyDays - a.readyDays || b.costFen - a.costFen || (a.key < b.key ? -1 : 1))
  // Once more for what was needed by something dropped after it.
  for (let before = -1; before !== kept.size; ) {
    before = kept.size
    for (const { key } of slowestFirst) {
      const isNeeded = instance.options.some((option) => kept.has(option.key) && option.needs.includes(key))
      if (!kept.has(key) || isNeeded) continue
      kept.delete(key)
      if (!reaches(instance, kept)) kept.add(key)
    }
  }
  return kept
}
