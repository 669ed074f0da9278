/** What a file may cost to read. A file beyond a limit is refused whole: half a register would count as a whole one. */
export type TabularLimits = {
  fileBytes: number
  /** Everything a workbook unpacks to, together; this is what stops a zip bomb. */
  unpackedBytes: number
  sheets: number
  rows: number
  columns: number
  cells: number
  /** Excel's own limit of a cell is 32,767 characters. */
  cellCharacters: number
  sharedStrings: number
  mergedAreas: number
}

export const TABULAR_LIMITS: TabularLimits = {
  fileBytes: 100 * 1024 * 1024,
  unpackedBytes: 600 * 1024 * 1024,
  sheets: 200,
  rows: 500_000,
  columns: 500,
  cells: 12_000_000,
  cellCharacters: 32_767,
  sharedStrings: 3_000_000,
  mergedAreas: 20_000,
}

/**
 * Thrown inside this folder only, to leave nested loops and streams at once; `readTabular` turns it into a refusal.
 * `code` is worded in the message catalogue `refusal`.
 */
export class UnreadableFile extends Error {
  readonly code: string
  readonly params: Record<string, string | number>

  constructor(code: string, params: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
