import { distanceKm } from '#src/company/pure-door.ts'
import type { SuspicionRecord } from '../contract.ts'
import { LIMITS } from './limits.ts'
import type { Found, VisitTrace } from './trace.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Everything about the visits of one technician, given in the order of arrival. */
export function findInVisits(visits: readonly VisitTrace[]): Found[] {
  return [
    ...findTravel(visits),
    ...visits.flatMap((visit) => [...findFar(visit), ...findEarlySignature(visit)]),
    ...findBursts(visits),
    ...findHours(visits),
  ]
}

function findTravel(visits: readonly VisitTrace[]): Found[] {
  const located = visits.filter(isLocated)
  return located.flatMap((there, at) => {
    const here = located[at - 1]
    if (!here || here.workOrderId === there.workOrderId) return []
    const km = distanceKm(here.spot!, there.spot!) - (here.accuracyMetres + there.accuracyMetres) / 1_000
    if (km < LIMITS.travelLeastKm) return []
    // A finish after the next arrival says that somebody was in two places: then the arrivals alone are compared.
    const leftMs = here.finishedMs !== null && here.finishedMs <= there.arrivedMs ? here.finishedMs : here.arrivedMs
    const minutes = (there.arrivedMs - leftMs) / MINUTE
    const hours = (minutes + LIMITS.travelToleranceMinutes) / 60
    if (km / hours <= LIMITS.travelKmPerHour) return []
    return [
      {
        ...subject('impossible_travel', there),
        weight: 'strong' as const,
        figures: { km: round(km), minutes: Math.round(minutes), kmPerHour: Math.round(km / Math.max(hours, 1 / 60)) },
        records: [recordOf(here), recordOf(there)],
      },
    ]
  })
}

function isLocated(visit: VisitTrace): boolean {
  return visit.spot !== null && visit.accuracyMetres <= LIMITS.accuracyUselessMetres
}

function findFar(visit: VisitTrace): Found[] {
  if (!visit.site || !isLocated(visit)) return []
  const metres = distanceKm(visit.spot!, visit.site) * 1_000 - visit.accuracyMetres
  if (metres <= LIMITS.siteMetres) return []
  return [
    {
      ...subject('far_from_site', visit),
      weight: metres > LIMITS.siteStrongMetres ? 'strong' : 'weak',
      figures: { km: round(metres / 1_000), accuracyMetres: Math.round(visit.accuracyMetres) },
      records: [recordOf(visit)],
    },
  ]
}

function findEarlySignature(visit: VisitTrace): Found[] {
  const allowedMs = visit.arrivedMs - LIMITS.signatureToleranceMinutes * MINUTE
  const signedEarly = visit.signedMs !== null && visit.signedMs < allowedMs
  // A signature used twice is found as such: its file is old by nature.
  const keptEarly = visit.signatureKeptMs !== null && visit.signatureKeptMs < allowedMs && !visit.signatureElsewhere
  if (!signedEarly && !keptEarly) return []
  const earlierMs = Math.min(
    signedEarly ? visit.signedMs! : Number.POSITIVE_INFINITY,
    keptEarly ? visit.signatureKeptMs! : Number.POSITIVE_INFINITY,
  )
  return [
    {
      ...subject('signature_before_arrival', visit),
      weight: 'strong',
      figures: { minutes: Math.round((visit.arrivedMs - earlierMs) / MINUTE) },
      records: [recordOf(visit)],
    },
  ]
}

function findBursts(visits: readonly VisitTrace[]): Found[] {
  const late = visits
    .filter(
      (visit) =>
        !visit.isImported &&
        visit.finishedMs !== null &&
        visit.finishedRecordedMs !== null &&
        visit.finishedRecordedMs - visit.finishedMs > LIMITS.burstLateHours * HOUR,
    )
    .sort((a, b) => a.finishedRecordedMs! - b.finishedRecordedMs!)
  const found: Found[] = []
  for (let from = 0; from < late.length; ) {
    let to = from + 1
    const gap = (at: number) => late[at]!.finishedRecordedMs! - late[at - 1]!.finishedRecordedMs!
    while (to < late.length && gap(to) <= LIMITS.burstWithinMinutes * MINUTE) to++
    const burst = late.slice(from, to)
    const claimed = burst.map((visit) => visit.finishedMs!)
    const spreadMs = Math.max(...claimed) - Math.min(...claimed)
    if (burst.length >= LIMITS.burstLeast && spreadMs >= LIMITS.burstSpreadHours * HOUR) {
      const latest = burst.at(-1)!
      found.push({
        ...subject('burst_entry', latest),
        weight: 'strong',
        figures: {
          count: burst.length,
          minutes: Math.round((latest.finishedRecordedMs! - burst[0]!.finishedRecordedMs!) / MINUTE),
          days: Math.round(spreadMs / (24 * HOUR)),
        },
        records: burst.map(recordOf),
      })
    }
    from = to
  }
  return found
}

function findHours(visits: readonly VisitTrace[]): Found[] {
  const days = Map.groupBy(visits, (visit) => visit.dayOn)
  const found: Found[] = []
  for (const day of days.values()) {
    const hours = hoursOnSite(day)
    if (hours <= LIMITS.hoursADay) continue
    found.push({
      ...subject('impossible_hours', day.at(-1)!),
      weight: hours > LIMITS.hoursADayStrong ? 'strong' : 'weak',
      figures: { hours: round(hours), count: day.length },
      records: day.map(recordOf),
    })
  }
  return [...found, ...findUnbrokenDays([...days.keys()].sort(), days)]
}

/** Overlapping visits count once for the hours: being in two places is found by travel. */
function hoursOnSite(day: readonly VisitTrace[]): number {
  let totalMs = 0
  let coveredMs = Number.NEGATIVE_INFINITY
  for (const visit of day.toSorted((a, b) => a.arrivedMs - b.arrivedMs)) {
    const longestMs = visit.arrivedMs + LIMITS.longestVisitHours * HOUR
    const endMs = Math.min(visit.finishedMs ?? visit.arrivedMs, longestMs)
    totalMs += Math.max(0, endMs - Math.max(visit.arrivedMs, coveredMs))
    coveredMs = Math.max(coveredMs, endMs)
  }
  return totalMs / HOUR
}

function findUnbrokenDays(days: readonly string[], visits: ReadonlyMap<string, VisitTrace[]>): Found[] {
  const found: Found[] = []
  let first = 0
  days.forEach((day, at) => {
    const next = days[at + 1]
    if (next !== undefined && Date.parse(next) - Date.parse(day) === 24 * HOUR) return
    const count = at - first + 1
    if (count > LIMITS.daysInARow) {
      const latest = visits.get(day)![0]!
      const { staffId, staffName } = latest
      found.push({
        ...subject('impossible_hours', latest),
        weight: 'weak',
        figures: { key: `${staffId} ${days[first]}`, daysInARow: count, fromOn: days[first]! },
        records: [{ recordType: 'staff', recordId: staffId, label: staffName }],
      })
    }
    first = at + 1
  })
  return found
}

function subject<D extends Found['detector']>(detector: D, visit: VisitTrace) {
  return { detector, outletId: visit.outletId, staffId: visit.staffId, dayOn: visit.dayOn }
}

function recordOf(visit: VisitTrace): SuspicionRecord {
  return { recordType: 'work_order', recordId: visit.workOrderId, label: visit.number }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
