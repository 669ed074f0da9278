import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#src/server/db/database.ts'
import { openPlatform } from '#src/server/platform.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { verifyConsistency, verifyInclusion } from '#src/shared/merkle/proof.ts'
import { openNote, parseCheckpoint, parseNote, parseVkey } from '#src/shared/signed-note.ts'
import { cloneDatabase } from '#test/database.ts'
import { ed25519Verifier, serverHasher } from '../pack/signing-key.ts'
import { listKeys, openSealer, rotateKey } from './keys.ts'
import { latestCheckpoint, proveConsistency, proveInclusion } from './proofs.ts'
import { findWaitingLedgers, integrateHistory, leafOf } from './sequencer.ts'

const START = Date.parse('2026-11-16T01:00:00.000Z')
const sealer = openSealer('a secret of this test, long enough to be one')

let clone: Awaited<ReturnType<typeof cloneDatabase>>
let database: ReturnType<typeof openDatabase>
let nowMs = START
let platform: ReturnType<typeof openPlatform>

beforeAll(async () => {
  clone = await cloneDatabase()
  database = openDatabase(clone.url, 10)
  platform = openPlatform(database, () => new Date(nowMs))
})
afterAll(async () => {
  await database.close()
  await clone.drop()
})

/** One command that notes these steps of one record. */
async function record(orgId: string, ...verbs: string[]): Promise<void> {
  const actor = { kind: 'system', orgId, name: 'test', roles: [] } as const
  const recordId = newId()
  const decision = await platform.command(actor, { id: newId(), endpoint: 'test', input: recordId }, async (tx) => {
    for (const verb of verbs) tx.record({ recordType: 'work_order', recordId, verb, content: { verb } })
    return accept(null)
  })
  expect(decision.ok).toBe(true)
}

function recordMany(orgId: string, count: number): Promise<void> {
  return record(orgId, ...Array.from({ length: count }, (_, nth) => `work_order.step_${nth}`))
}

async function verbsOf(orgId: string): Promise<string[]> {
  return platform.upkeep(orgId, 'test', async (tx) => {
    const rows = await tx.sql
      .selectFrom('ledgerEntry')
      .innerJoin('history', (join) =>
        join.onRef('history.orgId', '=', 'ledgerEntry.orgId').onRef('history.id', '=', 'ledgerEntry.historyId'),
      )
      .select('verb')
      .orderBy('leafIndex')
      .execute()
    return rows.map((row) => row.verb)
  })
}

const checkpointOf = async (orgId: string) => {
  const row = await platform.upkeep(orgId, 'test', (tx) => latestCheckpoint(tx))
  return row && { ...parseCheckpoint(parseNote(row.note)!.text)!, note: row.note }
}

async function sizesOf(orgId: string): Promise<number[]> {
  const rows = await platform.upkeep(orgId, 'test', (tx) =>
    tx.sql.selectFrom('ledgerCheckpoint').select('size').orderBy('size').execute(),
  )
  return rows.map((row) => row.size)
}

describe('the sequencer', () => {
  it('gives steps their places in the order in which they were noted, and leaves nothing waiting', async () => {
    const orgId = newId()
    await record(orgId, 'a.one', 'a.two')
    await record(orgId, 'b.one')
    expect(await findWaitingLedgers(platform)).toContain(orgId)
    const done = await integrateHistory(platform, sealer, orgId)
    expect(done).toMatchObject({ orgId, size: 3, records: [{ verb: 'a.one' }, { verb: 'a.two' }, { verb: 'b.one' }] })
    expect(await verbsOf(orgId)).toEqual(['a.one', 'a.two', 'b.one'])
    expect(await findWaitingLedgers(platform)).not.toContain(orgId)
    expect(await integrateHistory(platform, sealer, orgId)).toMatchObject({ size: 3, records: [] })
  })

  it('works through more than one batch at a time, and every entry is provable to the checkpoint', async () => {
    const orgId = newId()
    for (let nth = 0; nth < 9; nth++) await recordMany(orgId, 500)
    const done = await integrateHistory(platform, sealer, orgId, { force: true })
    expect(done).toMatchObject({ size: 4500 })
    const head = (await checkpointOf(orgId))!
    expect(head.size).toBe(4500)
    const keys = (await platform.upkeep(orgId, 'test', listKeys)).map(({ vkey }) => parseVkey(vkey)!)
    expect(openNote(head.note, keys, ed25519Verifier())).toMatchObject({ ok: true })
    for (const index of [0, 255, 256, 4095, 4096, 4499]) {
      const { row, path } = await platform.upkeep(orgId, 'test', async (tx) => ({
        row: await tx.sql
          .selectFrom('ledgerEntry')
          .innerJoin('history', (join) =>
            join.onRef('history.orgId', '=', 'ledgerEntry.orgId').onRef('history.id', '=', 'ledgerEntry.historyId'),
          )
          .selectAll('history')
          .where('leafIndex', '=', index)
          .executeTakeFirstOrThrow(),
        path: await proveInclusion(tx, index, head.size),
      }))
      const leaf = serverHasher.leaf(Buffer.from(leafOf(orgId, row)))
      const proof = { leaf, index, size: head.size, path, root: head.root }
      expect(verifyInclusion(proof), `entry ${index}`).toBe(true)
      expect(verifyInclusion({ ...proof, index: index === 0 ? 1 : index - 1 })).toBe(false)
    }
  })

  it('may run in several processes at once: no entry twice, none lost, order kept', async () => {
    const orgId = newId()
    const expected: string[] = []
    for (let nth = 0; nth < 60; nth++) {
      expected.push(`n.${nth}`)
      await record(orgId, `n.${nth}`)
    }
    const other = openDatabase(clone.url, 4)
    const beside = openPlatform(other, () => new Date(nowMs))
    const done = await Promise.all([
      integrateHistory(platform, sealer, orgId),
      integrateHistory(beside, sealer, orgId),
      integrateHistory(platform, sealer, orgId),
      integrateHistory(beside, sealer, orgId, { force: true }),
    ])
    await other.close()
    expect(done.reduce((sum, { records }) => sum + records.length, 0)).toBe(60)
    expect(await verbsOf(orgId)).toEqual(expected)
    expect((await platform.upkeep(orgId, 'test', listKeys)).length).toBe(1)
  })

  it('goes on after a restart where it stopped, and the old tree is the beginning of the new one', async () => {
    const orgId = newId()
    await recordMany(orgId, 300)
    await integrateHistory(platform, sealer, orgId, { force: true })
    const before = (await checkpointOf(orgId))!
    const again = openDatabase(clone.url, 2)
    const restarted = openPlatform(again, () => new Date(nowMs))
    await recordMany(orgId, 333)
    await integrateHistory(restarted, openSealer('a secret of this test, long enough to be one'), orgId, {
      force: true,
    })
    await again.close()
    const after = (await checkpointOf(orgId))!
    expect([before.size, after.size]).toEqual([300, 633])
    const path = await platform.upkeep(orgId, 'test', (tx) => proveConsistency(tx, 300, 633))
    const proof = { oldSize: 300, newSize: 633, oldRoot: before.root, newRoot: after.root, path }
    expect(verifyConsistency(proof)).toBe(true)
    expect(verifyConsistency({ ...proof, oldRoot: after.root })).toBe(false)
  })

  it('undoes a batch whole when its end fails, and takes it up again', async () => {
    const orgId = newId()
    await record(orgId, 'x.one')
    const broken = { ...sealer, seal: () => null as never }
    await expect(integrateHistory(platform, broken, orgId)).rejects.toThrow()
    expect(await verbsOf(orgId)).toEqual([])
    expect(await integrateHistory(platform, sealer, orgId)).toMatchObject({ size: 1 })
  })

  it('keeps organisations apart', async () => {
    const [one, two] = [newId(), newId()]
    await record(one, 'one.a')
    await record(two, 'two.a')
    await integrateHistory(platform, sealer, one)
    expect(await verbsOf(two)).toEqual([])
    await integrateHistory(platform, sealer, two)
    expect(await verbsOf(two)).toEqual(['two.a'])
    const [rootOne, rootTwo] = [(await checkpointOf(one))!, (await checkpointOf(two))!]
    expect(rootOne.origin).toBe(`starproof/${one}`)
    expect(Buffer.from(rootOne.root).equals(Buffer.from(rootTwo.root))).toBe(false)
  })
})

describe('checkpoints', () => {
  it('are signed at most once a second, and an idle ledger ends on one', async () => {
    const orgId = newId()
    const step = async (laterMs: number) => {
      nowMs += laterMs
      await record(orgId, 's.one')
      await integrateHistory(platform, sealer, orgId)
    }
    await step(0)
    await step(400)
    await step(400)
    expect(await sizesOf(orgId)).toEqual([1])
    expect(await findWaitingLedgers(platform)).toContain(orgId)
    await step(200)
    expect(await sizesOf(orgId)).toEqual([1, 4])
    await step(10)
    nowMs += 1000
    await integrateHistory(platform, sealer, orgId)
    expect(await sizesOf(orgId)).toEqual([1, 4, 5])
    expect(await findWaitingLedgers(platform)).not.toContain(orgId)
  })

  it('can be forced, and forcing again without news signs nothing', async () => {
    const orgId = newId()
    await record(orgId, 's.one')
    await integrateHistory(platform, sealer, orgId)
    await record(orgId, 's.two')
    await integrateHistory(platform, sealer, orgId, { force: true })
    await integrateHistory(platform, sealer, orgId, { force: true })
    expect(await sizesOf(orgId)).toEqual([1, 2])
  })

  it('are never dated before the one before, even by a machine whose clock is behind', async () => {
    const orgId = newId()
    await record(orgId, 's.one')
    await integrateHistory(platform, sealer, orgId, { force: true })
    const first = (await checkpointOf(orgId))!
    nowMs -= 60_000
    await record(orgId, 's.two')
    await integrateHistory(platform, sealer, orgId, { force: true })
    nowMs += 60_000
    const second = (await checkpointOf(orgId))!
    expect(second.size).toBe(2)
    expect(second.madeAt! >= first.madeAt!).toBe(true)
  })
})

describe('keys', () => {
  const rotate = (orgId: string) =>
    platform.command(
      { kind: 'system', orgId, name: 'test', roles: [] },
      { id: newId(), endpoint: 'test.rotate', input: newId() },
      async (tx) => accept(await rotateKey(tx, sealer)),
    )

  it('follow one another without a gap, and each checkpoint is signed by the key of its time', async () => {
    const orgId = newId()
    await record(orgId, 'k.one')
    await integrateHistory(platform, sealer, orgId, { force: true })
    nowMs += 60_000
    const rotated = await rotate(orgId)
    nowMs += 60_000
    await record(orgId, 'k.two')
    await integrateHistory(platform, sealer, orgId, { force: true })
    const keys = await platform.upkeep(orgId, 'test', listKeys)
    expect(keys).toHaveLength(2)
    expect(keys[0]!.validUntil).toBe(keys[1]!.validFrom)
    expect(keys[1]!.validUntil).toBeNull()
    expect(rotated).toMatchObject({ ok: true, value: { retired: keys[0]!.vkey, key: { vkey: keys[1]!.vkey } } })
    const notes = await platform.upkeep(orgId, 'test', (tx) =>
      tx.sql.selectFrom('ledgerCheckpoint').select('note').orderBy('size').execute(),
    )
    const signedBy = notes.map(({ note }) =>
      keys.findIndex(({ vkey }) => openNote(note, [parseVkey(vkey)!], ed25519Verifier()).ok),
    )
    expect(signedBy).toEqual([0, 1])
  })

  it('are valid at the time of what they signed, even where a clock is behind', async () => {
    const orgId = newId()
    await record(orgId, 'k.one')
    await integrateHistory(platform, sealer, orgId, { force: true })
    nowMs -= 30_000
    await rotate(orgId)
    await record(orgId, 'k.two')
    await integrateHistory(platform, sealer, orgId, { force: true })
    nowMs += 30_000
    const keys = await platform.upkeep(orgId, 'test', listKeys)
    const head = (await checkpointOf(orgId))!
    expect(head.madeAt! >= keys[1]!.validFrom).toBe(true)
    expect(keys[0]!.validUntil! >= keys[0]!.validFrom).toBe(true)
  })

  it('are sealed: another installation, or another organisation, cannot open them', () => {
    const orgId = newId()
    const sealed = sealer.seal(orgId, 'seed')
    expect(sealer.open(orgId, sealed)).toBe('seed')
    expect(() => sealer.open(newId(), sealed)).toThrow()
    expect(() => openSealer('the secret of another installation altogether').open(orgId, sealed)).toThrow()
    sealed[sealed.length - 1]! ^= 1
    expect(() => sealer.open(orgId, sealed)).toThrow()
  })
})
