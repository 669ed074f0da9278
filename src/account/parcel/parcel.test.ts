import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { uploadFile } from '#src/server/files/contract.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer, rotateKey } from '#src/server/ledger/keys.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, han, lanjing, li, qian, type TestOrganisation, tao, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { download, png, upload } from '#test/upload.ts'
import { keepPack } from './actions/keep-pack.ts'
import { type Sending, sendLetter, sendPack } from './actions/send.ts'
import type { IncomingPack, ParcelHandlers } from './actions/take-in.ts'
import * as contract from './contract.ts'
import { parcelSweep } from './jobs.ts'
import { parcelRoutes } from './routes.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-parcels-'))
const files = openFileStore(folder, 64 * 1024, 256 * 1024)
const sealer = openSealer('a secret of tests only, of no installation')
const parts = { files, sealer }
const seenPacks: IncomingPack[] = []
const recordId = newId()
/** What upper areas do with letters is tested with them; here a kind that leads to a record, and one that may be refused. */
const handlers: ParcelHandlers = {
  company: { letters: {} },
  certification_body: {
    letters: {
      corrections: async (_tx, letter) => {
        if ((letter.body as { late?: boolean }).late) return refuse('conflict', 'request_state')
        return accept({ recordType: 'nonconformity', recordId })
      },
    },
    pack: async (pack) => {
      seenPacks.push(pack)
      return accept(async () => accept({ recordType: 'pack_copy', recordId }))
    },
  },
}

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [fileRoutes(files), parcelRoutes(parts, handlers)] })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})
const NINE = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(NINE))

const refused = (status: number, code: string, params: object = {}) => ({ status, body: { refusal: { code, params } } })
const toBeacon = { orgId: beacon.orgId, name: beacon.name }
const toLanjing = { orgId: lanjing.orgId, name: lanjing.name }
const send = (from: TestOrganisation, sending: Partial<Sending> = {}) =>
  test.arrange(from, (tx) =>
    sendLetter(tx, parts, {
      kind: 'corrections',
      to: from === lanjing ? toBeacon : toLanjing,
      body: { n: newId() },
      ...sending,
    }),
  )
const bytesOf = async (org: TestOrganisation, sha256: string) =>
  Buffer.concat(await files.read(org.orgId, sha256).toArray())
const takeIn = (who: Parameters<typeof upload>[1], bytes: Uint8Array) => upload(test, who, contract.uploadParcel, bytes)
const incoming = async (who = tao) =>
  (await test.as(who).call(contract.listParcels, { query: { direction: 'in', limit: 200 } })).body.rows
const count = async (org: TestOrganisation) =>
  (await readdir(join(folder, org.orgId), { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    .length
const sweep = () => parcelSweep(test.platform, parts, handlers).run()

describe('a letter that zhou carries to beacon as a file', () => {
  let parcelId: string
  let bytes: Buffer

  it('is signed, noted and downloaded by zhou', async () => {
    const photo = (await upload(test, zhou, uploadFile, png('counter'))).body.sha256
    const sent = await send(lanjing, { files: [{ sha256: photo, name: '柜台/整改后.png' }] })
    const saved = await download(test, zhou, contract.downloadParcel, { parcelId: sent.parcelId })
    bytes = saved.bytes
    expect(saved.headers['content-disposition']).toContain('starproof-corrections-2026-11-16.starletter')
    const row = (await test.as(zhou).call(contract.readParcel, { params: { parcelId: sent.parcelId } })).body
    expect(row).toMatchObject({
      direction: 'out',
      trust: 'own',
      deliver: 'file',
      counterpart: toBeacon,
      recipientIsHere: true,
    })
    expect(row.files).toMatchObject([{ sha256: photo, name: '柜台_整改后.png', mediaType: 'image/png' }])
  })

  it('is taken in by tao: the key is seen first, the files are there, and it led to a record', async () => {
    const taken = await takeIn(tao, bytes)
    expect(taken).toMatchObject({ status: 200, body: { kind: 'corrections', repeated: false, trust: 'first' } })
    parcelId = taken.body.parcelId
    const parcel = (await test.as(han).call(contract.readParcel, { params: { parcelId } })).body
    expect(parcel).toMatchObject({
      counterpart: toLanjing,
      ledTo: { recordType: 'nonconformity', recordId },
      readAt: null,
    })
    expect(parcel.checks).toEqual(['container', 'signature', 'key_dates', 'files', 'addressed_by_id'])
    const file = parcel.files[0]!
    const saved = await download(test, han, contract.downloadEnclosed, { parcelId, sha256: file.sha256 })
    expect(saved.bytes).toEqual(png('counter'))
    expect(saved.headers['content-disposition']).toContain('attachment')
  })

  it('uploaded twice is recognised and leads to nothing more', async () => {
    const again = await takeIn(feng, bytes)
    expect(again).toMatchObject({ status: 200, body: { parcelId, repeated: true } })
    expect(await incoming()).toHaveLength(1)
  })

  it('with one byte changed is refused with its place, and leaves nothing behind', async () => {
    const before = await count(beacon)
    const changed = Buffer.from(bytes)
    changed[changed.indexOf('corrections')]! ^= 1
    const answer = await takeIn(tao, changed)
    expect(answer).toMatchObject(
      refused(400, 'parcel_damaged', {
        place: 'letter.json @512',
        whatEn: 'the letter was changed after it was signed',
      }),
    )
    expect(await count(beacon)).toBe(before)
  })

  it('is marked as read once, and history knows by whom', async () => {
    expect((await test.as(han).call(contract.markParcelRead, { params: { parcelId } })).body).toEqual({ readAt: NINE })
    test.at('2026-11-17T01:00:00.000Z')
    expect((await test.as(tao).call(contract.markParcelRead, { params: { parcelId } })).body).toEqual({ readAt: NINE })
    const unread = await test.as(tao).call(contract.listParcels, { query: { unread: '1' } })
    expect(unread.body.rows).toEqual([])
    expect((await test.as(tao).call(contract.markParcelRead, { params: { parcelId: newId() } })).status).toBe(404)
  })

  it('is nothing that lanjing finds at its own side, nor may a technician look', async () => {
    expect((await test.as(zhou).call(contract.readParcel, { params: { parcelId } })).status).toBe(404)
    expect((await test.as(li).call(contract.listParcels)).status).toBe(403)
    expect((await takeIn(qian, bytes)).status).toBe(403)
    expect((await takeIn(null, bytes)).status).toBe(401)
  })
})

describe('what is refused before it is believed', () => {
  it('a letter to another organisation, by id or by name', async () => {
    for (const to of [
      { orgId: newId(), name: beacon.name },
      { orgId: null, name: '别家认证' },
    ]) {
      const bytes = await bytesOf(lanjing, (await send(lanjing, { to })).sha256)
      expect(await takeIn(tao, bytes)).toMatchObject(refused(400, 'letter_to_another', { name: to.name }))
    }
    const { sha256 } = await send(lanjing, { to: { orgId: null, name: ' 明灯 认证' } })
    expect(await takeIn(tao, await bytesOf(lanjing, sha256))).toMatchObject({ status: 200, body: { trust: 'known' } })
  })

  it('its own letter, a picture, and nothing at all', async () => {
    const { sha256 } = await send(lanjing)
    expect(await takeIn(zhou, await bytesOf(lanjing, sha256))).toMatchObject(refused(400, 'own_parcel'))
    expect(await takeIn(tao, png())).toMatchObject(refused(400, 'not_a_parcel'))
    expect(await takeIn(tao, Buffer.alloc(0))).toMatchObject(refused(400, 'file_empty'))
    expect(await takeIn(tao, Buffer.alloc(256 * 1024 + 1))).toMatchObject(refused(400, 'file_too_large'))
  })

  it('a letter larger than a photo may be is not', async () => {
    const photos = await Promise.all(
      ['a', 'b', 'c'].map((more) => upload(test, zhou, uploadFile, png(more.repeat(40_000)))),
    )
    const enclosed = photos.map(({ body }, at) => ({ sha256: body.sha256, name: `${at}.png` }))
    const { sha256 } = await send(lanjing, { files: enclosed })
    expect(await takeIn(tao, await bytesOf(lanjing, sha256))).toMatchObject({ status: 200 })
  })

  it('what its handler refuses is not kept either', async () => {
    const before = (await incoming()).length
    const bytes = await bytesOf(lanjing, (await send(lanjing, { body: { late: true } })).sha256)
    const kept = await count(beacon)
    expect(await takeIn(tao, bytes)).toMatchObject(refused(409, 'request_state'))
    expect([await count(beacon), (await incoming()).length]).toEqual([kept, before])
  })

  it('a file that is not the sender’s cannot be enclosed', async () => {
    await expect(send(lanjing, { files: [{ sha256: 'a'.repeat(64), name: 'x' }] })).rejects.toThrow('file_unknown')
  })
})

describe('keys', () => {
  let aside: { parcelId: string; bytes: Buffer }

  it('are followed by hand-overs only: after a change of keys the letter brings the succession', async () => {
    await test.arrange(lanjing, async (tx) => accept(await rotateKey(tx, sealer)))
    test.at('2026-11-17T01:00:00.000Z')
    const { sha256 } = await send(lanjing)
    expect(await takeIn(tao, await bytesOf(lanjing, sha256))).toMatchObject({
      status: 200,
      body: { trust: 'succeeded' },
    })
    expect(await takeIn(tao, await bytesOf(lanjing, (await send(lanjing)).sha256))).toMatchObject({
      body: { trust: 'known' },
    })
  })

  it('of somebody who writes in lanjing’s name: the letter is shown and led to nothing', async () => {
    // Another installation that claims the same organisation: its keys were never handed over to.
    const other = openSealer('another installation')
    const impostor = await openTestPlatform({ routes: [] })
    const photo = (await upload(test, zhou, uploadFile, png('impostor'))).body
    await impostor.arrange(lanjing, async (tx) => {
      await tx.sql
        .insertInto('file')
        .values({ ...photo, orgId: tx.orgId, uploadedBy: 'x', uploadedAt: tx.at })
        .execute()
      return accept(null)
    })
    const sent = await impostor.arrange(lanjing, (tx) =>
      sendLetter(
        tx,
        { files, sealer: other },
        { kind: 'corrections', to: toBeacon, body: { n: 1 }, files: [{ sha256: photo.sha256, name: 'x.png' }] },
      ),
    )
    const bytes = await bytesOf(lanjing, sent.sha256)
    await impostor.close()
    const answer = await takeIn(tao, bytes)
    expect(answer).toMatchObject({ status: 200, body: { trust: 'unknown', ledTo: null, repeated: false } })
    const params = { parcelId: answer.body.parcelId }
    expect((await test.as(tao).call(contract.readParcel, { params })).body).toMatchObject({
      trust: 'unknown',
      refusedCode: 'signer_unknown',
      files: [],
      body: { n: 1 },
      checks: ['container', 'signature', 'files', 'addressed_by_id'],
    })
    expect((await takeIn(feng, bytes)).body).toMatchObject({ ...params, trust: 'unknown', repeated: true })
    // Judged again while nothing changed: it stays where it is.
    expect((await test.as(tao).call(contract.examineParcel, { params })).body).toMatchObject({ trust: 'unknown' })
    aside = { ...params, bytes }
  })

  it('are shown with the letter they were first seen in, and compared by telephone', async () => {
    const [known] = (await test.as(han).call(contract.listCounterparts)).body.rows
    expect(known).toMatchObject({ ...toLanjing, aside: [{ parcelId: aside.parcelId, kind: 'corrections' }] })
    const current = known!.keys.find((key) => key.validUntil === null)!
    expect(known!.keys).toHaveLength(2)
    expect(current).toMatchObject({ confirmed: null, reset: null, firstSeen: { kind: 'corrections' } })
    const own = (await test.as(zhou).call(contract.readOwnKey)).body.key!
    expect(own.fingerprint).toBe(current.fingerprint)
    const params = { counterpartOrgId: lanjing.orgId, fingerprint: current.fingerprint }
    const body = { how: '电话，周涛念出六组数字，一致' }
    expect((await test.as(han).call(contract.confirmKey, { params, body })).status).toBe(403)
    expect((await test.as(tao).call(contract.confirmKey, { params, body })).status).toBe(200)
    const [after] = (await test.as(tao).call(contract.listCounterparts)).body.rows
    const confirmed = { byName: tao.name, how: body.how }
    expect(after!.keys.find((key) => key.validUntil === null)).toMatchObject({ confirmed })
    const unknown = { ...params, fingerprint: 'f'.repeat(64) }
    expect((await test.as(tao).call(contract.confirmKey, { params: unknown, body })).status).toBe(404)
    expect((await test.as(tao).call(contract.confirmKey, { params, body: { how: ' ' } })).status).toBe(400)
  })

  it('are put aside when the other side lost them: then the letter that was set aside is believed, once', async () => {
    const params = { counterpartOrgId: lanjing.orgId }
    const body = { reason: '对方来电：服务器损坏且无备份，已重新安装' }
    expect((await test.as(tao).call(contract.resetKeys, { params, body })).status).toBe(403)
    expect((await test.as(feng).call(contract.resetKeys, { params, body })).body).toEqual({ keys: 2 })
    expect((await test.as(feng).call(contract.resetKeys, { params, body })).status).toBe(404)
    const about = { params: { parcelId: aside.parcelId } }
    const judged = await test.as(tao).call(contract.examineParcel, about)
    expect(judged.body).toMatchObject({ ...about.params, trust: 'first', ledTo: { recordType: 'nonconformity' } })
    const shown = (await test.as(tao).call(contract.readParcel, about)).body
    expect(shown).toMatchObject({ trust: 'first', refusedCode: null, files: [{ name: 'x.png' }] })
    expect(await test.as(tao).call(contract.examineParcel, about)).toMatchObject(refused(409, 'parcel_not_aside'))
    expect((await takeIn(tao, aside.bytes)).body).toMatchObject({ repeated: true, trust: 'first' })
  })

  it('put aside sign nothing any more, until somebody compared them and lets them stand again', async () => {
    const { sha256 } = await send(lanjing)
    const answer = await takeIn(tao, await bytesOf(lanjing, sha256))
    expect(answer.body).toMatchObject({ trust: 'unknown' })
    const params = { parcelId: answer.body.parcelId }
    const read = () => test.as(tao).call(contract.readParcel, { params })
    expect((await read()).body.refusedCode).toBe('signer_reset')
    const fingerprint = (await test.as(zhou).call(contract.readOwnKey)).body.key!.fingerprint
    const key = { counterpartOrgId: lanjing.orgId, fingerprint }
    await test.as(tao).call(contract.confirmKey, { params: key, body: { how: '误作废，电话核对一致' } })
    expect((await test.as(tao).call(contract.examineParcel, { params })).body).toMatchObject({ trust: 'known' })
    const verbs = await test.platform.query({ kind: 'system', orgId: beacon.orgId, name: 't', roles: [] }, (tx) =>
      tx.sql
        .selectFrom('history')
        .select('verb')
        .where('recordType', '=', 'counterpart')
        .orderBy('recordedAt')
        .orderBy('id')
        .execute(),
    )
    expect(verbs.map((row) => row.verb)).toEqual([
      'counterpart.key_confirmed',
      'counterpart.keys_reset',
      'counterpart.key_confirmed',
    ])
  })
})

describe('inside one installation', () => {
  it('a letter is taken to lanjing by itself, verified like any other, and shown though its kind is unknown there', async () => {
    const { parcelId } = await send(beacon, { kind: 'certificate', deliver: 'here' })
    expect(await sweep()).toBe(1)
    expect(await sweep()).toBe(0)
    const sent = (await test.as(tao).call(contract.readParcel, { params: { parcelId } })).body
    expect(sent).toMatchObject({ deliver: 'here', deliveredAt: NINE, refusedCode: null })
    const rows = await incoming(wu)
    expect(rows).toMatchObject([{ kind: 'certificate', counterpart: toBeacon, trust: 'first', ledTo: null }])
  })

  it('delivery can be asked for later, once', async () => {
    const { parcelId } = await send(beacon, { kind: 'quotation' })
    const params = { parcelId }
    expect((await test.as(tao).call(contract.deliverParcel, { params })).body).toEqual({ deliver: 'here' })
    expect(await test.as(tao).call(contract.deliverParcel, { params })).toMatchObject(
      refused(409, 'already_delivering'),
    )
    await sweep()
    expect((await incoming(wu)).map((row) => row.kind)).toEqual(['quotation', 'certificate'])
    const elsewhere = await send(beacon, { to: { orgId: newId(), name: '外地企业' } })
    const asked = await test.as(tao).call(contract.deliverParcel, { params: { parcelId: elsewhere.parcelId } })
    expect(asked).toMatchObject(refused(400, 'recipient_not_here'))
    await expect(send(beacon, { to: { orgId: null, name: 'x' }, deliver: 'here' })).rejects.toThrow(
      'recipient_not_here',
    )
  })

  it('what the recipient refuses is told to the sender and not tried again', async () => {
    const { parcelId } = await send(lanjing, { body: { late: true }, deliver: 'here' })
    await sweep()
    expect(await sweep()).toBe(0)
    const sent = (await test.as(zhou).call(contract.readParcel, { params: { parcelId } })).body
    expect(sent).toMatchObject({ deliveredAt: null, refusedCode: 'request_state' })
  })

  it('a company finds the certification bodies; a body is not told which companies live here', async () => {
    const found = (await test.as(zhou).call(contract.listRecipients)).body.rows
    expect(found).toContainEqual({ ...toBeacon, isHere: true, met: true })
    const byBeacon = (await test.as(tao).call(contract.listRecipients)).body.rows
    expect(byBeacon.every((row) => row.met)).toBe(true)
  })
})

describe('a pack', () => {
  it('goes to a body, which reads it; a company takes none', async () => {
    const path = join(folder, 'one.starpack')
    await integrateHistory(test.platform, sealer, lanjing.orgId)
    const { makePack } = await import('#src/evaluation/evidence/door.ts')
    await makePack({ platform: test.platform, files, sealer }, lanjing.orgId, path)
    const kept = await keepPack(files, lanjing.orgId, path)
    if (!kept.ok) throw new Error(kept.refusal.code)
    const sent = await test.arrange(lanjing, (tx) => sendPack(tx, { pack: kept.value, to: toBeacon, deliver: 'here' }))
    await sweep()
    expect(seenPacks).toMatchObject([{ sha256: kept.value.sha256, signer: 'known', report: { ok: true } }])
    expect((await incoming()).find((row) => row.kind === 'pack')).toMatchObject({
      container: 'pack',
      ledTo: { recordType: 'pack_copy' },
    })
    const saved = await download(test, zhou, contract.downloadParcel, { parcelId: sent.parcelId })
    expect(await takeIn(wu, saved.bytes)).toMatchObject(refused(400, 'own_parcel'))
    const changed = Buffer.from(saved.bytes)
    changed[changed.length - 3000]! ^= 1
    expect((await takeIn(tao, changed)).body).toMatchObject({
      refusal: { kind: 'invalid', params: { problems: expect.any(Number) } },
    })

    await integrateHistory(test.platform, sealer, beacon.orgId)
    const other = join(folder, 'two.starpack')
    await makePack({ platform: test.platform, files, sealer }, beacon.orgId, other)
    const theirs = await keepPack(files, beacon.orgId, other)
    if (!theirs.ok) throw new Error(theirs.refusal.code)
    expect(await takeIn(wu, await bytesOf(beacon, theirs.value.sha256))).toMatchObject(refused(400, 'pack_not_wanted'))
    expect(await keepPack(files, lanjing.orgId, other)).toMatchObject({ ok: false })
  })
})

it('the list is paged, newest first, by kind and direction', async () => {
  const first = await test.as(tao).call(contract.listParcels, { query: { limit: 2 } })
  const second = await test.as(tao).call(contract.listParcels, { query: { limit: 2, cursor: first.body.nextCursor! } })
  const ids = [...first.body.rows, ...second.body.rows].map((row) => row.id)
  expect(new Set(ids).size).toBe(4)
  const kinds = await test.as(tao).call(contract.listParcels, { query: { kind: 'quotation', direction: 'out' } })
  expect(kinds.body.rows.map((row) => row.kind)).toEqual(['quotation'])
})
