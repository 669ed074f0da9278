import { describe, expect, it } from 'vitest'
import { Mapping } from '../contract/mapping.ts'
import type { ImportLook } from '../contract/run.ts'
import { emptyMapping, fieldsOf, gapsOf, mapSheet, withColumn, withSheet } from './mapping-edit.ts'
import { placeCodes } from './place.ts'

const column = (nth: number, header: string) => ({ column: nth, letters: 'A', header, samples: [] })
const sheet: ImportLook['sheets'][number] = {
  ...{ name: '名册', hidden: false, headerRow: 2, rowCount: 3, notes: [], firstRows: [] },
  columns: [column(1, '网点编号'), column(2, '网点名称'), column(3, '编号'), column(4, '食堂')],
}

describe('a person says how a file is to be read', () => {
  it('starts from nothing where nothing was recognised', () => {
    const mapping = emptyMapping('2026 年名册.xlsx')
    expect(mapping).toMatchObject({ source: '2026 年名册', sheets: [], onChanged: 'list', measureBeforePromises: true })
    expect(emptyMapping('.csv').source).toBe('import')
  })

  it('names what a sheet holds: columns whose headers say so are taken, once, the rest is left to the person', () => {
    const mapped = mapSheet(sheet, 'outlet')
    expect(mapped.columns).toEqual([
      { column: 1, header: '网点编号', field: 'code' },
      { column: 2, header: '网点名称', field: 'name' },
    ])
    const mapping = withSheet(emptyMapping('名册.xlsx'), '名册', mapped)
    expect(gapsOf(mapping)).toEqual([])
    expect(Mapping.safeParse(mapping).success).toBe(true)
  })

  it('is told which required field lacks a column, and which has two', () => {
    const mapped = mapSheet(sheet, 'outlet')
    const without = withColumn(mapped, 2, null)
    const twice = withColumn(without, 3, { column: 3, header: '编号', field: 'code' })
    expect(gapsOf(withSheet(emptyMapping('x.csv'), '名册', twice))).toEqual([
      { sheet: '名册', code: 'missing', fields: ['name'] },
      { sheet: '名册', code: 'twice', fields: ['code'] },
    ])
    expect(
      fieldsOf('outlet')
        .filter(({ required }) => required)
        .map(({ name }) => name),
    ).toEqual(['code', 'name'])
  })

  it('keeps the order of sheets and columns while changing them, and takes a sheet out again', () => {
    const base = {
      ...emptyMapping('x.csv'),
      sheets: ['甲', '名册', '乙'].map((name) => ({ ...mapSheet(sheet, 'outlet'), sheet: name })),
    }
    const changed = withSheet(base, '名册', { ...mapSheet(sheet, 'staff'), sheet: '名册' })
    expect(changed.sheets.map(({ sheet, target }) => `${sheet} ${target}`)).toEqual([
      '甲 outlet',
      '名册 staff',
      '乙 outlet',
    ])
    expect(withSheet(changed, '名册', null).sheets.map(({ sheet }) => sheet)).toEqual(['甲', '乙'])
    const moved = withColumn(mapSheet(sheet, 'outlet'), 1, { column: 1, header: '网点编号', field: 'phone' })
    expect(moved.columns.map(({ field }) => field)).toEqual(['phone', 'name'])
  })
})

describe('a place in words', () => {
  it.each([
    ['浙江省', '杭州市', '33', '3301'],
    ['浙江', '杭州', '33', '3301'],
    [null, '宁波市', '33', '3302'],
    ['广西', null, '45', ''],
    ['内蒙古自治区', null, '15', ''],
    [null, null, '', ''],
  ])('%s %s has its codes', (province, city, provinceCode, cityCode) => {
    expect(placeCodes(province, city)).toEqual({ provinceCode, cityCode })
  })

  it.each([
    ['浙江省', '苏州市'],
    ['火星', null],
    [null, '火星'],
  ])('%s %s is none', (province, city) => {
    expect(placeCodes(province, city)).toBeNull()
  })
})
