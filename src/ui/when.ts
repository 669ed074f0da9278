/** Everybody reads the same wall clock: the service's, not the device's. China has one time zone and no summer time. */
const ZONE = 'Asia/Shanghai'
const ZONE_OFFSET = '+08:00'
const ZONE_OFFSET_MS = 8 * 3_600_000

export type WhenStyle = 'full' | 'short' | 'day' | 'time'

const STYLES: Record<WhenStyle, Intl.DateTimeFormatOptions> = {
  full: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  short: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: string, style: WhenStyle): Intl.DateTimeFormat {
  const key = `${language} ${style}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, { ...STYLES[style], timeZone: ZONE })
  formats.set(key, made)
  return made
}

/** An instant (UTC, ISO) as Shanghai wall-clock text; the text itself when it is no instant. */
export function showAt(at: string, language: string, style: WhenStyle = 'full'): string {
  const instant = new Date(at)
  return Number.isNaN(instant.getTime()) ? at : format(language, style).format(instant)
}

/** A day (`YYYY-MM-DD`) in words. */
export function showOn(on: string, language: string): string {
  return showAt(`${on}T12:00:00${ZONE_OFFSET}`, language, 'day')
}

/** What `<input type="datetime-local">` shows for an instant: Shanghai wall clock, to the minute; '' for none. */
export function toLocalInput(at: string | null | undefined): string {
  if (!at) return ''
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? '' : new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 16)
}

/** The instant (UTC, ISO) that a person meant in a `datetime-local` field; null for an empty or half-filled one. */
export function fromLocalInput(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null
  const ms = Date.parse(`${text.slice(0, 16)}:00${ZONE_OFFSET}`)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

/** The Shanghai day (`YYYY-MM-DD`) of an instant. */
export function dayOf(at: string): string {
  return new Date(Date.parse(at) + ZONE_OFFSET_MS).toISOString().slice(0, 10)
}

/** Minutes since Shanghai midnight of `on`; negative before, above 1440 after. */
export function minuteOfDay(at: string, on: string): number {
  return (Date.parse(at) - Date.parse(`${on}T00:00:00${ZONE_OFFSET}`)) / 60_000
}

/** The day `days` later (or earlier, when negative). */
export function shiftDay(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
