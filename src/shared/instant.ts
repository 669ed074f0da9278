import { z } from 'zod'

/**
 * Time at every border (API, database, history) is an `Instant`: ISO-8601, UTC, always with milliseconds. Inside calculations it is
 * epoch milliseconds, a plain whole number: cheap to compare and exact to add. `epochMs` and `instantFrom` cross the border.
 * 1900–2199 is accepted: a date outside it is a typing error in imported data, not history.
 */
export const Instant = z.iso
  .datetime({ precision: 3 })
  .refine((text) => text >= '1900' && text < '2200', 'instant_out_of_range')
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** Either form of a point in time: an `Instant` or epoch milliseconds. */
export type Moment = Instant | number

/** A day of the calendar on the wall, without zone, `YYYY-MM-DD`. */
export const Day = z.iso.date().refine((text) => text >= '1900' && text < '2200', 'day_out_of_range')
export type Day = z.infer<typeof Day>

/** An IANA zone name known to this machine, e.g. `Asia/Shanghai`. */
export const Zone = z.string().min(1).max(64).refine(isZone, 'zone_unknown')
export type Zone = z.infer<typeof Zone>

export const DEFAULT_ZONE = 'Asia/Shanghai'

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const MINUTE = 60_000
const DAY = 86_400_000
const EARLIEST = Date.UTC(1900, 0, 1)
const END = Date.UTC(2200, 0, 1)

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Epoch milliseconds of either form. Throws RangeError for text or numbers that are no moment between 1900 and 2199. */
export function epochMs(moment: Moment): number {
  const ms = typeof moment === 'number' ? moment : Date.parse(moment)
  if (!Number.isInteger(ms) || ms < EARLIEST || ms >= END) throw new RangeError(`not a moment: ${String(moment)}`)
  return ms
}

/** The border form of epoch milliseconds. Throws RangeError outside 1900–2199. */
export function instantFrom(ms: number): Instant {
  return new Date(epochMs(ms)).toISOString() as Instant
}

/** Days since 1970-01-01 of a day; the form calendars calculate with. Throws RangeError when it is no day. */
export function dayNumberOf(dayOn: Day): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(dayOn) ? Date.parse(`${dayOn}T00:00:00Z`) : Number.NaN
  // Date.parse lets 30 February roll over into March in some engines: read it back.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== dayOn) throw new RangeError(`not a day: ${dayOn}`)
  return ms / DAY
}

export function dayFromNumber(dayNumber: number): Day {
  return new Date(dayNumber * DAY).toISOString().slice(0, 10)
}

/** Monday is 0, Sunday 6. */
export function weekdayIndex(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7
}

export function weekdayOf(dayOn: Day): Weekday {
  return WEEKDAYS[weekdayIndex(dayNumberOf(dayOn))]!
}

export function addDays(dayOn: Day, days: number): Day {
  return dayFromNumber(dayNumberOf(dayOn) + days)
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumberOf(to) - dayNumberOf(from)
}

/** The day number on the wall at that moment in that zone. */
export function localDayNumber(ms: number, zone: string): number {
  return Math.floor((ms + offsetAt(ms, zone)) / DAY)
}

export function dayOf(moment: Moment, zone: string = DEFAULT_ZONE): Day {
  return dayFromNumber(localDayNumber(epochMs(moment), zone))
}

/** `YYYY-MM` on the wall at that moment in that zone. */
export function monthOf(moment: Moment, zone: string = DEFAULT_ZONE): string {
  return dayOf(moment, zone).slice(0, 7)
}

/** Whole minutes shown by the wall clock since 00:00 (not time passed: they differ on a day when the clocks change). */
export function minutesOfDay(moment: Moment, zone: string = DEFAULT_ZONE): number {
  const local = epochMs(moment) + offsetAt(epochMs(moment), zone)
  return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE)
}

/**
 * Epoch milliseconds at which the wall clock shows `minutes` after 00:00 of that day; 1440 and more run into the next day.
 * Where the clocks change: a time shown twice is its first showing, a time never shown is the moment of the jump. So later wall times
 * never give earlier moments, and opening hours cannot turn round.
 */
export function wallMs(dayNumber: number, minutes: number, zone: string): number {
  const local = dayNumber * DAY + minutes * MINUTE
  const before = offsetAt(local - DAY, zone)
  const after = offsetAt(local + DAY, zone)
  if (offsetAt(local - before, zone) === before) return local - before
  if (offsetAt(local - after, zone) === after) return local - after
  return jumpBetween(local - after, local - before, zone)
}

/** The instant at which the wall clock of `zone` shows `HH:mm` (00:00–24:00) on that day; see `wallMs` for days when clocks change. */
export function instantOf(dayOn: Day, time: string, zone: string = DEFAULT_ZONE): Instant {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(time)
  if (!match) throw new RangeError(`not a time of day: ${time}`)
  const minutes = time === '24:00' ? 1440 : Number(match[1]) * 60 + Number(match[2])
  return instantFrom(wallMs(dayNumberOf(dayOn), minutes, zone))
}

const FORMATS = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  weekday: { month: 'short', day: 'numeric', weekday: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  minute: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
export type InstantStyle = keyof typeof FORMATS

/** Words for a screen, e.g. `2026/10/01 09:30` in zh-CN. `weekday` gives a short day such as `10月1日周四`. */
export function formatInstant(
  moment: Moment,
  locale: string,
  style: InstantStyle = 'minute',
  zone: string = DEFAULT_ZONE,
): string {
  const key = `${locale}|${zone}|${style}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...FORMATS[style], timeZone: zone })
    formats.set(key, format)
  }
  return format.format(epochMs(moment))
}

/** A duration cut into what a screen shows; seconds are whole and rounded down. Negative durations throw RangeError. */
export function durationParts(ms: number): { hours: number; minutes: number; seconds: number } {
  if (!(ms >= 0)) throw new RangeError(`not a duration: ${ms}`)
  const seconds = Math.floor(ms / 1000)
  return { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 }
}

const formats = new Map<string, Intl.DateTimeFormat>()

// Asking Intl for an offset costs microseconds; a clock asks hundreds of times. So each zone and UTC year is asked once, every ten days
// (no zone changes twice within ten days), each change is then pinned by halving, and the answers are kept.
type Stretch = { from: number; offset: number }
type ZoneTable = { format: Intl.DateTimeFormat; years: Map<number, Stretch[]> }
const zones = new Map<string, ZoneTable>()

/** Milliseconds to add to UTC for the wall clock of the zone at that moment. Throws RangeError for an unknown zone. */
function offsetAt(ms: number, zone: string): number {
  const stretches = stretchesOf(new Date(ms).getUTCFullYear(), zone)
  for (let i = stretches.length - 1; i > 0; i--) if (stretches[i]!.from <= ms) return stretches[i]!.offset
  return stretches[0]!.offset
}

/** The change of clocks after `after` and not later than `until`, which the caller knows to be there. */
function jumpBetween(after: number, until: number, zone: string): number {
  for (const year of [new Date(after).getUTCFullYear(), new Date(until).getUTCFullYear()]) {
    for (const stretch of stretchesOf(year, zone).slice(1)) {
      if (stretch.from > after && stretch.from <= until) return stretch.from
    }
  }
  return until
}

function stretchesOf(year: number, zone: string): Stretch[] {
  let table = zones.get(zone)
  if (!table) {
    table = {
      format: new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...NUMERIC }),
      years: new Map(),
    }
    zones.set(zone, table)
  }
  let stretches = table.years.get(year)
  if (!stretches) {
    stretches = surveyYear(year, table.format)
    table.years.set(year, stretches)
  }
  return stretches
}

const NUMERIC = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const

function surveyYear(year: number, format: Intl.DateTimeFormat): Stretch[] {
  const end = Date.UTC(year + 1, 0, 1)
  let from = Date.UTC(year, 0, 1)
  let offset = askOffset(from, format)
  const stretches = [{ from, offset }]
  while (from < end) {
    const next = Math.min(from + 10 * DAY, end)
    const then = askOffset(next, format)
    if (then !== offset) {
      let low = from
      let high = next
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000
        if (askOffset(middle, format) === offset) low = middle
        else high = middle
      }
      if (high < end) stretches.push({ from: high, offset: then })
      offset = then
    }
    from = next
  }
  return stretches
}

function askOffset(ms: number, format: Intl.DateTimeFormat): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value)
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - ms
}
