import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { putOutlet, putRequest } from '#test/evaluation/work-rows.ts'
import { chen, feng, lanjing, sun, wang, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { evaluationRoutes, openAssessment as openRound, scoreCompany } from '../door.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import type { Judgement, SampleItem } from './contract/leaf.ts'
import { addEvidence, judgeLeaf, readAssessmentLeaf } from './contract/leaf.ts'
import { openAssessment, readAssessment } from './contract/round.ts'
import * as contract from './contract/sample.ts'
import { pageOfRecord } from './rules/evidence.ts'
import { countItems, findingOf } from './rules/finding.ts'
import { drawIds, drawLabel, likelySource, populationHash, ruleSize, withDrawn } from './rules/sample.ts'

let test: TestPlatform
const assessmentId = newId()
const leafId = '5.2.4.1'
const leaf = { assessmentId, leafId }
const repairs: string[] = []

beforeAll(async () => {
  test = await openTestPlatform({ routes: [evaluationRoutes] })
  const outletId = newId()
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: outletId, code: 'HZ', name: '杭州' })
    for (let day = 1; day <= 30; day++) {
      const requestedOn = `2026-10-${String(day).padStart(2, '0')}`
      repairs.push((await putRequest(tx, { outletId, requestedOn })).id)
    }
    await putRequest(tx, { outletId, requestedOn: '2026-10-05', kind: 'complaint' })
    await putRequest(tx, { outletId, requestedOn: '2024-01-05' })
    return accept(null)
  })
  await scoreCompany(test.platform, lanjing.orgId)
  const round = { id: assessmentId, title: '2026 年自评', fromOn: '2025-12-01', toOn: '2026-11-16' }
  await test.as(zhou).call(openAssessment, { body: round })
})
afterAll(() => test.close())

const draw = (more: object = {}, who = sun, params = leaf) =>
  test.as(who).call(contract.drawLeafSample, {
    params,
    body: { id: newId(), version: 0, of: 'request', requestKind: 'repair', size: 6, reason: '', ...more },
  })
const codeOf = (answer: { body: unknown }) => (answer.body as { refusal: { code: string } }).refusal.code
const judge = (version: number, items: SampleItem[], who = sun) => {
  const judgement: Judgement = { kind: 'sampled', items, reason: '' }
  return test.as(who).call(judgeLeaf, { params: leaf, body: { version, judgement } })
}
const stateOf = async () => {
  const { score } = (await test.as(zhou).call(readAssessment, { params: { assessmentId } })).body
  return score.groups
    .flatMap((group) => group.indicators.flatMap((one) => one.leaves))
    .find((one) => one.id === leafId)!
}

describe('the rules of a sample', () => {
  it('ask for the root of the number, at least five, at most fifty, never more than there are', () => {
    expect([0, 1, 4, 5, 25, 26, 100, 101, 2_500, 2_501, 90_000].map(ruleSize)).toEqual([
      0, 1, 4, 5, 5, 6, 10, 11, 50, 50, 50,
    ])
  })

  it('draw the same from the same seed, something else from another, each record once', () => {
    const population = Array.from({ length: 40 }, (_, nth) => String(nth))
    const seed = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 40 }), (one, size) => {
        const drawn = drawIds(population, size, one, 'label')
        expect(drawn).toEqual(drawIds(population, size, one, 'label'))
        expect(new Set(drawn).size).toBe(size)
      }),
    )
    const [a, b] = ['a', 'b'].map((digit) => drawIds(population, 20, digit.repeat(64), 'label'))
    expect(a).not.toEqual(b)
    expect(() => drawIds(population, 41, 'a'.repeat(64), 'label')).toThrow('more to draw')
  })

  it('know by its measures where an indicator is looked for, and complaints among the requests', async () => {
    const leaves = listLeaves(await readScheme('gbt27922-2011'))
    const sourceOf = (id: string) => likelySource(leaves.find((one) => one.id === id)!)
    expect(sourceOf('5.1.1.2')).toEqual({ of: 'outlet', requestKind: null })
    expect(sourceOf('5.1.2.1')).toEqual({ of: 'staff', requestKind: null })
    expect(sourceOf('5.2.4.1')).toEqual({ of: 'request', requestKind: 'repair' })
    expect(sourceOf('5.3.2.3')).toEqual({ of: 'request', requestKind: 'complaint' })
    expect(sourceOf('5.2.2.2')).toEqual({ of: 'request', requestKind: null })
  })

  it('find nothing while one item was not looked at, and count only what was', () => {
    const item = (label: string, conforms: boolean | null): SampleItem => ({ label, record: null, conforms, note: '' })
    const items = [item('甲', true), item('乙', false), item('丙', null)]
    expect(countItems(items)).toEqual({ sampled: 2, nonconforming: 1, unseen: 1 })
    const row = { leafId, kind: 'sampled' as const, conforms: null, reason: '', accepted: null }
    expect(findingOf({ ...row, items })).toBeUndefined()
    expect(findingOf({ ...row, items: items.slice(0, 2) })).toMatchObject({ sampled: 2, nonconforming: 1 })
  })

  it('leave what was judged before in its place when more is drawn', () => {
    const record = { type: 'service_request', id: repairs[0] ?? newId() }
    const before: SampleItem = { label: 'R1', record, conforms: false, note: '未到场' }
    const found = { record, label: 'R1', detail: '', onDay: null, untilOn: null, requestId: null }
    const other = { ...found, record: { type: 'service_request', id: newId() }, label: 'R2' }
    expect(withDrawn([before], [found, other])).toEqual([
      before,
      { label: 'R2', record: other.record, conforms: null, note: '' },
    ])
  })
})

describe('a sample drawn by an assessor', () => {
  it('comes from the records of the days of the round; the rule is seen before', async () => {
    const ask = (query: object) =>
      test.as(sun).call(contract.readPopulation, { params: { assessmentId }, query: { of: 'request', ...query } })
    expect((await ask({})).body).toEqual({ count: 31, ruleSize: 6 })
    expect((await ask({ requestKind: 'repair' })).body).toEqual({ count: 30, ruleSize: 6 })
    expect((await ask({ requestKind: 'complaint' })).body).toEqual({ count: 1, ruleSize: 1 })
    expect((await ask({ of: 'outlet' })).body).toEqual({ count: 1, ruleSize: 1 })
    for (const of of ['staff', 'customer', 'product_model', 'work_order'])
      expect((await ask({ of })).status, of).toBe(200)
  })

  it('is refused where it is too small, of nothing, of an item judged as a whole, or by somebody else', async () => {
    expect(codeOf(await draw({ size: 5 }))).toBe('sample_size_impossible')
    expect(codeOf(await draw({ size: 31 }))).toBe('sample_size_impossible')
    expect(codeOf(await draw({ requestKind: 'recall' }))).toBe('sample_population_empty')
    const whole = listLeaves(await readScheme('gbt27922-2011')).find((one) => one.mode.value === 'judged')!
    expect(codeOf(await draw({}, sun, { assessmentId, leafId: whole.id }))).toBe('finding_mode_differs')
    expect(codeOf(await draw({}, sun, { assessmentId, leafId: '9.9.9' }))).toBe('finding_leaf_unknown')
    expect((await draw({}, chen)).status).toBe(403)
    expect((await draw({}, feng)).status).toBe(403)
  })

  it('stands in the sample unseen, counts for nothing yet, and anybody draws it again', async () => {
    const { body } = await draw()
    expect(body.sample).toMatchObject({ populationCount: 30, ruleSize: 6, drawnByName: '孙丽' })
    expect(body.sample.drawn).toHaveLength(6)
    expect(body.leaf).toMatchObject({ kind: 'sampled', version: 1, overruled: null })
    expect(body.leaf.items!.every((item) => item.conforms === null)).toBe(true)
    expect((await stateOf()).state).toBe('missing')

    const params = { assessmentId, sampleId: body.sample.id }
    const again = (await test.as(zhou).call(contract.readDraw, { params })).body
    expect(again.again).toBe('same')
    expect(again.population).toEqual([...repairs].sort())
    // By hand, from what is given to everybody.
    expect(populationHash(again.population)).toBe(again.sample.populationSha256)
    expect(again.label).toBe(drawLabel({ leafId, of: 'request', requestKind: 'repair' }))
    expect(drawIds(again.population, 6, again.sample.seed, again.label)).toEqual(
      again.sample.drawn.map((one) => one.record.id),
    )
  })

  it('is looked at by several, keeps how far it is, and gives its points when the last is judged', async () => {
    const row = (await test.as(zhou).call(readAssessment, { params: { assessmentId } })).body.leaves[0]!
    const look = (to: number, failing = -1) =>
      row.items!.map(
        (item, at): SampleItem =>
          at < to ? { ...item, conforms: at !== failing, note: at === failing ? '超时两小时' : '' } : item,
      )
    expect((await judge(1, look(2))).body).toMatchObject({ version: 2, kind: 'sampled' })
    expect((await stateOf()).state).toBe('missing')
    const nameless = look(3, 2).map((item) => ({ ...item, note: '' }))
    expect(codeOf(await judge(2, nameless, zhou))).toBe('sample_note_missing')
    const photo = 'b'.repeat(64)
    const done = look(6, 5).map((item, at) => (at === 5 ? { ...item, photos: [photo] } : item))
    expect((await judge(2, done, zhou)).body.items![5]).toMatchObject({ conforms: false, photos: [photo] })
    const { state, got, pointsHundredths } = await stateOf()
    expect(state).toBe('partly')
    expect(got.hundredths).toBe(Math.round((pointsHundredths * 5) / 6))
  })

  it('is drawn again only with a reason; both draws stay, and who drew is in the history of the item', async () => {
    expect(codeOf(await draw({ version: 3 }))).toBe('sample_again_needs_reason')
    expect(codeOf(await draw({ version: 1, reason: '扩大样本' }))).toBe('leaf_judged_meanwhile')
    const again = await draw({ version: 3, size: 10, reason: '扩大样本' }, zhou)
    expect(again.status).toBe(200)
    const { items } = again.body.leaf
    expect(items!.filter((item) => item.conforms !== null)).toHaveLength(6)
    expect((await stateOf()).state).toBe('missing')
    const { samples } = (await test.as(zhou).call(contract.listLeafSamples, { params: leaf })).body
    expect(samples.map((one) => [one.drawnByName, one.drawn.length, one.reason])).toEqual([
      ['周涛', 10, '扩大样本'],
      ['孙丽', 6, ''],
    ])
    const { steps } = (await test.as(zhou).call(readAssessmentLeaf, { params: leaf })).body
    expect(steps.find((step) => step.step === 'sample_drawn')).toMatchObject({
      byName: '周涛',
      sampled: 10,
      population: 30,
      words: '扩大样本',
    })
    expect(steps.find((step) => step.step === 'judged')).toMatchObject({ sampled: 6, nonconforming: 1 })
  })

  it('tells when records entered later changed what it was drawn from', async () => {
    const { samples } = (await test.as(zhou).call(contract.listLeafSamples, { params: leaf })).body
    const params = { assessmentId, sampleId: samples[0]!.id }
    await test.arrange(lanjing, async (tx) => {
      await tx.sql
        .updateTable('serviceRequest')
        .set({ kind: 'maintenance' })
        .where('orgId', '=', tx.orgId)
        .where('id', '=', repairs[0]!)
        .execute()
      return accept(null)
    })
    expect((await test.as(zhou).call(contract.readDraw, { params })).body.again).toBe('population_changed')
    const nobodys = { assessmentId, sampleId: newId() }
    expect((await test.as(zhou).call(contract.readDraw, { params: nobodys })).status).toBe(404)
  })

  it('is not drawn for an audit’s round, whose records are another organisation’s', async () => {
    const id = newId()
    await test.arrange(lanjing, async (tx) => {
      const { editionId } = (await tx.sql
        .selectFrom('assessment')
        .select('editionId')
        .where('orgId', '=', tx.orgId)
        .where('id', '=', assessmentId)
        .executeTakeFirstOrThrow()) as { editionId: string }
      const days = { fromOn: '2025-12-01', toOn: '2026-11-16' }
      return openRound(tx, { id, kind: 'audit', title: '审核', editionId, aboutId: newId(), ...days })
    })
    const params = { assessmentId: id }
    const asked = await test.as(zhou).call(contract.readPopulation, { params, query: { of: 'request' } })
    expect(codeOf(asked)).toBe('sample_of_own_records_only')
  })
})

describe('looking a record up', () => {
  it('finds requests by number, words, customer or day, outlets by code, and says when there are more', async () => {
    const find = (query: object, who = sun) =>
      test.as(who).call(contract.findRecords, { query: { of: 'request', ...query } as { of: 'request' } })
    await test.arrange(lanjing, async (tx) => {
      const customer = {
        orgId: tx.orgId,
        id: newId(),
        number: 'C-7',
        name: '冰点超市',
        createdAt: '2026-10-01T00:00:00.000Z',
      }
      await tx.sql.insertInto('customer').values(customer).execute()
      await tx.sql
        .updateTable('serviceRequest')
        .set({ customerId: customer.id, number: 'T-冰' })
        .where('orgId', '=', tx.orgId)
        .where('id', '=', repairs[5]!)
        .execute()
      return accept(null)
    })
    const numbers = (await find({ search: 'T-', limit: 5 })).body
    expect(numbers.rows).toHaveLength(5)
    expect(numbers.isCut).toBe(true)
    const [first] = numbers.rows
    expect(first).toMatchObject({ record: { type: 'service_request' }, detail: '空调不制冷' })
    expect((await find({ search: first!.label })).body.rows[0]!.label).toBe(first!.label)
    expect((await find({ search: '100%_' })).body).toEqual({ rows: [], isCut: false })
    expect((await find({ search: '2026-10-07' })).body.rows.map((one) => one.onDay)).toEqual(['2026-10-07'])
    const [ofCustomer] = (await find({ search: '冰点' })).body.rows
    expect(ofCustomer).toMatchObject({ label: 'T-冰', onDay: '2026-10-06' })
    expect(JSON.stringify(ofCustomer)).not.toContain('冰点')
    expect((await find({ of: 'outlet', search: 'HZ' })).body.rows[0]!.label).toBe('HZ 杭州')
    for (const of of ['staff', 'customer', 'product_model', 'work_order', 'material'])
      expect((await find({ of })).status, of).toBe(200)
    expect((await find({}, chen)).status).toBe(403)
    expect((await find({}, wang)).status).toBe(200)
  })
})

describe('a work order in a sample or among the evidence', () => {
  it('is seen on the page of its request', async () => {
    const [id, requestId] = [newId(), repairs[1]!]
    await test.arrange(lanjing, async (tx) => {
      const row = { orgId: tx.orgId, id, requestId, number: 'W-1', createdAt: '2026-10-03T00:00:00.000Z' }
      await tx.sql.insertInto('workOrder').values(row).execute()
      return accept(null)
    })
    const params = { assessmentId, leafId: '5.2.4.2' }
    expect((await test.as(sun).call(readAssessmentLeaf, { params })).body.requestIds).toEqual({})
    const days = { effectiveFromOn: '2026-10-02', effectiveToOn: null }
    const evidence = { kind: 'record', title: 'W-1', recordType: 'work_order', recordId: id, ...days } as const
    await test.as(sun).call(addEvidence, { params, body: { id: newId(), ...evidence } })
    const { requestIds } = (await test.as(sun).call(readAssessmentLeaf, { params })).body
    expect(requestIds).toEqual({ [id]: requestId })
    expect(pageOfRecord('work_order', id, requestIds[id])).toBe(`/requests/${requestId}`)
  })
})
