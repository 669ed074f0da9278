import { expect, test } from 'vitest'
import { chinaHolidaySeed, exceptionsFromSeed, yearsWithHolidays } from './china-holidays.ts'

const days = (year: number, kind: string, name: string) =>
  chinaHolidaySeed(year)
    .filter((row) => row.kind === kind && row.name.zh === name)
    .map((row) => row.dayOn)

test('National Day 2026 is seven days off and two make-up days, as the State Council announced', () => {
  expect(days(2026, 'holiday', '国庆节')).toEqual(['01', '02', '03', '04', '05', '06', '07'].map((d) => `2026-10-${d}`))
  expect(days(2026, 'makeup_workday', '国庆节')).toEqual(['2026-09-20', '2026-10-10'])
  expect(chinaHolidaySeed(2026).find((row) => row.dayOn === '2026-10-01')?.name).toEqual({
    zh: '国庆节',
    en: 'National Day',
  })
})

test('Spring Festival 2026 is nine days off with 14 and 28 February made up', () => {
  expect(days(2026, 'holiday', '春节')).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23].map((d) => `2026-02-${d}`))
  expect(days(2026, 'makeup_workday', '春节')).toEqual(['2026-02-14', '2026-02-28'])
})

test('a year is known from 2004 on without gap, and an unannounced year has no rows', () => {
  const years = yearsWithHolidays()
  expect(years[0]).toBe(2004)
  expect(years).toEqual(years.map((_, index) => 2004 + index))
  expect(years).toContain(2026)
  expect(chinaHolidaySeed(years.at(-1)! + 1)).toEqual([])
})

test('rows come in order of days, each day once, all in their year', () => {
  for (const year of yearsWithHolidays()) {
    const rows = chinaHolidaySeed(year).map((row) => row.dayOn)
    expect(rows).toEqual([...new Set(rows)].sort())
    expect(rows.every((dayOn) => dayOn.startsWith(`${year}-`))).toBe(true)
  }
})

test('as exceptions, make-up days work by the weekday asked for', () => {
  const exceptions = exceptionsFromSeed(chinaHolidaySeed(2026), 'friday')
  expect(exceptions.filter((e) => e.kind === 'makeup_workday').every((e) => e.hoursOf === 'friday')).toBe(true)
  expect(exceptions).toHaveLength(chinaHolidaySeed(2026).length)
})
