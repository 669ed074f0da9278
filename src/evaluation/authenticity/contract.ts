import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { ANSWERERS, JUDGES, LOOKERS, SEEKERS } from './access.ts'

/** What is looked for. Words for each stand in the catalogue `authenticity` under `detector`. */
export const DETECTORS = [
  'impossible_travel',
  'far_from_site',
  'signature_reused',
  'photo_reused',
  'signature_before_arrival',
  'burst_entry',
  'impossible_hours',
  'uniform_ratings',
  'repeated_comment',
  'one_device_many_customers',
  'own_call_back',
] as const
export const Detector = z.enum(DETECTORS)
export type Detector = z.output<typeof Detector>

export const SuspicionRecord = z.object({
  recordType: z.enum(['work_order', 'service_request', 'rating', 'staff']),
  recordId: Id,
  /** The printed number, or what a person knows it by. */
  label: z.string(),
})
export type SuspicionRecord = z.output<typeof SuspicionRecord>

export const Answered = z.object({
  id: Id,
  /** `explained`: it did happen so. `corrected`: a mistake of entry, put right. `confirmed`: it is what it looks like. */
  kind: z.enum(['explained', 'corrected', 'confirmed']),
  words: z.string(),
  fileSha256: Sha256.nullable(),
  answeredByName: z.string(),
  answeredAt: Instant,
  judged: z.enum(['accepted', 'rejected']).nullable(),
  judgedWords: z.string(),
  judgedByName: z.string(),
  judgedAt: Instant.nullable(),
})
export type Answered = z.output<typeof Answered>

export const SuspicionState = z.enum(['open', 'answered', 'rejected', 'settled', 'confirmed', 'gone'])
export type SuspicionState = z.output<typeof SuspicionState>

export const Suspicion = z.object({
  id: Id,
  detector: Detector,
  weight: z.enum(['strong', 'weak']),
  state: SuspicionState,
  outletName: z.string(),
  staffName: z.string(),
  dayOn: Day,
  /** Values for the sentence that explains it. */
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
  records: z.array(SuspicionRecord),
  /** More records than are listed. */
  moreRecords: z.int().min(0),
  foundAt: Instant,
  seenAt: Instant,
  goneAt: Instant.nullable(),
  answers: z.array(Answered),
  version: Version,
})
export type Suspicion = z.output<typeof Suspicion>

export const Run = z.object({
  id: Id,
  fromOn: Day,
  toOn: Day,
  askedAt: Instant,
  doneAt: Instant.nullable(),
  visits: z.int(),
  ratings: z.int(),
  found: z.int(),
})
export type Run = z.output<typeof Run>

const About = z.object({ suspicionId: Id })
const Words = z.string().trim().min(1).max(2000)

export const listSuspicions = endpoint({
  name: 'authenticity.listSuspicions',
  method: 'GET',
  path: '/api/authenticity/suspicions',
  who: LOOKERS,
  summary: 'What in the records does not look as if it had happened so, newest day first',
  query: PageQuery.extend({
    cursor: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d~[0-9a-f-]{36}$/)
      .optional(),
    detector: Detector.optional(),
    /** `waiting`: open or rejected. */
    show: z.enum(['waiting', 'all']).default('waiting'),
  }),
  answer: pageOf(Suspicion),
})

export const readSuspicion = endpoint({
  name: 'authenticity.readSuspicion',
  method: 'GET',
  path: '/api/authenticity/suspicions/:suspicionId',
  who: LOOKERS,
  summary: 'One suspicion with its records and answers',
  params: About,
  answer: Suspicion,
})

export const showAuthenticity = endpoint({
  name: 'authenticity.show',
  method: 'GET',
  path: '/api/authenticity',
  who: LOOKERS,
  summary: 'How many suspicions wait by detector, and the latest look at the records',
  answer: z.object({
    waiting: z.array(z.object({ detector: Detector, strong: z.int(), weak: z.int() })),
    run: Run.nullable(),
  }),
})

export const lookForSuspicions = endpoint({
  name: 'authenticity.look',
  method: 'POST',
  path: '/api/authenticity/runs',
  who: SEEKERS,
  summary: 'Look at the records of these days for what cannot have happened so; the work is done in the background',
  body: z.strictObject({ id: Id, fromOn: Day, toOn: Day }),
  answer: z.object({ id: Id }),
})

export const answerSuspicion = endpoint({
  name: 'authenticity.answer',
  method: 'POST',
  path: '/api/authenticity/suspicions/:suspicionId/answers',
  who: ANSWERERS,
  summary: 'Answer a suspicion: explained, corrected or confirmed, with words and, where there is one, a file',
  params: About,
  body: z.strictObject({
    id: Id,
    version: Version,
    kind: Answered.shape.kind,
    words: Words,
    fileSha256: Sha256.nullable().default(null),
  }),
  answer: z.object({ id: Id, version: Version }),
})

export const judgeAnswer = endpoint({
  name: 'authenticity.judge',
  method: 'POST',
  path: '/api/authenticity/suspicions/:suspicionId/judgement',
  who: JUDGES,
  summary: 'Accept or reject the latest answer; nobody judges their own',
  params: About,
  body: z.strictObject({ version: Version, judged: z.enum(['accepted', 'rejected']), words: Words }),
  answer: z.object({ id: Id, version: Version }),
})
