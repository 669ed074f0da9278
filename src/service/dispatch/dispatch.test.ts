import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { li, qian, wang, zhao } from '#test/people.ts'
import { ids, openServicePlatform, type ServicePlatform } from '#test/service.ts'
import { readRequest } from '../request/contract/read.ts'
import { cancelRequest } from '../request/contract/step.ts'
import { arrive } from '../work-order/contract.ts'
import { assignWorkOrder, createWorkOrder, readBoard, suggestStaff, unassignWorkOrder } from './contract.ts'

let test: ServicePlatform
beforeAll(async () => {
  test = await openServicePlatform()
})
afterAll(() => test.close())
const NINE = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(NINE))

/** Each test plans on a day of its own, so that nobody's hours are taken by another test. */
let day = 0
function hours(from = 2, to = 3, dayOn?: string) {
  if (dayOn === undefined) day += 1
  const on = dayOn ?? `2026-12-${String(day).padStart(2, '0')}`
  const at = (hour: number) => `${on}T${String(hour).padStart(2, '0')}:00:00.000Z`
  return [at(from), at(to)] as const
}
const unlicensed = { productId: null }

describe('a work order', () => {
  it('asks for the licences of the product and the checklist of the kind, and for one at a time', async () => {
    const requestId = await test.ask()
    const body = { id: newId(), requestId }
    const made = await test.as(zhao).call(createWorkOrder, { body })
    expect(made.body).toMatchObject({ id: body.id, number: expect.stringMatching(/^W/) })
    const again = await test.as(zhao).call(createWorkOrder, { body: { id: newId(), requestId } })
    expect(again).toMatchObject({
      status: 409,
      body: { refusal: { code: 'work_order_open', params: { number: made.body.number } } },
    })
    const board = await test.as(zhao).call(readBoard, { query: { dayOn: '2026-11-16' } })
    expect(board.body.unassigned.find((job) => job.workOrderId === body.id)).toMatchObject({
      requiredQualifications: ['refrigeration'],
      state: 'unassigned',
      customerName: '西湖冷库',
    })
  })

  it('is made once when two people press at the same moment', async () => {
    const requestId = await test.ask()
    const sent = await Promise.all(
      [1, 2, 3].map(() => test.as(zhao).call(createWorkOrder, { body: { id: newId(), requestId } })),
    )
    expect(sent.map((one) => one.status).sort()).toEqual([200, 409, 409])
  })

  it('is refused for an ended request, an unknown licence and a step named twice', async () => {
    const requestId = await test.ask()
    const step = { id: 'a', text: '甲', kind: 'tick' }
    for (const [change, code] of [
      [{ requiredQualifications: ['wizard'] }, 'unknown_qualification'],
      [{ checklist: [step, step] }, 'step_repeated'],
      [{ requestId: newId() }, 'not_found'],
    ] as const) {
      const body = { id: newId(), requestId, ...change }
      expect(await test.as(zhao).call(createWorkOrder, { body })).toMatchObject({ body: { refusal: { code } } })
    }
    await test.as(wang).call(cancelRequest, { params: { requestId }, body: { reason: '客户自行修好' } })
    expect(await test.as(zhao).call(createWorkOrder, { body: { id: newId(), requestId } })).toMatchObject({
      body: { refusal: { code: 'request_state', params: { state: 'cancelled' } } },
    })
  })
})

describe('assigning', () => {
  it('li, whose licence ends today, may go today and not tomorrow; the refusal names licence and day', async () => {
    const today = await test.order(await test.ask())
    const tomorrow = await test.order(await test.ask())
    expect((await test.give(today, ids.li, ...hours(10, 11, '2026-11-16'))).status).toBe(200)
    expect(await test.give(tomorrow, ids.li, ...hours(2, 3, '2026-11-17'))).toMatchObject({
      status: 409,
      body: {
        refusal: {
          code: 'licence_expired',
          params: {
            name: '李强',
            licence: '制冷作业证',
            licenceCode: 'refrigeration',
            expiredOn: '2026-11-16',
            day: '2026-11-17',
          },
        },
      },
    })
    // The same hour on the clock of London is still today; the company counts by its own.
    expect(await test.give(tomorrow, ids.li, '2026-11-16T15:00:00.000Z', '2026-11-16T17:00:00.000Z')).toMatchObject({
      body: { refusal: { code: 'licence_expired' } },
    })
  })

  it('is refused for somebody who stays inside, an unknown person, a past or endless plan', async () => {
    const workOrderId = await test.order(await test.ask(unlicensed))
    for (const [staffId, plan, code] of [
      [ids.sun, hours(), 'staff_stays_inside'],
      [newId(), hours(), 'staff_unknown'],
      [ids.chen, ['2026-11-14T01:00:00.000Z', '2026-11-14T02:00:00.000Z'], 'plan_in_past'],
      [ids.chen, ['2026-12-01T01:00:00.000Z', '2026-12-03T02:00:00.000Z'], 'plan_too_long'],
      [ids.chen, ['2026-12-01T02:00:00.000Z', '2026-12-01T01:00:00.000Z'], 'window_reversed'],
    ] as const) {
      expect(await test.give(workOrderId, staffId, plan[0], plan[1])).toMatchObject({ body: { refusal: { code } } })
    }
  })

  it('nobody is planned in two places at once; hours that touch are fine', async () => {
    const first = await test.order(await test.ask(unlicensed))
    const second = await test.order(await test.ask(unlicensed))
    const [from, to] = hours(2, 4)
    expect((await test.give(first, ids.chen, from, to)).status).toBe(200)
    const inside = await test.give(second, ids.chen, from.replace('T02', 'T03'), to.replace('T04', 'T05'))
    expect(inside).toMatchObject({
      status: 409,
      body: { refusal: { code: 'hours_overlap', params: { name: '陈伟', fromAt: from } } },
    })
    expect((await test.give(second, ids.chen, to, to.replace('T04', 'T05'))).status).toBe(200)
  })

  it('of two dispatchers who give the same work, one wins and the other is told', async () => {
    const workOrderId = await test.order(await test.ask(unlicensed))
    const [from, to] = hours()
    const sent = await Promise.all([
      test.give(workOrderId, ids.chen, from, to),
      test.give(workOrderId, ids.he, from, to),
    ])
    expect(sent.map((one) => one.status).sort()).toEqual([200, 409])
    expect(sent.find((one) => one.status === 409)).toMatchObject({ body: { refusal: { code: 'stale_version' } } })
  })

  it('of two dispatchers who give two jobs to one person for the same hour, one wins', async () => {
    const orders = [await test.order(await test.ask(unlicensed)), await test.order(await test.ask(unlicensed))]
    const [from, to] = hours()
    const sent = await Promise.all(orders.map((workOrderId) => test.give(workOrderId, ids.chen, from, to)))
    expect(sent.map((one) => one.status).sort()).toEqual([200, 409])
    expect(['hours_overlap', 'overlaps']).toContain(
      (sent.find((one) => one.status === 409)!.body as { refusal: { code: string } }).refusal.code,
    )
  })

  it('goes on to somebody else only with a reason, and keeps both assignments', async () => {
    const workOrderId = await test.order(await test.ask(unlicensed))
    const plan = hours()
    expect((await test.give(workOrderId, ids.chen, ...plan)).body).toEqual({ version: 2 })
    expect(await test.give(workOrderId, ids.he, ...plan, { version: 2 })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'reason_needed' } },
    })
    expect((await test.give(workOrderId, ids.he, ...plan, { version: 2, reason: '陈伟请假' })).body).toEqual({
      version: 3,
    })
    const rows = await test.platform.query({ kind: 'system', orgId: li.org.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql
        .selectFrom('assignment')
        .select(['staffId', 'endReason'])
        .where('workOrderId', '=', workOrderId)
        .orderBy('endedAt')
        .execute(),
    )
    expect(rows).toEqual([
      { staffId: ids.chen, endReason: '陈伟请假' },
      { staffId: ids.he, endReason: null },
    ])
  })

  it('takes the work back only while nobody is there', async () => {
    const requestId = await test.ask(unlicensed)
    const workOrderId = await test.order(requestId)
    const params = { workOrderId }
    const back = { version: 1, reason: '改期' }
    expect(await test.as(zhao).call(unassignWorkOrder, { params, body: back })).toMatchObject({
      body: { refusal: { code: 'not_assigned' } },
    })
    await test.give(workOrderId, ids.li, ...hours())
    const state = async () => (await test.as(wang).call(readRequest, { params: { requestId } })).body.state
    expect(await state()).toBe('dispatched')
    expect((await test.as(zhao).call(unassignWorkOrder, { params, body: { ...back, version: 2 } })).status).toBe(200)
    expect(await state()).toBe('answered')
    await test.give(workOrderId, ids.li, ...hours(), { version: 3 })
    expect((await test.as(li).call(arrive, { params, body: { visitId: newId(), occurredAt: NINE } })).status).toBe(200)
    expect(await test.as(zhao).call(unassignWorkOrder, { params, body: { ...back, version: 4 } })).toMatchObject({
      body: { refusal: { code: 'technician_on_site' } },
    })
  })

  it('hours of a cancelled request are free again', async () => {
    const requestId = await test.ask(unlicensed)
    const plan = hours()
    await test.give(await test.order(requestId), ids.chen, ...plan)
    await test.as(wang).call(cancelRequest, { params: { requestId }, body: { reason: '重复' } })
    expect((await test.give(await test.order(await test.ask(unlicensed)), ids.chen, ...plan)).status).toBe(200)
  })

  it('hours are free again once the visit is finished', async () => {
    const workOrderId = await test.order(await test.ask(unlicensed))
    await test.give(workOrderId, ids.li, ...hours(5, 6, '2026-11-16'))
    await test.visit(workOrderId, li, NINE)
    const next = await test.order(await test.ask(unlicensed))
    const board = await test.as(zhao).call(readBoard, { query: { dayOn: '2026-11-16' } })
    const done = board.body.people.flatMap((person) => person.jobs).find((job) => job.workOrderId === workOrderId)!
    expect(done.state).toBe('finished')
    expect((await test.give(next, ids.li, done.plannedFromAt!, done.plannedToAt!)).status).toBe(200)
  })

  it('is not for the agent at the telephone', async () => {
    const workOrderId = await test.order(await test.ask(unlicensed))
    const body = {
      assignmentId: newId(),
      staffId: ids.chen,
      plannedFromAt: NINE,
      plannedToAt: '2026-11-16T02:00:00Z',
      version: 1,
    }
    expect((await test.as(wang).call(assignWorkOrder, { params: { workOrderId }, body })).status).toBe(403)
  })
})

describe('the board', () => {
  it('shows people with their licences, jobs in hours of the company, outlets with what waits', async () => {
    const workOrderId = await test.order(await test.ask({ ...unlicensed, urgency: 'urgent' }))
    const waiting = await test.order(await test.ask({ ...unlicensed, urgency: 'urgent' }))
    // 01:00 in Hangzhou on the 21st is still the 20th in London.
    await test.give(workOrderId, ids.chen, '2026-12-20T17:00:00.000Z', '2026-12-20T18:00:00.000Z')
    test.at('2026-11-16T03:30:00.000Z')
    const board = (await test.as(zhao).call(readBoard, { query: { dayOn: '2026-12-21', outletId: ids.outlet } })).body
    expect(board.people.map(({ name, qualifications, expired }) => ({ name, qualifications, expired }))).toEqual(
      expect.arrayContaining([
        { name: '何平', qualifications: [], expired: ['refrigeration'] },
        { name: '陈伟', qualifications: ['refrigeration'], expired: [] },
      ]),
    )
    expect(board.people.find((person) => person.name === '陈伟')!.jobs).toMatchObject([
      { workOrderId, state: 'assigned' },
    ])
    expect(board.unassigned.find((job) => job.workOrderId === waiting)).toMatchObject({
      dueAt: '2026-11-16T02:00:00.000Z',
      clockState: 'late',
    })
    expect(board.outlets).toMatchObject([{ id: ids.outlet, waiting: board.unassigned.length + board.moreUnassigned }])
    const london = (await test.as(zhao).call(readBoard, { query: { dayOn: '2026-12-20' } })).body
    expect(london.people.flatMap((person) => person.jobs)).toEqual([])
    const auditor = (await test.as(qian).call(readBoard, { query: { dayOn: '2026-12-21' } })).body
    expect(auditor.unassigned[0]!.address).toBe('****')
  })

  it('suggests who may go first, with the first free hour, and says why the others may not', async () => {
    const workOrderId = await test.order(await test.ask())
    const busy = await test.order(await test.ask(unlicensed))
    // Tuesday: the outlet opens at 9:00 (01:00 UTC); chen is busy until 11:00, and two hours do not fit before noon.
    await test.give(busy, ids.chen, '2026-11-24T01:00:00.000Z', '2026-11-24T03:00:00.000Z')
    const { body } = await test.as(zhao).call(suggestStaff, { params: { workOrderId }, query: { dayOn: '2026-11-24' } })
    expect(body.candidates[0]).toMatchObject({
      name: '陈伟',
      jobs: 1,
      freeFromAt: '2026-11-24T05:00:00.000Z',
      hindrances: [],
    })
    expect(body.candidates[0]!.kilometres).toBeLessThan(5)
    expect(body.candidates.find((one) => one.name === '何平')!.hindrances).toMatchObject([
      { code: 'licence_expired', params: { expiredOn: '2026-10-31' } },
    ])
    expect(body.candidates.map((one) => one.name)).not.toContain('孙丽')
  })
})
