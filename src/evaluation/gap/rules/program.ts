import type { Fraction } from '#src/shared/fraction.ts'
import type { Program, ProgramRow } from '#src/shared/program.ts'
import type { Instance } from './instance.ts'

/** What is to be least: fen, plus fen a day. `time` alone counts days. */
export type Aim = { fen: boolean; fenPerDay: number } | 'days'
export type Limits = { mostFen?: number | undefined; mostDays?: number | undefined }
/** At least one of `oneOf` must be taken; not all of `notAll` may be. */
export type Cut = { oneOf: readonly string[] } | { notAll: readonly string[] }

/** Gains in ten-thousandths of a point: whole numbers that the solver's tolerances do not touch. */
const UNITS_PER_HUNDREDTH = 100n

/**
 * The instance as a program: a column per option (taken or not), per lift (counts or not) and per stage (does it last so long or not; days are
 * the sum of the stages reached, which binds far more tightly than one column that is longer than everything). It admits every set of options
 * that reaches the target, and perhaps one that falls short by less than a unit: gains are rounded up, what is short is rounded down. Whoever
 * solves it checks exactly and cuts such a set off.
 */
export function programOf(instance: Instance, aim: Aim, limits: Limits, cuts: readonly Cut[]): Program {
  const { options, lifts } = instance
  const at = new Map(options.map((option, place) => [option.key, place]))
  const liftAt = (place: number) => options.length + place
  const stageAt = (place: number) => options.length + lifts.length + place
  const scale = scaleOf(instance, aim)
  const stages = [...new Set(options.map((option) => option.readyDays).filter((days) => days > 0))].sort(
    (a, b) => a - b,
  )
  const rows: ProgramRow[] = [
    {
      lower: Number(roundDown(instance.short)) - 0.5,
      upper: null,
      columns: lifts.map((_, place) => liftAt(place)),
      values: lifts.map((lift) => Number(roundUp(lift.gain))),
    },
    ...oneLiftPerLeaf(instance, liftAt),
    ...lifts.flatMap((lift, place) => lift.needs.map((key) => atMost(liftAt(place), at.get(key)!))),
    ...options.flatMap((option, place) => option.needs.map((key) => atMost(place, at.get(key)!))),
    ...options.flatMap((option, place) =>
      option.readyDays > 0 ? [atMost(place, stageAt(stages.indexOf(option.readyDays)))] : [],
    ),
    ...stages.slice(1).map((_, place) => atMost(stageAt(place + 1), stageAt(place))),
    ...cuts.map((cut) => rowOf(cut, at)),
  ]
  if (limits.mostFen !== undefined)
    rows.push({
      lower: null,
      upper: Math.floor(limits.mostFen / scale) + 0.5,
      columns: options.map((_, place) => place),
      values: options.map((option) => option.costFen / scale),
    })
  return {
    columns: [
      ...options.map((option) => ({
        cost: aim !== 'days' && aim.fen ? option.costFen / scale : 0,
        upper: option.readyDays > (limits.mostDays ?? option.readyDays) ? 0 : 1,
        isWhole: true,
      })),
      // Mixing lifts of a leaf is never better than the best of them, so that they need not be whole.
      ...lifts.map(() => ({ cost: 0, upper: 1, isWhole: false })),
      ...stages.map((days, place) => ({
        cost: (aim === 'days' ? 1 : aim.fenPerDay / scale) * (days - (stages[place - 1] ?? 0)),
        upper: 1,
        isWhole: false,
      })),
    ],
    rows,
  }
}

function oneLiftPerLeaf({ lifts }: Instance, liftAt: (place: number) => number): ProgramRow[] {
  const ofLeaf = Map.groupBy(
    lifts.map((lift, place) => ({ lift, place })),
    ({ lift }) => lift.leafId,
  )
  return [...ofLeaf.values()].map((group) => ({
    lower: null,
    upper: 1,
    columns: group.map(({ place }) => liftAt(place)),
    values: group.map(() => 1),
  }))
}

function atMost(column: number, other: number): ProgramRow {
  return { lower: null, upper: 0, columns: [column, other], values: [1, -1] }
}

function rowOf(cut: Cut, at: ReadonlyMap<string, number>): ProgramRow {
  const keys = 'oneOf' in cut ? cut.oneOf : cut.notAll
  const columns = keys.map((key) => at.get(key)!)
  const values = columns.map(() => 1)
  return 'oneOf' in cut
    ? { lower: 1, upper: null, columns, values }
    : { lower: null, upper: columns.length - 1, columns, values }
}

/** Fen that all costs share, so that the solver works with small whole numbers. */
function scaleOf({ options }: Instance, aim: Aim): number {
  const figures = options.map((option) => option.costFen)
  if (aim !== 'days') figures.push(aim.fenPerDay)
  return figures.reduce(greatest, 0) || 1
}

function greatest(a: number, b: number): number {
  return b === 0 ? a : greatest(b, a % b)
}

function roundUp({ numerator, denominator }: Fraction): bigint {
  return (numerator * UNITS_PER_HUNDREDTH + denominator - 1n) / denominator
}

function roundDown({ numerator, denominator }: Fraction): bigint {
  return (numerator * UNITS_PER_HUNDREDTH) / denominator
}
