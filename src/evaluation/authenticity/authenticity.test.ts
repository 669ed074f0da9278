import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { putOutlet, putRequest, putStaff, putVisit } from '#test/evaluation/work-rows.ts'
import { feng, lanjing, li as liPerson, qian, sun, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { look } from './actions.ts'
import * as contract from './contract.ts'
import { authenticityJobs } from './jobs.ts'
import { authenticityRoutes } from './routes.ts'
import { saveFound } from './store/suspicions.ts'

let test: TestPlatform
const li = newId()
const chen = newId()
const hangzhou = newId()
const DAYS = { fromOn: '2026-11-01', toOn: '2026-11-15' }
let far: string

beforeAll(async () => {
  test = await openTestPlatform({ routes: [authenticityRoutes] })
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: hangzhou, code: 'HZ', name: '杭州服务站', cityCode: '3301' })
    await putStaff(tx, { id: li, number: '李强', outletId: hangzhou })
    await putStaff(tx, { id: chen, number: '陈伟', outletId: hangzhou })
    await tx.sql.updateTable('staff').set({ personId: liPerson.personId }).where('id', '=', li).execute()
    far = await putWork(tx)
    return accept(null)
  })
})
afterAll(() => test.close())

/** Two honest visits, one far from the customer, one signature under two orders, one device with three customers, one call to an own customer. */
async function putWork(tx: WriteTx): Promise<string> {
  const requests: { request: { id: string }; workOrderId: string }[] = []
  for (const day of ['02', '03', '04', '05', '06']) {
    const request = await putRequest(tx, { outletId: hangzhou, requestedOn: `2026-11-${day}`, state: 'closed' })
    await tx.sql
      .updateTable('serviceRequest')
      .set({ longitude: 120.15, latitude: 30.28 })
      .where('id', '=', request.id)
      .execute()
    const workOrderId = await putVisit(tx, request, {
      staffId: Number(day) < 5 ? li : chen,
      signed: day === '05' || day === '06',
    })
    requests.push({ request, workOrderId })
  }
  const { workOrderId } = requests[0]!
  await tx.sql
    .updateTable('visit')
    .set({ arrivedLongitude: 120.4, arrivedLatitude: 30.28, arrivedAccuracyMetres: 12 })
    .where('workOrderId', '=', workOrderId)
    .execute()
  const rate = (at: number, given: { source: string; deviceHash?: string; askedBy?: string; comment?: string }) =>
    tx.sql
      .insertInto('rating')
      .values({
        orgId: tx.orgId,
        id: newId(),
        requestId: requests[at]!.request.id,
        stars: 5,
        claimedAt: '2026-11-10T02:00:00Z',
        recordedAt: tx.at,
        ...given,
      })
      .execute()
  for (const at of [2, 3, 4]) await rate(at, { source: 'link', deviceHash: 'd'.repeat(64) })
  await rate(0, { source: 'call_back', askedBy: `person:${liPerson.personId}` })
  return workOrderId
}

async function lookAgain(days = DAYS): Promise<void> {
  const id = newId()
  expect((await test.as(zhou).call(contract.lookForSuspicions, { body: { id, ...days } })).status).toBe(200)
  await authenticityJobs.tasks['authenticity.look']!(test.platform, { orgId: lanjing.orgId, runId: id })
}

const list = async (query: Record<string, unknown> = {}) =>
  (await test.as(qian).call(contract.listSuspicions, { query })).body.rows

describe('a look at the records', () => {
  it('finds what cannot have happened so, with the records and figures behind it', async () => {
    await lookAgain()
    const rows = await list()
    expect(rows.map((row) => row.detector).sort()).toEqual([
      'far_from_site',
      'one_device_many_customers',
      'own_call_back',
      'signature_reused',
    ])
    const one = rows.find((row) => row.detector === 'far_from_site')!
    expect(one).toMatchObject({
      state: 'open',
      weight: 'strong',
      staffName: '李强',
      outletName: '杭州服务站',
      records: [{ recordId: far }],
    })
    expect(one.figures.km).toBeGreaterThan(20)
    const shown = await test.as(qian).call(contract.showAuthenticity)
    expect(shown.body.run).toMatchObject({ visits: 5, ratings: 4, found: 4, ...DAYS })
    expect(shown.body.waiting).toContainEqual({ detector: 'far_from_site', strong: 1, weak: 0 })
  })

  it('finds the same again without doubling it, and history has heard of each once', async () => {
    await lookAgain()
    expect(await list()).toHaveLength(4)
    const found = await test.arrange(lanjing, async (tx) =>
      accept(await tx.sql.selectFrom('history').select('id').where('verb', '=', 'suspicion.found').execute()),
    )
    expect(found).toHaveLength(4)
  })

  it('does nothing when a finished look is repeated', async () => {
    const { run } = (await test.as(qian).call(contract.showAuthenticity)).body
    await look(test.platform, lanjing.orgId, run!.id)
    expect((await test.as(qian).call(contract.showAuthenticity)).body.run).toEqual(run)
  })

  it('is refused for days to come, for those who work on site, and while one is under way', async () => {
    const ask = (days: object, who = zhou) =>
      test.as(who).call(contract.lookForSuspicions, { body: { id: newId(), ...days } })
    expect((await ask({ fromOn: '2026-11-10', toOn: '2026-12-01' })).body).toMatchObject({
      refusal: { code: 'days_impossible' },
    })
    expect((await ask(DAYS, liPerson)).status).toBe(403)
    expect((await ask(DAYS, sun)).status).toBe(403)
    const id = newId()
    await test.as(zhou).call(contract.lookForSuspicions, { body: { id, ...DAYS } })
    expect((await ask(DAYS)).body).toMatchObject({ refusal: { code: 'look_under_way' } })
    await look(test.platform, lanjing.orgId, id)
  })

  it('lists in pages, by kind, and nothing to another organisation', async () => {
    const first = (await test.as(qian).call(contract.listSuspicions, { query: { limit: 3 } })).body
    const rest = await list({ limit: 3, cursor: first.nextCursor })
    expect(first.rows).toHaveLength(3)
    expect(new Set([...first.rows, ...rest].map((row) => row.id)).size).toBe(4)
    expect(await list({ detector: 'own_call_back' })).toHaveLength(1)
    expect((await test.as(feng).call(contract.listSuspicions)).body.rows).toEqual([])
  })
})

describe('a suspicion', () => {
  it('is answered, rejected, answered better and settled, by two people', async () => {
    const one = (await list({ detector: 'far_from_site' }))[0]!
    const params = { suspicionId: one.id }
    const answer = (version: number, words: string, who = sun) =>
      test.as(who).call(contract.answerSuspicion, { params, body: { id: newId(), version, kind: 'explained', words } })
    const judge = (version: number, judged: string, who = zhou) =>
      test.as(who).call(contract.judgeAnswer, { params, body: { version, judged, words: '已核对' } })
    expect((await judge(1, 'accepted')).body).toMatchObject({ refusal: { code: 'suspicion_not_answered' } })
    expect((await answer(1, '定位漂移')).status).toBe(200)
    expect((await answer(2, '再答一次')).body).toMatchObject({ refusal: { code: 'suspicion_not_waiting' } })
    expect((await judge(1, 'rejected')).body).toMatchObject({ refusal: { code: 'stale_version' } })
    expect((await judge(2, 'rejected')).status).toBe(200)
    expect((await answer(3, '客户换了地址，见工单备注', zhou)).status).toBe(200)
    expect((await judge(4, 'accepted')).body).toMatchObject({ refusal: { code: 'own_answer_not_judged' } })
    expect((await judge(4, 'accepted', wu)).status).toBe(200)
    const read = (await test.as(qian).call(contract.readSuspicion, { params })).body
    expect(read).toMatchObject({
      state: 'settled',
      answers: [{ judged: 'rejected' }, { judged: 'accepted', judgedByName: '吴刚' }],
    })
    expect(await list()).toHaveLength(3)
    expect(await list({ show: 'all' })).toHaveLength(4)
  })

  it('takes a file only if it is in the house', async () => {
    const one = (await list({ detector: 'own_call_back' }))[0]!
    const body = { id: newId(), version: 1, kind: 'confirmed', words: '已处理', fileSha256: 'e'.repeat(64) }
    const answered = await test.as(sun).call(contract.answerSuspicion, { params: { suspicionId: one.id }, body })
    expect(answered.body).toMatchObject({ refusal: { code: 'file_unknown' } })
  })

  it('is marked as gone when its records say otherwise, and comes back when they do again', async () => {
    const set = (deviceHash: string | null) =>
      test.arrange(lanjing, async (tx) => {
        await tx.sql.updateTable('rating').set({ deviceHash }).where('source', '=', 'link').execute()
        return accept(null)
      })
    test.at('2026-11-16T02:00:00.000Z')
    await set(null)
    await lookAgain()
    const gone = (await list({ show: 'all', detector: 'one_device_many_customers' }))[0]
    expect(gone).toMatchObject({ state: 'gone' })
    test.at('2026-11-16T03:00:00.000Z')
    await set('d'.repeat(64))
    await lookAgain()
    expect((await list({ detector: 'one_device_many_customers' }))[0]).toMatchObject({ id: gone!.id, state: 'open' })
  })

  it('keeps fifty records and says how many more there are', async () => {
    const id = newId()
    await test.arrange(lanjing, async (tx) => {
      const records = Array.from({ length: 60 }, () => ({
        recordType: 'rating' as const,
        recordId: newId(),
        label: '',
      }))
      const found = {
        detector: 'repeated_comment',
        weight: 'weak',
        outletId: null,
        staffId: null,
        dayOn: '2026-10-01',
      } as const
      expect(await saveFound(tx, [{ ...found, id, figures: { count: 60, comment: '好', key: 'k' }, records }])).toEqual(
        [id],
      )
      expect(await saveFound(tx, [])).toEqual([])
      return accept(null)
    })
    const read = (await test.as(qian).call(contract.readSuspicion, { params: { suspicionId: id } })).body
    expect(read).toMatchObject({ moreRecords: 10, figures: { count: 60, comment: '好' } })
    expect(read.records).toHaveLength(50)
  })
})

describe('every night', () => {
  it('the last quarter of each company is looked at', async () => {
    await authenticityJobs.tasks.authenticity_nightly!(test.platform, {})
    const { run } = (await test.as(qian).call(contract.showAuthenticity)).body
    expect(run).toMatchObject({ fromOn: '2026-08-16', toOn: '2026-11-16', doneAt: null })
  })
})
