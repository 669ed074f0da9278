import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { REPRESENTATIVES, VIEWERS } from '../../access.ts'
import { LocalText, Scheme } from '../../scheme/contract.ts'
import { Assessment, LeafScore, ScoreValue } from '../../score/contract.ts'

export const LeafId = z.string().regex(/^\d+(\.\d+){1,4}$/)
export const LevelId = z.string().min(1).max(60)
export const Words = z.string().trim().min(1).max(500)
const BasisPoints = z.int().min(1).max(10_000)

/** `leaf:5.1.3.1` and `measure:satisfaction:182` are suggestions; an id is an action of the company's own. */
export const ActionKey = z.string().regex(/^[a-z0-9_:.-]{1,100}$/)

/** A thousand million yuan: above that the figure is a slip. */
export const MOST_COST_FEN = 100_000_000_000
export const MOST_DAYS = 3650
export const MOST_OWN_ACTIONS = 100
const CostFen = z.int().min(0).max(MOST_COST_FEN)
const Days = z.int().min(0).max(MOST_DAYS)

/** How far an action brings something: a judged leaf conforms only at 10000; a sampled leaf or a measure keeps this share of 10000. */
export const Effect = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('leaf'), leafId: LeafId, toBasisPoints: BasisPoints }),
  z.strictObject({
    on: z.literal('measure'),
    measureId: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
    toBasisPoints: BasisPoints,
  }),
])
export type Effect = z.output<typeof Effect>
export const Effects = z.array(Effect).max(20)

/** Something that could be done. */
export const GapAction = z.object({
  key: ActionKey,
  /** Null for a suggestion that the company has said nothing about. */
  id: Id.nullable(),
  version: Version.nullable(),
  source: z.enum(['suggested', 'own']),
  /** Cost, days and effect are our rough default, or the company's own figures. */
  figures: z.enum(['default', 'company']),
  name: LocalText,
  note: z.string(),
  costFen: CostFen,
  days: Days,
  effects: Effects,
  /** Actions that must be done before it. */
  needs: z.array(ActionKey).max(20),
  isLeftOut: z.boolean(),
})
export type GapAction = z.output<typeof GapAction>

export const GapAssumption = z.object({
  id: Id,
  leafId: LeafId,
  reason: z.string(),
  madeByName: z.string(),
  madeAt: Instant,
  version: Version,
})
export type GapAssumption = z.output<typeof GapAssumption>

/** Where the score stands, as everything here is reckoned from it: the live score with its leaves, and what is added to it. */
export const GapBasis = z.object({
  editionId: Id,
  computedAt: Instant,
  scheme: Scheme,
  leaves: z.array(LeafScore).max(2000),
  added: Assessment.omit({ findings: true }),
})
export type GapBasis = z.output<typeof GapBasis>

export const Stand = z.object({ score: ScoreValue, levelId: z.string().nullable() })

export const Gap = z.object({
  basis: GapBasis,
  /** With every missing leaf at zero: what is certain. `assumed`: with what people take for granted. */
  certain: Stand,
  assumed: Stand,
  actions: z.array(GapAction),
  assumptions: z.array(GapAssumption),
  todayOn: Day,
})
export type Gap = z.output<typeof Gap>

export const readGap = endpoint({
  name: 'evaluation.readGap',
  method: 'GET',
  path: '/api/evaluation/gap',
  who: VIEWERS,
  summary:
    'What separates the company from a star: score, leaves, possible actions. `gap` is null until the first score is made',
  answer: z.object({ gap: Gap.nullable() }),
})

export const Saved = z.object({ id: Id, version: Version })
const OwnFigures = { costFen: CostFen, days: Days, effects: Effects, needs: z.array(ActionKey).max(20) }

export const saveAction = endpoint({
  name: 'evaluation.saveGapAction',
  method: 'PUT',
  path: '/api/evaluation/gap/actions/:actionId',
  who: REPRESENTATIVES,
  summary: 'Adds or changes an action of the company, or puts its own figures in place of those of a suggestion',
  params: z.object({ actionId: Id }),
  body: z.strictObject({
    /** Null for a new one. */
    version: Version.nullable(),
    /** The suggestion that these figures replace; null for an action of the company's own, which then has a name. */
    suggestion: ActionKey.nullable(),
    name: z.string().trim().max(200),
    note: z.string().trim().max(500),
    isLeftOut: z.boolean(),
    ...OwnFigures,
  }),
  answer: Saved,
})

export const withdrawAction = endpoint({
  name: 'evaluation.withdrawGapAction',
  method: 'POST',
  path: '/api/evaluation/gap/actions/:actionId/withdrawal',
  who: REPRESENTATIVES,
  summary: 'Takes an action out of the list; of a suggestion only the own figures, so that our default stands again',
  params: z.object({ actionId: Id }),
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const assumeLeaf = endpoint({
  name: 'evaluation.assumeGapLeaf',
  method: 'POST',
  path: '/api/evaluation/gap/assumptions',
  who: REPRESENTATIVES,
  summary: 'Takes for granted that a missing leaf conforms. Plans count it; the score does not',
  body: z.strictObject({ id: Id, leafId: LeafId, reason: Words }),
  answer: Saved,
})

export const withdrawAssumption = endpoint({
  name: 'evaluation.withdrawGapAssumption',
  method: 'POST',
  path: '/api/evaluation/gap/assumptions/:assumptionId/withdrawal',
  who: REPRESENTATIVES,
  summary: 'Takes an assumption back',
  params: z.object({ assumptionId: Id }),
  body: z.strictObject({ version: Version }),
  answer: Saved,
})
