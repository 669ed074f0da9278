import type { Cell, Sheet, SheetNote, SheetRow } from '#src/shared/cell/cell.ts'
import { sniffDelimiter } from './delimiter.ts'
import { decodeText } from './encoding.ts'
import { type TabularLimits, UnreadableFile } from './limits.ts'

const QUOTE = 34
const LF = 10
const CR = 13

/**
 * A whole CSV file as one sheet. Quotes by RFC 4180; a record may span lines. Every cell stays text (blank cells are `null`):
 * `00571` and `=1+1` come out as they stand. Throws `UnreadableFile` on an open quote or beyond a limit.
 */
export function readCsv(name: string, bytes: Uint8Array, limits: TabularLimits): Omit<Sheet, 'headerRow'> {
  const { text, encoding } = decodeText(bytes)
  const delimiter = sniffDelimiter(text)
  const notes: SheetNote[] = []
  if (encoding !== 'utf-8') notes.push({ code: 'encoding', params: { encoding } })
  if (delimiter !== ',')
    notes.push({ code: 'delimiter', params: { delimiter: delimiter === '\t' ? 'tab' : delimiter } })
  const rows: SheetRow[] = []
  const stray = readRecords(text, delimiter, limits, (row) => rows.push(row))
  if (stray.count > 0) notes.push({ code: 'stray_quotes', params: { count: stray.count, firstRow: stray.firstRow } })
  return { name, hidden: false, rows, notes }
}

/**
 * Calls `take` for every record that is not an empty line. The scanner is our own because it must give the line of each record and runs several times
 * faster than a general parser on the plain files that make up most imports.
 */
function readRecords(text: string, delimiter: string, limits: TabularLimits, take: (row: SheetRow) => void) {
  const comma = delimiter.charCodeAt(0)
  const length = text.length
  const stray = { count: 0, firstRow: 0 }
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let line = 1
  let rowCount = 0
  let cellCount = 0
  // Excel's own hint line, e.g. `sep=;`, is not data.
  const hint = /^sep=.\r?\n/i.exec(text.slice(position, position + 8))
  if (hint) {
    position += hint[0].length
    line += 1
  }
  while (position < length) {
    const startLine = line
    const cells: Cell[] = []
    let blank = true
    for (;;) {
      let value: string
      if (text.charCodeAt(position) === QUOTE) {
        const end = closingQuote(text, position)
        if (end < 0) throw new UnreadableFile('quote_not_closed', { row: line })
        value = text.slice(position + 1, end)
        if (value.includes('"')) value = value.replaceAll('""', '"')
        line += countBreaks(text, position, end)
        position = end + 1
        // Text after a closing quote (`"a"b`): kept as written, and said so.
        const rest = fieldEnd(text, position, comma)
        if (rest > position) {
          value += text.slice(position, rest)
          if (stray.count++ === 0) stray.firstRow = startLine
          position = rest
        }
      } else {
        const end = fieldEnd(text, position, comma)
        value = text.slice(position, end)
        position = end
      }
      if (value.length > limits.cellCharacters) {
        throw new UnreadableFile('cell_too_long', { row: startLine, max: limits.cellCharacters })
      }
      if (value === '') cells.push(null)
      else {
        cells.push(value)
        blank = false
      }
      if (cells.length > limits.columns)
        throw new UnreadableFile('too_many_columns', { row: startLine, max: limits.columns })
      if (position < length && text.charCodeAt(position) === comma) position += 1
      else break
    }
    if (position < length) {
      position += text.charCodeAt(position) === CR && text.charCodeAt(position + 1) === LF ? 2 : 1
      line += 1
    }
    if (blank) continue
    if (++rowCount > limits.rows) throw new UnreadableFile('too_many_rows', { max: limits.rows })
    cellCount += cells.length
    if (cellCount > limits.cells) throw new UnreadableFile('too_many_cells', { max: limits.cells })
    take({ row: startLine, cells })
  }
  return stray
}

function fieldEnd(text: string, from: number, comma: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === comma || code === LF || code === CR) return at
  }
  return text.length
}

function closingQuote(text: string, open: number): number {
  let at = open + 1
  for (;;) {
    const found = text.indexOf('"', at)
    if (found < 0) return -1
    if (text.charCodeAt(found + 1) !== QUOTE) return found
    at = found + 2
  }
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
