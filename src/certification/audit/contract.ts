import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'

const Text = (max: number) => z.string().trim().min(1).max(max)
const Reason = Text(500)
const Tenths = z.int().min(1).max(10_000)

export const AuditKind = z.enum(['initial', 'surveillance', 'recertification', 'special'])
export type AuditKind = z.output<typeof AuditKind>

export const AuditState = z.enum(['planned', 'staffed', 'open', 'visited', 'reported', 'cancelled'])
export type AuditState = z.output<typeof AuditState>

export const Duty = z.enum(['leader', 'auditor', 'technical_expert', 'observer'])
export type Duty = z.output<typeof Duty>

export const Audit = z.object({
  id: Id,
  number: z.string(),
  clientId: Id,
  clientName: z.string(),
  applicationId: Id.nullable(),
  contractId: Id.nullable(),
  kind: AuditKind,
  certificateId: Id.nullable(),
  purpose: z.string(),
  /** What the contract reckoned, or what a special audit was given. */
  personDaysTenths: z.int(),
  plannedFromOn: Day.nullable(),
  plannedToOn: Day.nullable(),
  packId: Id.nullable(),
  assessmentId: Id.nullable(),
  programmePlace: z.int().nullable(),
  teamSettledAt: Instant.nullable(),
  shortReason: z.string(),
  openedAt: Instant.nullable(),
  visitedAt: Instant.nullable(),
  reportedAt: Instant.nullable(),
  cancelledAt: Instant.nullable(),
  cancelledReason: z.string(),
  madeAt: Instant,
  /** From the application, empty where there is none; the new edition where the client moves to it by this audit. */
  schemeId: z.string(),
  scope: z.string(),
  productClasses: z.array(z.string()),
  leaderName: z.string(),
  state: AuditState,
  version: Version,
})
export type Audit = z.output<typeof Audit>

export const Booking = z.strictObject({ id: Id, fromOn: Day, toOn: Day })
export type Booking = z.output<typeof Booking>

/** Everybody who takes or took part; those who left stay, because they never decide. */
export const TeamMember = z.object({
  personId: Id,
  name: z.string(),
  duty: Duty,
  personDaysTenths: z.int(),
  namedAt: Instant,
  leftAt: Instant.nullable(),
  leftReason: z.string(),
  bookings: z.array(Booking),
})
export type TeamMember = z.output<typeof TeamMember>

/** What keeps a team from being settled. `name` says whom or what it is about. */
export const TeamProblem = z.object({
  code: z.enum([
    'no_leader',
    'no_dates',
    'conflict_of_interest',
    'rotation_due',
    'not_registered',
    'scheme_not_known',
    'class_not_covered',
    'person_days_short',
    'nobody_booked',
    'booked_outside',
    'absent',
  ]),
  name: z.string(),
  detail: z.string(),
})
export type TeamProblem = z.output<typeof TeamProblem>

export const NewAudit = z.strictObject({
  id: Id,
  clientId: Id,
  kind: AuditKind,
  applicationId: Id.nullable().default(null),
  contractId: Id.nullable().default(null),
  certificateId: Id.nullable().default(null),
  packId: Id.nullable().default(null),
  purpose: z.string().trim().max(500).default(''),
  personDaysTenths: Tenths,
  plannedFromOn: Day.nullable().default(null),
  plannedToOn: Day.nullable().default(null),
  /** The row of the contract's programme that this audit is. */
  programmePlace: z.int().min(0).max(20).nullable().default(null),
})
export type NewAudit = z.output<typeof NewAudit>

export const NewMember = z.strictObject({
  personId: Id,
  duty: Duty,
  personDaysTenths: z.int().min(0).max(10_000),
  bookings: z.array(Booking).max(60),
})
export type NewMember = z.output<typeof NewMember>

const AboutAudit = z.object({ auditId: Id })
const AboutMember = AboutAudit.extend({ personId: Id })

export const listAudits = endpoint({
  name: 'certification.listAudits',
  method: 'GET',
  path: '/api/certification/audits',
  who: BODY,
  summary: 'Audits, newest first',
  query: PageQuery.extend({
    cursor: Id.optional(),
    search: z.string().trim().max(60).optional(),
    state: AuditState.optional(),
    kind: AuditKind.optional(),
    clientId: Id.optional(),
    /** Only those in whose team the person signed in is. */
    mine: z.stringbool().default(false),
  }),
  answer: pageOf(Audit),
})

export const readAudit = endpoint({
  name: 'certification.readAudit',
  method: 'GET',
  path: '/api/certification/audits/:auditId',
  who: BODY,
  summary: 'One audit with its team and what is still wrong with it',
  params: AboutAudit,
  answer: z.object({
    audit: Audit,
    team: z.array(TeamMember).max(100),
    teamProblems: z.array(TeamProblem).max(500),
    /** Person-days of leaders and auditors now in the team; experts and observers do not count. */
    teamTenths: z.int(),
  }),
})

export const createAudit = endpoint({
  name: 'certification.createAudit',
  method: 'POST',
  path: '/api/certification/audits',
  who: OFFICERS,
  summary: 'Makes an audit: a row of the programme, or a special one with its purpose',
  body: NewAudit,
  answer: Saved.extend({ number: z.string() }),
})

export const planDates = endpoint({
  name: 'certification.planDates',
  method: 'PUT',
  path: '/api/certification/audits/:auditId/dates',
  who: OFFICERS,
  summary: 'Sets the days of the visit and the pack that is audited',
  params: AboutAudit,
  body: z.strictObject({ plannedFromOn: Day, plannedToOn: Day, packId: Id.nullable(), version: Version }),
  answer: Saved,
})

export const cancelAudit = endpoint({
  name: 'certification.cancelAudit',
  method: 'POST',
  path: '/api/certification/audits/:auditId/cancellation',
  who: OFFICERS,
  summary: 'Calls an audit off, with the reason; its team is free again',
  params: AboutAudit,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const nameMember = endpoint({
  name: 'certification.nameMember',
  method: 'POST',
  path: '/api/certification/audits/:auditId/team',
  who: OFFICERS,
  summary: 'Names somebody to the team with duty, person-days and days booked; again to change them',
  params: AboutAudit,
  body: NewMember.extend({ version: Version }),
  answer: Saved,
})

export const releaseMember = endpoint({
  name: 'certification.releaseMember',
  method: 'POST',
  path: '/api/certification/audits/:auditId/team/:personId/release',
  who: OFFICERS,
  summary: 'Takes somebody out of the team, with the reason; that they took part stays on record',
  params: AboutMember,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const settleTeam = endpoint({
  name: 'certification.settleTeam',
  method: 'POST',
  path: '/api/certification/audits/:auditId/team-settlement',
  who: OFFICERS,
  summary:
    'States that the team is complete; refused while somebody has a conflict, is not competent or days are missing without a reason',
  params: AboutAudit,
  body: z.strictObject({ version: Version, shortReason: z.string().trim().max(500).default('') }),
  answer: Saved,
})

export const listCandidates = endpoint({
  name: 'certification.listCandidates',
  method: 'GET',
  path: '/api/certification/audits/:auditId/candidates',
  who: OFFICERS,
  summary: 'The register with what speaks for and against naming each of them to this audit',
  params: AboutAudit,
  answer: z.object({
    rows: z
      .array(
        z.object({
          personId: Id,
          name: z.string(),
          homeCityCode: z.string(),
          knowsScheme: z.boolean(),
          classes: z.array(z.string()),
          /** Numbers of audits on the same days; empty: free. */
          busyWith: z.array(z.string()),
          absent: z.boolean(),
          hasConflict: z.boolean(),
          /** Audited this client as often in a row as the body's rules allow. */
          isRotationDue: z.boolean(),
        }),
      )
      .max(1000),
  }),
})
