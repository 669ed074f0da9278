import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coverageOn, managerRatioOn } from '#src/company/door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
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
import { feng, lanjing, sun } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { factSweep } from '../fact/jobs.ts'
import { listMeasureRecords, type MeasureRecord, WHYS } from './contract.ts'
import { measureRoutes } from './routes.ts'
import { FACT_MEASURES, MEASURES, type Measure, STANDING_MEASURES, scoreWindow, wilsonInterval } from './rules.ts'
import { countFilesByCity, countStanding } from './store/standing.ts'

let test: TestPlatform
const outlets = [newId(), newId()] as const
const li = newId()
const chen = newId()

beforeAll(async () => {
  test = await openTestPlatform({ routes: [measureRoutes] })
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: outlets[0], code: 'HZ', name: '杭州', cityCode: '3301' })
    await putOutlet(tx, { id: outlets[1], code: 'NB', name: '宁波', cityCode: '3302' })
    await putStaff(tx, { id: li, number: '001', outletId: outlets[0] })
    await putStaff(tx, { id: chen, number: '002', outletId: outlets[1] })
    await putQualification(tx, { id: newId(), staffId: li, code: 'electrician', expiresOn: '2027-06-30' })
    await putQualification(tx, { id: newId(), staffId: chen, code: 'electrician', expiresOn: '2026-11-15' })
    await putQualification(tx, { id: newId(), staffId: li, code: 'service_manager', serviceManager: true })
    await tx.sql.updateTable('staff').set({ managesService: true }).where('id', 'in', [li, chen]).execute()
    await putCompany(tx)
    for (let day = 1; day <= 9; day++)
      for (const outletId of [...outlets, null]) {
        const requestedOn = `2026-11-0${day}`
        const kind = day % 3 === 0 ? 'complaint' : day % 3 === 1 ? 'consultation' : 'installation'
        const request = await putRequest(tx, { outletId, requestedOn, kind, channel: 'web', state: 'closed' })
        for (const code of ['answer', 'complaint_answer', 'arrival', 'finish'])
          await putClock(tx, request, { promiseId: newId(), code, state: day % 4 === 0 ? 'late' : 'met' })
        await putVisit(tx, request, {
          staffId: day % 2 === 0 ? li : chen,
          needs: ['electrician'],
          signed: day % 5 !== 0,
        })
        await putRating(tx, request, { stars: (day % 5) + 1, source: 'import' })
      }
    return accept(null)
  })
  while ((await factSweep(test.platform).run()) > 0);
})
afterAll(() => test.close())

async function putCompany(tx: WriteTx): Promise<void> {
  await tx.sql
    .insertInto('department')
    .values([
      { orgId: tx.orgId, id: newId(), name: '售后服务部', duties: '全部售后服务', headStaffId: li },
      { orgId: tx.orgId, id: newId(), name: '备件部', duties: '', headStaffId: chen },
      { orgId: tx.orgId, id: newId(), name: '质量部', duties: '质量', headStaffId: null },
    ])
    .execute()
  const file = { orgId: tx.orgId, createdAt: tx.at, phone: '13800000000', address: '文三路 1 号', cityCode: '3301' }
  await tx.sql
    .insertInto('customer')
    .values(
      [
        { ...file, id: newId(), name: '张三' },
        { ...file, id: newId(), name: '李四', phone: '' },
        { ...file, id: newId(), name: '王五', cityCode: '3303' },
        { ...file, id: newId(), name: '赵六', cityCode: '' },
        { ...file, id: newId(), name: '', address: '', erasedAt: tx.at },
      ].map((row) => ({ ...row, name: row.name || '已删除' })),
    )
    .execute()
}

async function readAll(measureId: Measure, query: Record<string, unknown> = {}): Promise<MeasureRecord[]> {
  const rows: MeasureRecord[] = []
  let cursor: string | undefined
  do {
    const answer = await test
      .as(sun)
      .call(listMeasureRecords, { params: { measureId }, query: { limit: 4, ...query, cursor } })
    expect(answer.status).toBe(200)
    rows.push(...answer.body.rows)
    cursor = answer.body.nextCursor ?? undefined
  } while (cursor !== undefined)
  return rows
}

describe('every number opens the records under it', () => {
  it.each(FACT_MEASURES)('%s: page by page, as many good and bad records as were counted', async (measure) => {
    const [kept] = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql
        .selectFrom('fact')
        .where('measure', '=', measure)
        .select(({ fn }) => [
          fn.sum<number>('good').as('good'),
          fn.sum<number>('total').as('total'),
          fn.sum<number>('backfilled').as('backfilled'),
        ])
        .execute(),
    )
    const rows = await readAll(measure)
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map((row) => `${row.requestId} ${row.recordId} ${row.detail.promiseCode}`)).size).toBe(
      rows.length,
    )
    expect(rows.length).toBe(Number(kept!.total))
    expect(rows.filter((row) => row.backfilled).length).toBe(Number(kept!.backfilled))
    const good = await readAll(measure, { verdict: 'good' })
    const bad = await readAll(measure, { verdict: 'bad' })
    expect([good.length, bad.length]).toEqual([Number(kept!.good), Number(kept!.total) - Number(kept!.good)])
    expect([...good, ...bad].every((row) => (WHYS as readonly string[]).includes(row.why))).toBe(true)
  })

  it.each(STANDING_MEASURES)('%s: as many as stand today', async (measure) => {
    const counts = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      countStanding(tx, '2026-11-16'),
    )
    const counted = counts.filter((count) => count.measure === measure)
    const total = counted.reduce((sum, count) => sum + count.total, 0)
    const good = counted.reduce((sum, count) => sum + count.good, 0)
    expect(total).toBeGreaterThan(1)
    expect((await readAll(measure)).length).toBe(total)
    expect((await readAll(measure, { verdict: 'good' })).length).toBe(good)
    expect((await readAll(measure, { verdict: 'bad' })).length).toBe(total - good)
  })

  it('says why, and leads to the request', async () => {
    const late = await readAll('answer_in_time', { verdict: 'bad', outletId: outlets[0] })
    expect(late.map((row) => row.outletName)).toEqual(['杭州', '杭州'])
    expect(late[0]).toMatchObject({
      why: 'clock_late',
      detail: { elapsedMinutes: 75, limitMinutes: 60 },
      recordType: 'clock',
    })
    expect(late[0]!.recordId).toBe(late[0]!.requestId)
    const [lapsed] = await readAll('licence_valid', { verdict: 'bad' })
    expect(lapsed).toMatchObject({ recordId: chen, why: 'licence_lapsed', detail: { needed: 'electrician' } })
    const [city] = await readAll('outlet_coverage', { verdict: 'bad' })
    expect(city).toMatchObject({ recordId: '3303', words: '温州市', why: 'city_uncovered' })
  })

  it('shows the days asked for, the newest first', async () => {
    const rows = await readAll('satisfaction', { fromOn: '2026-11-03', toOn: '2026-11-05' })
    expect(rows.map((row) => row.happenedAt?.slice(0, 10))).toEqual(
      ['2026-11-05', '2026-11-04', '2026-11-03'].flatMap((day) => [day, day, day]),
    )
  })

  it('shows customer files by the outlet of their city', async () => {
    expect((await readAll('customer_files_complete', { outletId: outlets[0] })).map((row) => row.words).sort()).toEqual(
      ['张三', '李四'].sort(),
    )
    expect(await readAll('customer_files_complete', { outletId: outlets[1] })).toEqual([])
  })

  it('refuses a measure that nobody counts and a cursor that nobody gave, and shows nothing to another organisation', async () => {
    const of = (measureId: string, query = {}) =>
      test.as(sun).call(listMeasureRecords, { params: { measureId }, query })
    expect((await of('parts_fill_rate')).status).toBe(400)
    expect((await of('satisfaction', { cursor: "x' or 1=1" })).status).toBe(400)
    expect((await of('satisfaction', { cursor: '3301' })).status).toBe(200)
    const stranger = await test.as(feng).call(listMeasureRecords, { params: { measureId: 'satisfaction' } })
    expect(stranger.body.rows).toEqual([])
  })
})

describe('the company as it stands', () => {
  it('agrees with what the company itself says about managers and coverage', async () => {
    await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, async (tx) => {
      const counts = await countStanding(tx, '2026-11-16')
      const sum = (measure: string, key: 'good' | 'total') =>
        counts.filter((count) => count.measure === measure).reduce((all, count) => all + count[key], 0)
      const ratio = await managerRatioOn(tx, '2026-11-16')
      expect([sum('manager_ratio', 'good'), sum('manager_ratio', 'total')]).toEqual([ratio.managers, ratio.base])
      const covered = await coverageOn(tx, '2026-11-16')
      expect([sum('outlet_coverage', 'good'), sum('outlet_coverage', 'total')]).toEqual([
        covered.covered,
        covered.citiesWithCustomers,
      ])
      expect(await countFilesByCity(tx)).toEqual(
        expect.arrayContaining([
          { cityCode: '3301', good: 1, total: 2 },
          { cityCode: '3303', good: 1, total: 1 },
        ]),
      )
    })
  })

  it('counts a licence up to and including its last day', async () => {
    const on = (day: string) =>
      test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, async (tx) =>
        (await countStanding(tx, day)).find((one) => one.measure === 'licence_valid' && one.outletId === outlets[1]),
      )
    expect(await on('2026-11-15')).toMatchObject({ good: 1, total: 1 })
    expect(await on('2026-11-16')).toMatchObject({ good: 0, total: 1 })
  })
})

describe('figures', () => {
  it('the window is the month of today and the eleven before', () => {
    expect(scoreWindow('2026-11-22')).toEqual({ fromOn: '2025-12-01', toOn: '2026-11-22' })
    expect(scoreWindow('2027-01-01')).toEqual({ fromOn: '2026-02-01', toOn: '2027-01-01' })
    expect(scoreWindow('2026-12-31')).toEqual({ fromOn: '2026-01-01', toOn: '2026-12-31' })
  })

  it('the interval of a share: known values, honest for few answers, nothing for none', () => {
    expect(wilsonInterval(0, 0)).toBeNull()
    // 8 of 10: 49.02 % to 94.33 %.
    expect(wilsonInterval(8, 10)).toEqual({ lowBasisPoints: 4902, highBasisPoints: 9433 })
    expect(wilsonInterval(1, 1)).toEqual({ lowBasisPoints: 2065, highBasisPoints: 10_000 })
    expect(wilsonInterval(0, 3)!.lowBasisPoints).toBe(0)
  })

  it('names each measure once', () => {
    expect(new Set(MEASURES).size).toBe(MEASURES.length)
  })
})
