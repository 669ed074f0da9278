import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JudgingMode, Scheme } from '#src/evaluation/scheme/contract.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { type Assessment, AssessmentScore, type Finding, type SpecialDeduction } from '../contract.ts'
import { scoreAssessment } from './score.ts'

const real = await readScheme('gbt27922-2011')

/** The real rules over leaves of our choosing, `1.1.1`, `1.1.2` …, so that a case can be worked by hand. */
function schemeOf(...leaves: [points: number, mode: JudgingMode][]): Scheme {
  const scheme = structuredClone(real)
  const [group] = scheme.groups
  const [indicator] = group!.indicators
  const [leaf] = indicator!.leaves
  indicator!.leaves = leaves.map(([points, value], at) => {
    const figure = { hundredths: Math.round(points * 100), provenance: leaf!.points.provenance }
    return { ...leaf!, id: `1.1.${at + 1}`, points: figure, mode: { ...leaf!.mode, value } }
  })
  group!.indicators = [indicator!]
  scheme.groups = [group!]
  return scheme
}

const judged = (at: number, conforms: boolean): Finding => ({
  leafId: `1.1.${at}`,
  kind: 'judged',
  conforms,
  reason: 'seen',
})
const sampled = (at: number, nonconforming: number, of: number): Finding => ({
  leafId: `1.1.${at}`,
  kind: 'sampled',
  sampled: of,
  nonconforming,
})
const exclude = (at: number) => ({ leafId: `1.1.${at}`, justification: 'the company delivers nothing' })
const specials = (count: number): SpecialDeduction[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `s${at}`,
    triggerId: 'law',
    reason: 'no price shown',
    rectifiedOn: null,
  }))
const bonuses = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: `b${at}`,
    aboveLaw: true,
    leadsTrade: true,
    reason: 'ten-year warranty',
  }))

function score(scheme: Scheme, findings: Finding[], more: Partial<Assessment> = {}) {
  const assessment = { findings, exclusions: [], specialDeductions: [], bonuses: [], ...more }
  const decision = scoreAssessment(scheme, assessment)
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
  expect(AssessmentScore.safeParse(decision.value).error).toBeUndefined()
  return decision.value
}
const refusalOf = (scheme: Scheme, findings: Finding[], more: Partial<Assessment> = {}) => {
  const decision = scoreAssessment(scheme, { findings, exclusions: [], specialDeductions: [], bonuses: [], ...more })
  return decision.ok ? null : decision.refusal.code
}

const J = 'judged'
const S = 'sampled'

/** Each case worked by hand; got/involved × 100 − specials + bonus. */
const golden: [string, Scheme, Finding[], Partial<Assessment>, text: string, exact: string, levelId: string | null][] =
  [
    // 60 + 40 = 100 of 100
    [
      'everything conforms',
      schemeOf([60, J], [40, S]),
      [judged(1, true), sampled(2, 0, 8)],
      {},
      '100.0',
      '100',
      'five_star',
    ],
    // 90 + 10 × 10/20 = 95
    [
      'half of a sampled leaf of ten',
      schemeOf([90, J], [10, S]),
      [judged(1, true), sampled(2, 10, 20)],
      {},
      '95.0',
      '95',
      'five_star',
    ],
    // a judged leaf loses all of its 10: 90
    [
      'a judged leaf fails whole',
      schemeOf([90, J], [10, J]),
      [judged(1, true), judged(2, false)],
      {},
      '90.0',
      '90',
      'four_star',
    ],
    // 70 + 3 × 10 × 2/3 = 70 + 20 = 90; leaf by leaf 3 × 6.7 = 20.1 would have given 90.1
    [
      'thirds add up to a whole',
      schemeOf([70, J], [10, S], [10, S], [10, S]),
      [judged(1, true), sampled(2, 1, 3), sampled(3, 1, 3), sampled(4, 1, 3)],
      {},
      '90.0',
      '90',
      'four_star',
    ],
    // 96.5 + 3.5 × … seven leaves of 0.5 losing 1/8 each: 96.5 + 7 × 0.4375 = 99.5625; leaf by leaf 7 × 0.4 = 2.8 would have given 99.3
    [
      'seven small losses rounded once',
      schemeOf([96.5, J], ...Array.from({ length: 7 }, (): [number, JudgingMode] => [0.5, S])),
      [judged(1, true), ...[2, 3, 4, 5, 6, 7, 8].map((at) => sampled(at, 1, 8))],
      {},
      '99.6',
      '1593/16',
      'five_star',
    ],
    // 20 excluded: (100 − 20 − 8) / 80 × 100 = 72/80 × 100 = 90
    [
      'an exclusion leaves the denominator',
      schemeOf([72, J], [8, J], [20, J]),
      [judged(1, true), judged(2, false)],
      { exclusions: [exclude(3)] },
      '90.0',
      '90',
      'four_star',
    ],
    // 60/90 × 100 = 66.666… → 66.7, below 70
    [
      'below 70 there is no level',
      schemeOf([60, J], [30, J], [10, J]),
      [judged(1, true), judged(2, false)],
      { exclusions: [exclude(3)] },
      '66.7',
      '200/3',
      null,
    ],
    // 72/80 × 100 − 1 = 89 (before the base of 100 it would be 71/80 × 100 = 88.75)
    [
      'a special deduction comes after the base of 100',
      schemeOf([72, J], [8, J], [20, J]),
      [judged(1, true), judged(2, false)],
      { exclusions: [exclude(3)], specialDeductions: specials(1) },
      '89.0',
      '89',
      'three_star',
    ],
    // 100 − 4 = 96, fewer than five
    [
      'four special deductions',
      schemeOf([100, J]),
      [judged(1, true)],
      { specialDeductions: specials(4) },
      '96.0',
      '96',
      'five_star',
    ],
    // 100 − 5 = 95, but five shut the gate
    [
      'five special deductions',
      schemeOf([100, J]),
      [judged(1, true)],
      { specialDeductions: specials(5) },
      '95.0',
      '95',
      null,
    ],
    // 94 + 1, although three advantages were offered
    [
      'one bonus at most',
      schemeOf([94, J], [6, J]),
      [judged(1, true), judged(2, false)],
      { bonuses: bonuses(3) },
      '95.0',
      '95',
      'five_star',
    ],
    // 100 + 1 → 100
    ['never above 100', schemeOf([100, J]), [judged(1, true)], { bonuses: bonuses(1) }, '100.0', '100', 'five_star'],
    // 100 − 1 + 1 = 100: the cap comes after both
    [
      'a bonus makes up for a special deduction',
      schemeOf([100, J]),
      [judged(1, true)],
      { bonuses: bonuses(1), specialDeductions: specials(1) },
      '100.0',
      '100',
      'five_star',
    ],
    // 5 special deductions and 20 excluded: (80/80 × 100) − 5 = 95, yet the gate is shut; rectified or not, each counts
    [
      'the gate looks at the count, not at what was rectified',
      schemeOf([80, J], [20, J]),
      [judged(1, true)],
      { exclusions: [exclude(2)], specialDeductions: specials(5).map((it) => ({ ...it, rectifiedOn: '2026-11-01' })) },
      '95.0',
      '95',
      null,
    ],
    // 84.45 is exactly between 84.4 and 84.5: up
    [
      'exactly half a tenth goes up',
      schemeOf([84.45, J], [15.55, J]),
      [judged(1, true), judged(2, false)],
      {},
      '84.5',
      '1689/20',
      'three_star',
    ],
    // 90 + 10 × 7/9 = 97.777… − 1 + 1: deduction and bonus leave the fraction as it was
    [
      'what is added and taken leaves the fraction exact',
      schemeOf([90, J], [10, S]),
      [judged(1, true), sampled(2, 2, 9)],
      { bonuses: bonuses(1), specialDeductions: specials(1) },
      '97.8',
      '880/9',
      'five_star',
    ],
    // a sampled leaf excluded with what was found in it: 55/60 × 100 = 91.666…; its three failures count no longer
    [
      'what was found about an excluded leaf counts no longer',
      schemeOf([55, J], [5, J], [40, S]),
      [judged(1, true), judged(2, false), sampled(3, 3, 4)],
      { exclusions: [exclude(3)] },
      '91.7',
      '275/3',
      'four_star',
    ],
    // 69.9 + 1 = 70.9: the bonus may lift over a level; 96 − 4 = 92: deductions may pull under one
    [
      'a bonus lifts over a level',
      schemeOf([69.9, J], [30.1, J]),
      [judged(1, true), judged(2, false)],
      { bonuses: bonuses(1) },
      '70.9',
      '709/10',
      'pass',
    ],
    [
      'special deductions pull under a level',
      schemeOf([96, J], [4, J]),
      [judged(1, true), judged(2, false)],
      { specialDeductions: specials(4) },
      '92.0',
      '92',
      'four_star',
    ],
    // 2 − 4 → 0
    [
      'never below 0',
      schemeOf([2, J], [98, J]),
      [judged(1, true), judged(2, false)],
      { specialDeductions: specials(4) },
      '0.0',
      '0',
      null,
    ],
  ]

describe('golden cases, worked by hand', () => {
  test.each(golden)('%s', (_, scheme, findings, more, text, exact, levelId) => {
    const result = score(scheme, findings, more)
    expect(result.score).toMatchObject({ text, exact, hundredths: Math.round(Number(text) * 100) })
    expect(result.grade?.levelId).toBe(levelId)
    expect(result.range).toMatchObject({ lowest: { score: result.score }, highest: { score: result.score } })
    expect(result.partial?.score).toEqual(result.score)
  })

  test.each([
    [69.99, '70.0', null, true],
    [69.94, '69.9', null, false],
    [70, '70.0', 'pass', false],
    [79.99, '80.0', 'pass', true],
    [80, '80.0', 'three_star', false],
    [89.95, '90.0', 'three_star', true],
    [90, '90.0', 'four_star', false],
    [94.94, '94.9', 'four_star', false],
    [94.95, '95.0', 'four_star', true],
    [94.99, '95.0', 'four_star', true],
    [95, '95.0', 'five_star', false],
    [95.01, '95.0', 'five_star', false],
  ])('exactly %f shows as %s and is %s; rounded past the level: %s', (got, text, levelId, roundedPastLevel) => {
    const result = score(schemeOf([got, J], [100 - got, J]), [judged(1, true), judged(2, false)])
    expect(result.score?.text).toBe(text)
    expect(result.grade).toMatchObject({ levelId, roundedPastLevel })
  })

  test('a third of a hundredth under 95 is not five stars', () => {
    // 90 + 10 × 14999/30000 = 94.99966…
    const result = score(schemeOf([90, J], [10, S]), [judged(1, true), sampled(2, 15_001, 30_000)])
    expect([result.score?.text, result.grade?.levelId]).toEqual(['95.0', 'four_star'])
  })

  test('the scheme says how many decimals are shown', () => {
    const scheme = schemeOf([60, J], [30, J], [10, J])
    const at = (decimals: number) => {
      scheme.rules.rounding.decimals = decimals
      return score(scheme, [judged(1, true), judged(2, false)], { exclusions: [exclude(3)] }).score
    }
    expect([at(0)?.text, at(1)?.text, at(2)?.text]).toEqual(['67', '66.7', '66.67'])
    expect(at(0)?.hundredths).toBe(6700)
  })
})

describe('silence is missing, never zero', () => {
  test('nothing found: no score, and anything from 0 to 100 is possible', () => {
    const result = score(real, [])
    expect(result).toMatchObject({
      score: null,
      grade: null,
      partial: null,
      knownShareBasisPoints: 0,
      missingHundredths: 10_000,
    })
    expect([result.range.lowest.score.text, result.range.highest.score.text]).toEqual(['0.0', '100.0'])
    expect(result.missingLeafIds).toEqual(listLeaves(real).map((leaf) => leaf.id))
  })

  test('three known of four: a range, and a partial score that says what it covers', () => {
    // known 40 + 20 × 1/2 = 50 of 60; missing 40 → 50 … 90; partial 50/60 × 100 = 83.333…
    const result = score(schemeOf([40, J], [20, S], [40, J]), [judged(1, true), sampled(2, 2, 4)])
    expect([result.range.lowest.score.text, result.range.highest.score.text]).toEqual(['50.0', '90.0'])
    expect([result.range.lowest.grade.levelId, result.range.highest.grade.levelId]).toEqual([null, 'four_star'])
    expect(result.partial).toMatchObject({ label: 'partial', score: { text: '83.3' } })
    expect(result).toMatchObject({ score: null, knownShareBasisPoints: 6000, missingLeafIds: ['1.1.3'] })
  })

  test('a missing leaf that is excluded is no longer missing', () => {
    const result = score(schemeOf([60, J], [40, J]), [judged(1, true)], { exclusions: [exclude(2)] })
    expect(result).toMatchObject({ score: { text: '100.0' }, excludedHundredths: 4000, missingLeafIds: [] })
    expect(result.groups[0]?.indicators[0]?.leaves[1]).toMatchObject({
      state: 'excluded',
      reason: 'the company delivers nothing',
    })
  })
})

describe('every lost point can be walked back', () => {
  test('losses by leaf, indicator and group, exact and rounded each from the exact', () => {
    const result = score(schemeOf([93, J], [4, S], [3, S]), [judged(1, true), sampled(2, 1, 7), sampled(3, 1, 7)])
    const [group] = result.groups
    expect(group?.indicators[0]?.leaves.map((leaf) => [leaf.state, leaf.lost])).toEqual([
      ['full', { hundredths: 0, exact: '0' }],
      ['partly', { hundredths: 57, exact: '4/7' }],
      ['partly', { hundredths: 43, exact: '3/7' }],
    ])
    expect(group?.lost).toEqual({ hundredths: 100, exact: '1' })
    expect(group?.got).toEqual({ hundredths: 9900, exact: '99' })
  })

  test('special deductions that are not rectified stay listed', () => {
    const [first, second] = specials(2)
    const result = score(schemeOf([100, J]), [judged(1, true)], {
      specialDeductions: [{ ...first!, rectifiedOn: '2026-11-01' }, second!],
    })
    expect(result.specialDeductions).toEqual({
      count: 2,
      deductedHundredths: 200,
      gateCount: 5,
      gateOpen: true,
      outstandingIds: ['s1'],
    })
  })
})

describe('what cannot be scored is refused', () => {
  const scheme = schemeOf([60, J], [40, S])
  test.each([
    ['everything excluded', [], { exclusions: [exclude(1), exclude(2)] }, 'everything_excluded'],
    ['a finding for a leaf that is not there', [judged(9, true)], {}, 'finding_leaf_unknown'],
    ['two findings for one leaf', [judged(1, true), judged(1, false)], {}, 'finding_repeated'],
    ['a verdict where a sample is needed', [judged(2, true)], {}, 'finding_mode_differs'],
    ['a sample where a verdict is needed', [sampled(1, 0, 5)], {}, 'finding_mode_differs'],
    ['an empty sample', [sampled(2, 0, 0)], {}, 'finding_sample_impossible'],
    ['more nonconforming than sampled', [sampled(2, 6, 5)], {}, 'finding_sample_impossible'],
    ['a negative count', [sampled(2, -1, 5)], {}, 'finding_sample_impossible'],
    [
      'an exclusion without a reason',
      [],
      { exclusions: [{ ...exclude(1), justification: '  ' }] },
      'exclusion_needs_justification',
    ],
    ['an exclusion of nothing', [], { exclusions: [exclude(9)] }, 'exclusion_leaf_unknown'],
    ['the same exclusion twice', [], { exclusions: [exclude(1), exclude(1)] }, 'exclusion_repeated'],
    [
      'an unknown trigger',
      [],
      { specialDeductions: [{ ...specials(1)[0]!, triggerId: 'mood' }] },
      'special_deduction_trigger_unknown',
    ],
    [
      'one special deduction twice',
      [],
      { specialDeductions: [specials(1)[0]!, specials(1)[0]!] },
      'special_deduction_repeated',
    ],
    [
      'an advantage that only meets the law',
      [],
      { bonuses: [{ ...bonuses(1)[0]!, aboveLaw: false }] },
      'bonus_unfounded',
    ],
  ] as [string, Finding[], Partial<Assessment>, string][])('%s', (_, findings, more, code) => {
    expect(refusalOf(scheme, findings, more)).toBe(code)
  })
})

describe('laws of the score', () => {
  const leaves = listLeaves(real)
  /** Sample sizes divide 60, so that an oracle can count in sixtieths with whole numbers. */
  const share = fc
    .constantFrom(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
    .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))
  const findingFor = (leafId: string, mode: JudgingMode): fc.Arbitrary<Finding> =>
    mode === J
      ? fc.boolean().map((conforms) => ({ leafId, kind: 'judged', conforms, reason: 'seen' }))
      : share.map(([nonconforming, of]) => ({ leafId, kind: 'sampled', sampled: of, nonconforming }))
  const complete = fc.tuple(...leaves.map((leaf) => findingFor(leaf.id, leaf.mode.value)))
  // At least the first leaf stays in, so that something is involved.
  const excluded = fc
    .subarray(leaves.slice(1).map((leaf) => leaf.id))
    .map((ids) => ids.map((leafId) => ({ leafId, justification: 'not done here' })))
  const around = fc.record({
    exclusions: excluded,
    specialDeductions: fc.integer({ min: 0, max: 7 }).map(specials),
    bonuses: fc.integer({ min: 0, max: 2 }).map(bonuses),
  })
  const runs = { numRuns: 60 }

  test('a complete score equals a count in sixtieths of a hundredth, without any fraction', () => {
    fc.assert(
      fc.property(complete, around, (findings, more) => {
        const out = new Set(more.exclusions.map((it) => it.leafId))
        let got = 0
        let involved = 0
        for (const [at, leaf] of leaves.entries()) {
          if (out.has(leaf.id)) continue
          const finding = findings[at]!
          involved += leaf.points.hundredths
          if (finding.kind === 'judged') got += finding.conforms ? 60 * leaf.points.hundredths : 0
          if (finding.kind === 'sampled')
            got += (60 / finding.sampled) * (finding.sampled - finding.nonconforming) * leaf.points.hundredths
        }
        // In units of 1 / (60 × involved) of a point on the base of 100.
        const unit = 60 * involved
        const adjusted = got * 100 + (Math.min(1, more.bonuses.length) - more.specialDeductions.length) * unit
        const capped = Math.min(100 * unit, Math.max(0, adjusted))
        const tenths = Math.floor((20 * capped + unit) / (2 * unit))
        return score(real, findings, more).score?.hundredths === tenths * 10
      }),
      runs,
    )
  })

  test('the order of findings never changes anything', () => {
    const shuffled = fc
      .tuple(complete, around)
      .chain(([findings, more]) =>
        fc.tuple(
          fc.constant(findings),
          fc.shuffledSubarray(findings, { minLength: findings.length }),
          fc.constant(more),
        ),
      )
    fc.assert(
      fc.property(shuffled, ([findings, other, more]) => {
        expect(score(real, other, more)).toEqual(score(real, findings, more))
      }),
      runs,
    )
  })

  test('one more thing that conforms never lowers the score', () => {
    fc.assert(
      fc.property(complete, around, fc.nat({ max: leaves.length - 1 }), (findings, more, at) => {
        const better = findings.map((finding, index): Finding => {
          if (index !== at) return finding
          if (finding.kind === 'judged') return { ...finding, conforms: true }
          return finding.kind === 'sampled'
            ? { ...finding, nonconforming: Math.max(0, finding.nonconforming - 1) }
            : finding
        })
        return score(real, better, more).score!.hundredths >= score(real, findings, more).score!.hundredths
      }),
      runs,
    )
  })

  test('a further conforming item never lowers the lowest bound, nor does judging what is missing', () => {
    const known = fc.array(fc.boolean(), { minLength: leaves.length, maxLength: leaves.length })
    fc.assert(
      fc.property(complete, known, around, fc.nat({ max: leaves.length - 1 }), (findings, isKnown, more, at) => {
        const some = findings.filter((_, place) => isKnown[place])
        const { id, mode } = leaves[at]!
        const found = some.find((finding) => finding.leafId === id)
        const better: Finding =
          mode.value === J
            ? { leafId: id, kind: 'judged', conforms: true, reason: 'seen' }
            : found?.kind === 'sampled'
              ? { ...found, sampled: found.sampled + 1 }
              : { leafId: id, kind: 'sampled', sampled: 1, nonconforming: 0 }
        const before = score(real, some, more).range.lowest.score.hundredths
        const after = score(real, [...some.filter((finding) => finding !== found), better], more)
        return after.range.lowest.score.hundredths >= before
      }),
      runs,
    )
  })

  test('the range holds the score of every way to complete it', () => {
    const partly = fc.tuple(
      complete,
      fc.array(fc.boolean(), { minLength: leaves.length, maxLength: leaves.length }),
      around,
    )
    fc.assert(
      fc.property(partly, ([findings, known, more]) => {
        const before = score(
          real,
          findings.filter((_, at) => known[at]),
          more,
        )
        const after = score(real, findings, more).score!.hundredths
        return before.range.lowest.score.hundredths <= after && after <= before.range.highest.score.hundredths
      }),
      runs,
    )
  })

  test('got, lost and missing are all of what is involved, at every level, and the score stays within 0 and 100', () => {
    const partly = fc.tuple(
      complete,
      fc.array(fc.boolean(), { minLength: leaves.length, maxLength: leaves.length }),
      around,
    )
    fc.assert(
      fc.property(partly, ([findings, known, more]) => {
        const result = score(
          real,
          findings.filter((_, at) => known[at]),
          more,
        )
        for (const node of [...result.groups, ...result.groups.flatMap((group) => group.indicators)]) {
          const total = node.got.hundredths + node.lost.hundredths + node.missingHundredths
          // Got and lost are rounded for display, so half a hundredth may appear twice.
          expect(Math.abs(total - node.involvedHundredths)).toBeLessThanOrEqual(1)
        }
        const { lowest, highest } = result.range
        expect(lowest.score.hundredths).toBeGreaterThanOrEqual(0)
        expect(highest.score.hundredths).toBeLessThanOrEqual(10_000)
      }),
      runs,
    )
  })
})
