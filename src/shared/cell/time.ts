import { type Cell, cellText, type Reading, serialParts, unusable, usable } from './cell.ts'
import { readClock } from './clock.ts'
import { halfWidth } from './text.ts'
import { localInstant } from './zone.ts'

/** How a column of dates is written; a person states what the text itself cannot say. */
export type TimeStyle = {
  /** IANA zone of wall-clock times that carry none, e.g. `Asia/Shanghai`. */
  zone: string
  /** Order of day and month where the year comes last; without it `03-04-2016` is refused. */
  dateOrder?: 'dmy' | 'mdy'
  /** The year of dates written without one (`3月5日`); without it they are refused. */
  year?: number
  /** True when plain numbers in this column are Excel day counts; without it they are refused. */
  serialNumbers?: boolean
  /** First and last calendar day that can be true in this column. */
  notBeforeOn: string
  notAfterOn: string
}

/** A time as the file claims it: the calendar day in the column's zone and, when the file gives a time of day, the UTC instant. */
export type ClaimedTime = { on: string; at: string | null }

type Wall = { year: number; month: number; day: number; seconds: number | null; offsetMinutes: number | null }

// Two separators must agree; 年月日 may be followed by 号.
const YEAR_FIRST =
  /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)(?:[T\s]\s*(.+)|([^\d\s./-].*))?$/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:\s+(.+))?$/
const NO_YEAR = /^(\d{1,2})(?:月(\d{1,2})[日号]?|[-/.](\d{1,2}))(?:\s*([^\d\s./-].*)|\s+(.+))?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/
const SHORT_YEAR = /^\d{2}([-/.年])\d{1,2}[-/.月]\d{1,2}日?(?!\d)/
const RELATIVE = /今天|明天|昨天|前天|后天|今日|明日|昨日|上周|下周|本周|上午班|today|tomorrow|yesterday/i
const WITH_OFFSET = /^(.*?)\s*(Z|[+-]\d{2}:?\d{2})$/i

/** Reads a date with an optional time of day. Never guesses: unclear day-month order, missing years and impossible dates are refused. */
export function readTime(cell: Cell, style: TimeStyle): Reading<ClaimedTime> {
  const tidied: string[] = []
  const wall = readWall(cell, style, tidied)
  if ('code' in wall) return unusable(wall.code, wall.params)
  if (!existsDay(wall.year, wall.month, wall.day)) return unusable('no_such_date')
  const on = dayText(wall.year, wall.month, wall.day)
  if (on < style.notBeforeOn) return unusable('too_early', { limit: style.notBeforeOn })
  if (on > style.notAfterOn) return unusable('too_late', { limit: style.notAfterOn })
  if (wall.seconds === null) return usable({ on, at: null }, tidied)
  const wallMs = Date.UTC(wall.year, wall.month - 1, wall.day) + wall.seconds * 1000
  if (wall.offsetMinutes !== null) {
    return usable({ on, at: new Date(wallMs - wall.offsetMinutes * 60_000).toISOString() }, tidied)
  }
  const instant = localInstant(style.zone, wallMs)
  return instant.ok
    ? usable({ on, at: new Date(instant.instantMs).toISOString() }, tidied)
    : unusable(instant.code, { zone: style.zone })
}

/** Reads a calendar day; a time of day beside it is left out and said so (`time_dropped`), unless it is midnight. */
export function readDay(cell: Cell, style: TimeStyle): Reading<string> {
  const tidied: string[] = []
  const wall = readWall(cell, style, tidied)
  if ('code' in wall) return unusable(wall.code, wall.params)
  if (!existsDay(wall.year, wall.month, wall.day)) return unusable('no_such_date')
  const on = dayText(wall.year, wall.month, wall.day)
  if (on < style.notBeforeOn) return unusable('too_early', { limit: style.notBeforeOn })
  if (on > style.notAfterOn) return unusable('too_late', { limit: style.notAfterOn })
  if (wall.seconds) tidied.push('time_dropped')
  return usable(on, tidied)
}

type Unclear = { code: string; params: Record<string, string | number> }
const unclear = (code: string, params: Unclear['params'] = {}): Unclear => ({ code, params })

function readWall(cell: Cell, style: TimeStyle, tidied: string[]): Wall | Unclear {
  if (typeof cell === 'object' && cell !== null) {
    if (cell.kind === 'date') return serialWall(cell.serial, tidied)
    if (cell.kind === 'formula') return readWall(cell.result, style, tidied)
    return unclear('error_cell')
  }
  if (typeof cell === 'number') {
    if (Number.isInteger(cell) && cell >= 19000101 && cell <= 29991231) return readText(String(cell), style, tidied)
    return style.serialNumbers ? serialWall(cell, tidied) : unclear('plain_number')
  }
  if (typeof cell === 'boolean' || cell === null) return unclear('not_a_date')
  return readText(cell, style, tidied)
}

function serialWall(serial: number, tidied: string[]): Wall | Unclear {
  if (serial >= 0 && serial < 1) return unclear('time_without_date')
  const parts = serialParts(serial)
  if (parts === null) return unclear('no_such_date')
  tidied.push('excel_date')
  const { year, month, day } = parts
  // A whole serial is a day; Excel cannot say whether midnight was meant.
  return { year, month, day, seconds: parts.secondOfDay === 0 ? null : parts.secondOfDay, offsetMinutes: null }
}

function readText(raw: string, style: TimeStyle, tidied: string[]): Wall | Unclear {
  let text = raw.trim()
  const half = halfWidth(text)
  if (half !== text) tidied.push('full_width')
  text = half.trim()
  const first = YEAR_FIRST.exec(text)
  if (first) {
    if (first[2] === undefined) tidied.push('date_chinese')
    else if (first[2] !== '-') tidied.push(first[2] === '/' ? 'date_slashes' : 'date_dots')
    const month = Number(first[3] ?? first[5])
    const day = Number(first[4] ?? first[6])
    return withClock(Number(first[1]), month, day, first[7] ?? first[8])
  }
  const last = YEAR_LAST.exec(text)
  if (last) {
    if (style.dateOrder === undefined) return unclear('day_month_unclear')
    tidied.push(style.dateOrder === 'dmy' ? 'date_day_first' : 'date_month_first')
    const [a, b] = [Number(last[1]), Number(last[3])]
    const [day, month] = style.dateOrder === 'dmy' ? [a, b] : [b, a]
    return withClock(Number(last[4]), month, day, last[5])
  }
  const compact = COMPACT.exec(text)
  if (compact) {
    tidied.push('date_compact')
    const clock = compact[4] === undefined ? undefined : `${compact[4]}:${compact[5]}:${compact[6] ?? '00'}`
    return withClock(Number(compact[1]), Number(compact[2]), Number(compact[3]), clock)
  }
  if (SHORT_YEAR.test(text)) return unclear('two_digit_year')
  const bare = NO_YEAR.exec(text)
  if (bare) {
    if (style.year === undefined) return unclear('year_missing')
    if (bare[2] === undefined) return unclear('day_month_unclear')
    tidied.push('year_from_mapping')
    return withClock(style.year, Number(bare[1]), Number(bare[2]), bare[4] ?? bare[5])
  }
  if (RELATIVE.test(text)) return unclear('relative_date')
  if (readClock(text) !== null) return unclear('time_without_date')
  return unclear('not_a_date')
}

function withClock(year: number, month: number, day: number, clock: string | undefined): Wall | Unclear {
  if (clock === undefined) return { year, month, day, seconds: null, offsetMinutes: null }
  let seconds = readClock(clock)
  if (typeof seconds === 'number') return { year, month, day, seconds, offsetMinutes: null }
  const offset = WITH_OFFSET.exec(clock)
  if (offset) {
    seconds = readClock(offset[1]!)
    const minutes = offsetOf(offset[2]!)
    if (typeof seconds === 'number' && minutes !== null) return { year, month, day, seconds, offsetMinutes: minutes }
  }
  return unclear(typeof seconds === 'string' ? seconds : 'not_a_time')
}

function offsetOf(text: string): number | null {
  if (/^z$/i.test(text)) return 0
  const digits = text.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3))
  if (minutes > 14 * 60 || Number(digits.slice(3)) > 59) return null
  return digits.startsWith('-') ? -minutes : minutes
}

function existsDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const february = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return day <= [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

function dayText(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/**
 * What the samples of a column prove about its day-month order: `dmy` when some first figure exceeds 12 and no second one does, and the other way round.
 * `null` when nothing is proved or the samples contradict each other; then a person must say.
 */
export function proveDateOrder(samples: Iterable<Cell>): 'dmy' | 'mdy' | null {
  let dmy = false
  let mdy = false
  for (const sample of samples) {
    const match = YEAR_LAST.exec(halfWidth(cellText(sample)).trim())
    if (!match) continue
    if (Number(match[1]) > 12) dmy = true
    if (Number(match[3]) > 12) mdy = true
  }
  if (dmy === mdy) return null
  return dmy ? 'dmy' : 'mdy'
}
