import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from './cell.ts'
import { readClock } from './clock.ts'
import { proveDateOrder, readDay, readTime, type TimeStyle } from './time.ts'
import { localInstant, offsetMinutes } from './zone.ts'

const shanghai: TimeStyle = { zone: 'Asia/Shanghai', notBeforeOn: '1990-01-01', notAfterOn: '2026-11-22' }
const at = (cell: Cell, style: Partial<TimeStyle> = {}) => {
  const reading = readTime(cell, { ...shanghai, ...style })
  return reading.ok ? (reading.value.at ?? reading.value.on) : reading.code
}

describe('a written time', () => {
  it.each<[Cell, string]>([
    ['2025-08-01 15:27', '2025-08-01T07:27:00.000Z'],
    ['2025/7/26 16:15', '2025-07-26T08:15:00.000Z'],
    ['2025/7/26 4:05:09', '2025-07-25T20:05:09.000Z'],
    ['2025年7月17日 12时58分', '2025-07-17T04:58:00.000Z'],
    ['2025年7月17日下午2点半', '2025-07-17T06:30:00.000Z'],
    ['2025年12月31日', '2025-12-31'],
    ['2025.8.5', '2025-08-05'],
    ['２０２５－０８－０１　１５：２７', '2025-08-01T07:27:00.000Z'],
    ['2025-08-01T15:27:00Z', '2025-08-01T15:27:00.000Z'],
    ['2025-08-01T15:27:00+02:00', '2025-08-01T13:27:00.000Z'],
    ['20250801', '2025-08-01'],
    [20250801, '2025-08-01'],
    [{ kind: 'date', serial: 45903.254166666666 }, '2025-09-02T22:06:00.000Z'],
    [{ kind: 'date', serial: 45903 }, '2025-09-03'],
    [{ kind: 'date', serial: 45903.9999999 }, '2025-09-04'],
    ['2024-02-29', '2024-02-29'],
    ['2025-08-01 晚上8点', '2025-08-01T12:00:00.000Z'],
    ['2025-08-01 3:05 PM', '2025-08-01T07:05:00.000Z'],
  ])('%j is read as %s', (cell, expected) => {
    expect(at(cell)).toBe(expected)
  })

  it.each<[Cell, string]>([
    ['2025-02-30 10:00', 'no_such_date'],
    ['2023-02-29', 'no_such_date'],
    ['2025-13-01', 'no_such_date'],
    ['2025-00-10', 'no_such_date'],
    ['2205-08-01', 'too_late'],
    ['1899-01-01', 'too_early'],
    ['明天', 'relative_date'],
    ['下午三点', 'time_without_date'],
    ['15:30', 'time_without_date'],
    [{ kind: 'date', serial: 0.5 }, 'time_without_date'],
    [{ kind: 'date', serial: 60 }, 'no_such_date'],
    [45903.25, 'plain_number'],
    ['03-04-2016 01:16', 'day_month_unclear'],
    ['29-02-2016 01:16', 'day_month_unclear'],
    ['3月5日 下午2点', 'year_missing'],
    ['25-8-1', 'two_digit_year'],
    ['2025-8/1', 'not_a_date'],
    ['2025-08-01 25:00', 'no_such_time'],
    ['2025-08-01 24:00', 'no_such_time'],
    ['2025-08-01 上午12点', 'time_unclear'],
    ['2025-08-01 晚上12点', 'time_unclear'],
    ['2025-08-01 左右', 'not_a_time'],
    ['尽快', 'not_a_date'],
    [true, 'not_a_date'],
    [{ kind: 'error', text: '#REF!' }, 'error_cell'],
  ])('%j is refused: %s', (cell, code) => {
    expect(at(cell)).toBe(code)
  })

  it('reads day-month or month-day only in the order the column states', () => {
    expect(at('03-04-2016 01:16', { dateOrder: 'dmy' })).toBe('2016-04-02T17:16:00.000Z')
    expect(at('03-04-2016 01:16', { dateOrder: 'mdy' })).toBe('2016-03-03T17:16:00.000Z')
    expect(at('29-02-2016 01:16', { dateOrder: 'dmy', zone: 'UTC' })).toBe('2016-02-29T01:16:00.000Z')
    expect(at('29-02-2016 01:16', { dateOrder: 'mdy' })).toBe('no_such_date')
  })

  it('takes the year and the meaning of plain numbers from the column when it states them', () => {
    expect(at('3月5日 下午2点', { year: 2026 })).toBe('2026-03-05T06:00:00.000Z')
    expect(at('3/5', { year: 2026 })).toBe('day_month_unclear')
    expect(at(45903.25, { serialNumbers: true })).toBe('2025-09-02T22:00:00.000Z')
  })

  it('keeps the day of a date with a time, and says that the time was dropped', () => {
    expect(readDay('2022/11/4 0:00', shanghai)).toEqual({ ok: true, value: '2022-11-04', tidied: ['date_slashes'] })
    expect(readDay('2022-11-04 09:30', shanghai)).toEqual({ ok: true, value: '2022-11-04', tidied: ['time_dropped'] })
  })

  it('reads every day of a century back as written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-02'), max: new Date('2026-11-21'), noInvalidDate: true }),
        (date) => {
          const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
          const iso = date.toISOString().slice(0, 10)
          for (const text of [
            `${year}/${month}/${day}`,
            `${year}.${month}.${day}`,
            `${year}年${month}月${day}日`,
            iso,
          ]) {
            expect(at(text)).toBe(iso)
          }
          expect(at(`${day}/${month}/${year}`, { dateOrder: 'dmy' })).toBe(iso)
        },
      ),
    )
  })
})

describe('proving the day-month order of a column', () => {
  it('needs a figure above twelve on one side only', () => {
    expect(proveDateOrder(['03-04-2016', '29-02-2016'])).toBe('dmy')
    expect(proveDateOrder(['03-04-2016', '02-29-2016'])).toBe('mdy')
    expect(proveDateOrder(['03-04-2016', '05-06-2016'])).toBeNull()
    expect(proveDateOrder(['29-02-2016', '02-29-2016'])).toBeNull()
    expect(proveDateOrder([null, 5, '明天'])).toBeNull()
  })
})

describe('a time of day in words', () => {
  it.each([
    ['下午三点', 15 * 3600],
    ['上午9时05分', 9 * 3600 + 300],
    ['中午12点', 12 * 3600],
    ['中午1点', 13 * 3600],
    ['下午14:30', 14 * 3600 + 1800],
    ['12:15 AM', 900],
    ['12:15 PM', 12 * 3600 + 900],
    ['两点一刻', 2 * 3600 + 900],
  ])('%s', (text, seconds) => {
    expect(readClock(text)).toBe(seconds)
  })

  it('refuses what cannot be or has two meanings', () => {
    expect(readClock('上午14点')).toBe('no_such_time')
    expect(readClock('13:00 PM')).toBe('no_such_time')
    expect(readClock('晚上2点')).toBe('time_unclear')
    expect(readClock('尽快')).toBeNull()
  })
})

describe('wall clocks', () => {
  it('refuse the hour that summer time skips and the one it shows twice', () => {
    expect(localInstant('Europe/Berlin', Date.UTC(2026, 2, 29, 2, 30))).toEqual({ ok: false, code: 'time_skipped' })
    expect(localInstant('Europe/Berlin', Date.UTC(2025, 9, 26, 2, 30))).toEqual({ ok: false, code: 'time_twice' })
    expect(localInstant('Europe/Berlin', Date.UTC(2025, 9, 26, 3, 30))).toEqual({
      ok: true,
      instantMs: Date.UTC(2025, 9, 26, 2, 30),
    })
  })

  it('know that Shanghai had summer time until 1991', () => {
    expect(offsetMinutes('Asia/Shanghai', Date.UTC(1990, 6, 1))).toBe(540)
    expect(offsetMinutes('Asia/Shanghai', Date.UTC(1992, 6, 1))).toBe(480)
    expect(offsetMinutes('Asia/Kolkata', Date.UTC(2026, 0, 1))).toBe(330)
    expect(() => offsetMinutes('Asia/Nowhere', 0)).toThrow(RangeError)
  })

  it('give an instant that shows the same wall clock again', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe']
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 631152000, max: 1893456000 }), (zone, seconds) => {
        const wallMs = seconds * 1000
        const local = localInstant(zone, wallMs)
        if (local.ok) expect(local.instantMs + offsetMinutes(zone, local.instantMs) * 60_000).toBe(wallMs)
      }),
    )
  })
})
