import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sendLetter } from '#src/account/door.ts'
import { parcelSweep } from '#src/account/parcel/jobs.ts'
import { parcelRoutes } from '#src/account/parcel/routes.ts'
import { takeNonconformities } from '#src/evaluation/correction/actions.ts'
import * as correction from '#src/evaluation/correction/contract.ts'
import { correctionRoutes } from '#src/evaluation/correction/routes.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { beacon, feng, han, lanjing, li, lin, ma, sun, type TestPerson, tao, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { png, upload } from '#test/upload.ts'
import { takeCorrections } from './actions/answer.ts'
import * as contract from './contract.ts'
import { overdueNonconformitySweep } from './jobs.ts'
import { nonconformityRoutes } from './routes.ts'
import { listVerifiers } from './store/course.ts'
import { blocksDecision, findReportedFindings, listOpenNonconformities } from './store/rows.ts'

const folder = await mkdtemp(join(tmpdir(), 'starproof-findings-'))
const files = openFileStore(folder, 64 * 1024, 256 * 1024)
const sealer = openSealer('a secret of tests only, of no installation')
const parts = { files, sealer }
const handlers = {
  company: { letters: { nonconformities: takeNonconformities } },
  certification_body: { letters: { corrections: takeCorrections } },
}

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({
    routes: [fileRoutes(files), parcelRoutes(parts, handlers), correctionRoutes(parts), nonconformityRoutes(parts)],
  })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})
const MONDAY = '2026-11-16T01:00:00.000Z'
beforeEach(() => test.at(MONDAY))

const refused = (status: number, code: string, params: object = {}) => ({ status, body: { refusal: { code, params } } })
const deliver = () => parcelSweep(test.platform, parts, handlers).run()
const inBeacon = <T>(ask: Parameters<typeof test.platform.query<T>>[1]) =>
  test.platform.query<T>({ kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] }, ask)
const photoOf = async (who: TestPerson, words: string) => {
  const { body } = await upload(test, who, uploadFile, png(words))
  return { sha256: body.sha256, name: `${words}.png` }
}

async function auditOf(companyOrgId: string | null): Promise<string> {
  return test.arrange(beacon, async (tx) => {
    const made = await prepareAudit(tx)
    if (!made.ok) return made
    await tx.sql.updateTable('client').set({ companyOrgId }).where('id', '=', made.value.clientId).execute()
    return accept(made.value.auditId)
  })
}

const finding = (gradeId: 'major' | 'minor', more: object = {}) => ({
  id: newId(),
  gradeId,
  clause: '5.1.4.2',
  leafIds: ['5.1.4.2'],
  statement: '特种作业人员证书已过期，仍安排上岗',
  evidence: '抽查 2026-10 的派工单 R26-000017，李强的制冷证 2026-09-30 到期',
  ...more,
})
const raise = async (auditId: string, body: object, who = han) => {
  const raised = await test.as(who).call(contract.raiseNonconformity, { params: { auditId }, body })
  expect(raised.status).toBe(200)
  return raised.body.id
}
const tell = (auditId: string, body: object = { via: 'letter', deliver: 'here' }, who = tao) =>
  test.as(who).call(contract.tellClient, { params: { auditId }, body })
const read = async (nonconformityId: string) =>
  (await test.as(lin).call(contract.readNonconformity, { params: { nonconformityId } })).body
const verify = async (id: string, verdict: string, who = han, reason = '看过') =>
  test.as(who).call(contract.verifyAnswer, {
    params: { nonconformityId: id },
    body: { verdict, reason, version: (await read(id)).version },
  })
const onPaper = async (id: string, who: TestPerson, more: object = {}) =>
  test.as(who).call(contract.typeInAnswer, {
    params: { nonconformityId: id },
    body: {
      ...{ correction: '停岗', cause: '没有到期提醒', correctiveAction: '建立台账', answeredByName: '周涛' },
      ...{ answeredOn: '2026-11-16', version: (await read(id)).version, ...more },
    },
  })

const corrections = async (who = zhou) => (await test.as(who).call(correction.listCorrections)).body.rows
const write = async (id: string, who: TestPerson, more: object = {}) => {
  const params = { correctionId: id }
  const { version } = (await test.as(zhou).call(correction.readCorrection, { params })).body
  const body = {
    correction: '停岗换人',
    cause: '没有到期提醒',
    correctiveAction: '建立台账，提前 60 天提醒',
    version,
    ...more,
  }
  return test.as(who).call(correction.saveCorrectionAnswer, { params, body })
}
const sendBack = (correctionIds: string[], how: object = { deliver: 'here' }) =>
  test.as(zhou).call(correction.sendCorrections, { body: { correctionIds, ...how } })

describe('a nonconformity between two organisations', () => {
  let auditId: string
  let major: string
  let minor: string
  let atCompany: string

  it('is raised by the team, with what was seen, by a grade of the rules in force', async () => {
    auditId = await auditOf(lanjing.orgId)
    major = await raise(auditId, finding('major', { files: [await photoOf(han, 'licence')] }))
    minor = await raise(auditId, finding('minor', { clause: '5.2.1', leafIds: [], statement: '热线牌缺英文' }), ma)
    expect(await read(major)).toMatchObject({
      state: 'drafted',
      round: 0,
      dueOn: null,
      toTell: true,
      blocksDecision: true,
    })
    const byTao = await test.as(lin).call(contract.raiseNonconformity, { params: { auditId }, body: finding('minor') })
    expect(byTao.status).toBe(403)
    const unknown = { ...finding('minor'), gradeId: 'huge' }
    const odd = await test.as(han).call(contract.raiseNonconformity, { params: { auditId }, body: unknown })
    expect(odd).toMatchObject(refused(400, 'grade_unknown', { grade: 'huge' }))
    const nowhere = { params: { auditId: newId() }, body: finding('minor') }
    expect((await test.as(han).call(contract.raiseNonconformity, nowhere)).status).toBe(404)
    expect((await test.as(han).call(contract.listGrades)).body.grades.map((grade) => grade.id)).toEqual([
      'minor',
      'major',
    ])
  })

  it('blocks the decision from the moment it is raised, by its grade', async () => {
    expect(await inBeacon((tx) => blocksDecision(tx, auditId))).toBe(true)
    const open = await inBeacon((tx) => listOpenNonconformities(tx, auditId))
    expect(open.map((one) => one.id)).toEqual([major, minor])
  })

  it('may be reworded until the company knows it, and not after', async () => {
    const { id: _, ...words } = finding('minor', { statement: '热线牌没有英文' })
    const change = async () =>
      test.as(ma).call(contract.changeNonconformity, {
        params: { nonconformityId: minor },
        body: { ...words, version: (await read(minor)).version },
      })
    expect((await change()).status).toBe(200)
    expect((await read(minor)).statement).toBe('热线牌没有英文')
    expect(await tell(auditId, undefined, ma)).toMatchObject(refused(403, 'audit_leader_or_officer'))
    expect((await tell(auditId)).body).toMatchObject({ told: 2, parcelId: expect.any(String) })
    expect(await tell(auditId)).toMatchObject(refused(409, 'nothing_to_tell'))
    expect(await change()).toMatchObject(refused(409, 'nonconformity_state', { state: 'open' }))
    expect(await read(major)).toMatchObject({ state: 'open', round: 1, dueOn: '2026-12-16', isOverdue: false })
  })

  it('reaches lanjing with clause, deadline and photo, and names nobody responsible yet', async () => {
    await deliver()
    const rows = await corrections()
    expect(rows).toMatchObject([
      { state: 'open', dueOn: '2026-12-16', clause: expect.any(String), isOverdue: false, responsible: null },
      { state: 'open', dueOn: '2026-12-16' },
    ])
    atCompany = rows.find((row) => row.clause === '5.1.4.2' && row.grade.en === 'Major')!.id
    const shown = (await test.as(wu).call(correction.readCorrection, { params: { correctionId: atCompany } })).body
    expect(shown).toMatchObject({ bodyName: beacon.name, files: [{ name: 'licence.png' }], answers: [], round: 1 })
    expect((await test.as(li).call(correction.listCorrections)).status).toBe(403)
  })

  it('is answered by sun, who is responsible, and sent by zhou only when cause, action and evidence are there', async () => {
    expect(await write(atCompany, sun)).toMatchObject(refused(403, 'correction_not_yours'))
    const params = { correctionId: atCompany }
    const people = (await test.as(zhou).call(correction.listResponsible)).body.rows
    expect(people).toContainEqual({ personId: sun.personId, name: '孙丽' })
    const assigned = await test
      .as(zhou)
      .call(correction.assignCorrection, { params, body: { personId: sun.personId, version: 1 } })
    expect(assigned.body.version).toBe(2)
    const stranger = { personId: han.personId, version: 2 }
    expect((await test.as(zhou).call(correction.assignCorrection, { params, body: stranger })).status).toBe(400)
    expect((await write(atCompany, sun, { cause: '' })).status).toBe(200)
    expect(await sendBack([atCompany])).toMatchObject({
      status: 409,
      body: { refusal: { code: 'correction_incomplete' } },
    })
    await write(atCompany, sun)
    expect(await sendBack([atCompany])).toMatchObject({ body: { refusal: { code: 'correction_without_evidence' } } })
    const foreign = { files: [{ sha256: 'a'.repeat(64), name: 'x' }] }
    expect(await write(atCompany, sun, foreign)).toMatchObject(refused(400, 'file_unknown'))
    const records = [{ recordType: 'person', recordId: newId(), label: '不存在' }]
    expect((await write(atCompany, sun, { records })).status).toBe(400)
    const known = [{ recordType: 'person', recordId: sun.personId, label: '孙丽' }]
    await write(atCompany, sun, { files: [await photoOf(sun, 'new-licence')], records: known })
    expect((await sendBack([atCompany])).body).toMatchObject({ sent: 1 })
    expect(await write(atCompany, sun)).toMatchObject(refused(409, 'correction_state', { state: 'answered' }))
    expect(await sendBack([atCompany])).toMatchObject(refused(409, 'correction_state', { state: 'answered' }))
  })

  it('comes back to han, is not enough, and a second round begins when lanjing is told', async () => {
    test.at('2026-11-17T01:00:00.000Z')
    await deliver()
    const answered = await read(major)
    expect(answered).toMatchObject({ state: 'answered', dueOn: '2026-12-01', toTell: false })
    expect(answered.answers).toMatchObject([
      {
        round: 1,
        via: 'letter',
        answeredByName: '孙丽',
        isLate: false,
        files: [{ name: 'new-licence.png' }],
        records: [{ label: '孙丽' }],
      },
    ])
    expect(await verify(major, 'follow_up')).toMatchObject({ body: { refusal: { code: 'follow_up_not_for_grade' } } })
    expect((await verify(major, 'insufficient', ma, '没有说明在岗人员如何替换')).status).toBe(200)
    expect(await read(major)).toMatchObject({ state: 'insufficient', toTell: true, dueOn: null })
    await tell(auditId)
    await deliver()
    expect(await read(major)).toMatchObject({ state: 'open', round: 2, dueOn: '2026-12-17' })
    const row = (await corrections()).find((one) => one.id === atCompany)!
    expect(row).toMatchObject({ state: 'open', round: 2, dueOn: '2026-12-17', responsible: { name: '孙丽' } })
  })

  it('is closed by the second answer; lanjing is told, and nothing blocks the decision any more', async () => {
    test.at('2026-11-18T01:00:00.000Z')
    await write(atCompany, zhou, { files: [await photoOf(sun, 'rota')] })
    await sendBack([atCompany])
    await deliver()
    expect((await verify(major, 'accepted')).status).toBe(200)
    expect(await verify(major, 'accepted')).toMatchObject(refused(409, 'nonconformity_state', { state: 'closed' }))
    expect(await inBeacon((tx) => blocksDecision(tx, auditId))).toBe(false)
    await tell(auditId)
    await deliver()
    expect((await corrections()).find((one) => one.id === atCompany)).toMatchObject({ state: 'accepted', dueOn: null })
    const told = (await test.as(zhou).call(correction.readCorrection, { params: { correctionId: atCompany } })).body
    expect(told.answers.map((answer) => answer.round)).toEqual([2, 1])
    expect(told.reason).toBe('看过')
    expect(await inBeacon((tx) => listVerifiers(tx, auditId))).toHaveLength(2)
  })

  it('of a minor grade may be left for the next audit, where somebody sees it', async () => {
    test.at('2026-11-19T01:00:00.000Z')
    const other = (await corrections()).find((one) => one.grade.en === 'Minor')!.id
    await write(other, zhou, { files: [await photoOf(zhou, 'sign')] })
    await sendBack([other], { deliver: 'file' })
    const [sent] = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql
        .selectFrom('parcel')
        .select('id')
        .where('direction', '=', 'out')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .execute(),
    )
    await test.arrange(lanjing, async (tx) => {
      await tx.sql.updateTable('parcel').set({ deliver: 'here' }).where('id', '=', sent!.id).execute()
      return accept(null)
    })
    await deliver()
    expect((await verify(minor, 'follow_up')).status).toBe(200)
    expect(await inBeacon((tx) => listOpenNonconformities(tx, auditId))).toEqual([])
    const confirm = async (at: string) =>
      test.as(han).call(contract.confirmFollowUp, {
        params: { nonconformityId: minor },
        body: { auditId: at, reason: '现场看到新牌', version: (await read(minor)).version },
      })
    expect((await confirm(auditId)).status).toBe(400)
    const next = await test.arrange(beacon, async (tx) => {
      const made = await prepareAudit(tx)
      if (!made.ok) return made
      const { clientId } = await tx.sql
        .selectFrom('audit')
        .select('clientId')
        .where('id', '=', auditId)
        .executeTakeFirstOrThrow()
      const opened = { clientId, openedAt: tx.at }
      await tx.sql.updateTable('audit').set(opened).where('id', '=', made.value.auditId).execute()
      return accept(made.value.auditId)
    })
    expect((await confirm(next)).status).toBe(200)
    expect(await read(minor)).toMatchObject({ state: 'closed', toTell: true })
  })
})

describe('answers that are refused', () => {
  it('for a nonconformity of another client, for a round that is over, and with a file left out', async () => {
    const auditId = await auditOf(newId())
    const id = await raise(auditId, finding('minor'))
    await tell(auditId, { via: 'paper' })
    const answer = {
      correction: 'a',
      cause: 'b',
      correctiveAction: 'c',
      files: [],
      records: [],
      answeredBy: '周涛',
      answeredOn: '2026-11-16',
    }
    const letter = (round: number, more: object = {}) =>
      test.arrange(lanjing, (tx) =>
        sendLetter(tx, parts, {
          kind: 'corrections',
          to: { orgId: beacon.orgId, name: beacon.name },
          body: {
            format: 'starproof-corrections',
            version: 1,
            auditId,
            answers: [{ ...answer, nonconformityId: id, round, ...more }],
          },
          deliver: 'here',
        }),
      )
    const outcome = async (sent: { parcelId: string }) => {
      await deliver()
      const row = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
        tx.sql.selectFrom('parcel').select('refusedCode').where('id', '=', sent.parcelId).executeTakeFirstOrThrow(),
      )
      return row.refusedCode
    }
    expect(await outcome(await letter(1))).toBe('not_of_this_client')
    await test.arrange(beacon, async (tx) => {
      await tx.sql.updateTable('client').set({ companyOrgId: null }).where('companyOrgId', '=', lanjing.orgId).execute()
      const { clientId } = await tx.sql
        .selectFrom('audit')
        .select('clientId')
        .where('id', '=', auditId)
        .executeTakeFirstOrThrow()
      await tx.sql.updateTable('client').set({ companyOrgId: lanjing.orgId }).where('id', '=', clientId).execute()
      return accept(null)
    })
    expect(await outcome(await letter(2))).toBe('nonconformity_round')
    expect(await outcome(await letter(1, { files: [{ sha256: 'a'.repeat(64), name: 'x' }] }))).toBe('letter_unreadable')
    expect(await outcome(await letter(1, { cause: '' }))).toBe('letter_unreadable')
    expect(await outcome(await letter(1))).toBeNull()
    expect((await read(id)).state).toBe('answered')
  })

  it('typed in from paper by han cannot be judged by han, nor carry a day that cannot be', async () => {
    const auditId = await auditOf(null)
    const id = await raise(auditId, finding('major'))
    expect(await onPaper(id, han)).toMatchObject(refused(409, 'nonconformity_state', { state: 'drafted' }))
    await tell(auditId, { via: 'paper' })
    for (const answeredOn of ['2026-11-15', '2026-11-17'])
      expect(await onPaper(id, han, { answeredOn })).toMatchObject(
        refused(400, 'day_not_possible', { day: answeredOn }),
      )
    expect((await onPaper(id, han)).status).toBe(200)
    expect(await verify(id, 'accepted', han)).toMatchObject(refused(403, 'own_answer'))
    expect((await verify(id, 'accepted', ma)).status).toBe(200)
    const stale = { params: { nonconformityId: id }, body: { reason: '重复', version: 1 } }
    expect((await test.as(tao).call(contract.withdrawNonconformity, stale)).status).toBe(409)
  })
})

describe('a deadline that has passed', () => {
  const sweep = () => overdueNonconformitySweep(test.platform).run()
  const mails = () =>
    inBeacon((tx) => tx.sql.selectFrom('message').select(['reason', 'toAddress', 'subject']).orderBy('id').execute())

  it('is told to officer and leader once, and once more by the rules; the list marks it', async () => {
    const auditId = await auditOf(null)
    const id = await raise(auditId, finding('major'))
    await tell(auditId, { via: 'link' })
    const before = (await mails()).length
    // The term is 30 days: the 16th of December is its last day, the zone is Shanghai's.
    test.at('2026-12-16T15:59:00.000Z')
    await sweep()
    expect((await mails()).filter((mail) => mail.reason === 'nonconformity_overdue').length).toBe(0)
    test.at('2026-12-16T16:01:00.000Z')
    await sweep()
    await sweep()
    const first = (await mails()).slice(before).filter((mail) => mail.reason === 'nonconformity_overdue')
    const mine = (await read(id)).number
    expect(
      first
        .filter((mail) => mail.subject.includes(mine))
        .map((mail) => mail.toAddress)
        .sort(),
    ).toEqual(['han@beacon.example', 'tao@beacon.example'])
    expect(await read(id)).toMatchObject({ isOverdue: true, rounds: [{ toldOverdueAt: '2026-12-16T16:01:00.000Z' }] })
    const overdue = await test.as(lin).call(contract.listNonconformities, { query: { overdue: '1' } })
    expect(overdue.body.rows.map((row) => row.id)).toContain(id)
    expect(overdue.body.rows.every((row) => row.isOverdue)).toBe(true)
    // Five working days on: Thursday to the Wednesday after.
    test.at('2026-12-23T16:01:00.000Z')
    await sweep()
    const again = (await mails()).filter((mail) => mail.reason === 'nonconformity_again' && mail.subject.includes(mine))
    expect(again).toHaveLength(2)
    await onPaper(id, tao, { answeredOn: '2026-12-24' })
    expect(await read(id)).toMatchObject({ state: 'answered', isOverdue: false, answers: [{ isLate: true }] })
    test.at('2027-02-01T01:00:00.000Z')
    await sweep()
    const late = (await mails()).filter((mail) => mail.reason === 'nonconformity_verify' && mail.subject.includes(mine))
    expect(late).toHaveLength(2)
    expect(await read(id)).toMatchObject({ isOverdue: true })
  })
})

describe('withdrawing', () => {
  it('is for the leader or an officer; of what the company never heard, it hears nothing', async () => {
    const auditId = await auditOf(null)
    const [untold, told] = [await raise(auditId, finding('minor')), await raise(auditId, finding('minor'))]
    const withdraw = async (id: string, who: TestPerson) =>
      test.as(who).call(contract.withdrawNonconformity, {
        params: { nonconformityId: id },
        body: { reason: '看错了', version: (await read(id)).version },
      })
    expect(await withdraw(untold, ma)).toMatchObject(refused(403, 'audit_leader_or_officer'))
    expect((await withdraw(untold, tao)).status).toBe(200)
    expect(await read(untold)).toMatchObject({ state: 'withdrawn', toTell: false, withdrawn: { byName: '陶然' } })
    await tell(auditId, { via: 'link' })
    expect((await withdraw(told, han)).status).toBe(200)
    expect(await read(told)).toMatchObject({ state: 'withdrawn', toTell: true })
    expect(await inBeacon((tx) => findReportedFindings(tx, auditId))).toEqual([])
  })
})

it('the list is paged, and its conditions agree with the rules', async () => {
  const all: contract.NonconformityRow[] = []
  for (let cursor: string | undefined; ; ) {
    const page = (await test.as(lin).call(contract.listNonconformities, { query: { limit: 3, cursor } })).body
    all.push(...page.rows)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const open = (await test.as(lin).call(contract.listNonconformities, { query: { open: '1', limit: 200 } })).body.rows
  const settled = ['closed', 'withdrawn', 'follow_up']
  const expected = all.filter((row) => !settled.includes(row.state)).map((row) => row.id)
  expect(open.map((row) => row.id)).toEqual(expected)
  expect(expected.length).toBeLessThan(all.length)
  expect((await test.as(feng).call(contract.readNonconformity, { params: { nonconformityId: newId() } })).status).toBe(
    404,
  )
})
