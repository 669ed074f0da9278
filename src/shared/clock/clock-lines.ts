import type { BusinessCalendar, CalendarException } from '#src/shared/calendar/business-calendar.ts'
import { type DayPlan, dayPlan } from '#src/shared/calendar/working-time.ts'
import { dayFromNumber, instantFrom, localDayNumber, wallMs } from '#src/shared/instant.ts'
import type { ClockLine } from './clock-reading.ts'
import type { Pause } from './pauses.ts'

/** Days told one by one; what lies beyond is told as a single `summed` line. */
const DAYS_UNFOLDED = 366

type Stretch = { fromMs: number; toMs: number; countedMs: number } & Pick<ClockLine, 'code' | 'name' | 'reasons'>
type Told = Pick<ClockLine, 'code' | 'name'>

/** The sum of a clock, stretch by stretch and day by day, without gap from start to end. Pauses are those that `readPauses` gave. */
export function unfold(
  calendar: BusinessCalendar,
  startMs: number,
  endMs: number,
  pauses: readonly Pause[],
): ClockLine[] {
  const lines: ClockLine[] = []
  const firstDay = localDayNumber(startMs, calendar.zone)
  const lastDay = localDayNumber(endMs, calendar.zone)
  let rest: ClockLine | null = null
  for (let day = firstDay; day <= lastDay; day++) {
    const fromMs = Math.max(startMs, wallMs(day, 0, calendar.zone))
    const toMs = Math.min(endMs, wallMs(day + 1, 0, calendar.zone))
    if (toMs <= fromMs) continue
    const stretches = stretchesOf(calendar, day, fromMs, toMs, pauses)
    if (day - firstDay < DAYS_UNFOLDED) {
      for (const stretch of stretches) lines.push(lineOf(day, stretch))
      continue
    }
    rest ??= { ...lineOf(day, { fromMs, toMs, countedMs: 0, code: 'summed' }), days: 0 }
    rest.to = instantFrom(toMs)
    rest.days! += 1
    for (const stretch of stretches) rest.countedMs += stretch.countedMs
  }
  if (rest) lines.push(rest)
  return lines
}

function lineOf(day: number, { fromMs, toMs, ...told }: Stretch): ClockLine {
  return { dayOn: dayFromNumber(day), from: instantFrom(fromMs), to: instantFrom(toMs), ...told }
}

function stretchesOf(
  calendar: BusinessCalendar,
  day: number,
  fromMs: number,
  toMs: number,
  pauses: readonly Pause[],
): Stretch[] {
  if (calendar.alwaysOpen) return splitByPauses(fromMs, toMs, { code: 'counted' }, pauses)
  const stretches: Stretch[] = []
  const today = dayPlan(calendar, day)
  let reached = fromMs
  const closed = (until: number) => {
    if (until > reached)
      stretches.push({ fromMs: reached, toMs: until, countedMs: 0, ...whyClosed(today, reached, until) })
  }
  // Last night's shift belongs to the day on which it began, with that day's name.
  for (const plan of [dayPlan(calendar, day - 1), today]) {
    for (let i = 0; i < plan.spans.length; i += 2) {
      const open = Math.max(plan.spans[i]!, reached)
      const close = Math.min(plan.spans[i + 1]!, toMs)
      if (close <= open) continue
      closed(open)
      stretches.push(...splitByPauses(open, close, whyOpen(plan.exception), pauses))
      reached = close
    }
  }
  closed(toMs)
  return stretches
}

function whyOpen(exception: CalendarException | null): Told {
  if (exception?.kind === 'makeup_workday') return { code: 'counted_makeup_workday', name: exception.name }
  if (exception?.kind === 'special') return { code: 'counted_special_day', name: exception.name }
  return { code: 'counted' }
}

function whyClosed({ spans, exception }: DayPlan, fromMs: number, toMs: number): Told {
  if (exception?.kind === 'holiday') return { code: 'holiday', name: exception.name }
  if (spans.length > 0) return { code: spans[0]! < toMs && fromMs < spans.at(-1)! ? 'break' : 'outside_hours' }
  return exception?.kind === 'special' ? { code: 'special_closed', name: exception.name } : { code: 'day_off' }
}

function splitByPauses(fromMs: number, toMs: number, open: Told, pauses: readonly Pause[]): Stretch[] {
  const within = pauses.filter((pause) => pause.fromMs < toMs && pause.toMs > fromMs)
  if (within.length === 0) return [{ fromMs, toMs, countedMs: toMs - fromMs, ...open }]
  const cuts = new Set([fromMs, toMs])
  for (const pause of within) cuts.add(Math.max(fromMs, pause.fromMs)).add(Math.min(toMs, pause.toMs))
  const edges = [...cuts].sort((a, b) => a - b)
  return edges.slice(1).map((end, index) => {
    const start = edges[index]!
    const covering = within.filter((pause) => pause.fromMs <= start && pause.toMs >= end)
    const reasonsOf = (accepted: boolean) => [
      ...new Set(covering.filter((pause) => pause.accepted === accepted).map((pause) => pause.reason)),
    ]
    const stretch = { fromMs: start, toMs: end }
    if (reasonsOf(true).length > 0)
      return { ...stretch, countedMs: 0, code: 'paused' as const, reasons: reasonsOf(true).sort() }
    if (reasonsOf(false).length > 0)
      return {
        ...stretch,
        countedMs: end - start,
        ...open,
        code: 'counted_reason_not_accepted' as const,
        reasons: reasonsOf(false).sort(),
      }
    return { ...stretch, countedMs: end - start, ...open }
  })
}
