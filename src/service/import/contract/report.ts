import { z } from 'zod'
import { Target } from './field.ts'

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** `cell_refused`: the row goes in without this cell. `row_ignored`: not a record (subtotal, exact repetition). */
export const PROBLEM_EFFECTS = ['sheet_refused', 'row_refused', 'cell_refused', 'row_ignored', 'warning'] as const

/** One thing that could not be used, or that a person should know, with its place in the file. */
export const ImportProblem = z.object({
  sheet: z.string(),
  row: z.int().nullable(),
  /** Column letters, `null` when the whole row is meant. */
  column: z.string().nullable(),
  header: z.string().nullable(),
  cellText: z.string().max(200),
  effect: z.enum(PROBLEM_EFFECTS),
  code: z.string(),
  params: Params,
})
export type ImportProblem = z.infer<typeof ImportProblem>

const Example = z.object({ row: z.int(), from: z.string(), to: z.string() })

/** How often cells of one column were tidied in one way, with the first few of them. */
export const Normalisation = z.object({
  sheet: z.string(),
  column: z.string(),
  header: z.string(),
  code: z.string(),
  count: z.int(),
  examples: z.array(Example).max(3),
})
export type Normalisation = z.infer<typeof Normalisation>

export const SheetReport = z.object({
  sheet: z.string(),
  target: Target.nullable(),
  /** Rows below the header that hold anything. */
  rowsRead: z.int(),
  rowsUsed: z.int(),
  rowsRefused: z.int(),
  rowsIgnored: z.int(),
  cellsRefused: z.int(),
  /** Cells that stood for "not known" by the mapping's marks. */
  cellsUnknown: z.int(),
  warnings: z.int(),
  ignoredColumns: z.array(z.object({ column: z.string(), header: z.string() })),
  notes: z.array(z.object({ code: z.string(), params: Params })),
})
export type SheetReport = z.infer<typeof SheetReport>

export const RecordCount = z.object({
  kind: z.string(),
  planned: z.int(),
  /** Filled when the plan has been saved; `null` in a preview without a look into the database. */
  new: z.int().nullable(),
  unchanged: z.int().nullable(),
  /** The file says something else than at the last import, and nothing was overwritten. */
  changed: z.int().nullable(),
  /** The same where the mapping takes the file's word. */
  updated: z.int().nullable(),
  /** Records that the database's own rules refused on saving. */
  refused: z.int().nullable(),
})
export type RecordCount = z.infer<typeof RecordCount>

export const ProblemCount = z.object({
  sheet: z.string(),
  effect: z.enum(PROBLEM_EFFECTS),
  code: z.string(),
  count: z.int(),
  examples: z
    .array(z.object({ row: z.int().nullable(), column: z.string().nullable(), cellText: z.string(), params: Params }))
    .max(3),
})
export type ProblemCount = z.infer<typeof ProblemCount>

/** What an import read, used, tidied and left out. The same shape before saving (`planned`) and after (`saved`). */
export const ImportReport = z.object({
  stage: z.enum(['planned', 'saved']),
  source: z.string(),
  zone: z.string(),
  importAt: z.iso.datetime(),
  sheets: z.array(SheetReport),
  records: z.array(RecordCount),
  problems: z.array(ImportProblem),
  /** All problems by reason, with the first of them; `problems` lists at most `PROBLEMS_LISTED`. */
  problemCounts: z.array(ProblemCount),
  problemsUnlisted: z.int(),
  normalised: z.array(Normalisation),
  ignoredSheets: z.array(z.object({ sheet: z.string(), code: z.string() })),
  /** Back-filled history: records whose claimed time lies before the import. Their recorded time is the import's. */
  backfilled: z.object({ records: z.int(), oldestOn: z.string().nullable(), newestOn: z.string().nullable() }),
  /**
   * Promised clocks written for the imported work; `null` before saving. `beforePromise`: those that started before the company had made the
   * promise, measured by its first version because the mapping says so. `unknown`: those on which the register says too little to judge.
   */
  clocks: z.object({ measured: z.int(), beforePromise: z.int(), unknown: z.int() }).nullable(),
})
export type ImportReport = z.infer<typeof ImportReport>

/** A report stays readable and bounded; a file with more problems than this needs another mapping. */
export const PROBLEMS_LISTED = 20_000
