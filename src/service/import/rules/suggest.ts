import { readRating } from '#src/shared/cell/answer.ts'
import { type Cell, cellText, isBlank, type Sheet } from '#src/shared/cell/cell.ts'
import { halfWidth } from '#src/shared/cell/text.ts'
import { proveDateOrder } from '#src/shared/cell/time.ts'
import { FIELDS, type Field, fieldOf, TARGETS, type Target } from '../contract/field.ts'
import type { ColumnMapping, Mapping, MappingQuestion, SheetMapping } from '../contract/mapping.ts'
import { HEADER_WORDS, VALUE_WORDS } from './synonyms.ts'

const UNKNOWN_MARKS = ['?', '？', 'N/A', 'n/a', 'NULL', 'null', '-', '--', '—', '/', '不详', '未知']
const DISTINCT_VALUES = 60

/**
 * Proposes how to read a file, from its headers and values. A person confirms it: `questions` names what headers cannot tell (words without an agreed
 * meaning, day-month order, the zone, sheets that fit nothing). `null` when no sheet fits any target.
 */
export function suggestMapping(
  sheets: readonly Sheet[],
  source: string,
  zone: string,
): { mapping: Mapping | null; questions: MappingQuestion[] } {
  const questions: MappingQuestion[] = []
  const chosen: SheetMapping[] = []
  const marks = new Set<string>()
  for (const sheet of sheets) {
    const fit = sheet.hidden ? null : bestFit(sheet)
    if (fit === null) {
      ask(questions, sheet.name, null, sheet.hidden ? 'hidden_sheet_left_out' : 'sheet_fits_nothing')
      continue
    }
    const columns = fit.columns.map((column) => completeColumn(sheet, fit, column, marks, questions))
    const fields = new Set(columns.map(({ field }) => field))
    const named = fields.has('customerName')
    chosen.push({
      sheet: sheet.name,
      target: fit.target,
      headerRow: sheet.headerRow!,
      columns,
      // Where the register has customer numbers, a name alone is too little; where it has none, a name that only one customer bears is all there is.
      matchCustomerBy: !named ? 'never' : fields.has('customerCode') ? 'name_and_phone' : 'unique_name',
      outletFromTechnician:
        fit.target === 'service_request' && !fields.has('outletCode') && fields.has('technicianName'),
      requestKind: 'repair',
      expiryHoldsForAll: false,
    })
  }
  if (chosen.length === 0) return { mapping: null, questions }
  ask(questions, chosen[0]!.sheet, null, 'confirm_zone', { zone })
  const mapping: Mapping = {
    ...{ source, zone, unknownMarks: [...marks], notBeforeOn: '1990-01-01', sheets: chosen },
    measureBeforePromises: true,
    onChanged: 'list',
  }
  return { mapping, questions }
}

type Fit = { target: Target; columns: { column: number; header: string; field: string }[] }

function bestFit(sheet: Sheet): Fit | null {
  const header = sheet.rows.find(({ row }) => row === sheet.headerRow)
  if (!header) return null
  let best: Fit | null = null
  for (const target of TARGETS) {
    const columns: Fit['columns'] = []
    const taken = new Set<string>()
    for (const [index, cell] of header.cells.entries()) {
      if (isBlank(cell) || header.merged?.includes(index)) continue
      const text = cellText(cell).trim()
      const field = fieldNamed(target, text)
      if (field === null || taken.has(field)) continue
      taken.add(field)
      columns.push({ column: index + 1, header: text, field })
    }
    const required = Object.entries(FIELDS[target] as Record<string, Field>).filter(([, field]) => field.required)
    if (columns.length < 2 || !required.every(([name]) => taken.has(name))) continue
    if (best === null || columns.length > best.columns.length) best = { target, columns }
  }
  return best
}

const plainWords = new Map<Target, Map<string, string>>()

export function fieldNamed(target: Target, header: string): string | null {
  let words = plainWords.get(target)
  if (!words) {
    words = new Map()
    for (const [field, synonyms] of Object.entries(HEADER_WORDS[target])) {
      for (const synonym of synonyms) if (!words.has(plainHeader(synonym))) words.set(plainHeader(synonym), field)
    }
    plainWords.set(target, words)
  }
  return words.get(plainHeader(header)) ?? null
}

/** A header without width, case, units in brackets, blanks and signs: `服务态度(1-5)` → `服务态度`, `sys_updated_at` → `sysupdatedat`. */
export function plainHeader(header: string): string {
  return halfWidth(header)
    .toLowerCase()
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/[\s_\-.:：*/#'"]+/g, '')
}

function completeColumn(
  sheet: Sheet,
  fit: Fit,
  column: Fit['columns'][number],
  marks: Set<string>,
  questions: MappingQuestion[],
): ColumnMapping {
  const field = fieldOf(fit.target, column.field)!
  const cells = sheet.rows
    .filter(({ row }) => row > sheet.headerRow!)
    .map((row) => row.cells[column.column - 1] ?? null)
  for (const cell of cells) if (typeof cell === 'string' && UNKNOWN_MARKS.includes(cell.trim())) marks.add(cell.trim())
  const complete: ColumnMapping = { ...column }
  if (field.type === 'time' || field.type === 'day') {
    const order = proveDateOrder(cells)
    if (order !== null) {
      complete.dateOrder = order
      ask(questions, sheet.name, column, 'confirm_date_order', { order })
    } else if (cells.some((cell) => typeof cell === 'string' && /^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(cell))) {
      ask(questions, sheet.name, column, 'date_order_unknown')
    }
  } else if (field.type === 'choice') {
    complete.values = choiceTable(fit.target, column, cells, marks, sheet.name, questions)
  } else if (field.type === 'mark') {
    const words = distinct(cells, marks).filter((word) => !readRating(word).ok)
    if (words.length > 0)
      ask(questions, sheet.name, column, 'marks_undecided', { words: words.slice(0, 20).join(' | ') })
  } else if (field.type === 'yes_no' && cells.some(isBlank) && cells.some((cell) => !isBlank(cell))) {
    ask(questions, sheet.name, column, 'blank_means')
  }
  return complete
}

function choiceTable(
  target: Target,
  column: Fit['columns'][number],
  cells: readonly Cell[],
  marks: ReadonlySet<string>,
  sheet: string,
  questions: MappingQuestion[],
): Record<string, string> {
  const known = VALUE_WORDS[`${target}.${column.field}`] ?? VALUE_WORDS[`*.${column.field}`] ?? {}
  const table: Record<string, string> = {}
  const open: string[] = []
  for (const word of distinct(cells, marks)) {
    const plain = halfWidth(word).toLowerCase()
    const meaning = Object.hasOwn(known, word) ? known[word] : Object.hasOwn(known, plain) ? known[plain] : undefined
    if (meaning === undefined) open.push(word)
    else table[word] = meaning
  }
  if (open.length > 0) ask(questions, sheet, column, 'values_undecided', { words: open.slice(0, 20).join(' | ') })
  if (Object.keys(table).length > 0) {
    const words = Object.entries(table).map(([word, meaning]) => `${word} → ${meaning}`)
    ask(questions, sheet, column, 'confirm_values', { words: words.join(' | ') })
  }
  return table
}

function distinct(cells: readonly Cell[], marks: ReadonlySet<string>): string[] {
  const words = new Set<string>()
  for (const cell of cells) {
    if (isBlank(cell)) continue
    const word = cellText(cell).trim()
    if (!marks.has(word)) words.add(word)
    if (words.size >= DISTINCT_VALUES) break
  }
  return [...words]
}

function ask(
  questions: MappingQuestion[],
  sheet: string,
  column: { column: number; header: string } | null,
  code: string,
  params: MappingQuestion['params'] = {},
): void {
  questions.push({ sheet, column: column?.column ?? null, header: column?.header ?? null, code, params })
}
