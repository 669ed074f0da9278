import { type Cell, cellText, columnLetters, isBlank, type Sheet } from '#src/shared/cell/cell.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { ImportLook } from '../contract/run.ts'
import { suggestMapping } from './suggest.ts'

const FIRST_ROWS = 8
const COLUMNS = 100
const SAMPLES = 5
const SAMPLED_ROWS = 300
const CELL_CHARACTERS = 80

/** What a person needs to see of a file to say how it is to be read, and the mapping its headers suggest. */
export function lookInto(
  form: 'csv' | 'xlsx',
  sheets: readonly Sheet[],
  source: string,
  zone: string,
): { look: ImportLook; mapping: Mapping | null } {
  const { mapping, questions } = suggestMapping(sheets, source, zone)
  return { mapping, look: { form, sheets: sheets.map(lookAt), questions } }
}

function lookAt({ name, hidden, headerRow, rows, notes }: Sheet): ImportLook['sheets'][number] {
  const header = rows.find(({ row }) => row === headerRow)
  const below = rows.filter(({ row }) => headerRow === null || row > headerRow)
  return {
    ...{ name, hidden, headerRow, notes },
    rowCount: below.filter(({ cells }) => cells.some((cell) => !isBlank(cell))).length,
    columns: (header?.cells ?? []).slice(0, COLUMNS).flatMap((cell, index) =>
      isBlank(cell)
        ? []
        : [
            {
              column: index + 1,
              letters: columnLetters(index + 1),
              header: cellText(cell).trim().slice(0, 200),
              samples: samplesOf(below.slice(0, SAMPLED_ROWS).map(({ cells }) => cells[index] ?? null)),
            },
          ],
    ),
    firstRows: rows.slice(0, FIRST_ROWS).map(({ row, cells }) => ({ row, cells: cells.slice(0, COLUMNS).map(shown) })),
  }
}

function samplesOf(cells: readonly Cell[]): string[] {
  const found = new Set<string>()
  for (const cell of cells) {
    if (!isBlank(cell)) found.add(shown(cell))
    if (found.size >= SAMPLES) break
  }
  return [...found]
}

function shown(cell: Cell): string {
  return cellText(cell).trim().slice(0, CELL_CHARACTERS)
}
