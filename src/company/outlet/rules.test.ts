import { describe, expect, it } from 'vitest'
import { workingBetween } from '#src/shared/calendar/working-time.ts'
import { refuse } from '#src/shared/decision.ts'
import { instantOf } from '#src/shared/instant.ts'
import { startingCalendar } from '../calendar/rules.ts'
import { calendarOf, checkHours, checkPlace, close, coverage, outletForCity } from './rules.ts'

const today = '2026-11-16'
const outlet = (code: string, cityCode: string, more: object = {}) => ({
  id: `id-${code}`,
  code,
  kind: 'own',
  cityCode,
  longitude: null,
  latitude: null,
  aroundTheClock: false,
  openedOn: null,
  closedOn: null,
  ...more,
})
const HANGZHOU = '3301'
const NINGBO = '3302'
const URUMQI = '6501'

describe('where an outlet stands', () => {
  it('is a province and a city of it, either left out', () => {
    expect(checkPlace({ provinceCode: '33', cityCode: HANGZHOU }).ok).toBe(true)
    expect(checkPlace({ provinceCode: '33', cityCode: '' }).ok).toBe(true)
    expect(checkPlace({ provinceCode: '', cityCode: '' }).ok).toBe(true)
  })
  it.each([
    ['99', ''],
    ['33', '3399'],
    ['33', '4401'],
    ['', HANGZHOU],
  ])('is refused for province %s with city %s', (provinceCode, cityCode) => {
    expect(checkPlace({ provinceCode, cityCode })).toEqual(
      refuse('invalid', 'place_unknown', { province: provinceCode, city: cityCode }),
    )
  })
})

describe('coverage of cities', () => {
  it('counts cities with customers that have an open outlet, and lists the others by customers', () => {
    const cities = [
      { cityCode: HANGZHOU, customers: 9 },
      { cityCode: NINGBO, customers: 2 },
      { cityCode: URUMQI, customers: 5 },
      { cityCode: '', customers: 100 },
    ]
    const outlets = [
      outlet('A', HANGZHOU, { aroundTheClock: true }),
      outlet('B', NINGBO, { closedOn: '2026-11-15' }),
      outlet('C', URUMQI, { openedOn: '2026-11-17' }),
    ]
    expect(coverage(cities, outlets, today)).toEqual({
      citiesWithCustomers: 3,
      covered: 1,
      coveredAroundTheClock: 1,
      uncovered: [
        { cityCode: URUMQI, customers: 5 },
        { cityCode: NINGBO, customers: 2 },
      ],
    })
  })
})

describe('which outlet goes', () => {
  it('prefers one in the city, own before agent, then by code', () => {
    const outlets = [outlet('A', HANGZHOU, { kind: 'agent' }), outlet('C', HANGZHOU), outlet('B', HANGZHOU)]
    expect(outletForCity(HANGZHOU, outlets, today)).toEqual({ outletId: 'id-B', inCity: true, distanceKm: 0 })
  })
  it('else takes the nearest by its own place or its city, open ones only', () => {
    const outlets = [outlet('A', URUMQI), outlet('B', HANGZHOU), outlet('C', NINGBO, { closedOn: '2026-01-01' })]
    const found = outletForCity(NINGBO, outlets, today)
    expect(found).toMatchObject({ outletId: 'id-B', inCity: false })
    // By road it is 150 km, by the straight line some 130.
    expect(found!.distanceKm).toBeGreaterThan(110)
    expect(found!.distanceKm).toBeLessThan(150)
  })
  it('finds none for an unknown city or where nothing is open', () => {
    expect(outletForCity('9999', [outlet('A', HANGZHOU)], today)).toBeNull()
    expect(outletForCity(HANGZHOU, [outlet('A', HANGZHOU, { closedOn: '2026-01-01' })], today)).toBeNull()
    expect(outletForCity(HANGZHOU, [outlet('A', '')], today)).toBeNull()
  })
})

describe("an outlet's calendar", () => {
  const company = startingCalendar()
  const every = (opens: string, closes: string) => [{ opens, closes }]
  const weekly = {
    monday: every('08:00', '20:00'),
    tuesday: every('08:00', '20:00'),
    wednesday: every('08:00', '20:00'),
    thursday: every('08:00', '20:00'),
    friday: every('08:00', '20:00'),
    saturday: every('10:00', '16:00'),
    sunday: [],
  }
  const hours = (calendar: typeof company, dayOn: string) =>
    workingBetween(calendar, instantOf(dayOn, '00:00'), instantOf(dayOn, '24:00')) / 3_600_000
  const at = { id: 'o1', version: 4, aroundTheClock: false }

  it("is the company's own object where it has no hours of its own", () => {
    expect(calendarOf({ ...at, hours: null }, company)).toBe(company)
  })
  it("has its own hours and the company's holidays", () => {
    const calendar = calendarOf({ ...at, hours: { weekly, followsHolidays: true } }, company)
    expect([hours(calendar, '2026-11-16'), hours(calendar, '2026-11-21'), hours(calendar, '2026-10-01')]).toEqual([
      12, 6, 0,
    ])
    expect(calendar).toMatchObject({ id: 'outlet:o1:c1', version: 4 })
  })
  it('works through holidays where it says so', () => {
    const calendar = calendarOf({ ...at, hours: { weekly, followsHolidays: false } }, company)
    expect(hours(calendar, '2026-10-01')).toBe(12)
    expect(calendar.holidayYears).toBeNull()
  })
  it('never closes around the clock, on holidays either', () => {
    expect(hours(calendarOf({ ...at, aroundTheClock: true, hours: null }, company), '2026-10-01')).toBe(24)
  })
  it('need not work make-up Mondays when closed on Mondays, and stays valid', () => {
    const closedMondays = { weekly: { ...weekly, monday: [] }, followsHolidays: true }
    expect(checkHours(closedMondays, company).ok).toBe(true)
  })
  it('refuses hours that overlap', () => {
    const clash = { ...weekly, monday: [...every('08:00', '12:00'), ...every('11:00', '13:00')] }
    expect(checkHours({ weekly: clash, followsHolidays: true }, company)).toEqual(
      refuse('invalid', 'periods_overlap', { day: 'monday', opens: '11:00', closes: '13:00' }),
    )
  })
})

describe('closing an outlet', () => {
  it('is refused before it opened and a second time', () => {
    expect(close({ openedOn: '2026-01-02', closedOn: null }, '2026-01-01')).toMatchObject({
      refusal: { code: 'closed_before_opened' },
    })
    expect(close({ openedOn: null, closedOn: '2026-01-01' }, today)).toMatchObject({
      refusal: { code: 'closed_already' },
    })
  })
})
