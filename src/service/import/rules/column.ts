import { readCount, readMoneyFen, readQuantity } from '#src/shared/cell/amount.ts'
import { readRating, readYesNo } from '#src/shared/cell/answer.ts'
import { type Cell, isBlank, type Reading, unusable, usable } from '#src/shared/cell/cell.ts'
import { readPhone } from '#src/shared/cell/phone.ts'
import { readCode, readList, readPersonName, readText } from '#src/shared/cell/text.ts'
import { readDay, readTime, type TimeStyle } from '#src/shared/cell/time.ts'
import { type Field, fieldOf } from '../contract/field.ts'
import type { ColumnMapping, Mapping, SheetMapping } from '../contract/mapping.ts'
import type { ImportLog, Place } from './log.ts'

/** What became of a row's cells: field → value; `null` for blank, unknown and refused ones, which `refused` tells apart. */
export type RowValues = {
  row: number
  values: Record<string, unknown>
  refused: Set<string>
  cellOf(field: string): { place: Place; cell: Cell } | null
}

export type RowReader = {
  read(row: { row: number; cells: Cell[]; merged?: number[] }): RowValues | null
  unknownCells: number
}

type Column = ColumnMapping & { place: Place; required: boolean; readCell: (cell: Cell) => Reading<unknown> }

/** Makes the reader of one sheet's rows; a row that lacks a usable required field is logged as refused and gives `null`. */
export function rowReader(sheet: SheetMapping, mapping: Mapping, importOn: string, log: ImportLog): RowReader {
  const unknown = new Set(mapping.unknownMarks)
  const columns = sheet.columns.map((column): Column => {
    const field = fieldOf(sheet.target, column.field)!
    const place = { sheet: sheet.sheet, column: column.column, header: column.header }
    return {
      ...column,
      place,
      required: field.required === true,
      readCell: cellReader(field, column, mapping, importOn),
    }
  })
  const required = columns.filter((column) => column.required)
  const byField = new Map(columns.map((column) => [column.field, column]))
  const reader: RowReader = {
    unknownCells: 0,
    read(row) {
      const values: Record<string, unknown> = {}
      const refused = new Set<string>()
      for (const column of columns) {
        const found = row.cells[column.column - 1] ?? null
        const cell = plainCell(found, row.row, column, log)
        if (cell === undefined) {
          refused.add(column.field)
          values[column.field] = null
        } else if (isBlank(cell)) {
          values[column.field] = column.blank === 'no' ? false : null
        } else if (unknown.size > 0 && typeof cell === 'string' && unknown.has(cell.trim())) {
          reader.unknownCells += 1
          values[column.field] = null
        } else {
          values[column.field] = readInto(column, row, cell, refused)
        }
      }
      let complete = true
      for (const column of required) {
        if (values[column.field] !== null) continue
        complete = false
        if (refused.has(column.field)) continue
        const cell = row.cells[column.column - 1] ?? null
        log.cell(column.place, row.row, cell, 'row_refused', 'required_missing', { field: column.field })
      }
      if (!complete) return null
      return {
        row: row.row,
        values,
        refused,
        cellOf(field) {
          const column = byField.get(field)
          return column ? { place: column.place, cell: row.cells[column.column - 1] ?? null } : null
        },
      }
    },
  }
  return reader

  function readInto(
    column: Column,
    row: { row: number; merged?: number[] },
    cell: Cell,
    refused: Set<string>,
  ): unknown {
    const reading = column.readCell(cell)
    if (!reading.ok) {
      refused.add(column.field)
      log.cell(column.place, row.row, cell, effectOf(column), reading.code, reading.params)
      return null
    }
    if (reading.tidied) {
      for (const code of reading.tidied) log.tidied(column.place, row.row, cell, reading.value, code)
    }
    if (row.merged?.includes(column.column - 1)) log.tidied(column.place, row.row, cell, reading.value, 'merged_cell')
    return reading.value
  }
}

function effectOf(column: Column): 'row_refused' | 'cell_refused' {
  return column.required ? 'row_refused' : 'cell_refused'
}

// `undefined` when the cell cannot be used at all.
function plainCell(cell: Cell, row: number, column: Column, log: ImportLog): Cell | undefined {
  if (typeof cell !== 'object' || cell === null || cell.kind === 'date') return cell
  if (cell.kind === 'error') {
    log.cell(column.place, row, cell, effectOf(column), 'error_cell')
    return undefined
  }
  if (cell.result === null) {
    log.cell(column.place, row, cell, effectOf(column), 'formula_without_result')
    return undefined
  }
  log.tidied(column.place, row, cell, '', 'formula_result')
  return plainCell(cell.result, row, column, log)
}

function cellReader(
  field: Field,
  column: ColumnMapping,
  mapping: Mapping,
  importOn: string,
): (cell: Cell) => Reading<unknown> {
  switch (field.type) {
    case 'text':
      return (cell) => readText(cell, field.max)
    case 'code':
      return (cell) => readCode(cell, field.max)
    case 'name':
      return readPersonName
    case 'list':
      return (cell) => readList(cell, field.max)
    case 'phone':
      return readPhone
    case 'yes_no':
      return readYesNo
    case 'money':
      return readMoneyFen
    case 'count':
      return (cell) => readCount(cell, field.max)
    case 'quantity':
      return (cell) => readQuantity(cell, field.max)
    case 'mark':
      return (cell) => readRating(cell, marks(column.values))
    case 'choice':
      return choiceReader(field.choices, column.values ?? {})
    case 'time':
    case 'day': {
      const style: TimeStyle = {
        zone: mapping.zone,
        dateOrder: column.dateOrder,
        year: column.year,
        serialNumbers: column.serialNumbers,
        notBeforeOn: mapping.notBeforeOn,
        // Licences run for some years; a validity beyond thirty is a slip of the pen.
        notAfterOn: field.until === 'import' ? importOn : `${Number(importOn.slice(0, 4)) + 30}${importOn.slice(4)}`,
      }
      return field.type === 'time' ? (cell) => readTime(cell, style) : (cell) => readDay(cell, style)
    }
  }
}

function choiceReader(
  choices: readonly string[],
  table: Record<string, string | number>,
): (cell: Cell) => Reading<unknown> {
  return (cell) => {
    const text = readText(cell, 200)
    if (!text.ok) return text
    const chosen = Object.hasOwn(table, text.value) ? table[text.value] : undefined
    if (typeof chosen === 'string' && choices.includes(chosen)) return usable(chosen, text.tidied)
    return unusable('value_not_mapped')
  }
}

function marks(values: Record<string, string | number> = {}): Record<string, number> {
  const table: Record<string, number> = {}
  for (const [word, mark] of Object.entries(values)) {
    if (typeof mark === 'number' && Number.isInteger(mark) && mark >= 1 && mark <= 5) table[word] = mark
  }
  return table
}
