const HOUR = 3_600_000
const DAY = 24 * HOUR
const formats = new Map<string, Intl.DateTimeFormat>()
const dayStarts = new Map<string, Map<number, number>>()

/** Minutes that the zone's clocks are ahead of UTC at an instant (milliseconds since 1970). Throws `RangeError` on an unknown zone. */
export function offsetMinutes(zone: string, instantMs: number): number {
  const day = Math.floor(instantMs / DAY)
  const before = offsetAtDayStart(zone, day)
  // A zone changes its clocks at most once between two UTC midnights; a day that begins and ends alike has no change.
  return before === offsetAtDayStart(zone, day + 1) ? before : measureOffset(zone, instantMs)
}

function offsetAtDayStart(zone: string, day: number): number {
  let known = dayStarts.get(zone)
  if (known === undefined) {
    known = new Map()
    dayStarts.set(zone, known)
  }
  let offset = known.get(day)
  if (offset === undefined) {
    // Bounded, for a server that runs for years: 200 thousand days are five centuries.
    if (known.size > 200_000) known.clear()
    offset = measureOffset(zone, day * DAY)
    known.set(day, offset)
  }
  return offset
}

function measureOffset(zone: string, instantMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value)
  const shown = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
  return Math.round((shown - instantMs) / 60_000)
}

/** True when the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  return formats.has(zone) || isKnownToIntl(zone)
}

function isKnownToIntl(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export type LocalInstant = { ok: true; instantMs: number } | { ok: false; code: 'time_skipped' | 'time_twice' }

/**
 * The instant a zone's wall clock shows, from milliseconds that `Date.UTC` would give for the same wall-clock figures.
 * Refuses times that summer time skips or shows twice: which of the two was meant cannot be known.
 */
export function localInstant(zone: string, wallMs: number): LocalInstant {
  const before = wallMs - offsetMinutes(zone, wallMs - DAY) * 60_000
  const after = wallMs - offsetMinutes(zone, wallMs + DAY) * 60_000
  if (before === after) return { ok: true, instantMs: before }
  const fits = [before, after].filter((instant) => instant + offsetMinutes(zone, instant) * 60_000 === wallMs)
  if (fits.length === 1) return { ok: true, instantMs: fits[0]! }
  return { ok: false, code: fits.length === 0 ? 'time_skipped' : 'time_twice' }
}
