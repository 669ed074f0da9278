import { describe, expect, it } from 'vitest'
import { readCount, readDurationMinutes, readMoneyFen, readQuantity } from './amount.ts'
import { readRating, readYesNo } from './answer.ts'
import { type Cell, cellText, columnLetters, isBlank, type Reading } from './cell.ts'
import { readPhone } from './phone.ts'
import { readCode, readList, readPersonName, readText } from './text.ts'

const answer = <T>(reading: Reading<T>) => (reading.ok ? reading.value : reading.code)

describe('a telephone number', () => {
  it.each<[Cell, string]>([
    ['13839856690', '+8613839856690'],
    [13839856690, '+8613839856690'],
    ['１５０７８８８９５９５', '+8615078889595'],
    ['186 9510 6204', '+8618695106204'],
    ['138-4741-9378', '+8613847419378'],
    ['+86 138 4741 9378', '+8613847419378'],
    ['0086 13847419378', '+8613847419378'],
    ['86 13847419378', '+8613847419378'],
    ['0571-8765 4321', '+8657187654321'],
    ['(010)65551234', '+861065551234'],
    ['+86 10 6555 1234', '+861065551234'],
    ['0571-87654321转803', '+8657187654321;ext=803'],
    ['400-820-8820', '4008208820'],
    ['800 810 8888', '8008108888'],
    ['95588', '95588'],
    ['12345', '12345'],
    ['+49 30 901820', '+4930901820'],
  ])('%j is read as %s', (cell, expected) => {
    expect(answer(readPhone(cell))).toBe(expected)
  })

  it.each<[Cell, string]>([
    ['1383985669', 'mobile_wrong_length'],
    ['138398566901', 'mobile_wrong_length'],
    ['12039856690', 'mobile_wrong_length'],
    ['87654321', 'area_code_missing'],
    ['13839856690/13900000000', 'two_numbers'],
    ['无', 'not_a_number'],
    ['138****6690', 'not_a_number'],
    [1.38e25, 'number_damaged'],
    ['010-1234', 'no_such_number'],
    ['+86 999', 'no_such_number'],
  ])('%j is refused: %s', (cell, code) => {
    expect(answer(readPhone(cell))).toBe(code)
  })

  it('says what was tidied', () => {
    expect(readPhone('１８６ 9510 6204')).toMatchObject({ tidied: ['full_width', 'signs_removed'] })
    expect(readPhone('13839856690')).not.toHaveProperty('tidied')
  })
})

describe('names, codes and lists', () => {
  it('two names in one cell are refused, one name written wide is not', () => {
    for (const two of ['王伟、李海燕', '王伟,李海燕', '王伟/李海燕', '王伟 李海燕', '王伟＋李海燕', 'Ann Lee; Bo Li']) {
      expect(answer(readPersonName(two))).toBe('two_names')
    }
    expect(answer(readPersonName(' 王 伟 '))).toBe('王伟')
    expect(answer(readPersonName('阿依古丽·买买提'))).toBe('阿依古丽·买买提')
    expect(answer(readPersonName('Lee, Ann'))).toBe('Lee, Ann')
  })

  it('a code loses blanks and width, a name keeps its brackets', () => {
    expect(readCode('ＢＸ 2025 07', 60)).toEqual({
      ok: true,
      value: 'BX202507',
      tidied: ['full_width', 'spaces_removed'],
    })
    expect(answer(readCode(10.5, 60))).toBe('number_damaged')
    expect(answer(readCode(2.5e20, 60))).toBe('number_damaged')
    expect(readText('人民医院（216） ', 100)).toEqual({
      ok: true,
      value: '人民医院（216）',
      tidied: ['spaces_removed'],
    })
    expect(readText('a\u200bb\u0000', 100)).toEqual({ ok: true, value: 'ab', tidied: ['invisible_removed'] })
    expect(answer(readText('长'.repeat(101), 100))).toBe('text_too_long')
  })

  it('a list is split at Chinese and Western signs, each entry once', () => {
    expect(readList('低压电工证、制冷设备维修证', 300)).toMatchObject({
      value: ['低压电工证', '制冷设备维修证'],
      tidied: ['list_split'],
    })
    expect(readList('电工证；电工证', 300)).toMatchObject({
      value: ['电工证'],
      tidied: ['list_split', 'repeated_entry'],
    })
  })
})

describe('answers', () => {
  it('yes and no in the words registers use', () => {
    for (const yes of ['是', '有', '√', 'Y', 'TRUE', '１', true]) expect(answer(readYesNo(yes))).toBe(true)
    for (const no of ['否', '无', '×', 'n', '0', false]) expect(answer(readYesNo(no))).toBe(false)
    expect(answer(readYesNo('待定'))).toBe('not_yes_or_no')
  })

  it.each<[Cell, number | string]>([
    ['非常满意', 5],
    ['满意', 4],
    ['一般', 3],
    ['不满意', 2],
    ['非常不满意', 1],
    ['5分', 5],
    ['４', 4],
    ['4/5', 4],
    [3, 3],
    ['差', 'unknown_mark'],
    ['好', 'unknown_mark'],
    ['95分', 'mark_out_of_range'],
    [0, 'mark_out_of_range'],
    ['4.5', 'mark_not_whole'],
    ['constructor', 'unknown_mark'],
  ])('a mark written %j is %s', (cell, expected) => {
    expect(answer(readRating(cell))).toBe(expected)
  })

  it('a word of the column’s own table counts as the table says', () => {
    expect(answer(readRating('差', { 差: 1 }))).toBe(1)
  })
})

describe('amounts', () => {
  it.each<[Cell, number | string]>([
    [1280.5, 128050],
    ['1,280.5元', 128050],
    ['￥1280.50', 128050],
    ['1.2万元', 1200000],
    ['免费', 0],
    [1.005, 'smaller_than_fen'],
    ['1,28', 'commas_misplaced'],
    ['$12', 'other_currency'],
    ['-5', 'negative'],
    ['面议', 'not_money'],
  ])('money written %j is %s fen', (cell, expected) => {
    expect(answer(readMoneyFen(cell))).toBe(expected)
  })

  it.each<[Cell, number | string]>([
    ['90分钟', 90],
    ['1.5小时', 90],
    ['1小时30分', 90],
    ['2天', 2880],
    ['1:30', 90],
    [90, 'unit_missing'],
    ['90', 'unit_missing'],
    ['很久', 'not_a_duration'],
    ['0.001小时', 'not_whole_minutes'],
  ])('a duration written %j is %s minutes', (cell, expected) => {
    expect(answer(readDurationMinutes(cell))).toBe(expected)
  })

  it('counts are whole and bounded', () => {
    expect(answer(readCount('１２人', 100))).toBe(12)
    expect(answer(readCount(2.5, 100))).toBe('not_whole')
    expect(answer(readCount(101, 100))).toBe('number_too_large')
    expect(answer(readCount('十二', 100))).toBe('not_a_number')
    expect(answer(readQuantity('79.5㎡', 1000))).toBe(79.5)
  })
})

describe('cells', () => {
  it('show columns and dates as a spreadsheet does', () => {
    expect([1, 26, 27, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
    expect(cellText({ kind: 'date', serial: 45903.254166666666 })).toBe('2025-09-03 06:06:00')
    expect(cellText({ kind: 'formula', result: { kind: 'date', serial: 45903 } })).toBe('2025-09-03')
    expect(isBlank('\u3000 ')).toBe(true)
    expect(isBlank({ kind: 'formula', result: null })).toBe(false)
  })
})
