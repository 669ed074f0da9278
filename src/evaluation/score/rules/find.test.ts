import { describe, expect, test } from 'vitest'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { Finding as FindingShape, type MeasureCounts } from '../contract.ts'
import { findingsFromMeasures } from './find.ts'

const scheme = await readScheme('gbt27922-2011')
const find = (leafId: string, counts: MeasureCounts) => {
  const finding = findingsFromMeasures(scheme, counts).find((it) => it.leafId === leafId)!
  expect(FindingShape.safeParse(finding).error).toBeUndefined()
  return finding
}
const count = (good: number, total: number) => ({ good, total })

describe('measures become findings', () => {
  test('every leaf gets one finding, and without any count all of them are missing', () => {
    const findings = findingsFromMeasures(scheme, {})
    expect(findings.map((finding) => finding.leafId)).toEqual(listLeaves(scheme).map((leaf) => leaf.id))
    expect(new Set(findings.map((finding) => finding.kind))).toEqual(new Set(['missing']))
  })

  test('88 of 100 requests answered in time: twelve nonconforming in a sample of a hundred, with the way back', () => {
    const answered = { good: 88, total: 100, backfilled: 30, detail: { lowest: 80.2, highest: 93 } }
    expect(find('5.3.1.1', { answer_in_time: answered })).toMatchObject({
      kind: 'computed',
      verdict: { mode: 'sampled', sampled: 100, nonconforming: 12 },
      explanation: {
        code: 'sample_nonconforming',
        params: { measure: 'answer_in_time', sampled: 100, nonconforming: 12 },
      },
      measures: [
        {
          measureId: 'answer_in_time',
          role: 'decides',
          state: 'counted',
          records: 'request',
          backfilled: 30,
          detail: { lowest: 80.2 },
        },
        { measureId: 'calls_answered', role: 'supports', state: 'planned' },
      ],
    })
  })

  test.each([
    [0, 1, false, 1],
    [1, 1, true, 1],
    [1, 10, true, 1],
    [1, 11, false, 2],
    [2, 20, true, 2],
    [2, 21, false, 3],
    [30, 291, true, 30],
    [5, 3, true, 1],
  ])(
    '%i certified managers among %i service managers: enough is %s, needed are %i',
    (good, total, conforms, required) => {
      expect(find('5.1.2.2', { manager_ratio: count(good, total) })).toMatchObject({
        verdict: { mode: 'judged', conforms },
        explanation: { code: conforms ? 'requirement_met' : 'requirement_not_met', params: { good, total, required } },
      })
    },
  )

  test('every department needs a head', () => {
    expect(find('5.1.1.1', { departments_with_head: count(4, 4) })).toMatchObject({ verdict: { conforms: true } })
    expect(find('5.1.1.1', { departments_with_head: count(3, 4) })).toMatchObject({ verdict: { conforms: false } })
  })

  test('web requests: 90 % answered in time is enough, just under is not', () => {
    expect(find('5.3.1.2', { portal_answered_in_time: count(9, 10) })).toMatchObject({ verdict: { conforms: true } })
    expect(find('5.3.1.2', { portal_answered_in_time: count(899, 1000) })).toMatchObject({
      verdict: { conforms: false },
    })
  })

  test('arrival and finish look at the same orders, so the worse of them decides', () => {
    const counts = { arrival_in_time: count(19, 20), finish_in_time: count(30, 40) }
    expect(find('5.2.4.1', counts)).toMatchObject({
      verdict: { sampled: 40, nonconforming: 10 },
      explanation: { params: { measure: 'finish_in_time' } },
    })
  })

  test('returns and warranty decisions are different records, so they are pooled', () => {
    const counts = { warranty_decisions_by_rule: count(9, 10), returns_settled_in_time: count(5, 6) }
    expect(find('5.2.5.2', counts)).toMatchObject({ verdict: { sampled: 16, nonconforming: 2 } })
  })

  test('no bad rating, nothing to follow up: satisfaction decides alone', () => {
    const counts = { satisfaction: count(50, 50), bad_ratings_followed_up: count(0, 0) }
    expect(find('5.3.1.4', counts)).toMatchObject({
      verdict: { sampled: 50, nonconforming: 0 },
      explanation: { code: 'sample_conforms' },
      measures: [{ state: 'counted' }, { state: 'nothing' }],
    })
  })
})

describe('silence is missing, never a verdict', () => {
  test.each([
    ['nothing was counted', '5.3.1.1', {}, 'measure_not_counted'],
    ['there was none', '5.3.1.1', { answer_in_time: count(0, 0) }, 'nothing_to_sample'],
    ['four are too few where five are needed', '5.3.1.1', { answer_in_time: count(0, 4) }, 'sample_too_small'],
    ['the product does not count it yet', '5.2.3.2', {}, 'measure_planned'],
    ['only a person can say', '5.1.6.2', { answer_in_time: count(9, 9) }, 'needs_person'],
    ['one of two measures is silent', '5.3.1.4', { satisfaction: count(50, 50) }, 'measure_not_counted'],
    [
      'one of two samples is too small',
      '5.2.4.1',
      { arrival_in_time: count(0, 2), finish_in_time: count(9, 9) },
      'sample_too_small',
    ],
    [
      'both have nothing',
      '5.3.2.3',
      { complaint_answered_in_time: count(0, 0), complaints_resolved: count(0, 0) },
      'nothing_to_sample',
    ],
    ['no service managers at all', '5.1.2.2', { manager_ratio: count(0, 0) }, 'nothing_to_sample'],
  ] as const)('%s', (_, leafId, counts, code) => {
    expect(find(leafId, counts)).toMatchObject({ kind: 'missing', explanation: { code } })
  })

  test('the fifth record turns missing into a verdict', () => {
    expect(find('5.3.1.1', { answer_in_time: count(0, 5) })).toMatchObject({
      verdict: { sampled: 5, nonconforming: 5 },
    })
  })

  test('a planned measure that is counted after all is used', () => {
    expect(find('5.2.3.2', { deliveries_on_time: count(5, 6) })).toMatchObject({ verdict: { nonconforming: 1 } })
  })

  test('a measure named like a built-in of the language is not a count', () => {
    expect(find('5.3.1.1', Object.create({ answer_in_time: count(9, 9) }))).toMatchObject({ kind: 'missing' })
  })
})

test.each([
  ['more good than there were', { answer_in_time: count(6, 5) }],
  [
    'a surplus that would hide another shortfall',
    { warranty_decisions_by_rule: count(12, 10), returns_settled_in_time: count(0, 2) },
  ],
  ['half a record', { answer_in_time: count(4.5, 5) }],
  ['less than nothing', { answer_in_time: count(-1, 5) }],
  ['more back-filled than there were', { answer_in_time: { good: 1, total: 5, backfilled: 6 } }],
] as const)('counts that cannot be are a fault: %s', (_, counts) => {
  expect(() => findingsFromMeasures(scheme, counts)).toThrow(RangeError)
})
