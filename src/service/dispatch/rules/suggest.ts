import { cityOf, distanceKm, type Point } from '#src/company/division/rules.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { openIntervals } from '#src/shared/calendar/working-time.ts'
import { dayNumberOf, instantFrom, wallMs } from '#src/shared/instant.ts'
import type { Hindrance, Plan } from './assign.ts'

export type Place = { longitude: number | null; latitude: number | null; cityCode: string }

/** The point itself, else the seat of its city, else nothing. */
export function pointOf(place: Place): Point | null {
  if (place.longitude !== null && place.latitude !== null)
    return { longitude: place.longitude, latitude: place.latitude }
  return cityOf(place.cityCode) ?? null
}

/** From where somebody sets out to where the customer is, in tenths of a kilometre, by the straight line. */
export function kilometresBetween(from: Place, to: Place): number | null {
  const start = pointOf(from)
  const end = pointOf(to)
  return start && end ? Math.round(distanceKm(start, end) * 10) / 10 : null
}

/** First moment of the day, within opening hours and not past, at which so many minutes fit between the person's jobs. */
export function firstFreeAt(
  dayOn: string,
  minutes: number,
  jobs: readonly Plan[],
  calendar: BusinessCalendar,
  at: string,
): string | null {
  const dayNumber = dayNumberOf(dayOn)
  const fromMs = Math.max(wallMs(dayNumber, 0, calendar.zone), Date.parse(at))
  const toMs = wallMs(dayNumber, 24 * 60, calendar.zone)
  const neededMs = minutes * 60_000
  const taken = jobs.map((job) => ({ fromMs: Date.parse(job.fromAt), toMs: Date.parse(job.toAt) }))
  taken.sort((a, b) => a.fromMs - b.fromMs)
  for (const open of openIntervals(calendar, fromMs, toMs)) {
    let start = open.fromMs
    for (const job of taken) {
      if (job.toMs <= start || job.fromMs >= start + neededMs) continue
      start = job.toMs
    }
    if (start + neededMs <= open.toMs) return instantFrom(start)
  }
  return null
}

export type Suggestion = {
  staffId: string
  name: string
  outletName: string
  jobs: number
  kilometres: number | null
  freeFromAt: string | null
  hindrances: Hindrance[]
}

// Nobody cares about the last kilometres: within a ring, whoever has least to do goes first.
const RING_KM = 5

/** Best first: may go, nearest ring, fewest jobs, earliest free. Equal ones by name, so that the order never jumps. */
export function rank(suggestions: readonly Suggestion[]): Suggestion[] {
  const ring = (one: Suggestion) =>
    one.kilometres === null ? Number.MAX_SAFE_INTEGER : Math.floor(one.kilometres / RING_KM)
  return [...suggestions].sort(
    (a, b) =>
      Number(a.hindrances.length > 0) - Number(b.hindrances.length > 0) ||
      ring(a) - ring(b) ||
      a.jobs - b.jobs ||
      (a.freeFromAt ?? '~').localeCompare(b.freeFromAt ?? '~') ||
      a.name.localeCompare(b.name, 'zh') ||
      (a.staffId < b.staffId ? -1 : 1),
  )
}
