import { afterAll, describe, expect, it } from 'vitest'
import { feng, lanjing, wu, zheng } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform } from '#test/platform.ts'
import { showOrganisation, updateOrganisation } from '../organisation/contract.ts'
import { listSessions, me } from '../session/contract.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './contract.ts'

const test = await openTestPlatform()
afterAll(test.close)

let made = 0
const newUuid = () => `0198a000-0000-7000-8000-00000000e${String(++made).padStart(3, '0')}`
async function makeKey(given: object = {}, commandId?: string) {
  const body = { id: newUuid(), name: '仓库系统', roles: ['agent'], ...given }
  const answer = await test.as(zheng).call(createApiKey, { body, commandId })
  return { ...answer, id: body.id, key: String(answer.body.key) }
}

describe('a key for a program', () => {
  it('opens its organisation with its roles, without a cookie and without the header of browsers', async () => {
    const { key } = await makeKey()
    expect(key).toMatch(/^sp_[\w-]{43}$/)
    const answer = await test.as({ key }).call(showOrganisation)
    expect(answer).toMatchObject({ status: 200, body: { slug: 'lanjing' } })
    const body = { name: 'x', timeZone: 'Asia/Shanghai', language: 'en', version: 1 }
    const refused = await test.as({ key }).call(updateOrganisation, { body, headers: { 'x-starproof': undefined } })
    expect(refused).toMatchObject({ status: 403, body: { refusal: { code: 'role_needed' } } })
  })

  it('is nobody: it has no profile and no sessions', async () => {
    const { key } = await makeKey()
    expect((await test.as({ key }).call(me)).body).toMatchObject({ refusal: { code: 'person_needed' } })
    expect((await test.as({ key }).call(listSessions)).status).toBe(403)
  })

  it('is shown once and kept nowhere', async () => {
    const id = newUuid()
    const commandId = newUuid()
    const first = await makeKey({ id }, commandId)
    const again = await makeKey({ id }, commandId)
    expect(again.body).toEqual({ ...first.body, key: null })
    const secret = first.key.slice(3)
    const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
    const kept = await test.platform.query(system, async (tx) => [
      await tx.sql.selectFrom('command').selectAll().execute(),
      await tx.sql.selectFrom('history').selectAll().execute(),
      await tx.sql.selectFrom('apiKey').selectAll().execute(),
    ])
    expect(JSON.stringify(kept)).not.toContain(secret)
  })

  it('is listed by its first characters, with its last use to the minute', async () => {
    const { key, id } = await makeKey({ name: '门户' })
    const mine = async () => (await test.as(zheng).call(listApiKeys)).body.rows.find((row) => row.id === id)!
    expect(await mine()).toMatchObject({ name: '门户', hint: key.slice(0, 7), lastUsedAt: null, revokedAt: null })
    await test.as({ key }).call(showOrganisation)
    expect((await mine()).lastUsedAt).toBe(MONDAY_MORNING)
    test.at('2026-11-16T01:00:30.000Z')
    await test.as({ key }).call(showOrganisation)
    expect((await mine()).lastUsedAt).toBe(MONDAY_MORNING)
    test.at('2026-11-16T01:01:00.000Z')
    await test.as({ key }).call(showOrganisation)
    expect((await mine()).lastUsedAt).toBe('2026-11-16T01:01:00.000Z')
    test.at(MONDAY_MORNING)
  })

  it('is worthless at once when revoked, and cannot be revoked twice or from beacon', async () => {
    const { key, id } = await makeKey()
    const params = { keyId: id }
    expect((await test.as({ key }).call(showOrganisation)).status).toBe(200)
    expect((await test.as(feng).call(revokeApiKey, { params })).status).toBe(404)
    expect((await test.as(zheng).call(revokeApiKey, { params })).status).toBe(200)
    expect((await test.as({ key }).call(showOrganisation)).status).toBe(401)
    expect((await test.as(zheng).call(revokeApiKey, { params })).body).toMatchObject({
      refusal: { code: 'already_revoked' },
    })
  })

  it('expires on its day, or holds until revoked', async () => {
    const [short, endless] = [await makeKey({ validDays: 1 }), await makeKey({ validDays: null })]
    expect(short.body.expiresAt).toBe('2026-11-17T01:00:00.000Z')
    expect(endless.body.expiresAt).toBeNull()
    test.at('2026-11-17T00:59:59.999Z')
    expect((await test.as(short).call(showOrganisation)).status).toBe(200)
    test.at('2026-11-17T01:00:00.000Z')
    expect((await test.as(short).call(showOrganisation)).status).toBe(401)
    test.at('2030-01-01T00:00:00.000Z')
    expect((await test.as(endless).call(showOrganisation)).status).toBe(200)
    test.at(MONDAY_MORNING)
  })

  it('never holds the role of administrator or customer, nor none', async () => {
    for (const roles of [['administrator'], ['customer'], [], ['agent', 'agent']])
      expect((await makeKey({ roles })).status).toBe(400)
    expect((await makeKey({ validDays: 0 })).status).toBe(400)
  })

  it('is made by an administrator', async () => {
    const body = { id: newUuid(), name: 'x', roles: ['agent'] }
    expect((await test.as(wu).call(createApiKey, { body })).status).toBe(403)
  })

  it('that is made up or misshapen is nobody, even beside a good cookie', async () => {
    const { cookie } = await test.openSessionOf(zheng)
    for (const authorization of [`Bearer sp_${'A'.repeat(43)}`, 'Bearer ', 'Basic emhlbmc6eA==', 'sp_x'])
      expect((await test.as({ cookie }).call(showOrganisation, { headers: { authorization } })).status).toBe(401)
  })
})
