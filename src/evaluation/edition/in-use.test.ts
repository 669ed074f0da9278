import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '#src/shared/canonical.ts'
import { newId } from '#src/shared/id.ts'
import { putOutlet, putRequest } from '#test/evaluation/work-rows.ts'
import { lanjing, qian, sun, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { addAdjustment, listAdjustments } from '../adjustment/contract.ts'
import { judgeLeaf } from '../assessment/contract/leaf.ts'
import * as assessment from '../assessment/contract/round.ts'
import { checkExport } from '../assessment/rules/result.ts'
import { scoreCompany } from '../board/actions.ts'
import { readBoard } from '../board/contract.ts'
import { evaluationRoutes } from '../door.ts'
import type { Scheme } from '../scheme/contract.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import { writeScheme } from '../scheme/write-scheme.ts'
import * as contract from './contract.ts'
import { canCallOff, canChoose, dayOfUse, editionInUse, freeVersion } from './rules.ts'

let test: TestPlatform
const second = newId()
let firstId: string
let own: Scheme

beforeAll(async () => {
  test = await openTestPlatform({ routes: [evaluationRoutes] })
  await test.arrange(lanjing, async (tx) => {
    const outletId = newId()
    await putOutlet(tx, { id: outletId, code: 'HZ' })
    return { ok: true, value: (await putRequest(tx, { outletId })).id }
  })
  await scoreCompany(test.platform, lanjing.orgId)
  const scheme = await readScheme('gbt27922-2011')
  own = { ...scheme, id: 'lanjing-own', title: { zh: '蓝鲸服务标准', en: 'Lanjing service standard' } }
  firstId = (await list()).rows[0]!.id
})
afterAll(() => test.close())

const list = async () => (await test.as(qian).call(contract.listEditions)).body
const inUse = async () => (await list()).rows.find((row) => row.inUse)?.id
const seal = async (editionId: string, useFromOn?: string | null) => {
  const { version, unconfirmedCount } = (await test.as(qian).call(contract.readEdition, { params: { editionId } })).body
  return test.as(wu).call(contract.sealScheme, {
    params: { editionId },
    body: { version, acceptsUnconfirmed: unconfirmedCount, ...(useFromOn === undefined ? {} : { useFromOn }) },
  })
}
const choose = (editionId: string, fromOn = '2026-11-16', who = zhou) =>
  test
    .as(who)
    .call(contract.chooseEdition, { params: { editionId }, body: { id: newId(), fromOn, reason: '采用企业标准' } })
const board = async () => {
  await scoreCompany(test.platform, lanjing.orgId)
  const { trend: _, computedAt: __, ...stands } = (await test.as(qian).call(readBoard)).body as Record<string, unknown>
  return canonicalJson(stands)
}

describe('two schemes of one company', () => {
  let closedId: string

  it('a closed round and a board stand under the first', async () => {
    await seal(firstId)
    closedId = newId()
    const { call } = test.as(zhou)
    await call(assessment.openAssessment, {
      body: { id: closedId, title: '自评', fromOn: '2025-12-01', toOn: '2026-11-16' },
    })
    const item = { label: '档案', record: null, conforms: true, note: '' }
    for (const { id: leafId, mode } of listLeaves(await readScheme('gbt27922-2011'))) {
      const judgement =
        mode.value === 'judged'
          ? { kind: 'judged', conforms: leafId !== '5.3.1.1', reason: '看过' }
          : { kind: 'sampled', items: [item], reason: '' }
      await call(judgeLeaf, { params: { assessmentId: closedId, leafId }, body: { version: 0, judgement } })
    }
    const closed = await call(assessment.closeAssessment, { params: { assessmentId: closedId }, body: { version: 1 } })
    expect(closed.status).toBe(200)
  })

  it('the second comes as a file beside the first and changes nothing by itself, not even sealed', async () => {
    const body = { id: second, text: writeScheme(own) }
    expect((await test.as(zhou).call(contract.importScheme, { body })).body).toMatchObject({ id: second })
    expect((await list()).rows.map((row) => [row.schemeId, row.inUse])).toEqual([
      ['lanjing-own', false],
      ['gbt27922-2011', true],
    ])
    expect((await choose(second)).body).toMatchObject({ refusal: { code: 'scheme_not_sealed' } })
    await seal(second)
    expect(await inUse()).toBe(firstId)
  })

  it('is put to use by the representative, with a reason, from today or later on', async () => {
    expect((await choose(second, '2026-11-16', wu)).status).toBe(403)
    expect((await choose(second, '2026-11-16', sun)).status).toBe(403)
    expect((await choose(second, '2026-11-15')).body).toMatchObject({ refusal: { code: 'scheme_choice_in_past' } })
    expect((await choose(newId())).status).toBe(404)
    expect((await choose(firstId)).body).toMatchObject({ refusal: { code: 'scheme_in_use_already' } })
    const silent = { params: { editionId: second }, body: { id: newId(), fromOn: '2026-11-16', reason: ' ' } }
    expect((await test.as(zhou).call(contract.chooseEdition, silent)).status).toBe(400)
  })

  it('then scores the company, and what was found under the first reproduces word for word', async () => {
    const exclusion = { id: newId(), kind: 'exclusion', leafId: '5.1.1.1', reason: '不涉及' }
    expect((await test.as(zhou).call(addAdjustment, { body: exclusion })).status).toBe(200)
    const before = await board()
    const closed = (await test.as(qian).call(assessment.exportAssessment, { params: { assessmentId: closedId } })).body
    expect((await choose(second)).status).toBe(200)
    expect(await inUse()).toBe(second)
    const under = await board()
    expect(under).not.toBe(before)
    expect(under).toContain(second)
    expect((await test.as(qian).call(listAdjustments)).body.rows).toEqual([])
    const again = (await test.as(qian).call(assessment.exportAssessment, { params: { assessmentId: closedId } })).body
    expect(canonicalJson(again)).toBe(canonicalJson(closed))
    expect(checkExport(again)).toEqual({ ok: true, value: null })
    expect((await choose(firstId)).status).toBe(200)
    expect(await board()).toBe(before)
  })

  it('a later day is kept until it comes', async () => {
    expect((await choose(second, '2026-12-01')).status).toBe(200)
    expect(await inUse()).toBe(firstId)
    test.at('2026-12-01T01:00:00.000Z')
    expect(await inUse()).toBe(second)
    const { choices } = await list()
    expect(choices.map((choice) => [choice.number, choice.chosenByName])).toEqual([
      [1, '周涛'],
      [2, '周涛'],
      [3, '周涛'],
    ])
  })

  it('a version sealed later follows within its scheme only', async () => {
    const id = newId()
    expect((await test.as(zhou).call(contract.draftEdition, { body: { id, copyOf: firstId } })).status).toBe(200)
    await seal(id)
    expect(await inUse()).toBe(second)
    const next = newId()
    await test.as(zhou).call(contract.draftEdition, { body: { id: next, copyOf: second } })
    await seal(next)
    expect(await inUse()).toBe(next)
  })
})

describe('a newer version of the scheme in use', () => {
  it('is sealed now and counts from a later day: until then board, open round and old results are those of the former', async () => {
    test.at('2026-12-02T01:00:00.000Z')
    const before = (await list()).rows.find((row) => row.inUse)!
    const openId = newId()
    const { call } = test.as(zhou)
    const opened = await call(assessment.openAssessment, {
      body: { id: openId, title: '年中自评', fromOn: '2025-12-01', toOn: '2026-12-01' },
    })
    expect(opened.status, JSON.stringify(opened.body)).toBe(200)
    const id = newId()
    await call(contract.draftEdition, { body: { id, copyOf: before.id } })
    const edits = [
      { op: 'set_points', nodeId: '5.1.1.1', hundredths: 200 },
      { op: 'set_points', nodeId: '5.1.1.2', hundredths: 400 },
    ]
    await call(contract.editScheme, { params: { editionId: id }, body: { version: 1, edits, from: '公司会议纪要' } })
    expect((await seal(id, '2026-12-01')).body).toMatchObject({ refusal: { code: 'scheme_choice_in_past' } })
    expect((await seal(id, '2026-12-31')).status).toBe(200)
    const now = await board()
    expect(await inUse()).toBe(before.id)
    expect(now).toContain(before.id)
    const { choices } = await list()
    expect(choices.at(-1)).toMatchObject({ editionId: id, fromOn: '2026-12-31', reason: '', chosenByName: '吴刚' })

    test.at('2026-12-30T15:59:00.000Z')
    expect(await inUse()).toBe(before.id)
    test.at('2026-12-30T16:00:00.000Z')
    expect(await inUse()).toBe(id)
    expect(await board()).toContain(id)
    const round = (await test.as(qian).call(assessment.readAssessment, { params: { assessmentId: openId } })).body
    expect(round.editionId).toBe(before.id)
    const days = (await test.as(qian).call(readBoard)).body.board!.trend
    expect(days.at(-1)).toMatchObject({ dayOn: '2026-12-31' })
    expect(days.find((day) => day.dayOn === '2026-12-02')).toBeDefined()
  })

  it('takes no exclusion of an item over that says something else now', async () => {
    const before = (await inUse())!
    const { call } = test.as(zhou)
    const exclude = (leafId: string) =>
      call(addAdjustment, { body: { id: newId(), kind: 'exclusion', leafId, reason: '不涉及' } })
    const excluded = async () =>
      (await test.as(qian).call(listAdjustments)).body.rows.flatMap(({ leafId, withdrawnAt }) =>
        withdrawnAt === null && leafId ? [leafId] : [],
      )
    expect((await exclude('5.1.2.1')).status).toBe(200)
    expect((await exclude('5.1.2.2')).status).toBe(200)
    const id = newId()
    await call(contract.draftEdition, { body: { id, copyOf: before } })
    const asks = { zh: '每季度公布服务人员名册', en: 'The roll of service staff is published every quarter' }
    const edits = [{ op: 'set_wording', nodeId: '5.1.2.1', asks }]
    const edited = await call(contract.editScheme, {
      params: { editionId: id },
      body: { version: 1, edits, from: '公司会议纪要' },
    })
    expect(edited.status, JSON.stringify(edited.body)).toBe(200)
    await seal(id)
    expect(await inUse()).toBe(id)
    expect((await excluded()).sort()).toEqual(['5.1.2.2'])
    expect((await exclude('5.1.2.2')).body).toMatchObject({ refusal: { code: 'exclusion_repeated' } })
    expect((await exclude('5.1.2.1')).status).toBe(200)
  })

  it('is not put to use by its seal where nobody wants it yet, and only a newer version can be', async () => {
    const before = await inUse()
    const id = newId()
    await test.as(zhou).call(contract.draftEdition, { body: { id, copyOf: before } })
    expect((await seal(id, null)).status).toBe(200)
    expect(await inUse()).toBe(before)
    const other = newId()
    const text = writeScheme({ ...own, id: 'third-scheme' })
    await test.as(zhou).call(contract.importScheme, { body: { id: other, text } })
    expect((await seal(other, '2027-01-01')).body).toMatchObject({ refusal: { code: 'scheme_not_newer_version' } })
    expect((await seal(other)).status).toBe(200)
    expect(await inUse()).toBe(before)
  })

  it('can be called off until its day, and the way back is another choice', async () => {
    const before = await inUse()
    const planned = newId()
    const body = { id: planned, fromOn: '2027-01-10', reason: '回到原标准' }
    await test.as(zhou).call(contract.chooseEdition, { params: { editionId: firstId }, body })
    const callOff = (choiceId: string, who = zhou) =>
      test.as(who).call(contract.callOffChoice, { params: { choiceId }, body: { reason: '再等一年' } })
    expect((await callOff(planned, sun)).status).toBe(403)
    expect((await callOff(newId())).status).toBe(404)
    expect((await callOff(planned)).body).toEqual({ id: planned })
    expect((await callOff(planned)).body).toMatchObject({ refusal: { code: 'scheme_choice_withdrawn' } })
    const { choices } = await list()
    expect(choices.at(-1)).toMatchObject({ withdrawnReason: '再等一年', withdrawnByName: '周涛' })
    const come = choices.find((choice) => choice.fromOn === '2026-12-31')!
    expect((await callOff(come.id)).body).toMatchObject({
      refusal: { code: 'scheme_choice_has_come', params: { day: '2026-12-31' } },
    })
    test.at('2027-01-11T01:00:00.000Z')
    expect(await inUse()).toBe(before)
  })
})

describe('the edition in use', () => {
  const edition = (number: number, schemeId: string, sealedAt: string | null) => ({
    ...{ id: `e${number}`, number, scheme: { id: schemeId }, isOwn: true },
    seal: sealedAt === null ? null : { at: sealedAt },
  })
  const choice = (number: number, editionId: string, fromOn: string, withdrawnAt: string | null = null) => ({
    ...{ number, editionId, fromOn, withdrawnAt },
  })
  it('is the first there was until another is chosen, sealed or not', () => {
    expect(editionInUse([], [], '2026-01-01')).toBeUndefined()
    expect(editionInUse([edition(2, 'b', '2026'), edition(1, 'a', null)], [], '2026-01-01')?.id).toBe('e1')
  })
  it('is that of the latest day that has come, whichever was chosen first; of one day, the last chosen', () => {
    const editions = [edition(1, 'a', '2026-01'), edition(2, 'a', '2026-02'), edition(3, 'a', '2026-03')]
    const choices = [choice(1, 'e3', '2026-06-01'), choice(2, 'e2', '2026-03-01'), choice(3, 'e1', '2026-06-01', 'x')]
    const on = (day: string) => editionInUse(editions, choices, day)?.id
    expect(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map(on)).toEqual(['e1', 'e2', 'e2', 'e3'])
    expect(editionInUse(editions, [...choices, choice(4, 'e1', '2026-06-01')], '2026-07-01')?.id).toBe('e1')
  })
  it('follows a seal today, on a day, or not at all; another scheme never does by itself', () => {
    const [inUse, newer, other] = [edition(1, 'a', '2026'), edition(2, 'a', null), edition(3, 'b', null)]
    const day = (of: typeof newer, useFromOn?: string | null) =>
      dayOfUse({ edition: of, inUse, useFromOn, todayOn: '2026-03-01' })
    expect(day(newer)).toEqual({ ok: true, value: '2026-03-01' })
    expect(day(newer, '2026-04-01')).toEqual({ ok: true, value: '2026-04-01' })
    expect([day(newer, null), day(other), day(inUse)]).toEqual(Array(3).fill({ ok: true, value: null }))
    expect(day(newer, '2026-02-28')).toMatchObject({ refusal: { code: 'scheme_choice_in_past' } })
    expect(day(other, '2026-04-01')).toMatchObject({ refusal: { code: 'scheme_not_newer_version' } })
  })
  it('is called off only before its day', () => {
    expect(canCallOff(choice(1, 'e2', '2026-03-02'), '2026-03-01')).toEqual({ ok: true, value: null })
    expect(canCallOff(choice(1, 'e2', '2026-03-01'), '2026-03-01')).toMatchObject({ ok: false })
  })
  it('has a version of its data that no sealed edition of the scheme has', () => {
    expect(freeVersion({ version: 1 }, [])).toBe(1)
    expect(freeVersion({ version: 1 }, [1, 3])).toBe(4)
    expect(freeVersion({ version: 2 }, [1, 3])).toBe(2)
  })
  it('is never what was taken over from somebody else', () => {
    const taken = { ...edition(4, 'a', '2026-01'), isOwn: false }
    expect(canChoose({ edition: taken, inUseId: 'e1', fromOn: '2026-01-01', todayOn: '2026-01-01' })).toMatchObject({
      refusal: { code: 'scheme_not_own' },
    })
  })
})
