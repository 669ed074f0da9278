import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { WrittenSheet } from '#src/server/tabular/model.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import type { Cell } from '#src/shared/cell/cell.ts'
import type { Scheme } from '../contract.ts'
import { readScheme } from '../read-scheme.ts'
import { sayProblem, WORDED } from './problem-words.ts'
import { hashScheme } from './seal.ts'
import { shapeProblem, valueAt } from './shape-problem.ts'
import { listLeaves } from './tree.ts'
import { readSchemeSheets } from './workbook-read.ts'
import { readLines, readProvenance, writeLines, writeProvenance } from './workbook-sheets.ts'
import { writeSchemeSheets } from './workbook-write.ts'

const shipped = await readScheme('gbt27922-2011')

async function through(sheets: WrittenSheet[]) {
  const read = await readTabular('scheme.xlsx', await writeWorkbook(sheets))
  if (!read.ok) throw new Error(read.refusal.code)
  return readSchemeSheets(read.value.sheets)
}

type Change = (rows: (string | number | boolean | null)[][], sheet: WrittenSheet) => void

/** The shipped scheme with cells changed in one of its sheets, counted from nought. */
async function changed(at: number, change: Change) {
  const sheets = writeSchemeSheets(shipped).map((sheet) => ({ ...sheet, rows: sheet.rows.map((row) => [...row]) }))
  change(sheets[at]!.rows, sheets[at]!)
  return (await through(sheets)).problems?.[0]
}

const oneText = fc
  .stringMatching(/^[\u4e00-\u4e20A-Za-z0-9 "\\=+@'_x()[\]:,.\n-]{1,60}$/)
  .map((text) => text.trim())
  .filter((text) => text !== '')
const local = fc.record({ zh: oneText, en: oneText })

describe('a scheme as a workbook', () => {
  it('reads back as exactly the shipped standard', async () => {
    const back = await through(writeSchemeSheets(shipped))
    expect(back.problems).toBeUndefined()
    expect(hashScheme(back.scheme!)).toBe(hashScheme(shipped))
  })

  it('reads back whatever people wrote into it, line breaks, quotes and what looks like a formula included', async () => {
    const confirmed = fc.record({ byName: oneText, from: oneText }).map((given) => ({
      kind: 'confirmed' as const,
      byPersonId: '019a0000-0000-7000-8000-000000000001',
      on: '2026-11-16',
      ...given,
    }))
    const edit = fc.record({
      name: local,
      asks: local,
      wanted: fc.array(local, { maxLength: 3 }),
      provenance: confirmed,
      title: local,
      clause: oneText.map((text) => text.slice(0, 40).trim()).filter((text) => text !== ''),
    })
    await fc.assert(
      fc.asyncProperty(edit, fc.nat({ max: 40 }), async ({ name, asks, wanted, provenance, title, clause }, which) => {
        const scheme: Scheme = structuredClone(shipped)
        const leaves = listLeaves(scheme)
        const leaf = leaves[which % leaves.length]!
        Object.assign(leaf, { name, asks, wanted, provenance })
        leaf.points.provenance = { kind: 'sourced', confidence: 'B', clause, sources: ['founding', 'scoring'] }
        scheme.title = title
        expect((await through(writeSchemeSheets(scheme))).scheme).toEqual(scheme)
      }),
      { numRuns: 25 },
    )
  })

  it('keeps lines and provenance apart from each other', () => {
    fc.assert(
      fc.property(fc.array(oneText, { minLength: 1 }), (texts) => readLines(writeLines(texts)).join() === texts.join()),
    )
    expect(readLines('')).toEqual([])
    expect(readProvenance('sourced A: ')).toBeUndefined()
    expect(readProvenance('sourced D: founding')).toBeUndefined()
    expect(readProvenance('confirmed yesterday "x" y "z"')).toBeUndefined()
    const sourced = { kind: 'sourced', confidence: 'A', clause: '6.2): x', sources: ['a', 'b-1'] } as const
    expect(readProvenance(writeProvenance({ ...sourced, sources: [...sourced.sources] }))).toEqual(sourced)
  })
})

describe('a workbook that is no sound scheme', () => {
  const items = '评价项 Items'
  it('is refused at the cell whose figure, word or source is wrong', async () => {
    expect(await changed(0, (rows) => (rows[0]![7] = 41))).toMatchObject({
      sheet: '规则与等级 Rules',
      code: 'groups_do_not_sum',
    })
    expect(await changed(0, (rows) => (rows[2]![7] = 2.555))).toMatchObject({
      sheet: items,
      row: 4,
      column: 'H',
      code: 'too_fine',
    })
    expect(await changed(0, (rows) => (rows[2]![7] = 'two'))).toMatchObject({
      sheet: items,
      row: 4,
      column: 'H',
      code: 'not_number',
      found: 'two',
    })
    expect(await changed(0, (rows) => (rows[2]![9] = 'guessed'))).toMatchObject({
      ...{ row: 4, column: 'J', code: 'not_one_of', expected: 'judged, sampled', found: 'guessed' },
    })
    expect(await changed(0, (rows) => (rows[2]![6] = 'somebody said'))).toMatchObject({
      row: 4,
      column: 'G',
      code: 'provenance_unreadable',
    })
    expect(await changed(0, (rows) => (rows[2]![6] = 'sourced A: nowhere'))).toMatchObject({
      sheet: items,
      row: 4,
      column: 'G',
      code: 'source_unknown',
    })
    expect(await changed(0, (rows) => (rows[2]![3] = null))).toMatchObject({ row: 4, column: 'D', code: 'missing' })
    expect(await changed(0, (rows) => (rows[2]![12] = 'one\ntwo\nthree\nfour\nfive'))).toMatchObject({
      column: 'M',
      code: 'wanted_not_paired',
    })
  })

  it('is refused where rows do not belong together, or something would not be read', async () => {
    expect(await changed(0, (rows) => (rows[0]![0] = 'leaf'))).toMatchObject({
      row: 2,
      column: 'A',
      code: 'layer_out_of_order',
    })
    expect(await changed(0, (rows) => (rows[0]![9] = 'judged'))).toMatchObject({
      row: 2,
      column: 'J',
      code: 'cell_must_be_empty',
    })
    expect(await changed(1, (rows) => (rows[0]![0] = '9.9.9.9'))).toMatchObject({
      row: 2,
      column: 'A',
      code: 'leaf_unknown',
    })
    expect(await changed(1, (rows) => (rows[0]![2] = 'hints'))).toMatchObject({
      row: 2,
      column: 'C',
      code: 'role_unknown',
    })
    expect(await changed(1, (rows) => (rows[0]![1] = 'unheard_of'))).toMatchObject({
      sheet: items,
      code: 'measure_unknown',
    })
    expect(await changed(2, (rows) => rows.splice(1, 1))).toMatchObject({
      sheet: '规则与等级 Rules',
      code: 'part_not_once',
      found: 'version × 0',
    })
    expect(await changed(2, (rows) => (rows[1]![0] = 'edition'))).toMatchObject({ code: 'part_not_once' })
    expect(await changed(0, (rows) => rows.push([...rows.at(-1)!]))).toMatchObject({
      sheet: items,
      code: 'id_repeated',
    })
    expect(await changed(3, (_, sheet) => Object.assign(sheet, { name: 'Other' }))).toMatchObject({
      code: 'sheet_unknown',
    })
    expect(
      await changed(3, (_, sheet) => Object.assign(sheet, { columns: [{ title: 'ID' }, ...sheet.columns.slice(1)] })),
    ).toMatchObject({ row: 1, column: 'A', code: 'column_missing', expected: '编号 No.', found: 'ID' })
  })

  it('is refused at a formula, at a merged cell and outside its columns', () => {
    const sheets = writeSchemeSheets(shipped).map(({ name, columns, rows }) => ({
      ...{ name, hidden: false, headerRow: 1, notes: [] },
      rows: [columns.map(({ title }) => title), ...rows].map((cells, at) => ({ row: at + 1, cells: [...cells] })),
    }))
    const first = (change: (row: { cells: unknown[]; merged?: number[] }) => void) => {
      const copy = structuredClone(sheets)
      change(copy[0]!.rows[3]!)
      return readSchemeSheets(copy).problems?.[0]
    }
    expect(readSchemeSheets(sheets).problems).toBeUndefined()
    expect(first((row) => (row.cells[7] = { kind: 'formula', result: 2 }))).toMatchObject({
      row: 4,
      column: 'H',
      code: 'formula',
    })
    expect(first((row) => (row.merged = [2]))).toMatchObject({ row: 4, column: 'C', code: 'merged' })
    expect(first((row) => (row.cells[16] = 'note'))).toMatchObject({ row: 4, column: 'Q', code: 'column_unknown' })
  })
})

describe('a workbook from other hands', () => {
  type Grid = { name: string; cells: Cell[][]; merged?: Map<number, number[]> }
  const grids = (): Grid[] =>
    writeSchemeSheets(shipped).map(({ name, columns, rows }) => ({
      name,
      cells: [columns.map(({ title }) => title), ...rows.map((row) => [...row])],
    }))
  const read = (all: Grid[]) =>
    readSchemeSheets(
      all.map(({ name, cells, merged }) => ({
        ...{ name, hidden: false, headerRow: 1, notes: [] },
        rows: cells.map((row, at) => ({
          row: at + 1,
          cells: row,
          ...(merged?.get(at) ? { merged: merged.get(at)! } : {}),
        })),
      })),
    )

  it('may have its columns in another order, a merged title above them, empty rows and an empty sheet', () => {
    const all = grids().map((grid, nth) => {
      const turned = grid.cells.map((row) => row.toReversed())
      const width = turned[0]!.length
      const title = Array<Cell>(width).fill(`评价方案 ${nth}`)
      const merged = new Map([[0, turned[0]!.map((_, at) => at).slice(1)]])
      return {
        ...grid,
        merged,
        cells: [title, [], ...turned.flatMap((row) => [row, Array<Cell>(width).fill('  ')]), [], []],
      }
    })
    const { scheme, problems } = read([...all, { name: 'Sheet5', cells: [[null, ''], []] }])
    expect(problems).toBeUndefined()
    expect(hashScheme(scheme!)).toBe(hashScheme(shipped))
  })

  it('may hold its figures as texts, its numbers of items as figures, its days as dates, and our words in Chinese', () => {
    const [items, uses, rules, measures] = grids()
    for (const row of items!.cells.slice(1)) {
      if (typeof row[7] === 'number') row[7] = ` ${row[7]} `.replaceAll('1', '１')
      if (/^\d+\.\d+$/.test(String(row[1]))) row[1] = Number(row[1])
      row[0] = { 组: '组', 指标: '指标', 评价项: '评价项' }[String(row[0]).split(' ')[0]!]!
      if (row[9] !== null) row[9] = String(row[9]).split(' ')[0]!
      if (row[8] === 'default') row[8] = '默认'
    }
    for (const row of uses!.cells.slice(1)) row[2] = String(row[2]).split(' ')[1]!
    for (const row of rules!.cells.slice(1)) {
      if (String(row[0]).endsWith('issued_on')) row[2] = { kind: 'date', serial: 40_907 }
      if (String(row[0]).endsWith('in_force_on')) row[2] = '2012年2月1日'
      if (String(row[0]).endsWith(' version')) row[2] = '1'
    }
    for (const row of measures!.cells.slice(1)) row[2] = row[2] === true ? '是' : '否'
    const { scheme, problems } = read([items!, uses!, rules!, measures!])
    expect(problems).toBeUndefined()
    expect(hashScheme(scheme!)).toBe(hashScheme(shipped))
  })

  it('may have titles in Chinese only, where they say which column it is', () => {
    const all = grids()
    all[1]!.cells[0] = all[1]!.cells[0]!.map((title) => String(title).split(' ')[0]!)
    expect(read(all).problems).toBeUndefined()
    all[0]!.cells[0] = all[0]!.cells[0]!.map((title) => String(title).split(' ')[0]!)
    expect(read(all).problems?.map(({ code, column }) => `${code} ${column}`)).toEqual(
      ['C', 'D', 'E', 'F', 'L', 'M'].map((column) => `column_missing ${column}`).sort(),
    )
  })

  it('tells everything at once: each cell with what is wrong there', () => {
    const all = grids()
    const [items, , rules] = all
    items!.cells[3]![7] = '两分'
    items!.cells[4]![9] = '随便'
    items!.cells[5]![1] = { kind: 'date', serial: 36_000 }
    items!.cells[6]![6] = '听说的'
    rules!.cells.find((row) => String(row[0]).endsWith('decimals'))![2] = 'one'
    const { problems } = read(all)
    expect(problems?.map(({ code }) => code).sort()).toEqual(
      ['date_cell', 'not_number', 'not_number', 'not_one_of', 'provenance_unreadable'].sort(),
    )
    const words = problems!.map(sayProblem)
    expect(words.map(({ zh }) => zh)).toContain('应为数字，实际为“两分”')
    expect(words.map(({ en }) => en)).toContain('One of these is expected: judged, sampled; found “随便”')
    const han = /\p{Script=Han}/u
    for (const { zh, en } of words) expect([han.test(zh), han.test(en.replaceAll(/“.*?”/g, ''))]).toEqual([true, false])
  })

  it('says where nothing can be read at all', () => {
    const all = grids()
    all[0]!.cells.splice(0, 1)
    expect(read(all).problems).toMatchObject([{ code: 'header_missing', expected: '层级 Layer' }])
    const twice = grids()
    twice[1]!.cells[0]!.push('作用 Role')
    expect(read(twice).problems).toMatchObject([{ code: 'column_repeated', column: 'I' }])
  })
})

describe('the words of problems', () => {
  it('are there for every code that a file can be refused with', () => {
    const codes = [
      '../read-scheme.ts',
      './check.ts',
      './shape-problem.ts',
      './workbook-read.ts',
      './workbook-table.ts',
      './workbook-items.ts',
      './workbook-rules.ts',
    ]
      .flatMap((file) => [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/code: '([a-z_0-9]+)'/g)])
      .map(([, code]) => code)
    expect(codes.length).toBeGreaterThan(25)
    expect(codes.filter((code) => !WORDED.includes(code!))).toEqual([])
  })

  it('hold what was expected and what was found, and say “nothing” where there is nothing', () => {
    expect(sayProblem({ code: 'groups_do_not_sum', expected: '100.00', found: '101.00' })).toEqual({
      zh: '各一级指标之和应为 100.00 分，实际为 101.00 分',
      en: 'The groups must add up to 100.00 points, they add up to 101.00',
    })
    expect(sayProblem({ code: 'layer_out_of_order', expected: '', found: '' }).zh).toContain('实际为“空”')
    expect(sayProblem({ code: 'never_heard_of', expected: '', found: 'E F' }).en).toBe('This is not understood: E F')
  })

  it('tell the kinds of wrong values apart', () => {
    const of = (shape: z.ZodType, value: unknown) => shapeProblem(shape.safeParse(value).error!.issues[0]!, value)
    expect(of(z.int(), 1.5)).toEqual({ code: 'not_whole', expected: '', found: '1.5' })
    expect(of(z.boolean(), 'x')).toMatchObject({ code: 'not_yes_no' })
    expect(of(z.int().min(1), 0)).toEqual({ code: 'too_small', expected: '1', found: '0' })
    expect(of(z.int().max(5), 7)).toMatchObject({ code: 'too_large', expected: '5' })
    expect(of(z.string().max(3), 'abcd')).toMatchObject({ code: 'too_long', expected: '3' })
    expect(of(z.array(z.string()).max(1), ['a', 'b'])).toMatchObject({ code: 'too_many', expected: '1' })
    expect(of(z.iso.date(), 'heute')).toEqual({ code: 'not_day', expected: '', found: 'heute' })
    expect(of(z.string().regex(/^a$/), 'b')).toMatchObject({ code: 'not_id' })
    expect(of(z.strictObject({}), { x: 1 })).toMatchObject({ code: 'key_unknown', found: 'x' })
    expect(valueAt({ a: [{ b: 2 }] }, ['a', 0, 'b'])).toBe(2)
    expect(valueAt({ a: 1 }, ['a', 'b', 'c'])).toBeUndefined()
  })
})
