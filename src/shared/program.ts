/** One constraint: `lower <= sum of values × columns <= upper`; null is no bound. */
export type ProgramRow = { lower: number | null; upper: number | null; columns: number[]; values: number[] }

/** A linear program to be minimised. Every column runs from 0 to `upper`, whole where `isWhole`. */
export type Program = {
  columns: readonly { cost: number; upper: number; isWhole: boolean }[]
  rows: readonly ProgramRow[]
}

/** `best_found`: time ran out, nothing better than `objective` was found, and nothing can be better than it by more than `gap` (a share of it). */
export type ProgramOutcome =
  | { state: 'optimal'; values: number[]; objective: number; gap: number }
  | { state: 'best_found'; values: number[]; objective: number; gap: number }
  | { state: 'infeasible' }
  | { state: 'out_of_time' }

/** Whoever solves programs; `limitMs` is how long one may take. */
export type Solve = (program: Program, limitMs: number) => Promise<ProgramOutcome>
