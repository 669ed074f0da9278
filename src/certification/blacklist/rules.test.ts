import { describe, expect, it } from 'vitest'
import { barredUntil, canBar, canLift, stateOn } from './rules.ts'

describe('a bar', () => {
  it('ends on the same day of a later month, or on its last', () => {
    expect(barredUntil('2026-11-16', 36)).toBe('2029-11-16')
    expect(barredUntil('2024-02-29', 12)).toBe('2025-02-28')
    expect(barredUntil('2026-08-31', 1)).toBe('2026-09-30')
  })

  it('is in force through its last day unless lifted', () => {
    expect(stateOn({ untilOn: '2026-11-16', liftedAt: null }, '2026-11-16')).toBe('barred')
    expect(stateOn({ untilOn: '2026-11-16', liftedAt: null }, '2026-11-17')).toBe('over')
    expect(stateOn({ untilOn: '2026-11-16', liftedAt: 'x' }, '2026-11-01')).toBe('lifted')
    expect(
      canLift({ untilOn: '2026-11-16', liftedAt: null, madeBy: 'person:jin' }, 'person:lin', '2026-11-17').ok,
    ).toBe(false)
    expect(canBar('不是代码', undefined).ok).toBe(false)
  })
})
