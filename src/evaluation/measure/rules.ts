import type { MeasureCount } from '../score/contract.ts'

/** Satisfied: four or five of five stars. */
export const SATISFIED_STARS = 4
/** Middle and bad ratings must be followed up. */
export const BAD_STARS = 3
/** A bad rating that nobody followed up counts against the company after this many days. */
export const FOLLOW_UP_DAYS = 7
/** An open complaint counts against the company after this many days, also where no promise on it ran late. */
export const COMPLAINT_OPEN_DAYS = 30
/** A technician's work needs the licences of orders planned within this many days of the day of counting. */
export const LICENCE_WORK_DAYS = 30

/** Counted from requests, their clocks, visits and ratings: facts per outlet and day. */
export const FACT_MEASURES = [
  'promises_kept',
  'answer_in_time',
  'complaint_answered_in_time',
  'arrival_in_time',
  'finish_in_time',
  'consultations_answered_in_time',
  'portal_answered_in_time',
  'installations_signed',
  'signature_present',
  'unlicensed_jobs',
  'satisfaction',
  'bad_ratings_followed_up',
  'complaints_resolved',
] as const
export type FactMeasure = (typeof FACT_MEASURES)[number]

/** Counted of the company as it stands today. */
export const STANDING_MEASURES = [
  'departments_with_head',
  'outlet_coverage',
  'licence_valid',
  'manager_ratio',
  'customer_files_complete',
] as const
export type StandingMeasure = (typeof STANDING_MEASURES)[number]

export const MEASURES = [...FACT_MEASURES, ...STANDING_MEASURES] as const
export type Measure = (typeof MEASURES)[number]

export function isFactMeasure(measure: string): measure is FactMeasure {
  return (FACT_MEASURES as readonly string[]).includes(measure)
}

/** Twelve calendar months, the month of the given day the last of them. Days inclusive, both `YYYY-MM-DD`. */
export function scoreWindow(todayOn: string): { fromOn: string; toOn: string } {
  const [year, month] = todayOn.split('-').map(Number) as [number, number]
  const firstMonth = new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10)
  return { fromOn: firstMonth, toOn: todayOn }
}

/**
 * The 95 % interval of a share after Wilson (1927), in basis points: it stays honest for few answers, where the plain share flatters.
 * Null when there is nothing to estimate from.
 */
export function wilsonInterval(
  good: number,
  total: number,
): { lowBasisPoints: number; highBasisPoints: number } | null {
  if (total === 0) return null
  const z = 1.959964
  const share = good / total
  const centre = share + (z * z) / (2 * total)
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  const below = 1 + (z * z) / total
  const basisPoints = (value: number) => Math.min(10_000, Math.max(0, Math.round((value / below) * 10_000)))
  return { lowBasisPoints: basisPoints(centre - spread), highBasisPoints: basisPoints(centre + spread) }
}

/** A measure as the scoring takes it; satisfaction carries its interval. */
export function countOf(
  measure: string,
  { good, total, backfilled }: { good: number; total: number; backfilled: number },
): MeasureCount {
  const interval = measure === 'satisfaction' ? wilsonInterval(good, total) : null
  return { good, total, backfilled, ...(interval ? { detail: interval } : {}) }
}
