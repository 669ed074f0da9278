import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { revokeOtherSessions } from '#src/account/session/contract.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, lanjing, type TestOrganisation, wang } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { openSealer } from '../ledger/keys.ts'
import { integrateHistory } from '../ledger/sequencer.ts'
import { watchChanges } from './contract.ts'
import { type LiveEvent, type LiveHub, openLiveHub } from './hub.ts'
import { liveRoutes } from './routes.ts'

const EVERYTHING = { topic: '*', recordType: '*', recordId: '*' }
const sealer = openSealer('a secret of this test, long enough to be one')
const faults: Error[] = []

let test: TestPlatform
let hub: LiveHub
beforeAll(async () => {
  test = await openTestPlatform({
    routes: async (platform) => {
      hub = await openLiveHub(platform.database.url, (error) => faults.push(error))
      return [liveRoutes(hub, 100)]
    },
  })
})
afterAll(async () => {
  await hub.close()
  await test.close()
})

/** That many records change, and find their place in the ledger. Answers their ids. */
async function change(org: TestOrganisation, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  await test.arrange(org, async (tx) => {
    for (const recordId of ids) tx.record({ recordType: 'outlet', recordId, verb: 'outlet.added', content: {} })
    return accept(null)
  })
  await integrateHistory(test.platform, sealer, org.orgId)
  return ids
}

/** What somebody of this organisation hears from now on. What the people of the test left to tell was told before. */
async function listen(org: TestOrganisation): Promise<{ heard: LiveEvent[]; stop: () => void }> {
  await integrateHistory(test.platform, sealer, org.orgId)
  const heard: LiveEvent[] = []
  const stop = hub.listen(org.orgId, (event) => heard.push(event))
  // Notifications arrive in the order of their commits: after this one, none of those before is under way.
  const mark = newId()
  await notify({ orgId: org.orgId, records: [{ verb: 'mark', recordType: 'mark', recordId: mark }] })
  await vi.waitFor(() => expect(heard.some((event) => event.recordId === mark)).toBe(true))
  heard.length = 0
  return { heard, stop }
}

async function onDatabase(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: test.database.url })
  await client.connect()
  await client.query(text, values)
  await client.end()
}
const notify = (message: object) => onDatabase("select pg_notify('starproof_live', $1)", [JSON.stringify(message)])

describe('a live screen', () => {
  it('hears what changed in its organisation, and nothing of another', async () => {
    const ours = await listen(lanjing)
    const theirs = await listen(beacon)
    const [recordId] = await change(lanjing, 1)
    const [other] = await change(beacon, 1)
    await vi.waitFor(() => expect(theirs.heard).toHaveLength(1))
    expect(ours.heard).toEqual([{ topic: 'outlet.added', recordType: 'outlet', recordId }])
    expect(theirs.heard).toEqual([{ topic: 'outlet.added', recordType: 'outlet', recordId: other }])
    ours.stop()
    theirs.stop()
  })

  it('is told of forty records one by one, and of more to read everything again', async () => {
    const { heard, stop } = await listen(lanjing)
    const ids = await change(lanjing, 40)
    await vi.waitFor(() => expect(heard.map((event) => event.recordId).sort()).toEqual(ids.sort()))
    heard.length = 0
    await change(lanjing, 41)
    await vi.waitFor(() => expect(heard).toEqual([EVERYTHING]))
    stop()
  })

  it('hears nothing more once it stopped listening', async () => {
    const other = await listen(lanjing)
    const { heard, stop } = await listen(lanjing)
    other.heard.length = 0
    stop()
    await change(lanjing, 1)
    await vi.waitFor(() => expect(other.heard).toHaveLength(1))
    expect(heard).toEqual([])
    other.stop()
  })

  it('is told to read everything again when the connection was lost, and hears on', async () => {
    const { heard, stop } = await listen(lanjing)
    await onDatabase(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'starproof live' and datname = current_database()",
    )
    await vi.waitFor(() => expect(heard).toEqual([EVERYTHING]), { timeout: 10_000 })
    expect(faults.length).toBeGreaterThan(0)
    heard.length = 0
    const [recordId] = await change(lanjing, 1)
    await vi.waitFor(() => expect(heard).toEqual([{ topic: 'outlet.added', recordType: 'outlet', recordId }]))
    stop()
  })
})

describe('the stream of changes', () => {
  let port: number
  beforeAll(async () => {
    await test.app.listen({ host: '127.0.0.1', port: 0 })
    port = (test.app.server.address() as AddressInfo).port
  })

  async function open(cookie: string): Promise<{ response: IncomingMessage; text: () => string }> {
    const request = get({ host: '127.0.0.1', port, path: watchChanges.path, headers: { cookie } })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    let text = ''
    response.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    return { response, text: () => text }
  }

  it('carries events of the reader’s organisation as they happen, unbuffered and kept by nobody', async () => {
    const ours = await open((await test.openSessionOf(wang)).cookie)
    const theirs = await open((await test.openSessionOf(feng)).cookie)
    expect(ours.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const [recordId] = await change(lanjing, 1)
    const told = `data: ${JSON.stringify({ topic: 'outlet.added', recordType: 'outlet', recordId })}\n\n`
    await vi.waitFor(() => expect(ours.text()).toContain(told))
    expect(ours.text()).toMatch(/^retry: 2000\n\n/)
    expect(theirs.text()).not.toContain(recordId)
    ours.response.destroy()
    theirs.response.destroy()
  })

  it('ends when the session behind it is revoked', async () => {
    const here = await test.openSessionOf(wang)
    const elsewhere = await test.openSessionOf(wang)
    const stream = await open(here.cookie)
    await vi.waitFor(() => expect(stream.text()).toContain(': still here'))
    const ended = once(stream.response, 'end')
    expect((await test.as(elsewhere).call(revokeOtherSessions, { body: {} })).status).toBe(200)
    await ended
  })

  it('is closed to strangers', async () => {
    const { response } = await open('')
    expect(response.statusCode).toBe(401)
    response.destroy()
  })
})
