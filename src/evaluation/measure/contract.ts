import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { VIEWERS } from '../access.ts'
import { MEASURES } from './rules.ts'

/** Why a record counts as it does; each is worded in the catalogue `evaluation` under `why`. */
export const WHYS = [
  'clock_met',
  'clock_late',
  'clock_late_running',
  'signed',
  'unsigned',
  'unsigned_for_reason',
  'steps_missing',
  'complete_and_signed',
  'licensed',
  'licence_missing',
  'rated_satisfied',
  'rated_lower',
  'followed_up',
  'not_followed_up',
  'complaint_resolved',
  'complaint_ran_late',
  'complaint_open_long',
  'head_and_duties',
  'head_missing',
  'duties_missing',
  'city_covered',
  'city_uncovered',
  'licences_hold',
  'licence_lapsed',
  'manager_certified',
  'manager_uncertified',
  'file_complete',
  'contact_missing',
  'address_missing',
  'city_missing',
] as const
export const Why = z.enum(WHYS)

export const RECORD_TYPES = [
  'clock',
  'work_order',
  'rating',
  'complaint',
  'department',
  'city',
  'staff',
  'customer',
] as const

/** One record under a number. */
export const MeasureRecord = z.object({
  recordType: z.enum(RECORD_TYPES),
  /** A UUID; for a city its code. */
  recordId: z.string(),
  /** The request to open, where the record hangs on one. */
  requestId: Id.nullable(),
  number: z.string(),
  words: z.string(),
  outletId: Id.nullable(),
  outletName: z.string(),
  happenedAt: Instant.nullable(),
  verdict: z.enum(['good', 'bad']),
  why: Why,
  /** Figures of the reason, e.g. `elapsedMinutes` and `limitMinutes` of a clock, `stars` of a rating. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  backfilled: z.boolean(),
})
export type MeasureRecord = z.output<typeof MeasureRecord>

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export const RecordQuery = PageQuery.extend({
  cursor: z
    .string()
    .regex(new RegExp(`^(\\d{4}-\\d{2}-\\d{2}(_${UUID}){3}|${UUID}|\\d{4})$`))
    .optional(),
  verdict: z.enum(['good', 'bad']).optional(),
  outletId: Id.optional(),
  /** Days on which the request was made; left out, the window of the score. What is counted of the company as it stands has no days. */
  fromOn: Day.optional(),
  toOn: Day.optional(),
})
export type RecordQuery = z.output<typeof RecordQuery>

export const listMeasureRecords = endpoint({
  name: 'evaluation.listMeasureRecords',
  method: 'GET',
  path: '/api/evaluation/measures/:measureId/records',
  who: VIEWERS,
  summary: 'The records under a number: each with why it counts good or bad',
  params: z.object({ measureId: z.enum(MEASURES) }),
  query: RecordQuery,
  answer: pageOf(MeasureRecord),
})
