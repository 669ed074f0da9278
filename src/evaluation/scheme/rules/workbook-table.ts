import type { Cell, Sheet, SheetRow } from '#src/shared/cell/cell.ts'
import { cellText, columnLetters, isBlank } from '#src/shared/cell/cell.ts'
import type { Problem } from '../contract.ts'
import { type Place, readLines, readProvenance, SHEETS, type SheetKey } from './workbook-sheets.ts'

/** A defect of a workbook, at its cell. */
export type CellProblem = Place & Pick<Problem, 'code' | 'expected' | 'found'>

/** One row of a table by the keys of its columns. What is read is remembered, so that what nobody reads can be refused. */
export type TableRow = {
  place: (column: string) => Place
  /** The cell as it is; null when blank. */
  cell: (column: string) => Cell
  text: (column: string) => unknown
  lines: (column: string) => string[]
  /** A figure with at most two decimals, in hundredths. */
  hundredths: (column: string) => unknown
  provenance: (column: string) => unknown
  /** Problems of the row itself: what could not be read, and filled cells that nothing asked for. */
  finish: () => CellProblem[]
}

/** The rows of one of our sheets, in order; problems where it is not there or its columns are not ours. */
export function readTable(sheets: readonly Sheet[], key: SheetKey): { rows: TableRow[]; problems: CellProblem[] } {
  const { name, columns } = SHEETS[key]
  const found = sheets.find((sheet) => sheet.name === name)
  if (!found)
    return {
      rows: [],
      problems: [
        { sheet: name, row: 1, column: 'A', code: 'sheet_missing', expected: name, found: sheets[0]?.name ?? '-' },
      ],
    }
  const titles: string[] = Object.values(columns)
  const [header, ...rest] = found.rows
  const problems = titles.flatMap((title, at): CellProblem[] => {
    const shown = header?.row === 1 ? cellText(header.cells[at] ?? null) : ''
    const place = { sheet: name, row: 1, column: columnLetters(at + 1) }
    return shown === title ? [] : [{ ...place, code: 'column_title', expected: title, found: shown || '-' }]
  })
  if (problems.length > 0) return { rows: [], problems }
  const keys = Object.keys(columns)
  const filled = rest.filter((row) => !row.cells.every(isBlank))
  return {
    rows: filled.map((row) => tableRow(name, keys, row)),
    problems: filled.flatMap((row) => odd(name, keys, row)),
  }
}

/** Sheets that are none of ours. */
export function strangeSheets(sheets: readonly Sheet[]): CellProblem[] {
  const known = Object.values(SHEETS).map(({ name }): string => name)
  return sheets
    .filter((sheet) => !known.includes(sheet.name))
    .map(({ name }) => ({
      sheet: name,
      row: 1,
      column: 'A',
      code: 'sheet_unknown',
      expected: known.join(', '),
      found: name,
    }))
}

/** Cells that do not say what they seem to: formulas, errors, dates, merged areas, and what stands outside our columns. */
function odd(sheet: string, keys: readonly string[], { row, cells, merged }: SheetRow): CellProblem[] {
  return cells.flatMap((cell, at): CellProblem[] => {
    if (isBlank(cell)) return []
    const place = { sheet, row, column: columnLetters(at + 1) }
    const found = cellText(cell).slice(0, 80)
    if (at >= keys.length) return [{ ...place, code: 'column_unknown', expected: '-', found }]
    if (merged?.includes(at)) return [{ ...place, code: 'merged', expected: 'own cell', found }]
    if (typeof cell !== 'object' || cell === null) return []
    return [{ ...place, code: 'not_plain', expected: 'text, number', found: `${cell.kind} ${found}`.trim() }]
  })
}

function tableRow(sheet: string, keys: readonly string[], { row, cells }: SheetRow): TableRow {
  const unread = new Set(keys)
  const problems: CellProblem[] = []
  const place = (column: string): Place => ({ sheet, row, column: columnLetters(keys.indexOf(column) + 1) })
  const cell = (column: string): Cell => {
    unread.delete(column)
    const found = cells[keys.indexOf(column)] ?? null
    return isBlank(found) ? null : found
  }
  const wrong = (column: string, code: string, expected: string) =>
    problems.push({ ...place(column), code, expected, found: cellText(cell(column)).slice(0, 80) })
  return {
    place,
    cell,
    text: (column) => cell(column) ?? undefined,
    lines: (column) => {
      const found = cell(column)
      return found === null ? [] : readLines(cellText(found))
    },
    hundredths: (column) => {
      const found = cell(column)
      if (typeof found !== 'number') return found ?? undefined
      const whole = Math.round(found * 100)
      // A decimal like 2.55 is not exact in binary, so compare with a tolerance far below one hundredth.
      if (Math.abs(whole - found * 100) > 1e-6) wrong(column, 'too_fine', 'at most two decimals')
      return whole
    },
    provenance: (column) => {
      const found = cell(column)
      if (found === null) return undefined
      const read = typeof found === 'string' ? readProvenance(found.trim()) : undefined
      if (read) return read
      wrong(column, 'provenance_unreadable', 'sourced A (6.2): source | unsourced | default | confirmed …')
      return undefined
    },
    finish: () => {
      for (const column of [...unread]) if (cell(column) !== null) wrong(column, 'cell_must_be_empty', '-')
      return problems
    },
  }
}
