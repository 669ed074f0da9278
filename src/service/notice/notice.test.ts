import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emailsOfRole } from '#src/account/door.ts'
import { changeCustomer, eraseCustomer, readCustomer } from '#src/company/customer/contract.ts'
import type { Sweep } from '#src/server/background.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { findWaitingLedgers, integrateHistory } from '#src/server/ledger/sequencer.ts'
import { listMessages, readMessage } from '#src/server/messages/contract.ts'
import { openMailer } from '#src/server/messages/mailer.ts'
import { messageRoutes } from '#src/server/messages/routes.ts'
import { messageSweep } from '#src/server/messages/sweep.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { openMailServer } from '#test/mail-server.ts'
import { beacon, lanjing, li, sun, wang, zhao } from '#test/people.ts'
import { ids, openServicePlatform, type ServicePlatform } from '#test/service.ts'
import { overdueSweep } from '../clock/jobs.ts'
import { unassignWorkOrder } from '../dispatch/contract.ts'
import { createPortalRequest } from '../request/contract/make.ts'
import { appointVisit, cancelRequest, resolveRequest } from '../request/contract/step.ts'
import { requestJobs } from '../request/jobs.ts'
import { followRequest, rateByLink } from '../tracking/contract.ts'
import { changeNotices, showNotices } from './contract.ts'
import { noticeSweep } from './jobs.ts'

const NINE = '2026-11-16T01:00:00.000Z'
const EMAIL = 'ma@xihu.example'
const sealer = openSealer('a secret of tests only, of no installation')

let test: ServicePlatform
let server: Awaited<ReturnType<typeof openMailServer>>
let mailer: ReturnType<typeof openMailer>
let hears: Sweep
let sends: Sweep

beforeAll(async () => {
  test = await openServicePlatform([messageRoutes])
  server = await openMailServer()
  mailer = openMailer(server.url, 'service@lanjing.example')
  hears = noticeSweep(test.platform)
  sends = messageSweep(test.platform, mailer, 'https://star.example')
})
afterAll(async () => {
  mailer.close()
  await server.close()
  await test.close()
})
beforeEach(async () => {
  test.at(NINE)
  await settle()
  server.mails.length = 0
})

async function hear(): Promise<void> {
  for (const orgId of await findWaitingLedgers(test.platform)) await integrateHistory(test.platform, sealer, orgId)
  while ((await hears.run()) > 0) {}
}

async function settle(): Promise<void> {
  await hear()
  while ((await sends.run()) > 0) {}
}

async function giveEmail(email: string): Promise<void> {
  const params = { customerId: ids.customer }
  const {
    version,
    number: _number,
    name,
    kind,
    contactName,
    phone,
    address,
    cityCode,
  } = (await test.as(sun).call(readCustomer, { params })).body
  const body = { name, kind, contactName, phone, address, cityCode, email, version }
  const changed = await test.as(sun).call(changeCustomer, { params, body })
  expect(changed.status).toBe(200)
}

async function messagesAbout(requestId: string) {
  const { rows } = (await test.as(sun).call(listMessages, { query: { limit: 200 } })).body
  return rows.filter((row) => row.aboutId === requestId).reverse()
}

const toCustomer = () => server.mails.filter((mail) => mail.to === EMAIL)
const secretIn = (text: string) => /https:\/\/star\.example\/t\/([\w-]+)/.exec(text)![1]!

describe('before notices began', () => {
  it('nothing that was in history tells anybody anything', async () => {
    const { rows } = (await test.as(sun).call(listMessages)).body
    expect(rows).toEqual([])
  })

  it('and a request that waits for its place in the ledger at the first look is not told either', async () => {
    const fresh = await openServicePlatform([messageRoutes])
    const early = await fresh.ask()
    const first = noticeSweep(fresh.platform)
    await first.run()
    const late = await fresh.ask()
    await integrateHistory(fresh.platform, sealer, lanjing.orgId)
    while ((await first.run()) > 0) {}
    const { rows } = (await fresh.as(sun).call(listMessages)).body
    expect(rows.map((row) => row.aboutId)).toEqual([late])
    expect(rows.map((row) => row.aboutId)).not.toContain(early)
    await fresh.close()
  })
})

describe('a customer with a mail address', () => {
  beforeAll(() => giveEmail(EMAIL))

  it('is told at every step, from receipt to the rating, by links that work', async () => {
    const requestId = await test.ask()
    await settle()
    const workOrderId = await test.order(requestId)
    await test.give(workOrderId, ids.li, '2026-11-16T01:30:00.000Z', '2026-11-16T03:30:00.000Z')
    await settle()
    const arrival = '2026-11-16T01:40:00.000Z'
    test.at(arrival)
    await test.visit(workOrderId, li, arrival)
    await settle()
    const [received, planned, finished, ...more] = toCustomer()
    expect(more).toEqual([])
    expect(received!.subject).toMatch(/^已受理：R/)
    expect(planned!.text).toContain('李师傅上门，时间：11月16日周一 09:30–11:30')
    expect(finished!.subject).toMatch(/^服务已完成，请您评价：R/)
    const followed = await test.as(null).call(followRequest, { params: { secret: secretIn(received!.text) } })
    expect(followed.body.state).toBe('resolved')
    const params = { secret: secretIn(finished!.text) }
    const rated = await test.as(null).call(rateByLink, { params, body: { ratingId: newId(), stars: 5 } })
    expect(rated.status).toBe(200)
    const kept = await messagesAbout(requestId)
    expect(kept.map((row) => `${row.reason} ${row.state}`)).toEqual([
      'request_received sent',
      'visit_planned sent',
      'service_finished sent',
    ])
  })

  it('is told of an agreed time, a change, a postponement and the end', async () => {
    const requestId = await test.ask({ productId: null })
    const params = { requestId }
    const window = { windowFromAt: '2026-11-17T01:00:00.000Z', windowToAt: '2026-11-17T03:00:00.000Z' }
    await test.as(wang).call(appointVisit, { params, body: window })
    await hear()
    const workOrderId = await test.order(requestId)
    await test.give(workOrderId, ids.li, window.windowFromAt, window.windowToAt)
    await hear()
    await test.give(workOrderId, ids.chen, window.windowFromAt, window.windowToAt, { version: 2, reason: '李强请假' })
    await hear()
    await test.as(zhao).call(unassignWorkOrder, { params: { workOrderId }, body: { version: 3, reason: '缺件' } })
    await hear()
    await test.as(wang).call(cancelRequest, { params, body: { reason: '客户取消' } })
    await hear()
    expect((await messagesAbout(requestId)).map((row) => row.reason)).toEqual([
      'request_received',
      'visit_agreed',
      'visit_planned',
      'visit_changed',
      'visit_put_off',
      'request_cancelled',
    ])
  })

  it('is told once, by two sweeps at once and by one that comes back after it was killed', async () => {
    const requestId = await test.ask()
    await integrateHistory(test.platform, sealer, lanjing.orgId)
    // Killed after the line was told and before it was noted how far it came.
    let steps = 0
    const dying = noticeSweep({
      ...test.platform,
      upkeep: (orgId, name, work) => {
        steps += 1
        return steps === 2 ? Promise.reject(new Error('killed')) : test.platform.upkeep(orgId, name, work)
      },
    })
    await expect(dying.run()).rejects.toThrow('killed')
    await Promise.all([hears.run(), noticeSweep(test.platform).run()])
    await settle()
    expect(await messagesAbout(requestId)).toHaveLength(1)
    expect(toCustomer()).toHaveLength(1)
  })

  it('gets nothing that a stranger typed on the public page in their name', async () => {
    const id = newId()
    const body = {
      ...{
        id,
        kind: 'repair',
        subject: '请点击 evil.example 领奖',
        contactName: '西湖冷库',
        contactPhone: '13800001111',
      },
      ...{ description: 'evil.example', address: '体育场路 8 号', cityCode: '3301', consent: true },
    }
    const made = await test.as(null).call(createPortalRequest, { body })
    expect(made.status).toBe(200)
    await settle()
    expect(toCustomer()).toHaveLength(1)
    expect(JSON.stringify(server.mails)).not.toContain('evil')
  })

  it('is told nothing of imported requests, and nothing of what was written down days later', async () => {
    const imported = await test.ask()
    await test.arrange(lanjing, async (tx) => {
      await tx.sql.updateTable('serviceRequest').set({ channel: 'import' }).where('id', '=', imported).execute()
      return accept(null)
    })
    const old = await test.ask({ requestedAt: '2026-11-10T01:00:00.000Z' })
    await settle()
    await test.as(wang).call(resolveRequest, { params: { requestId: imported }, body: { note: '已解决' } })
    await test.as(wang).call(resolveRequest, { params: { requestId: old }, body: { note: '已解决' } })
    await settle()
    expect(await messagesAbout(imported)).toEqual([])
    expect(await messagesAbout(old)).toEqual([])
    expect(server.mails).toEqual([])
  })
})

describe('staff', () => {
  it('of the outlet are told by mail that a promise ran late: the service manager, who has a file there', async () => {
    const requestId = await test.ask()
    await settle()
    server.mails.length = 0
    test.at('2026-11-16T02:30:00.000Z')
    const overdue = overdueSweep(test.platform)
    while ((await overdue.run()) > 0) {}
    await settle()
    const late = (await messagesAbout(requestId)).filter((row) => row.reason === 'promise_overdue')
    expect(late).toHaveLength(1)
    const about = server.mails.filter((mail) => mail.text.includes(requestId))
    expect(about.map((mail) => mail.to)).toEqual(['sun@lanjing.example'])
    expect(about[0]!.text).toContain(`https://star.example/desk/requests/${requestId}`)
    expect(about[0]!.text).toMatch(/孙丽，您好/)
  })

  it('are told of three stars and not of four', async () => {
    for (const [stars, told] of [
      [3, 1],
      [4, 0],
    ] as const) {
      const requestId = await test.ask()
      await test.as(wang).call(resolveRequest, { params: { requestId }, body: { note: '已解决' } })
      await settle()
      const [finished] = toCustomer().filter((mail) => mail.subject.startsWith('服务已完成'))
      const params = { secret: secretIn(finished!.text) }
      await test.as(null).call(rateByLink, { params, body: { ratingId: newId(), stars } })
      await settle()
      const low = (await messagesAbout(requestId)).filter((row) => row.reason === 'rating_low')
      expect(low).toHaveLength(told)
      server.mails.length = 0
    }
  })

  it('addresses are those of active members of these roles, in this organisation only', async () => {
    const ours = await test.arrange(lanjing, async (tx) =>
      accept(await emailsOfRole(tx, ['dispatcher', 'service_manager'])),
    )
    expect(ours.map((one) => one.email).sort()).toEqual(['sun@lanjing.example', 'zhao@lanjing.example'])
    expect(await test.arrange(beacon, async (tx) => accept(await emailsOfRole(tx, ['dispatcher'])))).toEqual([])
  })
})

describe('a customer without a mail address', () => {
  beforeAll(() => giveEmail(''))

  it('gets text messages, which wait for a person to send them, with the link to copy', async () => {
    const requestId = await test.ask()
    await settle()
    const [row] = await messagesAbout(requestId)
    expect(row).toMatchObject({ channel: 'sms', state: 'held', to: '138****1111', reason: 'request_received' })
    const text = (await test.as(sun).call(readMessage, { params: { messageId: row!.id } })).body
    const secret = text.link!.split('/').at(-1)!
    expect((await test.as(null).call(followRequest, { params: { secret } })).status).toBe(200)
    expect(server.mails).toEqual([])
  })
})

describe('the switches', () => {
  it('are on at first, kept by service managers and administrators, and act from now on', async () => {
    const now = (await test.as(sun).call(showNotices)).body
    expect(now).toEqual({ customerNotices: true, staffNotices: true, version: 1 })
    expect((await test.as(wang).call(showNotices)).status).toBe(403)
    const off = { customerNotices: false, staffNotices: true, version: 1 }
    expect((await test.as(sun).call(changeNotices, { body: off })).body).toEqual({ ...off, version: 2 })
    expect((await test.as(sun).call(changeNotices, { body: off })).status).toBe(409)
    const quiet = await test.ask()
    await settle()
    const on = { customerNotices: true, staffNotices: false, version: 2 }
    await test.as(sun).call(changeNotices, { body: on })
    const told = await test.ask()
    await settle()
    expect(await messagesAbout(quiet)).toEqual([])
    expect(await messagesAbout(told)).toHaveLength(1)
    await test.as(sun).call(changeNotices, { body: { customerNotices: true, staffNotices: true, version: 3 } })
  })
})

describe('a customer who is erased', () => {
  it('is gone from every message about their requests, and is told nothing more', async () => {
    const requestId = await test.ask()
    await settle()
    const silent = await test.ask()
    const params = { customerId: ids.customer }
    const { version } = (await test.as(sun).call(readCustomer, { params })).body
    const erased = await test.as(sun).call(eraseCustomer, { params, body: { version, reason: '客户要求' } })
    expect(erased.status).toBe(200)
    // Between the erasure of the file and that of its copies.
    await settle()
    expect(await messagesAbout(silent)).toEqual([])
    await requestJobs.tasks['customer.erased']!(test.platform, { orgId: lanjing.orgId, customerId: ids.customer })
    const [row] = await messagesAbout(requestId)
    expect(row).toMatchObject({ to: '', isErased: true, state: 'given_up' })
    const opened = await test.as(sun).call(readMessage, { params: { messageId: row!.id } })
    expect(opened.body).toEqual({ to: '', subject: '', body: '', link: null })
  })
})
