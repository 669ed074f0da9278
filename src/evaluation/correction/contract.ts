import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { CORRECTORS, READERS } from './access.ts'

const Words = (max: number) => z.string().trim().min(1).max(max)
const LeafId = z.string().min(1).max(40)
const GradeName = z.object({ zh: z.string().max(60), en: z.string().max(60) })

/** Enclosed in the letter under its hash. */
export const NamedFile = z.strictObject({ sha256: Sha256, name: Words(200) })
export type NamedFile = z.output<typeof NamedFile>

/** A record of the company's own history that bears the correction out; the body finds it in the next pack. */
export const LinkedRecord = z.strictObject({
  recordType: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  recordId: Id,
  label: Words(120),
})
export type LinkedRecord = z.output<typeof LinkedRecord>

/** What the body says of a nonconformity: it stands open until a day, or how it was judged. */
export const TOLD_STATES = ['open', 'accepted', 'follow_up', 'withdrawn'] as const

/** Body of a letter of kind `nonconformities`, from the body to the company. Each item is told whole, as it then stands. */
export const NonconformitiesLetter = z.strictObject({
  format: z.literal('starproof-nonconformities'),
  version: z.literal(1),
  audit: z.strictObject({ id: Id, number: Words(60) }),
  items: z
    .array(
      z
        .strictObject({
          id: Id,
          number: Words(40),
          grade: GradeName,
          clause: Words(60),
          leafIds: z.array(LeafId).max(60),
          statement: Words(2000),
          evidence: Words(4000),
          raisedOn: Day,
          state: z.enum(TOLD_STATES),
          /** Counts from 1 each time a correction is asked for; 0 where none ever was. */
          round: z.int().min(0).max(99),
          dueOn: Day.nullable(),
          /** Why the last answer was not enough, or how it was judged. */
          reason: z.string().trim().max(2000),
          files: z.array(NamedFile).max(60),
        })
        .refine((item) => item.state !== 'open' || (item.dueOn !== null && item.round >= 1), 'open without a deadline'),
    )
    .min(1)
    .max(200),
})
export type NonconformitiesLetter = z.output<typeof NonconformitiesLetter>

const Answered = z.strictObject({
  correction: Words(4000),
  cause: Words(4000),
  /** So that it does not happen again. */
  correctiveAction: Words(4000),
  files: z.array(NamedFile).max(60),
  records: z.array(LinkedRecord).max(60),
})

/** Body of a letter of kind `corrections`, from the company to the body. */
export const CorrectionsLetter = z.strictObject({
  format: z.literal('starproof-corrections'),
  version: z.literal(1),
  auditId: Id,
  answers: z
    .array(
      Answered.extend({ nonconformityId: Id, round: z.int().min(1).max(99), answeredBy: Words(60), answeredOn: Day }),
    )
    .min(1)
    .max(200),
})
export type CorrectionsLetter = z.output<typeof CorrectionsLetter>

/** `drafted`: written, not sent. `answered`: sent, and the body has not judged it yet. */
export const CORRECTION_STATES = ['open', 'drafted', 'answered', 'accepted', 'follow_up', 'withdrawn'] as const
export type CorrectionState = (typeof CORRECTION_STATES)[number]

export const CorrectionRow = z.object({
  id: Id,
  bodyName: z.string(),
  auditId: Id,
  auditNumber: z.string(),
  number: z.string(),
  grade: GradeName,
  clause: z.string(),
  statement: z.string(),
  raisedOn: Day,
  state: z.enum(CORRECTION_STATES),
  round: z.int(),
  dueOn: Day.nullable(),
  isOverdue: z.boolean(),
  responsible: z.object({ personId: Id, name: z.string() }).nullable(),
  version: Version,
})
export type CorrectionRow = z.output<typeof CorrectionRow>

export const CorrectionAnswer = z.object({
  round: z.int(),
  correction: z.string(),
  cause: z.string(),
  correctiveAction: z.string(),
  files: z.array(NamedFile),
  records: z.array(LinkedRecord),
  savedAt: z.string(),
  savedByName: z.string(),
  sentAt: z.string().nullable(),
  parcelId: Id.nullable(),
})
export type CorrectionAnswer = z.output<typeof CorrectionAnswer>

export const Correction = CorrectionRow.extend({
  leafIds: z.array(z.string()),
  evidence: z.string(),
  /** The body's last words on it. */
  reason: z.string(),
  toldAt: z.string(),
  parcelId: Id,
  files: z.array(NamedFile),
  answers: z.array(CorrectionAnswer),
})
export type Correction = z.output<typeof Correction>

const params = z.object({ correctionId: Id })

export const listCorrections = endpoint({
  name: 'correction.listCorrections',
  method: 'GET',
  path: '/api/evaluation/corrections',
  who: READERS,
  summary: 'Nonconformities that certification bodies told of, those due first',
  query: PageQuery.extend({ cursor: Id.optional(), open: z.enum(['1']).optional() }),
  answer: pageOf(CorrectionRow),
})

export const readCorrection = endpoint({
  name: 'correction.readCorrection',
  method: 'GET',
  path: '/api/evaluation/corrections/:correctionId',
  who: READERS,
  summary: 'One nonconformity with every answer given to it',
  params,
  answer: Correction,
})

export const assignCorrection = endpoint({
  name: 'correction.assignCorrection',
  method: 'PUT',
  path: '/api/evaluation/corrections/:correctionId/responsible',
  who: CORRECTORS,
  summary: 'Say who is responsible for the correction',
  params,
  body: z.strictObject({ personId: Id, version: Version }),
  answer: Saved,
})

const Draft = (max: number) => z.string().trim().max(max).default('')

export const saveCorrectionAnswer = endpoint({
  name: 'correction.saveAnswer',
  method: 'PUT',
  path: '/api/evaluation/corrections/:correctionId/answer',
  who: READERS,
  summary: 'Write the answer of this round: correction, cause, corrective action, evidence; it is sent later',
  params,
  body: z.strictObject({
    correction: Draft(4000),
    cause: Draft(4000),
    correctiveAction: Draft(4000),
    files: z.array(NamedFile).max(60).default([]),
    records: z.array(LinkedRecord).max(60).default([]),
    version: Version,
  }),
  answer: Saved,
})

export const sendCorrections = endpoint({
  name: 'correction.send',
  method: 'POST',
  path: '/api/evaluation/corrections/letters',
  who: CORRECTORS,
  summary: 'Send finished answers to the body as one signed letter; refused while one of them is incomplete',
  body: z.strictObject({
    correctionIds: z
      .array(Id)
      .min(1)
      .max(200)
      .refine((ids) => new Set(ids).size === ids.length, 'each once'),
    deliver: z.enum(['file', 'here']).default('file'),
  }),
  answer: z.object({ parcelId: Id, sent: z.int() }),
})

/** To choose from when somebody is made responsible. */
export const listResponsible = endpoint({
  name: 'correction.listResponsible',
  method: 'GET',
  path: '/api/evaluation/corrections/responsible',
  who: READERS,
  summary: 'People who can be made responsible for a correction',
  answer: z.object({ rows: z.array(z.object({ personId: Id, name: z.string() })).max(500) }),
})
