import { z } from 'zod'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { Status } from '../../certificate/contract/text.ts'

/** An edition of the standard as certificates name it, and a sealed scheme of it that the body holds. */
export const EditionNamed = z.object({ editionId: Id, schemeId: z.string(), reference: z.string(), title: LocalText })
export type EditionNamed = z.output<typeof EditionNamed>

/** `running`: the period has begun; `after_cut_off`: initial audits on the new edition only. */
export const STAGES = ['draft', 'announced', 'running', 'after_cut_off', 'over', 'called_off'] as const
export const Stage = z.enum(STAGES)
export type Stage = z.output<typeof Stage>

export const TransitionRow = z.object({
  id: Id,
  from: EditionNamed,
  to: EditionNamed,
  startOn: Day,
  cutOffOn: Day,
  /** The last day of certificates on the old edition. */
  endOn: Day,
  basis: z.string(),
  daysReason: z.string(),
  rulesNumber: z.int(),
  draftedByName: z.string(),
  madeAt: Instant,
  announcedAt: Instant.nullable(),
  announcedByName: z.string(),
  calledOffAt: Instant.nullable(),
  calledOffReason: z.string(),
  stage: Stage,
  version: Version,
})
export type TransitionRow = z.output<typeof TransitionRow>

/**
 * Where a holder stands. `untold`: before the announcement's letter; `lapsing`: the reminders have begun and nothing is planned; `decided`: in favour, and
 * not entered on the certificate yet; `ended`: withdrawn, cancelled or expired on the old edition.
 */
export const HOLDER_STATES = ['untold', 'told', 'lapsing', 'planned', 'audited', 'decided', 'moved', 'ended'] as const
export const HolderState = z.enum(HOLDER_STATES)
export type HolderState = z.output<typeof HolderState>

export const ActOutcome = z.enum(['told', 'reminded', 'suspended', 'withdrawn', 'noted'])
export type ActOutcome = z.output<typeof ActOutcome>

export const AuditShown = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(['initial', 'surveillance', 'recertification', 'special']),
  plannedFromOn: Day.nullable(),
  /** Its team has begun: what it is done on can no longer be changed. */
  isBegun: z.boolean(),
  visitedOn: Day.nullable(),
})
export type AuditShown = z.output<typeof AuditShown>

export const HolderRow = z.object({
  certificateId: Id,
  number: z.string(),
  clientId: Id,
  holderName: z.string(),
  stars: z.int(),
  status: Status,
  validUntilOn: Day,
  state: HolderState,
  /** The audit on the new edition: planned, or over. */
  audit: AuditShown.nullable(),
  /** What the audit got on top of its person-days, and why. */
  plan: z
    .object({
      id: Id,
      baseTenths: z.int(),
      extraTenths: z.int(),
      reason: z.string(),
      plannedByName: z.string(),
      plannedOn: Day,
    })
    .nullable(),
  /** It is planned for a day after the last one. */
  isLate: z.boolean(),
  toldOn: Day.nullable(),
  decidedOn: Day.nullable(),
  movedOn: Day.nullable(),
  /** What the system did about it by itself, newest first. */
  acts: z.array(z.object({ outcome: ActOutcome, daysBefore: z.int(), madeOn: Day })).max(50),
})
export type HolderRow = z.output<typeof HolderRow>

/** How many holders stood where on a day. `nothing`: neither moved nor planned. */
export const ProgressPoint = z.object({
  on: Day,
  moved: z.int(),
  planned: z.int(),
  nothing: z.int(),
  ended: z.int(),
})
export type ProgressPoint = z.output<typeof ProgressPoint>

export const RefusedAct = z.object({
  certificateId: Id,
  number: z.string(),
  holderName: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  on: Day,
})
export type RefusedAct = z.output<typeof RefusedAct>

export const TransitionDetail = TransitionRow.extend({
  todayOn: Day,
  counts: z.record(HolderState, z.int()),
  progress: z.array(ProgressPoint).max(300),
  /** What the rules in force today say. */
  figures: z.object({
    extraShare: z.int(),
    extraMinimumTenths: z.int(),
    remindBeforeDays: z.array(z.int()),
    /** Who was visited by the last day is waited for until this day. */
    decideByOn: Day,
    whenOver: z.enum(['suspend', 'withdraw', 'nothing']),
  }),
  refused: z.array(RefusedAct).max(200),
})
export type TransitionDetail = z.output<typeof TransitionDetail>

/** An audit by which a holder can move: one that is planned already, or the next of its kind, and what it will get. */
export const PlanOption = z.object({
  kind: z.enum(['surveillance', 'recertification', 'special']),
  /** Null: it is made. */
  audit: AuditShown.nullable(),
  /** Null: no contract says it; whoever plans does. */
  baseTenths: z.int().nullable(),
  extraTenths: z.int().nullable(),
})
export type PlanOption = z.output<typeof PlanOption>
