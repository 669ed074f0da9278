import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { VIEWERS } from '../../access.ts'
import { LocalText } from '../../scheme/contract.ts'
import { Amount, ScoreValue } from '../../score/contract.ts'
import { ActionKey, LeafId, LevelId, MOST_COST_FEN, MOST_DAYS } from './action.ts'

/** What counts most. `cost`: cheapest, then soonest. `time`: soonest (actions run side by side), then cheapest. `both`: a day is worth `fenPerDay`. */
export const Wish = z.object({
  level: LevelId,
  prefer: z.enum(['cost', 'time', 'both']).default('cost'),
  most_days: z.coerce.number().int().min(0).max(MOST_DAYS).optional(),
  most_fen: z.coerce
    .number()
    .int()
    .min(0)
    .max(MOST_COST_FEN * 100)
    .optional(),
  fen_per_day: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
})
export type Wish = z.output<typeof Wish>

export const LeafLift = z.object({
  leafId: LeafId,
  name: LocalText,
  pointsHundredths: z.int(),
  got: Amount,
  reached: Amount,
  gain: Amount,
  actionKeys: z.array(ActionKey),
})
export type LeafLift = z.output<typeof LeafLift>

export const FoundPlan = z.object({
  actionKeys: z.array(ActionKey),
  costFen: z.int(),
  days: z.int(),
  /** Nothing cheaper (sooner) exists: proven. Otherwise the best found in the time there was; nothing can be better by more than `gapBasisPoints`. */
  isProven: z.boolean(),
  gapBasisPoints: z.int().min(0),
  score: ScoreValue,
  levelId: z.string().nullable(),
  lifts: z.array(LeafLift),
  /** What each action adds after those before it, in this order; adds up to the whole gain. */
  steps: z.array(z.object({ actionKey: ActionKey, gain: Amount, afterHundredths: z.int() })),
  /** Against the best plan; null for the best itself. */
  differs: z
    .object({ added: z.array(ActionKey), dropped: z.array(ActionKey), moreFen: z.int(), moreDays: z.int() })
    .nullable(),
})
export type FoundPlan = z.output<typeof FoundPlan>

/** A leaf that no action here lifts to its full points, and what stays lost. */
export const StuckLeaf = z.object({
  leafId: LeafId,
  name: LocalText,
  isMissing: z.boolean(),
  pointsHundredths: z.int(),
  lostHundredths: z.int(),
  why: z.enum(['no_action', 'left_out', 'too_slow', 'partly']),
})
export type StuckLeaf = z.output<typeof StuckLeaf>

export const Found = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reached') }),
  z.object({ kind: z.literal('plans'), plans: z.array(FoundPlan).min(1).max(3) }),
  z.object({
    kind: z.literal('impossible'),
    /** `gate`: too many special deductions. `points`: even all actions together fall short. Else the limit is too narrow. */
    why: z.enum(['gate', 'points', 'days', 'cost']),
    specialDeductionCount: z.int(),
    /** With all actions that may be taken. */
    best: ScoreValue,
    targetHundredths: z.int(),
    stuck: z.array(StuckLeaf),
    /** What would do: the days at any cost, the cost within the days there are. */
    fewestDays: z.int().nullable(),
    leastFen: z.int().nullable(),
  }),
  z.object({ kind: z.literal('out_of_time'), limitMs: z.int() }),
])
export type Found = z.output<typeof Found>

export const findPlans = endpoint({
  name: 'evaluation.findGapPlans',
  method: 'GET',
  path: '/api/evaluation/gap/plans',
  who: VIEWERS,
  summary: 'The best set of actions for a star, proven optimal, and the next best two; or why there is none',
  query: Wish,
  answer: z.object({ computedAt: Instant, todayOn: Day, found: Found }),
  // Each takes a core for a moment.
  perMinute: 60,
})
