import { describe, expect, it } from 'vitest'
import { checkCalendar } from '#src/shared/calendar/business-calendar.ts'
import { refuse } from '#src/shared/decision.ts'
import { holidayAlarm, nextCalendar, startingCalendar, withHolidaysOf } from './rules.ts'

const start = startingCalendar()

describe('the calendar a company starts with', () => {
  it('is valid, with the announced holidays and make-up workdays of each known year', () => {
    expect(checkCalendar(start).ok).toBe(true)
    const day = (dayOn: string) => start.exceptions.find((one) => one.dayOn === dayOn)
    expect(day('2026-10-01')).toMatchObject({ kind: 'holiday', name: { zh: '国庆节' } })
    expect(start.exceptions.some((one) => one.kind === 'makeup_workday' && one.dayOn.startsWith('2026'))).toBe(true)
  })
})

describe('the alarm for missing holidays', () => {
  it('rings for this year and the next until they are entered', () => {
    const until2025 = { ...start, holidayYears: [2024, 2025] }
    expect(holidayAlarm(until2025, 2025)).toEqual([2026])
    expect(holidayAlarm(until2025, 2026)).toEqual([2026, 2027])
    expect(holidayAlarm(until2025, 2024)).toEqual([])
  })
  it('is silent for a company that observes no holidays', () => {
    expect(holidayAlarm({ ...start, holidayYears: null }, 2026)).toEqual([])
    expect(holidayAlarm({ ...start, alwaysOpen: true, holidayYears: [] }, 2026)).toEqual([])
  })
})

describe("taking over a year's holidays", () => {
  it("replaces that year's, keeps the company's own days and every other year", () => {
    const own = { kind: 'special' as const, dayOn: '2025-10-01', name: { zh: '值班', en: 'On duty' }, periods: [] }
    const wrong = { kind: 'holiday' as const, dayOn: '2025-07-15', name: { zh: '误', en: 'Wrong' } }
    const before = { ...start, exceptions: [wrong, own], holidayYears: [2024] }
    const after = withHolidaysOf(before, 2025)
    if (!after.ok) throw new Error(after.refusal.code)
    expect(after.value).toMatchObject({ version: 2, holidayYears: [2024, 2025] })
    const days = after.value.exceptions.map((one) => one.dayOn)
    expect(days).not.toContain('2025-07-15')
    expect(days).toContain('2025-05-01')
    expect(after.value.exceptions.filter((one) => one.dayOn === '2025-10-01')).toEqual([own])
  })
  it('is refused for a year that was not announced', () => {
    expect(withHolidaysOf(start, 2199)).toEqual(refuse('conflict', 'holidays_unknown', { year: 2199 }))
  })
})

it('refuses a calendar with reversed hours and says which', () => {
  const weekly = { ...start.weekly, tuesday: [{ opens: '18:00', closes: '09:00' }] }
  expect(nextCalendar(start, { ...start, weekly })).toEqual(
    refuse('invalid', 'period_reversed', { day: 'tuesday', opens: '18:00', closes: '09:00' }),
  )
})
