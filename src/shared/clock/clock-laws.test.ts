import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allDayOutlet, berlinNightShift, officeCalendar } from '#src/shared/calendar/example-calendars.ts'
import { instantFrom } from '#src/shared/instant.ts'
import type { ClockEvent } from './clock-event.ts'
import { CLOCK_LINE_CODES, CLOCK_MESSAGE_KEYS } from './clock-reading.ts'
import { foldClock, measureClock, warnAt } from './fold-clock.ts'
import { PromiseRule } from './promise-rule.ts'

// Three weeks around National Day 2026 and the end of summer time in Berlin, in steps of a quarter hour so that moments collide.
const QUARTER = 900_000
const FIRST = Date.UTC(2026, 8, 28)
const moment = fc.integer({ min: 0, max: 30 * 96 }).map((quarters) => FIRST + quarters * QUARTER)
const reason = fc.constantFrom('waiting_customer', 'force_majeure', 'technician_busy', undefined)
const event: fc.Arbitrary<ClockEvent> = fc
  .record({
    kind: fc.constantFrom('created', 'created', 'done', 'withdrawn', 'paused', 'paused', 'resumed', 'note'),
    atMs: moment,
    claimedMs: fc.option(moment, { nil: undefined, freq: 4 }),
    reason,
  })
  .map(({ kind, atMs, claimedMs, reason }) => ({
    kind,
    at: instantFrom(atMs),
    ...(claimedMs === undefined ? {} : { claimedAt: instantFrom(claimedMs) }),
    ...(reason === undefined ? {} : { reason }),
  }))
// A pause and the resume that ends it; several nest and overlap.
const span = fc.tuple(moment, moment, fc.constantFrom('waiting_customer', 'force_majeure')).map(([a, b, why]) => [
  { kind: 'paused', at: instantFrom(Math.min(a, b)), reason: why },
  { kind: 'resumed', at: instantFrom(Math.max(a, b)), reason: why },
])
const history: fc.Arbitrary<ClockEvent[]> = fc
  .tuple(fc.array(event, { maxLength: 12 }), fc.array(span, { maxLength: 3 }))
  .map(([events, spans]) => [...events, ...spans.flat()])
const calendar = fc.constantFrom(officeCalendar(), berlinNightShift(), allDayOutlet())
const rule = fc
  .record({
    limit: fc.oneof(
      fc.integer({ min: 1, max: 6000 }).map((limitMinutes) => ({ limitMinutes })),
      fc.integer({ min: 1, max: 12 }).map((limitWorkingDays) => ({ limitWorkingDays })),
    ),
    earlyStopCounts: fc.boolean(),
  })
  .map(({ limit, earlyStopCounts }) =>
    PromiseRule.parse({
      id: 'p',
      version: 1,
      name: { zh: '承诺', en: 'Promise' },
      inForceAt: '2020-01-01T00:00:00.000Z',
      startsOn: ['created'],
      stopsOn: ['done'],
      voidedBy: ['withdrawn'],
      earlyStopCounts,
      calendarMode: 'outlet_hours',
      pauseReasons: ['waiting_customer', 'force_majeure'],
      ...limit,
    }),
  )
const runs = { numRuns: 400 }

test('the lines add up to the sum, follow each other without gap, and reach from start to end', () => {
  fc.assert(
    fc.property(rule, history, calendar, moment, (promise, events, hours, asOf) => {
      const { lines, ...measure } = foldClock(promise, events, hours, asOf)
      expect(lines.reduce((sum, line) => sum + line.countedMs, 0)).toBe(measure.elapsedMs)
      for (const [index, line] of lines.entries()) {
        expect(line.from < line.to).toBe(true)
        if (index > 0) expect(line.from).toBe(lines[index - 1]!.to)
        const whole = Date.parse(line.to) - Date.parse(line.from)
        expect(line.countedMs).toBe(CLOCK_LINE_CODES.indexOf(line.code) < 4 ? whole : 0)
      }
      if (lines.length > 0) {
        expect(lines[0]!.from).toBe(measure.startedAt)
        expect(lines.at(-1)!.to).toBe(measure.stoppedAt ?? instantFrom(asOf))
      }
      expect(measure).toEqual(measureClock(promise, events, hours, asOf))
    }),
    runs,
  )
})

test('the order in which events arrive does not matter, and reading again gives the same', () => {
  fc.assert(
    fc.property(
      rule,
      history.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      ),
      calendar,
      moment,
      (promise, [events, shuffled], hours, asOf) => {
        const reading = foldClock(promise, events, hours, asOf)
        expect(foldClock(promise, shuffled, hours, asOf)).toEqual(reading)
        expect(foldClock(promise, events, hours, asOf)).toEqual(reading)
      },
    ),
    runs,
  )
})

test('a clock never runs backwards, and a verdict once given stays', () => {
  fc.assert(
    fc.property(rule, history, calendar, moment, moment, (promise, events, hours, a, b) => {
      const earlier = measureClock(promise, events, hours, Math.min(a, b))
      const later = measureClock(promise, events, hours, Math.max(a, b))
      expect(later.elapsedMs).toBeGreaterThanOrEqual(earlier.elapsedMs)
      if (earlier.state === 'late' || earlier.state === 'met' || earlier.state === 'void')
        expect(later.state).toBe(earlier.state)
      if (earlier.startedAt !== null) expect(later.startedAt).toBe(earlier.startedAt)
    }),
    runs,
  )
})

test('pausing never makes a clock late or longer', () => {
  // The history's own resumes could end the added pause early or, by name, be ended by it: only unpaused histories are compared.
  const unpaused = history.map((events) => events.filter(({ kind }) => kind !== 'paused' && kind !== 'resumed'))
  fc.assert(
    fc.property(
      rule,
      unpaused,
      fc.array(span, { minLength: 1, maxLength: 3 }),
      calendar,
      moment,
      (promise, events, spans, hours, asOf) => {
        const without = measureClock(promise, events, hours, asOf)
        const withPauses = measureClock(promise, [...events, ...spans.flat()], hours, asOf)
        expect(withPauses.elapsedMs).toBeLessThanOrEqual(without.elapsedMs)
        if (without.state !== 'late') expect(withPauses.state).not.toBe('late')
        if (without.dueAt && withPauses.dueAt) expect(withPauses.dueAt >= without.dueAt).toBe(true)
      },
    ),
    runs,
  )
})

test('late is exactly "after the due time", and sweeping at the due time finds it', () => {
  fc.assert(
    fc.property(rule, history, calendar, moment, (promise, events, hours, asOf) => {
      const reading = measureClock(promise, events, hours, asOf)
      const end = reading.stoppedAt ?? instantFrom(asOf)
      expect(reading.state === 'late').toBe(reading.startedAt !== null && reading.dueAt !== null && end > reading.dueAt)
      expect(reading.pastDueMs > 0).toBe(reading.state === 'late')
      if (reading.state === 'running') {
        expect(reading.elapsedMs + reading.remainingMs!).toBe(reading.limitMs)
        const quiet = events.filter((one) => (one.claimedAt ?? one.at) <= instantFrom(asOf))
        const due = Date.parse(reading.dueAt!)
        expect(measureClock(promise, quiet, hours, due).state).toBe('running')
        expect(measureClock(promise, quiet, hours, due + 1).state).toBe('late')
        expect(warnAt(promise, quiet, hours, asOf, 0.8)! <= reading.dueAt!).toBe(true)
      }
    }),
    runs,
  )
})

test('every state, line and warning has one message key', () => {
  expect(new Set(CLOCK_MESSAGE_KEYS).size).toBe(CLOCK_MESSAGE_KEYS.length)
  expect(CLOCK_MESSAGE_KEYS).toContain('clock.line.holiday')
  expect(CLOCK_MESSAGE_KEYS).toContain('clock.state.late')
  expect(CLOCK_MESSAGE_KEYS).toContain('clock.warning.holidays_missing')
})
