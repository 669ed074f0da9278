import { afterAll, describe, expect, it } from 'vitest'
import { feng, han, lanjing, wang, zheng } from '#test/people.ts'
import { MONDAY_MORNING, openTestPlatform } from '#test/platform.ts'
import { listPeople } from '../person/contract.ts'
import { me } from '../session/contract.ts'
import { signIn } from '../sign-in/contract.ts'
import { acceptInvitation, createInvitation, listInvitations, showInvitation, withdrawInvitation } from './contract.ts'
import { invitationEndAt, mayOpen, mayWithdraw, stateOf } from './rules.ts'

const test = await openTestPlatform()
afterAll(test.close)

let made = 0
const newUuid = () => `0198a000-0000-7000-8000-00000000d${String(++made).padStart(3, '0')}`

async function invite(given: { name?: string; email?: string | null; phone?: string | null; roles?: string[] } = {}) {
  const body = { id: newUuid(), name: '何静', email: 'he@lanjing.example', roles: ['technician'], ...given }
  const answer = await test.as(zheng).call(createInvitation, { body })
  return { ...answer, id: body.id, secret: String(answer.body.path).split('/').at(-1)! }
}
let addresses = 0
const from = () => `10.1.${++addresses >> 8}.${addresses & 255}`
const take = (secret: string, body: object, commandId?: string, who: Parameters<typeof test.as>[0] = null) =>
  test.as(who).call(acceptInvitation, { params: { secret }, body, commandId, remoteAddress: from() })
const asNew = (userName: string, password = 'quiet river at dusk') => ({ as: 'new_person', userName, password })

describe('an invitation', () => {
  it('brings he jing in: the link shows what is offered, she sets name and password, and signs in', async () => {
    const { secret, body, id } = await invite()
    expect(body).toEqual({ id, expiresAt: invitationEndAt(MONDAY_MORNING), path: `/invitation/${secret}` })
    const shown = await test.as(null).call(showInvitation, { params: { secret } })
    expect(shown.body).toEqual({
      orgName: lanjing.name,
      name: '何静',
      roles: ['technician'],
      expiresAt: body.expiresAt,
    })
    const taken = await take(secret, asNew('He.Jing'))
    expect(taken.status).toBe(200)
    const signedIn = await test.as(null).call(signIn, { body: { login: 'he.jing', password: 'quiet river at dusk' } })
    expect(signedIn.body).toMatchObject({ person: { id: taken.body.personId, name: '何静' }, roles: ['technician'] })
    const byMail = { login: 'he@lanjing.example', password: 'quiet river at dusk' }
    expect((await test.as(null).call(signIn, { body: byMail })).status).toBe(200)
    const [row] = (await test.as(zheng).call(listInvitations)).body.rows
    expect(row).toMatchObject({ id, state: 'accepted' })
  })

  it('is taken once: a second person with the same link finds it closed, the same command gets its first answer', async () => {
    const { secret } = await invite({ email: null, phone: '139 0000 0000' })
    const commandId = newUuid()
    const first = await take(secret, asNew('gao'), commandId)
    expect(first.status).toBe(200)
    expect((await take(secret, asNew('gao'), commandId)).body).toEqual(first.body)
    expect(await take(secret, asNew('gao2'))).toMatchObject({
      status: 404,
      body: { refusal: { code: 'link_expired' } },
    })
    expect((await test.as(null).call(showInvitation, { params: { secret } })).status).toBe(404)
  })

  it('makes one member when two open the link at the same moment', async () => {
    const { secret } = await invite()
    const answers = await Promise.all([take(secret, asNew('twin-one')), take(secret, asNew('twin-two'))])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404])
    const { rows } = (await test.as(zheng).call(listPeople, { query: { search: 'twin' } })).body
    expect(rows).toHaveLength(1)
  })

  it('stays open when the user name is taken or the password too easy', async () => {
    const { secret } = await invite()
    expect(await take(secret, asNew('wang'))).toMatchObject({
      status: 409,
      body: { refusal: { code: 'user_name_taken' } },
    })
    expect((await take(secret, asNew('luo', 'Password2024!'))).body).toMatchObject({
      refusal: { code: 'password_common' },
    })
    expect((await take(secret, asNew('luo', 'short'))).status).toBe(400)
    expect((await take(secret, asNew('luo@lanjing.example'))).status).toBe(400)
    expect((await take(secret, asNew('luo'))).status).toBe(200)
  })

  it('lets han of another organisation join with the account she has', async () => {
    const { secret } = await invite({ name: '韩冰', email: 'han@beacon.example', roles: ['auditor'] })
    const join = { as: 'signed_in_person' }
    expect((await take(secret, join)).body).toMatchObject({ refusal: { code: 'person_needed' } })
    expect((await take(secret, join, undefined, han)).body).toEqual({ personId: han.personId })
    const { orgs } = (await test.as(han).call(me)).body
    expect(orgs.map((org) => org.name)).toContain(lanjing.name)
  })

  it('refuses somebody who is a member already, and stays open', async () => {
    const { secret } = await invite()
    const answer = await take(secret, { as: 'signed_in_person' }, undefined, wang)
    expect(answer).toMatchObject({ status: 409, body: { refusal: { code: 'already_member' } } })
    expect((await test.as(null).call(showInvitation, { params: { secret } })).status).toBe(200)
  })

  it('is worthless once withdrawn, and cannot be withdrawn twice or after it was taken', async () => {
    const { id, secret } = await invite()
    const params = { invitationId: id }
    expect((await test.as(feng).call(withdrawInvitation, { params })).status).toBe(404)
    expect((await test.as(zheng).call(withdrawInvitation, { params })).status).toBe(200)
    expect((await take(secret, asNew('late'))).status).toBe(404)
    expect((await test.as(zheng).call(withdrawInvitation, { params })).body).toMatchObject({
      refusal: { code: 'invitation_withdrawn' },
    })
  })

  it('expires after seven days', async () => {
    const { secret, body } = await invite()
    test.at(body.expiresAt)
    expect((await take(secret, asNew('too-late'))).status).toBe(404)
    test.at(MONDAY_MORNING)
  })

  it('shows its link once: the repeated command answers without it, and the secret is kept nowhere', async () => {
    const body = { id: newUuid(), name: '唐敏', phone: '13800000000', roles: ['agent'] }
    const commandId = newUuid()
    const first = await test.as(zheng).call(createInvitation, { body, commandId })
    const again = await test.as(zheng).call(createInvitation, { body, commandId })
    expect(again.body).toEqual({ ...first.body, path: null })
    const secret = first.body.path!.split('/').at(-1)!
    const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
    const kept = await test.platform.query(system, async (tx) => [
      await tx.sql.selectFrom('command').selectAll().execute(),
      await tx.sql.selectFrom('history').selectAll().execute(),
      await tx.sql.selectFrom('invitation').selectAll().execute(),
    ])
    expect(JSON.stringify(kept)).not.toContain(secret)
    const history = JSON.stringify(kept[1])
    expect(history).toContain('invitation.created')
    expect(history).not.toContain('13800000000')
  })

  it('refuses neither e-mail nor telephone, no role, no name, and an agent who invites', async () => {
    expect((await invite({ email: null })).status).toBe(400)
    expect((await invite({ email: 'not an address' })).status).toBe(400)
    expect((await invite({ roles: [] })).status).toBe(400)
    expect((await invite({ name: ' ' })).status).toBe(400)
    const body = { id: newUuid(), name: '何静', phone: '13800000000', roles: ['administrator'] }
    expect((await test.as(wang).call(createInvitation, { body })).status).toBe(403)
  })

  it('of a guessed or misshapen link is not there', async () => {
    expect((await test.as(null).call(showInvitation, { params: { secret: 'A'.repeat(43) } })).status).toBe(404)
    expect((await test.as(null).call(showInvitation, { params: { secret: 'abc' } })).status).toBe(400)
  })
})

describe('the state of an invitation', () => {
  const AT = MONDAY_MORNING
  const open = { expiresAt: '2026-11-16T01:00:00.001Z', withdrawnAt: null, acceptedAt: null }
  it.each([
    [open, 'open', true, true],
    [{ ...open, expiresAt: AT }, 'expired', false, true],
    [{ ...open, withdrawnAt: AT }, 'withdrawn', false, false],
    [{ ...open, acceptedAt: AT, expiresAt: AT }, 'accepted', false, false],
  ] as const)('%j is %s', (invitation, state, opens, withdraws) => {
    expect(stateOf(invitation, AT)).toBe(state)
    expect(mayOpen(invitation, AT).ok).toBe(opens)
    expect(mayWithdraw(invitation, AT).ok).toBe(withdraws)
  })
})
