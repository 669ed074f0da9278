import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWorkbook } from '#src/server/tabular/write.ts'
import { newId } from '#src/shared/id.ts'
import { lanjing, qian, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { addAdjustment } from '../adjustment/contract.ts'
import { judgeLeaf } from '../assessment/contract/leaf.ts'
import * as assessment from '../assessment/contract/round.ts'
import { scoreCompany } from '../board/actions.ts'
import { readBoard } from '../board/contract.ts'
import { evaluationRoutes } from '../door.ts'
import type { Group, Leaf, Provenance, Scheme } from '../scheme/contract.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { checkScheme } from '../scheme/rules/check.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import { writeSchemeSheets } from '../scheme/rules/workbook-write.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import * as contract from './contract.ts'

const own: Provenance = {
  kind: 'confirmed',
  byPersonId: zhou.personId,
  byName: zhou.name,
  on: '2026-11-01',
  from: '手册',
}
const text = (zh: string, en: string) => ({ zh, en })
const points = (value: number) => ({ hundredths: value * 100, provenance: own })

/** A standard of another trade: a thousand points, two groups, four levels, numbers one deeper, and indicators of a single item. */
const hotel: Scheme = hotelStandard(await readScheme('gbt27922-2011'))

function hotelStandard(base: Scheme): Scheme {
  const leaf = (id: string, name: string, value: number, mode: 'judged' | 'sampled'): Leaf => ({
    ...{ id, name: text(name, `Item ${id}`), asks: text(`${name}应符合手册`, `As in the manual, ${id}`) },
    ...{ provenance: own, points: points(value), mode: { value: mode, provenance: own }, wanted: [] },
    finding: { decide: 'by_person', supports: [], provenance: own },
  })
  const group = (id: string, name: string, parts: Leaf[][]): Group => {
    const indicators = parts.map((leaves, at) => ({
      ...{ id: `${id}.${at + 1}.1`, name: text(`${name}${at + 1}`, `${id} part ${at + 1}`), provenance: own, leaves },
      points: points(leaves.reduce((sum, one) => sum + one.points.hundredths, 0) / 100),
    }))
    const sum = indicators.reduce((all, one) => all + one.points.hundredths, 0) / 100
    return { id, name: text(name, `Group ${id}`), provenance: own, points: points(sum), indicators }
  }
  const level = (id: string, stars: number, zh: string, min: number) => ({
    ...{ id, stars, name: text(zh, `Level ${id}`), min: points(min) },
  })
  return {
    ...base,
    ...{ id: 'hotel', standard: 'Q/LJ 7-2026', title: text('门店接待标准', 'Reception standard'), measures: [] },
    rules: {
      ...base.rules,
      total: points(1000),
      levels: [level('bronze', 0, '铜级', 55), level('silver', 0, '银级', 75), level('gold', 0, '金级', 92.5)],
      rounding: { decimals: 2, mode: 'half_up', provenance: own },
    },
    groups: [
      group('3.1', '环境', [
        [leaf('3.1.1.1.1', '整洁', 300, 'judged')],
        [leaf('3.1.2.1.1', '标识', 150, 'judged'), leaf('3.1.2.1.2', '无障碍', 50, 'sampled')],
      ]),
      group('3.2', '接待', [[leaf('3.2.1.1.1', '应答', 400, 'sampled')], [leaf('3.2.2.1.1', '道别', 100, 'judged')]]),
    ],
  }
}

describe('a scheme of quite another shape', () => {
  let test: TestPlatform
  const [editionId, roundId] = [newId(), newId()]
  beforeAll(async () => {
    test = await openTestPlatform({ routes: [evaluationRoutes] })
    await scoreCompany(test.platform, lanjing.orgId)
  })
  afterAll(() => test.close())

  const item = (at: number, conforms: boolean) => {
    return { label: `第 ${at} 件`, record: null, conforms, note: conforms ? '' : '未应答' }
  }
  const judge = async (leafId: string, conforms: boolean | [good: number, of: number]) => {
    const judgement =
      typeof conforms === 'boolean'
        ? { kind: 'judged', conforms, reason: '现场看过' }
        : {
            kind: 'sampled',
            items: Array.from({ length: conforms[1] }, (_, at) => item(at + 1, at < conforms[0])),
            reason: '',
          }
    const params = { assessmentId: roundId, leafId }
    const said = await test.as(zhou).call(judgeLeaf, { params, body: { version: 0, judgement } })
    expect(said.status, JSON.stringify(said.body)).toBe(200)
  }
  const read = async () =>
    (await test.as(qian).call(assessment.readAssessment, { params: { assessmentId: roundId } })).body

  it('is sound, comes as a file, and is the same after the way through Excel', async () => {
    expect(checkScheme(hotel)).toEqual([])
    const { call } = test.as(zhou)
    const taken = await call(contract.importScheme, { body: { id: editionId, text: writeScheme(hotel) } })
    expect(taken.status, JSON.stringify(taken.body)).toBe(200)
    const base64 = Buffer.from(await writeWorkbook(writeSchemeSheets(hotel))).toString('base64')
    const checked = (await call(contract.checkSchemeFile, { body: { name: '接待标准.xlsx', base64 } })).body
    expect(checked.problems).toEqual([])
    expect(checked.brings).toMatchObject({ becomes: 'draft_replaced', leafCount: 5, changes: [] })
  })

  it('is sealed and put to use, and the board counts by it', async () => {
    const body = { version: 1, acceptsUnconfirmed: 0 }
    const { unconfirmedCount } = (await test.as(qian).call(contract.readEdition, { params: { editionId } })).body
    const seal = { ...body, acceptsUnconfirmed: unconfirmedCount }
    expect((await test.as(wu).call(contract.sealScheme, { params: { editionId }, body: seal })).status).toBe(200)
    const use = { id: newId(), fromOn: '2026-11-16', reason: '门店接待另行评价' }
    expect((await test.as(zhou).call(contract.chooseEdition, { params: { editionId }, body: use })).status).toBe(200)
    await scoreCompany(test.platform, lanjing.orgId)
    const { board } = (await test.as(qian).call(readBoard)).body
    expect(board).toMatchObject({ edition: { id: editionId }, result: { schemeId: 'hotel', score: null } })
    expect(board!.result.missingLeafIds).toEqual(listLeaves(hotel).map(({ id }) => id))
  })

  it('is judged item by item to a score on the base of 100, with its own levels', async () => {
    const days = { fromOn: '2025-12-01', toOn: '2026-11-16' }
    const opened = await test
      .as(zhou)
      .call(assessment.openAssessment, { body: { id: roundId, title: '接待自评', ...days } })
    expect(opened.status).toBe(200)
    await judge('3.1.1.1.1', true)
    await judge('3.1.2.1.1', true)
    await judge('3.1.2.1.2', [1, 3])
    await judge('3.2.1.1.1', [19, 20])
    const half = (await read()).score
    // 100 of 1000 points are not known yet; 33.33… and 20 are lost.
    expect([half.score, half.range.lowest.score.text, half.range.highest.score.text]).toEqual([null, '84.67', '94.67'])
    await judge('3.2.2.1.1', false)
    const { score } = await read()
    expect(score.score).toMatchObject({ text: '84.67', hundredths: 8467, exact: '254/3' })
    expect(score.grade).toMatchObject({ levelId: 'silver' })
    expect(score.involvedHundredths).toBe(100_000)
  })

  it('takes an exclusion out of what counts, closes, and stands on the board with its level', async () => {
    const exclusion = { id: newId(), kind: 'exclusion', leafId: '3.2.2.1.1', reason: '顾客自助离店' }
    expect((await test.as(zhou).call(addAdjustment, { body: exclusion })).status).toBe(200)
    // (900 − 53.33…) of 900.
    expect((await read()).score.score).toMatchObject({ text: '94.07' })
    const params = { assessmentId: roundId }
    const closed = await test.as(zhou).call(assessment.closeAssessment, { params, body: { version: 1 } })
    expect(closed.status, JSON.stringify(closed.body)).toBe(200)
    await scoreCompany(test.platform, lanjing.orgId)
    const { board } = (await test.as(qian).call(readBoard)).body
    expect(board!.result).toMatchObject({ score: { text: '94.07' }, grade: { levelId: 'gold' } })
  })
})
