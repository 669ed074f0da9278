import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, DECIDERS, OFFICERS } from '../access.ts'

const Text = (max: number) => z.string().trim().max(max)
const Words = z.string().trim().min(1).max(4000)

export const GRIEVANCE_STATES = ['received', 'accepted', 'rejected', 'decided', 'closed'] as const
export const GrievanceState = z.enum(GRIEVANCE_STATES)
export type GrievanceState = z.output<typeof GrievanceState>

export const Verdict = z.enum(['upheld', 'partly_upheld', 'not_upheld'])
export type Verdict = z.output<typeof Verdict>

/** Why somebody may not sit on the panel: they had a hand in the matter. */
export const HANDS = ['audit', 'decision', 'certificate', 'blacklist', 'conflict'] as const
export const Hand = z.enum(HANDS)
export type Hand = z.output<typeof Hand>

const About = {
  clientId: Id.nullable(),
  auditId: Id.nullable(),
  certificateId: Id.nullable(),
  blacklistId: Id.nullable(),
}

export const GrievanceStep = z.object({
  id: Id,
  kind: z.enum(['accepted', 'rejected', 'panel_joined', 'panel_left', 'upheld', 'partly_upheld', 'not_upheld', 'told']),
  personName: z.string(),
  words: z.string(),
  byName: z.string(),
  at: Instant,
})
export type GrievanceStep = z.output<typeof GrievanceStep>

export const GrievanceRow = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(['appeal', 'complaint']),
  state: GrievanceState,
  clientName: z.string(),
  fromName: z.string(),
  isAnonymous: z.boolean(),
  receivedOn: Day,
  dueOn: Day,
  isLate: z.boolean(),
  verdict: Verdict.nullable(),
})
export type GrievanceRow = z.output<typeof GrievanceRow>

export const Grievance = GrievanceRow.extend({
  ...About,
  auditNumber: z.string(),
  certificateNumber: z.string(),
  via: z.enum(['desk', 'public']),
  fromContact: z.string(),
  says: z.string(),
  wants: z.string(),
  toldOn: Day.nullable(),
  steps: z.array(GrievanceStep),
  panel: z.array(z.object({ personId: Id, name: z.string() })),
  /** Why the reader may not sit on the panel; empty when they may. */
  hands: z.array(Hand),
  version: Version,
})
export type Grievance = z.output<typeof Grievance>

const Common = {
  id: Id,
  fromName: Text(100),
  fromContact: Text(254),
  isAnonymous: z.boolean(),
  says: Words,
  wants: Text(2000).default(''),
}

export const NewGrievance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('appeal'),
    ...Common,
    clientId: Id,
    auditId: Id.nullable().default(null),
    certificateId: Id.nullable().default(null),
    blacklistId: Id.nullable().default(null),
    /** The day on which the appellant was told of what is appealed against. */
    toldOn: Day,
  }),
  z.strictObject({
    kind: z.literal('complaint'),
    ...Common,
    clientId: Id.nullable().default(null),
    auditId: Id.nullable().default(null),
    certificateId: Id.nullable().default(null),
    blacklistId: Id.nullable().default(null),
  }),
])
export type NewGrievance = z.output<typeof NewGrievance>

const params = z.object({ grievanceId: Id })
const Saved = z.object({ id: Id, version: Version })

export const listGrievances = endpoint({
  name: 'certification.listGrievances',
  method: 'GET',
  path: '/api/certification/grievances',
  who: BODY,
  summary: 'Appeals and complaints, newest first',
  query: PageQuery.extend({ cursor: Id.optional(), open: z.enum(['1']).optional() }),
  answer: pageOf(GrievanceRow),
})

export const readGrievance = endpoint({
  name: 'certification.readGrievance',
  method: 'GET',
  path: '/api/certification/grievances/:grievanceId',
  who: BODY,
  summary: 'One appeal or complaint with its steps and panel',
  params,
  answer: Grievance,
})

export const enterGrievance = endpoint({
  name: 'certification.enterGrievance',
  method: 'POST',
  path: '/api/certification/grievances',
  who: OFFICERS,
  summary: 'Enter an appeal or complaint that reached the body; the term of its decision begins',
  body: NewGrievance,
  answer: Saved.extend({ number: z.string() }),
})

export const sendComplaint = endpoint({
  name: 'certification.sendComplaint',
  method: 'POST',
  path: '/api/public/bodies/:slug/complaints',
  who: 'public',
  perMinute: 5,
  summary: 'Complain to a certification body; it answers to the contact given',
  params: z.object({ slug: z.string().regex(/^[a-z0-9-]{2,40}$/) }),
  body: z.strictObject({ ...Common, certificateNumber: Text(80).default('') }),
  answer: z.object({ number: z.string() }),
})

export const showBody = endpoint({
  name: 'certification.showBody',
  method: 'GET',
  path: '/api/public/bodies/:slug',
  who: 'public',
  perMinute: 60,
  summary: 'Name of a certification body, and whether it takes complaints without a name',
  params: z.object({ slug: z.string().regex(/^[a-z0-9-]{2,40}$/) }),
  answer: z.object({ name: z.string(), acceptsAnonymous: z.boolean() }),
})

export const examineGrievance = endpoint({
  name: 'certification.examineGrievance',
  method: 'POST',
  path: '/api/certification/grievances/:grievanceId/examination',
  who: OFFICERS,
  summary: 'Accept it for decision, or reject it with the reason (out of term, not about the body …)',
  params,
  body: z.strictObject({ version: Version, accepted: z.boolean(), words: Words }),
  answer: Saved,
})

export const joinPanel = endpoint({
  name: 'certification.joinPanel',
  method: 'POST',
  path: '/api/certification/grievances/:grievanceId/panel',
  who: DECIDERS,
  summary: 'Take a seat on the panel; refused to whoever had a hand in the matter',
  params,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const leavePanel = endpoint({
  name: 'certification.leavePanel',
  method: 'POST',
  path: '/api/certification/grievances/:grievanceId/panel/leave',
  who: DECIDERS,
  summary: 'Leave the panel before it decides, with the reason',
  params,
  body: z.strictObject({ version: Version, words: Words }),
  answer: Saved,
})

export const decideGrievance = endpoint({
  name: 'certification.decideGrievance',
  method: 'POST',
  path: '/api/certification/grievances/:grievanceId/decision',
  who: DECIDERS,
  summary: 'Decide, by a member of the panel; every member must be free of the matter',
  params,
  body: z.strictObject({ version: Version, verdict: Verdict, words: Words }),
  answer: Saved,
})

export const closeGrievance = endpoint({
  name: 'certification.closeGrievance',
  method: 'POST',
  path: '/api/certification/grievances/:grievanceId/closing',
  who: OFFICERS,
  summary: 'State when and how whoever appealed or complained was told',
  params,
  body: z.strictObject({ version: Version, words: Words }),
  answer: Saved,
})
