import type { Detector } from '#src/evaluation/authenticity/contract.ts'
import type {
  CallBackTrace,
  CommentTrace,
  DeviceTrace,
  Found,
  RatedTrace,
  ReuseTrace,
  VisitTrace,
} from '#src/evaluation/authenticity/rules/trace.ts'
import { findInVisits } from '#src/evaluation/authenticity/rules/visits.ts'
import {
  findOneDevice,
  findOwnCallBack,
  findRepeatedComment,
  findReuse,
  findUniform,
} from '#src/evaluation/authenticity/rules/voices.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.parse('2026-06-01T00:00:00Z')

/** Chance that repeats. */
type Dice = { below(sides: number): number; between(from: number, to: number): number; happens(share: number): boolean }

function openDice(seed: number): Dice {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    below: (sides) => Math.floor(roll() * sides),
    between: (from, to) => from + roll() * (to - from),
    happens: (share) => roll() < share,
  }
}

type Seeded = { detector: Detector; recordIds: string[] }
export type SeededDays = {
  visits: VisitTrace[]
  reuse: ReuseTrace[]
  rated: RatedTrace[]
  comments: CommentTrace[]
  devices: DeviceTrace[]
  callBacks: CallBackTrace[]
  frauds: Seeded[]
  ratings: number
}

/**
 * Half a year of honest technicians with the oddities of honest work (bad reception, a lost phone, entries made at night for the whole day, emergencies,
 * receptions and families that rate from one device, a phone that is sure of a wrong place), and a few who cheat, each in one of the ways that are
 * looked for, from hardly to grossly: so neither full recall nor silence about the honest is to be had, and the figures say what is.
 */
export function seedFrauds(seed: number, staffCount: number, fraudShare: number): SeededDays {
  const dice = openDice(seed)
  const days: SeededDays = {
    ...{ visits: [], reuse: [], rated: [], comments: [], devices: [], callBacks: [], frauds: [], ratings: 0 },
  }
  for (let at = 0; at < staffCount; at++) seedTechnician(days, dice, idOf('staff', at), fraudShare)
  seedHonestDevices(days, dice, staffCount)
  return days
}

let counted = 0
function idOf(kind: string, number: number): string {
  return `${kind}-${String(number).padStart(6, '0')}`
}

function seedTechnician(days: SeededDays, dice: Dice, staffId: string, fraudShare: number): void {
  const home = { longitude: dice.between(110, 121), latitude: dice.between(24, 38) }
  const visits: VisitTrace[] = []
  for (let day = 0; day < 180; day++) {
    // One day of the week is free, and sometimes another.
    if (day % 7 === Number.parseInt(staffId.slice(-1), 10) % 7 || dice.happens(0.1)) continue
    visits.push(...honestDay(dice, staffId, home, day))
  }
  days.visits.push(...visits)
  if (dice.happens(fraudShare)) cheat(days, dice, visits)
  seedRatings(days, dice, staffId, visits, fraudShare)
}

function honestDay(dice: Dice, staffId: string, home: { longitude: number; latitude: number }, day: number) {
  const visits: VisitTrace[] = []
  // Sometimes an emergency far away takes the whole day and half the night.
  const isEmergency = dice.happens(0.01)
  const lostPhone = dice.happens(0.01)
  let clockMs = START + day * DAY + dice.between(0, 2) * HOUR
  const count = isEmergency ? 2 : 2 + dice.below(5)
  for (let nth = 0; nth < count; nth++) {
    const reachDegrees = isEmergency ? 0.8 : 0.12
    const site = {
      longitude: home.longitude + dice.between(-reachDegrees, reachDegrees),
      latitude: home.latitude + dice.between(-reachDegrees, reachDegrees),
    }
    // A straight line of a degree is about 100 km; roads allow some 60 km/h.
    clockMs += (isEmergency ? 3.2 : 0.6) * HOUR + dice.between(0, 0.5) * HOUR
    const arrivedMs = clockMs
    clockMs += dice.between(0.3, isEmergency ? 4 : 1.5) * HOUR
    const isCellar = dice.happens(0.15)
    const accuracyMetres = isCellar ? dice.between(300, 4_000) : dice.between(4, 60)
    const offDegrees = (accuracyMetres / 111_000) * 0.6
    const hasSpot = !dice.happens(0.08)
    // Rarely a phone is sure of a place where it is not.
    const astrayDegrees = dice.happens(0.0005) ? dice.between(0.01, 0.05) : 0
    const lateMs = lostPhone ? 30 * HOUR : isCellar ? dice.between(0.1, 6) * HOUR : 10_000
    visits.push({
      ...{ workOrderId: idOf('order', ++counted), number: `W${counted}`, staffId, staffName: staffId, outletId: null },
      dayOn: new Date(arrivedMs).toISOString().slice(0, 10),
      arrivedMs,
      spot: hasSpot
        ? {
            longitude: site.longitude + astrayDegrees + dice.between(-offDegrees, offDegrees),
            latitude: site.latitude + dice.between(-offDegrees, offDegrees),
          }
        : null,
      accuracyMetres,
      site: dice.happens(0.85) ? site : null,
      finishedMs: clockMs,
      finishedRecordedMs: clockMs + lateMs,
      signedMs: clockMs - 2 * MINUTE,
      signatureKeptMs: clockMs + lateMs,
      ...{ signatureElsewhere: false, isImported: false },
    })
  }
  return visits
}

const WAYS = [
  cheatTravel,
  cheatSite,
  cheatSignature,
  cheatPhoto,
  cheatEarlySignature,
  cheatBurst,
  cheatHours,
  cheatUnbroken,
] as const

function cheat(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  WAYS[dice.below(WAYS.length)]!(days, dice, visits)
}

function seeded(days: SeededDays, detector: Detector, visits: readonly VisitTrace[]): void {
  days.frauds.push({ detector, recordIds: visits.map((visit) => visit.workOrderId) })
}

function cheatTravel(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const located = visits.filter((visit) => visit.spot && visit.accuracyMetres < 500)
  const visit = located[1 + dice.below(located.length - 1)]!
  visit.spot = { longitude: visit.spot!.longitude + dice.between(0.5, 6), latitude: visit.spot!.latitude }
  visit.site = null
  seeded(days, 'impossible_travel', [visit])
}

function cheatSite(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const visit = visits.find((one) => one.spot && one.site && one.accuracyMetres < 60)!
  // At home on the sofa.
  visit.spot = { longitude: visit.site!.longitude + dice.between(0.006, 0.06), latitude: visit.site!.latitude }
  seeded(days, 'far_from_site', [visit])
}

function reuse(days: SeededDays, kind: ReuseTrace['kind'], dice: Dice, visits: VisitTrace[]): void {
  const from = dice.below(visits.length - 5)
  const used = visits.slice(from, from + 2 + dice.below(3))
  for (const visit of used) visit.signatureElsewhere = kind === 'signature'
  const orders = used.map(({ workOrderId, number, staffId, outletId, dayOn }) => ({
    ...{ workOrderId, number, staffId, outletId, dayOn },
  }))
  days.reuse.push({ kind, sha256: `${kind}-${used[0]!.workOrderId}`, orders })
  seeded(days, kind === 'signature' ? 'signature_reused' : 'photo_reused', used)
}

function cheatSignature(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  reuse(days, 'signature', dice, visits)
}

function cheatPhoto(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  reuse(days, 'photo', dice, visits)
}

function cheatEarlySignature(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const visit = visits[dice.below(visits.length)]!
  visit.signatureKeptMs = visit.arrivedMs - dice.between(1, 90) * MINUTE
  seeded(days, 'signature_before_arrival', [visit])
}

function cheatBurst(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const from = dice.below(visits.length - 30)
  const written = visits.slice(from, from + 6 + dice.below(18))
  const nightMs = written.at(-1)!.finishedMs! + 2 * DAY
  written.forEach((visit, at) => {
    visit.finishedRecordedMs = nightMs + at * dice.between(1, 4) * MINUTE
  })
  seeded(days, 'burst_entry', written)
}

function cheatHours(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const dayOn = visits[dice.below(visits.length)]!.dayOn
  const day = visits.filter((visit) => visit.dayOn === dayOn)
  const startMs = Date.parse(`${dayOn}T00:10:00Z`)
  const each = (dice.between(13, 18) * HOUR) / Math.max(day.length, 2)
  day.forEach((visit, at) => {
    visit.spot = null
    visit.arrivedMs = startMs + at * each
    visit.finishedMs = visit.arrivedMs + each - MINUTE
    visit.signedMs = visit.finishedMs
    visit.signatureKeptMs = visit.finishedMs
    visit.finishedRecordedMs = visit.finishedMs
  })
  // One visit alone is never that long: it is cut to what a visit can last.
  if (day.length >= 2) seeded(days, 'impossible_hours', day)
}

function cheatUnbroken(days: SeededDays, dice: Dice, visits: VisitTrace[]): void {
  const first = visits[0]!
  const added = Array.from({ length: 14 + dice.below(30) }, (_, at): VisitTrace => {
    const arrivedMs = START + at * DAY + 20 * MINUTE
    const finishedMs = arrivedMs + dice.between(5, 15) * MINUTE
    const times = { finishedMs, finishedRecordedMs: finishedMs, signedMs: finishedMs, signatureKeptMs: finishedMs }
    const named = { workOrderId: idOf('order', ++counted), number: `W${counted}` }
    return {
      ...first,
      ...named,
      ...times,
      ...{ arrivedMs, spot: null, site: null },
      dayOn: new Date(arrivedMs).toISOString().slice(0, 10),
    }
  })
  days.visits.push(...added)
  days.frauds.push({ detector: 'impossible_hours', recordIds: [first.staffId, ...added.map((one) => one.workOrderId)] })
}

function seedRatings(days: SeededDays, dice: Dice, staffId: string, visits: readonly VisitTrace[], share: number) {
  const rated = visits.filter(() => dice.happens(0.25))
  days.ratings += rated.length
  const isPainted = dice.happens(share)
  // Some are really better than others.
  const quality = dice.between(0.7, 0.97)
  const fullStars = isPainted ? rated.length : rated.filter(() => dice.happens(quality)).length
  const sample = rated.slice(0, 5).map((visit) => ({ ratingId: `rating-${visit.workOrderId}`, requestNumber: '' }))
  const lastOn = rated.at(-1)?.dayOn ?? '2026-06-01'
  days.rated.push({ staffId, staffName: staffId, outletId: null, count: rated.length, fullStars, lastOn, sample })
  if (isPainted) days.frauds.push({ detector: 'uniform_ratings', recordIds: [staffId] })
  const told = (some: readonly VisitTrace[]) =>
    some.map((visit) => ({ ratingId: `rating-${visit.workOrderId}`, requestNumber: visit.number, dayOn: visit.dayOn }))
  if (dice.happens(share)) {
    const ratings = told(rated.slice(0, 2 + dice.below(14)))
    days.devices.push({ device: `cheat-${staffId}`, customers: ratings.length, outletId: null, ratings })
    days.frauds.push({ detector: 'one_device_many_customers', recordIds: ratings.map((one) => one.ratingId) })
  }
  if (dice.happens(share)) {
    const ratings = told(rated.slice(0, 3 + dice.below(13)))
    days.comments.push({ ...{ staffId, staffName: staffId, outletId: null }, comment: '师傅很好服务周到', ratings })
    days.frauds.push({ detector: 'repeated_comment', recordIds: ratings.map((one) => one.ratingId) })
  } else {
    // What many honest people write.
    days.comments.push({
      ...{ staffId, staffName: staffId, outletId: null },
      comment: dice.happens(0.02) ? '师傅很好服务周到' : '很好',
      ratings: told(rated.slice(0, 8)),
    })
  }
  if (dice.happens(share) && rated[0]) {
    const [one] = told([rated[0]])
    days.callBacks.push({ ...one!, staffId, staffName: staffId, outletId: null })
    days.frauds.push({ detector: 'own_call_back', recordIds: [one!.ratingId] })
  }
}

/** Families of two households, property managers who are one customer with many requests, and now and then a reception where many rate. */
function seedHonestDevices(days: SeededDays, dice: Dice, staffCount: number): void {
  for (let at = 0; at < staffCount; at++) {
    const customers = dice.happens(0.01) ? 4 : 1 + dice.below(2)
    const ratings = Array.from({ length: customers * 3 }, (_, nth) => ({
      ...{ ratingId: `rating-honest-${at}-${nth}`, requestNumber: '', dayOn: '2026-07-01' },
    }))
    days.devices.push({ device: `honest-${at}`, customers, outletId: null, ratings })
  }
}

/** Everything that is found in such days. */
export function findAll(days: SeededDays): Found[] {
  const byStaff = Map.groupBy(days.visits, (visit) => visit.staffId)
  return [
    ...[...byStaff.values()].flatMap((own) => findInVisits(own.toSorted((a, b) => a.arrivedMs - b.arrivedMs))),
    ...days.reuse.flatMap(findReuse),
    ...findUniform(days.rated),
    ...days.comments.flatMap(findRepeatedComment),
    ...days.devices.flatMap(findOneDevice),
    ...days.callBacks.flatMap(findOwnCallBack),
  ]
}

export type Caught = { seeded: number; caught: number; falseAlarms: number }

/** For each way of cheating: how many of the seeded ones are found, and how many findings touch nothing that was seeded. */
export function measureFrauds(days: SeededDays): { byDetector: Map<Detector, Caught>; honest: number } {
  const found = findAll(days)
  const byDetector = new Map<Detector, Caught>()
  const of = (detector: Detector) => {
    const known = byDetector.get(detector) ?? { seeded: 0, caught: 0, falseAlarms: 0 }
    byDetector.set(detector, known)
    return known
  }
  const touched = new Set(days.frauds.flatMap((fraud) => fraud.recordIds))
  for (const fraud of days.frauds) {
    const own = new Set(fraud.recordIds)
    const isCaught = found.some(
      (one) => one.detector === fraud.detector && one.records.some((record) => own.has(record.recordId)),
    )
    of(fraud.detector).seeded += 1
    if (isCaught) of(fraud.detector).caught += 1
  }
  // A sofa far from the site may also make the way there impossible: what touches a seeded record is no false alarm.
  for (const one of found)
    if (!one.records.some((record) => touched.has(record.recordId))) of(one.detector).falseAlarms += 1
  return { byDetector, honest: days.visits.length + days.ratings }
}

/** For `starproof bench authenticity`: recall by detector, and false alarms in ten thousand honest records. */
export function benchAuthenticity(): Record<string, unknown> {
  const startedMs = performance.now()
  const days = seedFrauds(2026, 2_000, 0.2)
  const seededMs = performance.now() - startedMs
  const lookedFromMs = performance.now()
  const { byDetector, honest } = measureFrauds(days)
  const lookedMs = performance.now() - lookedFromMs
  const detectors = [...byDetector].map(([detector, { seeded: count, caught, falseAlarms }]) => [
    detector,
    {
      seeded: count,
      recall: count === 0 ? null : Math.round((caught / count) * 1_000) / 1_000,
      falseAlarmsPerTenThousand: Math.round((falseAlarms / honest) * 100_000_000) / 10_000,
    },
  ])
  return { records: honest, lookingPerSeeding: lookedMs / seededMs, ...Object.fromEntries(detectors) }
}
