import ExcelJS from 'exceljs'
import { cleanText } from '#src/server/document/text.ts'
import type { WrittenSheet } from './model.ts'

// Excel's own limits.
const CELL_CHARACTERS = 32_767
const NAME_CHARACTERS = 31
const WIDTH = { least: 8, most: 60 }

/**
 * Writes an .xlsx workbook: a bold header that stays in sight and filters, columns as wide as they need. Every text is a text cell with the format `@`, so
 * nothing that begins with = + - or @ ever becomes a formula, not even when edited. Throws RangeError on a figure that is none or a text too long for a cell.
 */
export async function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Buffer> {
  if (sheets.length === 0) throw new RangeError('a workbook needs a sheet')
  const book = new ExcelJS.Workbook()
  const names = new Set<string>()
  for (const sheet of sheets) addSheet(book, sheet, freeName(sheet.name, names))
  return Buffer.from(await book.xlsx.writeBuffer())
}

function addSheet(book: ExcelJS.Workbook, sheet: WrittenSheet, name: string): void {
  const written = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  written.addRow(sheet.columns.map((column) => cellText(column.title)))
  for (const row of sheet.rows) written.addRow(row.map(cellValue))
  for (const [place, column] of sheet.columns.entries()) {
    const shown = written.getColumn(place + 1)
    shown.width = column.width ?? widthOf(sheet, place)
    shown.eachCell((cell, row) => {
      if (typeof cell.value === 'string') {
        cell.numFmt = '@'
        cell.alignment = { vertical: 'top', wrapText: row > 1 }
      } else {
        cell.alignment = { vertical: 'top' }
        if (column.numberFormat && typeof cell.value === 'number') cell.numFmt = column.numberFormat
      }
    })
  }
  const header = written.getRow(1)
  header.font = { bold: true }
  header.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF3F4F6' } }
  if (sheet.columns.length > 0 && sheet.rows.length > 0) {
    written.autoFilter = {
      from: { row: 1, column: 1 },
      to: { row: sheet.rows.length + 1, column: sheet.columns.length },
    }
  }
}

function cellValue(value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value === 'string') return cellText(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`not a figure: ${value}`)
  return value
}

function cellText(text: string): string {
  const clean = cleanText(text)
  if (clean.length > CELL_CHARACTERS) throw new RangeError(`a cell holds at most ${CELL_CHARACTERS} characters`)
  return clean
}

function widthOf(sheet: WrittenSheet, place: number): number {
  const texts = [sheet.columns[place]!.title, ...sheet.rows.slice(0, 500).map((row) => String(row[place] ?? ''))]
  const longest = Math.max(...texts.flatMap((text) => text.split('\n').map(lettersOf)))
  return Math.min(WIDTH.most, Math.max(WIDTH.least, longest + 2))
}

/** A Chinese character is as wide as two digits. */
function lettersOf(line: string): number {
  let letters = 0
  for (const character of line) letters += character.charCodeAt(0) > 0x2e7f ? 2 : 1
  return letters
}

function freeName(wanted: string, taken: Set<string>): string {
  const plain =
    cleanText(wanted)
      .replace(/[[\]:*?/\\\n]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Sheet'
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` (${number})`
    const name = plain.slice(0, NAME_CHARACTERS - end.length).toWellFormed() + end
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
