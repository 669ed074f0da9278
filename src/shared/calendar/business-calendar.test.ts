import { expect, test } from 'vitest'
import { BusinessCalendar, checkCalendar } from './business-calendar.ts'
import { officeCalendar } from './example-calendars.ts'
import { workingBetween } from './working-time.ts'

const office = officeCalendar()
const period = (opens: string, closes: string) => ({ opens, closes })
const mondayWith = (...monday: { opens: string; closes: string }[]) => ({
  ...office,
  weekly: { ...office.weekly, monday },
})
const refusalOf = (input: unknown) => {
  const answer = checkCalendar(input)
  return answer.ok ? null : answer.refusal
}

test('the office of a service company is accepted and reads back unchanged', () => {
  expect(checkCalendar(JSON.parse(JSON.stringify(office)))).toEqual({ ok: true, value: office })
})

test('a closing time before the opening time is a mistake, not a night shift', () => {
  expect(refusalOf(mondayWith(period('18:00', '09:00')))).toEqual({
    kind: 'invalid',
    code: 'period_reversed',
    params: { day: 'monday', opens: '18:00', closes: '09:00' },
  })
  expect(refusalOf(mondayWith(period('09:00', '09:00')))?.code).toBe('period_reversed')
  expect(refusalOf(mondayWith(period('22:00', '30:00')))).toBeNull()
})

test('periods may touch but not overlap, in whatever order they were typed', () => {
  expect(refusalOf(mondayWith(period('13:00', '18:00'), period('09:00', '13:00')))).toBeNull()
  expect(refusalOf(mondayWith(period('13:00', '18:00'), period('09:00', '13:01')))?.code).toBe('periods_overlap')
})

test('a night shift may not run into the next day’s hours, also from Sunday to Monday', () => {
  expect(refusalOf(mondayWith(period('22:00', '33:00')))).toBeNull()
  expect(refusalOf(mondayWith(period('22:00', '33:01')))).toEqual({
    kind: 'invalid',
    code: 'periods_overlap',
    params: { day: 'tuesday', opens: '09:00', closes: '12:00' },
  })
  const sunday = { ...office, weekly: { ...office.weekly, sunday: [period('20:00', '34:00')] } }
  expect(refusalOf(sunday)?.params).toMatchObject({ day: 'monday' })
})

test('a period holds 24 hours at most', () => {
  const bare = { ...office, weekly: { ...office.weekly, tuesday: [] }, exceptions: [] }
  const monday = (closes: string) => ({ ...bare, weekly: { ...bare.weekly, monday: [period('10:00', closes)] } })
  expect(refusalOf(monday('34:00'))).toBeNull()
  expect(refusalOf(monday('34:01'))?.code).toBe('period_too_long')
})

test('a day has one exception only, and a special day is checked like a weekday', () => {
  const name = { zh: '盘点', en: 'Stock-taking' }
  const special = (...periods: { opens: string; closes: string }[]) => ({
    kind: 'special',
    dayOn: '2026-06-30',
    name,
    periods,
  })
  const having = (...exceptions: unknown[]) => ({ ...office, exceptions })
  expect(refusalOf(having(special()))).toBeNull()
  expect(refusalOf(having(special(), special()))).toEqual({
    kind: 'invalid',
    code: 'exception_doubled',
    params: { day: '2026-06-30' },
  })
  expect(refusalOf(having(special(period('12:00', '10:00'))))?.code).toBe('period_reversed')
})

test('a make-up workday that would have no hours is refused', () => {
  const makeup = { kind: 'makeup_workday', dayOn: '2026-10-10', name: { zh: '国庆节', en: 'National Day' } }
  expect(refusalOf({ ...office, exceptions: [{ ...makeup, hoursOf: 'sunday' }] })?.code).toBe('makeup_without_hours')
  expect(refusalOf({ ...office, exceptions: [{ ...makeup, hoursOf: 'monday' }] })).toBeNull()
})

test('malformed input names its place', () => {
  expect(refusalOf({ ...office, zone: 'Mars/Olympus' })).toMatchObject({
    code: 'calendar_malformed',
    params: { path: 'zone' },
  })
  expect(refusalOf(mondayWith(period('9:00', '12:00')))?.params).toEqual({ path: 'weekly.monday.0.opens' })
  expect(refusalOf(mondayWith(period('09:00', '12:60')))?.params).toEqual({ path: 'weekly.monday.0.closes' })
  expect(refusalOf(null)?.code).toBe('calendar_malformed')
})

test('a calendar cannot be changed once it has been calculated with', () => {
  const calendar = BusinessCalendar.parse(office)
  workingBetween(calendar, 0, 1)
  expect(() => calendar.weekly.monday.pop()).toThrow(TypeError)
})
