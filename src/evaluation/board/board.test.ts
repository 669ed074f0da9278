import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sweep } from '#src/server/background.ts'
import type { Routes } from '#src/server/http/mount.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { findWaitingLedgers, integrateHistory } from '#src/server/ledger/sequencer.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import {
  putClock,
  putOutlet,
  putQualification,
  putRating,
  putRequest,
  putStaff,
  putVisit,
} from '#test/evaluation/work-rows.ts'
import { chen, feng, lanjing, qian, sun, wang, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { addAdjustment, listAdjustments, rectifyDeduction, withdrawAdjustment } from '../adjustment/contract.ts'
import { evaluationRoutes, evaluationSweeps } from '../door.ts'
import { type EditionRow, listEditions } from '../edition/contract.ts'
import { recountFacts } from '../fact/contract.ts'
import { type Board, readBoard, readLeaf, readOutletBoard } from './contract.ts'

let test: TestPlatform
const hangzhou = newId()
const ningbo = newId()
const routes: Routes[] = [evaluationRoutes]
const promiseId = newId()
const sealer = openSealer('a secret of this test')

beforeAll(async () => {
  test = await openTestPlatform({ routes })
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: hangzhou, code: 'HZ', name: '杭州', cityCode: '3301' })
    await putOutlet(tx, { id: ningbo, code: 'NB', name: '宁波', cityCode: '3302' })
    return accept(null)
  })
})
afterAll(() => test.close())

let sweeps: Sweep[] | undefined

async function settle(): Promise<void> {
  sweeps ??= evaluationSweeps(test.platform, 0)
  for (let done = 1; done > 0; ) {
    done = 0
    for (const orgId of await findWaitingLedgers(test.platform))
      done += (await integrateHistory(test.platform, sealer, orgId)).records.length
    for (const sweep of sweeps) done += await sweep.run()
  }
}

async function board(): Promise<Board> {
  await settle()
  const answer = await test.as(sun).call(readBoard)
  expect(answer.status).toBe(200)
  return answer.body.board!
}

const leafOf = (shown: Board, id: string) =>
  shown.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .find((leaf) => leaf.id === id)!

/** So many requests, answered late or in time, on one day. */
async function answer(
  outletId: string | null,
  inTime: number,
  late: number,
  requestedOn = '2026-11-10',
): Promise<void> {
  await test.arrange(lanjing, async (tx) => {
    for (let index = 0; index < inTime + late; index++) {
      const request = await putRequest(tx, { outletId, requestedOn })
      await putClock(tx, request, { promiseId, code: 'answer', state: index < inTime ? 'met' : 'late' })
    }
    return accept(null)
  })
}

describe('the star board of a company', () => {
  it('says nothing before its first score', async () => {
    expect((await test.as(sun).call(readBoard)).body).toEqual({ board: null })
  })

  it('of which nothing is known is all missing: a range from 0 to 100, no score and no partial score', async () => {
    const shown = await board()
    expect(shown.result).toMatchObject({ score: null, grade: null, partial: null, knownShareBasisPoints: 0 })
    expect(shown.result.range.lowest).toMatchObject({ score: { text: '0.0' }, grade: { levelId: null } })
    expect(shown.result.range.highest).toMatchObject({ score: { text: '100.0' }, grade: { levelId: 'five_star' } })
    expect(shown.result.missingLeafIds).toHaveLength(shown.edition.leafCount)
    expect(shown.edition).toMatchObject({ seal: null, standard: 'GB/T 27922-2011' })
    expect(shown.edition.defaultLeafCount).toBe(shown.edition.leafCount - 1)
    expect([shown.windowFromOn, shown.windowToOn]).toEqual(['2025-12-01', '2026-11-16'])
    expect(shown.outlets.map((outlet) => [outlet.name, outlet.scoreHundredths])).toEqual([
      ['杭州', null],
      ['宁波', null],
    ])
  })

  it('moves as work is done: eight of ten answered in time keep eight tenths of the points, of 3 for answers and 1 for promises', async () => {
    await answer(hangzhou, 6, 0)
    await answer(ningbo, 2, 2)
    const shown = await board()
    const leaf = leafOf(shown, '5.3.1.1')
    expect(leaf).toMatchObject({ state: 'partly', gotHundredths: 240, lostHundredths: 60 })
    expect(shown.result.partial).toMatchObject({ label: 'partial', score: { text: '80.0' } })
    expect(shown.result.range.lowest.score.text).toBe('3.2')
    const at = shown.outletLeaves.findIndex((one) => one.id === '5.3.1.1')
    expect(shown.outlets.map((outlet) => outlet.leaves[at])).toEqual([10_000, null])
    expect([shown.checks, shown.backfilled]).toEqual([20, 0])
  })

  it('walks a lost point down: leaf, why, measure by month and outlet', async () => {
    await board()
    const { body } = await test.as(qian).call(readLeaf, { params: { leafId: '5.3.1.1' } })
    expect(body.score.explanation).toMatchObject({
      code: 'sample_nonconforming',
      params: { sampled: 10, nonconforming: 2 },
    })
    const [measure, planned] = body.measures
    expect(measure).toMatchObject({ measureId: 'answer_in_time', good: 8, total: 10, listedAs: 'answer_in_time' })
    expect(measure!.months).toEqual([{ monthOn: '2026-11-01', good: 8, total: 10, backfilled: 0 }])
    expect(measure!.outlets.map((outlet) => [outlet.name, outlet.good, outlet.total])).toEqual([
      ['宁波', 2, 4],
      ['杭州', 6, 6],
    ])
    expect(planned).toMatchObject({ measureId: 'calls_answered', state: 'planned', listedAs: null, months: [] })
    expect((await test.as(sun).call(readLeaf, { params: { leafId: '9.9.9.9' } })).status).toBe(404)
  })

  it('opens an outlet leaf by leaf', async () => {
    await board()
    const { body } = await test.as(sun).call(readOutletBoard, { params: { outletId: hangzhou } })
    expect(body).toMatchObject({ name: '杭州', score: { label: 'indicator_not_certification' } })
    expect(body.score.leaves.find((leaf) => leaf.id === '5.3.1.1')).toMatchObject({ state: 'full' })
    expect(body.leafNames['5.3.1.1']).toMatchObject({ en: 'Hotline and feedback' })
    expect((await test.as(sun).call(readOutletBoard, { params: { outletId: newId() } })).status).toBe(404)
  })

  it('counts only the window: a year-old request falls out, and the day of the month does not matter', async () => {
    await answer(hangzhou, 0, 50, '2025-11-30')
    expect(leafOf(await board(), '5.3.1.1')).toMatchObject({ gotHundredths: 240 })
  })

  it('tells how much rests on what was entered late', async () => {
    await test.arrange(lanjing, async (tx) => {
      for (const stars of [5, 5, 5, 4, 2])
        await putRating(tx, await putRequest(tx, { outletId: hangzhou }), { stars, source: 'import' })
      return accept(null)
    })
    const shown = await board()
    // Ten answers, the same ten as promises kept, five ratings, and one of them bad and not followed up.
    expect([shown.checks, shown.backfilled]).toEqual([26, 6])
    const { body } = await test.as(sun).call(readLeaf, { params: { leafId: '5.3.1.4' } })
    expect(body.measures[0]).toMatchObject({ good: 4, total: 5, backfilled: 5, detail: { lowBasisPoints: 3755 } })
  })

  it('hears of a licence that was added later, and counts the jobs done under it', async () => {
    const staffId = newId()
    await test.arrange(lanjing, async (tx) => {
      await putStaff(tx, { id: staffId, number: '007', outletId: hangzhou })
      return accept(null)
    })
    await board()
    await test.arrange(lanjing, async (tx) => {
      await putVisit(tx, await putRequest(tx, { outletId: hangzhou }), {
        staffId,
        needs: ['refrigeration'],
        signed: true,
      })
      return accept(null)
    })
    await board()
    const jobs = async () => {
      const { body } = await test.as(sun).call(readLeaf, { params: { leafId: '5.1.2.1' } })
      const use = body.measures.find((one) => one.measureId === 'unlicensed_jobs')!
      return [use.good, use.total]
    }
    expect(await jobs()).toEqual([0, 1])
    await test.arrange(lanjing, async (tx) => {
      await putQualification(tx, { id: newId(), staffId, code: 'refrigeration' })
      return accept(null)
    })
    await board()
    expect(await jobs()).toEqual([1, 1])
    expect(leafOf(await board(), '5.1.2.1')).toMatchObject({ state: 'full' })
  })
})

describe('the trend', () => {
  it('keeps one row a day, the last of the day; a past day is never rewritten, also not by SQL', async () => {
    const before = await board()
    test.at('2026-11-17T01:00:00Z')
    await answer(hangzhou, 0, 10, '2026-11-17')
    const after = await board()
    expect(after.trend.map((day) => day.dayOn)).toEqual(['2026-11-16', '2026-11-17'])
    expect(after.trend[0]).toEqual(before.trend[0])
    expect(after.trend[1]!.lowestHundredths).toBeLessThan(after.trend[0]!.lowestHundredths)
    const rewrite = test.platform.upkeep(lanjing.orgId, 'test', (tx) =>
      tx.sql.updateTable('scoreDay').set({ lowestHundredths: 9999 }).where('dayOn', '=', '2026-11-16').execute(),
    )
    await expect(rewrite).rejects.toThrow('never rewritten')
    const forget = test.platform.upkeep(lanjing.orgId, 'test', (tx) => tx.sql.deleteFrom('scoreDay').execute())
    await expect(forget).rejects.toThrow('permission denied')
  })

  it('gets a row on a day without any work', async () => {
    test.at('2026-11-18T01:00:00Z')
    const shown = await board()
    expect(shown.trend.at(-1)!.dayOn).toBe('2026-11-18')
  })
})

describe('screens that are open', () => {
  it('hear that the score changed, and of nothing when it did not', async () => {
    await settle()
    const client = new pg.Client({ connectionString: test.database.url })
    await client.connect()
    const heard: string[] = []
    client.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await client.query('listen starproof_live')
    await settle()
    await client.query('select 1')
    expect(heard).toEqual([])
    await answer(ningbo, 1, 0)
    await settle()
    await client.query('select 1')
    const scores = heard.map((text) => JSON.parse(text)).filter((one) => one.records[0]?.recordType === 'score')
    expect(scores).toEqual([
      { orgId: lanjing.orgId, records: [{ recordType: 'score', recordId: lanjing.orgId, verb: 'score.changed' }] },
    ])
    await client.end()
  })
})

describe('what people add to the score', () => {
  const add = (who: typeof zhou, body: object) => test.as(who).call(addAdjustment, { body: { id: newId(), ...body } })

  it('a leaf that does not concern the company leaves the denominator, with a written reason', async () => {
    const before = await board()
    const body = { kind: 'exclusion', leafId: '5.2.3.1', reason: '本企业不提供配送' }
    expect((await add(zhou, body)).status).toBe(200)
    const shown = await board()
    expect(leafOf(shown, '5.2.3.1').state).toBe('excluded')
    expect(shown.result.involvedHundredths).toBe(before.result.involvedHundredths - 200)
    expect((await add(zhou, body)).body).toMatchObject({ refusal: { code: 'exclusion_repeated' } })
    expect((await add(zhou, { ...body, leafId: '5.2.3.2', reason: '  ' })).status).toBe(400)
    expect((await add(zhou, { ...body, leafId: '7.7.7.7' })).body).toMatchObject({
      refusal: { code: 'exclusion_leaf_unknown' },
    })
  })

  it('a special deduction costs a point, must be rectified, and five shut the gate', async () => {
    const before = await board()
    const body = {
      kind: 'special_deduction',
      triggerId: 'law',
      reason: '未按规定公示收费',
      ownerId: sun.personId,
      dueOn: '2099-12-31',
    }
    const added = await add(zhou, body)
    const once = await board()
    expect(once.result.specialDeductions).toMatchObject({ count: 1, outstandingIds: [added.body.id] })
    expect(once.result.range.highest.score.hundredths).toBe(before.result.range.highest.score.hundredths - 100)
    const rectify = (rectifiedOn: string, version = 1) =>
      test.as(zhou).call(rectifyDeduction, {
        params: { adjustmentId: added.body.id },
        body: { version, rectifiedOn, rectification: '已公示并培训' },
      })
    expect((await rectify('2026-11-19')).body).toMatchObject({ refusal: { code: 'rectified_day_impossible' } })
    expect((await rectify('2026-11-18')).status).toBe(200)
    expect((await rectify('2026-11-18', 2)).body).toMatchObject({ refusal: { code: 'deduction_rectified' } })
    for (let more = 0; more < 4; more++) await add(zhou, body)
    const shut = await board()
    expect(shut.result.specialDeductions).toMatchObject({ count: 5, gateOpen: false })
    expect(shut.result.range.highest.grade).toMatchObject({ levelId: null, why: 'special_deduction_gate' })
  })

  it('what is withdrawn counts no more and stays in the list; a second withdrawal and an old version are refused', async () => {
    const { body } = await test.as(qian).call(listAdjustments)
    const withdraw = (id: string, version: number) =>
      test.as(zhou).call(withdrawAdjustment, { params: { adjustmentId: id }, body: { version, reason: '登记有误' } })
    for (const one of body.rows.filter((row) => row.kind === 'special_deduction')) {
      expect((await withdraw(one.id, 99)).body).toMatchObject({ refusal: { code: 'stale_version' } })
      expect((await withdraw(one.id, one.version)).status).toBe(200)
      expect((await withdraw(one.id, one.version + 1)).body).toMatchObject({
        refusal: { code: 'adjustment_withdrawn' },
      })
    }
    expect((await board()).result.specialDeductions.count).toBe(0)
    expect((await test.as(qian).call(listAdjustments)).body.rows).toHaveLength(body.rows.length)
  })

  it('a bonus needs both: above the law and leading the trade; only one counts', async () => {
    const before = await board()
    const bonus = { kind: 'bonus', aboveLaw: true, leadsTrade: true, reason: '终身免费检测' }
    expect((await add(zhou, { ...bonus, leadsTrade: false })).status).toBe(400)
    await add(zhou, bonus)
    await add(zhou, bonus)
    const shown = await board()
    expect(shown.result.bonus).toEqual({ offeredCount: 2, countedHundredths: 100 })
    expect(shown.result.range.lowest.score.hundredths).toBe(before.result.range.lowest.score.hundredths + 100)
  })

  it('is the representative’s matter alone', async () => {
    for (const who of [sun, wang, qian, wu, feng])
      expect((await add(who, { kind: 'exclusion', leafId: '5.1.1.1', reason: 'x' })).status).toBe(403)
  })
})

describe('who sees it', () => {
  it('not technicians, and no other organisation', async () => {
    expect((await test.as(chen).call(readBoard)).status).toBe(403)
    expect((await test.as(null).call(readBoard)).status).toBe(401)
    expect((await test.as(feng).call(readBoard)).body).toEqual({ board: null })
    expect((await test.as(feng).call(readLeaf, { params: { leafId: '5.3.1.1' } })).status).toBe(404)
    expect((await test.as(feng).call(listEditions)).body.rows).toEqual([] satisfies EditionRow[])
  })

  it('the representative may have everything counted again, and nothing had been wrong', async () => {
    await settle()
    expect((await test.as(zhou).call(recountFacts)).body).toEqual({ changed: 0 })
    expect((await test.as(sun).call(recountFacts)).status).toBe(403)
  })
})
