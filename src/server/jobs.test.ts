import pg from 'pg'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { cloneDatabase } from '#test/database.ts'
import { openDatabase } from './db/database.ts'
import { eraseHistoryOf } from './history.ts'
import { startJobs, type Task } from './jobs.ts'
import { nextNumber } from './number-series.ts'
import { openPlatform } from './platform.ts'
import type { WriteTx } from './unit-of-work.ts'

const clone = await cloneDatabase()
const database = openDatabase(clone.url, 8)
const platform = openPlatform(database, () => new Date('2026-11-16T01:00:00.000Z'))
const actor: Actor = { kind: 'system', orgId: newId(), name: 'test', roles: [] }

afterAll(async () => {
  await database.close()
  await clone.drop()
})

let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
})

const failures: string[] = []
async function work(tasks: Record<string, Task>): Promise<void> {
  failures.length = 0
  stop = await startJobs(platform, [{ tasks }], (task, error) => failures.push(`${task}: ${(error as Error).message}`))
}

const act = <T>(does: (tx: WriteTx) => Promise<ReturnType<typeof accept<T>> | ReturnType<typeof refuse>>) =>
  platform.command(actor, { id: newId(), endpoint: 'test', input: null }, does)

describe('a task for later', () => {
  it('is done after its command, for the organisation that asked', async () => {
    const done: unknown[] = []
    await work({ 'test.remind': async (_, payload) => void done.push(payload) })
    await act(async (tx) => {
      tx.later('test.remind', { customer: 7 })
      return accept(null)
    })
    await vi.waitFor(() => expect(done).toEqual([{ orgId: actor.orgId, customer: 7 }]), { timeout: 10_000 })
  })

  it('is not there where its command was refused, failed, or was repeated', async () => {
    const done: unknown[] = []
    await work({ 'test.remind': async (_, payload) => void done.push(payload.of) })
    const refused = await act(async (tx) => {
      tx.later('test.remind', { of: 'refused' })
      return refuse('conflict', 'not_today')
    })
    expect(refused.ok).toBe(false)
    const failed = act(async (tx) => {
      tx.later('test.remind', { of: 'failed' })
      throw new Error('half way')
    })
    await expect(failed).rejects.toThrow('half way')
    const command = { id: newId(), endpoint: 'test', input: null }
    for (const _ of [1, 2])
      await platform.command(actor, command, async (tx) => {
        tx.later('test.remind', { of: 'kept' })
        return accept(null)
      })
    await vi.waitFor(() => expect(done).toContain('kept'), { timeout: 10_000 })
    expect(done).toEqual(['kept'])
  })

  it('replaces the waiting one of the same key', async () => {
    for (const count of [1, 2])
      await act(async (tx) => {
        tx.later('test.recount', { count }, { key: 'recount', runAt: '2026-01-01T00:00:00.000Z' })
        return accept(null)
      })
    const done: unknown[] = []
    await work({ 'test.recount': async (_, payload) => void done.push(payload.count) })
    await vi.waitFor(() => expect(done).toEqual([2]), { timeout: 10_000 })
  })

  it('waits for its hour', async () => {
    const done: string[] = []
    await work({
      'test.tomorrow': async () => void done.push('tomorrow'),
      'test.now': async () => void done.push('now'),
    })
    await act(async (tx) => {
      tx.later('test.tomorrow', {}, { runAt: '2999-01-01T00:00:00.000Z' })
      tx.later('test.now', {})
      return accept(null)
    })
    await vi.waitFor(() => expect(done).toEqual(['now']), { timeout: 10_000 })
  })

  it('that fails is told, stays in the queue, and is planned again later', async () => {
    await work({
      'test.break': async () => {
        throw new Error('the mail server is away')
      },
    })
    await act(async (tx) => {
      tx.later('test.break', {})
      return accept(null)
    })
    await vi.waitFor(() => expect(failures).toEqual(['test.break: the mail server is away']), { timeout: 10_000 })
    await stop?.()
    stop = undefined
    const client = new pg.Client({ connectionString: clone.url })
    await client.connect()
    const { rows } = await client.query(
      "select attempts, run_at > now() as later, last_error from graphile_worker.jobs where task_identifier = 'test.break'",
    )
    await client.end()
    expect(rows).toMatchObject([{ attempts: 1, later: true, last_error: 'the mail server is away' }])
  })
})

describe('running numbers', () => {
  const at = '2026-11-16T01:00:00.000Z'
  it('are never given twice, whatever is asked at once and by however many processes', async () => {
    const orgId = newId()
    const other = openDatabase(clone.url, 4)
    const asked = Array.from({ length: 120 }, (_, nth) => nextNumber(nth % 2 ? database : other, orgId, 'R', at))
    const numbers = await Promise.all(asked)
    await other.close()
    expect(new Set(numbers).size).toBe(120)
    expect(numbers.every((number) => /^R26-\d{6}$/.test(number))).toBe(true)
    const largest = Math.max(...numbers.map((number) => Number(number.slice(4))))
    expect(largest).toBeLessThanOrEqual(120 + 2 * 20)
  })

  it('run from one in each organisation, series and year', async () => {
    const [blue, green] = [newId(), newId()]
    expect(await nextNumber(database, blue, 'R', at)).toBe('R26-000001')
    expect(await nextNumber(database, blue, 'R', at)).toBe('R26-000002')
    expect(await nextNumber(database, blue, 'W', at)).toBe('W26-000001')
    expect(await nextNumber(database, green, 'R', at)).toBe('R26-000001')
    expect(await nextNumber(database, blue, 'R', '2027-01-01T00:00:00.000Z')).toBe('R27-000001')
  })

  it('go on after a restart, with a gap and never backwards', async () => {
    const orgId = newId()
    const before = openDatabase(clone.url, 2)
    expect(await nextNumber(before, orgId, 'R', at)).toBe('R26-000001')
    await before.close()
    const after = openDatabase(clone.url, 2)
    expect(await nextNumber(after, orgId, 'R', at)).toBe('R26-000021')
    await after.close()
  })

  it('are asked for again after a failure, which is told', async () => {
    const broken = openDatabase(clone.url, 2)
    await expect(nextNumber(broken, 'no organisation', 'R', at)).rejects.toThrow(/uuid/)
    expect(await nextNumber(broken, newId(), 'R', at)).toBe('R26-000001')
    await broken.close()
  })
})

describe('history that must forget', () => {
  const stepOf = (recordId: string, content: object) =>
    act(async (tx) => {
      tx.record({ recordType: 'customer', recordId, verb: 'customer.added', content })
      return accept(null)
    })
  const linesOf = (recordId: string, whose: Actor = actor) =>
    platform.query(whose, (tx) =>
      tx.sql
        .selectFrom('history')
        .select(['verb', 'actor', 'content', 'salt', 'commitment', 'erasedAt'])
        .where('recordId', '=', recordId)
        .execute(),
    )

  it('loses what was said with its salt, and keeps who did what, and the commitment', async () => {
    const [forgotten, kept] = [newId(), newId()]
    await stepOf(forgotten, { name: '许晴' })
    await stepOf(kept, { name: '西湖冷库' })
    const [before] = await linesOf(forgotten)
    expect(before).toMatchObject({ content: '{"name":"许晴"}', erasedAt: null })
    for (const _ of [1, 2])
      await act(async (tx) => {
        await eraseHistoryOf(tx, [forgotten])
        await eraseHistoryOf(tx, [])
        return accept(null)
      })
    expect(await linesOf(forgotten)).toEqual([
      { ...before, content: null, salt: null, erasedAt: '2026-11-16T01:00:00.000Z' },
    ])
    expect(await linesOf(kept)).toMatchObject([{ content: '{"name":"西湖冷库"}', erasedAt: null }])
  })

  it('forgets nothing of another organisation', async () => {
    const recordId = newId()
    await stepOf(recordId, { name: '许晴' })
    const stranger: Actor = { ...actor, orgId: newId() }
    await platform.command(stranger, { id: newId(), endpoint: 'test', input: null }, async (tx) => {
      await eraseHistoryOf(tx, [recordId])
      return accept(null)
    })
    expect(await linesOf(recordId)).toMatchObject([{ content: '{"name":"许晴"}' }])
  })
})
