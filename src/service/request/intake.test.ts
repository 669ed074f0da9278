import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, li, qian, wang, wu } from '#test/people.ts'
import { ids, openServicePlatform, type ServicePlatform } from '#test/service.ts'
import { followRequest } from '../tracking/contract.ts'
import { createPortalRequest, createRequest } from './contract/make.ts'
import { explainClocks, findCaller, listRequests, readRequest } from './contract/read.ts'

let test: ServicePlatform
beforeAll(async () => {
  test = await openServicePlatform()
})
afterAll(() => test.close())
const NINE = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(NINE))

const slip = (change: Record<string, unknown> = {}) => ({
  ...{ id: newId(), kind: 'repair', channel: 'hotline', subject: '机组不制冷', contactName: '马主任' },
  ...change,
})
const write = (body: Record<string, unknown>, commandId?: string) =>
  test.as(wang).call(createRequest, { body, ...(commandId ? { commandId } : {}) })
const read = async (requestId: string) => (await test.as(wang).call(readRequest, { params: { requestId } })).body
const refused = (status: number, code: string) => ({ status, body: { refusal: { code } } })

describe('the hotline rings', () => {
  it('and wang sees who it is, what they own and what is open, before asking anything', async () => {
    const id = await test.ask()
    const { body } = await test.as(wang).call(findCaller, { query: { phone: '138 0000 1111' } })
    expect(body.customers).toMatchObject([
      { id: ids.customer, name: '西湖冷库', products: [{ id: ids.chiller, serialNumber: 'LJ40-0007' }] },
    ])
    expect(body.customers[0]!.openRequests.map((row) => row.id)).toContain(id)
    expect(body.customers[0]!.recentRequests).toEqual([])
    expect(body.strangers).toEqual([])
  })

  it('from a number that nobody on file has: only what was asked from it before', async () => {
    const body = slip({ contactName: '钱女士', contactPhone: '+86 137-0000-2222' })
    expect(await write(body)).toMatchObject({ status: 200, body: { id: body.id } })
    const found = await test.as(wang).call(findCaller, { query: { phone: '13700002222' } })
    expect(found.body).toMatchObject({ customers: [], strangers: [{ id: body.id, customerName: '钱女士' }] })
  })

  it('and a customer not yet on file is written down in the same step', async () => {
    const newCustomer = { id: newId(), name: '良渚制冰厂', kind: 'company' }
    const body = slip({ newCustomer, contactPhone: '13600003333', address: '玉鸟路 5 号', cityCode: '3301' })
    expect(await write(body)).toMatchObject({ status: 200 })
    expect(await read(body.id)).toMatchObject({ customerId: newCustomer.id, customerName: '良渚制冰厂' })
    const caller = await test.as(wang).call(findCaller, { query: { phone: '13600003333' } })
    expect(caller.body.customers).toMatchObject([{ id: newCustomer.id, openRequests: [{ id: body.id }] }])
  })

  it('and the outlet that serves the place is found by itself; nowhere served, the request has none', async () => {
    const here = slip({ cityCode: '3301' })
    const nowhere = slip()
    await write(here)
    await write(nowhere)
    expect(await read(here.id)).toMatchObject({ outletId: ids.outlet, outletName: '杭州中心' })
    expect(await read(nowhere.id)).toMatchObject({ outletId: null, outletName: '' })
  })

  it('and technicians, auditors, the general manager and strangers cannot write it down', async () => {
    for (const [who, status] of [
      [li, 403],
      [qian, 403],
      [wu, 403],
      [null, 401],
    ] as const)
      expect((await test.as(who).call(createRequest, { body: slip() })).status).toBe(status)
  })
})

describe('a request is written down', () => {
  it('with a number of its own, a state, its first event and its clocks', async () => {
    const id = await test.ask()
    const request = await read(id)
    expect(request).toMatchObject({
      ...{ state: 'new', kind: 'repair', imported: false, version: 1, requestedAt: NINE, recordedAt: NINE },
      ...{ productName: '螺杆冷水机组', serialNumber: 'LJ40-0007', lateClocks: 0 },
      events: [{ kind: 'created', actorName: '王芳', claimedAt: NINE }],
    })
    expect(request.number).toMatch(/^R26-\d{6}$/)
    expect(request.clocks.map((clock) => [clock.promiseCode, clock.state])).toEqual([
      ['answer', 'running'],
      ['arrival', 'running'],
      ['finish', 'running'],
    ])
    expect(request.nextDueAt).toBe(request.clocks[0]!.dueAt)
  })

  it('once, however often the same command is sent', async () => {
    const body = slip()
    const commandId = newId()
    const first = await write(body, commandId)
    expect(await write(body, commandId)).toMatchObject({ status: 200, body: first.body })
    expect((await read(body.id)).events).toHaveLength(1)
    expect(await write({ ...body, subject: '别的事' }, commandId)).toMatchObject(refused(409, 'command_reused'))
  })

  it('once for a partner that sends its own number twice', async () => {
    const externalNumber = 'JD-20261116-0042'
    expect(await write(slip({ channel: 'partner', externalNumber }))).toMatchObject({ status: 200 })
    expect(await write(slip({ channel: 'partner', externalNumber }))).toMatchObject(refused(409, 'already_exists'))
    expect(await write(slip({ channel: 'partner', externalNumber: 'JD-20261116-0043' }))).toMatchObject({ status: 200 })
  })

  it('and another company may use the same number of a partner', async () => {
    const asked = () => ({ body: slip({ channel: 'partner', externalNumber: 'JD-1' }) })
    expect(await test.as(wang).call(createRequest, asked())).toMatchObject({ status: 200 })
    expect(await test.as(feng).call(createRequest, asked())).toMatchObject({ status: 200 })
  })

  it('in the evening from a slip of paper: its clocks say that they were told later', async () => {
    const requestedAt = '2026-11-13T06:00:00.000Z'
    const body = slip({ requestedAt })
    await write(body)
    const request = await read(body.id)
    expect(request).toMatchObject({
      requestedAt,
      recordedAt: NINE,
      events: [{ claimedAt: requestedAt, recordedAt: NINE }],
    })
    expect(request.clocks.find((clock) => clock.promiseCode === 'answer')).toMatchObject({
      state: 'late',
      backfilled: true,
    })
    const onTime = await read(await test.ask())
    expect(onTime.clocks.map((clock) => clock.backfilled)).toEqual([false, false, false])
  })

  it.each([
    ['tomorrow', { requestedAt: '2026-11-17T01:00:00.000Z' }, 'time_in_future'],
    [
      'for a time that ends before it begins',
      { wishedFromAt: '2026-11-17T03:00:00.000Z', wishedToAt: '2026-11-17T01:00:00.000Z' },
      'window_reversed',
    ],
    ['for a time with no end', { wishedFromAt: '2026-11-17T03:00:00.000Z' }, 'window_reversed'],
    ['by a customer who is not there', { customerId: '0198a000-0000-7000-8000-0000000000ff' }, 'unknown_reference'],
    ['about a product that is not there', { productId: '0198a000-0000-7000-8000-0000000000ff' }, 'unknown_reference'],
    ['without a subject', { subject: '   ' }, 'invalid_input'],
    ['of a kind there is not', { kind: 'gardening' }, 'invalid_input'],
    ['as if imported', { channel: 'import' }, 'invalid_input'],
    ['in a city that is no code', { cityCode: '杭州' }, 'invalid_input'],
    ['somewhere off the globe', { longitude: 200, latitude: 10 }, 'invalid_input'],
  ])('but not %s', async (_, change, code) => {
    const body = slip(change)
    expect(await write(body)).toMatchObject(refused(400, code))
    expect(await test.as(wang).call(readRequest, { params: { requestId: body.id } })).toMatchObject({ status: 404 })
  })

  it('and the class of a complaint is kept for complaints only', async () => {
    const complaint = slip({ kind: 'complaint', complaintClass: 'quality' })
    const repair = slip({ complaintClass: 'quality' })
    await write(complaint)
    await write(repair)
    expect((await read(complaint.id)).complaintClass).toBe('quality')
    expect((await read(repair.id)).complaintClass).toBeNull()
  })
})

describe('on the public page', () => {
  const asked = (change: Record<string, unknown> = {}) => ({
    ...{ id: newId(), kind: 'repair', subject: '冷库升温', contactName: '马主任', contactPhone: '13800001111' },
    ...{ serialNumber: 'LJ40-0007', consent: true, ...change },
  })
  const ask = (body: Record<string, unknown>) =>
    test.as(null).call(createPortalRequest, { body, commandId: body.id as string })

  it('whoever gives a known name and number is connected, and is not told so', async () => {
    const body = asked()
    const answer = await ask(body)
    expect(answer).toMatchObject({ status: 200, body: { id: body.id } })
    expect(Object.keys(answer.body).sort()).toEqual(['id', 'number', 'trackingSecret'])
    expect(await read(body.id)).toMatchObject({ channel: 'web', customerId: ids.customer, productId: ids.chiller })
    const { trackingSecret: secret } = answer.body
    expect(await test.as(null).call(followRequest, { params: { secret } })).toMatchObject({ status: 200 })
  })

  it.each([
    ['another name', { contactName: '陌生人' }],
    ['another number', { contactPhone: '13512345678' }],
  ])('whoever gives %s stays a stranger, and the serial number proves nothing', async (_, change) => {
    const body = asked({ description: '滴水', ...change })
    expect(await ask(body)).toMatchObject({ status: 200 })
    expect(await read(body.id)).toMatchObject({
      customerId: null,
      productId: null,
      description: '滴水\n序列号 LJ40-0007',
    })
  })

  it.each([
    ['no consent', { consent: false }],
    ['no name', { contactName: ' ' }],
    ['no number', { contactPhone: '' }],
  ])('%s, no request', async (_, change) => {
    expect(await ask(asked(change))).toMatchObject(refused(400, 'invalid_input'))
  })

  it('a window the wrong way round is refused, an unknown company is not found', async () => {
    const window = { wishedFromAt: '2026-11-17T03:00:00.000Z', wishedToAt: '2026-11-17T03:00:00.000Z' }
    expect(await ask(asked(window))).toMatchObject(refused(400, 'window_reversed'))
    expect(await ask(asked({ org: 'nobody' }))).toMatchObject(refused(404, 'company_not_found'))
    expect(await ask(asked({ org: lanjing.slug }))).toMatchObject({ status: 200 })
  })
})

describe('the clocks of a request', () => {
  it('are explained line by line, so that the sum can be checked by hand', async () => {
    test.at('2026-11-13T09:30:00.000Z')
    const requestId = await test.ask()
    test.at('2026-11-16T02:00:00.000Z')
    const { body } = await test.as(wu).call(explainClocks, { params: { requestId } })
    const answer = body.clocks.find((clock) => clock.promise.name.en.startsWith('First answer'))!
    expect(answer.promise.name.zh).toBe('1 个工作小时内首次答复')
    const counted = answer.reading.lines.reduce((sum, line) => sum + line.countedMs, 0)
    expect(counted).toBe(answer.reading.elapsedMs)
    expect(answer.reading.lines.length).toBeGreaterThan(1)
  })

  it('of a request that is not there are not found, nor those of another company', async () => {
    const requestId = await test.ask()
    expect(await test.as(wang).call(explainClocks, { params: { requestId: newId() } })).toMatchObject(
      refused(404, 'not_found'),
    )
    for (const endpoint of [explainClocks, readRequest])
      expect(await test.as(feng).call(endpoint, { params: { requestId } })).toMatchObject(refused(404, 'not_found'))
    const { body } = await test.as(feng).call(listRequests)
    expect(JSON.stringify(body)).not.toContain(requestId)
  })
})
