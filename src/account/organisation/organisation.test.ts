import { afterAll, expect, it } from 'vitest'
import { beacon, feng, lanjing, wang, zheng } from '#test/people.ts'
import { openTestPlatform } from '#test/platform.ts'
import { createOrganisation } from '../door.ts'
import { showOrganisation, updateOrganisation } from './contract.ts'

const test = await openTestPlatform()
afterAll(test.close)
const settings = { name: '蓝鲸冷链', timeZone: 'Asia/Urumqi', language: 'en', hotline: '400-800 1234' }

it('is read by every member, each their own', async () => {
  expect((await test.as(wang).call(showOrganisation)).body).toMatchObject({ id: lanjing.orgId, name: lanjing.name })
  expect((await test.as(feng).call(showOrganisation)).body).toMatchObject({
    id: beacon.orgId,
    kind: 'certification_body',
  })
  expect((await test.as(null).call(showOrganisation)).status).toBe(401)
})

it('is changed by zheng, once, with history of before and after', async () => {
  const answer = await test.as(zheng).call(updateOrganisation, { body: { ...settings, version: 1 } })
  expect(answer).toMatchObject({ status: 200, body: { ...settings, slug: 'lanjing', version: 2 } })
  const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
  const [line] = await test.platform.query(system, (tx) =>
    tx.sql.selectFrom('history').select('content').where('verb', '=', 'organisation.updated').execute(),
  )
  expect(JSON.parse(line!.content!)).toEqual({
    before: { name: lanjing.name, timeZone: 'Asia/Shanghai', language: 'zh-CN', hotline: '' },
    after: settings,
  })
  expect(await test.as(zheng).call(updateOrganisation, { body: { ...settings, version: 1 } })).toMatchObject({
    status: 409,
    body: { refusal: { code: 'stale_version' } },
  })
})

it('refuses a time zone, a language and a hotline that are none, and a member who is not administrator', async () => {
  for (const wrong of [{ timeZone: 'Mars/Olympus' }, { language: 'fr' }, { hotline: 'call <b>me</b>' }, { name: '' }]) {
    const answer = await test.as(zheng).call(updateOrganisation, { body: { ...settings, ...wrong, version: 2 } })
    expect(answer.status, JSON.stringify(wrong)).toBe(400)
  }
  expect((await test.as(wang).call(updateOrganisation, { body: { ...settings, version: 2 } })).status).toBe(403)
})

it('has a short name of its own', async () => {
  const org = { orgId: '0198a000-0000-7000-8000-00000000f001', slug: 'lanjing', name: 'x', kind: 'company' as const }
  await expect(test.arrange(org, (tx) => createOrganisation(tx, org))).rejects.toThrow(/slug_taken/)
})
