import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { LinkedRecord, NamedFile } from '#src/evaluation/correction/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { AUDITORS, BODY } from '../access.ts'
import { NonconformityGrade } from '../body-rules/contract/rules.ts'

const Words = (max: number) => z.string().trim().min(1).max(max)

/**
 * `drafted`: not told yet. `open`: the company is to correct it. `answered`: to be verified. `insufficient`: the answer was not enough and
 * the company is to be told. `follow_up`: settled but for a look on site at the next audit.
 */
export const STATES = ['drafted', 'open', 'answered', 'insufficient', 'follow_up', 'closed', 'withdrawn'] as const
export type NonconformityState = (typeof STATES)[number]
export const VIAS = ['letter', 'link', 'paper'] as const
export type Via = (typeof VIAS)[number]
export const VERDICTS = ['accepted', 'insufficient', 'follow_up', 'confirmed'] as const
export type VerdictKind = (typeof VERDICTS)[number]

export const NonconformityRow = z.object({
  id: Id,
  number: z.string(),
  auditId: Id,
  auditNumber: z.string(),
  clientId: Id,
  clientName: z.string(),
  grade: NonconformityGrade.pick({ id: true, name: true }),
  blocksDecision: z.boolean(),
  clause: z.string(),
  statement: z.string(),
  raisedOn: Day,
  raisedByName: z.string(),
  state: z.enum(STATES),
  round: z.int(),
  /** Until when the company is to correct (open) or we are to verify (answered). */
  dueOn: Day.nullable(),
  isOverdue: z.boolean(),
  /** Something of it was not told to the company yet. */
  toTell: z.boolean(),
  version: Version,
})
export type NonconformityRow = z.output<typeof NonconformityRow>

export const Answered = z.object({
  id: Id,
  round: z.int(),
  correction: z.string(),
  cause: z.string(),
  correctiveAction: z.string(),
  answeredByName: z.string(),
  answeredOn: Day,
  receivedAt: z.string(),
  /** In after its deadline. */
  isLate: z.boolean(),
  via: z.enum(VIAS),
  parcelId: Id.nullable(),
  files: z.array(NamedFile),
  records: z.array(LinkedRecord),
})
export type Answered = z.output<typeof Answered>

export const Nonconformity = NonconformityRow.extend({
  leafIds: z.array(z.string()),
  evidence: z.string(),
  files: z.array(NamedFile),
  withdrawn: z.object({ at: z.string(), byName: z.string(), reason: z.string() }).nullable(),
  rounds: z.array(
    z.object({
      round: z.int(),
      via: z.enum(VIAS),
      noticedOn: Day,
      dueOn: Day,
      verifyDueOn: Day.nullable(),
      /** When it was told that the deadline had passed. */
      toldOverdueAt: z.string().nullable(),
      toldAgainAt: z.string().nullable(),
      parcelId: Id.nullable(),
    }),
  ),
  answers: z.array(Answered),
  verdicts: z.array(
    z.object({
      round: z.int(),
      verdict: z.enum(VERDICTS),
      reason: z.string(),
      byName: z.string(),
      at: z.string(),
      auditId: Id.nullable(),
    }),
  ),
})
export type Nonconformity = z.output<typeof Nonconformity>

const LeafIds = z
  .array(z.string().min(1).max(40))
  .max(60)
  .refine((ids) => new Set(ids).size === ids.length, 'each once')

export const Finding = z.strictObject({
  gradeId: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/),
  clause: Words(60),
  leafIds: LeafIds,
  statement: Words(2000),
  /** What was seen: documents, records, people, places. */
  evidence: Words(4000),
  files: z.array(NamedFile).max(60).default([]),
})
export type Finding = z.output<typeof Finding>

const params = z.object({ nonconformityId: Id })
const ofAudit = z.object({ auditId: Id })

export const listNonconformities = endpoint({
  name: 'nonconformity.list',
  method: 'GET',
  path: '/api/certification/nonconformities',
  who: BODY,
  summary: 'Nonconformities, newest first; those of one audit, one client, unsettled or overdue ones',
  query: PageQuery.extend({
    cursor: Id.optional(),
    auditId: Id.optional(),
    clientId: Id.optional(),
    open: z.enum(['1']).optional(),
    overdue: z.enum(['1']).optional(),
  }),
  answer: pageOf(NonconformityRow),
})

export const readNonconformity = endpoint({
  name: 'nonconformity.read',
  method: 'GET',
  path: '/api/certification/nonconformities/:nonconformityId',
  who: BODY,
  summary: 'One nonconformity with its rounds, answers and verdicts',
  params,
  answer: Nonconformity,
})

export const listGrades = endpoint({
  name: 'nonconformity.listGrades',
  method: 'GET',
  path: '/api/certification/nonconformity-grades',
  who: BODY,
  summary: 'Grades of nonconformities by the rules in force today',
  answer: z.object({ grades: z.array(NonconformityGrade).max(10) }),
})

export const raiseNonconformity = endpoint({
  name: 'nonconformity.raise',
  method: 'POST',
  path: '/api/certification/audits/:auditId/nonconformities',
  who: AUDITORS,
  summary: 'Raise a nonconformity in an audit',
  params: ofAudit,
  body: Finding.extend({ id: Id }),
  answer: Saved.extend({ number: z.string() }),
})

export const changeNonconformity = endpoint({
  name: 'nonconformity.change',
  method: 'PUT',
  path: '/api/certification/nonconformities/:nonconformityId',
  who: AUDITORS,
  summary: 'Change a nonconformity that the company was not told of yet',
  params,
  body: Finding.extend({ version: Version }),
  answer: Saved,
})

export const withdrawNonconformity = endpoint({
  name: 'nonconformity.withdraw',
  method: 'POST',
  path: '/api/certification/nonconformities/:nonconformityId/withdrawal',
  who: ['auditor', 'certification_officer'],
  summary: 'Withdraw a nonconformity with its reason; only the leader or an officer',
  params,
  body: z.strictObject({ reason: Words(500), version: Version }),
  answer: Saved,
})

export const tellClient = endpoint({
  name: 'nonconformity.tellClient',
  method: 'POST',
  path: '/api/certification/audits/:auditId/nonconformity-notices',
  who: ['auditor', 'certification_officer'],
  summary: 'Tell the company of everything new in an audit’s nonconformities; deadlines run from this day',
  params: ofAudit,
  body: z.strictObject({ via: z.enum(VIAS), deliver: z.enum(['file', 'here']).default('file') }),
  answer: z.object({ told: z.int(), parcelId: Id.nullable() }),
})

export const Answering = z.strictObject({
  correction: Words(4000),
  cause: Words(4000),
  correctiveAction: Words(4000),
  answeredByName: Words(60),
  files: z.array(NamedFile).max(60).default([]),
})

export const typeInAnswer = endpoint({
  name: 'nonconformity.typeInAnswer',
  method: 'POST',
  path: '/api/certification/nonconformities/:nonconformityId/answers',
  who: ['auditor', 'certification_officer'],
  summary: 'Type in an answer that came on paper',
  params,
  body: Answering.extend({ answeredOn: Day, version: Version }),
  answer: Saved,
})

export const verifyAnswer = endpoint({
  name: 'nonconformity.verify',
  method: 'POST',
  path: '/api/certification/nonconformities/:nonconformityId/verdicts',
  who: AUDITORS,
  summary: 'Judge the answer: accepted, not enough (with the reason), or to be seen on site at the next audit',
  params,
  body: z.strictObject({
    verdict: z.enum(['accepted', 'insufficient', 'follow_up']),
    reason: Words(2000),
    version: Version,
  }),
  answer: Saved,
})

export const confirmFollowUp = endpoint({
  name: 'nonconformity.confirmFollowUp',
  method: 'POST',
  path: '/api/certification/nonconformities/:nonconformityId/confirmation',
  who: AUDITORS,
  summary: 'Say at a later audit that what was left to be seen was seen',
  params,
  body: z.strictObject({ auditId: Id, reason: Words(2000), version: Version }),
  answer: Saved,
})
