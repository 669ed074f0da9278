import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Sheet } from '#src/shared/cell/cell.ts'
import type { Draft, DraftKind } from '../contract/draft.ts'
import { Mapping } from '../contract/mapping.ts'
import { ImportReport } from '../contract/report.ts'
import { type ImportPlan, planImport } from './plan.ts'
import { suggestMapping } from './suggest.ts'

const IMPORT_AT = '2026-11-22T02:00:00.000Z'

async function sheetsOf(file: string): Promise<Sheet[]> {
  const bytes = await readFile(new URL(`../../../../test/data/${file}`, import.meta.url))
  const decision = await readTabular(file, bytes)
  if (!decision.ok) throw new Error(decision.refusal.code)
  return decision.value.sheets
}

const workbook = await sheetsOf('service-workbook-demo.xlsx')
const log = await sheetsOf('incident-event-log-excerpt.csv')

function planOf(sheets: Sheet[], change: (mapping: Mapping) => void = () => {}): ImportPlan {
  const { mapping } = suggestMapping(sheets, '演示台账', 'Asia/Shanghai')
  const stated = structuredClone(mapping!)
  change(stated)
  return planImport(sheets, Mapping.parse(stated), IMPORT_AT)
}

const counts = (plan: ImportPlan) => Object.fromEntries(plan.report.records.map(({ kind, planned }) => [kind, planned]))
const problems = (plan: ImportPlan, sheet: string) =>
  Object.fromEntries(
    plan.report.problemCounts
      .filter((problem) => problem.sheet === sheet)
      .map(({ effect, code, count }) => [`${effect} ${code}`, count]),
  )
const at = (plan: ImportPlan, sheet: string, row: number) =>
  plan.report.problems.filter((problem) => problem.sheet === sheet && problem.row === row)
const draftAt = <K extends DraftKind>(plan: ImportPlan, kind: K, row: number) =>
  plan.records.find((draft) => draft.kind === kind && draft.place.rows.includes(row)) as Draft<K> | undefined

describe('the untidy service workbook', () => {
  const plan = planOf(workbook)

  it('gives exactly these records, and its report has the agreed shape', () => {
    expect(counts(plan)).toEqual({
      outlet: 12,
      staff: 46,
      licence: 46,
      customer: 420,
      installed_product: 420,
      service_request: 3199,
      complaint: 37,
      rating: 456,
    })
    expect(ImportReport.parse(plan.report)).toEqual(plan.report)
    const rows = plan.report.sheets.map((s) => [s.sheet, s.rowsRead, s.rowsUsed, s.rowsRefused, s.rowsIgnored])
    expect(rows).toEqual([
      ['网点', 12, 12, 0, 0],
      ['人员资质', 46, 46, 0, 0],
      ['客户', 420, 420, 0, 0],
      ['报修记录', 3202, 3199, 1, 2],
      ['回访记录', 900, 456, 444, 0],
      ['投诉登记', 37, 37, 0, 0],
    ])
    expect(plan.report.backfilled).toEqual({ records: 4112, oldestOn: '2019-01-07', newestOn: '2026-06-28' })
    expect(plan.records.every((draft) => draft.claimed)).toBe(true)
  })

  it('lists exactly what could not be used', () => {
    expect(problems(plan, '网点')).toEqual({})
    expect(problems(plan, '客户')).toEqual({})
    expect(problems(plan, '人员资质')).toEqual({
      'cell_refused expiry_of_which_licence': 7,
      'cell_refused expiry_without_licence': 7,
    })
    expect(problems(plan, '报修记录')).toEqual({
      'cell_refused two_names': 56,
      'cell_refused name_shared': 122,
      'warning customer_number_missing': 66,
      'row_ignored duplicate_row': 1,
      'row_ignored subtotal_row': 1,
      'cell_refused no_such_date': 1,
      'cell_refused time_without_date': 1,
      'row_refused relative_date': 1,
      'cell_refused times_contradict': 1,
    })
    expect(problems(plan, '回访记录')).toEqual({
      'row_refused rated_before_request': 444,
      'cell_refused unknown_mark': 23,
    })
    expect(problems(plan, '投诉登记')).toEqual({
      'cell_refused closed_but_in_progress': 6,
      'cell_refused name_shared': 1,
    })
  })

  it('finds the headers below the title rows', () => {
    expect(workbook.map(({ headerRow }) => headerRow)).toEqual([3, 3, 3, 3, 3, 3])
  })

  it('refuses two names in one cell and keeps the order with the words as they stand', () => {
    expect(at(plan, '报修记录', 12)).toEqual([
      {
        sheet: '报修记录',
        row: 12,
        column: 'K',
        header: '服务人员',
        cellText: '王伟、李海燕',
        effect: 'cell_refused',
        code: 'two_names',
        params: { names: 2 },
      },
    ])
    expect(draftAt(plan, 'service_request', 12)!.values.visit!.technician).toEqual({ key: null, text: '王伟、李海燕' })
  })

  it('does not choose between two people of one name', () => {
    expect(at(plan, '报修记录', 28)).toMatchObject([{ code: 'name_shared', params: { name: '李磊', people: 2 } }])
    expect(draftAt(plan, 'service_request', 28)!.values).toMatchObject({
      outlet: null,
      visit: { technician: { key: null, text: '李磊' } },
    })
  })

  it('passes over the repeated row, the subtotal and the empty row below it', () => {
    expect(at(plan, '报修记录', 704)).toMatchObject([{ code: 'duplicate_row', params: { firstRow: 654 } }])
    expect(at(plan, '报修记录', 1504)).toMatchObject([{ code: 'subtotal_row', params: { text: '小计' } }])
    expect(at(plan, '报修记录', 1505)).toEqual([])
    expect(draftAt(plan, 'service_request', 654)).toBeDefined()
  })

  it('refuses impossible dates cell by cell, and the row only when its own date is lost', () => {
    expect(at(plan, '报修记录', 2004)).toMatchObject([
      { column: 'L', cellText: '2025-02-30 10:00', code: 'no_such_date' },
    ])
    expect(at(plan, '报修记录', 2005)[0]).toMatchObject({
      column: 'L',
      cellText: '下午三点',
      code: 'time_without_date',
    })
    expect(at(plan, '报修记录', 2006)).toMatchObject([{ column: 'B', cellText: '明天', effect: 'row_refused' }])
    expect(draftAt(plan, 'service_request', 2006)).toBeUndefined()
    const visit = draftAt(plan, 'service_request', 2004)!.values.visit!
    expect([visit.arrivedAt, visit.finishedAt !== null]).toEqual([null, true])
  })

  it('refuses the one finish time that contradicts three other steps, and only that', () => {
    const [first] = at(plan, '报修记录', 2007)
    expect(first).toMatchObject({ column: 'M', cellText: '2020-01-01 00:00', code: 'times_contradict' })
    expect(first!.params).toEqual({ field: 'finishedAt', others: '报修时间, 派单时间, 到场时间' })
    const { status, visit } = draftAt(plan, 'service_request', 2007)!.values
    expect([status, visit!.outcome, visit!.finishedAt, visit!.arrivedAt?.on]).toEqual([
      'open',
      'passed_on',
      null,
      '2025-08-03',
    ])
  })

  it('keeps orders without a customer number, and unfinished ones open', () => {
    expect(at(plan, '报修记录', 119)).toMatchObject([
      { column: 'D', effect: 'warning', code: 'customer_number_missing' },
    ])
    const order = draftAt(plan, 'service_request', 119)!.values
    expect(order.customer).toEqual({ key: null, text: '中医康复中心（263）' })
    const open = draftAt(plan, 'service_request', 147)!.values
    expect([open.status, open.visit!.finishedAt, open.visit!.outcome]).toEqual(['open', null, 'in_progress'])
  })

  it('reads dates of all seven styles', () => {
    const styles = new Set(plan.report.normalised.filter(({ code }) => /date/.test(code)).map(({ code }) => code))
    expect([...styles].sort()).toEqual(['date_chinese', 'date_dots', 'date_slashes', 'excel_date'])
    const opened = (row: number) => draftAt(plan, 'service_request', row)!.values.requestedAt.at
    expect(opened(4)).toBe('2025-08-01T07:27:00.000Z')
    expect(opened(5)).toBe('2025-07-17T04:58:00.000Z')
    expect(opened(6)).toBe('2025-09-02T22:06:00.000Z')
    expect(opened(27)).toBe('2025-07-26T08:15:00.000Z')
    const expiries = [5, 6, 9].map((row) => draftAt(plan, 'licence', row)!.values.expiresOn)
    expect(expiries).toEqual(['2027-06-30', '2025-12-31', '2026-03-01'])
  })

  it('counts and shows what it tidied', () => {
    const tidied = (sheet: string, header: string, code: string) =>
      plan.report.normalised.find((one) => one.sheet === sheet && one.header === header && one.code === code)
    expect(tidied('客户', '联系电话', 'full_width')).toMatchObject({
      count: 25,
      examples: [{ row: 7, from: '１５０７８８８９５９５', to: '+8615078889595' }, {}, {}],
    })
    expect(tidied('客户', '联系电话', 'signs_removed')!.count).toBe(18)
    expect(tidied('报修记录', '客户名称', 'spaces_removed')!.count).toBe(108)
    expect(tidied('回访记录', '总体满意度', 'word_to_mark')!.count).toBe(459)
    expect(tidied('报修记录', '服务人员', 'outlet_from_technician')!.count).toBe(3022)
  })

  it('asks what a bare 差 means, and uses the answer', () => {
    const { questions } = suggestMapping(workbook, '演示台账', 'Asia/Shanghai')
    expect(questions).toContainEqual({
      sheet: '回访记录',
      column: 6,
      header: '总体满意度',
      code: 'marks_undecided',
      params: { words: '差' },
    })
    const answered = planOf(workbook, (mapping) => {
      const column = mapping.sheets
        .find(({ sheet }) => sheet === '回访记录')!
        .columns.find(({ column }) => column === 6)!
      column.values = { 差: 1 }
      mapping.sheets.find(({ sheet }) => sheet === '人员资质')!.expiryHoldsForAll = true
    })
    expect(problems(answered, '回访记录')).toEqual({ 'row_refused rated_before_request': 444 })
    expect(problems(answered, '人员资质')).toEqual({ 'cell_refused expiry_without_licence': 7 })
    expect(draftAt(answered, 'rating', 43)?.values.overall ?? draftAt(answered, 'rating', 55)?.values.overall).toBe(1)
  })

  it('read twice gives the same identities and contents; a changed cell changes one content', () => {
    const fingerprint = (one: ImportPlan) => one.records.map((draft) => `${draft.sourceKey} ${draft.contentHash}`)
    expect(fingerprint(planOf(workbook))).toEqual(fingerprint(plan))
    expect(new Set(plan.records.map(({ sourceKey }) => sourceKey)).size).toBe(plan.records.length)
    const changed = structuredClone(workbook)
    changed[3]!.rows.find(({ row }) => row === 4)!.cells[6] = '漏水严重'
    const before = new Set(fingerprint(plan))
    const differing = fingerprint(planOf(changed)).filter((line) => !before.has(line))
    expect(differing).toHaveLength(1)
    expect(differing[0]).toContain(draftAt(plan, 'service_request', 4)!.sourceKey)
  })
})

describe('the event log of a service desk', () => {
  const plan = planOf(log)

  it('folds its states into one request per number', () => {
    expect(counts(plan)).toEqual({ service_request: 100 })
    expect(plan.report.sheets).toMatchObject([
      { rowsRead: 603, rowsUsed: 603, rowsRefused: 0, target: 'incident_state' },
    ])
    expect(plan.records.reduce((rows, draft) => rows + draft.place.rows.length, 0)).toBe(603)
    expect(problems(plan, 'incident-event-log-excerpt')).toEqual({
      'warning closed_without_resolution': 3,
      'warning first_states_missing': 5,
      'warning created_before_opened': 6,
      'warning states_out_of_order': 1,
    })
  })

  it('asks a person to confirm the zone, the day-month order and the priorities', () => {
    const { mapping, questions } = suggestMapping(log, 'desk', 'Asia/Shanghai')
    expect(questions.map(({ header, code }) => `${header} ${code}`)).toEqual([
      'opened_at confirm_date_order',
      'sys_created_at confirm_date_order',
      'sys_updated_at confirm_date_order',
      'contact_type confirm_values',
      'priority confirm_values',
      'resolved_at confirm_date_order',
      'closed_at confirm_date_order',
      'null confirm_zone',
    ])
    expect(mapping!.unknownMarks).toEqual(['?'])
    expect(mapping!.sheets[0]!.columns.find(({ field }) => field === 'urgency')!.values).toEqual({
      '3 - Moderate': 'normal',
      '2 - High': 'urgent',
      '4 - Low': 'normal',
    })
  })

  it('keeps opened, answered, assigned, resolved and closed, and the other system’s verdict as a claim', () => {
    const draft = draftAt(plan, 'service_request', 2)!
    expect(draft.place.rows).toEqual([2, 3, 4, 5])
    expect(draft.values).toMatchObject({
      number: 'INC0000045',
      status: 'finished',
      requestedAt: { on: '2016-02-29', at: '2016-02-28T17:16:00.000Z' },
      firstAnsweredAt: { at: '2016-02-29T00:53:00.000Z' },
      urgency: 'normal',
      channel: 'hotline',
      outlet: null,
    })
    expect(draft.values.history).toMatchObject({ madeSla: true, reopenCount: 0, group: 'Group 56', assignee: null })
    expect(draft.values.history!.events.map(({ event, at }) => `${at.at!.slice(0, 16)} ${event}`)).toEqual([
      '2016-02-28T17:16 opened',
      '2016-02-28T17:23 assigned',
      '2016-02-29T00:53 state_changed',
      '2016-02-29T03:29 resolved',
      '2016-03-05T04:00 state_changed',
      '2016-03-05T04:00 closed',
    ])
  })

  it('never has an event before the one it follows', () => {
    for (const draft of plan.records as Draft<'service_request'>[]) {
      const times = draft.values.history!.events.map(({ at }) => at.at!)
      expect(times).toEqual([...times].sort())
    }
  })

  it('without a stated day-month order uses no row at all', () => {
    const refused = planOf(log, (mapping) => {
      for (const column of mapping.sheets[0]!.columns) delete column.dateOrder
    })
    expect(refused.records).toEqual([])
    expect(refused.report.sheets[0]).toMatchObject({ rowsUsed: 0, rowsRefused: 603 })
    expect(problems(refused, 'incident-event-log-excerpt')).toMatchObject({ 'row_refused day_month_unclear': 1206 })
  })
})
