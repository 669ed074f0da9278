import { cellText, isBlank, type SheetRow } from '#src/shared/cell/cell.ts'

const LOOK_AT_ROWS = 30

/**
 * The row that names the columns, below any title rows: the first of the top rows whose cells are all short text, at least two of them, nearly all different,
 * and which is as wide as the rows that follow. `null` when no row fits; then a person points at it.
 */
export function findHeaderRow(rows: readonly SheetRow[]): number | null {
  const top = rows.slice(0, LOOK_AT_ROWS)
  const widths = top.map((row) => ownCells(row).length)
  for (const [index, row] of top.entries()) {
    const own = ownCells(row)
    if (own.length < 2 || !own.every(isLabel)) continue
    if (new Set(own).size < own.length * 0.8) continue
    const below = widths.slice(index + 1, index + 11)
    const wide = below.length === 0 ? 0 : Math.max(...below)
    if (own.length >= wide * 0.6) return row.row
  }
  return null
}

// A title merged across the sheet counts as the one cell it is.
function ownCells(row: SheetRow): string[] {
  const own: string[] = []
  for (const [column, cell] of row.cells.entries()) {
    if (isBlank(cell) || row.merged?.includes(column)) continue
    own.push(typeof cell === 'string' ? cell.trim() : `\u0000${cellText(cell)}`)
  }
  return own
}

function isLabel(text: string): boolean {
  return text.length <= 40 && !text.startsWith('\u0000') && !/^[\d\s.,:/%-]+$/.test(text)
}
