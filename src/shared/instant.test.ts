import { expect, test } from 'vitest'
import {
  addDays,
  Day,
  dayOf,
  daysBetween,
  durationParts,
  epochMs,
  formatInstant,
  Instant,
  instantFrom,
  instantOf,
  minutesOfDay,
  monthOf,
  weekdayOf,
  Zone,
} from './instant.ts'

const at = (text: string) => Instant.parse(text)

test('an instant at the border is UTC with milliseconds, of a believable year', () => {
  expect(Instant.parse('2026-10-01T01:02:03.004Z')).toBe('2026-10-01T01:02:03.004Z')
  for (const wrong of [
    '2026-10-01T01:02:03Z',
    '2026-10-01T09:02:03.000+08:00',
    '2026-02-30T00:00:00.000Z',
    '0202-10-01T00:00:00.000Z',
    '2200-01-01T00:00:00.000Z',
    '2026-10-01',
  ])
    expect(Instant.safeParse(wrong).success, wrong).toBe(false)
})

test('a moment survives the way in and out, and nonsense is a fault', () => {
  expect(instantFrom(epochMs(at('2026-10-01T01:02:03.004Z')))).toBe('2026-10-01T01:02:03.004Z')
  for (const wrong of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, Date.UTC(2200, 0, 1)])
    expect(() => epochMs(wrong)).toThrow(RangeError)
})

test('a day that is not in the calendar is refused', () => {
  expect(Day.safeParse('2026-02-29').success).toBe(false)
  expect(Day.safeParse('2028-02-29').success).toBe(true)
  expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
  expect(() => addDays('2026-2-3', 1)).toThrow(RangeError)
})

test('midnight in Shanghai is 16:00 UTC of the day before', () => {
  expect(dayOf(at('2026-09-30T15:59:59.999Z'))).toBe('2026-09-30')
  expect(dayOf(at('2026-09-30T16:00:00.000Z'))).toBe('2026-10-01')
  expect(monthOf(at('2026-09-30T16:00:00.000Z'))).toBe('2026-10')
  expect(minutesOfDay(at('2026-09-30T16:05:59.999Z'))).toBe(5)
  expect(instantOf('2026-10-01', '00:00')).toBe('2026-09-30T16:00:00.000Z')
  expect(instantOf('2026-10-01', '24:00')).toBe('2026-10-01T16:00:00.000Z')
  expect(dayOf(at('2026-10-01T03:00:00.000Z'), 'America/New_York')).toBe('2026-09-30')
  expect(() => instantOf('2026-10-01', '25:00')).toThrow(RangeError)
})

test('Shanghai kept summer time until 1991, and old records are read by it', () => {
  expect(instantOf('1990-07-01', '09:00')).toBe('1990-07-01T00:00:00.000Z')
  expect(instantOf('1992-07-01', '09:00')).toBe('1992-07-01T01:00:00.000Z')
})

test('Berlin, spring: 02:30 is never shown and becomes the jump; the day has 23 hours', () => {
  const berlin = (time: string, day = '2026-03-29') => instantOf(day, time, 'Europe/Berlin')
  expect(berlin('01:59')).toBe('2026-03-29T00:59:00.000Z')
  expect(berlin('02:00')).toBe('2026-03-29T01:00:00.000Z')
  expect(berlin('02:30')).toBe('2026-03-29T01:00:00.000Z')
  expect(berlin('03:00')).toBe('2026-03-29T01:00:00.000Z')
  expect(berlin('03:01')).toBe('2026-03-29T01:01:00.000Z')
  expect(epochMs(berlin('24:00')) - epochMs(berlin('00:00'))).toBe(23 * 3_600_000)
})

test('Berlin, autumn: 02:30 is shown twice and is the first showing; the day has 25 hours', () => {
  const berlin = (time: string) => instantOf('2026-10-25', time, 'Europe/Berlin')
  expect(berlin('02:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(berlin('03:00')).toBe('2026-10-25T02:00:00.000Z')
  expect(epochMs(berlin('24:00')) - epochMs(berlin('00:00'))).toBe(25 * 3_600_000)
  expect(minutesOfDay(at('2026-10-25T00:30:00.000Z'), 'Europe/Berlin')).toBe(150)
  expect(minutesOfDay(at('2026-10-25T01:30:00.000Z'), 'Europe/Berlin')).toBe(150)
})

test.each([
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
])('each hour of 2011 and 2018 in %s shows the day and time that Intl shows', (zone) => {
  const intl = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  for (const year of [2011, 2018]) {
    for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += 7 * 3_600_000 + 60_000) {
      const [day, time] = intl.format(ms).split(', ')
      const minutes = Number(time!.slice(0, 2)) * 60 + Number(time!.slice(3))
      expect([dayOf(ms, zone), minutesOfDay(ms, zone)]).toEqual([day, minutes])
    }
  }
})

test('a midnight that the clocks jump over begins the day at the jump', () => {
  expect(instantOf('2018-11-04', '00:00', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z')
})

test('days are counted on the wall', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2026-10-02', '2026-10-01')).toBe(-1)
  expect(weekdayOf('2026-10-10')).toBe('saturday')
  expect(weekdayOf('1969-12-29')).toBe('monday')
})

test('screens show the zone of the company, whatever the machine has', () => {
  expect(formatInstant(at('2026-09-30T16:05:00.000Z'), 'zh-CN')).toBe('2026/10/01 00:05')
  expect(formatInstant(at('2026-09-30T16:05:00.000Z'), 'en-GB', 'minute', 'Europe/Berlin')).toBe('30/09/2026, 18:05')
})

test('a zone is known or refused', () => {
  expect(Zone.safeParse('Europe/Berlin').success).toBe(true)
  expect(Zone.safeParse('Mars/Olympus').success).toBe(false)
})

test('a duration is told in hours, minutes and whole seconds', () => {
  expect(durationParts(90 * 60_000 + 30_999)).toEqual({ hours: 1, minutes: 30, seconds: 30 })
  expect(() => durationParts(-1)).toThrow(RangeError)
})
