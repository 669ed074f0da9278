import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeLeaf } from '#src/evaluation/assessment/contract/leaf.ts'
import { readAssessmentScheme } from '#src/evaluation/assessment/contract/round.ts'
import { assessmentRoutes } from '#src/evaluation/assessment/routes.ts'
import { listLeaves } from '#src/evaluation/scheme/rules/tree.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { beacon, han, ma, tao, wu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { openVisit } from '../visit/contract/visit.ts'
import { visitRoutes } from '../visit/routes.ts'
import { readStatistics } from './contract.ts'
import { statisticsRoutes } from './routes.ts'
import { calibrate, ENOUGH_AUDITS, percent, type Scoring } from './rules/calibrate.ts'
import { estimate } from './rules/interval.ts'

describe('an estimate', () => {
  it('has the interval of the textbook: 1, 2, 3, 4, 5 give 3 ± 1.963', () => {
    const { mean, low, high } = estimate([1, 2, 3, 4, 5])
    expect(mean).toBe(3)
    expect(high! - 3).toBeCloseTo(2.776 * Math.sqrt(2.5 / 5), 9)
    expect(3 - low!).toBeCloseTo(1.963, 3)
    expect(estimate([7])).toEqual({ mean: 7, low: null, high: null })
    expect(() => estimate([])).toThrow(RangeError)
  })

  it('always holds its mean', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 }), (values) => {
        const { mean, low, high } = estimate(values)
        return low! <= mean && mean <= high!
      }),
    )
  })
})

describe('calibration', () => {
  /** `audits` audits of three clauses, scored alternately by the strict and the mild one. */
  const scorings = (audits: number, mildBonus: number): Scoring[] =>
    Array.from({ length: audits }, (_, at) => {
      const isMild = at % 2 === 0
      return ['5.1', '5.2', '5.3'].map((leafId, nth) => ({
        auditId: `a${at}`,
        ...(isMild ? { personId: 'mild', name: '宽' } : { personId: 'strict', name: '严' }),
        leafId,
        kept: 0.6 + 0.1 * nth + 0.01 * (at % 3) + (isMild ? mildBonus : 0),
      }))
    }).flat()

  it('finds who scores higher and lower, and how much', () => {
    const [one, other] = calibrate(scorings(24, 0.2))
    expect(new Set([one!.differs, other!.differs])).toEqual(new Set(['higher', 'lower']))
    const mild = [one!, other!].find((figure) => figure.personId === 'mild')!
    expect(mild).toMatchObject({ audits: 12, leaves: 36, differs: 'higher' })
    expect(mild.difference).toBeCloseTo(20, 0)
  })

  it('concludes nothing where they score alike, from few audits, or where nobody else scored', () => {
    expect(calibrate(scorings(24, 0)).map((figure) => figure.differs)).toEqual(['no', 'no'])
    expect(calibrate(scorings(2 * ENOUGH_AUDITS - 2, 0.3)).map((figure) => figure.differs)).toEqual([
      'too_few',
      'too_few',
    ])
    expect(calibrate(scorings(24, 0.2).filter((one) => one.personId === 'mild'))).toEqual([])
    expect(percent(0.12345)).toBe(12.3)
  })
})

describe('statistics of the body', () => {
  let test: TestPlatform
  beforeAll(async () => {
    test = await openTestPlatform({
      routes: [visitRoutes({ files: openFileStore('/nonexistent', 1, 1) }), assessmentRoutes, statisticsRoutes],
    })
    for (const person of [han, ma]) {
      const { auditId } = await test.arrange(beacon, (tx) => prepareAudit(tx))
      const assessmentId = newId()
      await test.as(han).call(openVisit, { params: { auditId }, body: { assessmentId } })
      const { body } = await test.as(han).call(readAssessmentScheme, { params: { assessmentId } })
      for (const leaf of listLeaves(body.scheme)
        .filter((one) => one.mode.value === 'judged')
        .slice(0, 3)) {
        const judgement = { kind: 'judged', conforms: person === han, reason: '现场所见' }
        const judged = await test
          .as(person)
          .call(judgeLeaf, { params: { assessmentId, leafId: leaf.id }, body: { version: 0, judgement } })
        expect(judged.status).toBe(200)
      }
      await test.arrange(beacon, async (tx) => {
        await tx.sql.updateTable('audit').set({ visitedAt: tx.at }).where('id', '=', auditId).execute()
        return accept(null)
      })
    }
  })
  afterAll(() => test.close())
  const read = (query: Record<string, string>, who = tao) => test.as(who).call(readStatistics, { query })

  it('count audits, show the weakest clauses first, and how auditors differ', async () => {
    const { body, status } = await read({ fromOn: '2026-01-01', toOn: '2026-12-31' })
    expect(status).toBe(200)
    expect(body.counts).toMatchObject({ audits: 2, certificates: 0, appeals: 0 })
    expect(body.auditsCounted).toBe(2)
    expect(body.clauses).toHaveLength(3)
    expect(body.clauses[0]).toMatchObject({ audits: 2, keptPercent: 50, low: 0, high: 100 })
    expect(body.auditors.map(({ name, difference, differs }) => ({ name, difference, differs }))).toEqual([
      { name: '韩冰', difference: 100, differs: 'too_few' },
      { name: '马骏', difference: -100, differs: 'too_few' },
    ])
  })

  it('say nothing of other days and other organisations, and refuse days that run backwards', async () => {
    const other = (await read({ fromOn: '2025-01-01', toOn: '2025-12-31' })).body
    expect(other).toMatchObject({ auditsCounted: 0, clauses: [], auditors: [] })
    expect((await read({ fromOn: '2026-01-01', toOn: '2026-12-31' }, wu)).body).toMatchObject({ auditsCounted: 0 })
    expect((await read({ fromOn: '2026-12-31', toOn: '2026-01-01' })).status).toBe(400)
  })
})
