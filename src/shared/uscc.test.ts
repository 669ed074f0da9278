import { describe, expect, it } from 'vitest'
import { isUscc, usccCheckDigit } from './uscc.ts'

describe('a unified social credit code', () => {
  // Published codes of well-known companies.
  it.each(['91350100M000100Y43', '91110000802100433B', '9144030071526726XG'])('%s holds', (code) => {
    expect(isUscc(code)).toBe(true)
  })
  it('is refused with one character changed, two swapped, in small letters, or of another length', () => {
    expect(isUscc('91350100M000100Y44')).toBe(false)
    expect(isUscc('91350100M000010Y43')).toBe(false)
    expect(isUscc('91350100m000100y43')).toBe(false)
    expect(isUscc('91350100M000100Y4')).toBe(false)
    expect(isUscc('91350100M000100Y431')).toBe(false)
    expect(isUscc('')).toBe(false)
  })
  it('never holds the letters I, O, S, V or Z', () => {
    expect(isUscc('91350100O000100Y43')).toBe(false)
    expect(() => usccCheckDigit('91350100O000100Y4')).toThrow(RangeError)
  })
  it('has a check digit for every seventeen characters', () => {
    expect(usccCheckDigit('91350100M000100Y4')).toBe('3')
    expect(isUscc(`00000000000000000${usccCheckDigit('00000000000000000')}`)).toBe(true)
  })
})
