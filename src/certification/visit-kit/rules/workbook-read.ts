import { type Cell, cellText, columnLetters, isBlank, type Sheet } from '#src/shared/cell/cell.ts'
import { MOST_CHOICES, VisitKit } from '../contract/kit.ts'
import { KIT_SHEETS, type KitSheet } from './workbook-sheets.ts'

/** What is wrong, and in which cell. */
export type CellProblem = { sheet: string; row: number; column: string; code: string; found: string }
type Row = { at: number; text: (column: string) => string; number: (column: string) => number | undefined }

// Who may say so is decided when it is saved; the shape wants something to stand there.
const UNSAID = { kind: 'default', confidence: 'none' } as const

/** The kit that the sheets say, or the cells in which they say none. Rows without an id get one from their place. */
export function readKitSheets(
  sheets: readonly Sheet[],
): { raw: VisitKit; problems?: undefined } | { raw?: undefined; problems: CellProblem[] } {
  const problems: CellProblem[] = []
  const tables = Object.fromEntries(
    Object.keys(KIT_SHEETS).map((key) => [key, readTable(sheets, key as KitSheet, problems)]),
  ) as Record<KitSheet, Row[]>
  if (problems.length > 0) return { problems }
  const draft = assemble(tables)
  const parsed = VisitKit.safeParse(draft)
  if (parsed.success) return { raw: parsed.data }
  return { problems: parsed.error.issues.map((issue) => located(issue.path, tables)) }
}

function readTable(sheets: readonly Sheet[], key: KitSheet, problems: CellProblem[]): Row[] {
  const { name, columns } = KIT_SHEETS[key]
  const found = sheets.find((sheet) => sheet.name === name)
  if (!found) {
    problems.push({ sheet: name, row: 1, column: 'A', code: 'sheet_missing', found: sheets[0]?.name ?? '-' })
    return []
  }
  const titles = Object.values(columns)
  const [header, ...rows] = found.rows
  for (const [at, title] of titles.entries()) {
    const shown = cellText(header?.cells[at] ?? null)
    if (shown !== title)
      problems.push({ sheet: name, row: 1, column: columnLetters(at + 1), code: 'column_title', found: shown || '-' })
  }
  const keys = Object.keys(columns)
  return rows.filter(({ cells }) => !cells.every(isBlank)).map(({ row, cells }) => readRow(keys, row, cells))
}

function readRow(keys: readonly string[], at: number, cells: readonly Cell[]): Row {
  const text = (column: string) => cellText(cells[keys.indexOf(column)] ?? null).trim()
  return { at, text, number: (column) => (text(column) === '' ? undefined : Number(text(column))) }
}

function assemble(tables: Record<KitSheet, Row[]>): unknown {
  const head = (key: string) => tables.head.find((row) => row.text('key') === key)
  const words = (row: Row | undefined) => ({ zh: row?.text('zh') ?? '', en: row?.text('en') ?? '' })
  const point = (row: Row, prefix: string) => ({ id: row.text('id') || `${prefix}_${row.at}`, provenance: UNSAID })
  const leaves = (row: Row) => ({
    leafIds: row
      .text('leafIds')
      .split(/[\s,，、]+/)
      .filter(Boolean),
  })
  const agenda = (meeting: string) => tables.agendas.filter((row) => row.text('meeting') === meeting).map(words)
  const percent = head('passPercent')?.number('value')
  return {
    id: head('id')?.text('zh'),
    title: words(head('title')),
    posts: tables.posts.map((row) => ({
      ...point(row, 'post'),
      name: words(row),
      required: yes(row.text('required')),
    })),
    agendas: { opening: agenda('opening'), closing: agenda('closing') },
    hardware: tables.hardware.map((row) => ({
      ...point(row, 'hardware'),
      ...{ section: row.text('section'), text: words(row), ...leaves(row) },
    })),
    interviews: tables.interviews.map((row) => ({
      ...point(row, 'interview'),
      ...{ postId: row.text('postId'), text: words(row), ...leaves(row) },
    })),
    knowledge: {
      drawn: { value: head('drawn')?.number('value'), provenance: UNSAID },
      passShare: { basisPoints: percent === undefined ? undefined : Math.round(percent * 100), provenance: UNSAID },
      questions: tables.questions.map((row) => ({
        ...point(row, 'question'),
        ...{ text: words(row), points: row.number('points'), right: choiceId(row.number('right') ?? 0) },
        ...{ choices: choicesOf(row), ...leaves(row) },
      })),
    },
    callScript: tables.call.map((row) => ({
      ...point(row, 'line'),
      ...{ kind: row.text('kind'), text: words(row), ...leaves(row) },
    })),
  }
}

function yes(text: string): unknown {
  if (['yes', 'true', '是', '1'].includes(text.toLowerCase())) return true
  return ['no', 'false', '否', '0', ''].includes(text.toLowerCase()) ? false : text
}

function choiceId(nth: number): string {
  return nth >= 1 && nth <= MOST_CHOICES ? String.fromCharCode(96 + nth) : ''
}

function choicesOf(row: Row): unknown[] {
  const all = Array.from({ length: MOST_CHOICES }, (_, at) => ({
    id: choiceId(at + 1),
    text: { zh: row.text(`choice${at + 1}Zh`), en: row.text(`choice${at + 1}En`) },
  }))
  const last = all.findLastIndex(({ text }) => text.zh !== '' || text.en !== '')
  return all.slice(0, last + 1)
}

const SHEET_OF: Record<string, KitSheet> = {
  posts: 'posts',
  agendas: 'agendas',
  hardware: 'hardware',
  interviews: 'interviews',
  callScript: 'call',
}

/** The cell where a problem of the shape stands. */
function located(path: readonly PropertyKey[], tables: Record<KitSheet, Row[]>): CellProblem {
  const steps = path.map(String)
  const isQuestion = steps[0] === 'knowledge' && steps[1] === 'questions'
  const key = isQuestion ? 'questions' : (SHEET_OF[steps[0]!] ?? 'head')
  const rest = isQuestion ? steps.slice(2) : steps.slice(1)
  const rows = key === 'agendas' ? tables.agendas.filter((row) => row.text('meeting') === rest[0]) : tables[key]
  const at = key === 'agendas' ? rest[1] : rest[0]
  const row = key === 'head' ? headRow(steps, tables.head) : rows[Number(at)]
  const columns = Object.keys(KIT_SHEETS[key].columns)
  const column = Math.max(0, columns.indexOf(columnOf(key, rest, steps)))
  return {
    sheet: KIT_SHEETS[key].name,
    row: row?.at ?? 1,
    column: columnLetters(column + 1),
    code: 'shape',
    found: row?.text(columns[column]!) || '-',
  }
}

function headRow(steps: readonly string[], rows: readonly Row[]): Row | undefined {
  const key = steps[1] === 'passShare' ? 'passPercent' : steps[1] === 'drawn' ? 'drawn' : steps[0]
  return rows.find((row) => row.text('key') === key)
}

function columnOf(key: KitSheet, rest: readonly string[], steps: readonly string[]): string {
  if (key === 'head') return steps[0] === 'knowledge' ? 'value' : (steps[1] ?? 'zh')
  const [field, ...more] = rest.slice(key === 'agendas' ? 2 : 1)
  if (field === 'choices' && more.length > 0) return `choice${Number(more[0]) + 1}${more.at(-1) === 'en' ? 'En' : 'Zh'}`
  if (field === 'choices') return 'choice1Zh'
  return field === 'text' || field === 'name' ? (more[0] ?? 'zh') : (field ?? 'id')
}
