import { type Fraction, fraction, isBelow, minus, times } from '#src/shared/fraction.ts'
import type { FindingRule, Leaf, Scheme } from '../../scheme/contract.ts'
import { decidingMeasures } from '../../scheme/rules/tree.ts'
import type { LeafScore, MeasureCount, MeasureCounts } from '../../score/contract.ts'
import { findingsOf } from '../../score/rules/find.ts'
import { verdictOf } from '../../score/rules/leaf.ts'
import type { GapAction } from '../contract/action.ts'
import { type Basis, involvedLeaves, NOTHING, type Shares, shareOfLeaf, WHOLE } from './basis.ts'

/** Where a leaf gets to when all of `needs` are done, and what that adds in hundredths of a point. Only one lift of a leaf counts. */
export type Lift = { leafId: string; needs: readonly string[]; share: Fraction; gain: Fraction }

type Taken = Pick<GapAction, 'key' | 'effects'>

/** More ways of combining actions on one leaf than any known scheme has; beyond, the weakest actions of a measure are left aside. */
const MOST_WAYS = 4_096

/** Everything that these actions can do to the leaves, without what another way does with less. `shares` are leaves taken for granted. */
export function listLifts(basis: Basis, actions: readonly Taken[], shares: Shares): Lift[] {
  return involvedLeaves(basis).flatMap(({ leaf, score }) => {
    const today = shares.get(leaf.id) ?? shareOfLeaf(score) ?? NOTHING
    const ways = [...leafWays(leaf, actions), ...measureWays(basis.scheme, leaf, score, actions)]
    return undominated(ways.filter((way) => isBelow(today, way.share))).map(({ needs, share }) => ({
      leafId: leaf.id,
      needs,
      share,
      gain: times(fraction(leaf.points.hundredths), minus(share, today)),
    }))
  })
}

type Way = { needs: string[]; share: Fraction }

function leafWays(leaf: Leaf, actions: readonly Taken[]): Way[] {
  return actions.flatMap(({ key, effects }) =>
    effects
      .filter((effect) => effect.on === 'leaf' && effect.leafId === leaf.id)
      .filter((effect) => leaf.mode.value === 'sampled' || effect.toBasisPoints === 10_000)
      .map((effect) => ({ needs: [key], share: fraction(effect.toBasisPoints, 10_000) })),
  )
}

function measureWays(scheme: Scheme, leaf: Leaf, score: LeafScore, actions: readonly Taken[]): Way[] {
  if (!isCounted(leaf, score)) return []
  const measures = decidingMeasures(leaf.finding)
  const most = Math.max(1, Math.floor(MOST_WAYS ** (1 / Math.max(1, measures.length))) - 1)
  const choices = measures.map((measureId) =>
    actions
      .flatMap(({ key, effects }) =>
        effects.flatMap((effect) =>
          effect.on === 'measure' && effect.measureId === measureId
            ? [{ key, measureId, to: effect.toBasisPoints }]
            : [],
        ),
      )
      .sort((a, b) => b.to - a.to)
      .slice(0, most),
  )
  const combined = choices.reduce<(typeof choices)[number][]>(
    (ways, options) => ways.flatMap((way) => [way, ...options.map((option) => [...way, option])]),
    [[]],
  )
  return combined.flatMap((way) => {
    if (way.length === 0) return []
    const share = shareAtTargets(scheme, leaf, score, new Map(way.map((one) => [one.measureId, one.to])), 'at_least')
    return share === null ? [] : [{ needs: [...new Set(way.map((one) => one.key))].sort(), share }]
  })
}

/** A leaf that measures decide, and no person's finding in their place. */
export function isCounted(leaf: Leaf, score: LeafScore): boolean {
  return leaf.finding.decide !== 'by_person' && score.explanation !== null
}

/**
 * The share a counted leaf keeps when measures stand at these targets (basis points), the others as they are; null when it would stay missing.
 * `at_least`: a measure that is better already stays so. Exact also where today's sample could not be split so finely.
 */
export function shareAtTargets(
  scheme: Scheme,
  leaf: Leaf,
  score: LeafScore,
  targets: ReadonlyMap<string, number>,
  how: 'at_least' | 'exactly',
): Fraction | null {
  const uses = new Map(score.measures.filter((use) => use.role === 'decides').map((use) => [use.measureId, use]))
  const counts = decidingMeasures(leaf.finding).flatMap((measureId): [string, MeasureCount, MeasureCount][] => {
    const use = uses.get(measureId)
    const target = targets.get(measureId)
    const isKnown = use !== undefined && (use.state === 'counted' || use.state === 'nothing')
    const today = isKnown ? { good: use.good, total: use.total } : { good: 0, total: 0 }
    if (target === undefined) return isKnown ? [[measureId, today, fine(today)]] : []
    const moved = at(leaf.finding, measureId, today, target, how)
    return [[measureId, moved.whole, moved.fine]]
  })
  const plain: MeasureCounts = Object.fromEntries(counts.map(([id, whole]) => [id, whole]))
  const verdict = verdictOf(findingsOf(scheme, [leaf], plain)[0])
  if (verdict === null) return null
  if (verdict.mode === 'judged') return verdict.conforms ? WHOLE : NOTHING
  const exact: MeasureCounts = Object.fromEntries(counts.map(([id, , fineCount]) => [id, fineCount]))
  const refined = verdictOf(findingsOf(scheme, [leaf], exact)[0])
  return refined?.mode === 'sampled' ? fraction(refined.sampled - refined.nonconforming, refined.sampled) : null
}

/** Ten thousand times as many, so that a share in basis points is a whole number of them. */
function fine({ good, total }: MeasureCount): MeasureCount {
  return { good: good * 10_000, total: total * 10_000 }
}

function at(rule: FindingRule, measureId: string, today: MeasureCount, target: number, how: 'at_least' | 'exactly') {
  const { enough, sample } = requirementOf(rule, measureId)
  const total = Math.max(today.total, sample)
  const wanted = enough(total, target)
  const good = how === 'at_least' ? Math.max(today.good, wanted) : wanted
  const share = total * target
  const fineGood = how === 'at_least' ? Math.max(today.good * 10_000, share) : share
  return { whole: { good, total }, fine: { good: fineGood, total: total * 10_000 } }
}

/** The least sample of a measure in this rule, and how many are good at a share; a requirement counts as met at its own share. */
function requirementOf(rule: FindingRule, measureId: string) {
  const byShare = (total: number, target: number) => Math.floor((total * target) / 10_000)
  if (rule.decide === 'by_person') return { sample: 0, enough: byShare }
  if (rule.decide === 'pooled') return { sample: rule.minimumSample, enough: byShare }
  if (rule.decide === 'worst')
    return { sample: rule.inputs.find((one) => one.measure === measureId)!.minimumSample, enough: byShare }
  const condition = rule.conditions.find((one) => one.measure === measureId)!
  const required = (total: number) =>
    Math.max(condition.atLeast.count, Math.ceil((condition.share.basisPoints * total) / 10_000))
  const enough = (total: number, target: number) =>
    target >= condition.share.basisPoints
      ? Math.max(required(total), byShare(total, target))
      : Math.min(required(total) - 1, byShare(total, target))
  return { sample: condition.minimumSample, enough }
}

function undominated(ways: readonly Way[]): Way[] {
  return ways.filter(
    (way, place) =>
      !ways.some((other, at) => {
        if (at === place || isBelow(other.share, way.share)) return false
        if (!other.needs.every((key) => way.needs.includes(key))) return false
        // Of two that do the same with the same, the first stays.
        return other.needs.length < way.needs.length || isBelow(way.share, other.share) || at < place
      }),
  )
}
