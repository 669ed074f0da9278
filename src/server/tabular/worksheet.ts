import type { Cell, SheetNote, SheetRow } from '#src/shared/cell/cell.ts'
import { type TabularLimits, UnreadableFile } from './limits.ts'
import { undoEscapes } from './workbook-parts.ts'
import { attribute, walkXml } from './xml.ts'

export type SheetContext = {
  strings: readonly string[]
  dateStyles: readonly boolean[]
  date1904: boolean
  limits: TabularLimits
  /** Rows and cells read so far in the whole workbook. */
  used: { rows: number; cells: number }
}

// The 1904 calendar starts 1,462 days later.
const DAYS_TO_1904 = 1462

/** The rows of one worksheet that hold anything, merged areas filled in. Throws `UnreadableFile` beyond a limit. */
export async function readWorksheet(
  chunks: AsyncIterable<Buffer>,
  context: SheetContext,
): Promise<{ rows: SheetRow[]; notes: SheetNote[] }> {
  const { limits, used } = context
  const rows: SheetRow[] = []
  const areas: Area[] = []
  const found = { hiddenRows: 0, formulas: 0 }
  let row: SheetRow | null = null
  let nextRow = 1
  let nextColumn = 1
  let cell: { column: number; type: string; style: number; value: string; formula: boolean; hasValue: boolean } | null =
    null
  let collecting = false
  let phonetic = false

  await walkXml(chunks, {
    open(name, attributes) {
      switch (name) {
        case 'row': {
          const number = Number(attribute(attributes, 'r') ?? nextRow)
          if (!Number.isInteger(number) || number < nextRow || number > 1_048_576)
            throw new UnreadableFile('xml_damaged')
          row = { row: number, cells: [] }
          nextRow = number + 1
          nextColumn = 1
          if (/^(1|true)$/.test(attribute(attributes, 'hidden') ?? '')) found.hiddenRows += 1
          break
        }
        case 'c': {
          if (row === null) break
          const reference = attribute(attributes, 'r')
          const column = reference === null ? nextColumn : columnOf(reference)
          if (column > limits.columns) {
            throw new UnreadableFile('too_many_columns', { row: row.row, max: limits.columns })
          }
          if (column < nextColumn) throw new UnreadableFile('xml_damaged')
          nextColumn = column + 1
          const style = attribute(attributes, 's')
          cell = {
            column,
            type: attribute(attributes, 't') ?? 'n',
            style: style === null ? 0 : Number(style),
            value: '',
            formula: false,
            hasValue: false,
          }
          break
        }
        case 'v':
        case 't':
          if (cell !== null && !phonetic) {
            collecting = true
            cell.hasValue = true
          }
          break
        case 'rPh':
          phonetic = true
          break
        case 'f':
          if (cell !== null) cell.formula = true
          break
        case 'mergeCell': {
          if (areas.length >= limits.mergedAreas)
            throw new UnreadableFile('too_many_merged_areas', { max: limits.mergedAreas })
          const area = areaOf(attribute(attributes, 'ref') ?? '')
          if (area !== null) areas.push(area)
          break
        }
      }
    },
    text(value) {
      if (!collecting || cell === null) return
      cell.value += value
      if (cell.value.length > limits.cellCharacters) {
        throw new UnreadableFile('cell_too_long', { row: row?.row ?? 0, max: limits.cellCharacters })
      }
    },
    close(name) {
      switch (name) {
        case 'v':
        case 't':
          collecting = false
          break
        case 'rPh':
          phonetic = false
          break
        case 'c': {
          if (row === null || cell === null) break
          const value = cellValue(cell, context)
          if (cell.formula) found.formulas += 1
          if (value !== null) {
            while (row.cells.length < cell.column - 1) row.cells.push(null)
            row.cells.push(value)
            if (++used.cells > limits.cells) throw new UnreadableFile('too_many_cells', { max: limits.cells })
          }
          cell = null
          break
        }
        case 'row':
          if (row !== null && row.cells.length > 0) {
            if (++used.rows > limits.rows) throw new UnreadableFile('too_many_rows', { max: limits.rows })
            rows.push(row)
          }
          row = null
          break
      }
    },
  })

  fillMerged(rows, areas, limits)
  const notes: SheetNote[] = []
  if (found.hiddenRows > 0) notes.push({ code: 'hidden_rows', params: { count: found.hiddenRows } })
  if (found.formulas > 0) notes.push({ code: 'formulas', params: { count: found.formulas } })
  return { rows, notes }
}

type RawCell = { type: string; style: number; value: string; formula: boolean; hasValue: boolean }

function cellValue(raw: RawCell, context: SheetContext): Cell {
  const result = raw.hasValue ? plainValue(raw, context) : null
  if (!raw.formula) return result
  return { kind: 'formula', result: result as Exclude<Cell, { kind: 'formula' }> }
}

function plainValue(raw: RawCell, context: SheetContext): Cell {
  const { value } = raw
  switch (raw.type) {
    case 's': {
      const text = context.strings[Number(value)]
      if (text === undefined) throw new UnreadableFile('xml_damaged')
      return text === '' ? null : text
    }
    case 'inlineStr':
    case 'str':
      return value === '' ? null : undoEscapes(value)
    case 'b':
      return value === '1' || value === 'true'
    case 'e':
      return { kind: 'error', text: value.slice(0, 20) }
    case 'd':
      return value
    default: {
      if (value.trim() === '') return null
      const number = Number(value)
      if (Number.isNaN(number)) throw new UnreadableFile('xml_damaged')
      if (!context.dateStyles[raw.style]) return number
      return { kind: 'date', serial: context.date1904 ? number + DAYS_TO_1904 : number }
    }
  }
}

function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  if (column === 0) throw new UnreadableFile('xml_damaged')
  return column
}

type Area = { top: number; left: number; bottom: number; right: number }

function areaOf(reference: string): Area | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!match) return null
  return { left: columnOf(match[1]!), top: Number(match[2]), right: columnOf(match[3]!), bottom: Number(match[4]) }
}

// Gives every covered cell of the rows that exist the value of the area's top left cell, as a reader of the printed sheet would.
function fillMerged(rows: SheetRow[], areas: Area[], limits: TabularLimits): void {
  if (areas.length === 0) return
  const byNumber = new Map(rows.map((row) => [row.row, row]))
  let filled = 0
  for (const area of areas) {
    const anchor = byNumber.get(area.top)?.cells[area.left - 1] ?? null
    if (anchor === null) continue
    const right = Math.min(area.right, limits.columns)
    const bottom = Math.min(area.bottom, rows.at(-1)!.row)
    for (let number = area.top; number <= bottom; number++) {
      const row = byNumber.get(number)
      if (row === undefined) continue
      for (let column = area.left; column <= right; column++) {
        if ((number === area.top && column === area.left) || (row.cells[column - 1] ?? null) !== null) continue
        if (++filled > limits.cells) throw new UnreadableFile('too_many_cells', { max: limits.cells })
        while (row.cells.length < column) row.cells.push(null)
        row.cells[column - 1] = anchor
        row.merged ??= []
        row.merged.push(column - 1)
      }
    }
  }
}
