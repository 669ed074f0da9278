import { describe, expect, it } from 'vitest'
import { callerMatches, isLocalNumber, keptForms, phoneDigits } from './rules.ts'

describe('one telephone number, many ways to write it', () => {
  it.each([
    ['138 1234 5678', '13812345678'],
    ['+86 138-1234-5678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['008613812345678', '13812345678'],
    ['013812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['(0571) 8765 4321', '057187654321'],
    ['+86 571 87654321', '057187654321'],
    ['+86 10 6234 5678', '01062345678'],
    ['0571-87654321转8021', '057187654321'],
    ['400-820-8820', '4008208820'],
    ['+86 400 820 8820', '4008208820'],
    ['95118', '95118'],
    ['+852 2123 4567', '85221234567'],
    ['', ''],
    ['转12', ''],
  ])('%s is %s', (written, digits) => {
    expect(phoneDigits(written)).toBe(digits)
  })
  it('never keeps more digits than the file holds', () => {
    expect(phoneDigits('1'.repeat(60))).toHaveLength(20)
  })
})

describe('who is calling', () => {
  it.each([
    ['13812345678', '+8613812345678', true],
    ['01062345678', '62345678', true],
    ['62345678', '010-62345678', true],
    ['057187654321', '87654321', true],
    ['13862345678', '62345678', false],
    ['4008208820', '8208820', false],
    ['01062345678', '02162345678', false],
    ['', '', false],
    ['13812345678', '', false],
  ])('kept as %s, shown as %s: the same line %s', (kept, shown, same) => {
    expect(callerMatches(kept, shown)).toBe(same)
  })
  it('is looked for with and without the area code', () => {
    expect(keptForms('010-62345678')).toEqual(['01062345678', '62345678'])
    expect(keptForms('0571 87654321')).toEqual(['057187654321', '87654321'])
    expect(keptForms('13812345678')).toEqual(['13812345678'])
    expect(isLocalNumber('95118')).toBe(false)
  })
})
