import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eraseCustomer } from '#src/company/customer/contract.ts'
import { addCustomer } from '#src/company/door.ts'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, li, qian, wang, wu, zheng } from '#test/people.ts'
import { ids, openServicePlatform, type ServicePlatform } from '#test/service.ts'
import { overdueSweep } from '../clock/jobs.ts'
import * as read from './contract/read.ts'
import * as steps from './contract/step.ts'
import { requestJobs } from './jobs.ts'

let test: ServicePlatform
beforeAll(async () => {
  test = await openServicePlatform()
})
afterAll(() => test.close())
const NINE = '2026-11-16T01:00:00.000Z'
const TEN = '2026-11-16T02:00:00.000Z'
const ELEVEN = '2026-11-16T03:00:00.000Z'
beforeEach(() => test.at(NINE))

const refused = (status: number, code: string) => ({ status, body: { refusal: { code } } })

/** What 王芳 does at the desk with one request. */
function atDesk(requestId: string, who = wang) {
  const params = { requestId }
  const caller = test.as(who)
  return {
    answer: (note = '请先断电', at?: string) => caller.call(steps.answerRequest, { params, body: { note, at } }),
    appoint: (windowFromAt: string, windowToAt: string) =>
      caller.call(steps.appointVisit, { params, body: { windowFromAt, windowToAt } }),
    pause: (reason = 'waiting_customer') => caller.call(steps.pauseRequest, { params, body: { reason } }),
    resume: () => caller.call(steps.resumeRequest, { params, body: {} }),
    resolve: (change = {}) =>
      caller.call(steps.resolveRequest, { params, body: { note: '电话指导后恢复', ...change } }),
    close: () => caller.call(steps.closeRequest, { params, body: {} }),
    reopen: () => caller.call(steps.reopenRequest, { params, body: { reason: '又坏了' } }),
    cancel: () => caller.call(steps.cancelRequest, { params, body: { reason: '客户自行解决' } }),
    note: (note: string) => caller.call(steps.noteOnRequest, { params, body: { note } }),
    link: (customerId: string, version: number, productId?: string) =>
      caller.call(steps.linkCustomer, {
        params,
        body: { customerId, version, ...(productId ? { productId } : {}) },
      }),
    read: async () => (await caller.call(read.readRequest, { params })).body,
    clock: async (code: string) => {
      const { clocks } = (await caller.call(read.readRequest, { params })).body
      return clocks.find((clock) => clock.promiseCode === code)!
    },
  }
}

function historyOf(recordId: string) {
  return test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
    tx.sql
      .selectFrom('history')
      .select(['verb', 'content', 'salt', 'commitment', 'erasedAt', 'actor'])
      .where('orgId', '=', tx.orgId)
      .where('recordId', '=', recordId)
      .orderBy('recordedAt')
      .execute(),
  )
}

describe('a request at the desk', () => {
  it('is answered, settled and closed, and history says who did what', async () => {
    const requestId = await test.ask()
    const desk = atDesk(requestId)
    expect(await desk.answer()).toMatchObject({ status: 200, body: { state: 'answered', version: 2 } })
    expect(await desk.resolve()).toMatchObject({ status: 200, body: { state: 'resolved' } })
    expect(await desk.close()).toMatchObject({ status: 200, body: { state: 'closed', version: 4 } })
    const verbs = (await historyOf(requestId)).map((line) => line.verb)
    expect(verbs.sort()).toEqual(['answered', 'closed', 'created', 'resolved'].map((verb) => `service_request.${verb}`))
    expect((await historyOf(requestId)).every((line) => line.actor === `person:${wang.personId}`)).toBe(true)
  })

  it('has its answer clock stopped by the first answer, not by a later one', async () => {
    const desk = atDesk(await test.ask())
    test.at('2026-11-16T01:20:00.000Z')
    await desk.answer()
    test.at(TEN)
    await desk.answer('配件已订')
    expect(await desk.clock('answer')).toMatchObject({
      state: 'met',
      elapsedMinutes: 20,
      stoppedAt: '2026-11-16T01:20:00.000Z',
    })
  })

  it('may be answered earlier than it is told, but neither in the future nor before it was asked', async () => {
    const desk = atDesk(await test.ask())
    test.at(TEN)
    expect(await desk.answer('已回电', '2026-11-16T01:30:00.000Z')).toMatchObject({ status: 200 })
    expect(await desk.clock('answer')).toMatchObject({ state: 'met', elapsedMinutes: 30 })
    expect(await desk.answer('', NINE)).toMatchObject(refused(400, 'invalid_input'))
    expect(await desk.answer('太早', '2026-11-16T00:59:59.000Z')).toMatchObject(refused(400, 'time_before_request'))
    expect(await desk.answer('太晚', ELEVEN)).toMatchObject(refused(400, 'time_in_future'))
  })

  it('gets a window for the visit, the right way round', async () => {
    const desk = atDesk(await test.ask())
    expect(await desk.appoint(ELEVEN, TEN)).toMatchObject(refused(400, 'window_reversed'))
    expect(await desk.appoint(TEN, TEN)).toMatchObject(refused(400, 'window_reversed'))
    expect(await desk.appoint(TEN, ELEVEN)).toMatchObject({ status: 200, body: { state: 'new' } })
    expect((await desk.read()).events.at(-1)).toMatchObject({
      kind: 'appointed',
      windowFromAt: TEN,
      windowToAt: ELEVEN,
    })
  })

  it('stands still while the customer is waited for: what allows a pause stops, the promised answer runs on', async () => {
    const desk = atDesk(await test.ask())
    expect(await desk.pause()).toMatchObject({ status: 200 })
    expect(await desk.clock('arrival')).toMatchObject({ state: 'paused', dueAt: null })
    expect(await desk.clock('answer')).toMatchObject({ state: 'running' })
    expect(await desk.pause()).toMatchObject(refused(409, 'already_paused'))
    test.at(TEN)
    expect(await desk.resume()).toMatchObject({ status: 200 })
    expect(await desk.resume()).toMatchObject(refused(409, 'not_paused'))
    test.at('2026-11-16T02:30:00.000Z')
    await desk.note('客户已到')
    expect(await desk.clock('arrival')).toMatchObject({ state: 'running', elapsedMinutes: 30 })
  })

  it('pauses for stated reasons only', async () => {
    expect(await atDesk(await test.ask()).pause('we_are_busy')).toMatchObject(refused(400, 'invalid_input'))
  })

  it('comes back when it was settled too early, and is settled once more', async () => {
    const desk = atDesk(await test.ask())
    expect(await desk.close()).toMatchObject(refused(409, 'request_state'))
    expect(await desk.reopen()).toMatchObject(refused(409, 'request_state'))
    await desk.resolve()
    expect(await desk.resolve()).toMatchObject(refused(409, 'request_state'))
    expect(await desk.reopen()).toMatchObject({ status: 200, body: { state: 'answered' } })
    expect(await desk.resolve()).toMatchObject({ status: 200, body: { state: 'resolved' } })
    expect(await desk.close()).toMatchObject({ status: 200 })
    expect(await desk.answer()).toMatchObject(refused(409, 'request_state'))
  })

  it('is cancelled with its reason; its clocks are void and nothing more is promised', async () => {
    const desk = atDesk(await test.ask())
    expect(await desk.cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } })
    const request = await desk.read()
    expect(new Set(request.clocks.map((clock) => clock.state))).toEqual(new Set(['void']))
    expect(request).toMatchObject({ nextDueAt: null, events: [{}, { kind: 'cancelled', note: '客户自行解决' }] })
    for (const again of [desk.cancel, desk.pause, desk.resolve, desk.close])
      expect(await again()).toMatchObject(refused(409, 'request_state'))
    expect(await desk.note('客户道谢')).toMatchObject({ status: 200, body: { state: 'cancelled' } })
  })

  it('learns the class of a complaint when it is settled', async () => {
    const requestId = await test.ask({ kind: 'complaint', productId: null })
    const desk = atDesk(requestId)
    await desk.resolve({ complaintClass: 'not_quality' })
    expect(await desk.read()).toMatchObject({ state: 'resolved', complaintClass: 'not_quality' })
  })

  it('is worked on once by a command sent twice, and by nobody outside the desk', async () => {
    const params = { requestId: await test.ask() }
    const command = { params, body: { note: '断电' }, commandId: newId() }
    const first = await test.as(wang).call(steps.answerRequest, command)
    expect(await test.as(wang).call(steps.answerRequest, command)).toMatchObject({ status: 200, body: first.body })
    expect((await atDesk(params.requestId).read()).events).toHaveLength(2)
    for (const who of [li, qian, wu])
      expect(await atDesk(params.requestId, who).answer()).toMatchObject(refused(403, 'role_needed'))
    expect(await atDesk(params.requestId, feng).answer()).toMatchObject(refused(404, 'not_found'))
    expect(await atDesk(newId()).answer()).toMatchObject(refused(404, 'not_found'))
  })

  it('two people at once: both steps are kept, one after the other', async () => {
    const requestId = await test.ask()
    const done = await Promise.all([atDesk(requestId).answer(), atDesk(requestId, zheng).note('经理来电')])
    expect(done.map(({ status }) => status)).toEqual([200, 200])
    expect(done.map(({ body }) => body.version).sort()).toEqual([2, 3])
    expect((await atDesk(requestId).read()).events).toHaveLength(3)
  })
})

describe('whose request it is', () => {
  it('is said later, by whoever saw its latest state', async () => {
    const requestId = await test.ask({ customerId: null, productId: null })
    const desk = atDesk(requestId)
    await desk.note('像是西湖冷库')
    expect(await desk.link(ids.customer, 1)).toMatchObject(refused(409, 'stale_version'))
    expect(await desk.link(ids.customer, 2, ids.chiller)).toMatchObject({ status: 200, body: { version: 3 } })
    expect(await desk.read()).toMatchObject({ customerName: '西湖冷库', productId: ids.chiller })
    expect(await desk.link(newId(), 3)).toMatchObject(refused(400, 'unknown_reference'))
  })

  it('is seen by the desk; an auditor sees that there is a number and an address', async () => {
    const requestId = await test.ask({ address: '体育场路 8 号' })
    expect(await atDesk(requestId).read()).toMatchObject({ contactPhone: '13800001111', address: '体育场路 8 号' })
    const seen = await atDesk(requestId, qian).read()
    expect(seen.address).toBe('****')
    expect(seen.contactPhone).toMatch(/\*/)
    expect(JSON.stringify(seen)).not.toContain('13800001111')
  })
})

describe('the list of requests', () => {
  let listed: ServicePlatform
  const made: string[] = []
  beforeAll(async () => {
    listed = await openServicePlatform()
    for (const [hour, change] of [
      ['00', { subject: '压缩机异响' }],
      ['01', { kind: 'complaint', subject: '师傅迟到 100%' }],
      [
        '02',
        {
          subject: '压缩机漏油',
          urgency: 'urgent',
          customerId: null,
          productId: null,
          contactName: '钱女士',
          contactPhone: '13700002222',
        },
      ],
      ['03', { kind: 'consultation', subject: '保养多少钱', outletId: null, cityCode: '' }],
    ] as const) {
      listed.at(`2026-11-16T${hour}:10:00.000Z`)
      made.push(await listed.ask(change))
    }
    listed.at('2026-11-17T01:00:00.000Z')
    await listed.as(wang).call(steps.cancelRequest, { params: { requestId: made[3]! }, body: { reason: '问错了' } })
    await overdueSweep(listed.platform).run()
  })
  afterAll(() => listed.close())

  async function list(query: Record<string, unknown> = {}, who = wang): Promise<number[]> {
    const { body, status } = await listed.as(who).call(read.listRequests, { query })
    expect(status).toBe(200)
    return body.rows.map((row) => made.indexOf(row.id))
  }

  it.each<[string, Record<string, unknown>, number[]]>([
    ['all, newest first', {}, [3, 2, 1, 0]],
    ['what needs somebody to act', { open: true }, [2, 1, 0]],
    ['in a state', { state: 'cancelled' }, [3]],
    ['of a kind', { kind: 'complaint' }, [1]],
    ['of an outlet', { outletId: ids.outlet }, [2, 1, 0]],
    ['of a customer', { customerId: ids.customer }, [3, 1, 0]],
    ['with a promise broken, even if cancelled later', { late: true }, [3, 2, 1, 0]],
    ['with a promise broken and still open', { late: true, open: true }, [2, 1, 0]],
    ['of a day', { fromOn: '2026-11-16', toOn: '2026-11-16' }, [3, 2, 1, 0]],
    ['before all of them', { toOn: '2026-11-15' }, []],
    ['by words of the subject', { search: '压缩机' }, [2, 0]],
    ['by a customer’s name', { search: '西湖' }, [3, 1, 0]],
    ['by a contact’s name', { search: '钱女士' }, [2]],
    ['by a telephone number as people write it', { search: '137-0000-2222' }, [2]],
    ['by signs that mean something to the database', { search: '0%' }, [1]],
    ['by signs that would match anything', { search: '%_%' }, []],
    ['several at once', { open: true, search: '压缩机', customerId: ids.customer }, [0]],
  ])('%s', async (_, query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  it('by the printed number, in small letters too', async () => {
    const { body } = await listed.as(wang).call(read.readRequest, { params: { requestId: made[1]! } })
    expect(await list({ search: body.number.toLowerCase() })).toEqual([1])
  })

  it('comes in pages that neither repeat nor leave out', async () => {
    const first = await listed.as(wang).call(read.listRequests, { query: { limit: 3 } })
    expect(first.body.rows.map((row) => row.id)).toEqual([made[3], made[2], made[1]])
    const rest = await list({ limit: 3, cursor: first.body.nextCursor })
    expect(rest).toEqual([0])
  })

  it('is closed to technicians and to strangers, and refuses what is no filter', async () => {
    expect((await listed.as(li).call(read.listRequests)).status).toBe(403)
    expect((await listed.as(null).call(read.listRequests)).status).toBe(401)
    for (const query of [{ state: 'lost' }, { limit: 100_000 }, { fromOn: 'today' }])
      expect(await listed.as(wang).call(read.listRequests, { query })).toMatchObject(refused(400, 'invalid_input'))
  })

  it('of another company is its own', async () => {
    expect(await list({}, feng)).toEqual([])
  })
})

describe('a promise that was broken', () => {
  it('is found by itself, turns late once, and history remembers which', async () => {
    const requestId = await test.ask()
    const sweep = overdueSweep(test.platform)
    test.at('2026-11-16T01:59:59.000Z')
    await sweep.run()
    expect(await atDesk(requestId).clock('answer')).toMatchObject({ state: 'running' })
    test.at('2026-11-16T02:00:01.000Z')
    expect(await sweep.run()).toBeGreaterThan(0)
    expect(await sweep.run()).toBe(0)
    expect(await atDesk(requestId).clock('answer')).toMatchObject({ state: 'late' })
    expect(await atDesk(requestId).read()).toMatchObject({ lateClocks: 1 })
    const late = (await historyOf(requestId)).filter((line) => line.verb === 'service_request.ran_late')
    expect(late.map((line) => JSON.parse(line.content!))).toEqual([{ promiseCode: 'answer' }])
    expect(late[0]!.actor).toBe('system:clocks')
  })

  it('is told once where two processes look at the same time, and not before the promised minute is over', async () => {
    const requestId = await test.ask()
    const lookTwice = () => Promise.all([overdueSweep(test.platform).run(), overdueSweep(test.platform).run()])
    const told = async () =>
      (await historyOf(requestId)).filter((line) => line.verb === 'service_request.ran_late').length
    test.at(TEN)
    await lookTwice()
    expect(await told()).toBe(0)
    test.at('2026-11-16T02:00:00.001Z')
    await lookTwice()
    expect(await told()).toBe(1)
    expect(await atDesk(requestId).clock('answer')).toMatchObject({ state: 'late' })
  })
})

describe('a customer who is to be forgotten', () => {
  it('leaves the service records, while what was done and the proof of it stay', async () => {
    const customerId = newId()
    await test.arrange(lanjing, (tx) =>
      addCustomer(tx, {
        ...{ id: customerId, name: '许晴', kind: 'person', contactName: '许晴', phone: '13500005555', email: '' },
        ...{ address: '莫干山路 9 号', cityCode: '3301', note: '' },
      }),
    )
    const requestId = await test.ask({
      ...{ customerId, productId: null, contactName: '许晴', contactPhone: '13500005555' },
      ...{ address: '莫干山路 9 号', description: '家里空调滴水', longitude: 120.1, latitude: 30.2 },
    })
    await atDesk(requestId).answer('许女士下午在家')
    const before = await historyOf(requestId)
    expect(JSON.stringify(before)).toContain('莫干山路')

    const erased = await test
      .as(zheng)
      .call(eraseCustomer, { params: { customerId }, body: { reason: '本人要求', version: 1 } })
    expect(erased).toMatchObject({ status: 200 })
    const forget = () => requestJobs.tasks['customer.erased']!(test.platform, { orgId: lanjing.orgId, customerId })
    await forget()
    await forget()

    const request = await atDesk(requestId).read()
    expect(request).toMatchObject({
      ...{ contactName: '', contactPhone: '', address: '', description: '', longitude: null, latitude: null },
      ...{ state: 'answered', kind: 'repair', subject: '机组不制冷' },
      events: [{ kind: 'created' }, { kind: 'answered', note: '' }],
    })
    const after = await historyOf(requestId)
    expect(after.map((line) => [line.verb, line.content, line.salt])).toEqual(
      before.map((line) => [line.verb, null, null]),
    )
    expect(after.map((line) => line.commitment)).toEqual(before.map((line) => line.commitment))
    expect(after.every((line) => line.erasedAt !== null)).toBe(true)
    const everything = await test.platform.query(
      { kind: 'system', orgId: lanjing.orgId, name: 't', roles: [] },
      async (tx) => [
        await tx.sql.selectFrom('serviceRequest').selectAll().execute(),
        await tx.sql.selectFrom('requestEvent').selectAll().execute(),
        await tx.sql.selectFrom('history').selectAll().execute(),
      ],
    )
    expect(JSON.stringify(everything)).not.toMatch(/许晴|莫干山路|13500005555|许女士/)
  })

  it('takes nobody else’s words away', async () => {
    const requestId = await test.ask({ description: '别人家的' })
    await requestJobs.tasks['customer.erased']!(test.platform, { orgId: lanjing.orgId, customerId: newId() })
    expect(await atDesk(requestId).read()).toMatchObject({ description: '别人家的', contactPhone: '13800001111' })
  })
})
