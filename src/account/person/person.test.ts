import { afterAll, describe, expect, it } from 'vitest'
import { feng, han, lanjing, li, people, qian, sun, wang, wu, zhao, zheng } from '#test/people.ts'
import { openTestPlatform } from '#test/platform.ts'
import { addPerson, hashPassword, personNames } from '../door.ts'
import { me } from '../session/contract.ts'
import { changeRoles, deactivatePerson, listPeople, reactivatePerson } from './contract.ts'
import { mayBecome } from './rules.ts'

const test = await openTestPlatform()
afterAll(test.close)

const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
function historyOf(personId: string) {
  return test.platform.query(system, (tx) =>
    tx.sql
      .selectFrom('history')
      .select(['verb', 'actor', 'content'])
      .where('recordId', '=', personId)
      .where('verb', '!=', 'person.joined')
      .orderBy('recordedAt')
      .execute(),
  )
}

describe('the list of people', () => {
  it('shows zheng everybody of lanjing in pages, and nobody of beacon', async () => {
    const first = (await test.as(zheng).call(listPeople, { query: { limit: 5 } })).body
    expect(first.rows.map((row) => row.userName)).toEqual(['chen', 'li', 'qian', 'sun', 'wang'])
    const rest = (await test.as(zheng).call(listPeople, { query: { limit: 5, cursor: first.nextCursor } })).body
    expect(rest.rows.map((row) => row.userName)).toEqual(['wu', 'zhao', 'zheng', 'zhou'])
    expect(rest.nextCursor).toBeNull()
    expect((await test.as(feng).call(listPeople)).body.rows.map((row) => row.userName)).toEqual([
      'feng',
      'gu',
      'han',
      'jin',
      'lin',
      'ma',
      'tao',
      'xu',
    ])
  })

  it('finds people by part of their name or user name, and takes signs of the search as they are', async () => {
    const find = async (search: string) =>
      (await test.as(zheng).call(listPeople, { query: { search } })).body.rows.map((row) => row.userName)
    expect(await find('李')).toEqual(['li'])
    expect(await find('ZH')).toEqual(['zhao', 'zheng', 'zhou'])
    expect(await find('%')).toEqual([])
    expect(await find('_')).toEqual([])
  })

  it('refuses a page of a thousand, and the question of an auditor', async () => {
    expect((await test.as(zheng).call(listPeople, { query: { limit: 1000 } })).status).toBe(400)
    expect(await test.as(qian).call(listPeople)).toMatchObject({
      status: 403,
      body: { refusal: { code: 'role_needed' } },
    })
  })
})

describe('roles', () => {
  it('change at once for a person who is signed in, and history remembers before and after', async () => {
    const session = await test.openSessionOf(wang)
    expect((await test.as(session).call(me)).body.roles).toEqual(['agent'])
    const params = { personId: wang.personId }
    const answer = await test
      .as(zheng)
      .call(changeRoles, { params, body: { version: 1, roles: ['agent', 'dispatcher'] } })
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } })
    expect((await test.as(session).call(me)).body.roles).toEqual(['agent', 'dispatcher'])
    expect(await historyOf(wang.personId)).toEqual([
      {
        verb: 'person.roles_changed',
        actor: `person:${zheng.personId}`,
        content: '{"after":["agent","dispatcher"],"before":["agent"]}',
      },
    ])
  })

  it('refuse a change made upon an older state, and act once when sent twice', async () => {
    const params = { personId: zhao.personId }
    const commandId = '0198a000-0000-7000-8000-00000000c101'
    const body = { version: 1, roles: ['dispatcher', 'agent'] }
    expect((await test.as(zheng).call(changeRoles, { params, body, commandId })).body).toEqual({ version: 2 })
    expect((await test.as(zheng).call(changeRoles, { params, body, commandId })).body).toEqual({ version: 2 })
    expect(await test.as(zheng).call(changeRoles, { params, body })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'stale_version' } },
    })
    expect(await historyOf(zhao.personId)).toHaveLength(1)
  })

  it('refuse none, the same twice, and one that does not exist', async () => {
    const params = { personId: li.personId }
    for (const roles of [[], ['agent', 'agent'], ['emperor'], 'agent'])
      expect((await test.as(zheng).call(changeRoles, { params, body: { version: 1, roles } })).status).toBe(400)
  })

  it('are given by an administrator of the same organisation only', async () => {
    const params = { personId: li.personId }
    const body = { version: 1, roles: ['administrator'] }
    expect((await test.as(wu).call(changeRoles, { params, body })).status).toBe(403)
    expect((await test.as(li).call(changeRoles, { params, body })).status).toBe(403)
    expect((await test.as(feng).call(changeRoles, { params, body })).status).toBe(404)
    expect((await test.as(null).call(changeRoles, { params, body })).status).toBe(401)
  })
})

describe('the last administrator', () => {
  it('zheng neither steps down nor deactivates himself', async () => {
    const params = { personId: zheng.personId }
    const answers = [
      await test.as(zheng).call(changeRoles, { params, body: { version: 1, roles: ['auditor'] } }),
      await test.as(zheng).call(deactivatePerson, { params, body: { version: 1 } }),
    ]
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 409, body: { refusal: { code: 'last_administrator' } } })
  })

  it('remains when two administrators remove each other at the same moment', async () => {
    const made = await test.as(feng).call(changeRoles, {
      params: { personId: han.personId },
      body: { version: 1, roles: ['administrator'] },
    })
    expect(made.status).toBe(200)
    const answers = await Promise.all([
      test.as(feng).call(deactivatePerson, { params: { personId: han.personId }, body: { version: 2 } }),
      test.as(han).call(deactivatePerson, { params: { personId: feng.personId }, body: { version: 1 } }),
    ])
    expect(answers.map((answer) => answer.status).sort()).not.toEqual([200, 200])
    const left = [await test.as(feng).call(me), await test.as(han).call(me)].filter((answer) => answer.status === 200)
    expect(left).toHaveLength(1)
    expect(left[0]!.body.roles).toContain('administrator')
  })

  it.each([
    [['administrator'], null, ['auditor'], null, 0, false],
    [['administrator'], null, ['auditor'], null, 1, true],
    [['administrator'], null, ['administrator', 'auditor'], null, 0, true],
    [['administrator'], null, ['administrator'], '2026-11-16T01:00:00Z', 0, false],
    [['administrator'], '2026-11-15T01:00:00Z', ['auditor'], '2026-11-15T01:00:00Z', 0, true],
    [['agent'], null, ['agent'], '2026-11-16T01:00:00Z', 0, true],
  ] as const)(
    '%j (gone: %s) becoming %j (gone: %s) with %i others: %s',
    (roles, gone, next, goneNext, others, allowed) => {
      const member = { personId: 'x', name: 'x', version: 1, roles: [...roles], deactivatedAt: gone }
      expect(mayBecome(member, { roles: [...next], deactivatedAt: goneNext }, others).ok).toBe(allowed)
    },
  )
})

describe('a person who leaves', () => {
  it('is shut out at once, keeps their name in the records, and may come back', async () => {
    const session = await test.openSessionOf(sun)
    const params = { personId: sun.personId }
    expect((await test.as(zheng).call(deactivatePerson, { params, body: { version: 1 } })).body).toEqual({ version: 2 })
    expect((await test.as(session).call(me)).status).toBe(401)
    expect(await test.as(zheng).call(deactivatePerson, { params, body: { version: 2 } })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'already_deactivated' } },
    })
    const names = await test.platform.query(system, (tx) =>
      personNames(tx, [sun.personId, sun.personId, feng.personId]),
    )
    expect([...names]).toEqual([[sun.personId, '孙丽']])

    expect((await test.as(zheng).call(reactivatePerson, { params, body: { version: 2 } })).body).toEqual({ version: 3 })
    expect((await test.as(session).call(me)).status, 'the old session stays ended').toBe(401)
    expect((await test.as(await test.openSessionOf(sun)).call(me)).status).toBe(200)
    expect(await test.as(zheng).call(reactivatePerson, { params, body: { version: 3 } })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'not_deactivated' } },
    })
    expect((await historyOf(sun.personId)).map((line) => line.verb)).toEqual([
      'person.deactivated',
      'person.reactivated',
    ])
  })
})

describe('adding a person', () => {
  it('refuses a user name that somebody has, in any organisation, and leaves nothing behind', async () => {
    const passwordHash = await hashPassword('quiet river at dusk')
    const personId = '0198a000-0000-7000-8000-0000000009ff'
    const add = test.arrange(lanjing, (tx) =>
      addPerson(tx, { personId, userName: 'feng', name: '冯雪', email: null, roles: ['agent'], passwordHash }),
    )
    await expect(add).rejects.toThrow(/user_name_taken/)
    const kept = await test.database.system.selectFrom('person').select('id').where('id', '=', personId).execute()
    expect(kept).toEqual([])
  })

  it('leaves out an e-mail address that somebody else signs in with', async () => {
    const passwordHash = await hashPassword('quiet river at dusk')
    const personId = '0198a000-0000-7000-8000-0000000009fe'
    const email = `${li.userName}@lanjing.example`
    await test.arrange(lanjing, (tx) =>
      addPerson(tx, { personId, userName: 'li2', name: '李丽', email, roles: ['agent'], passwordHash }),
    )
    const rows = await test.database.system.selectFrom('person').select('id').where('email', '=', email).execute()
    expect(rows).toEqual([{ id: li.personId }])
  })

  it('made every person of the tests a member of one organisation', async () => {
    const rows = await test.database.system.selectFrom('membership').select('personId').execute()
    expect(rows).toHaveLength(people.length + 1)
  })
})
