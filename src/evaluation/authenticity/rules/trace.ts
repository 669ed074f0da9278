import type { Detector, SuspicionRecord } from '../contract.ts'

/** Pure shapes that detectors work on. Instants are milliseconds, so that a million of them stay cheap. */
export type Spot = { longitude: number; latitude: number }

export type VisitTrace = {
  workOrderId: string
  number: string
  staffId: string
  staffName: string
  outletId: string | null
  /** Day of arrival in the company's time zone. */
  dayOn: string
  arrivedMs: number
  /** Where the phone said it was, and how well it knew. */
  spot: Spot | null
  accuracyMetres: number
  site: Spot | null
  finishedMs: number | null
  finishedRecordedMs: number | null
  signedMs: number | null
  /** When the file of the signature first came into the house; null where there is none. */
  signatureKeptMs: number | null
  /** The same signature stands under another work order too. */
  signatureElsewhere: boolean
  /** Taken over from a file: late by nature, and said so. */
  isImported: boolean
}

/** Work orders under which one and the same file stands. */
export type ReuseTrace = {
  kind: 'signature' | 'photo'
  sha256: string
  orders: { workOrderId: string; number: string; staffId: string; outletId: string | null; dayOn: string }[]
}

/** Ratings of one technician's work: how many, how many of them full stars. */
export type RatedTrace = {
  staffId: string
  staffName: string
  outletId: string | null
  count: number
  fullStars: number
  lastOn: string
  sample: { ratingId: string; requestNumber: string }[]
}

export type CommentTrace = {
  staffId: string
  staffName: string
  outletId: string | null
  comment: string
  ratings: { ratingId: string; requestNumber: string; dayOn: string }[]
}

export type DeviceTrace = {
  /** Shortened hash: enough to tell two devices apart on the screen. */
  device: string
  customers: number
  outletId: string | null
  ratings: { ratingId: string; requestNumber: string; dayOn: string }[]
}

export type CallBackTrace = {
  ratingId: string
  requestNumber: string
  staffId: string
  staffName: string
  outletId: string | null
  dayOn: string
}

/** Something that can hardly have happened as it is written down. */
export type Found = {
  detector: Detector
  weight: 'strong' | 'weak'
  outletId: string | null
  staffId: string | null
  dayOn: string
  figures: Record<string, number | string>
  records: SuspicionRecord[]
}

/** What makes two findings the same: the detector and the records (or the device, the comment) behind it. */
export function keyOf(found: Found): string {
  const about = found.figures.key ?? found.records.map((record) => record.recordId).sort()
  return JSON.stringify([found.detector, about])
}
