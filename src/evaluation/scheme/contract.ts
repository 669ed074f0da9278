import { z } from 'zod'

/** Chinese first, English second; our own words, never the standard's text. */
export const LocalText = z.strictObject({
  zh: z.string().trim().min(1).max(300),
  en: z.string().trim().min(1).max(600),
})
export type LocalText = z.infer<typeof LocalText>

const Clause = z.string().trim().min(1).max(40)
const MeasureId = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/)
const Key = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)
const NodeId = z.string().regex(/^\d+(\.\d+){1,4}$/)
const Day = z.iso.date()

/**
 * Where a figure, a clause or a judging mode comes from. Only `sourced` and `confirmed` may be shown as the standard's;
 * `default` is our own allocation and `unsourced` a recalled topic, and both are shown as such.
 */
export const Provenance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sourced'),
    /** A: two independent sources, or a regulator's or certification body's page. B: one. C: weak or contradicted. */
    confidence: z.enum(['A', 'B', 'C']),
    clause: Clause.optional(),
    sources: z.array(Key).min(1).max(10),
  }),
  z.strictObject({ kind: z.literal('unsourced'), confidence: z.literal('memory') }),
  z.strictObject({ kind: z.literal('default'), confidence: z.literal('none') }),
  z.strictObject({
    kind: z.literal('confirmed'),
    byPersonId: z.uuid(),
    byName: z.string().trim().min(1).max(60),
    on: Day,
    /** What the person read, e.g. "GB/T 27922-2011, printed copy, page 6". */
    from: z.string().trim().min(1).max(300),
  }),
])
export type Provenance = z.infer<typeof Provenance>

const Hundredths = z.int().min(0).max(1_000_000)
/** Points, in whole hundredths of a point. */
export const PointsFigure = z.strictObject({ hundredths: Hundredths, provenance: Provenance })
export const CountFigure = z.strictObject({ count: z.int().min(0).max(1000), provenance: Provenance })
/** A share of 100 %, in basis points (10 % = 1000). */
export const ShareFigure = z.strictObject({ basisPoints: z.int().min(1).max(10_000), provenance: Provenance })

/** `judged` conforms or loses all its points; `sampled` loses the nonconforming share of the sample. */
export const JudgingMode = z.enum(['judged', 'sampled'])
export type JudgingMode = z.infer<typeof JudgingMode>

const MinimumSample = z.int().min(1).max(10_000)
const Measures = z.array(MeasureId).max(10)

/**
 * How measures become a leaf's finding. `supports` are shown beside it and never change it.
 * - `by_person`: nothing countable decides; until a person judges, the leaf is missing.
 * - `every` (judged): conforms when each measure's good count reaches max(atLeast, share of its total, rounded up).
 * - `worst` (sampled): the measure with the largest nonconforming share decides; for checks made on the same records.
 * - `pooled` (sampled): the counts are added; for checks made on different records of one kind.
 * Below `minimumSample` the leaf is missing, never a verdict.
 */
export const FindingRule = z.discriminatedUnion('decide', [
  z.strictObject({ decide: z.literal('by_person'), supports: Measures, provenance: Provenance }),
  z.strictObject({
    decide: z.literal('every'),
    conditions: z
      .array(
        z.strictObject({
          measure: MeasureId,
          minimumSample: MinimumSample,
          share: ShareFigure,
          atLeast: CountFigure,
        }),
      )
      .min(1)
      .max(10),
    supports: Measures,
    provenance: Provenance,
  }),
  z.strictObject({
    decide: z.literal('worst'),
    inputs: z
      .array(z.strictObject({ measure: MeasureId, minimumSample: MinimumSample }))
      .min(1)
      .max(10),
    supports: Measures,
    provenance: Provenance,
  }),
  z.strictObject({
    decide: z.literal('pooled'),
    measures: Measures.min(1),
    minimumSample: MinimumSample,
    supports: Measures,
    provenance: Provenance,
  }),
])
export type FindingRule = z.infer<typeof FindingRule>

export const Leaf = z.strictObject({
  id: NodeId,
  name: LocalText,
  asks: LocalText,
  provenance: Provenance,
  points: PointsFigure,
  mode: z.strictObject({ value: JudgingMode, provenance: Provenance }),
  /** Evidence that an auditor asks for. */
  wanted: z.array(LocalText).max(20),
  finding: FindingRule,
})
export type Leaf = z.infer<typeof Leaf>

export const Indicator = z.strictObject({
  id: NodeId,
  name: LocalText,
  provenance: Provenance,
  points: PointsFigure,
  leaves: z.array(Leaf).min(1).max(30),
})
export type Indicator = z.infer<typeof Indicator>

export const Group = z.strictObject({
  id: NodeId,
  name: LocalText,
  provenance: Provenance,
  points: PointsFigure,
  indicators: z.array(Indicator).min(1).max(30),
})
export type Group = z.infer<typeof Group>

export const Level = z.strictObject({
  id: Key,
  stars: z.int().min(0).max(5),
  name: LocalText,
  min: PointsFigure,
})
export type Level = z.infer<typeof Level>

/** What the sources leave open and the scoring decides; the code applies exactly these, so each must be declared. */
export const READINGS = [
  'adjust_after_normalising',
  'capped_at_bounds',
  'rounded_once_half_up',
  'level_on_exact_score',
  'required_count_rounded_up',
  'exclusion_needs_justification',
  'silence_is_missing',
] as const

export const ScoringRules = z.strictObject({
  total: PointsFigure,
  levels: z.array(Level).min(1).max(10),
  specialDeduction: z.strictObject({
    points: PointsFigure,
    /** A level is reached only with fewer special deductions than this. */
    gate: CountFigure,
    rectification: z.literal('required'),
    triggers: z
      .array(z.strictObject({ id: Key, name: LocalText, provenance: Provenance }))
      .min(1)
      .max(20),
  }),
  bonus: z.strictObject({ points: PointsFigure, max: CountFigure }),
  exclusion: z.strictObject({ effect: z.literal('leaves_denominator'), provenance: Provenance }),
  rounding: z.strictObject({
    decimals: z.int().min(0).max(2),
    mode: z.literal('half_up'),
    provenance: Provenance,
  }),
  readings: z
    .array(z.strictObject({ id: z.enum(READINGS), text: LocalText, provenance: Provenance }))
    .max(READINGS.length),
})

export const MeasureEntry = z.strictObject({
  id: MeasureId,
  /** `planned`: named but not counted by the product yet, so a leaf that needs it is missing. */
  status: z.enum(['computed', 'planned']),
  /** Also counted for each outlet. */
  perOutlet: z.boolean(),
  /** The kind of record that a lost point is walked back to. */
  records: Key,
  /** Which definition of the measure this scheme was written for; the measure feature owns the definition. */
  definition: z.strictObject({ measure: MeasureId, version: z.int().min(1) }),
  name: LocalText,
})
export type MeasureEntry = z.infer<typeof MeasureEntry>

/** A standard as data: indicator tree, points, judging and scoring rules, each figure with its provenance. */
export const Scheme = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** Version of this data, not of the standard. */
  version: z.int().min(1),
  title: LocalText,
  standard: z.string().trim().min(1).max(60),
  issuedOn: Day,
  inForceOn: Day,
  provenance: Provenance,
  sources: z.array(z.strictObject({ id: Key, reference: z.string().trim().min(1).max(300) })).max(100),
  rules: ScoringRules,
  /** Claims found elsewhere that this scheme deliberately does not apply. */
  notApplied: z.array(z.strictObject({ id: Key, text: LocalText, provenance: Provenance })).max(30),
  measures: z.array(MeasureEntry).max(300),
  groups: z.array(Group).min(1).max(20),
})
export type Scheme = z.infer<typeof Scheme>

/** A defect of a scheme: where, which check, what it should be and what it is. Points are in points, not hundredths. */
export const Problem = z.object({ path: z.string(), code: z.string(), expected: z.string(), found: z.string() })
export type Problem = z.infer<typeof Problem>

export const Seal = z.strictObject({
  byPersonId: z.uuid(),
  byName: z.string().trim().min(1).max(60),
  at: z.iso.datetime(),
  /** SHA-256, lower-case hex, of the scheme's RFC 8785 JSON. */
  schemeHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many figures were still our default or unsourced; the person sealed knowing this number. */
  unconfirmedCount: z.int().min(0),
})
export type Seal = z.infer<typeof Seal>

/** A scheme as a company uses it: editable while `seal` is null, never changed afterwards. */
export const SchemeEdition = z.strictObject({ scheme: Scheme, seal: Seal.nullable() })
export type SchemeEdition = z.infer<typeof SchemeEdition>

/** Who confirms a change, on which day and from which source: it becomes the provenance of what was changed. */
export const Confirmation = z.strictObject({
  byPersonId: z.uuid(),
  byName: z.string().trim().min(1).max(60),
  on: Day,
  from: z.string().trim().min(1).max(300),
})
export type Confirmation = z.infer<typeof Confirmation>

/** One change to a scheme. Setting the value that is already there confirms it. */
export const SchemeEdit = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set_points'), nodeId: NodeId, hundredths: Hundredths }),
  /** The new mode needs a rule that fits it; without one, a person judges until a rule is given. */
  z.strictObject({
    op: z.literal('set_mode'),
    leafId: NodeId,
    mode: JudgingMode,
    finding: FindingRule.optional(),
  }),
  z.strictObject({ op: z.literal('set_finding'), leafId: NodeId, finding: FindingRule }),
  z.strictObject({
    op: z.literal('set_wording'),
    nodeId: NodeId,
    name: LocalText.optional(),
    asks: LocalText.optional(),
    wanted: z.array(LocalText).max(20).optional(),
  }),
  z.strictObject({ op: z.literal('add_leaf'), indicatorId: NodeId, leaf: Leaf }),
  z.strictObject({ op: z.literal('remove_leaf'), leafId: NodeId }),
  z.strictObject({ op: z.literal('set_level_min'), levelId: Key, hundredths: Hundredths }),
  z.strictObject({
    op: z.literal('set_rule'),
    rule: z.enum(['special_deduction_points', 'special_deduction_gate', 'bonus_points', 'bonus_max', 'decimals']),
    /** Hundredths for points, a plain number otherwise. */
    value: z.int().min(0).max(10_000),
  }),
])
export type SchemeEdit = z.infer<typeof SchemeEdit>

/** Edits are applied together and the result must be sound, so points can move from one leaf to another in one step. */
export const SchemeEdits = z.array(SchemeEdit).min(1).max(200)

/** What a file of a sealed scheme carries beside it. */
export const Sealed = z.strictObject({ seal: Seal, publisher: z.string().trim().max(200) })
export type Sealed = z.infer<typeof Sealed>

/** How an indicator, a group or an item of one scheme differs from the same number in another. */
export const SchemeChange = z.object({
  nodeId: NodeId,
  name: LocalText,
  kind: z.enum(['added', 'removed', 'changed']),
  /** For `changed`: in what. */
  what: z.array(z.enum(['points', 'wording', 'mode', 'finding', 'wanted', 'provenance'])),
  beforeHundredths: z.int().nullable(),
  afterHundredths: z.int().nullable(),
})
export type SchemeChange = z.infer<typeof SchemeChange>
