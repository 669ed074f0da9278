import excel from 'exceljs'
import type { AssessmentExport } from '../contract/export.ts'
import { type Cell, type Language, layFindings, type Sheet } from '../rules/workbook.ts'

/** The findings of a round as the bytes of an .xlsx. */
export async function writeFindings(given: AssessmentExport, language: Language): Promise<Buffer> {
  const book = new excel.Workbook()
  for (const sheet of layFindings(given, language)) writeSheet(book, sheet)
  return Buffer.from(await book.xlsx.writeBuffer())
}

// A spreadsheet program would run a text that begins so as a formula.
const FORMULA = /^[=+\-@\t\r]/
const plain = (cell: Cell): Cell => (typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell)

// Excel allows 31 characters and none of these in a sheet's name.
const sheetName = (name: string) => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31)

function writeSheet(book: excel.Workbook, { name, heads, widths, rows }: Sheet): void {
  const sheet = book.addWorksheet(sheetName(name), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = widths.map((width) => ({ width, style: { alignment: { wrapText: true, vertical: 'top' } } }))
  sheet.addRow(heads).font = { bold: true }
  sheet.addRows(rows.map((row) => row.map(plain)))
}
