import { describe, expect, it } from 'vitest'
import { refuse } from '#src/shared/decision.ts'
import { letGo, managerRatio } from './rules.ts'

const today = '2026-11-16'
const person = (id: number) => ({ id: `p${id}`, managesService: true, joinedOn: null, leftOn: null })
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index))
const certificate = (id: number) => ({
  staffId: `p${id}`,
  kindCode: 'after_sales_manager',
  issuedOn: null,
  expiresOn: '2027-12-31',
  revokedOn: null,
})
const certificates = (count: number) => Array.from({ length: count }, (_, index) => certificate(index))

describe('the 10 % rule', () => {
  it.each([
    [0, 0, 1, false],
    [1, 0, 1, false],
    [1, 1, 1, true],
    [10, 1, 1, true],
    [11, 1, 2, false],
    [11, 2, 2, true],
    [100, 10, 10, true],
    [101, 10, 11, false],
  ])('of %i who manage service, %i certified: %i needed, reached %s', (base, managers, required, reached) => {
    expect(managerRatio(people(base), certificates(managers), today)).toEqual({ managers, base, required, reached })
  })

  it('counts neither who left, nor who has not begun, nor who does not manage service', () => {
    const staff = [
      { ...person(0), leftOn: '2026-11-15' },
      { ...person(1), joinedOn: '2026-11-17' },
      { ...person(2), managesService: false },
      { ...person(3), leftOn: today },
    ]
    expect(managerRatio(staff, certificates(4), today)).toEqual({ managers: 1, base: 1, required: 1, reached: true })
  })

  it('counts a person once, and no certificate that has expired', () => {
    const expired = { ...certificate(1), expiresOn: '2026-11-15' }
    const ratio = managerRatio(people(11), [certificate(0), certificate(0), expired], today)
    expect(ratio).toEqual({ managers: 1, base: 11, required: 2, reached: false })
  })
})

describe('leaving', () => {
  it('is refused before joining and a second time', () => {
    expect(letGo({ joinedOn: '2026-01-01', leftOn: null }, '2025-12-31')).toEqual(
      refuse('invalid', 'left_before_joined', { day: '2026-01-01' }),
    )
    expect(letGo({ joinedOn: null, leftOn: '2026-02-01' }, '2026-03-01')).toEqual(
      refuse('conflict', 'already_left', { day: '2026-02-01' }),
    )
  })
})
