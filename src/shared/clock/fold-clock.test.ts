import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { allDayOutlet, berlinNightShift, officeCalendar, weekOf } from '#src/shared/calendar/example-calendars.ts'
import { epochMs, type Instant, instantFrom, instantOf } from '#src/shared/instant.ts'
import type { ClockEvent } from './clock-event.ts'
import { ClockReading } from './clock-reading.ts'
import { dueSweepAt, foldClock, measureClock, warnAt } from './fold-clock.ts'
import { appliesTo, calendarFor, PromiseRule, versionInForce } from './promise-rule.ts'

const office = officeCalendar()
const outlet = allDayOutlet()
const berlin = berlinNightShift()

/** `2026-10-01 09:30[:15]` on the wall of the zone. */
const on = (text: string, zone = 'Asia/Shanghai'): Instant => {
  const seconds = Number(text.slice(17) || 0)
  return instantFrom(epochMs(instantOf(text.slice(0, 10), text.slice(11, 16), zone)) + seconds * 1000)
}
const event = (kind: string, at: string, more: Partial<ClockEvent> = {}): ClockEvent => ({ kind, at: on(at), ...more })
const pause = (at: string, reason = 'waiting_customer') => event('paused', at, { reason })
const resume = (at: string, reason?: string) => event('resumed', at, reason ? { reason } : {})
const promise = (more: Partial<PromiseRule> = {}): PromiseRule =>
  PromiseRule.parse({
    id: 'first_answer',
    version: 1,
    name: { zh: '首次响应', en: 'First answer' },
    inForceAt: '2020-01-01T00:00:00.000Z',
    startsOn: ['request_created'],
    stopsOn: ['first_answer'],
    voidedBy: ['request_withdrawn'],
    calendarMode: 'outlet_hours',
    pauseReasons: ['waiting_customer', 'customer_asked_later', 'force_majeure'],
    limitMinutes: more.limitWorkingDays ? undefined : 60,
    ...more,
  })
const created = (at: string) => event('request_created', at)
const answered = (at: string) => event('first_answer', at)
const minutes = (ms: number | null) => (ms === null ? null : ms / 60_000)
const told = (reading: ClockReading) =>
  reading.lines.map((line) => `${line.dayOn} ${line.code} ${line.countedMs / 60_000}`)

describe('golden cases, worked by hand', () => {
  type Case = {
    name: string
    rule: PromiseRule
    calendar: BusinessCalendar
    events: ClockEvent[]
    asOf: string
    state: string
    due: string | null
    elapsed: number
  }
  const hour = promise()
  const urgent = promise({ stopsOn: ['arrived'], limitMinutes: 120 })
  const complaint = promise({ startsOn: ['complaint_created'], limitMinutes: 1440, calendarMode: 'around_the_clock' })
  const threeDays = promise({ limitWorkingDays: 3 })
  const cases: Case[] = [
    {
      name: '17:59:30 with hours to 18:00: 30 s today, 59 min 30 s tomorrow',
      rule: hour,
      calendar: office,
      events: [created('2026-03-02 17:59:30'), answered('2026-03-03 09:59:30')],
      asOf: '2026-03-05 12:00',
      state: 'met',
      due: '2026-03-03 09:59:30',
      elapsed: 60,
    },
    {
      name: 'one second after that it is late',
      rule: hour,
      calendar: office,
      events: [created('2026-03-02 17:59:30'), answered('2026-03-03 09:59:31')],
      asOf: '2026-03-05 12:00',
      state: 'late',
      due: '2026-03-03 09:59:30',
      elapsed: 60 + 1 / 60,
    },
    {
      name: 'asked at 11:40, lunch 12:00–13:30 counts nothing, due 14:10',
      rule: hour,
      calendar: office,
      events: [created('2026-03-02 11:40'), answered('2026-03-02 14:00')],
      asOf: '2026-03-02 15:00',
      state: 'met',
      due: '2026-03-02 14:10',
      elapsed: 50,
    },
    {
      name: 'asked during lunch: the clock stands until 13:30',
      rule: hour,
      calendar: office,
      events: [created('2026-03-02 12:15')],
      asOf: '2026-03-02 13:00',
      state: 'running',
      due: '2026-03-02 14:30',
      elapsed: 0,
    },
    {
      name: 'asked on the eve of National Day 17:30: seven days off, due Thu 8 Oct 9:30',
      rule: hour,
      calendar: office,
      events: [created('2026-09-30 17:30')],
      asOf: '2026-10-07 23:59',
      state: 'running',
      due: '2026-10-08 09:30',
      elapsed: 30,
    },
    {
      name: 'asked Fri 9 Oct 17:30: the Saturday is a make-up workday, due that Saturday',
      rule: hour,
      calendar: office,
      events: [created('2026-10-09 17:30')],
      asOf: '2026-10-10 09:10',
      state: 'running',
      due: '2026-10-10 09:30',
      elapsed: 40,
    },
    {
      name: 'three working days over National Day: Thu 8, Fri 9, make-up Sat 10, till 18:00',
      rule: threeDays,
      calendar: office,
      events: [created('2026-09-30 15:00'), answered('2026-10-10 18:00')],
      asOf: '2026-10-20 09:00',
      state: 'met',
      due: '2026-10-10 18:00',
      // 30 Sep 15:00–18:00 is 3 h, then 3 days of 7.5 h.
      elapsed: 180 + 3 * 450,
    },
    {
      name: 'done after the last day closed is late though no open minute passed since',
      rule: threeDays,
      calendar: office,
      events: [created('2026-09-30 15:00'), answered('2026-10-10 19:00')],
      asOf: '2026-10-20 09:00',
      state: 'late',
      due: '2026-10-10 18:00',
      elapsed: 180 + 3 * 450,
    },
    {
      name: 'Spring Festival: make-up Sat 14 Feb 17:45, nine days off, due Tue 24 Feb 9:45',
      rule: hour,
      calendar: office,
      events: [created('2026-02-14 17:45')],
      asOf: '2026-02-23 12:00',
      state: 'running',
      due: '2026-02-24 09:45',
      elapsed: 15,
    },
    {
      name: 'a complaint on Friday 20:00 is due Saturday 20:00, weekend or not',
      rule: complaint,
      calendar: outlet,
      events: [event('complaint_created', '2026-03-06 20:00'), answered('2026-03-07 20:00:01')],
      asOf: '2026-03-09 09:00',
      state: 'late',
      due: '2026-03-07 20:00',
      elapsed: 1440 + 1 / 60,
    },
    {
      name: 'urgent at 23:00, outlet open all day: on site by 01:00',
      rule: urgent,
      calendar: outlet,
      events: [created('2026-03-02 23:00'), event('arrived', '2026-03-03 00:50')],
      asOf: '2026-03-03 09:00',
      state: 'met',
      due: '2026-03-03 01:00',
      elapsed: 110,
    },
    {
      name: 'urgent at 23:00, outlet with day hours: on site by 11:00 next morning',
      rule: urgent,
      calendar: office,
      events: [created('2026-03-02 23:00'), event('arrived', '2026-03-03 11:00')],
      asOf: '2026-03-03 12:00',
      state: 'met',
      due: '2026-03-03 11:00',
      elapsed: 120,
    },
    {
      name: 'a pause over the weekend gives back only the open time it covered (Fri 17:00–Mon 10:00: 2 h)',
      rule: promise({ limitMinutes: 240 }),
      calendar: office,
      events: [created('2026-03-06 16:00'), pause('2026-03-06 17:00'), resume('2026-03-09 10:00')],
      asOf: '2026-03-09 10:30',
      state: 'running',
      // 1 h on Friday; Monday 10:00–12:00 2 h, 13:30–14:30 1 h.
      due: '2026-03-09 14:30',
      elapsed: 90,
    },
  ]
  test.each(cases)('$name', ({ rule, calendar, events, asOf, state, due, elapsed }) => {
    const reading = foldClock(rule, events, calendar, on(asOf))
    expect(reading.state).toBe(state)
    expect(reading.dueAt).toBe(due && on(due))
    expect(minutes(reading.elapsedMs)).toBe(elapsed)
    expect(ClockReading.parse(reading)).toEqual(reading)
    expect(reading.lines.reduce((sum, line) => sum + line.countedMs, 0)).toBe(reading.elapsedMs)
  })

  test('Berlin nights: four hours from 23:00 end at 4:00 when clocks go forward, at 2:00 when they go back, else at 3:00', () => {
    const rule = promise({ limitMinutes: 240 })
    const dueFor = (day: string) =>
      foldClock(
        rule,
        [{ kind: 'request_created', at: on(`${day} 23:00`, berlin.zone) }],
        berlin,
        on(`${day} 23:10`, berlin.zone),
      ).dueAt
    expect(dueFor('2026-03-28')).toBe(on('2026-03-29 04:00', berlin.zone))
    expect(dueFor('2026-07-01')).toBe(on('2026-07-02 03:00', berlin.zone))
    // 02:00 is shown once more after the hour repeats: 23:00–02:00 is 3 h, the repeated 02:00–03:00 the fourth.
    expect(dueFor('2026-10-24')).toBe('2026-10-25T01:00:00.000Z')
  })
})

describe('the sum, unfolded', () => {
  test('every stretch is told with its reason', () => {
    const events = [created('2026-09-30 11:00'), pause('2026-09-30 16:00'), resume('2026-09-30 17:00')]
    const reading = foldClock(promise({ limitMinutes: 600 }), events, office, on('2026-10-08 09:20'))
    expect(told(reading)).toEqual([
      '2026-09-30 counted 60',
      '2026-09-30 break 0',
      '2026-09-30 counted 150',
      '2026-09-30 paused 0',
      '2026-09-30 counted 60',
      '2026-09-30 outside_hours 0',
      ...[1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day} holiday 0`),
      '2026-10-08 outside_hours 0',
      '2026-10-08 counted 20',
    ])
    expect(reading.lines[3]?.reasons).toEqual(['waiting_customer'])
    expect(reading.lines[6]).toMatchObject({ name: { zh: '国庆节', en: 'National Day' } })
  })

  test('a make-up Saturday counts by name, the Sunday after is a day off', () => {
    const reading = foldClock(promise(), [created('2026-10-10 17:30')], office, on('2026-10-12 09:00'))
    expect(told(reading)).toEqual([
      '2026-10-10 counted_makeup_workday 30',
      '2026-10-10 outside_hours 0',
      '2026-10-11 day_off 0',
      '2026-10-12 outside_hours 0',
    ])
  })

  test('days the company sets itself are told by their name, open or closed', () => {
    const special = (dayOn: string, periods: { opens: string; closes: string }[]) =>
      ({ kind: 'special', dayOn, name: { zh: '盘点', en: 'Stock-taking' }, periods }) as const
    const calendar = officeCalendar(
      [2026],
      [special('2026-03-03', []), special('2026-03-07', [{ opens: '10:00', closes: '11:00' }])],
    )
    const reading = foldClock(
      promise({ limitMinutes: 6000 }),
      [created('2026-03-03 08:00')],
      calendar,
      on('2026-03-03 20:00'),
    )
    expect(told(reading)).toEqual(['2026-03-03 special_closed 0'])
    const saturday = foldClock(promise(), [created('2026-03-07 10:30')], calendar, on('2026-03-07 10:45'))
    expect(saturday.lines).toMatchObject([{ code: 'counted_special_day', name: { en: 'Stock-taking' } }])
  })

  test('a pause for a reason the promise does not state is counted, and shown', () => {
    const events = [
      created('2026-03-02 09:00'),
      pause('2026-03-02 09:10', 'technician_busy'),
      resume('2026-03-02 09:30'),
    ]
    const reading = foldClock(promise(), events, office, on('2026-03-02 09:40'))
    expect(told(reading)).toEqual([
      '2026-03-02 counted 10',
      '2026-03-02 counted_reason_not_accepted 20',
      '2026-03-02 counted 10',
    ])
    expect(reading.lines[1]?.reasons).toEqual(['technician_busy'])
    expect(reading.warnings).toEqual([{ code: 'reason_not_accepted', reasons: ['technician_busy'] }])
    expect(reading.state).toBe('running')
  })

  test('a pause without any reason is counted too', () => {
    const reading = foldClock(
      promise(),
      [created('2026-03-02 09:00'), event('paused', '2026-03-02 09:10')],
      office,
      on('2026-03-02 09:40'),
    )
    expect([reading.state, minutes(reading.elapsedMs)]).toEqual(['running', 40])
    expect(reading.warnings).toEqual([{ code: 'reason_not_accepted', reasons: [''] }])
  })

  test('a clock forgotten for years tells a year of days and sums up the rest', () => {
    const reading = foldClock(promise(), [created('2020-01-06 09:00')], office, on('2026-03-02 09:40'))
    expect(reading.lines.length).toBeLessThan(366 * 6)
    expect(reading.lines.at(-1)).toMatchObject({ code: 'summed', days: 2248 - 366 })
    expect(reading.lines.reduce((sum, line) => sum + line.countedMs, 0)).toBe(reading.elapsedMs)
    expect(reading.state).toBe('late')
  })

  test('a year whose holidays nobody has entered is warned about, also when only the due time lies in it', () => {
    const reading = foldClock(promise(), [created('2026-12-31 17:30')], office, on('2026-12-31 17:40'))
    expect(reading.dueAt).toBe(on('2027-01-01 09:30'))
    expect(reading.warnings).toEqual([{ code: 'holidays_missing', years: [2027] }])
  })

  test('a calendar without hours has no due time and says so', () => {
    const closed = { ...office, weekly: weekOf([]), exceptions: [] }
    const reading = foldClock(promise(), [created('2026-03-02 09:00')], closed, on('2026-03-12 09:00'))
    expect(reading).toMatchObject({ state: 'running', dueAt: null, elapsedMs: 0, warnings: [{ code: 'never_due' }] })
    const inDays = foldClock(
      promise({ limitWorkingDays: 2 }),
      [created('2026-03-02 09:00')],
      closed,
      on('2026-03-12 09:00'),
    )
    expect(inDays).toMatchObject({ state: 'running', dueAt: null, limitMs: null, remainingMs: null })
  })
})

describe('untidy histories', () => {
  const read = (events: ClockEvent[], asOf = '2026-03-02 17:00', more: Partial<PromiseRule> = {}) =>
    foldClock(promise(more), events, office, on(asOf))

  test('nothing happened yet', () => {
    expect(read([])).toMatchObject({ state: 'not_started', startedAt: null, dueAt: null, elapsedMs: 0, lines: [] })
    expect(read([answered('2026-03-02 09:00')])).toMatchObject({ state: 'not_started', stoppedAt: null })
  })

  test('an event claimed for later has not happened yet', () => {
    expect(read([created('2026-03-02 09:00'), answered('2026-03-02 09:50')], '2026-03-02 09:30').state).toBe('running')
  })

  test('an appointment ahead has a due time before it starts', () => {
    const rule = promise({ startsOn: ['appointment'], stopsOn: ['arrived'], limitMinutes: 30 })
    const appointed = event('appointment', '2026-03-02 09:00', { claimedAt: on('2026-03-02 14:00') })
    const ahead = foldClock(rule, [appointed], office, on('2026-03-02 10:00'))
    expect(ahead).toMatchObject({ state: 'not_started', startedAt: null, dueAt: on('2026-03-02 14:30') })
    expect(dueSweepAt(ahead)).toBe(on('2026-03-02 14:30'))
    expect(foldClock(rule, [appointed], office, on('2026-03-02 14:31')).state).toBe('late')
  })

  test('a stop before the start is ignored and shown, unless the promise takes early for kept', () => {
    const events = [answered('2026-03-02 09:00'), created('2026-03-02 10:00')]
    expect(read(events, '2026-03-02 10:20')).toMatchObject({
      state: 'running',
      stoppedAt: null,
      warnings: [{ code: 'stop_before_start' }],
    })
    expect(read(events, '2026-03-02 10:20', { earlyStopCounts: true })).toMatchObject({
      state: 'met',
      stoppedAt: on('2026-03-02 09:00'),
      elapsedMs: 0,
      lines: [],
    })
    const late = [...events, answered('2026-03-02 15:00')]
    expect(read(late).state).toBe('late')
  })

  test('arriving before the appointed time keeps the promise at once', () => {
    const events = [
      event('request_created', '2026-03-02 09:00', { claimedAt: on('2026-03-02 14:00') }),
      answered('2026-03-02 13:40'),
    ]
    expect(read(events, '2026-03-02 13:50', { earlyStopCounts: true }).state).toBe('met')
  })

  test('the first start and the first stop count', () => {
    const events = [
      answered('2026-03-02 15:00'),
      answered('2026-03-02 09:30'),
      created('2026-03-02 09:10'),
      created('2026-03-02 09:00'),
    ]
    expect(read(events)).toMatchObject({
      state: 'met',
      startedAt: on('2026-03-02 09:00'),
      stoppedAt: on('2026-03-02 09:30'),
    })
  })

  test('start and stop at the same moment: kept in no time', () => {
    expect(read([created('2026-03-02 09:00'), answered('2026-03-02 09:00')])).toMatchObject({
      state: 'met',
      elapsedMs: 0,
    })
  })

  test('exactly at the due time it is kept', () => {
    const events = [created('2026-03-02 09:00')]
    expect(read(events, '2026-03-02 10:00')).toMatchObject({ state: 'running', remainingMs: 0, pastDueMs: 0 })
    expect(read(events, '2026-03-02 10:00:01')).toMatchObject({
      state: 'late',
      stoppedAt: null,
      lateByMs: 1000,
      pastDueMs: 1000,
    })
  })

  test('a pause nobody ended stands until the stop', () => {
    const events = [created('2026-03-02 09:00'), pause('2026-03-02 09:20')]
    expect(read(events)).toMatchObject({
      state: 'paused',
      dueAt: null,
      elapsedMs: 20 * 60_000,
      remainingMs: 40 * 60_000,
    })
    expect(read([...events, answered('2026-03-02 16:00')])).toMatchObject({ state: 'met', elapsedMs: 20 * 60_000 })
    expect(dueSweepAt(read(events))).toBeNull()
  })

  test('paused at this very moment is paused', () => {
    expect(read([created('2026-03-02 09:00'), pause('2026-03-02 09:20')], '2026-03-02 09:20').state).toBe('paused')
  })

  test('a pause before the start counts from the start on', () => {
    const events = [pause('2026-03-02 08:00'), created('2026-03-02 09:00'), resume('2026-03-02 09:30')]
    expect(read(events, '2026-03-02 09:40')).toMatchObject({ state: 'running', elapsedMs: 10 * 60_000, warnings: [] })
  })

  test('a resume that nothing had paused changes nothing and is shown', () => {
    const events = [created('2026-03-02 09:00'), resume('2026-03-02 09:10')]
    expect(read(events, '2026-03-02 09:40')).toMatchObject({
      elapsedMs: 40 * 60_000,
      warnings: [{ code: 'resume_without_pause' }],
    })
    const other = [created('2026-03-02 09:00'), pause('2026-03-02 09:05'), resume('2026-03-02 09:10', 'force_majeure')]
    expect(read(other, '2026-03-02 09:40')).toMatchObject({
      state: 'paused',
      warnings: [{ code: 'resume_without_pause' }],
    })
  })

  test('overlapping pauses are not taken off twice, and each reason is ended by its own resume', () => {
    const events = [
      created('2026-03-02 09:00'),
      pause('2026-03-02 09:10'),
      pause('2026-03-02 09:20', 'force_majeure'),
      resume('2026-03-02 09:30', 'waiting_customer'),
      resume('2026-03-02 09:40', 'force_majeure'),
    ]
    const reading = read(events, '2026-03-02 09:50')
    expect(minutes(reading.elapsedMs)).toBe(20)
    expect(reading.lines.map((line) => line.reasons)).toEqual([
      undefined,
      ['waiting_customer'],
      ['force_majeure', 'waiting_customer'],
      ['force_majeure'],
      undefined,
    ])
  })

  test('a short pause inside a long one gives back nothing more', () => {
    const events = [
      created('2026-03-02 09:00'),
      pause('2026-03-02 09:10'),
      pause('2026-03-02 09:20', 'force_majeure'),
      resume('2026-03-02 09:30', 'force_majeure'),
      resume('2026-03-02 09:50', 'waiting_customer'),
    ]
    expect(minutes(read(events, '2026-03-02 09:55').elapsedMs)).toBe(15)
  })

  test('a pause that begins when the limit is just used up comes too late', () => {
    const events = [created('2026-03-02 09:00'), pause('2026-03-02 10:00'), resume('2026-03-02 11:00')]
    expect(read(events, '2026-03-02 11:30')).toMatchObject({ state: 'late', dueAt: on('2026-03-02 10:00') })
  })

  test('a resume without a reason ends all pauses; pausing twice for one reason is one pause', () => {
    const events = [
      created('2026-03-02 09:00'),
      pause('2026-03-02 09:10'),
      pause('2026-03-02 09:15'),
      pause('2026-03-02 09:20', 'force_majeure'),
      resume('2026-03-02 09:30'),
    ]
    expect(read(events, '2026-03-02 09:40')).toMatchObject({ state: 'running', elapsedMs: 20 * 60_000 })
  })

  test('pause and resume at one moment leave things as they were', () => {
    const blink = [pause('2026-03-02 09:20'), resume('2026-03-02 09:20', 'waiting_customer')]
    expect(read([created('2026-03-02 09:00'), ...blink], '2026-03-02 09:40')).toMatchObject({
      state: 'running',
      elapsedMs: 40 * 60_000,
      warnings: [],
    })
    const handedOn = [created('2026-03-02 09:00'), pause('2026-03-02 09:10'), ...blink, resume('2026-03-02 09:30')]
    expect(read(handedOn, '2026-03-02 09:40')).toMatchObject({ state: 'running', elapsedMs: 20 * 60_000 })
  })

  test('pausing after the clock is late does not save it', () => {
    const events = [created('2026-03-02 09:00'), pause('2026-03-02 11:00'), answered('2026-03-02 16:00')]
    expect(read(events)).toMatchObject({ state: 'late', dueAt: on('2026-03-02 10:00') })
    expect(read(events.slice(0, 2))).toMatchObject({ state: 'late', stoppedAt: null })
  })

  test('a request withdrawn in time is void; withdrawing a late one hides nothing', () => {
    const withdrawn = (at: string) => [created('2026-03-02 09:00'), event('request_withdrawn', at)]
    expect(read(withdrawn('2026-03-02 09:40'))).toMatchObject({
      state: 'void',
      dueAt: null,
      stoppedAt: on('2026-03-02 09:40'),
      elapsedMs: 40 * 60_000,
    })
    expect(read(withdrawn('2026-03-02 10:40'))).toMatchObject({ state: 'late', stoppedAt: on('2026-03-02 10:40') })
    expect(read([...withdrawn('2026-03-02 09:40'), answered('2026-03-02 09:30')]).state).toBe('met')
    expect(read([event('request_withdrawn', '2026-03-02 08:00'), created('2026-03-02 09:00')]).state).toBe('void')
  })
})

describe('imported history', () => {
  test('claimed times are measured, and an event written down days later is shown as back-filled', () => {
    const events = [
      created('2026-03-02 09:00'),
      event('first_answer', '2026-03-06 18:00', { claimedAt: on('2026-03-02 09:30') }),
    ]
    const reading = foldClock(promise(), events, office, on('2026-03-09 09:00'))
    expect(reading).toMatchObject({ state: 'met', elapsedMs: 30 * 60_000, backfilled: true })
  })

  test('a phone that synchronises the same evening is no back-fill', () => {
    const events = [
      created('2026-03-02 09:00'),
      event('first_answer', '2026-03-02 20:00', { claimedAt: on('2026-03-02 09:30') }),
    ]
    expect(foldClock(promise(), events, office, on('2026-03-09 09:00')).backfilled).toBe(false)
    expect(foldClock(promise({ backfilledAfterMinutes: 600 }), events, office, on('2026-03-09 09:00')).backfilled).toBe(
      true,
    )
  })

  test('late-written events that this clock does not rest on leave it clean', () => {
    const events = [
      created('2026-03-02 09:00'),
      answered('2026-03-02 09:30'),
      event('parts_used', '2026-03-20 18:00', { claimedAt: on('2026-03-02 09:20') }),
      event('first_answer', '2026-03-20 18:00', { claimedAt: on('2026-03-02 15:00') }),
    ]
    expect(foldClock(promise(), events, office, on('2026-03-29 09:00')).backfilled).toBe(false)
  })
})

describe('warnings before the due time', () => {
  test('80 % of four hours begun at 17:00 is next morning at 11:12, not at midnight', () => {
    const rule = promise({ limitMinutes: 240 })
    const events = [created('2026-03-02 17:00')]
    expect(warnAt(rule, events, office, on('2026-03-02 17:30'), 0.8)).toBe(on('2026-03-03 11:12'))
    expect(warnAt(rule, events, office, on('2026-03-02 17:30'), 1)).toBe(on('2026-03-03 12:00'))
    expect(warnAt(rule, events, office, on('2026-03-02 17:30'), 0)).toBe(on('2026-03-02 17:00'))
    expect(() => warnAt(rule, events, office, 0, 80)).toThrow(RangeError)
  })

  test('a paused, ended or late clock has nothing to warn about', () => {
    const events = [created('2026-03-02 09:00')]
    const ask = (more: ClockEvent[], asOf: string) => warnAt(promise(), [...events, ...more], office, on(asOf), 0.8)
    expect(ask([], '2026-03-02 09:50')).toBe(on('2026-03-02 09:48'))
    expect(ask([pause('2026-03-02 09:20')], '2026-03-02 09:30')).toBeNull()
    expect(ask([answered('2026-03-02 09:20')], '2026-03-02 09:30')).toBeNull()
    expect(ask([], '2026-03-02 10:30')).toBeNull()
  })

  test('a pause moves warning and due time alike', () => {
    const events = [created('2026-03-02 09:00'), pause('2026-03-02 09:10'), resume('2026-03-02 09:40')]
    expect(warnAt(promise(), events, office, on('2026-03-02 09:45'), 0.5)).toBe(on('2026-03-02 10:00'))
    expect(measureClock(promise(), events, office, on('2026-03-02 09:45')).dueAt).toBe(on('2026-03-02 10:30'))
  })
})

describe('promises', () => {
  test('a later version never rewrites an earlier clock', () => {
    const versions = [
      promise({ version: 2, inForceAt: on('2026-03-01 00:00'), limitMinutes: 30 }),
      promise({ version: 1, inForceAt: on('2026-01-01 00:00') }),
    ]
    expect(versionInForce(versions, [created('2026-02-28 17:00'), answered('2026-03-02 09:00')])?.version).toBe(1)
    expect(versionInForce(versions, [created('2026-03-01 00:00')])?.version).toBe(2)
    expect(versionInForce(versions, [created('2025-12-31 17:00')])).toBeNull()
    expect(versionInForce(versions, [])).toBeNull()
    expect(() => versionInForce([...versions, promise({ id: 'other' })], [])).toThrow(TypeError)
  })

  test('when urgency changes and another promise takes over, pauses already taken still count', () => {
    const events = [created('2026-03-02 09:00'), pause('2026-03-02 09:10'), resume('2026-03-02 11:10')]
    const relaxed = promise({ id: 'normal', limitMinutes: 240 })
    const urgent = promise({ id: 'urgent', limitMinutes: 60 })
    expect(foldClock(relaxed, events, office, on('2026-03-02 11:20')).elapsedMs).toBe(20 * 60_000)
    expect(foldClock(urgent, events, office, on('2026-03-02 11:20'))).toMatchObject({
      state: 'running',
      elapsedMs: 20 * 60_000,
      dueAt: on('2026-03-02 12:00'),
    })
  })

  test('a promise holds for the requests it names', () => {
    const urgent = promise({ appliesTo: { urgencies: ['urgent'], channels: ['hotline', 'portal'] } })
    expect(appliesTo(urgent, { urgency: 'urgent', channel: 'hotline' })).toBe(true)
    expect(appliesTo(urgent, { urgency: 'urgent', channel: 'api' })).toBe(false)
    expect(appliesTo(urgent, { urgency: 'urgent' })).toBe(false)
    expect(appliesTo(promise(), {})).toBe(true)
  })

  test('the calendar follows the promise, and around the clock keeps the company’s zone', () => {
    const hours = { outlet, company: berlin }
    expect(calendarFor(promise({ calendarMode: 'outlet_hours' }), hours)).toBe(outlet)
    expect(calendarFor(promise({ calendarMode: 'company_hours' }), hours)).toBe(berlin)
    const always = calendarFor(promise({ calendarMode: 'around_the_clock' }), hours)
    expect(always).toMatchObject({ alwaysOpen: true, zone: 'Europe/Berlin' })
    expect(calendarFor(promise({ calendarMode: 'around_the_clock' }), hours)).toBe(always)
  })

  test('a promise states one limit, not two and not none', () => {
    const base = { ...promise(), limitMinutes: undefined }
    expect(PromiseRule.safeParse(base).success).toBe(false)
    expect(PromiseRule.safeParse({ ...base, limitMinutes: 60, limitWorkingDays: 1 }).success).toBe(false)
    expect(PromiseRule.safeParse({ ...base, limitMinutes: 0 }).success).toBe(false)
    expect(PromiseRule.safeParse({ ...base, limitWorkingDays: 10 }).success).toBe(true)
    expect(PromiseRule.safeParse({ ...base, limitMinutes: 60, appliesTo: { colour: ['red'] } }).success).toBe(false)
  })
})
