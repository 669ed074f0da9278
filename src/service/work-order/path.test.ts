import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { chen, lanjing, li, sun, wang, zhao } from '#test/people.ts'
import { ids, openServicePlatform, REPAIRED, type ServicePlatform } from '#test/service.ts'
import { readBoard, unassignWorkOrder } from '../dispatch/contract.ts'
import { readRequest } from '../request/contract/read.ts'
import { resolveRequest } from '../request/contract/step.ts'
import { followRequest, makeTrackingLink, rateByLink } from '../tracking/contract.ts'
import { addPhoto, arrive, finishWorkOrder, readMyDay, readWorkOrder, saveSheet } from './contract.ts'

let test: ServicePlatform
beforeAll(async () => {
  test = await openServicePlatform()
})
afterAll(() => test.close())
beforeEach(() => test.at(NINE))

const NINE = '2026-11-16T01:00:00.000Z'
const ARRIVED = '2026-11-16T01:40:00.000Z'
const FINISHED = '2026-11-16T02:50:00.000Z'

async function historyOf(recordId: string) {
  return test.arrange(lanjing, async (tx) => ({
    ok: true as const,
    value: await tx.sql
      .selectFrom('history as h')
      .innerJoin('ledgerPending as p', 'p.historyId', 'h.id')
      .select(['verb', 'actor', 'claimedAt', 'recordedAt', 'content'])
      .where('recordId', '=', recordId)
      .orderBy('p.seq')
      .execute(),
  }))
}

describe('one request lives its whole life', () => {
  it('from the hotline to the stars, and history remembers each step', async () => {
    const { requestId, workOrderId } = await test.given()
    const link = await test.as(wang).call(makeTrackingLink, { params: { requestId }, body: {} })
    expect(link.body).toMatchObject({ expiresAt: '2027-05-15T01:00:00.000Z' })
    const params = { secret: link.body.secret }

    const day = await test.as(li).call(readMyDay, { query: { dayOn: '2026-11-16' } })
    expect(day.body).toMatchObject({
      staffName: '李强',
      orders: [{ id: workOrderId, state: 'assigned', contactPhone: '13800001111', address: '体育场路 8 号' }],
    })
    expect((await test.as(null).call(followRequest, { params })).body).toMatchObject({
      state: 'dispatched',
      technician: '李',
      mayRate: false,
      steps: [{ kind: 'created' }, { kind: 'dispatched' }],
    })

    test.at(FINISHED)
    const visitId = newId()
    const at = { params: { workOrderId } }
    const arrived = { visitId, occurredAt: ARRIVED, longitude: 120.161, latitude: 30.28, accuracyMetres: 12 }
    expect((await test.as(li).call(arrive, { ...at, body: arrived })).body).toEqual({ state: 'on_site' })
    const half = { occurredAt: '2026-11-16T02:00:00.000Z', answers: { safe: true, fault: '电容' }, workText: '拆检' }
    expect((await test.as(li).call(saveSheet, { ...at, body: half })).status).toBe(200)
    const fileSha256 = await test.picture('image/jpeg')
    const photo = { photoId: newId(), fileSha256, caption: '旧电容', occurredAt: '2026-11-16T02:10:00.000Z' }
    expect((await test.as(li).call(addPhoto, { ...at, body: photo })).status).toBe(200)
    const signatureSha256 = await test.picture()
    const end = {
      ...{ occurredAt: FINISHED, outcome: 'solved', answers: REPAIRED, partsText: '电容 1 只', workText: '更换电容' },
      ...{ signatureSha256, signedBy: '马主任', signedAt: '2026-11-16T02:45:00.000Z' },
    }
    expect((await test.as(li).call(finishWorkOrder, { ...at, body: end })).body).toEqual({ state: 'finished' })

    const sheet = await test.as(zhao).call(readWorkOrder, at)
    expect(sheet.body).toMatchObject({
      state: 'finished',
      visit: { arrivedAt: ARRIVED, arrivedMetresAway: 96, signedBy: '马主任', outcome: 'solved', finishedAt: FINISHED },
      photos: [{ sha256: fileSha256, caption: '旧电容' }],
    })
    const request = await test.as(wang).call(readRequest, { params: { requestId } })
    expect(request.body).toMatchObject({ state: 'resolved', workOrders: [{ state: 'finished', staffName: '李强' }] })

    expect((await test.as(null).call(followRequest, { params })).body).toMatchObject({
      state: 'resolved',
      mayRate: true,
    })
    const stars = { ratingId: newId(), stars: 5, comment: '师傅很专业', device: 'a phone' }
    expect((await test.as(null).call(rateByLink, { params, body: stars })).body).toEqual({ stars: 5 })
    expect((await test.as(null).call(followRequest, { params })).body).toMatchObject({
      mayRate: false,
      rating: { stars: 5, comment: '师傅很专业' },
    })

    const lines = await historyOf(workOrderId)
    expect(lines.map((line) => line.verb)).toEqual([
      'work_order.created',
      'work_order.assigned',
      'work_order.arrived',
      'work_order.sheet_saved',
      'work_order.photo_added',
      'work_order.finished',
    ])
    expect(lines[2]).toMatchObject({ actor: `person:${li.personId}`, claimedAt: ARRIVED, recordedAt: FINISHED })
    expect(JSON.parse(lines[4]!.content!)).toMatchObject({ fileSha256 })
    expect(JSON.parse(lines[5]!.content!)).toMatchObject({ fileSha256: signatureSha256, outcome: 'solved' })
  })

  it('stays open when the fault was not found, so that somebody is sent again', async () => {
    const requestId = await test.ask()
    const workOrderId = await test.order(requestId)
    await test.give(workOrderId, ids.li, '2026-11-16T05:00:00.000Z', '2026-11-16T06:00:00.000Z')
    await test.visit(workOrderId, li, NINE, { outcome: 'not_solved' })
    expect((await test.as(wang).call(readRequest, { params: { requestId } })).body.state).toBe('answered')
    expect(await test.order(requestId)).toBeTruthy()
  })

  it('lets the technician finish what the desk has settled meanwhile', async () => {
    const requestId = await test.ask()
    const workOrderId = await test.order(requestId)
    await test.give(workOrderId, ids.li, '2026-11-16T05:00:00.000Z', '2026-11-16T06:00:00.000Z')
    const params = { workOrderId }
    expect((await test.as(li).call(arrive, { params, body: { visitId: newId(), occurredAt: NINE } })).status).toBe(200)
    await test.as(wang).call(resolveRequest, { params: { requestId }, body: { note: '电话里解决了' } })
    const body = {
      occurredAt: NINE,
      outcome: 'solved',
      answers: REPAIRED,
      workText: '确认正常',
      unsignedReason: '客户不在',
    }
    expect((await test.as(li).call(finishWorkOrder, { params, body })).status).toBe(200)
    expect((await test.as(wang).call(readRequest, { params: { requestId } })).body.state).toBe('resolved')
  })
})

describe('the phone was offline', () => {
  async function fresh(fromAt: string, toAt: string) {
    const workOrderId = await test.order(await test.ask())
    expect((await test.give(workOrderId, ids.li, fromAt, toAt)).status).toBe(200)
    return workOrderId
  }

  it('takes the same arrival once, whether the command or only the visit is repeated', async () => {
    const workOrderId = await fresh('2026-11-16T06:00:00.000Z', '2026-11-16T07:00:00.000Z')
    const params = { workOrderId }
    const body = { visitId: newId(), occurredAt: NINE }
    const commandId = newId()
    const sent = [
      await test.as(li).call(arrive, { params, body, commandId }),
      await test.as(li).call(arrive, { params, body, commandId }),
      await test.as(li).call(arrive, { params, body }),
    ]
    expect(sent.map((one) => one.body)).toEqual(Array(3).fill({ state: 'on_site' }))
    const other = await test.as(li).call(arrive, { params, body: { ...body, visitId: newId() } })
    expect(other).toMatchObject({ status: 409, body: { refusal: { code: 'already_arrived' } } })
    const lines = await historyOf(workOrderId)
    expect(lines.filter((line) => line.verb === 'work_order.arrived')).toHaveLength(1)
    const end = { occurredAt: NINE, outcome: 'follow_up', answers: REPAIRED, workText: '待件', unsignedReason: '无人' }
    expect((await test.as(li).call(finishWorkOrder, { params, body: end })).status).toBe(200)
    expect(await test.as(li).call(finishWorkOrder, { params, body: end })).toMatchObject({
      body: { refusal: { code: 'work_order_finished' } },
    })
  })

  it('arrives once when two copies of the arrival come at the same moment', async () => {
    const workOrderId = await fresh('2026-11-16T07:00:00.000Z', '2026-11-16T08:00:00.000Z')
    const params = { workOrderId }
    const sent = await Promise.all(
      [1, 2, 3, 4].map(() => test.as(li).call(arrive, { params, body: { visitId: newId(), occurredAt: NINE } })),
    )
    expect(sent.map((one) => one.status).sort()).toEqual([200, 409, 409, 409])
  })

  it('tells the technician in plain words when the work went to somebody else meanwhile', async () => {
    const workOrderId = await fresh('2026-11-16T09:00:00.000Z', '2026-11-16T10:00:00.000Z')
    const change = { version: 2, reason: '李强在外地' }
    const again = await test.give(workOrderId, ids.chen, '2026-11-16T09:00:00.000Z', '2026-11-16T10:00:00.000Z', change)
    expect(again.status).toBe(200)
    const params = { workOrderId }
    const late = await test.as(li).call(arrive, { params, body: { visitId: newId(), occurredAt: NINE } })
    expect(late).toMatchObject({ status: 409, body: { refusal: { code: 'no_longer_yours' } } })
    const taken = await test.as(zhao).call(unassignWorkOrder, { params, body: { version: 3, reason: '客户改期' } })
    expect(taken.body).toEqual({ version: 4 })
    const later = await test.as(chen).call(arrive, { params, body: { visitId: newId(), occurredAt: NINE } })
    expect(later).toMatchObject({ status: 409, body: { refusal: { code: 'no_longer_yours' } } })
    const board = await test.as(zhao).call(readBoard, { query: { dayOn: '2026-11-16' } })
    expect(board.body.unassigned.map((job) => job.workOrderId)).toContain(workOrderId)
  })
})

describe('whose work order it is', () => {
  let workOrderId: string
  beforeAll(async () => {
    workOrderId = await test.order(await test.ask({ productId: null }))
    await test.give(workOrderId, ids.chen, '2026-11-16T06:00:00.000Z', '2026-11-16T07:00:00.000Z')
  })

  it('li neither sees nor touches the order of chen', async () => {
    const params = { workOrderId }
    expect(await test.as(li).call(readWorkOrder, { params })).toMatchObject({
      status: 403,
      body: { refusal: { code: 'not_your_work_order' } },
    })
    const body = { visitId: newId(), occurredAt: NINE }
    expect(await test.as(li).call(arrive, { params, body })).toMatchObject({
      status: 403,
      body: { refusal: { code: 'not_your_work_order' } },
    })
    const day = await test.as(li).call(readMyDay, { query: { dayOn: '2026-11-16' } })
    expect(day.body.orders.map((order) => order.id)).not.toContain(workOrderId)
  })

  it('the service manager may act for chen, and history says so', async () => {
    const params = { workOrderId }
    const body = { visitId: newId(), occurredAt: NINE }
    expect((await test.as(sun).call(arrive, { params, body })).status).toBe(200)
    const arrived = (await historyOf(workOrderId)).find((line) => line.verb === 'work_order.arrived')!
    expect(arrived.actor).toBe(`person:${sun.personId}`)
    expect(JSON.parse(arrived.content!)).toMatchObject({ staffId: ids.chen, onBehalfOf: ids.chen })
  })

  it('refuses a sheet with unknown steps, a finish with open steps, a photo that is no picture', async () => {
    const params = { workOrderId }
    const sheet = { occurredAt: NINE, answers: { colour: 'blue' } }
    expect(await test.as(chen).call(saveSheet, { params, body: sheet })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'step_unknown', params: { step: 'colour' } } },
    })
    const end = { occurredAt: NINE, outcome: 'solved', answers: { safe: true }, workText: '完成', unsignedReason: '无' }
    expect(await test.as(chen).call(finishWorkOrder, { params, body: end })).toMatchObject({
      body: { refusal: { code: 'steps_missing', params: { count: 5 } } },
    })
    const unsigned = { ...end, answers: REPAIRED, unsignedReason: '' }
    expect(await test.as(chen).call(finishWorkOrder, { params, body: unsigned })).toMatchObject({
      body: { refusal: { code: 'signature_missing' } },
    })
    const photo = { photoId: newId(), fileSha256: await test.picture('application/pdf'), occurredAt: NINE }
    expect(await test.as(chen).call(addPhoto, { params, body: photo })).toMatchObject({
      body: { refusal: { code: 'file_type_not_allowed' } },
    })
    const lost = { photoId: newId(), fileSha256: 'f'.repeat(64), occurredAt: NINE }
    expect(await test.as(chen).call(addPhoto, { params, body: lost })).toMatchObject({
      body: { refusal: { code: 'file_unknown' } },
    })
  })
})
