import { describe, expect, it } from 'vitest'
import { holdsOn, licenceState, licencesMissing } from './rules.ts'

const electrician = { kindCode: 'electrician', issuedOn: '2024-03-01', expiresOn: '2027-02-28', revokedOn: null }

describe('a licence counts', () => {
  it.each([
    ['the day before it was issued', '2024-02-29', false],
    ['the day it was issued', '2024-03-01', true],
    ['its last day', '2027-02-28', true],
    ['the day after its last', '2027-03-01', false],
  ])('%s: %s → %s', (_, dayOn, counts) => {
    expect(holdsOn(electrician, dayOn)).toBe(counts)
  })

  it('until the day it is revoked, and that day no longer', () => {
    const revoked = { ...electrician, revokedOn: '2026-05-10' }
    expect(holdsOn(revoked, '2026-05-09')).toBe(true)
    expect(holdsOn(revoked, '2026-05-10')).toBe(false)
  })

  it('for ever, when it names no days', () => {
    expect(holdsOn({ kindCode: 'x', issuedOn: null, expiresOn: null, revokedOn: null }, '2199-12-31')).toBe(true)
  })
})

describe('who may do which job', () => {
  it('misses nothing when every licence is held, nor when none is needed', () => {
    expect(licencesMissing(['electrician'], [electrician], '2026-11-16')).toEqual([])
    expect(licencesMissing([], [], '2026-11-16')).toEqual([])
  })

  it('names what was never held and what has expired, with the last day it counted', () => {
    const old = { ...electrician, expiresOn: '2025-01-31' }
    const older = { ...electrician, expiresOn: '2022-01-31' }
    expect(licencesMissing(['refrigeration', 'electrician', 'electrician'], [older, old], '2026-11-16')).toEqual([
      { kindCode: 'refrigeration', expiredOn: null },
      { kindCode: 'electrician', expiredOn: '2025-01-31' },
    ])
  })

  it('is satisfied by a renewal beside the expired certificate', () => {
    const old = { ...electrician, expiresOn: '2025-01-31' }
    expect(licencesMissing(['electrician'], [old, electrician], '2026-11-16')).toEqual([])
  })

  it('takes a revoked licence for none, without calling it expired', () => {
    const revoked = { ...electrician, revokedOn: '2026-01-01' }
    expect(licencesMissing(['electrician'], [revoked], '2026-11-16')).toEqual([
      { kindCode: 'electrician', expiredOn: null },
    ])
  })
})

describe('the badge of a licence', () => {
  it.each([
    ['2026-12-29', 'valid'],
    ['2026-12-30', 'expiring'],
    ['2027-02-28', 'expiring'],
    ['2027-03-01', 'expired'],
    ['2024-02-01', 'not_yet'],
  ])('on %s it is %s', (dayOn, state) => {
    expect(licenceState(electrician, dayOn)).toBe(state)
  })

  it('is revoked rather than expired where it is both', () => {
    expect(licenceState({ ...electrician, revokedOn: '2026-01-01' }, '2028-01-01')).toBe('revoked')
  })
})
