import { PassThrough, type Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import type { ImportProblem } from '../contract/report.ts'
import { readWords, wordProblem } from './words.ts'

type Listed = ImportProblem & { seq: number }

// A spreadsheet program would run a cell that begins so as a formula.
const FORMULA = /^[=+\-@\t\r]/

function plain(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** An Excel file of problems, one row each, written while it is read: `next` gives those after a sequence number, nothing at the end. */
export function writeProblemBook(language: 'zh-CN' | 'en', next: (after: number) => Promise<Listed[]>): Readable {
  const stream = new PassThrough()
  const words = readWords(language)
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true })
  const sheet = book.addWorksheet(words.text('problems.title'), { views: [{ state: 'frozen', ySplit: 1 }] })
  const columns = ['sheet', 'row', 'column', 'header', 'cellText', 'effect', 'reason'] as const
  const widths = { sheet: 18, row: 8, column: 8, header: 18, cellText: 36, effect: 16, reason: 70 }
  sheet.columns = columns.map((key) => ({ key, header: words.text(`problems.${key}`), width: widths[key] }))
  sheet.getRow(1).font = { bold: true }
  const write = async () => {
    let after = 0
    for (let problems = await next(after); problems.length > 0; problems = await next(after)) {
      for (const problem of problems) {
        const { sheet: name, row, column, header, cellText, effect } = problem
        sheet
          .addRow({
            ...{ sheet: plain(name), row, column, header: plain(header ?? ''), cellText: plain(cellText) },
            ...{ effect: words.text(`effect.${effect}`), reason: plain(wordProblem(words, problem)) },
          })
          .commit()
      }
      after = problems.at(-1)!.seq
    }
    sheet.commit()
    await book.commit()
  }
  write().catch((error: Error) => stream.destroy(error))
  return stream
}
