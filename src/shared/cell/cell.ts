/** A value with a date format in a workbook: days since 1899-12-30 as Excel counts, fraction = time of day, no zone. 1904 workbooks are converted on reading. */
export type DateCell = { kind: 'date'; serial: number }

/** A cell computed by a formula: only the result saved in the file is known; `null` when none was saved. Formulas are never run. */
export type FormulaCell = { kind: 'formula'; result: Exclude<Cell, FormulaCell> }

/** A cell that holds a spreadsheet error such as `#REF!`. */
export type ErrorCell = { kind: 'error'; text: string }

/** One cell as found in the file, before anybody decides what it means. */
export type Cell = null | string | number | boolean | DateCell | ErrorCell | FormulaCell

/** A row that exists in the file. `row` counts from 1 as the spreadsheet shows it (for CSV: the record's first line); `cells[0]` is column A. */
export type SheetRow = {
  row: number
  cells: Cell[]
  /** Zero-based columns whose value was taken from the merged area that covers them. */
  merged?: number[]
}

/** What a person should know about a sheet before using it; `code` is worded in the message catalogue `import`. */
export type SheetNote = { code: string; params: Record<string, string | number> }

/** A sheet of a workbook, or a whole CSV file (then the name is the file's name). */
export type Sheet = {
  name: string
  hidden: boolean
  /** The row that names the columns, by its `row` number; `null` when none was found. */
  headerRow: number | null
  rows: SheetRow[]
  notes: SheetNote[]
}

/** What a reader answers: the value and what was tidied to get it, or why the cell cannot be used. Readers never guess. */
export type Reading<T> =
  | { ok: true; value: T; tidied?: readonly string[] }
  | { ok: false; code: string; params: Record<string, string | number> }

export function usable<T>(value: T, tidied?: readonly string[]): Reading<T> {
  return tidied && tidied.length > 0 ? { ok: true, value, tidied } : { ok: true, value }
}

export function unusable(code: string, params: Record<string, string | number> = {}): Reading<never> {
  return { ok: false, code, params }
}

/** Column letters as a spreadsheet shows them: 1 → `A`, 28 → `AB`. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** The cell as a person would read it, for reports and for hashing; dates come out as `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  if (cell.kind === 'error') return cell.text
  if (cell.kind === 'formula') return cellText(cell.result)
  return serialText(cell.serial)
}

/** True for nothing, for empty text and for blanks only (including the ideographic space). */
export function isBlank(cell: Cell): boolean {
  if (cell === null) return true
  if (typeof cell === 'string') return cell === '' || cell.trim() === ''
  return typeof cell === 'object' && cell.kind === 'formula' && cell.result !== null && isBlank(cell.result)
}

/** Splits an Excel day count into calendar parts, rounded to the second. Serials before 1900-03-01 are wrong in Excel itself and give `null`. */
export function serialParts(serial: number): { year: number; month: number; day: number; secondOfDay: number } | null {
  // Excel believes in 29 February 1900 (serial 60): below 61 its calendar and ours disagree. 2958466 is the year 10000.
  if (!Number.isFinite(serial) || serial < 61 || serial >= 2958466) return null
  let days = Math.floor(serial)
  let seconds = Math.round((serial - days) * 86400)
  if (seconds === 86400) {
    days += 1
    seconds = 0
  }
  const date = new Date((days - 25569) * 86400000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), secondOfDay: seconds }
}

function serialText(serial: number): string {
  const parts = serialParts(serial)
  if (parts === null) return String(serial)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${String(parts.year).padStart(4, '0')}-${two(parts.month)}-${two(parts.day)}`
  if (parts.secondOfDay === 0) return day
  const { secondOfDay: s } = parts
  return `${day} ${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}
