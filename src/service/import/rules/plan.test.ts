import { describe, expect, it } from 'vitest'
import type { Cell, Sheet } from '#src/shared/cell/cell.ts'
import type { Draft } from '../contract/draft.ts'
import { Mapping } from '../contract/mapping.ts'
import { type ImportPlan, planImport } from './plan.ts'
import type { KnownRecords } from './register.ts'
import { suggestMapping } from './suggest.ts'

const IMPORT_AT = '2026-11-22T02:00:00.000Z'

function sheet(name: string, ...rows: Cell[][]): Sheet {
  return {
    name,
    hidden: false,
    headerRow: 1,
    rows: rows.map((cells, index) => ({ row: index + 1, cells })),
    notes: [],
  }
}

function plan(
  sheets: Sheet[],
  options: { known?: KnownRecords; change?: (mapping: Mapping) => void } = {},
): ImportPlan {
  const { mapping } = suggestMapping(sheets, '台账', 'Asia/Shanghai')
  const stated = structuredClone(mapping!)
  options.change?.(stated)
  return planImport(sheets, Mapping.parse(stated), IMPORT_AT, options.known)
}

const told = (one: ImportPlan) =>
  one.report.problems.map(({ row, column, effect, code }) => `${row} ${column} ${effect} ${code}`)
const kinds = (one: ImportPlan) => one.records.map(({ kind }) => kind)

const ORDER = ['单号', '报修时间', '派单时间', '服务人员', '到场时间', '完成时间', '处理结果']
const order = (...rows: Cell[][]) => sheet('报修', ORDER, ...rows)
const wang = { key: 'w', name: '王伟', phone: null, outlet: null }

describe('one number with different contents', () => {
  it('refuses every such row, also when a third repeats the first', () => {
    const one = ['BX1', '2026-01-05 08:00']
    const result = plan([order(one, ['BX1', '2026-01-06 08:00'], one, ['BX2', '2026-01-07 08:00'])])
    expect(told(result)).toEqual([
      '2 null row_refused conflicting_rows',
      '3 null row_refused conflicting_rows',
      '4 null row_refused conflicting_rows',
    ])
    expect(result.records.map(({ place }) => place.rows[0])).toEqual([5])
    expect(result.report.sheets[0]).toMatchObject({ rowsRead: 4, rowsUsed: 1, rowsRefused: 3 })
  })

  it('takes with a refused customer all products listed for it', () => {
    const header = ['客户编号', '客户名称', '装机产品', '出厂编号']
    const result = plan([
      sheet(
        '客户',
        header,
        ['K1', '甲厂', 'A', 'S1'],
        ['K1', '甲厂', 'B', 'S2'],
        ['K1', '乙厂', 'C', 'S3'],
        ['K2', '丙厂', 'A', 'S4'],
      ),
    ])
    expect(kinds(result)).toEqual(['customer', 'installed_product'])
    expect(told(result)).toEqual([
      '2 null row_refused conflicting_rows',
      '4 null row_refused conflicting_rows',
      '3 null row_refused owner_refused',
    ])
  })

  it('is no conflict when a customer has several products', () => {
    const header = ['客户编号', '客户名称', '装机产品', '出厂编号']
    const result = plan([sheet('客户', header, ['K1', '甲厂', 'A', 'S1'], ['K1', '甲厂', 'B', 'S2'])])
    expect(told(result)).toEqual([])
    expect(kinds(result)).toEqual(['customer', 'installed_product', 'installed_product'])
  })
})

describe('steps out of order', () => {
  it('refuse both when either could be wrong', () => {
    const result = plan([
      order(['BX1', '2026-01-05 08:00', null, null, '2026-01-05 12:00', '2026-01-05 11:00', '已修复']),
    ])
    expect(told(result)).toEqual([
      '2 E cell_refused times_contradict',
      '2 F cell_refused times_contradict',
      '2 F warning done_without_finish_time',
    ])
  })

  it('refuse the row when its own date could be the wrong one', () => {
    const result = plan([order(['BX1', '2026-01-05 08:00', '2026-01-04 08:00'])])
    expect(told(result)).toEqual(['2 B row_refused times_contradict', '2 C cell_refused times_contradict'])
    expect(result.records).toEqual([])
  })

  it('accept the same minute, and a day that is given without a time', () => {
    const result = plan([order(['BX1', '2026-01-05 08:00', '2026-01-05 08:00', null, '2026-01-05'])])
    expect(told(result)).toEqual([])
  })

  it('refuse what lies after the import', () => {
    expect(told(plan([order(['BX1', '2026-11-23 08:00'])]))).toEqual(['2 B row_refused too_late'])
    expect(told(plan([order(['BX1', '2205-01-05 08:00'])]))).toEqual(['2 B row_refused too_late'])
  })
})

describe('names', () => {
  it('are matched with what is known already when only one person bears them', () => {
    const rows = order(['BX1', '2026-01-05 08:00', null, '王伟'])
    const found = plan([rows], { known: { staff: [wang] } })
    expect(found.records[0]).toMatchObject({ values: { visit: { technician: { key: 'w', text: '王伟' } } } })
    expect(told(plan([rows]))).toEqual(['2 D cell_refused staff_not_found'])
    const shared = plan([rows], { known: { staff: [wang, { ...wang, key: 'w2' }] } })
    expect(told(shared)).toEqual(['2 D cell_refused name_shared'])
  })

  it('find a customer without number only together with the same telephone', () => {
    const header = ['单号', '报修时间', '客户编号', '客户名称', '联系电话']
    const customers = [{ key: 'k', name: '甲厂', phone: '+8613839856690', outlet: null }]
    const found = plan([sheet('报修', header, ['BX1', '2026-01-05 08:00', '', '甲厂', '138 3985 6690'])], {
      known: { customers },
    })
    expect(found.records[0]).toMatchObject({ values: { customer: { key: 'k', text: '甲厂' } } })
    const other = plan([sheet('报修', header, ['BX1', '2026-01-05 08:00', '', '甲厂', '13900000000'])], {
      known: { customers },
    })
    expect(other.records[0]).toMatchObject({ values: { customer: { key: null, text: '甲厂' } } })
    expect(told(other)).toEqual(['2 C warning customer_number_missing'])
  })

  it('a number that no register of the file knows is listed; one of another file is trusted', () => {
    const outlets = sheet('网点', ['网点编号', '网点名称'], ['WD1', '杭州'])
    const staff = sheet('人员', ['工号', '姓名', '所属网点'], ['J1', '王伟', 'WD9'])
    expect(told(plan([outlets, staff]))).toEqual(['2 C cell_refused outlet_not_found'])
    const alone = plan([staff])
    expect(told(alone)).toEqual([])
    const other = plan([sheet('网点', ['网点编号', '网点名称'], ['WD9', '宁波'])])
    expect((alone.records[0] as Draft<'staff'>).values.outlet!.key).toBe(other.records[0]!.sourceKey)
  })
})

describe('call-backs', () => {
  const orders = order(['BX1', '2026-01-05 08:00', null, null, null, '2026-01-06 08:00', '已修复'])
  const header = ['回访日期', '单号', '总体满意度', '回访人', '客户意见']

  it('need an order, a day not before it, and an answer', () => {
    const result = plan([
      orders,
      sheet(
        '回访',
        header,
        ['2026-01-07', 'BX9', '满意', '吴平', ''],
        ['2026-01-04', 'BX1', '满意', '吴平', ''],
        ['2026-01-05', 'BX1', '满意', '吴平', ''],
        ['2026-01-07', 'BX1', '', '吴平', ''],
        ['2026-01-08', 'BX1', 4, '吴平', ''],
        ['2026-01-08', 'BX1', 4, '孙明', ''],
      ),
    ])
    expect(told(result)).toEqual([
      '2 B row_refused order_not_found',
      '3 A row_refused rated_before_request',
      '4 A warning rated_before_finish',
      '5 null row_refused rating_without_answer',
    ])
    expect(kinds(result).filter((kind) => kind === 'rating')).toHaveLength(3)
  })
})

describe('complaints', () => {
  it('note more defects than goods, and goods shipped after the complaint', () => {
    const header = ['投诉编号', '投诉日期', '交运日期', '数量', '不良数量', '处理结果', '结案日期']
    const result = plan([
      sheet(
        '投诉',
        header,
        ['T1', '2026-01-05 08:00', '2026-02-01', 3, 5, '处理中', '2026-01-09'],
        ['T2', '2026-01-05', '', '', '', '已解决', '2026-01-09'],
      ),
    ])
    expect(told(result)).toEqual([
      '2 G cell_refused closed_but_in_progress',
      '2 E warning more_defective_than_delivered',
      '2 C warning shipped_after_complaint',
    ])
    expect(result.records.map((draft) => (draft as Draft<'complaint'>).values.status)).toEqual(['open', 'closed'])
  })
})

describe('cells that a spreadsheet computed', () => {
  it('count by their saved result, and errors not at all', () => {
    const result = plan([
      order(
        [
          { kind: 'formula', result: 'BX1' },
          { kind: 'formula', result: { kind: 'date', serial: 45903.25 } },
        ],
        ['BX2', { kind: 'formula', result: null }],
        ['BX3', { kind: 'error', text: '#N/A' }],
      ),
    ])
    expect(told(result)).toEqual(['3 B row_refused formula_without_result', '4 B row_refused error_cell'])
    expect(result.report.normalised.map(({ column, code }) => `${column} ${code}`)).toContain('A formula_result')
    expect(result.records).toHaveLength(1)
  })
})

describe('a mapping', () => {
  const orders = order(['BX1', '2026-01-05 08:00'])

  it('made for another header refuses the sheet', () => {
    const { mapping } = suggestMapping([orders], '台账', 'Asia/Shanghai')
    const moved = sheet('报修', ['报修时间', '单号'], ['2026-01-05 08:00', 'BX1'])
    const result = planImport([moved], mapping!, IMPORT_AT)
    expect(result.records).toEqual([])
    expect(told(result)).toEqual(['1 A sheet_refused header_changed'])
    expect(result.report.ignoredSheets).toEqual([{ sheet: '报修', code: 'header_changed' }])
  })

  it('of a CSV file serves next month’s file of another name, with the same identities', () => {
    const { mapping } = suggestMapping([orders], '台账', 'Asia/Shanghai')
    const next = planImport([{ ...orders, name: '二月' }], mapping!, IMPORT_AT)
    const first = planImport([orders], mapping!, IMPORT_AT)
    expect(next.records[0]!.sourceKey).toBe(first.records[0]!.sourceKey)
    expect(next.report.sheets[0]!.sheet).toBe('二月')
  })

  it('of another source gives other identities', () => {
    const keyOf = (source: string) =>
      planImport([orders], suggestMapping([orders], source, 'Asia/Shanghai').mapping!, IMPORT_AT).records[0]!.sourceKey
    expect(keyOf('甲系统')).not.toBe(keyOf('乙系统'))
  })

  it('names ignored columns and sheets, and is refused for unknown fields, zones and double use', () => {
    const wide = sheet('报修', [...ORDER, '天气'], ['BX1', '2026-01-05 08:00', null, null, null, null, null, '晴'])
    const hidden = { ...sheet('旧', ['单号', '报修时间'], ['BX0', '2026-01-01']), hidden: true }
    const result = plan([wide, hidden, sheet('说明', ['请勿修改'])])
    expect(result.report.sheets[0]!.ignoredColumns).toEqual([{ column: 'H', header: '天气' }])
    expect(result.report.ignoredSheets).toEqual([
      { sheet: '旧', code: 'hidden_not_mapped' },
      { sheet: '说明', code: 'not_mapped' },
    ])
    const { mapping } = suggestMapping([orders], '台账', 'Asia/Shanghai')
    const broken = (change: (mapping: Mapping) => void) => {
      const copy = structuredClone(mapping!)
      change(copy)
      return Mapping.safeParse(copy).success
    }
    expect(broken(() => {})).toBe(true)
    expect(broken((one) => Object.assign(one, { zone: 'Asia/Nowhere' }))).toBe(false)
    expect(broken((one) => Object.assign(one.sheets[0]!.columns[1]!, { field: 'weather' }))).toBe(false)
    expect(broken((one) => Object.assign(one.sheets[0]!.columns[1]!, { field: 'number' }))).toBe(false)
    expect(broken((one) => one.sheets.push(one.sheets[0]!))).toBe(false)
  })

  it('cannot be suggested for a file that fits nothing', () => {
    expect(suggestMapping([sheet('a', ['甲', '乙'], ['1', '2'])], '台账', 'Asia/Shanghai')).toEqual({
      mapping: null,
      questions: [{ sheet: 'a', column: null, header: null, code: 'sheet_fits_nothing', params: {} }],
    })
  })

  it('asks about words without an agreed meaning and lists their cells', () => {
    const result = plan([
      order(['BX1', '2026-01-05 08:00', null, null, null, null, '再议'], ['单号', ...ORDER.slice(1)]),
    ])
    expect(told(result)).toEqual(['2 G cell_refused value_not_mapped', '3 null row_ignored repeated_header'])
  })
})

describe('states of one case that disagree', () => {
  const header = ['number', 'incident_state', 'opened_at', 'sys_updated_at', 'closed_at', 'reopen_count', 'assigned_to']
  const state = (...cells: Cell[]) => cells

  it('refuse the whole case', () => {
    const result = plan([
      sheet(
        'log',
        header,
        state('I1', 'New', '29-02-2016 01:16', '29-02-2016 01:20', '?', '0', '?'),
        state('I1', 'Active', '28-02-2016 01:16', '29-02-2016 02:20', '?', '0', 'R1'),
        state('I2', 'New', '29-02-2016 01:16', '29-02-2016 01:20', '?', '0', '?'),
      ),
    ])
    expect(told(result)).toEqual(['3 C row_refused states_disagree'])
    expect(result.report.sheets[0]).toMatchObject({ rowsRead: 3, rowsUsed: 1, rowsRefused: 2, cellsUnknown: 5 })
    expect(result.records[0]).toMatchObject({ values: { number: 'I2', status: 'open', firstAnsweredAt: null } })
  })

  it('tell of reopening and reassignment in order of time, whatever the order of rows', () => {
    const rows = [
      state('I1', 'New', '29-02-2016 01:16', '29-02-2016 01:20', '?', '0', 'R1'),
      state('I1', 'Resolved', '29-02-2016 01:16', '29-02-2016 03:20', '?', '0', 'R1'),
      state('I1', 'Active', '29-02-2016 01:16', '29-02-2016 04:20', '?', '1', 'R2'),
    ]
    const events = (one: ImportPlan) =>
      (one.records[0] as Draft<'service_request'>).values.history!.events.map(
        ({ event, assignee }) => `${event} ${assignee}`,
      )
    const expected = ['opened R1', 'assigned R1', 'state_changed R1', 'assigned R2', 'reopened R2']
    expect(events(plan([sheet('log', header, ...rows)]))).toEqual(expected)
    const shuffled = plan([sheet('log', header, rows[2]!, rows[0]!, rows[1]!)])
    expect(events(shuffled)).toEqual(expected)
    expect(told(shuffled)).toEqual(['3 null warning states_out_of_order'])
  })
})
