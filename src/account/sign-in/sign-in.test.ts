import { afterAll, describe, expect, it, vi } from 'vitest'
import { accountRoutes, sessionsOf } from '#src/account/door.ts'
import { openHttp } from '#src/server/http/server.ts'
import { beacon, chen, feng, lanjing, li, sun, testPassword, wang, zhao, zheng, zhou } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform } from '#test/platform.ts'
import { joinPerson } from '../door.ts'
import { changePassword } from '../password/contract.ts'
import { changeRoles, deactivatePerson, listPeople, unlockPerson } from '../person/contract.ts'
import { listSessions, me, revokeOtherSessions, revokeSession, switchOrganisation } from '../session/contract.ts'
import { signIn, signOut } from './contract.ts'

const test = await openTestPlatform()
afterAll(test.close)

let addresses = 0
/** From an address of its own each time, so that the limit per address stays out of it. */
async function trySignIn(login: string, password: string, headers: Record<string, string> = {}) {
  addresses += 1
  const remoteAddress = `10.0.${addresses >> 8}.${addresses & 255}`
  return test.as(null).call(signIn, { body: { login, password }, headers, remoteAddress })
}
function cookieOf(answer: { headers: Record<string, unknown> }): { cookie: string } {
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]! }
}
function minutesLater(minutes: number): string {
  return new Date(Date.parse(MONDAY_MORNING) + minutes * 60_000).toISOString()
}

describe('signing in', () => {
  it('lets li in by user name and by e-mail address, in any case of letters, and says who he is', async () => {
    const answer = await trySignIn('li', testPassword)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        person: { id: li.personId, name: '李强', userName: 'li' },
        org: { id: lanjing.orgId, slug: 'lanjing', kind: 'company', timeZone: 'Asia/Shanghai' },
        roles: ['technician'],
        orgs: [{ id: lanjing.orgId, name: lanjing.name }],
        language: 'zh-CN',
      },
    })
    expect((await trySignIn('Li@Lanjing.Example', testPassword)).status).toBe(200)
    expect((await test.as(cookieOf(answer)).call(me)).body).toEqual(answer.body)
  })

  it('keeps the secret in a cookie that scripts cannot read and other sites cannot send, and only its hash in the database', async () => {
    const answer = await trySignIn('li', testPassword)
    const set = String(answer.headers['set-cookie'])
    expect(set).toMatch(/^starproof_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    const token = set.slice('starproof_session='.length, 'starproof_session='.length + 43)
    expect(JSON.stringify(answer.body)).not.toContain(token)
    const rows = await test.database.system.selectFrom('session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('binds the cookie to the host where people come by https', async () => {
    const sessions = sessionsOf(test.database, { now: test.platform.now, secure: true })
    const { platform } = test
    const { app } = await openHttp({ platform, sessions, routes: [accountRoutes(sessions)], secure: true })
    const payload = { login: 'li', password: testPassword }
    const answer = await app.inject({
      method: 'POST',
      url: signIn.path,
      headers: { 'x-starproof': '1' },
      payload,
    })
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-starproof_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    await app.close()
    await sessions.close()
  })

  it('answers a wrong password and somebody unknown alike', async () => {
    const wrong = await trySignIn('chen', 'not-my-password')
    const unknown = await trySignIn('nobody-here', 'not-my-password')
    expect(wrong.status).toBe(403)
    expect(wrong.body).toEqual({ refusal: { kind: 'forbidden', code: 'wrong_password', params: {} } })
    expect(unknown).toMatchObject({ status: wrong.status, body: wrong.body })
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  it('refuses a sign-in sent from the page of another site', async () => {
    const body = { login: 'li', password: testPassword }
    for (const headers of [{ 'x-starproof': undefined }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await test.as(null).call(signIn, { body, headers, remoteAddress: '10.9.0.1' })
      expect(answer).toMatchObject({ status: 403, body: { refusal: { code: 'cross_site' } } })
    }
  })

  it('refuses a sign-in without login, with an endless password, or with something else instead', async () => {
    for (const [login, password] of [
      ['', testPassword],
      ['li', ''],
      ['li', 'x'.repeat(201)],
    ] as const) {
      expect(await trySignIn(login, password)).toMatchObject({
        status: 400,
        body: { refusal: { code: 'invalid_input' } },
      })
    }
    const odd = { login: { $ne: '' }, password: ['x'] }
    expect((await test.as(null).call(signIn, { body: odd, remoteAddress: '10.9.0.2' })).status).toBe(400)
  })

  it('lets one address try twenty times a minute', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 22; i++) {
      const body = { login: `guess-${i}`, password: 'x' }
      statuses.push((await test.as(null).call(signIn, { body, remoteAddress: '10.9.0.3' })).status)
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(403))
    expect(statuses.slice(20)).toEqual([429, 429])
  })

  it('gives the browser a new secret and ends its former session', async () => {
    const first = cookieOf(await trySignIn('sun', testPassword))
    const second = cookieOf(await trySignIn('sun', testPassword, first))
    expect(second.cookie).not.toBe(first.cookie)
    expect((await test.as(first).call(me)).status).toBe(401)
    expect((await test.as(second).call(me)).status).toBe(200)
  })

  it('ends the session of this browser on signing out, and harms nobody when done twice', async () => {
    const session = cookieOf(await trySignIn('sun', testPassword))
    const out = await test.as(session).call(signOut)
    expect(out.status).toBe(200)
    expect(String(out.headers['set-cookie'])).toMatch(/^starproof_session=;/)
    expect((await test.as(session).call(me)).status).toBe(401)
    expect((await test.as(session).call(signOut)).status).toBe(200)
  })
})

describe('guessing', () => {
  it('locks chen out after five failures in a row, longer each time, even for the right password', async () => {
    await trySignIn('chen', testPassword)
    for (let i = 0; i < 5; i++)
      expect((await trySignIn('chen', `guess-number-${i}`)).body).toMatchObject({ refusal: { code: 'wrong_password' } })
    const locked = await trySignIn('chen', testPassword)
    expect(locked).toMatchObject({ status: 403, body: { refusal: { code: 'account_locked', params: { minutes: 1 } } } })
    test.at(minutesLater(1.1))
    expect((await trySignIn('chen@lanjing.example', 'guess-again')).body).toMatchObject({
      refusal: { code: 'wrong_password' },
    })
    expect((await trySignIn('chen', testPassword)).body).toMatchObject({
      refusal: { code: 'account_locked', params: { minutes: 2 } },
    })
    test.at(minutesLater(3.2))
    expect((await trySignIn('chen', testPassword)).status).toBe(200)
    for (let i = 0; i < 4; i++) await trySignIn('chen', 'guess-after-success')
    expect((await trySignIn('chen', testPassword)).status).toBe(200)
  })

  it('locks a name that nobody has just the same, so that a lock tells nothing', async () => {
    for (let i = 0; i < 5; i++) await trySignIn('ghost', 'some-guess')
    expect((await trySignIn('ghost', 'some-guess')).body).toMatchObject({ refusal: { code: 'account_locked' } })
  })

  it('counts guesses sent all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => trySignIn('zhou', `at-once-${i}`)))
    const codes = answers.map((answer) => (answer.body as unknown as { refusal: { code: string } }).refusal.code)
    expect(codes.filter((code) => code === 'wrong_password')).toHaveLength(5)
    expect(codes.filter((code) => code === 'account_locked')).toHaveLength(7)
  })

  it('shows the lock to zheng, who opens it once', async () => {
    const page = await test.as(zheng).call(listPeople, { query: { search: 'zhou' } })
    expect(page.body.rows).toMatchObject([{ userName: 'zhou', lockedUntil: expect.any(String) }])
    const params = { personId: zhou.personId }
    expect((await test.as(zheng).call(unlockPerson, { params })).status).toBe(200)
    expect((await trySignIn('zhou', testPassword)).status).toBe(200)
    expect(await test.as(zheng).call(unlockPerson, { params })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'not_locked' } },
    })
  })

  it('does not let feng of another organisation open a lock at lanjing', async () => {
    expect((await test.as(feng).call(unlockPerson, { params: { personId: zhou.personId } })).status).toBe(404)
  })
})

describe('a session', () => {
  it('is listed with device and last use, and shows which one this is', async () => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140.0'
    const desk = cookieOf(await trySignIn('zhao', testPassword, { 'user-agent': edge }))
    const phone = cookieOf(
      await trySignIn('zhao', testPassword, { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8' }),
    )
    const { rows } = (await test.as(desk).call(listSessions)).body
    expect(rows).toMatchObject([
      { device: 'WeChat · iPhone', current: false, orgName: lanjing.name },
      { device: 'Edge · Windows', current: true },
    ])
    const lost = rows.find((row) => !row.current)!
    expect((await test.as(desk).call(revokeSession, { params: { sessionId: lost.id } })).status).toBe(200)
    expect((await test.as(phone).call(me)).status).toBe(401)
    expect((await test.as(desk).call(me)).status).toBe(200)
    expect((await test.as(desk).call(revokeSession, { params: { sessionId: lost.id } })).status).toBe(404)
  })

  it('of zhao cannot be ended by wang', async () => {
    const session = await test.openSessionOf(zhao)
    const { rows } = (await test.as(session).call(listSessions)).body
    const mine = rows.find((row) => row.current)!
    expect((await test.as(wang).call(revokeSession, { params: { sessionId: mine.id } })).status).toBe(404)
    expect((await test.as(session).call(me)).status).toBe(200)
  })

  it('can end all others of the same person at once', async () => {
    const [kept, ...others] = [
      await test.openSessionOf(wang),
      await test.openSessionOf(wang),
      await test.openSessionOf(wang),
    ]
    for (const session of others) expect((await test.as(session).call(me)).status).toBe(200)
    const answer = await test.as(kept).call(revokeOtherSessions)
    expect(answer.body.ended).toBeGreaterThanOrEqual(2)
    for (const session of others) expect((await test.as(session).call(me)).status).toBe(401)
    expect((await test.as(kept).call(me)).status).toBe(200)
  })

  it('ends after a week without use, and after a month however busy', async () => {
    const start = Date.parse(MONDAY_MORNING)
    const day = (n: number) => test.at(new Date(start + n * 86_400_000).toISOString())
    const [idle, busy] = [await test.openSessionOf(li), await test.openSessionOf(li)]
    for (const n of [3, 6, 12, 18, 24, 29]) {
      day(n)
      expect((await test.as(busy).call(me)).status, `busy on day ${n}`).toBe(200)
      expect((await test.as(n === 6 ? idle : busy).call(me)).status).toBe(200)
    }
    expect((await test.as(idle).call(me)).status, 'idle since day 6').toBe(401)
    day(30.01)
    expect((await test.as(busy).call(me)).status, 'busy on day 30').toBe(401)
    day(0)
  })

  it('of chen has his new roles, and is over when zheng deactivates him, at once, in every process', async () => {
    const elsewhere = sessionsOf(test.database, { now: test.platform.now, secure: false })
    const { platform } = test
    const { app } = await openHttp({ platform, sessions: elsewhere, routes: [accountRoutes(elsewhere)] })
    await elsewhere.heard()
    const session = await test.openSessionOf(chen)
    const ask = () => app.inject({ method: 'GET', url: me.path, headers: session })
    expect((await ask()).json().roles).toEqual(['technician'])
    expect((await test.as(session).call(me)).status).toBe(200)

    const params = { personId: chen.personId }
    const roles = { version: 1, roles: ['technician', 'agent'] }
    expect((await test.as(zheng).call(changeRoles, { params, body: roles })).status).toBe(200)
    expect((await test.as(session).call(me)).body.roles).toEqual(['technician', 'agent'])
    await vi.waitFor(async () => expect((await ask()).json().roles).toEqual(['technician', 'agent']))

    expect((await test.as(zheng).call(deactivatePerson, { params, body: { version: 2 } })).status).toBe(200)
    expect((await test.as(session).call(me)).status).toBe(401)
    await vi.waitFor(async () => expect((await ask()).statusCode).toBe(401))
    expect((await trySignIn('chen', testPassword)).body).toMatchObject({ refusal: { code: 'no_organisation' } })
    await app.close()
    await elsewhere.close()
  })

  it('is nobody with a made-up, a cut or a missing cookie', async () => {
    for (const cookie of [
      'starproof_session=',
      'starproof_session=abc',
      `starproof_session=${'A'.repeat(43)}`,
      'other=1',
    ])
      expect((await test.as({ cookie }).call(me)).status).toBe(401)
  })
})

describe('changing the password', () => {
  const change = (who: { cookie: string }, currentPassword: string, newPassword: string, commandId?: string) =>
    test.as(who).call(changePassword, {
      body: { currentPassword, newPassword },
      commandId,
      remoteAddress: `10.8.0.${++addresses & 255}`,
    })

  it('ends sun’s other sessions, keeps this one, and acts once when sent twice', async () => {
    const [desk, phone] = [await test.openSessionOf(sun), await test.openSessionOf(sun)]
    const commandId = '0198a000-0000-7000-8000-00000000c001'
    expect((await change(desk, testPassword, 'quiet river at dusk', commandId)).status).toBe(200)
    expect((await change(desk, testPassword, 'quiet river at dusk', commandId)).status).toBe(200)
    expect((await test.as(phone).call(me)).status).toBe(401)
    expect((await test.as(desk).call(me)).status).toBe(200)
    expect((await trySignIn('sun', testPassword)).status).toBe(403)
    expect((await trySignIn('sun', 'quiet river at dusk')).status).toBe(200)
    const rows = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql.selectFrom('history').select('content').where('verb', '=', 'person.password_changed').execute(),
    )
    expect(rows).toEqual([{ content: '{}' }])
  })

  it('refuses a wrong present password, and counts it as a guess', async () => {
    const desk = await test.openSessionOf(zhao)
    for (let i = 0; i < 5; i++)
      expect((await change(desk, 'not this one', 'quiet river at dawn')).body).toMatchObject({
        refusal: { code: 'present_password_wrong' },
      })
    expect((await change(desk, testPassword, 'quiet river at dawn')).body).toMatchObject({
      refusal: { code: 'account_locked' },
    })
  })

  it('refuses a short, a well-known and a self-evident new password', async () => {
    const desk = await test.openSessionOf(wang)
    const codes = []
    for (const password of ['short', '1234567890', 'Password2024!', 'aaaaaaaaaaaa', 'wang123456', 'abc1abc1abc1'])
      codes.push(
        ((await change(desk, testPassword, password)).body as unknown as { refusal: { code: string } }).refusal.code,
      )
    expect(codes).toEqual([
      'invalid_input',
      'password_common',
      'password_common',
      'password_common',
      'password_like_name',
      'password_common',
    ])
  })
})

describe('a person in two organisations', () => {
  it('switches between them, with the roles held in each, and begins there next time', async () => {
    await test.arrange(beacon, (tx) => joinPerson(tx, { personId: wang.personId, name: '王芳', roles: ['auditor'] }))
    const session = await test.openSessionOf(wang)
    expect((await test.as(session).call(me)).body.orgs.map((org) => org.id).sort()).toEqual([
      lanjing.orgId,
      beacon.orgId,
    ])
    const there = await test.as(session).call(switchOrganisation, { body: { orgId: beacon.orgId } })
    expect(there.body).toMatchObject({ org: { slug: 'beacon' }, roles: ['auditor'] })
    expect((await test.as(session).call(me)).body).toEqual(there.body)
    expect((await trySignIn('wang', testPassword)).body.org.slug).toBe('beacon')
  })

  it('cannot be entered by somebody who does not belong to it', async () => {
    const answer = await test.as(li).call(switchOrganisation, { body: { orgId: beacon.orgId } })
    expect(answer.status).toBe(404)
    expect((await test.as(li).call(me)).body.org.slug).toBe('lanjing')
  })
})

describe('passwords, sessions and people in the database', () => {
  it('are closed to the role that works inside an organisation', async () => {
    for (const table of ['person', 'credential', 'session', 'signInAttempt'] as const)
      await expect(test.database.app.selectFrom(table).selectAll().execute(), table).rejects.toThrow(
        /permission denied/,
      )
  })
})
