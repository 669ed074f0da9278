import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, lanjing, li, sun, type TestOrganisation, wang, wu, zhao } from '#test/people.ts'
import { ids, openServicePlatform, type ServicePlatform } from '#test/service.ts'
import { followUpRating, listRatings, recordCallBack } from '../rating/contract.ts'
import { createPortalRequest } from '../request/contract/make.ts'
import { cancelRequest } from '../request/contract/step.ts'
import {
  followRequest,
  makeTrackingLink,
  nudgeByLink,
  rateByLink,
  readPortal,
  revokeTrackingLinks,
} from './contract.ts'

let test: ServicePlatform
beforeAll(async () => {
  test = await openServicePlatform()
})
afterAll(() => test.close())
const NINE = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(NINE))

async function linkOf(requestId: string): Promise<{ secret: string }> {
  const made = await test.as(wang).call(makeTrackingLink, { params: { requestId }, body: {} })
  expect(made.status).toBe(200)
  return { secret: made.body.secret }
}

let hour = 1
/** A request whose visit by 李强 is over. */
async function served(): Promise<string> {
  const requestId = await test.ask({ productId: null })
  const workOrderId = await test.order(requestId)
  const at = (value: number) => `2026-11-18T${String(value).padStart(2, '0')}:00:00.000Z`
  hour += 1
  expect((await test.give(workOrderId, ids.li, at(hour), at(hour + 1))).status).toBe(200)
  await test.visit(workOrderId, li, NINE)
  return requestId
}

function read<T>(org: TestOrganisation, ask: Parameters<typeof test.platform.query<T>>[1]) {
  return test.platform.query<T>({ kind: 'system', orgId: org.orgId, name: 'test', roles: [] }, ask)
}

describe('a tracking link', () => {
  it('is 256 random bits of which only the SHA-256 is kept, nowhere the secret itself', async () => {
    const { secret } = await linkOf(await test.ask())
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    const kept = await read(lanjing, (tx) => tx.sql.selectFrom('trackingLink').select('secretHash').execute())
    const hash = createHash('sha256').update(secret).digest('hex')
    expect(kept.map((row) => row.secretHash.toString('hex'))).toContain(hash)
    const everywhere = await read(lanjing, async (tx) => [
      ...(await tx.sql.selectFrom('command').selectAll().execute()),
      ...(await tx.sql.selectFrom('history').selectAll().execute()),
    ])
    expect(JSON.stringify(everywhere)).not.toContain(secret)
  })

  it('whose answer was lost is told again by a fresh secret, for staff and for the public, without a second request', async () => {
    const params = { requestId: await test.ask() }
    const commandId = newId()
    const first = await test.as(wang).call(makeTrackingLink, { params, body: {}, commandId })
    const second = await test.as(wang).call(makeTrackingLink, { params, body: {}, commandId })
    expect(second.body.secret).not.toBe(first.body.secret)
    for (const { body } of [first, second])
      expect((await test.as(null).call(followRequest, { params: { secret: body.secret } })).status).toBe(200)

    const body = {
      id: newId(),
      kind: 'repair',
      subject: '漏水',
      contactName: '吴先生',
      contactPhone: '13911112222',
      consent: true,
    }
    const asked = await test.as(null).call(createPortalRequest, { body, commandId: body.id })
    const repeated = await test.as(null).call(createPortalRequest, { body, commandId: body.id })
    expect(repeated.body).toMatchObject({ id: body.id, number: asked.body.number })
    for (const { trackingSecret: secret } of [asked.body, repeated.body])
      expect((await test.as(null).call(followRequest, { params: { secret } })).body).toMatchObject({ subject: '漏水' })
  })

  it('opens nothing when guessed, expired or revoked, and never says which', async () => {
    const requestId = await test.ask()
    const link = await linkOf(requestId)
    const refusal = { kind: 'not_found', code: 'link_expired', params: {} }
    const guess = { secret: Buffer.alloc(32, 7).toString('base64url') }
    expect(await test.as(null).call(followRequest, { params: guess })).toMatchObject({ status: 404, body: { refusal } })
    const stars = { ratingId: newId(), stars: 5 }
    expect(await test.as(null).call(rateByLink, { params: guess, body: stars })).toMatchObject({ body: { refusal } })
    test.at('2027-05-15T00:59:59.999Z')
    expect((await test.as(null).call(followRequest, { params: link })).status).toBe(200)
    test.at('2027-05-15T01:00:00.000Z')
    expect(await test.as(null).call(followRequest, { params: link })).toMatchObject({ body: { refusal } })
    test.at(NINE)
    const other = await linkOf(requestId)
    const body = { reason: '发错了人' }
    const revoked = await test.as(wang).call(revokeTrackingLinks, { params: { requestId }, body })
    expect(revoked.body).toEqual({ revoked: 2 })
    expect(await test.as(null).call(followRequest, { params: other })).toMatchObject({ body: { refusal } })
  })

  it('shows no note, no telephone number and no full name', async () => {
    const { requestId } = await test.given({ description: '密码 8899', productId: null })
    const { body } = await test.as(null).call(followRequest, { params: await linkOf(requestId) })
    const text = JSON.stringify(body)
    for (const secret of ['李强', '13800001111', '8899', '马主任', '西湖冷库', '王芳'])
      expect(text).not.toContain(secret)
    expect(body).toMatchObject({ companyName: '蓝鲸制冷设备', technician: '李' })
  })

  it('cannot be made for a request of another organisation', async () => {
    const requestId = await test.ask()
    expect(await test.as(feng).call(makeTrackingLink, { params: { requestId }, body: {} })).toMatchObject({
      status: 404,
    })
    const rows = await read(beacon, (tx) => tx.sql.selectFrom('trackingLink').select('id').execute())
    expect(rows).toEqual([])
  })
})

describe('hurrying', () => {
  it('counts once an hour', async () => {
    const params = await linkOf(await test.ask())
    const nudge = () => test.as(null).call(nudgeByLink, { params, body: { note: '请快一点' } })
    expect((await nudge()).body).toEqual({ nudges: 1 })
    expect((await test.as(null).call(followRequest, { params })).body.mayNudge).toBe(false)
    test.at('2026-11-16T01:59:00.000Z')
    expect(await nudge()).toMatchObject({
      status: 409,
      body: { refusal: { code: 'nudged_lately', params: { minutes: 1 } } },
    })
    test.at('2026-11-16T02:00:00.000Z')
    expect((await nudge()).body).toEqual({ nudges: 2 })
  })

  it('counts once when pressed four times at the same moment', async () => {
    const params = await linkOf(await test.ask())
    const sent = await Promise.all([1, 2, 3, 4].map(() => test.as(null).call(nudgeByLink, { params, body: {} })))
    expect(sent.map((one) => one.status).sort()).toEqual([200, 409, 409, 409])
  })

  it('is over when the request is', async () => {
    const requestId = await test.ask()
    const params = await linkOf(requestId)
    await test.as(wang).call(cancelRequest, { params: { requestId }, body: { reason: '重复' } })
    expect(await test.as(null).call(nudgeByLink, { params, body: {} })).toMatchObject({
      body: { refusal: { code: 'request_state' } },
    })
  })
})

describe('rating', () => {
  it('waits until somebody has been there, needs stars, and counts once', async () => {
    const early = await linkOf(await test.ask())
    const stars = { ratingId: newId(), stars: 4, comment: '还可以' }
    expect(await test.as(null).call(rateByLink, { params: early, body: stars })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'not_served_yet' } },
    })
    const params = await linkOf(await served())
    for (const wrong of [{ ratingId: newId() }, { ratingId: newId(), stars: 0 }, { ratingId: newId(), stars: 4.5 }])
      expect((await test.as(null).call(rateByLink, { params, body: wrong })).status).toBe(400)
    const given = await Promise.all(
      [1, 2, 3].map(() => test.as(null).call(rateByLink, { params, body: { ...stars, ratingId: newId() } })),
    )
    expect(given.map((one) => one.status).sort()).toEqual([200, 409, 409])
  })

  it('takes the same rating again as the same, another one not', async () => {
    const params = await linkOf(await served())
    const body = { ratingId: newId(), stars: 5 }
    expect((await test.as(null).call(rateByLink, { params, body })).status).toBe(200)
    expect((await test.as(null).call(rateByLink, { params, body })).body).toEqual({ stars: 5 })
    expect(await test.as(null).call(rateByLink, { params, body: { ...body, stars: 1 } })).toMatchObject({
      body: { refusal: { code: 'already_rated' } },
    })
  })

  it('li, signed in at that browser, cannot rate the work of li; a colleague or a stranger from elsewhere can', async () => {
    const params = await linkOf(await served())
    const body = { ratingId: newId(), stars: 5 }
    expect((await test.as(li).call(followRequest, { params })).body.mayRate).toBe(false)
    expect(await test.as(li).call(rateByLink, { params, body })).toMatchObject({
      status: 403,
      body: { refusal: { code: 'own_work' } },
    })
    expect((await test.as(feng).call(rateByLink, { params, body })).status).toBe(200)
  })

  it('keeps of the device only a hash that is not the same in another organisation', async () => {
    const params = await linkOf(await served())
    const ratingId = newId()
    await test.as(null).call(rateByLink, { params, body: { ratingId, stars: 5, device: 'Firefox, 1080×2400' } })
    const [row] = await read(lanjing, (tx) =>
      tx.sql.selectFrom('rating').select(['deviceHash', 'source', 'askedBy']).where('id', '=', ratingId).execute(),
    )
    const plain = createHash('sha256').update('Firefox, 1080×2400').digest('hex')
    expect(row).toMatchObject({ source: 'link', askedBy: null, deviceHash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(row!.deviceHash).not.toBe(plain)
  })

  it('by telephone stands beside the customer’s own, and a bad one waits until it is followed up', async () => {
    const requestId = await served()
    const ratingId = newId()
    const params = { requestId }
    const body = { ratingId, stars: 2, comment: '等太久' }
    expect((await test.as(li).call(recordCallBack, { params, body })).status).toBe(403)
    expect((await test.as(wang).call(recordCallBack, { params, body })).body).toEqual({ stars: 2 })
    const early = { ratingId: newId(), stars: 5, at: '2026-11-15T01:00:00.000Z' }
    expect(
      (await test.as(null).call(rateByLink, { params: await linkOf(requestId), body: { ...early, stars: 4 } })).status,
    ).toBe(200)
    const waiting = async () => {
      const { body: page } = await test.as(wu).call(listRatings, { query: { waiting: 'true' } })
      return page.rows.map((row) => row.id)
    }
    expect(await waiting()).toContain(ratingId)
    const note = { note: '已上门致歉并退上门费' }
    expect((await test.as(sun).call(followUpRating, { params: { ratingId }, body: note })).body).toEqual({
      followedUpAt: NINE,
    })
    expect(await waiting()).not.toContain(ratingId)
    expect(await test.as(sun).call(followUpRating, { params: { ratingId }, body: note })).toMatchObject({
      body: { refusal: { code: 'already_followed_up' } },
    })
    const day = await test
      .as(wu)
      .call(listRatings, { query: { fromOn: '2026-11-16', toOn: '2026-11-16', maxStars: 2 } })
    expect(day.body.rows).toMatchObject([{ id: ratingId, staffName: '李强', outletName: '杭州中心' }])
    const none = await test.as(wu).call(listRatings, { query: { toOn: '2026-11-15' } })
    expect(none.body.rows).toEqual([])
  })

  it('cannot be said to be older than the request', async () => {
    const requestId = await served()
    const body = { ratingId: newId(), stars: 5, at: '2026-11-15T01:00:00.000Z' }
    expect(await test.as(wang).call(recordCallBack, { params: { requestId }, body })).toMatchObject({
      body: { refusal: { code: 'time_before_request' } },
    })
  })

  it('comes in pages that miss none and repeat none', async () => {
    const all = (await test.as(zhao).call(listRatings, {})).body.rows.map((row) => row.id)
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const { body } = await test.as(zhao).call(listRatings, { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
      seen.push(...body.rows.map((row) => row.id))
      cursor = body.nextCursor
    } while (cursor)
    expect(all.length).toBeGreaterThan(3)
    expect(seen).toEqual(all)
    expect((await test.as(zhao).call(listRatings, { query: { cursor: 'x~y' } })).status).toBe(400)
  })
})

describe('the public page', () => {
  it('is about the only company, or about the one named', async () => {
    const { body } = await test.as(null).call(readPortal, {})
    expect(body).toMatchObject({ slug: 'lanjing', name: '蓝鲸制冷设备' })
    expect(body.promises.find((promise) => promise.code === 'urgent_arrival')).toMatchObject({ limitMinutes: 120 })
    expect((await test.as(null).call(readPortal, { query: { org: 'lanjing' } })).status).toBe(200)
    for (const org of ['beacon', 'nobody'])
      expect((await test.as(null).call(readPortal, { query: { org } })).status).toBe(404)
  })
})
