import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fraction, fractionText, isBelow, minus, plus, roundHalfUp, sum, times } from './fraction.ts'

describe('exact fractions', () => {
  test('three thirds are one, which floating point sums of thirds of a cent are not', () => {
    expect(fractionText(sum([fraction(1, 3), fraction(1, 3), fraction(1, 3)]))).toBe('1')
    expect(fractionText(sum([]))).toBe('0')
  })

  test.each([
    [1, 2, 1n],
    [-1, 2, 0n],
    [-3, 2, -1n],
    [-5, 3, -2n],
    [3, 2, 2n],
    [149, 100, 1n],
    [0, 7, 0n],
    [7, 1, 7n],
  ])('%i/%i rounds half up to %s', (above, below, whole) => {
    expect(roundHalfUp(fraction(above, below))).toBe(whole)
  })

  test('nothing is divided by zero, and nothing is only nearly whole', () => {
    expect(() => fraction(1, 0)).toThrow(RangeError)
    expect(() => fraction(1, -2)).toThrow(RangeError)
    expect(() => fraction(0.5)).toThrow(RangeError)
  })

  test('order, sign and lowest terms', () => {
    expect(isBelow(fraction(1, 3), fraction(33_333_334, 100_000_000))).toBe(true)
    expect(isBelow(fraction(1, 2), fraction(2, 4))).toBe(false)
    expect(fractionText(fraction(-6, 4))).toBe('-3/2')
    expect(fractionText(times(fraction(2, 3), fraction(3, 4)))).toBe('1/2')
  })

  test('taking away what was added gives back the same number', () => {
    const part = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 1 })).map(([a, b]) => fraction(a, b))
    fc.assert(fc.property(part, part, (a, b) => fractionText(minus(plus(a, b), b)) === fractionText(a)))
  })
})
