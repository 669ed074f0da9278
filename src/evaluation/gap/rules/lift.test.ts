import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fraction, fractionText, isBelow } from '#src/shared/fraction.ts'
import type { Leaf, Scheme } from '../../scheme/contract.ts'
import { readScheme } from '../../scheme/read-scheme.ts'
import type { Finding, MeasureCounts } from '../../score/contract.ts'
import { findingsFromMeasures } from '../../score/rules/find.ts'
import { scoreAssessment } from '../../score/rules/score.ts'
import type { Effect, GapAction } from '../contract/action.ts'
import { type Basis, fractionFrom, pointsShort, reachesLevel, scoreWith, shareOfLeaf } from './basis.ts'
import { gainOf, instanceOf, listOptions, reaches } from './instance.ts'
import { listLifts } from './lift.ts'
import { impossible, sharesAfter } from './result.ts'
import { reachableShare } from './suggest.ts'
import { scoreGuess } from './what-if.ts'

const real = await readScheme('gbt27922-2011')
const count = (good: number, total: number) => ({ good, total })

function basisOf(scheme: Scheme, counts: MeasureCounts, added: Partial<Basis['added']> = {}): Basis {
  const parts = { exclusions: [], specialDeductions: [], bonuses: [], ...added }
  const scored = scoreAssessment(scheme, { findings: findingsFromMeasures(scheme, counts), ...parts })
  if (!scored.ok) throw new Error(scored.refusal.code)
  const leaves = scored.value.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves))
  return { scheme, leaves, added: parts }
}

const action = (key: string, effects: Effect[], more: Partial<GapAction> = {}): GapAction => ({
  ...{ key, id: null, version: null, source: 'own', figures: 'company', name: { zh: key, en: key }, note: '' },
  ...{ costFen: 100, days: 10, effects, needs: [], isLeftOut: false },
  ...more,
})
const toMeasure = (measureId: string, toBasisPoints: number): Effect => ({ on: 'measure', measureId, toBasisPoints })
const toLeaf = (leafId: string, toBasisPoints = 10_000): Effect => ({ on: 'leaf', leafId, toBasisPoints })

const liftsOn = (basis: Basis, leafId: string, actions: GapAction[]) =>
  listLifts(basis, actions, new Map())
    .filter((lift) => lift.leafId === leafId)
    .map((lift) => [lift.needs.join('+'), fractionText(lift.share), fractionText(lift.gain)])

describe('what actions do to a leaf', () => {
  const arrivals = basisOf(real, { arrival_in_time: count(10, 20), finish_in_time: count(15, 20) })

  it('where the worse of two measures decides, the worse one is lifted to the other, both together further', () => {
    const a = action('a', [toMeasure('arrival_in_time', 9000)])
    const f = action('f', [toMeasure('finish_in_time', 9500)])
    // 3 points, half kept today: 150 hundredths.
    expect(liftsOn(arrivals, '5.2.4.1', [a, f])).toEqual([
      ['a', '3/4', '75'],
      ['a+f', '9/10', '120'],
    ])
    expect(liftsOn(arrivals, '5.2.4.1', [f])).toEqual([])
  })

  it('a share finer than today’s sample can be is reached exactly', () => {
    const a = action('a', [toMeasure('arrival_in_time', 6789)])
    expect(liftsOn(arrivals, '5.2.4.1', [a])).toEqual([['a', '6789/10000', '5367/100']])
  })

  it('measures that are better already stay so', () => {
    const a = action('a', [toMeasure('arrival_in_time', 4000)])
    expect(liftsOn(arrivals, '5.2.4.1', [a])).toEqual([])
  })

  it('a requirement is met at its own share and at nothing less', () => {
    const few = basisOf(real, { manager_ratio: count(1, 30) })
    expect(liftsOn(few, '5.1.2.2', [action('m', [toMeasure('manager_ratio', 1000)])])).toEqual([['m', '1', '500']])
    expect(liftsOn(few, '5.1.2.2', [action('m', [toMeasure('manager_ratio', 999)])])).toEqual([])
  })

  it('too small a sample is filled up; a measure that the product does not count yet cannot be aimed at', () => {
    const four = basisOf(real, { answer_in_time: count(4, 4) })
    expect(four.leaves.find((leaf) => leaf.id === '5.3.1.1')!.state).toBe('missing')
    expect(liftsOn(four, '5.3.1.1', [action('a', [toMeasure('answer_in_time', 9800)])])).toEqual([
      ['a', '49/50', '294'],
    ])
    // Two planned measures decide: lifting one of them leaves the other silent.
    expect(liftsOn(four, '5.1.3.3', [action('p', [toMeasure('parts_fill_rate', 9000)])])).toEqual([])
  })

  it('a judged leaf is lifted as a whole or not at all; of the same way twice one stays', () => {
    const nothing = basisOf(real, {})
    expect(liftsOn(nothing, '5.1.3.1', [action('half', [toLeaf('5.1.3.1', 5000)])])).toEqual([])
    const both = [action('a', [toLeaf('5.1.3.1'), toLeaf('5.1.3.1')]), action('b', [toLeaf('5.1.3.1')])]
    expect(liftsOn(nothing, '5.1.3.1', both).map(([needs]) => needs)).toEqual(['a', 'b'])
  })

  it('an excluded leaf is not lifted', () => {
    const without = basisOf(real, {}, { exclusions: [{ leafId: '5.1.3.1', justification: '不适用' }] })
    expect(liftsOn(without, '5.1.3.1', [action('a', [toLeaf('5.1.3.1')])])).toEqual([])
  })
})

describe('which actions may be taken', () => {
  it('not those left out, nor what comes after one, nor a circle; what is needed and not in the list is done', () => {
    const options = listOptions([
      action('out', [], { isLeftOut: true }),
      action('after', [], { needs: ['out'] }),
      action('free', [], { needs: ['gone'], days: 4 }),
      action('next', [], { needs: ['free'], days: 5 }),
      action('one', [], { needs: ['other'] }),
      action('other', [], { needs: ['one'] }),
    ])
    expect(options.map(({ key, readyDays }) => [key, readyDays])).toEqual([
      ['free', 4],
      ['next', 9],
    ])
  })
})

/** The real rules over leaves of our choosing, `1.1.1`, `1.1.2` …, which persons judge. */
function schemeOf(leaves: [hundredths: number, mode: 'judged' | 'sampled'][]): Scheme {
  const scheme = structuredClone(real)
  const [group] = scheme.groups
  const [indicator] = group!.indicators
  const [leaf] = indicator!.leaves
  indicator!.leaves = leaves.map(
    ([hundredths, value], at): Leaf => ({
      ...leaf!,
      id: `1.1.${at + 1}`,
      points: { hundredths, provenance: leaf!.points.provenance },
      mode: { ...leaf!.mode, value },
      finding: { decide: 'by_person', supports: [], provenance: leaf!.mode.provenance },
    }),
  )
  group!.indicators = [indicator!]
  scheme.groups = [group!]
  return scheme
}

describe('the target is exact', () => {
  it('89.95 is shown as 90.0 and is not 90: five hundredths are short', () => {
    const scheme = schemeOf([
      [8995, 'judged'],
      [5, 'judged'],
      [1000, 'judged'],
    ])
    const judged = (at: number, conforms: boolean) => ({
      leafId: `1.1.${at}`,
      kind: 'judged' as const,
      conforms,
      reason: '核对',
    })
    const findings = [judged(1, true), judged(2, false), judged(3, false)]
    const parts = { exclusions: [], specialDeductions: [], bonuses: [] }
    const scored = scoreAssessment(scheme, { findings, ...parts })
    if (!scored.ok) throw new Error(scored.refusal.code)
    const leaves = scored.value.groups[0]!.indicators[0]!.leaves
    const basis: Basis = { scheme, leaves, added: parts }
    expect(scored.value.range.lowest).toMatchObject({ score: { text: '90.0' }, grade: { levelId: 'three_star' } })
    expect(fractionText(pointsShort(basis, 'four_star', new Map()))).toBe('5')
    const instance = instanceOf(basis, [action('a', [toLeaf('1.1.2')])], [], 'four_star')
    expect([reaches(instance, new Set()), reaches(instance, new Set(['a']))]).toEqual([false, true])
  })

  it('what is short agrees with the scoring, whatever is excluded, deducted, missing or taken for granted', () => {
    const aLeaf = fc.record({
      points: fc.integer({ min: 1, max: 2000 }),
      found: fc.oneof(
        fc.constant(null),
        fc.boolean(),
        fc.tuple(fc.nat(13), fc.constantFrom(1, 3, 7, 13)).map(([bad, of]) => [Math.min(bad, of), of] as const),
      ),
      isExcluded: fc.boolean(),
      to: fc.constantFrom(null, 1, 3333, 9500, 10_000),
      isAssumed: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(aLeaf, { minLength: 1, maxLength: 6 }), fc.nat(5), fc.nat(1), (rows, specials, bonuses) => {
        const some = [{ ...rows[0]!, isExcluded: false }, ...rows.slice(1)]
        const scheme = schemeOf(some.map((row) => [row.points, Array.isArray(row.found) ? 'sampled' : 'judged']))
        const idOf = (at: number) => `1.1.${at + 1}`
        const added = {
          exclusions: some.flatMap((row, at) =>
            row.isExcluded ? [{ leafId: idOf(at), justification: '不适用' }] : [],
          ),
          specialDeductions: Array.from({ length: specials }, (_, at) => ({
            ...{ id: `s${at}`, triggerId: 'law', reason: '未公示', rectifiedOn: null },
          })),
          bonuses: Array.from({ length: bonuses }, () => ({
            id: 'b',
            aboveLaw: true,
            leadsTrade: true,
            reason: '十年保修',
          })),
        }
        const findings = some.flatMap(({ found }, at): Finding[] => {
          if (found === null) return []
          const leafId = idOf(at)
          if (typeof found === 'boolean') return [{ leafId, kind: 'judged' as const, conforms: found, reason: '核对' }]
          return [{ leafId, kind: 'sampled' as const, sampled: found[1], nonconforming: found[0] }]
        })
        const scored = scoreAssessment(scheme, { findings, ...added })
        if (!scored.ok) throw new Error(scored.refusal.code)
        const leaves = scored.value.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves))
        const basis: Basis = { scheme, leaves, added }
        // Putting the findings together again changes no score.
        expect(scoreWith(basis, new Map()).range).toEqual(scored.value.range)
        expect(scoreGuess(basis, { leaves: {}, measures: {} }).range).toEqual(scored.value.range)
        const assumed = some.flatMap((row, at) => (row.isAssumed ? [idOf(at)] : []))
        const actions = some.flatMap((row, at) =>
          row.to === null ? [] : [action(`a${at}`, [toLeaf(idOf(at), row.to)])],
        )
        for (const { id: levelId } of scheme.rules.levels) {
          const instance = instanceOf(basis, actions, assumed, levelId)
          const keys = new Set(instance.options.map((option) => option.key))
          const shares = new Map(
            leaves.flatMap((leaf) =>
              leaf.state === 'missing' && assumed.includes(leaf.id) ? [[leaf.id, fraction(1)] as const] : [],
            ),
          )
          for (const chosen of [new Set<string>(), keys]) {
            const after = scoreWith(basis, sharesAfter({ instance, assumed: shares }, chosen))
            if (specials < 5) expect(reaches(instance, chosen)).toBe(reachesLevel(basis, after, levelId))
            else expect(reachesLevel(basis, after, levelId)).toBe(false)
          }
          expect(isBelow(gainOf(instance.lifts, keys), fraction(0))).toBe(false)
          const question = { basis, actions, instance, assumed: shares, levelId }
          const why = impossible(question, 'points', { fewestDays: null, leastFen: null })
          if (why.kind !== 'impossible') throw new Error(why.kind)
          // A leaf is either named as stuck or full at the end.
          const full = scoreWith(basis, sharesAfter(question, keys))
          const lost = full.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves))
          const below = lost.filter((leaf) => ['partly', 'lost', 'missing'].includes(leaf.state)).map((leaf) => leaf.id)
          expect(why.stuck.map((leaf) => leaf.leafId)).toEqual(below)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('figures', () => {
  it.each([
    [10, 10, 0, 182, 10_000],
    [6, 10, 0, 365, 10_000],
    [6, 10, 5, 365, 9_500],
    [0, 0, 2, 182, 9_800],
    // 0.4 × 183/365 of yesterday's failures are still in the twelve months.
    [6, 10, 0, 182, 7_994],
    [0, 10, 100, 365, 0],
  ])(
    '%i good of %i, residual %i in a hundred, %i days: %i basis points can be reached',
    (good, total, residualPercent, days, to) => {
      expect(reachableShare({ good, total }, { residualPercent }, days)).toBe(to)
    },
  )

  it('exact amounts come back as they were written', () => {
    expect(['95', '191/2', '0'].map((text) => fractionText(fractionFrom(text)))).toEqual(['95', '191/2', '0'])
    expect(shareOfLeaf({ ...basisOf(real, {}).leaves[0]!, state: 'full', pointsHundredths: 0 })).toEqual(fraction(1))
  })
})

describe('what if', () => {
  const basis = basisOf(real, { answer_in_time: count(8, 10), portal_answered_in_time: count(8, 10) })
  const nothing = { leaves: {}, measures: {} }
  const lowest = (guess: Parameters<typeof scoreGuess>[1]) => scoreGuess(basis, guess).range.lowest.score.exact

  it('moves a measure up and down, by every leaf it decides', () => {
    expect(lowest(nothing)).toBe('12/5')
    expect(lowest({ ...nothing, measures: { answer_in_time: 10_000 } })).toBe('3')
    expect(lowest({ ...nothing, measures: { answer_in_time: 0 } })).toBe('0')
    // A requirement of 90 %: met at ninety, not a hair below.
    expect(lowest({ ...nothing, measures: { portal_answered_in_time: 9_000 } })).toBe('22/5')
    expect(lowest({ ...nothing, measures: { portal_answered_in_time: 8_999 } })).toBe('12/5')
  })

  it('a leaf’s own guess goes before its measures’; a missing leaf that is guessed leaves the range', () => {
    expect(lowest({ leaves: { '5.3.1.1': 5_000 }, measures: { answer_in_time: 10_000 } })).toBe('3/2')
    const before = scoreGuess(basis, nothing)
    const after = scoreGuess(basis, { ...nothing, leaves: { '5.1.3.1': 10_000 } })
    expect(after.missingHundredths).toBe(before.missingHundredths - 300)
    expect(after.range.highest.score.exact).toBe(before.range.highest.score.exact)
    // Of a judged leaf anything less than all is nothing.
    expect(lowest({ ...nothing, leaves: { '5.1.3.1': 9_999 } })).toBe(lowest(nothing))
  })
})
