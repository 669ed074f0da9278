import {
  type Fraction,
  fraction,
  fractionText,
  isBelow,
  minus,
  plus,
  roundHalfUp,
  times,
} from '#src/shared/fraction.ts'
import { exactScore } from '../../score/rules/grade.ts'
import { amountOf } from '../../score/rules/leaf.ts'
import type { GapAction } from '../contract/action.ts'
import type { Found, FoundPlan, LeafLift, StuckLeaf } from '../contract/search.ts'
import {
  type Basis,
  fractionFrom,
  involvedLeaves,
  NOTHING,
  reachesLevel,
  type Shares,
  scoreWith,
  shareOfLeaf,
  WHOLE,
} from './basis.ts'
import { bestLifts, costOf, daysOf, gainOf, type Instance, inOrder, listOptions } from './instance.ts'
import { type Lift, listLifts } from './lift.ts'
import type { Chosen, Searched } from './search.ts'

/** Everything that a search is about. */
export type Question = {
  basis: Basis
  actions: readonly GapAction[]
  instance: Instance
  /** What is taken for granted. */
  assumed: Shares
  levelId: string
  mostDays?: number | undefined
}

/** What was found, scored once more by the real rules. A plan that these do not confirm is a fault, never shown. */
export function describeSearch(question: Question, searched: Searched, limitMs: number): Found {
  if (searched.kind === 'out_of_time') return { kind: 'out_of_time', limitMs }
  if (searched.kind === 'impossible') return impossible(question, searched.why, searched)
  const [best, ...others] = searched.plans.map((plan) => describePlan(question, plan))
  return { kind: 'plans', plans: [best!, ...others.map((plan) => ({ ...plan, differs: differenceOf(best!, plan) }))] }
}

/** The shares of all leaves when these actions have worked. */
export function sharesAfter(
  { instance, assumed }: Pick<Question, 'instance' | 'assumed'>,
  keys: ReadonlySet<string>,
): Shares {
  const lifted = [...bestLifts(instance.lifts, keys).values()].map((lift): [string, Fraction] => [
    lift.leafId,
    lift.share,
  ])
  return new Map([...assumed, ...lifted])
}

export function describePlan(question: Question, plan: Chosen): FoundPlan {
  const { basis, instance, levelId, assumed } = question
  const score = scoreWith(basis, sharesAfter(question, plan.keys))
  const { lowest } = score.range
  const before = scoreWith(basis, assumed).range.lowest.score
  if (
    !reachesLevel(basis, score, levelId) ||
    !adds(basis, before.exact, gainOf(instance.lifts, plan.keys), lowest.score.exact)
  )
    throw new Error(
      `a plan for ${levelId} scores ${lowest.score.exact} by the rules: the search and the scoring differ`,
    )
  return {
    actionKeys: inOrder(instance.options, plan.keys).map((option) => option.key),
    costFen: costOf(instance.options, plan.keys),
    days: daysOf(instance.options, plan.keys),
    isProven: plan.isProven,
    gapBasisPoints: Math.ceil(Math.min(plan.gap, 1000) * 10_000),
    score: lowest.score,
    levelId: lowest.grade.levelId,
    lifts: liftsOf(question, plan.keys),
    steps: stepsOf(question, plan.keys),
    differs: null,
  }
}

/** The gain moves the score by gain / involved × 100 exactly, unless the score is held at 0 or 100. */
function adds(basis: Basis, before: string, gain: Fraction, after: string): boolean {
  const held = after === '100' || before === '0' || before === '100'
  const moved = plus(fractionFrom(before), perHundred(basis, gain))
  return held || fractionText(moved) === after
}

function perHundred(basis: Basis, hundredths: Fraction): Fraction {
  return times(hundredths, fraction(100, involvedOf(basis)))
}

function involvedOf(basis: Basis): number {
  return involvedLeaves(basis).reduce((points, { leaf }) => points + leaf.points.hundredths, 0)
}

export function liftsOf({ basis, instance, assumed }: Question, keys: ReadonlySet<string>): LeafLift[] {
  const best = bestLifts(instance.lifts, keys)
  return involvedLeaves(basis).flatMap(({ leaf, score }): LeafLift[] => {
    const lift = best.get(leaf.id)
    if (!lift) return []
    const points = fraction(leaf.points.hundredths)
    const today = assumed.get(leaf.id) ?? shareOfLeaf(score) ?? NOTHING
    return [
      {
        leafId: leaf.id,
        name: leaf.name,
        pointsHundredths: leaf.points.hundredths,
        got: amountOf(times(points, today)),
        reached: amountOf(times(points, lift.share)),
        gain: amountOf(lift.gain),
        actionKeys: [...lift.needs],
      },
    ]
  })
}

/** What each action adds after those before it. One that only works together with a later one adds nothing yet; the later one then adds both. */
export function stepsOf({ basis, instance, assumed }: Question, keys: ReadonlySet<string>): FoundPlan['steps'] {
  const done = new Set<string>()
  let gained = NOTHING
  return inOrder(instance.options, keys).map(({ key }) => {
    done.add(key)
    const now = gainOf(instance.lifts, done)
    const gain = amountOf(minus(now, gained))
    gained = now
    return {
      actionKey: key,
      gain,
      afterHundredths: Number(roundHalfUp(times(hundredOf(basis, assumed, now), fraction(100)))),
    }
  })
}

/** The score when this much is got beyond what is there, to the hundredth; finer than the score as it is shown. */
function hundredOf(basis: Basis, assumed: Shares, gained: Fraction): Fraction {
  const { specialDeduction, bonus } = basis.scheme.rules
  const got = involvedLeaves(basis).reduce(
    (sum, { leaf, score }) =>
      plus(sum, times(fraction(leaf.points.hundredths), assumed.get(leaf.id) ?? shareOfLeaf(score) ?? NOTHING)),
    gained,
  )
  return exactScore(got, involvedOf(basis), {
    deductedHundredths: basis.added.specialDeductions.length * specialDeduction.points.hundredths,
    bonusHundredths: Math.min(basis.added.bonuses.length, bonus.max.count) * bonus.points.hundredths,
  })
}

function differenceOf(best: FoundPlan, plan: FoundPlan): FoundPlan['differs'] {
  return {
    added: plan.actionKeys.filter((key) => !best.actionKeys.includes(key)),
    dropped: best.actionKeys.filter((key) => !plan.actionKeys.includes(key)),
    moreFen: plan.costFen - best.costFen,
    moreDays: plan.days - best.days,
  }
}

/** Why there is no plan, with every leaf that stays below its points and the reason. */
export function impossible(
  question: Question,
  why: Extract<Found, { kind: 'impossible' }>['why'],
  figures: { fewestDays: number | null; leastFen: number | null },
): Found {
  const { basis, instance, levelId, mostDays } = question
  const level = basis.scheme.rules.levels.find((one) => one.id === levelId)!
  const allowed = instance.options.filter(
    (option) => why !== 'days' || option.readyDays <= (mostDays ?? option.readyDays),
  )
  const keys = new Set(allowed.map((option) => option.key))
  return {
    kind: 'impossible',
    why,
    specialDeductionCount: basis.added.specialDeductions.length,
    best: scoreWith(basis, sharesAfter(question, keys)).range.lowest.score,
    targetHundredths: level.min.hundredths,
    stuck: why === 'gate' || why === 'cost' ? [] : listStuck(question, keys),
    fewestDays: figures.fewestDays === Number.POSITIVE_INFINITY ? null : figures.fewestDays,
    leastFen: figures.leastFen,
  }
}

function listStuck(question: Question, keys: ReadonlySet<string>): StuckLeaf[] {
  const { basis, actions, assumed, instance } = question
  const best = bestLifts(instance.lifts, keys)
  const evenLeftOut = listLifts(basis, everyAction(actions), assumed)
  return involvedLeaves(basis).flatMap(({ leaf, score }): StuckLeaf[] => {
    const share = best.get(leaf.id)?.share ?? assumed.get(leaf.id) ?? shareOfLeaf(score) ?? NOTHING
    if (!isBelow(share, WHOLE)) return []
    const isBeyond = (lift: Lift) => lift.leafId === leaf.id && isBelow(share, lift.share)
    const why = instance.lifts.some(isBeyond)
      ? 'too_slow'
      : evenLeftOut.some(isBeyond)
        ? 'left_out'
        : best.has(leaf.id)
          ? 'partly'
          : 'no_action'
    return [
      {
        leafId: leaf.id,
        name: leaf.name,
        isMissing: score.state === 'missing',
        pointsHundredths: leaf.points.hundredths,
        lostHundredths: Number(roundHalfUp(times(fraction(leaf.points.hundredths), minus(WHOLE, share)))),
        why,
      },
    ]
  })
}

function everyAction(actions: readonly GapAction[]): GapAction[] {
  const all = actions.map((action) => ({ ...action, isLeftOut: false }))
  const possible = new Set(listOptions(all).map((option) => option.key))
  return all.filter((action) => possible.has(action.key))
}
