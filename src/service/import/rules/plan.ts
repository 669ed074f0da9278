import { cellText, isBlank, type Sheet, type SheetRow } from '#src/shared/cell/cell.ts'
import { offsetMinutes } from '#src/shared/cell/zone.ts'
import { DRAFT_KINDS, type Draft } from '../contract/draft.ts'
import { TARGETS } from '../contract/field.ts'
import type { Mapping, SheetMapping } from '../contract/mapping.ts'
import type { ImportReport } from '../contract/report.ts'
import { type RowValues, rowReader } from './column.ts'
import { customerDrafts, outletDrafts, staffDrafts } from './company-rows.ts'
import { DraftGathering } from './draft.ts'
import { foldCase } from './fold.ts'
import { ImportLog } from './log.ts'
import { type KnownRecords, Register } from './register.ts'
import { reportPlan, type SheetRead } from './report.ts'
import { RowContext } from './row-context.ts'
import { complaintDrafts, ratingDrafts, requestDrafts } from './service-rows.ts'

export type ImportPlan = {
  /** In saving order: a record points only at records before it or known already. */
  records: Draft[]
  report: ImportReport
}

/**
 * Decides what becomes of every row: a record draft, or a listed reason why not. Pure: the same sheets, mapping and import time give the same plan.
 * `importAt` is the UTC instant of the import; nothing can have happened after it. `known` lets names be matched with records that are there already.
 */
export function planImport(
  sheets: readonly Sheet[],
  mapping: Mapping,
  importAt: string,
  known: KnownRecords = {},
): ImportPlan {
  const log = new ImportLog()
  const importOn = localDay(mapping.zone, importAt)
  const usable = mapping.sheets.flatMap((mapped) => {
    const found = sheetFor(mapped, mapping, sheets)
    const sheet = found ? { ...mapped, sheet: found.name } : mapped
    return found && headerAgrees(found, sheet, log) ? [{ sheet, found }] : []
  })
  const register = new Register(new Set(usable.map(({ sheet }) => sheet.target)), known)
  const records: Draft[] = []
  const reads: SheetRead[] = []
  for (const target of TARGETS) {
    const gathering = new DraftGathering(log)
    for (const { sheet, found } of usable.filter(({ sheet }) => sheet.target === target)) {
      reads.push(readSheet(found, sheet, mapping, importOn, log, gathering, register))
    }
    for (const draft of gathering.settled()) {
      records.push(draft)
      register.add(draft)
    }
  }
  const order = new Map(DRAFT_KINDS.map((kind, index) => [kind, index]))
  records.sort((a, b) => order.get(a.kind)! - order.get(b.kind)!)
  return { records, report: reportPlan(sheets, mapping, importAt, importOn, records, reads, log) }
}

function localDay(zone: string, instant: string): string {
  const ms = Date.parse(instant)
  return new Date(ms + offsetMinutes(zone, ms) * 60_000).toISOString().slice(0, 10)
}

// A CSV file is its only sheet, named after the file; next month's file has another name and the same columns.
function sheetFor(mapped: SheetMapping, mapping: Mapping, sheets: readonly Sheet[]): Sheet | undefined {
  if (mapping.sheets.length === 1 && sheets.length === 1) return sheets[0]
  return sheets.find(({ name }) => name === mapped.sheet)
}

function headerAgrees(found: Sheet, sheet: SheetMapping, log: ImportLog): boolean {
  const header = found.rows.find(({ row }) => row === sheet.headerRow)
  for (const { column, header: expected } of sheet.columns) {
    const cell = header?.cells[column - 1] ?? null
    if (cellText(cell).trim() === expected.trim()) continue
    const place = { sheet: sheet.sheet, column, header: expected }
    log.cell(place, sheet.headerRow, cell, 'sheet_refused', 'header_changed', { expected })
    return false
  }
  return true
}

const SUBTOTAL =
  /^\s*(?:本页|本月|本年|全年|月度|季度)?\s*(?:小计|合计|总计|累计|共计|sub-?total|(?:grand )?total)\s*[:：]?/i

function readSheet(
  found: Sheet,
  sheet: SheetMapping,
  mapping: Mapping,
  importOn: string,
  log: ImportLog,
  gathering: DraftGathering,
  register: Register,
): SheetRead {
  const reader = rowReader(sheet, mapping, importOn, log)
  const columns = sheet.columns.map(({ column }) => column - 1)
  const cases = new Map<string, RowValues[]>()
  let rowsRead = 0
  for (const row of found.rows) {
    if (row.row <= sheet.headerRow || columns.every((column) => isBlank(row.cells[column] ?? null))) continue
    rowsRead += 1
    const skip = reasonToSkip(row, sheet)
    if (skip) {
      log.row(sheet.sheet, row.row, 'row_ignored', skip.code, skip.params)
      continue
    }
    const values = reader.read(row)
    if (values === null) continue
    if (sheet.target === 'incident_state') {
      const number = values.values.number as string
      const states = cases.get(number)
      if (states) states.push(values)
      else cases.set(number, [values])
      continue
    }
    const drafts = draftsOf(values, new RowContext(mapping.source, sheet, log, register, row.row))
    if (drafts !== null) gathering.take(sheet.sheet, row.row, drafts)
  }
  for (const states of cases.values()) {
    const draft = foldCase(mapping.source, sheet.sheet, states, log)
    if (draft !== null) gathering.take(sheet.sheet, states[0]!.row, [draft])
    else
      log.refuseRows(
        sheet.sheet,
        states.map(({ row }) => row),
      )
  }
  return { found, sheet, rowsRead, cellsUnknown: reader.unknownCells }
}

function reasonToSkip(row: SheetRow, sheet: SheetMapping): { code: string; params: Record<string, string> } | null {
  const first = row.cells.find((cell) => !isBlank(cell)) ?? null
  if (typeof first !== 'string') return null
  const total = SUBTOTAL.exec(first)
  if (total) return { code: 'subtotal_row', params: { text: first.trim().slice(0, 50) } }
  const repeatsHeader = sheet.columns.every(
    ({ column, header }) => cellText(row.cells[column - 1] ?? null).trim() === header.trim(),
  )
  return repeatsHeader ? { code: 'repeated_header', params: {} } : null
}

function draftsOf(row: RowValues, context: RowContext): Draft[] | null {
  switch (context.sheet.target) {
    case 'outlet':
      return outletDrafts(row, context)
    case 'staff':
      return staffDrafts(row, context)
    case 'customer':
      return customerDrafts(row, context)
    case 'service_request':
      return requestDrafts(row, context)
    case 'complaint':
      return complaintDrafts(row, context)
    case 'rating':
      return ratingDrafts(row, context)
    case 'incident_state':
      return null
  }
}
