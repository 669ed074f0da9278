import { describe, expect, it } from 'vitest'
import { countDown, redrawMs, workingTime } from './duration.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('what is left of a promise', () => {
  it('is told in the two units that matter', () => {
    expect(countDown(51 * HOUR + 20 * MINUTE)).toEqual({ unit: 'days', days: 2, hours: 3 })
    expect(countDown(24 * HOUR + MINUTE)).toEqual({ unit: 'wholeDays', days: 1 })
    expect(countDown(3 * HOUR + 5 * MINUTE)).toEqual({ unit: 'hours', hours: 3, minutes: 5 })
    expect(countDown(2 * HOUR)).toEqual({ unit: 'wholeHours', hours: 2 })
    expect(countDown(42 * MINUTE + 59_000)).toEqual({ unit: 'minutes', minutes: 42 })
  })

  it('is told to the second in the last ten minutes, and never below nothing', () => {
    expect(countDown(9 * MINUTE + 5_900)).toEqual({ unit: 'seconds', minutes: 9, seconds: '05' })
    expect(countDown(10 * MINUTE)).toEqual({ unit: 'minutes', minutes: 10 })
    expect(countDown(-1)).toEqual({ unit: 'seconds', minutes: 0, seconds: '00' })
  })

  it('is drawn every second only where seconds are shown', () => {
    expect(redrawMs(9 * MINUTE)).toBe(1_000)
    expect(redrawMs(-30_000)).toBe(1_000)
    expect(redrawMs(HOUR)).toBe(15_000)
  })
})

describe('a sum of working time', () => {
  it('stays in hours, because twenty-four hours of work are three days', () => {
    expect(workingTime(26 * HOUR + 30 * MINUTE)).toEqual({ unit: 'hours', hours: 26, minutes: 30 })
    expect(workingTime(0)).toEqual({ unit: 'minutes', minutes: 0 })
    expect(workingTime(59_999)).toEqual({ unit: 'minutes', minutes: 0 })
  })
})
