import { z } from 'zod'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { Status } from '../../certificate/contract/text.ts'

/**
 * What a certificate has to have by a day. `application`: that recertification is applied for; `recertification`: that its visit is over
 * before the certificate runs out; `suspension`: that what it was suspended for is settled.
 */
export const DEADLINES = ['surveillance', 'application', 'recertification', 'suspension'] as const
export const DeadlineKind = z.enum(DEADLINES)
export type DeadlineKind = z.output<typeof DeadlineKind>

export const DUE_STATES = ['not_due', 'plannable', 'due_soon', 'overdue', 'done'] as const
export const DueState = z.enum(DUE_STATES)
export type DueState = z.output<typeof DueState>

/** Whom it waits for. `decision` and `entry`: the visit is over, decided or to be decided, and not yet entered on the certificate. */
export const WaitsFor = z.enum(['nobody', 'client', 'officer', 'auditors', 'decision', 'entry'])
export type WaitsFor = z.output<typeof WaitsFor>

export const Outcome = z.enum(['reminded', 'suspended', 'withdrawn'])
export type Outcome = z.output<typeof Outcome>

export const DueRow = z.object({
  certificateId: Id,
  number: z.string(),
  clientId: Id,
  holderName: z.string(),
  stars: z.int(),
  status: Status,
  kind: DeadlineKind,
  state: DueState,
  /** The practice's window; the last day by the rules is `latestOn`. */
  fromOn: Day,
  toOn: Day,
  latestOn: Day,
  /** Negative: the day has passed. */
  daysLeft: z.int(),
  waitsFor: WaitsFor,
  audit: z.object({ id: Id, number: z.string(), plannedFromOn: Day.nullable(), visitedOn: Day.nullable() }).nullable(),
  /** What the contract has for it; null where there is no contract or no audit is meant. */
  personDaysTenths: z.int().nullable(),
  /** What the system did about it by itself, newest first. */
  acts: z.array(z.object({ daysBefore: z.int(), outcome: Outcome, madeOn: Day })).max(100),
})
export type DueRow = z.output<typeof DueRow>

/** `daysBefore` -1: the day had passed. */
export const ActRow = z.object({
  id: Id,
  certificateId: Id,
  number: z.string(),
  holderName: z.string(),
  deadline: DeadlineKind,
  latestOn: Day,
  daysBefore: z.int(),
  outcome: Outcome,
  rulesNumber: z.int(),
  madeOn: Day,
  madeAt: Instant,
})
export type ActRow = z.output<typeof ActRow>

export const PURPOSES = ['spot_check', 'complaint', 'regulator', 'change', 'extension', 'restoration'] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.output<typeof Purpose>

export const SpecialRow = z.object({
  auditId: Id,
  auditNumber: z.string(),
  certificateId: Id,
  number: z.string(),
  holderName: z.string(),
  purpose: Purpose,
  reason: z.string(),
  isShortNotice: z.boolean(),
  latestOn: Day.nullable(),
  plannedFromOn: Day.nullable(),
  visitedOn: Day.nullable(),
  isCancelled: z.boolean(),
  orderedByName: z.string(),
  orderedAt: Instant,
})
export type SpecialRow = z.output<typeof SpecialRow>
