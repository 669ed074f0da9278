import type { Cell, Sheet, SheetRow } from '#src/shared/cell/cell.ts'
import { cellText, columnLetters, isBlank } from '#src/shared/cell/cell.ts'
import type { Problem } from '../contract.ts'
import { type Place, readLines, readProvenance, SHEETS, type SheetKey } from './workbook-sheets.ts'
import { readToken, type TokenKind } from './workbook-tokens.ts'

/** A defect of a workbook, at its cell. */
export type CellProblem = Place & Pick<Problem, 'code' | 'expected' | 'found'>

/** One row of a table by the keys of its columns. What is read is remembered, so that what nobody reads can be refused. */
export type TableRow = {
  place: (column: string) => Place
  /** The cell as a text: also a figure, as spreadsheets make numbers of `5.1`. Undefined when blank. */
  text: (column: string) => string | undefined
  /** A figure, also one stored as a text; what is none comes back as it is. */
  number: (column: string) => unknown
  /** A day as `2011-12-30`, however the spreadsheet keeps it. */
  day: (column: string) => unknown
  /** One of our words, in Chinese, English or both. */
  token: (column: string, kind: TokenKind) => string | undefined
  yesNo: (column: string) => unknown
  lines: (column: string) => string[]
  /** A figure with at most two decimals, in hundredths. */
  hundredths: (column: string) => unknown
  provenance: (column: string) => unknown
  /** Problems of the row itself: what could not be read, and filled cells that nothing asked for. */
  finish: () => CellProblem[]
}

/** Titles of sheets stand above their columns, in one of the first rows. */
const HEADER_WITHIN_ROWS = 20

type Columns = Map<string, number>

/** The rows of one of our sheets, in order, whatever the order of its columns; problems where the sheet or a column is not there. */
export function readTable(sheets: readonly Sheet[], key: SheetKey): { rows: TableRow[]; problems: CellProblem[] } {
  const { name, columns } = SHEETS[key]
  const found = sheets.find((sheet) => sheet.name.trim() === name)
  const at = { sheet: name, row: 1, column: 'A' }
  if (!found)
    return { rows: [], problems: [{ ...at, code: 'sheet_missing', expected: name, found: sheets[0]?.name ?? '' }] }
  const header = findHeader(found, columns)
  const first = Object.values(columns)[0]!
  if (!header) return { rows: [], problems: [{ ...at, code: 'header_missing', expected: first, found: '' }] }
  const { places, problems } = placesOf(name, header, columns)
  if (problems.length > 0) return { rows: [], problems }
  const filled = found.rows.filter(({ row, cells }) => row > header.row && !cells.every(isBlank))
  return {
    rows: filled.map((row) => tableRow(name, places, row)),
    problems: [...strangeColumns(name, places, filled), ...filled.flatMap((row) => odd(name, places, row))],
  }
}

/** Sheets with something on them that are none of ours. */
export function strangeSheets(sheets: readonly Sheet[]): CellProblem[] {
  const known = Object.values(SHEETS).map(({ name }): string => name)
  return sheets
    .filter(({ name, rows }) => !known.includes(name.trim()) && rows.some(({ cells }) => !cells.every(isBlank)))
    .map(({ name }) => ({
      ...{ sheet: name, row: 1, column: 'A' },
      ...{ code: 'sheet_unknown', expected: known.join(', '), found: name },
    }))
}

const plain = (title: string) => title.replace(/\s+/g, ' ').trim().toLowerCase()

/** What a title may be: as we write it, or its Chinese half where no other column begins alike. */
function titlesOf(columns: Record<string, string>): Map<string, string> {
  const all = Object.entries(columns)
  const titles = new Map(all.map(([key, title]) => [plain(title), key]))
  const halfOf = (title: string) => title.split(' ')[0]!
  for (const [key, title] of all)
    if (all.filter(([, other]) => halfOf(other) === halfOf(title)).length === 1) titles.set(plain(halfOf(title)), key)
  return titles
}

function findHeader({ rows }: Sheet, columns: Record<string, string>): SheetRow | undefined {
  const titles = titlesOf(columns)
  const scored = rows
    .slice(0, HEADER_WITHIN_ROWS)
    .map((row) => ({ row, known: new Set(row.cells.flatMap((cell) => titles.get(plain(cellText(cell))) ?? [])).size }))
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (most, one) => (one.known > (most?.known ?? 1) ? one : most),
    undefined,
  )
  return best?.row
}

function placesOf(sheet: string, header: SheetRow, columns: Record<string, string>) {
  const titles = titlesOf(columns)
  const places: Columns = new Map()
  const problems: CellProblem[] = []
  header.cells.forEach((cell, at) => {
    const key = titles.get(plain(cellText(cell)))
    if (key === undefined || header.merged?.includes(at)) return
    const place = { sheet, row: header.row, column: columnLetters(at + 1) }
    if (places.has(key)) problems.push({ ...place, code: 'column_repeated', expected: columns[key]!, found: '' })
    else places.set(key, at)
  })
  Object.entries(columns).forEach(([key, title], nth) => {
    if (places.has(key)) return
    const found = cellText(header.cells[nth] ?? null).slice(0, 80)
    const place = { sheet, row: header.row, column: columnLetters(nth + 1) }
    problems.push({ ...place, code: 'column_missing', expected: title, found })
  })
  return { places, problems }
}

/** Filled cells in columns that are none of ours: told once for each column. */
function strangeColumns(sheet: string, places: Columns, rows: readonly SheetRow[]): CellProblem[] {
  const known = new Set(places.values())
  const told = new Map<number, CellProblem>()
  for (const { row, cells } of rows)
    cells.forEach((cell, at) => {
      if (isBlank(cell) || known.has(at) || told.has(at)) return
      const place = { sheet, row, column: columnLetters(at + 1) }
      told.set(at, { ...place, code: 'column_unknown', expected: '', found: cellText(cell).slice(0, 80) })
    })
  return [...told.values()]
}

/** Cells that do not say what they seem to: formulas, errors and merged areas. */
function odd(sheet: string, places: Columns, { row, cells, merged }: SheetRow): CellProblem[] {
  return [...places.values()].flatMap((at): CellProblem[] => {
    const cell = cells[at] ?? null
    if (isBlank(cell)) return []
    const told = { sheet, row, column: columnLetters(at + 1), expected: '', found: cellText(cell).slice(0, 80) }
    if (merged?.includes(at)) return [{ ...told, code: 'merged' }]
    if (typeof cell !== 'object' || cell === null || cell.kind === 'date') return []
    return [{ ...told, code: cell.kind === 'formula' ? 'formula' : 'error_cell' }]
  })
}

function tableRow(sheet: string, places: Columns, { row, cells }: SheetRow): TableRow {
  const unread = new Set(places.keys())
  const problems: CellProblem[] = []
  const place = (column: string): Place => ({ sheet, row, column: columnLetters(places.get(column)! + 1) })
  const cell = (column: string): Cell => {
    unread.delete(column)
    const found = cells[places.get(column)!] ?? null
    return isBlank(found) ? null : found
  }
  const wrong = (column: string, code: string) =>
    problems.push({ ...place(column), code, expected: '', found: cellText(cell(column)).slice(0, 80) })
  const text = (column: string) => {
    const found = cell(column)
    if (found === null) return undefined
    if (isDate(found)) wrong(column, 'date_cell')
    return cellText(found)
  }
  const number = (column: string) => {
    const found = cell(column)
    if (found !== null && isDate(found)) wrong(column, 'date_cell')
    return typeof found === 'string' ? (figureIn(found) ?? found) : (found ?? undefined)
  }
  return {
    place,
    text,
    number,
    day: (column) => dayIn(cellText(cell(column))),
    token: (column, kind) => {
      const found = text(column)
      return found === undefined ? undefined : readToken(kind, found)
    },
    yesNo: (column) => yesNoIn(cell(column)),
    lines: (column) => readLines(text(column) ?? ''),
    hundredths: (column) => {
      const found = number(column)
      if (typeof found !== 'number') return found
      const whole = Math.round(found * 100)
      // A decimal like 2.55 is not exact in binary, so compare with a tolerance far below one hundredth.
      if (Math.abs(whole - found * 100) > 1e-6) wrong(column, 'too_fine')
      return whole
    },
    provenance: (column) => {
      const found = cell(column)
      if (found === null) return undefined
      const read = typeof found === 'string' ? readProvenance(found.trim()) : undefined
      if (!read) wrong(column, 'provenance_unreadable')
      return read
    },
    finish: () => {
      for (const column of [...unread]) if (cell(column) !== null) wrong(column, 'cell_must_be_empty')
      return problems
    },
  }
}

const isDate = (cell: Cell) => typeof cell === 'object' && cell !== null && cell.kind === 'date'

/** A figure that a spreadsheet keeps as text, e.g. `2.5`, ` 3 ` or `２．５`; undefined for anything else. */
function figureIn(text: string): number | undefined {
  const tidied = text.normalize('NFKC').trim().replace(/分$/, '')
  return /^-?\d+(\.\d+)?$/.test(tidied) ? Number(tidied) : undefined
}

function dayIn(text: string): string | undefined {
  if (text === '') return undefined
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC').trim()) ?? []
  return year === undefined ? text : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

function yesNoIn(cell: Cell): unknown {
  if (typeof cell !== 'string') return cell ?? undefined
  const said = cell.trim().toLowerCase()
  if (['true', 'yes', '是', '1'].includes(said)) return true
  return ['false', 'no', '否', '0'].includes(said) ? false : cell
}
