import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { type MailServer, openMailServer } from '#test/mail-server.ts'
import { beacon, feng, lanjing, sun, wang, zheng } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { giveUpMessage, listMessages, markMessageSent, readMessage, retryMessage } from './contract.ts'
import { type Mailer, openMailer } from './mailer.ts'
import { eraseMessagesAbout, latestReasonAbout, queueMessage } from './queue.ts'
import { messageRoutes } from './routes.ts'
import { messageSweep } from './sweep.ts'

const FROM = '蓝鲸服务 <service@lanjing.example>'
const HOUR_MS = 3_600_000

let test: TestPlatform
let server: MailServer
let mailer: Mailer
let sends: ReturnType<typeof messageSweep>
let now = Date.parse(MONDAY_MORNING)

beforeAll(async () => {
  test = await openTestPlatform({ routes: [messageRoutes] })
  server = await openMailServer()
  mailer = openMailer(server.url, FROM)
  sends = messageSweep(test.platform, mailer, 'https://star.example')
})
afterAll(async () => {
  mailer.close()
  await server.close()
  await test.close()
})
afterEach(async () => {
  // What a test left waiting is no matter of the next.
  await sends.run()
  server.mails.length = 0
  server.attempts = 0
  server.isBusy = false
  server.unknown.clear()
  server.onMail = undefined
})

function pass(ms: number): void {
  now += ms
  test.at(new Date(now).toISOString())
}

type Change = {
  to?: string
  channel?: 'mail' | 'sms'
  link?: string | null
  dedupKey?: string
  readers?: Role[]
  aboutId?: string
}

/** Puts a message in the outbox; answers the record that it is about. */
async function queue(change: Change = {}, org = lanjing): Promise<string> {
  const { aboutId = newId(), ...rest } = change
  await test.arrange(org, async (tx) => {
    await queueMessage(tx, {
      ...{ dedupKey: newId(), channel: 'mail', to: 'ma@xihu.example', subject: '已安排上门：R26-000001' },
      ...{ body: '马主任，您好：\n李师傅明天上门。\n{{link}}', link: '/t/secret', reason: 'visit_planned' },
      ...{ about: { type: 'service_request', id: aboutId }, readers: ['service_manager', 'administrator'], ...rest },
    })
    return accept(null)
  })
  return aboutId
}

async function find(aboutId: string) {
  const { rows } = (await test.as(zheng).call(listMessages, { query: { limit: 200 } })).body
  return rows.find((row) => row.aboutId === aboutId)!
}

describe('a mail', () => {
  it('arrives once, with its Chinese subject and text and the link, and forgets the link', async () => {
    const about = await queue()
    expect(await find(about)).toMatchObject({ state: 'waiting', to: 'm***@xihu.example', attempts: 0, mayOpen: true })
    await sends.run()
    await sends.run()
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]).toMatchObject({
      to: 'ma@xihu.example',
      subject: '已安排上门：R26-000001',
      text: '马主任，您好：\n李师傅明天上门。\nhttps://star.example/t/secret',
      headers: { from: FROM, 'auto-submitted': 'auto-generated' },
    })
    const row = await find(about)
    expect(row).toMatchObject({ state: 'sent', attempts: 1, sentAt: new Date(now).toISOString() })
    expect(server.mails[0]!.headers['message-id']).toBe(`<${row.id}@lanjing.example>`)
    const kept = await test.as(sun).call(readMessage, { params: { messageId: row.id } })
    expect(kept.body).toMatchObject({ link: null, body: expect.stringContaining('{{link}}') })
  })

  it('of one cause and person is made once', async () => {
    const dedupKey = newId()
    await queue({ dedupKey })
    const second = await queue({ dedupKey })
    expect(await find(second)).toBeUndefined()
    await sends.run()
    expect(server.mails).toHaveLength(1)
  })

  it('is not made when its cause is refused', async () => {
    const aboutId = newId()
    await expect(
      test.arrange(lanjing, async (tx) => {
        const about = { type: 'service_request', id: aboutId }
        await queueMessage(tx, {
          ...{ dedupKey: newId(), channel: 'mail', to: 'ma@xihu.example', subject: 's', body: 'b', link: null },
          ...{ about, reason: 'visit_planned', readers: [] },
        })
        return { ok: false, refusal: { kind: 'conflict', code: 'stale_version', params: {} } }
      }),
    ).rejects.toThrow()
    expect(await find(aboutId)).toBeUndefined()
  })

  it('is sent once by two sweeps that look at the same moment', async () => {
    const abouts = await Promise.all([1, 2, 3, 4, 5].map((n) => queue({ to: `ma${n}@xihu.example` })))
    const other = messageSweep(test.platform, mailer, 'https://star.example')
    await Promise.all([sends.run(), other.run(), sends.run()])
    expect(server.mails.map((mail) => mail.to).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `ma${n}@xihu.example`))
    for (const about of abouts) expect((await find(about)).state).toBe('sent')
  })

  it('of another organisation is not in our outbox, and may not be opened or handled', async () => {
    const about = await queue({}, beacon)
    const { rows } = (await test.as(feng).call(listMessages)).body
    const theirs = rows.find((row) => row.aboutId === about)!
    expect(await find(about)).toBeUndefined()
    const params = { messageId: theirs.id }
    for (const endpoint of [readMessage, retryMessage, giveUpMessage, markMessageSent])
      expect((await test.as(zheng).call(endpoint, { params })).status).toBe(404)
    await sends.run()
  })
})

describe('a mail server that is away', () => {
  it('is asked again later each time, and the mail then arrives once', async () => {
    const port = Number(new URL(server.url).port)
    await server.close()
    const about = await queue()
    await sends.run()
    expect(await find(about)).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: 'connection',
      nextAttemptAt: new Date(now + 60_000).toISOString(),
    })
    expect(await sends.run()).toBe(0)
    pass(60_000)
    await sends.run()
    expect(await find(about)).toMatchObject({ attempts: 2, nextAttemptAt: new Date(now + 5 * 60_000).toISOString() })
    server = await openMailServer(port)
    expect(await sends.run()).toBe(0)
    pass(5 * 60_000)
    await sends.run()
    pass(24 * HOUR_MS)
    await sends.run()
    expect(server.mails).toHaveLength(1)
    expect(await find(about)).toMatchObject({ state: 'sent', attempts: 3, lastError: null })
  })

  it('has eight chances; then the mail is given up, shown, and goes out when a person says so', async () => {
    server.isBusy = true
    const about = await queue()
    for (let hour = 0; hour < 60; hour++) {
      await sends.run()
      pass(HOUR_MS)
    }
    const row = await find(about)
    expect(row).toMatchObject({ state: 'given_up', attempts: 8, lastError: 'recipient_refused 451' })
    expect(server.attempts).toBe(8)
    server.isBusy = false
    const retried = await test.as(sun).call(retryMessage, { params: { messageId: row.id } })
    expect(retried.body).toEqual({ state: 'waiting' })
    await sends.run()
    expect(server.mails).toHaveLength(1)
    expect((await test.as(sun).call(retryMessage, { params: { messageId: row.id } })).status).toBe(409)
  })
})

describe('an address that does not exist', () => {
  it('is given up at once without hammering, and what the mail server said of it is not kept', async () => {
    server.unknown.add('nobody@xihu.example')
    const about = await queue({ to: 'nobody@xihu.example' })
    for (let day = 0; day < 3; day++) {
      await sends.run()
      pass(24 * HOUR_MS)
    }
    expect(server.attempts).toBe(1)
    expect(await find(about)).toMatchObject({ state: 'given_up', attempts: 1, lastError: 'recipient_refused 550' })
  })

  it('keeps no other mail from leaving', async () => {
    server.unknown.add('nobody@xihu.example')
    await queue({ to: 'nobody@xihu.example' })
    await queue({ to: 'ma@xihu.example' })
    await sends.run()
    expect(server.mails.map((mail) => mail.to)).toEqual(['ma@xihu.example'])
  })
})

it('a process killed after a mail left and before that was noted sends it once more, under the same Message-ID', async () => {
  const about = await queue()
  // The database is away just when the mail has arrived.
  const dying = messageSweep(
    { ...test.platform, command: () => Promise.reject(new Error('killed')) },
    mailer,
    'https://star.example',
  )
  await expect(dying.run()).rejects.toThrow('killed')
  expect(await sends.run()).toBe(0)
  pass(10 * 60_000)
  await sends.run()
  pass(24 * HOUR_MS)
  await sends.run()
  const ids = server.mails.map((mail) => mail.headers['message-id'])
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
  expect((await find(about)).state).toBe('sent')
})

it('without a mail server mails are held and leave when one is set and a person retries them', async () => {
  const about = await queue()
  const holds = messageSweep(test.platform, undefined, 'https://star.example')
  await holds.run()
  const row = await find(about)
  expect(row).toMatchObject({ state: 'held', attempts: 0, nextAttemptAt: null })
  await sends.run()
  expect(server.mails).toEqual([])
  await test.as(zheng).call(retryMessage, { params: { messageId: row.id } })
  await sends.run()
  expect(server.mails).toHaveLength(1)
})

describe('a text message', () => {
  it('is held, can be copied, and is sent when a person says they sent it', async () => {
    const about = await queue({ channel: 'sms', to: '13800001111' })
    await sends.run()
    const row = await find(about)
    expect(row).toMatchObject({ state: 'held', to: '138****1111' })
    const params = { messageId: row.id }
    expect((await test.as(sun).call(readMessage, { params })).body).toMatchObject({
      to: '13800001111',
      link: '/t/secret',
    })
    expect(await test.as(sun).call(retryMessage, { params })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'no_sms_gateway' } },
    })
    expect((await test.as(sun).call(markMessageSent, { params })).body).toEqual({ state: 'sent' })
    expect(await find(about)).toMatchObject({ state: 'sent', sentAt: new Date(now).toISOString() })
    expect((await test.as(sun).call(readMessage, { params })).body.link).toBeNull()
  })
})

describe('the outbox', () => {
  it('is for service managers and administrators, and the text only for its readers', async () => {
    const row = await find(await queue({ readers: ['administrator'] }))
    const params = { messageId: row.id }
    expect((await test.as(wang).call(listMessages)).status).toBe(403)
    const seen = (await test.as(sun).call(listMessages, { query: { limit: 200 } })).body.rows.find(
      (one) => one.id === row.id,
    )
    expect(seen).toMatchObject({ mayOpen: false })
    expect(await test.as(sun).call(readMessage, { params })).toMatchObject({
      status: 403,
      body: { refusal: { code: 'message_private' } },
    })
    expect((await test.as(zheng).call(readMessage, { params })).body.to).toBe('ma@xihu.example')
  })

  it('is listed in pages, by state and channel', async () => {
    const first = (await test.as(sun).call(listMessages, { query: { limit: 1 } })).body
    const second = (await test.as(sun).call(listMessages, { query: { limit: 1, cursor: first.nextCursor } })).body
    expect(second.rows[0]!.id < first.rows[0]!.id).toBe(true)
    const sent = (await test.as(sun).call(listMessages, { query: { state: 'sent', channel: 'sms' } })).body.rows
    expect(new Set(sent.map((row) => `${row.state} ${row.channel}`))).toEqual(new Set(['sent sms']))
  })

  it('lets a person give a mail up: it does not leave', async () => {
    const row = await find(await queue())
    expect((await test.as(sun).call(giveUpMessage, { params: { messageId: row.id } })).body).toEqual({
      state: 'given_up',
    })
    await sends.run()
    expect(server.mails).toEqual([])
  })

  it('keeps the steps of a message in history, without address or text', async () => {
    const row = await find(await queue())
    await sends.run()
    const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
    const lines = await test.platform.query(system, (tx) =>
      tx.sql.selectFrom('history').select(['verb', 'content']).where('recordId', '=', row.id).orderBy('verb').execute(),
    )
    expect(lines.map((line) => line.verb)).toEqual(['message.queued', 'message.sent'])
    expect(JSON.stringify(lines)).not.toMatch(/xihu|马主任|secret/)
  })
})

describe('erasure', () => {
  it('takes address, text and link of every message about the record, and what waited never leaves', async () => {
    const about = await queue()
    await sends.run()
    await queue({ aboutId: about })
    server.mails.length = 0
    const erased = await test.arrange(lanjing, async (tx) => accept(await eraseMessagesAbout(tx, [about])))
    expect(erased).toBe(2)
    await sends.run()
    expect(server.mails).toEqual([])
    const { rows } = (await test.as(zheng).call(listMessages, { query: { limit: 200 } })).body
    const both = rows.filter((row) => row.aboutId === about)
    expect(both.map((row) => row.state).sort()).toEqual(['given_up', 'sent'])
    for (const row of both) {
      expect(row).toMatchObject({ to: '', subject: '', isErased: true, mayOpen: false })
      const opened = await test.as(zheng).call(readMessage, { params: { messageId: row.id } })
      expect(opened.body).toMatchObject({ to: '', body: '', link: null })
      expect((await test.as(zheng).call(retryMessage, { params: { messageId: row.id } })).status).toBe(409)
    }
  })

  it('of nothing erases nothing', async () => {
    expect(await test.arrange(lanjing, async (tx) => accept(await eraseMessagesAbout(tx, [])))).toBe(0)
  })
})

it('the newest reason about a record is known', async () => {
  const about = await queue()
  const newest = await test.arrange(lanjing, async (tx) =>
    accept([await latestReasonAbout(tx, about, ['visit_planned']), await latestReasonAbout(tx, about, ['invitation'])]),
  )
  expect(newest).toEqual(['visit_planned', null])
})
