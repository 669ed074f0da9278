import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY } from '../access.ts'
import { PLANNERS } from '../audit/access.ts'

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const LeafId = z.string().min(1).max(40)

export const PlanItemKind = z.enum(['opening', 'activity', 'team_meeting', 'travel', 'closing'])
export type PlanItemKind = z.output<typeof PlanItemKind>

/** Who looks at which clauses, where and when. */
export const PlanItem = z.strictObject({
  id: Id,
  dayOn: Day,
  fromTime: Time,
  toTime: Time,
  kind: PlanItemKind,
  /** An outlet of the application; null: as `place` says (or by telephone). */
  outletId: Id.nullable(),
  place: z.string().trim().max(200),
  leafIds: z.array(LeafId).max(100),
  personIds: z.array(Id).max(30),
  says: z.string().trim().max(500),
})
export type PlanItem = z.output<typeof PlanItem>

export const PLAN_PROBLEMS = [
  'nothing_planned',
  'scheme_unknown',
  'leaf_not_planned',
  'leaf_unknown',
  'outlet_not_planned',
  'outlet_unknown',
  'no_opening',
  'no_closing',
  'before_opening',
  'after_closing',
  'leader_missing',
  'outside_dates',
  'times_turned',
  'nobody',
  'not_in_team',
  'not_booked',
  'two_places',
] as const

export const PlanProblem = z.object({
  code: z.enum(PLAN_PROBLEMS),
  /** Clause, outlet, person or day that it is about. */
  name: z.string(),
  itemId: Id.nullable(),
})
export type PlanProblem = z.output<typeof PlanProblem>

export const AuditPlan = z.object({
  items: z.array(PlanItem).max(500),
  sentAt: Instant.nullable(),
  /** 0 before anything was saved. */
  version: z.int().min(0),
})
export type AuditPlan = z.output<typeof AuditPlan>

const AboutAudit = z.object({ auditId: Id })

export const readPlan = endpoint({
  name: 'certification.readPlan',
  method: 'GET',
  path: '/api/certification/audits/:auditId/plan',
  who: BODY,
  summary: 'The plan of an audit, what it must cover, and what is still wrong with it',
  params: AboutAudit,
  answer: z.object({
    plan: AuditPlan,
    problems: z.array(PlanProblem).max(2_000),
    leaves: z.array(z.object({ id: z.string(), name: LocalText })).max(1_000),
    outlets: z
      .array(z.object({ id: Id, name: z.string(), address: z.string(), isCentre: z.boolean(), isSampled: z.boolean() }))
      .max(20_000),
  }),
})

export const savePlan = endpoint({
  name: 'certification.savePlan',
  method: 'PUT',
  path: '/api/certification/audits/:auditId/plan',
  who: PLANNERS,
  summary: 'Saves the plan as a whole; it may still be incomplete',
  params: AboutAudit,
  body: z.strictObject({ items: z.array(PlanItem).max(500), version: z.int().min(0) }),
  answer: Saved,
})

export const sendPlan = endpoint({
  name: 'certification.sendPlan',
  method: 'POST',
  path: '/api/certification/audits/:auditId/plan/sending',
  who: PLANNERS,
  summary: 'Sends the plan to the client as a letter with its PDF; refused while something is missing',
  params: AboutAudit,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const downloadPlan = endpoint({
  name: 'certification.downloadPlan',
  method: 'GET',
  path: '/api/certification/audits/:auditId/plan.:form',
  who: BODY,
  carries: 'stream',
  summary: 'The plan as a document, PDF or Word',
  params: AboutAudit.extend({ form: z.enum(['pdf', 'docx']) }),
  query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})
