import { type Cell, cellText, columnLetters } from '#src/shared/cell/cell.ts'
import { type ImportProblem, type Normalisation, PROBLEMS_LISTED, type ProblemCount } from '../contract/report.ts'

export type Params = Record<string, string | number>
export type Effect = ImportProblem['effect']

/** A column of the file as problems name it. */
export type Place = { sheet: string; column: number; header: string }

/** Collects what a plan found wrong or tidied: exact counts of everything, and the particulars of as much as a report may hold. */
export class ImportLog {
  readonly problems: ImportProblem[] = []
  unlisted = 0
  readonly #counts = new Map<string, ProblemCount>()
  readonly #rows = new Map<string, Set<number>>()
  readonly #tidied = new Map<string, Normalisation>()

  cell(place: Place, row: number, cell: Cell, effect: Effect, code: string, params: Params = {}): void {
    this.#add({
      sheet: place.sheet,
      row,
      column: columnLetters(place.column),
      header: place.header,
      cellText: cellText(cell).slice(0, 200),
      effect,
      code,
      params,
    })
  }

  row(sheet: string, row: number | null, effect: Effect, code: string, params: Params = {}): void {
    this.#add({ sheet, row, column: null, header: null, cellText: '', effect, code, params })
  }

  /** Marks further rows that a logged refusal takes with it. */
  refuseRows(sheet: string, rows: readonly number[]): void {
    for (const row of rows) this.#rowsOf('row_refused', sheet).add(row)
  }

  /** How many different rows of a sheet were refused or ignored. */
  rowCount(sheet: string, effect: 'row_refused' | 'row_ignored'): number {
    return this.#rowsOf(effect, sheet).size
  }

  isRefused(sheet: string, row: number): boolean {
    return this.#rowsOf('row_refused', sheet).has(row)
  }

  #rowsOf(effect: Effect, sheet: string): Set<number> {
    const key = `${effect}\n${sheet}`
    let rows = this.#rows.get(key)
    if (!rows) {
      rows = new Set()
      this.#rows.set(key, rows)
    }
    return rows
  }

  #add(problem: ImportProblem): void {
    const { sheet, effect, code } = problem
    if (problem.row !== null && (effect === 'row_refused' || effect === 'row_ignored')) {
      this.#rowsOf(effect, sheet).add(problem.row)
    }
    const key = `${sheet}\n${effect}\n${code}`
    const count = this.#counts.get(key) ?? { sheet, effect, code, count: 0, examples: [] }
    this.#counts.set(key, count)
    count.count += 1
    if (count.examples.length < 3) {
      const { row, column, cellText, params } = problem
      count.examples.push({ row, column, cellText, params })
    }
    if (this.problems.length < PROBLEMS_LISTED) this.problems.push(problem)
    else this.unlisted += 1
  }

  tidied(place: Place, row: number, cell: Cell, value: unknown, code: string): void {
    const key = `${place.sheet}\n${place.column}\n${code}`
    let entry = this.#tidied.get(key)
    if (!entry) {
      const column = columnLetters(place.column)
      entry = { sheet: place.sheet, column, header: place.header, code, count: 0, examples: [] }
      this.#tidied.set(key, entry)
    }
    entry.count += 1
    if (entry.examples.length < 3) {
      entry.examples.push({ row, from: cellText(cell).slice(0, 200), to: shown(value).slice(0, 200) })
    }
  }

  get counts(): ProblemCount[] {
    return [...this.#counts.values()]
  }

  count(sheet: string, effect: Effect): number {
    let sum = 0
    for (const entry of this.#counts.values()) if (entry.sheet === sheet && entry.effect === effect) sum += entry.count
    return sum
  }

  get normalised(): Normalisation[] {
    return [...this.#tidied.values()]
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
