import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { beacon, feng, gu, han, jin, lin, type TestPerson, tao, wu, xu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import * as blacklist from '../blacklist/contract.ts'
import { blacklistRoutes } from '../blacklist/routes.ts'
import * as contract from './contract.ts'
import { appealRoutes } from './routes.ts'

let test: TestPlatform
let auditId: string
let clientId: string
beforeAll(async () => {
  test = await openTestPlatform({ routes: [appealRoutes, blacklistRoutes] })
  auditId = (await test.arrange(beacon, (tx) => prepareAudit(tx))).auditId
  clientId = await test.arrange(beacon, async (tx) => {
    const row = await tx.sql.selectFrom('audit').select('clientId').where('id', '=', auditId).executeTakeFirstOrThrow()
    const review = { auditId, reportVersion: 1, checks: '[]', verdict: 'recommended', words: '同意', reviewedAt: tx.at }
    await tx.sql
      .insertInto('reportReview')
      .values({ orgId: tx.orgId, id: newId(), ...review, reviewedBy: `person:${xu.personId}` })
      .execute()
    return accept(row.clientId)
  })
})
afterAll(() => test.close())

const code = (called: { body: unknown }) => (called.body as { refusal?: { code: string } }).refusal?.code
const COMPLAINT = {
  kind: 'complaint',
  fromName: '刘女士',
  fromContact: '13800000000',
  isAnonymous: false,
  says: '审核员态度差',
}
const enter = (body: object = {}, who: TestPerson = tao) =>
  test.as(who).call(contract.enterGrievance, { body: { ...COMPLAINT, id: newId(), ...body } })
const APPEAL = () => ({ ...COMPLAINT, kind: 'appeal', clientId, auditId, toldOn: '2026-11-12', says: '不认可扣分' })
const params = (grievanceId: string) => ({ params: { grievanceId } })
const examine = (id: string, accepted = true, version = 1) =>
  test.as(tao).call(contract.examineGrievance, { ...params(id), body: { version, accepted, words: '符合受理条件' } })
const join = (who: TestPerson, id: string, version: number) =>
  test.as(who).call(contract.joinPanel, { ...params(id), body: { version } })
const decide = (who: TestPerson, id: string, version: number) =>
  test
    .as(who)
    .call(contract.decideGrievance, { ...params(id), body: { version, verdict: 'upheld', words: '扣分依据不足' } })
const read = async (who: TestPerson, id: string) => (await test.as(who).call(contract.readGrievance, params(id))).body

describe('an appeal', () => {
  it('goes from the officer to a panel free of the matter, is decided, and the appellant is told', async () => {
    const entered = await enter(APPEAL())
    expect(entered.body).toMatchObject({ version: 1, number: expect.stringMatching(/^APL26-/) })
    const { id } = entered.body
    expect((await read(tao, id)).dueOn > '2026-11-16').toBe(true)
    expect(code(await join(gu, id, 1))).toBe('grievance_state')
    expect((await examine(id)).body).toMatchObject({ version: 2 })
    expect(code(await join(xu, id, 2))).toBe('hand_in_matter')
    expect((await read(xu, id)).hands).toEqual(['decision'])
    expect((await read(han, id)).hands).toEqual(['audit'])
    expect(code(await decide(gu, id, 2))).toBe('not_on_panel')
    expect((await join(gu, id, 2)).body).toMatchObject({ version: 3 })
    expect(code(await join(lin, id, 2))).toBe('stale_version')
    expect((await join(lin, id, 3)).status).toBe(200)
    expect(
      (await test.as(lin).call(contract.leavePanel, { ...params(id), body: { version: 4, words: '出差' } })).status,
    ).toBe(200)
    expect((await read(gu, id)).panel).toEqual([{ personId: gu.personId, name: '顾真' }])
    expect((await decide(gu, id, 5)).status).toBe(200)
    expect(code(await decide(gu, id, 6))).toBe('grievance_state')
    const told = await test
      .as(tao)
      .call(contract.closeGrievance, { ...params(id), body: { version: 6, words: '已书面答复' } })
    expect(told.status).toBe(200)
    expect(await read(tao, id)).toMatchObject({ state: 'closed', verdict: 'upheld' })
  })

  it('is refused after its term, without a name, and from companies', async () => {
    expect(code(await enter({ ...APPEAL(), toldOn: '2026-08-03' }))).toBe('appeal_too_late')
    expect(code(await enter({ ...APPEAL(), fromContact: '' }))).toBe('grievance_needs_name')
    expect((await enter({}, wu)).status).toBe(403)
    expect((await test.as(lin).call(contract.readGrievance, params(newId()))).status).toBe(404)
  })

  it('falls back when somebody on its panel turns out to have had a hand in it', async () => {
    const { id } = (await enter(APPEAL())).body
    await examine(id)
    await join(gu, id, 2)
    await test.arrange(beacon, async (tx) => {
      const member = { auditId, personId: gu.personId, name: gu.name, duty: 'technical_expert', namedAt: tx.at }
      await tx.sql
        .insertInto('auditMember')
        .values({ orgId: tx.orgId, ...member })
        .execute()
      return accept(null)
    })
    expect(code(await decide(gu, id, 3))).toBe('hand_in_matter')
  })
})

describe('a complaint', () => {
  it('comes from the public with a number at once, and is rejected with reasons where it is none of ours', async () => {
    const send = (body: object, slug = beacon.slug) =>
      test.as(null).call(contract.sendComplaint, {
        params: { slug },
        body: { ...COMPLAINT, kind: undefined, id: newId(), ...body },
      })
    const shown = await test.as(null).call(contract.showBody, { params: { slug: beacon.slug } })
    expect(shown.body).toMatchObject({ name: beacon.name })
    const sent = await send({})
    expect(sent.body).toEqual({ number: expect.stringMatching(/^CPL26-/) })
    expect((await send({}, 'lanjing')).status).toBe(404)
    expect(code(await send({ certificateNumber: 'NO-SUCH' }))).toBe('certificate_unknown')
    expect(code(await send({ isAnonymous: true }))).toBe(
      shown.body.acceptsAnonymous ? undefined : 'grievance_needs_name',
    )
    const { rows } = (await test.as(tao).call(contract.listGrievances, { query: { open: '1' } })).body
    const one = rows.find((row) => row.number === sent.body.number)!
    expect((await examine(one.id, false)).status).toBe(200)
    const open = (await test.as(tao).call(contract.listGrievances, { query: { open: '1' } })).body.rows
    expect(open.some((row) => row.id === one.id)).toBe(false)
  })

  it('stands in pages, newest first', async () => {
    for (let nth = 0; nth < 3; nth++) await enter()
    const first = (await test.as(tao).call(contract.listGrievances, { query: { limit: 2 } })).body
    const next = (
      await test.as(tao).call(contract.listGrievances, { query: { limit: 200, cursor: first.nextCursor! } })
    ).body
    const ids = [...first.rows, ...next.rows].map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(4)
  })
})

describe('the blacklist', () => {
  const uscc = `91330100MA27XL0U5${usccCheckDigit('91330100MA27XL0U5')}`
  const bar = (who: TestPerson, body: object = {}) =>
    test.as(who).call(blacklist.barCompany, {
      body: { id: newId(), clientName: '假证有限公司', uscc, reason: '提供虚假合同', ...body },
    })
  const lift = (who: TestPerson, entryId: string) =>
    test.as(who).call(blacklist.liftBar, { params: { entryId }, body: { reason: '申诉成立' } })

  it('bars for the term of the rules, once, and is lifted by somebody else', async () => {
    expect(code(await bar(jin, { uscc: `${uscc.slice(0, 17)}0` }))).toBe('uscc_check_digit')
    expect((await bar(tao)).status).toBe(403)
    const barred = await bar(jin)
    expect(barred.body).toMatchObject({ untilOn: '2029-11-16' })
    expect(code(await bar(lin))).toBe('barred_already')
    expect(code(await lift(jin, barred.body.id))).toBe('own_bar_not_lifted')
    expect((await lift(lin, barred.body.id)).status).toBe(200)
    expect(code(await lift(lin, barred.body.id))).toBe('bar_not_in_force')
    expect((await lift(lin, newId())).status).toBe(404)
    const { rows, months } = (await test.as(feng).call(blacklist.listBlacklist, {})).body
    expect(rows).toMatchObject([{ state: 'lifted', liftedReason: '申诉成立', madeByName: '金岳' }])
    expect(months).toBe(36)
    expect((await bar(lin)).status).toBe(200)
    const page = (await test.as(feng).call(blacklist.listBlacklist, { query: { limit: 1 } })).body
    const rest = (await test.as(feng).call(blacklist.listBlacklist, { query: { cursor: page.nextCursor! } })).body
    expect(rest.rows).toHaveLength(1)
    expect((await test.as(wu).call(blacklist.listBlacklist, {})).body.rows).toEqual([])
  })
})
