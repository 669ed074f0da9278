import type { Draft } from '../contract/draft.ts'
import type { ImportProblem, ImportReport, ProblemCount, RecordCount } from '../contract/report.ts'
import { PROBLEMS_LISTED } from '../contract/report.ts'

/** What became of one record of the plan. `matched`: it is on file already, entered by other means, and stays as it is. */
export type Fate =
  | { fate: 'added' | 'updated' | 'unchanged' | 'matched' }
  | { fate: 'changed'; touched: boolean }
  | { fate: 'refused'; code: string; params: Record<string, string | number> }
export type RecordFate = { draft: Draft; fate: Fate }
/** What transactions of the run have added and updated, also those before it was interrupted. */
export type DoneByKind = {
  kind: string
  added: number
  updated: number
  clocks: number
  clocksBeforePromise: number
  clocksUnknown: number
}

/** The planned report as it turned out. Records that this run had saved before it was interrupted count as new, not as unchanged. */
export function reportResult(
  planned: ImportReport,
  fates: readonly RecordFate[],
  done: readonly DoneByKind[],
): ImportReport {
  const found = fates.flatMap(({ draft, fate }) => problemOf(draft, fate) ?? [])
  const refusedRows = new Map<string, Set<number>>()
  for (const { sheet, row, effect } of found)
    if (effect === 'row_refused') refusedRows.set(sheet, (refusedRows.get(sheet) ?? new Set()).add(row!))
  const listed = [...planned.problems, ...found]
  const sum = (pick: (one: DoneByKind) => number) => done.reduce((total, one) => total + pick(one), 0)
  return {
    ...planned,
    stage: 'saved',
    records: planned.records.map((record) => countOf(record, fates, done)),
    sheets: planned.sheets.map((sheet) => {
      const rows = refusedRows.get(sheet.sheet)?.size ?? 0
      const cells = found.filter((one) => one.sheet === sheet.sheet && one.effect === 'cell_refused').length
      const warnings = found.filter((one) => one.sheet === sheet.sheet && one.effect === 'warning').length
      return {
        ...sheet,
        rowsUsed: sheet.rowsUsed - rows,
        rowsRefused: sheet.rowsRefused + rows,
        cellsRefused: sheet.cellsRefused + cells,
        warnings: sheet.warnings + warnings,
      }
    }),
    problems: listed.slice(0, PROBLEMS_LISTED),
    problemsUnlisted: planned.problemsUnlisted + Math.max(0, listed.length - PROBLEMS_LISTED),
    problemCounts: addCounts(planned.problemCounts, found),
    clocks: {
      measured: sum((one) => one.clocks),
      beforePromise: sum((one) => one.clocksBeforePromise),
      unknown: sum((one) => one.clocksUnknown),
    },
  }
}

function countOf(record: RecordCount, fates: readonly RecordFate[], done: readonly DoneByKind[]): RecordCount {
  const mine = fates.filter(({ draft }) => draft.kind === record.kind)
  const count = (fate: Fate['fate']) => mine.filter((one) => one.fate.fate === fate).length
  const total = done.find(({ kind }) => kind === record.kind)
  const added = total?.added ?? 0
  const updated = total?.updated ?? 0
  const changed = count('changed')
  const refused = count('refused')
  return {
    ...record,
    new: added,
    updated,
    changed,
    refused,
    unchanged: record.planned - added - updated - changed - refused,
  }
}

function problemOf(draft: Draft, fate: Fate): ImportProblem | undefined {
  const { sheet, rows } = draft.place
  const place = { sheet, row: rows[0]!, column: null, header: null, cellText: nameOf(draft).slice(0, 200) }
  switch (fate.fate) {
    case 'matched':
      return { ...place, effect: 'warning', code: 'matched_existing', params: {} }
    case 'changed':
      return {
        ...place,
        effect: 'warning',
        code: fate.touched ? 'changed_but_worked_on' : 'changed_not_overwritten',
        params: {},
      }
    case 'refused': {
      // What hangs on another record of its row leaves that record in.
      const effect = draft.kind === 'licence' || draft.kind === 'installed_product' ? 'cell_refused' : 'row_refused'
      return { ...place, effect, code: fate.code, params: fate.params }
    }
    default:
      return undefined
  }
}

/** The words by which a person finds the record in the register. */
function nameOf(draft: Draft): string {
  switch (draft.kind) {
    case 'outlet':
    case 'staff':
    case 'customer':
      return `${draft.values.code} ${draft.values.name}`
    case 'licence':
      return `${draft.values.staff.text ?? ''} ${draft.values.name}`
    case 'installed_product':
      return draft.values.serialNumber ?? draft.values.productName ?? ''
    case 'service_request':
    case 'complaint':
      return draft.values.number
    case 'rating':
      return draft.values.request.text ?? ''
  }
}

function addCounts(planned: readonly ProblemCount[], found: readonly ImportProblem[]): ProblemCount[] {
  const counts = planned.map((count) => ({ ...count, examples: [...count.examples] }))
  for (const { sheet, effect, code, row, column, cellText, params } of found) {
    let count = counts.find((one) => one.sheet === sheet && one.effect === effect && one.code === code)
    if (!count) {
      count = { sheet, effect, code, count: 0, examples: [] }
      counts.push(count)
    }
    count.count += 1
    if (count.examples.length < 3) count.examples.push({ row, column, cellText, params })
  }
  return counts
}
