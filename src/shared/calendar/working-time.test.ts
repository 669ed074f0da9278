import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochMs, instantFrom, instantOf } from '#src/shared/instant.ts'
import { aroundTheClock, BusinessCalendar } from './business-calendar.ts'
import { berlinNightShift, officeCalendar, weekOf } from './example-calendars.ts'
import { addWorking, closeOfWorkingDay, missingYears, openIntervals, workingBetween } from './working-time.ts'

const office = officeCalendar()
const berlin = berlinNightShift()
const MINUTE = 60_000
const HOUR = 3_600_000

const ms = (text: string, zone = 'Asia/Shanghai') => epochMs(instantOf(text.slice(0, 10), text.slice(11), zone))
const opening = (calendar: BusinessCalendar, from: string, to: string) =>
  openIntervals(calendar, ms(from, calendar.zone), ms(to, calendar.zone)).map(({ fromMs, toMs }) => [
    instantFrom(fromMs),
    instantFrom(toMs),
  ])
const closedFor = (weekly = weekOf([])) =>
  BusinessCalendar.parse({ id: 'c', version: 1, weekly, exceptions: [], holidayYears: null })

describe('opening hours', () => {
  test('a workday has its lunch break cut out', () => {
    expect(opening(office, '2026-03-02 00:00', '2026-03-02 24:00')).toEqual([
      ['2026-03-02T01:00:00.000Z', '2026-03-02T04:00:00.000Z'],
      ['2026-03-02T05:30:00.000Z', '2026-03-02T10:00:00.000Z'],
    ])
  })

  test('a holiday is closed, and the make-up Saturday works Monday’s hours', () => {
    expect(workingBetween(office, ms('2026-10-01 00:00'), ms('2026-10-07 24:00'))).toBe(0)
    expect(workingBetween(office, ms('2026-10-10 00:00'), ms('2026-10-10 24:00'))).toBe(7.5 * HOUR)
    expect(workingBetween(office, ms('2026-10-11 00:00'), ms('2026-10-11 24:00'))).toBe(0)
  })

  test('a day of 00:00–24:00 has no closed minute at midnight', () => {
    const hours = [{ opens: '00:00', closes: '24:00' }]
    const allDay = closedFor(weekOf(hours, hours, hours))
    const from = ms('2026-03-01 12:00')
    expect(openIntervals(allDay, from, from + 72 * HOUR)).toEqual([{ fromMs: from, toMs: from + 72 * HOUR }])
    expect(addWorking(allDay, from, 36 * HOUR)).toBe(from + 36 * HOUR)
  })

  test('a night shift runs on into a holiday morning, because it opened the evening before', () => {
    const calendar = BusinessCalendar.parse({
      ...berlin,
      exceptions: [{ kind: 'holiday', dayOn: '2026-05-01', name: { zh: '劳动节', en: 'Labour Day' } }],
    })
    expect(opening(calendar, '2026-04-30 12:00', '2026-05-02 12:00')).toEqual([
      ['2026-04-30T20:00:00.000Z', '2026-05-01T04:00:00.000Z'],
    ])
  })

  test('a special day that begins while last night’s shift still runs is not counted twice', () => {
    const calendar = BusinessCalendar.parse({
      ...berlin,
      exceptions: [
        {
          kind: 'special',
          dayOn: '2026-05-05',
          name: { zh: '盘点', en: 'Stock-taking' },
          periods: [{ opens: '04:00', closes: '08:00' }],
        },
      ],
    })
    expect(
      workingBetween(calendar, ms('2026-05-04 21:00', 'Europe/Berlin'), ms('2026-05-05 21:00', 'Europe/Berlin')),
    ).toBe(10 * HOUR)
  })

  test('the Berlin night in which clocks go forward has 7 hours, back 9 hours, any other 8', () => {
    const night = (day: string, next: string) =>
      workingBetween(berlin, ms(`${day} 12:00`, berlin.zone), ms(`${next} 12:00`, berlin.zone))
    expect(night('2026-03-28', '2026-03-29')).toBe(7 * HOUR)
    expect(night('2026-10-24', '2026-10-25')).toBe(9 * HOUR)
    expect(night('2026-07-01', '2026-07-02')).toBe(8 * HOUR)
  })

  test('backwards or no time at all is 0', () => {
    expect(workingBetween(office, 2000, 1000)).toBe(0)
    expect(openIntervals(office, 1000, 1000)).toEqual([])
    expect(workingBetween(aroundTheClock(), 1000, 1001)).toBe(1)
  })
})

describe('due times', () => {
  test('30 seconds before closing, one hour more ends next morning at 9:59:30', () => {
    expect(addWorking(office, ms('2026-03-02 17:59') + 30_000, 60 * MINUTE)).toBe(ms('2026-03-03 09:59') + 30_000)
  })

  test('work that fills the day is due at closing time', () => {
    expect(addWorking(office, ms('2026-03-02 09:00'), 7.5 * HOUR)).toBe(ms('2026-03-02 18:00'))
    expect(addWorking(office, ms('2026-03-02 09:00'), 7.5 * HOUR + 1)).toBe(ms('2026-03-03 09:00') + 1)
  })

  test('no duration is due at once, also on a holiday', () => {
    expect(addWorking(office, ms('2026-10-01 10:00'), 0)).toBe(ms('2026-10-01 10:00'))
  })

  test('a calendar that never opens says never, and only its special day can change that', () => {
    expect(addWorking(closedFor(), ms('2026-03-02 09:00'), 1)).toBe('never')
    expect(closeOfWorkingDay(closedFor(), ms('2026-03-02 09:00'), 1)).toBe('never')
    const once = BusinessCalendar.parse({
      ...closedFor(),
      exceptions: [
        {
          kind: 'special',
          dayOn: '2026-04-01',
          name: { zh: '开放日', en: 'Open day' },
          periods: [{ opens: '10:00', closes: '11:00' }],
        },
      ],
    })
    expect(addWorking(once, ms('2026-03-02 09:00'), HOUR)).toBe(ms('2026-04-01 11:00'))
    expect(addWorking(once, ms('2026-03-02 09:00'), HOUR + 1)).toBe('never')
  })

  test('a promise that would take more than a hundred years of one minute a week is never', () => {
    const weekly = weekOf([])
    const sliver = closedFor({ ...weekly, monday: [{ opens: '09:00', closes: '09:01' }] })
    expect(addWorking(sliver, ms('2026-03-02 09:00'), 5000 * MINUTE)).toBeGreaterThan(ms('2120-01-01 00:00'))
    expect(addWorking(sliver, ms('2026-03-02 09:00'), 6000 * MINUTE)).toBe('never')
  })

  test('working days begin to count on the following day and end at close of business', () => {
    expect(closeOfWorkingDay(office, ms('2026-03-02 09:00'), 1)).toBe(ms('2026-03-03 18:00'))
    // Wed 30 Sep + 3: holidays to 7 Oct, then Thu 8, Fri 9, make-up Sat 10.
    expect(closeOfWorkingDay(office, ms('2026-09-30 15:00'), 3)).toBe(ms('2026-10-10 18:00'))
    expect(closeOfWorkingDay(aroundTheClock(), ms('2026-09-30 15:00'), 3)).toBe(ms('2026-10-03 24:00'))
  })

  test('nonsense durations are faults', () => {
    expect(() => addWorking(office, 0, -1)).toThrow(RangeError)
    expect(() => addWorking(office, 0, 0.5)).toThrow(RangeError)
    expect(() => closeOfWorkingDay(office, 0, 0)).toThrow(RangeError)
  })
})

describe('years nobody has entered', () => {
  test('a stretch into 2027 says that 2027 is missing, in the calendar’s own zone', () => {
    expect(missingYears(office, ms('2026-12-30 09:00'), ms('2026-12-31 23:59'))).toEqual([])
    expect(missingYears(office, ms('2026-12-30 09:00'), ms('2026-12-31 24:00'))).toEqual([2027])
    expect(missingYears(office, ms('2024-12-30 09:00'), ms('2028-01-02 09:00'))).toEqual([2024, 2027, 2028])
  })

  test('a calendar that observes no holidays misses none', () => {
    expect(missingYears(berlin, ms('2026-12-30 09:00'), ms('2028-01-02 09:00'))).toEqual([])
    expect(missingYears(aroundTheClock(), ms('2026-12-30 09:00'), ms('2028-01-02 09:00'))).toEqual([])
  })
})

describe('laws', () => {
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) })
  const duration = fc.integer({ min: 0, max: 200 * HOUR })
  const calendar = fc.constantFrom(office, berlin, aroundTheClock(), aroundTheClock('Europe/Berlin'))

  test('the due time is the earliest moment by which the time has passed', () => {
    fc.assert(
      fc.property(calendar, moment, duration, (hours, from, length) => {
        const due = addWorking(hours, from, length)
        expect(due).not.toBe('never')
        expect(workingBetween(hours, from, due as number)).toBe(length)
        if (length > 0) expect(workingBetween(hours, from, (due as number) - 1)).toBe(length - 1)
      }),
    )
  })

  test('time adds up wherever it is cut, and equals the sum of the open stretches', () => {
    fc.assert(
      fc.property(calendar, fc.tuple(moment, moment, moment), (hours, moments) => {
        const [a, b, c] = moments.sort((x, y) => x - y) as [number, number, number]
        const whole = workingBetween(hours, a, c)
        expect(workingBetween(hours, a, b) + workingBetween(hours, b, c)).toBe(whole)
        expect(openIntervals(hours, a, c).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)).toBe(whole)
      }),
    )
  })
})
