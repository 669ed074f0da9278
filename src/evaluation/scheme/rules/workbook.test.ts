import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WrittenSheet } from '#src/server/tabular/model.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import type { Scheme } from '../contract.ts'
import { readScheme } from '../read-scheme.ts'
import { hashScheme } from './seal.ts'
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
    expect(await changed(0, (rows) => (rows[2]![7] = '2'))).toMatchObject({
      sheet: items,
      row: 4,
      column: 'H',
      code: 'shape',
    })
    expect(await changed(0, (rows) => (rows[2]![9] = 'guessed'))).toMatchObject({ row: 4, column: 'J', code: 'shape' })
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
    expect(await changed(0, (rows) => (rows[2]![3] = null))).toMatchObject({ row: 4, column: 'D', code: 'shape' })
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
      code: 'shape',
    })
    expect(await changed(3, (_, sheet) => Object.assign(sheet, { name: 'Other' }))).toMatchObject({
      code: 'sheet_unknown',
    })
    expect(
      await changed(3, (_, sheet) => Object.assign(sheet, { columns: [{ title: 'ID' }, ...sheet.columns.slice(1)] })),
    ).toMatchObject({ row: 1, column: 'A', code: 'column_title' })
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
      code: 'not_plain',
    })
    expect(first((row) => (row.merged = [2]))).toMatchObject({ row: 4, column: 'C', code: 'merged' })
    expect(first((row) => (row.cells[16] = 'note'))).toMatchObject({ row: 4, column: 'Q', code: 'column_unknown' })
  })
})
