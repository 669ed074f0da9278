import type { Sheet } from '#src/shared/cell/cell.ts'
import { cellText, columnLetters } from '#src/shared/cell/cell.ts'
import { type Problem, Scheme, Sealed } from '../contract.ts'
import { checkScheme } from './check.ts'
import { shapeProblem, valueAt } from './shape-problem.ts'
import { type ReadPlaces, readItems } from './workbook-items.ts'
import { readRules } from './workbook-rules.ts'
import { type Place, SHEETS, type SheetKey } from './workbook-sheets.ts'
import { type CellProblem, readTable, strangeSheets, type TableRow } from './workbook-table.ts'

/**
 * Turns the sheets of a scheme workbook into a sound scheme, or says in which cells it is none: the same checks as for a scheme file, and besides no
 * formula, no merged cell and nothing filled in that would not be read. Columns may stand in any order, with other rows above their titles.
 */
export function readSchemeSheets(
  sheets: readonly Sheet[],
):
  | { scheme: Scheme; seal?: Sealed['seal']; publisher?: string; problems?: undefined }
  | { scheme?: undefined; problems: CellProblem[] } {
  const tables = Object.fromEntries(
    Object.keys(SHEETS).map((key) => [key, readTable(sheets, key as SheetKey)]),
  ) as Record<SheetKey, ReturnType<typeof readTable>>
  const misshapen = [...strangeSheets(sheets), ...Object.values(tables).flatMap(({ problems }) => problems)]
  if (misshapen.length > 0) return { problems: misshapen }
  const places: ReadPlaces = new Map()
  const items = readItems(tables.items.rows, tables.uses.rows, places)
  const rules = readRules(tables.rules.rows, places)
  const raw = { ...rules.raw, groups: items.groups, measures: readMeasures(tables.measures.rows, places) }
  const unread = Object.values(tables).flatMap(({ rows }) => rows.flatMap((row) => row.finish()))
  const problems = [...items.problems, ...rules.problems, ...unread]
  const sealed = rules.sealed === undefined ? undefined : Sealed.safeParse(rules.sealed)
  if (sealed?.success === false)
    problems.push({ ...placeOf(places, ['seal']), code: 'seal_unreadable', expected: '', found: '' })
  const parsed = Scheme.safeParse(raw)
  // Without the rows of the rules nothing of the scheme has its shape, which is no news.
  const misfits = parsed.success || Object.keys(rules.raw).length === 0 ? [] : parsed.error.issues
  const shapes = misfits.map((issue) => ({
    ...placeOf(places, issue.path.map(String)),
    ...shapeProblem(issue, valueAt(raw, issue.path)),
  }))
  if (!parsed.success || problems.length > 0) return { problems: withoutRepeats([...problems, ...shapes]) }
  const unsound = checkScheme(parsed.data)
  return unsound.length > 0
    ? { problems: unsound.map((problem) => located(problem, places, sheets)) }
    : { scheme: parsed.data, ...sealed?.data }
}

function readMeasures(rows: readonly TableRow[], places: ReadPlaces): unknown[] {
  return rows.map((row, at) => {
    const path = `measures.${at}`
    const id = row.text('id')?.trim()
    places.set(path, row.place('id')).set(`measures/${String(id)}`, row.place('id'))
    for (const [step, column] of Object.entries(MEASURE_PLACES)) places.set(`${path}.${step}`, row.place(column))
    return {
      id,
      status: row.token('status', 'status'),
      perOutlet: row.yesNo('perOutlet'),
      records: row.text('records'),
      definition: { measure: row.text('definition'), version: row.number('definitionVersion') },
      name: { zh: row.text('nameZh'), en: row.text('nameEn') },
    }
  })
}

const MEASURE_PLACES = {
  status: 'status',
  perOutlet: 'perOutlet',
  records: 'records',
  'definition.measure': 'definition',
  'definition.version': 'definitionVersion',
  'name.zh': 'nameZh',
  'name.en': 'nameEn',
}

/** The cell of a path of the scheme, or of the nearest thing around it. */
function placeOf(places: ReadPlaces, path: readonly string[]): Place {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(path.slice(0, length).join('.'))
    if (place) return place
  }
  const sheet = path[0] === 'groups' ? SHEETS.items : path[0] === 'measures' ? SHEETS.measures : SHEETS.rules
  return { sheet: sheet.name, row: 1, column: 'A' }
}

/** What the check of a scheme calls by name, at the cell where it stands. */
function located(problem: Problem, places: ReadPlaces, sheets: readonly Sheet[]): CellProblem {
  const { path, code, expected, found } = problem
  const place = code === 'source_unknown' ? placeOfSource(found, sheets) : places.get(path)
  return { ...(place ?? { sheet: SHEETS.rules.name, row: 1, column: 'A' }), code, expected, found }
}

function placeOfSource(source: string, sheets: readonly Sheet[]): Place | undefined {
  for (const { name, rows } of sheets)
    for (const { row, cells } of rows) {
      const at = cells.findIndex((cell) => {
        const text = cellText(cell)
        return text.startsWith('sourced ') && text.split(/[:,] /).includes(source)
      })
      if (at >= 0) return { sheet: name, row, column: columnLetters(at + 1) }
    }
  return undefined
}

/** A cell is told once, with the reason nearest to it: what we could not read comes before the shape that it therefore lacks. */
function withoutRepeats(problems: readonly CellProblem[]): CellProblem[] {
  const told = new Map<string, CellProblem>()
  for (const problem of problems) {
    const key = `${problem.sheet}!${problem.column}${problem.row}`
    if (!told.has(key)) told.set(key, problem)
  }
  return [...told.values()]
}
