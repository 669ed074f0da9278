import { describe, expect, it } from 'vitest'
import { isIn, monthAfter, stretchOf, weeksOf } from './rules.ts'

describe('months of the calendar', () => {
  it('end on their last day, leap years included', () => {
    expect(stretchOf('2028-02', 1)).toEqual({ fromOn: '2028-02-01', toOn: '2028-02-29' })
    expect(stretchOf('2026-12', 3)).toEqual({ fromOn: '2026-12-01', toOn: '2027-02-28' })
    expect(monthAfter('2027-01', -1)).toBe('2026-12')
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
  })

  it('are shown in whole weeks from Monday to Sunday', () => {
    const weeks = weeksOf('2026-11')
    expect(weeks).toHaveLength(6)
    expect([weeks[0]![0], weeks.at(-1)!.at(-1)]).toEqual(['2026-10-26', '2026-12-06'])
    expect(weeksOf('2027-02').flat()).toHaveLength(28)
    expect(isIn('2026-11-30', stretchOf('2026-11', 1))).toBe(true)
    expect(isIn('2026-12-01', stretchOf('2026-11', 1))).toBe(false)
  })
})
