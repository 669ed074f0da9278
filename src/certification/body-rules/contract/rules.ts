import { z } from 'zod'
import { LocalText, Provenance } from '#src/evaluation/scheme/contract.ts'
import { Day } from '#src/shared/fields.ts'

const Key = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)

/** A figure of the body's rules: never without where it comes from. */
function figure<T extends z.ZodType>(value: T) {
  return z.strictObject({ value, provenance: Provenance })
}

const Days = z.int().min(0).max(3650)
const Months = z.int().min(0).max(240)
const Years = z.int().min(0).max(20)
/** Person-days in tenths: 2.5 days = 25. */
const Tenths = z.int().min(0).max(10_000)
const BasisPoints = z.int().min(0).max(10_000)
const Fen = z.int().min(0).max(10_000_000_000)
const Count = z.int().min(0).max(100_000)

/** Days of these are counted on the body's business calendar (`working`) or as they come. */
export const Term = z.strictObject({ days: Days, counted: z.enum(['working', 'calendar']) })
export type Term = z.output<typeof Term>

export const PersonDayBand = z.strictObject({
  fromHeadcount: z.int().min(1),
  /** Null: no upper end. */
  toHeadcount: z.int().min(1).nullable(),
  planningTenths: Tenths,
  initialOnSiteTenths: Tenths,
  /** Null where the source does not say; then a share of the initial audit is used and recorded as such. */
  surveillanceTotalTenths: Tenths.nullable(),
  surveillanceOnSiteTenths: Tenths.nullable(),
  recertificationTotalTenths: Tenths.nullable(),
  recertificationOnSiteTenths: Tenths.nullable(),
})
export type PersonDayBand = z.output<typeof PersonDayBand>

export const NonconformityGrade = z.strictObject({
  id: Key,
  name: LocalText,
  /** The company's correction must be in within this many days of the finding's notice. */
  correctWithin: Term,
  /** The body verifies within this many days of the answer. */
  verifyWithin: Term,
  /** While one of this grade is open, no favourable decision can be made. */
  blocksDecision: z.boolean(),
})
export type NonconformityGrade = z.output<typeof NonconformityGrade>

/** Everything a certification body may set differently, as data: one version of it is in force on any day. */
export const BodyRules = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  title: LocalText,
  sources: z.array(z.strictObject({ id: Key, reference: z.string().trim().min(1).max(300) })).max(100),
  acceptance: z.strictObject({
    minimumRunningMonths: figure(Months),
    decideWithin: figure(Term),
    supplyWithin: figure(Term),
    /** After false material or refusal to cooperate. */
    blacklistMonths: figure(Months),
    /** How long a cancelled (注销) certificate bars a new application. */
    barredAfterCancellationMonths: figure(Months),
    requiredMaterials: figure(z.array(Key).max(60)),
  }),
  headcount: z.strictObject({
    /** Fewer people per outlet than this is not plausible (300 outlets with 300 people). In tenths of a person. */
    implausiblePeoplePerOutletTenths: figure(Count),
  }),
  personDays: z.strictObject({
    bands: figure(z.array(PersonDayBand).min(1).max(60)),
    outletMinimumTenths: figure(Tenths),
    extraProductClassTenths: figure(Tenths),
    /** Used where the band does not say. */
    surveillanceShare: figure(BasisPoints),
    recertificationShare: figure(BasisPoints),
    /** No reduction below this share of the table, whatever the reasons. */
    leastShare: figure(BasisPoints),
    /** Sums are rounded up to a multiple of this. */
    roundUpToTenths: figure(Tenths.min(1)),
    /** Which outlets add time: as many as the sampling rule visits (the largest ones, as the sample is not drawn yet), or each. */
    outletsTimed: figure(z.enum(['sampled', 'each'])),
  }),
  fees: z.strictObject({
    applicationFen: figure(Fen),
    registrationFen: figure(Fen),
    annualFen: figure(Fen),
    perPersonDayFen: figure(Fen),
  }),
  sampling: z.strictObject({
    /** y = ⌈factor × √x⌉ of x outlets; the centre is always visited. Factors in hundredths. */
    outletFactorHundredths: z.strictObject({
      initial: figure(Count),
      surveillance: figure(Count),
      recertification: figure(Count),
    }),
    caseShare: figure(BasisPoints),
    caseMinimum: figure(Count),
    caseMaximum: figure(Count),
    personShare: figure(BasisPoints),
    personMinimum: figure(Count),
    /** At least this share of each sample is drawn by chance; the rest the auditor may choose, with a reason. */
    randomShare: figure(BasisPoints),
  }),
  nonconformity: z.strictObject({
    grades: figure(z.array(NonconformityGrade).min(1).max(10)),
    /** Overdue by this many days: told to the officer and the leader again. */
    escalateAfter: figure(Term),
  }),
  independence: z.strictObject({
    /** Who worked for or advised the client within these years takes no part. */
    conflictYears: figure(Years),
    /** The same person may review and decide (never one of the audit team). */
    reviewerMayDecide: figure(z.boolean()),
    /** Votes needed for a committee to be able to decide, and the share of them that must be in favour. */
    quorum: figure(z.int().min(1).max(50)),
    favourableShare: figure(BasisPoints),
  }),
  /** Who audits a client changes. */
  rotation: z.strictObject({
    /** So many audits of a client in a row the same person may lead or audit in; 0: any number. Special audits do not count. */
    auditsInARow: figure(z.int().min(0).max(20)),
  }),
  deadlines: z.strictObject({
    documentReview: figure(Term),
    report: figure(Term),
    decision: figure(Term),
    certificate: figure(Term),
  }),
  certificate: z.strictObject({
    /** `{YYYY}` `{YY}` year, `{SEQ4}`…`{SEQ8}` running number of the year, `{STARS}` 0–5; the rest stands as it is. */
    numberPattern: figure(z.string().trim().min(4).max(60)),
    validMonths: figure(Months),
    /** Stars only this many months after 达标; 0: at once. */
    starAfterPassMonths: figure(Months),
  }),
  surveillance: z.strictObject({
    /** Latest, from issue of the certificate or the last audit. */
    withinMonths: figure(Months),
    /** Practice: planned between these months. */
    plannedFromMonth: figure(Months),
    plannedToMonth: figure(Months),
    /** What happens by itself when it is overdue. */
    whenOverdue: figure(z.enum(['suspend', 'remind'])),
    remindBeforeDays: figure(z.array(Days).max(10)),
  }),
  recertification: z.strictObject({ applyBeforeMonths: figure(Months) }),
  suspension: z.strictObject({
    longestMonths: figure(Months),
    /** What happens by itself when the suspension ran its longest. */
    whenOver: figure(z.enum(['withdraw', 'remind'])),
  }),
  appeals: z.strictObject({
    appealWithin: figure(Term),
    decideAppealWithin: figure(Term),
    decideComplaintWithin: figure(Term),
    acceptAnonymous: figure(z.boolean()),
  }),
  /** Holders move to a new edition of the standard. */
  transition: z.strictObject({
    periodMonths: figure(Months),
    /** So many months after the start, initial audits are done on the new edition only. */
    cutOffMonths: figure(Months),
    /** An audit that is also the transition gets this share of its person-days on top, and at least so much. */
    extraShare: figure(BasisPoints),
    extraMinimumTenths: figure(Tenths),
    /** At least, for a special audit that is nothing but the transition. */
    specialTenths: figure(Tenths.min(1)),
    remindBeforeDays: figure(z.array(Days).max(10)),
    /** Who was visited by the last day is waited for so long, until the decision is made and entered. */
    decideWithin: figure(Term),
    /** What happens by itself to a certificate still on the old edition when the period is over. */
    whenOver: figure(z.enum(['suspend', 'withdraw', 'nothing'])),
  }),
})
export type BodyRules = z.output<typeof BodyRules>

/** A version of the rules in force from a day; the one before ends the day before. Never changed once it is in force. */
export const BodyRulesVersion = z.object({ id: z.uuid(), number: z.int(), validFromOn: Day, rules: BodyRules })
export type BodyRulesVersion = z.output<typeof BodyRulesVersion>
