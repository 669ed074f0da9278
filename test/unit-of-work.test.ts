import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#src/server/db/database.ts'
import { openPlatform } from '#src/server/platform.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { cloneDatabase } from './database.ts'

const clone = await cloneDatabase()
const database = openDatabase(clone.url, 4)
const platform = openPlatform(database, () => new Date('2026-11-20T02:00:00Z'))
const blue: Actor = { kind: 'system', orgId: newId(), name: 'test', roles: [] }
const green: Actor = { kind: 'system', orgId: newId(), name: 'test', roles: [] }

afterAll(async () => {
  await database.close()
  await clone.drop()
})

function found(actor: Actor, slug: string, commandId = newId()) {
  return platform.command(actor, { id: commandId, endpoint: 'test.found', input: { slug } }, async (tx) => {
    await tx.sql
      .insertInto('organisation')
      .values({ orgId: tx.orgId, slug, name: slug, kind: 'company', createdAt: tx.at })
      .execute()
    tx.record({ recordType: 'organisation', recordId: tx.orgId, verb: 'organisation.founded', content: { slug } })
    return accept({ slug })
  })
}

describe('one unit of work', () => {
  beforeAll(async () => {
    expect(await found(blue, 'blue')).toEqual(accept({ slug: 'blue' }))
    expect(await found(green, 'green')).toEqual(accept({ slug: 'green' }))
  })

  it('sees its own organisation and no other, even when it asks for all rows', async () => {
    const seen = await platform.query(blue, (tx) => tx.sql.selectFrom('organisation').select('slug').execute())
    expect(seen).toEqual([{ slug: 'blue' }])
    const history = await platform.query(green, (tx) =>
      tx.sql.selectFrom('history').select(['verb', 'content']).execute(),
    )
    expect(history).toEqual([{ verb: 'organisation.founded', content: '{"slug":"green"}' }])
  })

  it('sees nothing without an organisation', async () => {
    expect(await database.app.selectFrom('organisation').select('slug').execute()).toEqual([])
  })

  it('cannot write a row of another organisation', async () => {
    const attempt = platform.command(blue, { id: newId(), endpoint: 'test.steal', input: null }, async (tx) => {
      await tx.sql
        .insertInto('factDirty')
        .values({ orgId: green.orgId, outletId: newId(), dayOn: '2026-11-20' })
        .execute()
      return accept(null)
    })
    await expect(attempt).rejects.toThrow(/row-level security/)
  })

  it('cannot rewrite or delete history', async () => {
    const rewrite = platform.command(blue, { id: newId(), endpoint: 'test.rewrite', input: null }, async (tx) => {
      await tx.sql.updateTable('history').set({ verb: 'organisation.dissolved' }).execute()
      return accept(null)
    })
    await expect(rewrite).rejects.toThrow(/permission denied/)
  })

  it('says what went wrong first where several statements were sent together', async () => {
    const answer = await platform.command(blue, { id: newId(), endpoint: 'test.both', input: null }, async (tx) => {
      const row = { orgId: tx.orgId, slug: 'twice', name: 'twice', kind: 'company', createdAt: tx.at }
      const wrong = async () => tx.sql.insertInto('organisation').values(row).execute()
      const refusedAgain = async () => {
        const rows = await wrong()
        return rows
      }
      await Promise.all([refusedAgain(), tx.sql.selectFrom('organisation').select('slug').execute()])
      return accept(null)
    })
    expect(answer).toMatchObject({ ok: false, refusal: { kind: 'conflict', code: 'already_exists' } })
  })

  it('acts once when the same command arrives twice, also at the same moment', async () => {
    const commandId = newId()
    let acted = 0
    const act = () =>
      platform.command(blue, { id: commandId, endpoint: 'test.count', input: 1 }, async (tx) => {
        tx.record({ recordType: 'organisation', recordId: tx.orgId, verb: 'organisation.counted', content: {} })
        return accept(++acted)
      })
    const answers = await Promise.all([act(), act(), act()])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const lines = await platform.query(blue, (tx) =>
      tx.sql.selectFrom('history').select('id').where('verb', '=', 'organisation.counted').execute(),
    )
    expect(lines).toHaveLength(1)
  })

  it('refuses a used command id with another question', async () => {
    const commandId = newId()
    const yes = (input: number) =>
      platform.command(blue, { id: commandId, endpoint: 'test.ask', input }, async () => accept(input))
    expect(await yes(1)).toEqual(accept(1))
    expect(await yes(2)).toEqual(refuse('conflict', 'command_reused'))
  })

  it('leaves nothing behind when the action refuses', async () => {
    const answer = await platform.command(blue, { id: newId(), endpoint: 'test.refuse', input: null }, async (tx) => {
      await tx.sql.updateTable('organisation').set({ name: 'half done' }).execute()
      return refuse('conflict', 'not_today')
    })
    expect(answer).toEqual(refuse('conflict', 'not_today'))
    const [row] = await platform.query(blue, (tx) => tx.sql.selectFrom('organisation').select('name').execute())
    expect(row?.name).toBe('blue')
  })
})
