import { z } from 'zod'

const LeafId = z.string().min(1).max(40)
const Count = z.int().min(0)
const Words = z.string().trim().min(1).max(500)

/**
 * What was counted for one measure: how many there were and how many of them were good.
 * A measure that is counted but has nothing yet is `{good: 0, total: 0}`; one that is not given at all was not counted.
 */
export const MeasureCount = z.object({
  good: Count,
  total: Count,
  /** How many of `total` were entered after the fact (imported, back-filled), so that the score can show it. */
  backfilled: Count.optional(),
  /** Figures shown beside the measure, e.g. the confidence interval of satisfaction. Never part of the verdict. */
  detail: z.record(z.string().max(60), z.union([z.number(), z.string().max(200)])).optional(),
})
export type MeasureCount = z.infer<typeof MeasureCount>

/** Counts by measure id. */
export const MeasureCounts = z.record(z.string(), MeasureCount)
export type MeasureCounts = Readonly<Record<string, MeasureCount>>

/** A measure as a finding used it: the pointer that a person follows from a lost point to the records. */
export const MeasureUse = z.object({
  measureId: z.string(),
  definitionVersion: z.int(),
  records: z.string(),
  role: z.enum(['decides', 'supports']),
  /** `nothing`: counted, there was none. `not_counted`: no count was given. `planned`: the product does not count it yet. */
  state: z.enum(['counted', 'nothing', 'not_counted', 'planned']),
  good: Count,
  total: Count,
  backfilled: Count,
  detail: MeasureCount.shape.detail,
})
export type MeasureUse = z.infer<typeof MeasureUse>

/** Why a finding is what it is; worded per language from the catalogue by `code`, with `params` filled in. */
export const Explanation = z.object({
  code: z.enum([
    'no_finding',
    'needs_person',
    'measure_planned',
    'measure_not_counted',
    'nothing_to_sample',
    'sample_too_small',
    'requirement_met',
    'requirement_not_met',
    'sample_conforms',
    'sample_nonconforming',
  ]),
  params: z.record(z.string(), z.union([z.number(), z.string()])),
})
export type Explanation = z.infer<typeof Explanation>

const Conforms = z.object({ mode: z.literal('judged'), conforms: z.boolean() })
const Sample = z.object({ mode: z.literal('sampled'), sampled: Count, nonconforming: Count })
export const Verdict = z.discriminatedUnion('mode', [Conforms, Sample])
export type Verdict = z.infer<typeof Verdict>

/** What was found for one leaf: judged or sampled by a person, computed from measures, or still missing. */
export const Finding = z.discriminatedUnion('kind', [
  z.object({ leafId: LeafId, kind: z.literal('judged'), conforms: z.boolean(), reason: Words }),
  z.object({
    leafId: LeafId,
    kind: z.literal('sampled'),
    sampled: Count,
    nonconforming: Count,
    reason: Words.optional(),
  }),
  z.object({
    leafId: LeafId,
    kind: z.literal('computed'),
    verdict: Verdict,
    explanation: Explanation,
    measures: z.array(MeasureUse),
  }),
  z.object({
    leafId: LeafId,
    kind: z.literal('missing'),
    explanation: Explanation,
    measures: z.array(MeasureUse),
  }),
])
export type Finding = z.infer<typeof Finding>

export const Exclusion = z.object({ leafId: LeafId, justification: Words })
export type Exclusion = z.infer<typeof Exclusion>

/** One point off outside the scored points. Rectification is mandatory; until `rectifiedOn` it is outstanding. */
export const SpecialDeduction = z.object({
  id: z.string().min(1).max(60),
  triggerId: z.string().min(1).max(60),
  reason: Words,
  rectifiedOn: z.iso.date().nullable(),
})
export type SpecialDeduction = z.infer<typeof SpecialDeduction>

/** An advantage counts only when it is above the law and leads the trade, both. */
export const Bonus = z.object({
  id: z.string().min(1).max(60),
  aboveLaw: z.boolean(),
  leadsTrade: z.boolean(),
  reason: Words,
})
export type Bonus = z.infer<typeof Bonus>

export const Assessment = z.object({
  findings: z.array(Finding).max(2000),
  exclusions: z.array(Exclusion).max(2000),
  specialDeductions: z.array(SpecialDeduction).max(200),
  bonuses: z.array(Bonus).max(50),
})
export type Assessment = z.infer<typeof Assessment>

/** Points: `hundredths` rounded half up for display, `exact` as a fraction of points in lowest terms, e.g. `4/7`. */
export const Amount = z.object({ hundredths: z.int(), exact: z.string() })
export type Amount = z.infer<typeof Amount>

/** A score on the base of 100: `text` rounded once to the scheme's decimals, `hundredths` the same number, `exact` unrounded. */
export const ScoreValue = z.object({ hundredths: z.int(), text: z.string(), exact: z.string() })
export type ScoreValue = z.infer<typeof ScoreValue>

export const Grade = z.object({
  /** A level of the scheme, or null for none. */
  levelId: z.string().nullable(),
  why: z.enum(['reached', 'below_lowest_level', 'special_deduction_gate']),
  /** The rounded score looks like a higher level than the exact one reached (94.95 shown as 95.0): say so on the screen. */
  roundedPastLevel: z.boolean(),
})
export type Grade = z.infer<typeof Grade>

const Graded = z.object({ score: ScoreValue, grade: Grade })

export const LeafScore = z.object({
  id: LeafId,
  pointsHundredths: z.int(),
  state: z.enum(['full', 'partly', 'lost', 'missing', 'excluded']),
  got: Amount,
  lost: Amount,
  /** Null when a person judged or excluded the leaf; then `reason` has that person's words. */
  explanation: Explanation.nullable(),
  reason: z.string().nullable(),
  measures: z.array(MeasureUse),
})
export type LeafScore = z.infer<typeof LeafScore>

const Tally = z.object({
  id: z.string(),
  pointsHundredths: z.int(),
  /** Points that count: without the excluded leaves. got + lost + missing = involved. */
  involvedHundredths: z.int(),
  missingHundredths: z.int(),
  got: Amount,
  lost: Amount,
})
export const IndicatorScore = Tally.extend({ leaves: z.array(LeafScore) })
export type IndicatorScore = z.infer<typeof IndicatorScore>
export const GroupScore = Tally.extend({ indicators: z.array(IndicatorScore) })
export type GroupScore = z.infer<typeof GroupScore>

/** The outcome of scoring. `score` and `grade` exist only when no involved leaf is missing; until then there is a range. */
export const AssessmentScore = z.object({
  schemeId: z.string(),
  schemeVersion: z.int(),
  score: ScoreValue.nullable(),
  grade: Grade.nullable(),
  /** Lowest: every missing leaf fails. Highest: every missing leaf conforms. */
  range: z.object({ lowest: Graded, highest: Graded }),
  /**
   * What the known leaves alone would score. Not a score of the company: show it only with this label and its share.
   * Null while nothing is known.
   */
  partial: z.object({ label: z.literal('partial'), score: ScoreValue }).nullable(),
  /** Known of involved points, in basis points, rounded down: 10000 only when everything is known. */
  knownShareBasisPoints: z.int().min(0).max(10_000),
  involvedHundredths: z.int(),
  excludedHundredths: z.int(),
  missingHundredths: z.int(),
  missingLeafIds: z.array(LeafId),
  specialDeductions: z.object({
    count: z.int(),
    deductedHundredths: z.int(),
    gateCount: z.int(),
    gateOpen: z.boolean(),
    /** Ids whose mandatory rectification is still outstanding. */
    outstandingIds: z.array(z.string()),
  }),
  bonus: z.object({ offeredCount: z.int(), countedHundredths: z.int() }),
  groups: z.array(GroupScore),
})
export type AssessmentScore = z.infer<typeof AssessmentScore>

/** How one outlet does on the leaves that are counted per outlet. An indicator for steering, never a certification score: it has no level. */
export const OutletIndicator = z.object({
  outletId: z.string(),
  label: z.literal('indicator_not_certification'),
  /** Null while nothing is known about the outlet. */
  score: ScoreValue.omit({ exact: true }).nullable(),
  knownHundredths: z.int(),
  ofHundredths: z.int(),
})
export type OutletIndicator = z.infer<typeof OutletIndicator>

/** One outlet opened: its leaves with what they lost and the measures behind them. */
export const OutletDetail = OutletIndicator.extend({ leaves: z.array(LeafScore) })
export type OutletDetail = z.infer<typeof OutletDetail>
