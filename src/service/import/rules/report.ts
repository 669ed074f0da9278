import { cellText, columnLetters, isBlank, type Sheet } from '#src/shared/cell/cell.ts'
import { DRAFT_KINDS, type Draft, type DraftKind } from '../contract/draft.ts'
import type { Mapping, SheetMapping } from '../contract/mapping.ts'
import type { ImportReport, RecordCount, SheetReport } from '../contract/report.ts'
import type { ImportLog } from './log.ts'

export type SheetRead = { found: Sheet; sheet: SheetMapping; rowsRead: number; cellsUnknown: number }

export function reportPlan(
  sheets: readonly Sheet[],
  mapping: Mapping,
  importAt: string,
  importOn: string,
  records: readonly Draft[],
  reads: readonly SheetRead[],
  log: ImportLog,
): ImportReport {
  const sheetNames = new Set(sheets.map(({ name }) => name))
  const only = sheets.length === 1 && mapping.sheets.length === 1
  const missing = only ? [] : mapping.sheets.filter(({ sheet }) => !sheetNames.has(sheet))
  const mapped = new Map(mapping.sheets.map((sheet) => [sheet.sheet, sheet]))
  const readSheets = new Set(reads.map(({ sheet }) => sheet.sheet))
  return {
    stage: 'planned',
    source: mapping.source,
    zone: mapping.zone,
    importAt,
    sheets: sheets.flatMap((sheet) => {
      const read = reads.find(({ found }) => found === sheet)
      return read ? [sheetReport(read, log)] : []
    }),
    records: recordCounts(records),
    problems: log.problems,
    problemCounts: log.counts,
    problemsUnlisted: log.unlisted,
    normalised: log.normalised,
    ignoredSheets: [
      ...sheets
        .filter(({ name }) => !readSheets.has(name))
        .map(({ name, hidden }) => ({
          sheet: name,
          code: mapped.has(name) || only ? 'header_changed' : hidden ? 'hidden_not_mapped' : 'not_mapped',
        })),
      ...missing.map(({ sheet }) => ({ sheet, code: 'sheet_not_in_file' })),
    ],
    backfilled: backfilled(records, importOn),
    clocks: null,
  }
}

function sheetReport({ found, sheet, rowsRead, cellsUnknown }: SheetRead, log: ImportLog): SheetReport {
  const used = new Set(sheet.columns.map(({ column }) => column))
  const header = found.rows.find(({ row }) => row === sheet.headerRow)
  const ignoredColumns = (header?.cells ?? []).flatMap((cell, index) =>
    isBlank(cell) || used.has(index + 1)
      ? []
      : [{ column: columnLetters(index + 1), header: cellText(cell).trim().slice(0, 200) }],
  )
  const rowsRefused = log.rowCount(sheet.sheet, 'row_refused')
  const rowsIgnored = log.rowCount(sheet.sheet, 'row_ignored')
  return {
    sheet: sheet.sheet,
    target: sheet.target,
    rowsRead,
    rowsUsed: rowsRead - rowsRefused - rowsIgnored,
    rowsRefused,
    rowsIgnored,
    cellsRefused: log.count(sheet.sheet, 'cell_refused'),
    cellsUnknown,
    warnings: log.count(sheet.sheet, 'warning'),
    ignoredColumns,
    notes: found.notes,
  }
}

function recordCounts(records: readonly Draft[]): RecordCount[] {
  const counts = new Map<DraftKind, number>()
  for (const { kind } of records) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return DRAFT_KINDS.filter((kind) => counts.has(kind)).map((kind) => ({
    kind,
    planned: counts.get(kind)!,
    new: null,
    unchanged: null,
    changed: null,
    updated: null,
    refused: null,
  }))
}

function backfilled(records: readonly Draft[], importOn: string): ImportReport['backfilled'] {
  let count = 0
  let oldestOn: string | null = null
  let newestOn: string | null = null
  for (const { claimedOn } of records) {
    if (claimedOn === null || claimedOn >= importOn) continue
    count += 1
    if (oldestOn === null || claimedOn < oldestOn) oldestOn = claimedOn
    if (newestOn === null || claimedOn > newestOn) newestOn = claimedOn
  }
  return { records: count, oldestOn, newestOn }
}
