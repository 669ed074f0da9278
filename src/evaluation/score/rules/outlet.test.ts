import { describe, expect, test } from 'vitest'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { decidingMeasures } from '#src/evaluation/scheme/rules/tree.ts'
import { OutletDetail, OutletIndicator } from '../contract.ts'
import { listOutletLeaves, scoreOutlet, scoreOutlets } from './outlet.ts'

const scheme = await readScheme('gbt27922-2011')
const count = (good: number, total: number) => ({ good, total })

describe('an outlet is compared by its own counts', () => {
  test('only leaves whose deciding measures are counted per outlet take part', () => {
    const ids = listOutletLeaves(scheme).map((leaf) => leaf.id)
    expect(ids).toContain('5.2.4.1')
    expect(ids).not.toContain('5.1.2.2')
    expect(ids).not.toContain('5.1.6.2')
    const perOutlet = new Set(scheme.measures.filter((entry) => entry.perOutlet).map((entry) => entry.id))
    for (const leaf of listOutletLeaves(scheme))
      expect(decidingMeasures(leaf.finding).every((measure) => perOutlet.has(measure))).toBe(true)
  })

  test('Hangzhou: answers 3 of 3 points, arrival and finish 3 × 3/4, so 5.25 of 6 known points', () => {
    const counts = { answer_in_time: count(20, 20), arrival_in_time: count(15, 20), finish_in_time: count(20, 20) }
    const [hangzhou, idle] = scoreOutlets(scheme, [
      { outletId: 'hangzhou', counts },
      { outletId: 'idle', counts: {} },
    ])
    expect(OutletIndicator.safeParse(hangzhou).error).toBeUndefined()
    expect(hangzhou).toMatchObject({
      label: 'indicator_not_certification',
      score: { text: '87.5' },
      knownHundredths: 600,
    })
    expect(hangzhou).not.toHaveProperty('grade')
    expect(idle).toMatchObject({ outletId: 'idle', score: null, knownHundredths: 0 })
  })

  test('an outlet is opened to its leaves, and says the same as in the list', () => {
    const outlet = { outletId: 'hangzhou', counts: { arrival_in_time: count(15, 20), finish_in_time: count(20, 20) } }
    const { leaves, ...indicator } = scoreOutlet(scheme, outlet)
    expect(OutletDetail.safeParse({ leaves, ...indicator }).error).toBeUndefined()
    expect([indicator]).toEqual(scoreOutlets(scheme, [outlet]))
    expect(leaves.find((leaf) => leaf.id === '5.2.4.1')).toMatchObject({
      state: 'partly',
      lost: { hundredths: 75, exact: '3/4' },
      measures: [{ measureId: 'arrival_in_time', good: 15, total: 20 }, { measureId: 'finish_in_time' }],
    })
    expect(leaves.find((leaf) => leaf.id === '5.3.1.1')).toMatchObject({ state: 'missing', lost: { hundredths: 0 } })
  })
})
