import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '#src/server/files/store.ts'
import { lockLedger, openSealer } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { serverHasher } from '#src/server/pack/signing-key.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { verifyConsistency, verifyInclusion } from '#src/shared/merkle/proof.ts'
import { beacon, feng, lanjing, li, qian, sun, wang, zheng } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import {
  downloadPack,
  listCheckpoints,
  listEntries,
  proveEntry,
  proveGrowth,
  rotateLedgerKey,
  showHistory,
  showLedger,
} from './contract.ts'
import { evidenceRoutes, makePack } from './door.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const sealer = openSealer('a secret of this test, long enough to be one')
const requestId = newId()

let folder: string
let files: ReturnType<typeof openFileStore>
let test: TestPlatform
let photo: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  files = openFileStore(join(folder, 'files'), 1_000_000)
  test = await openTestPlatform({ routes: [evidenceRoutes({ files, sealer, packFolder: join(folder, 'packs') })] })
  photo = await keepFile(PNG)
  await test.arrange(lanjing, async (tx) => {
    const of = { recordType: 'service_request', recordId: requestId }
    tx.record({ ...of, verb: 'service_request.created', content: { phone: '13812345678', urgency: 'urgent' } })
    tx.record({
      ...of,
      verb: 'service_request.answered',
      content: { note: '空调不制冷', fileSha256: photo },
      claimedAt: '2026-11-13T01:00:00.000Z',
    })
    tx.record({ recordType: 'outlet', recordId: newId(), verb: 'outlet.opened', content: { name: '朝阳店' } })
    return accept(null)
  })
  await integrateHistory(test.platform, sealer, lanjing.orgId, { force: true })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

async function keepFile(bytes: Buffer): Promise<string> {
  const stored = await files.put(lanjing.orgId, Readable.from([bytes]))
  if (!stored.ok) throw new Error(stored.refusal.code)
  await test.arrange(lanjing, async (tx) => {
    const value = { orgId: tx.orgId, ...stored.value, uploadedBy: 'system:arrange', uploadedAt: tx.at }
    await tx.sql.insertInto('file').values(value).execute()
    return accept(null)
  })
  return stored.value.sha256
}

async function keepPack(path: string, query = {}) {
  const session = await test.openSessionOf(qian)
  const response = await test.app.inject({
    method: 'GET',
    url: downloadPack.path,
    query,
    headers: { cookie: session.cookie },
  })
  expect(response.statusCode).toBe(200)
  await writeFile(path, response.rawPayload)
  return response
}

describe('the ledger', () => {
  it('shows qian its size, its newest checkpoint and its key', async () => {
    const { status, body } = await test.as(qian).call(showLedger)
    expect(status).toBe(200)
    expect(body.pending).toBe(0)
    expect(body.checkpoint).toMatchObject({ size: body.size })
    expect(body.checkpoint!.note).toContain(`starproof/${lanjing.orgId}`)
    expect(body.keys).toMatchObject([{ validUntil: null, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  })

  it('lists entries page by page, newest first, with the names of who acted and no content', async () => {
    const first = await test.as(qian).call(listEntries, { query: { limit: 2 } })
    expect(first.body.rows.map((row) => row.verb)).toEqual(['outlet.opened', 'service_request.answered'])
    expect(first.body.rows[0]!.actor).toEqual({ kind: 'system', id: null, name: 'arrange' })
    const second = await test.as(qian).call(listEntries, { query: { limit: 2, cursor: first.body.nextCursor } })
    expect(second.body.rows[0]!.leafIndex).toBe(first.body.rows[1]!.leafIndex! - 1)
    expect(JSON.stringify(first.body)).not.toContain('13812345678')
  })

  it('refuses a cursor that is none', async () => {
    for (const endpoint of [listEntries, listCheckpoints]) {
      expect(await test.as(qian).call(endpoint, { query: { cursor: "1' or" } })).toMatchObject({ status: 400 })
    }
  })

  it('is closed to li, who is a technician, and holds nothing of lanjing for feng', async () => {
    expect(await test.as(li).call(showLedger)).toMatchObject({ status: 403 })
    const { body } = await test.as(feng).call(listEntries)
    expect(body.rows).toEqual([])
  })
})

describe('the history of a record', () => {
  const params = { recordType: 'service_request', recordId: requestId }

  it('tells wang everything, in order, and marks what was filled in later', async () => {
    const { body } = await test.as(wang).call(showHistory, { params })
    expect(body.rows).toMatchObject([
      { verb: 'service_request.created', lateMinutes: 0, backfilled: false, content: { phone: '13812345678' } },
      { verb: 'service_request.answered', lateMinutes: 4320, backfilled: true, masked: false },
    ])
    expect(body.nextCursor).toBeNull()
  })

  it('masks for the auditor who called and what they said', async () => {
    const { body } = await test.as(qian).call(showHistory, { params })
    expect(body.rows[0]).toMatchObject({ content: { phone: '****', urgency: 'urgent' }, masked: true })
    expect(JSON.stringify(body)).not.toContain('制冷')
  })

  it('comes in pages, also where an entry has no place in the ledger yet', async () => {
    const recordId = newId()
    const of = { recordType: 'outlet', recordId, content: {} }
    await test.arrange(lanjing, async (tx) => {
      for (const step of ['one', 'two', 'three']) tx.record({ ...of, verb: `outlet.${step}` })
      return accept(null)
    })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, unknown> = cursor ? { limit: 1, cursor } : { limit: 1 }
      const { body } = await test.as(wang).call(showHistory, { params: { recordType: 'outlet', recordId }, query })
      expect(body.rows[0]!.leafIndex).toBeNull()
      seen.push(...body.rows.map((row) => row.verb))
      cursor = body.nextCursor
    } while (cursor)
    expect(seen).toEqual(['outlet.one', 'outlet.two', 'outlet.three'])
    await integrateHistory(test.platform, sealer, lanjing.orgId, { force: true })
  })

  it('shows an erased entry as erased', async () => {
    const recordId = newId()
    await test.arrange(lanjing, async (tx) => {
      tx.record({ recordType: 'customer', recordId, verb: 'customer.added', content: { name: '赵女士' } })
      return accept(null)
    })
    await test.arrange(lanjing, async (tx) => {
      const erased = { content: null, salt: null, erasedAt: tx.at }
      await tx.sql.updateTable('history').set(erased).where('recordId', '=', recordId).execute()
      return accept(null)
    })
    const { body } = await test.as(wang).call(showHistory, { params: { recordType: 'customer', recordId } })
    expect(body.rows).toMatchObject([{ verb: 'customer.added', content: null, erasedAt: expect.any(String) }])
  })

  it('is not found for a record that nobody knows, and for another organisation', async () => {
    const unknown = { recordType: 'service_request', recordId: newId() }
    expect(await test.as(wang).call(showHistory, { params: unknown })).toMatchObject({ status: 404 })
    expect(await test.as(feng).call(showHistory, { params })).toMatchObject({ status: 404 })
    const odd = { recordType: "x' or", recordId: requestId }
    expect(await test.as(wang).call(showHistory, { params: odd })).toMatchObject({ status: 400 })
  })
})

describe('proofs', () => {
  it('lead from an entry to a signed checkpoint, checked with nothing but hashes', async () => {
    const { body } = await test.as(sun).call(proveEntry, { params: { leafIndex: 1 } })
    const proof = {
      leaf: serverHasher.leaf(Buffer.from(body.leaf)),
      index: body.leafIndex,
      size: body.checkpoint.size,
      path: body.path.map((hash) => Buffer.from(hash, 'base64')),
      root: Buffer.from(body.checkpoint.root, 'base64'),
    }
    expect(Buffer.from(proof.leaf).toString('base64')).toBe(body.leafHash)
    expect(verifyInclusion(proof)).toBe(true)
    expect(verifyInclusion({ ...proof, leaf: serverHasher.leaf(Buffer.from(`${body.leaf} `)) })).toBe(false)
  })

  it('show that the ledger of before is the beginning of the ledger of now', async () => {
    const { rows } = (await test.as(sun).call(listCheckpoints, { query: { limit: 200 } })).body
    const [to, from] = [rows[0]!, rows.at(-1)!]
    expect(from.size).toBeLessThan(to.size)
    const { body } = await test.as(sun).call(proveGrowth, { query: { from: from.size, to: to.size } })
    const proof = {
      oldSize: from.size,
      newSize: to.size,
      oldRoot: Buffer.from(body.from.root, 'base64'),
      newRoot: Buffer.from(body.to.root, 'base64'),
      path: body.path.map((hash) => Buffer.from(hash, 'base64')),
    }
    expect(verifyConsistency(proof)).toBe(true)
  })

  it('are refused to a size that nobody signed, and beyond the checkpoint', async () => {
    const { size } = (await test.as(sun).call(showLedger)).body
    const beyond = await test.as(sun).call(proveEntry, { params: { leafIndex: size } })
    expect(beyond).toMatchObject({ status: 404, body: { refusal: { code: 'entry_beyond_checkpoint' } } })
    const unsigned = await test.as(sun).call(proveEntry, { params: { leafIndex: 0 }, query: { size: size + 7 } })
    expect(unsigned).toMatchObject({ status: 404, body: { refusal: { code: 'checkpoint_unknown' } } })
    expect(await test.as(sun).call(proveGrowth, { query: { from: size, to: 1 } })).toMatchObject({ status: 400 })
    expect(await test.as(sun).call(proveEntry, { params: { leafIndex: -1 } })).toMatchObject({ status: 400 })
  })
})

describe('a pack', () => {
  it('taken by qian holds everything with its files, verifies, and leaves nothing on the server', async () => {
    const path = join(folder, 'whole.starpack')
    const response = await keepPack(path)
    expect(response.headers['content-disposition']).toBe('attachment; filename="starproof-2026-11-16.starpack"')
    expect(response.headers['content-encoding']).toBeUndefined()
    const report = await verifyPack(path)
    expect(report).toMatchObject({ ok: true, files: 1, erased: 1, org: { id: lanjing.orgId, name: lanjing.name } })
    expect(report.entries).toBe((await test.as(qian).call(showLedger)).body.size)
    expect((await readFile(path)).includes('13812345678')).toBe(true)
    expect(await readdir(join(folder, 'packs'))).toEqual([])
  })

  it('for handing out names nobody, and verifies all the same', async () => {
    const path = join(folder, 'public.starpack')
    await keepPack(path, { without_personal_data: '1' })
    const bytes = await readFile(path)
    for (const personal of ['13812345678', '空调不制冷', '王芳']) expect(bytes.includes(personal)).toBe(false)
    expect(bytes.includes('朝阳店')).toBe(true)
    const report = await verifyPack(path)
    expect(report).toMatchObject({ ok: true, files: 0 })
    expect(report.erased).toBeGreaterThan(2)
  })

  it('is refused while another one of the same organisation is in the making, and to those who may not', async () => {
    const { cookie } = await test.openSessionOf(qian)
    const ask = () => test.app.inject({ method: 'GET', url: downloadPack.path, headers: { cookie } })
    // Whoever comes first waits for the ledger; the other one is answered meanwhile.
    const asked = await test.platform.upkeep(lanjing.orgId, 'test', async (tx) => {
      await lockLedger(tx)
      const both = [ask(), ask()]
      expect((await Promise.race(both)).statusCode).toBe(409)
      return both
    })
    expect((await Promise.all(asked)).map((response) => response.statusCode).toSorted()).toEqual([200, 409])
    expect(await test.as(sun).call(downloadPack)).toMatchObject({ status: 403 })
  })

  it('made after a change of key verifies, and both keys stand in it', async () => {
    const before = (await test.as(qian).call(showLedger)).body.keys
    test.at('2026-11-16T02:00:00.000Z')
    expect(await test.as(sun).call(rotateLedgerKey, { body: { reason: '离职' } })).toMatchObject({ status: 403 })
    const rotated = await test.as(zheng).call(rotateLedgerKey, { body: { reason: '管理员离职' } })
    expect(rotated).toMatchObject({ status: 200, body: { validUntil: null } })
    const path = join(folder, 'rotated.starpack')
    await keepPack(path)
    const report = await verifyPack(path, { keys: [rotated.body.vkey] })
    expect(report).toMatchObject({ ok: true, keyExpected: true, keyFingerprint: rotated.body.fingerprint })
    expect(await verifyPack(path, { keys: [before[0]!.vkey] })).toMatchObject({ ok: false })
    const { rows } = (await test.as(zheng).call(listEntries, { query: { limit: 1 } })).body
    expect(rows).toMatchObject([{ verb: 'ledger_key.rotated', actor: { kind: 'person', name: '郑凯' } }])
  })

  it('is refused with the name of the file when a kept file is gone from the disk', async () => {
    const parts = { platform: test.platform, files, sealer }
    await rm(files.pathOf(lanjing.orgId, photo))
    const path = join(folder, 'lost.starpack')
    expect(await makePack(parts, lanjing.orgId, path)).toMatchObject({
      ok: false,
      refusal: { code: 'file_missing_on_disk', params: { sha256: photo } },
    })
    expect((await readdir(folder)).filter((name) => name.startsWith('.starpack') || name.startsWith('lost'))).toEqual(
      [],
    )
    await files.put(lanjing.orgId, Readable.from([PNG]))
  })

  it('says which files were erased on purpose, stops when told to, and needs something to hold', async () => {
    const parts = { platform: test.platform, files, sealer }
    await test.arrange(lanjing, async (tx) => {
      await tx.sql.deleteFrom('file').where('sha256', '=', photo).execute()
      return accept(null)
    })
    const path = join(folder, 'erased.starpack')
    expect(await makePack(parts, lanjing.orgId, path)).toMatchObject({ ok: true, value: { files: 0 } })
    expect((await verifyPack(path)).ok).toBe(true)
    const signal = AbortSignal.abort()
    expect(await makePack(parts, beacon.orgId, path, { signal })).toMatchObject({ refusal: { code: 'cancelled' } })
    expect(await makePack(parts, newId(), path)).toMatchObject({ refusal: { code: 'ledger_empty' } })
  })
})
