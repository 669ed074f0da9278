import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, feng, gu, han, jin, lin, ma, people, tao, zhou } from '#test/people.ts'
import { openSampledAudit, type Sampled, SCHEME, USCC } from '#test/sampled-audit.ts'
import { hasConflict } from '../auditor/actions.ts'
import * as auditors from '../auditor/contract.ts'
import { endVisit, openAudit, reportAudit, resumeVisit } from './actions/audit.ts'
import * as audits from './contract.ts'
import { findRotationDue, rotates } from './rules/team.ts'
import { loadAudit, loadTeam, takesPart } from './store.ts'

let test: Sampled
beforeAll(async () => {
  test = await openSampledAudit(0)
})
afterAll(() => test.close())

const FROM = '2026-12-07'
const TO = '2026-12-09'

async function enter(person: typeof han, productClass = '') {
  const body = { personId: person.personId, daysPerMonth: 15, homeCityCode: '3101', languages: ['zh'] }
  await test.as(tao).call(auditors.enterAuditor, { body })
  const competence = {
    id: newId(),
    schemeId: SCHEME,
    productClass,
    validFromOn: '2025-01-01',
    evidence: 'CCAA 2025-S-001',
  }
  return test.as(tao).call(auditors.addCompetence, { params: { personId: person.personId }, body: competence })
}

async function newAudit(more: object = {}) {
  const id = newId()
  const body = {
    ...{ id, clientId: test.clientId, applicationId: test.applicationId, kind: 'initial', packId: test.packId },
    ...{ personDaysTenths: 60, plannedFromOn: FROM, plannedToOn: TO },
    ...more,
  }
  const called = await test.as(tao).call(audits.createAudit, { body })
  return { id, ...called }
}

const read = async (id: string) => (await test.as(tao).call(audits.readAudit, { params: { auditId: id } })).body

async function name(id: string, person: typeof han, duty: string, more: object = {}, as = tao) {
  const { audit } = await read(id)
  const bookings = [{ id: newId(), fromOn: FROM, toOn: TO }]
  const body = { personId: person.personId, duty, personDaysTenths: 30, bookings, version: audit.version, ...more }
  return test.as(as).call(audits.nameMember, { params: { auditId: id }, body })
}

async function settle(id: string, shortReason = '') {
  const { audit } = await read(id)
  return test
    .as(tao)
    .call(audits.settleTeam, { params: { auditId: id }, body: { version: audit.version, shortReason } })
}

const step = <T>(act: Parameters<Sampled['arrange']>[1]) => test.arrange(beacon, act as never) as Promise<T>

describe('the register of auditors', () => {
  it('takes people of the body once, with what they may judge', async () => {
    expect((await enter(han)).status).toBe(200)
    expect((await enter(ma, '家用空调')).status).toBe(200)
    const again = await test.as(tao).call(auditors.enterAuditor, { body: { personId: han.personId, daysPerMonth: 1 } })
    expect(again.body).toMatchObject({ refusal: { code: 'auditor_entered' } })
    const { body } = await test.as(han).call(auditors.listAuditors)
    expect(body.rows.map((row) => row.name).toSorted()).toEqual([ma.name, han.name].toSorted())
    expect(body.rows.find((row) => row.name === ma.name)?.competences).toMatchObject([{ productClass: '家用空调' }])
  })

  it('is not for people of a company, nor for auditors to change', async () => {
    expect((await test.as(zhou).call(auditors.listAuditors)).status).toBe(403)
    const body = { personId: gu.personId, daysPerMonth: 5 }
    expect((await test.as(han).call(auditors.enterAuditor, { body })).status).toBe(403)
    const stranger = { personId: zhou.personId, daysPerMonth: 5 }
    expect((await test.as(tao).call(auditors.enterAuditor, { body: stranger })).body).toMatchObject({
      refusal: { code: 'person_unknown' },
    })
  })

  it('keeps absences and withdrawn competences, and reckons each month', async () => {
    const params = { personId: ma.personId }
    const version = (await test.as(tao).call(auditors.listAuditors)).body.rows.find(
      (row) => row.name === ma.name,
    )!.version
    const absences = [{ id: newId(), fromOn: '2027-01-04', toOn: '2027-01-10', reason: '年假' }]
    await test.as(tao).call(auditors.setAbsences, { params, body: { absences, version } })
    const turned = [{ id: newId(), fromOn: '2027-02-04', toOn: '2027-02-01' }]
    const refused = await test
      .as(tao)
      .call(auditors.setAbsences, { params, body: { absences: turned, version: version + 1 } })
    expect(refused.body).toMatchObject({ refusal: { code: 'days_impossible' } })
    const load = await test.as(feng).call(auditors.readWorkload, { query: { fromMonth: '2027-01', months: 1 } })
    expect(load.body.rows.find((row) => row.personId === ma.personId)).toMatchObject({
      absentDays: 5,
      availableDays: 15,
    })
    const added = { id: newId(), schemeId: SCHEME, productClass: '旧类', validFromOn: '2025-01-01', evidence: 'x' }
    await test.as(tao).call(auditors.addCompetence, { params, body: added })
    const gone = { params: { ...params, competenceId: added.id }, body: { reason: '登记有误' } }
    expect((await test.as(tao).call(auditors.withdrawCompetence, gone)).status).toBe(200)
    expect((await test.as(tao).call(auditors.withdrawCompetence, gone)).status).toBe(404)
  })

  it('lists the people who could be entered, and changes or ends an entry', async () => {
    const staff = await test.as(tao).call(auditors.listStaffOfBody)
    expect(staff.body.rows).toHaveLength(people.filter((one) => one.org === beacon).length)
    await enter(jin)
    const change = { homeCityCode: '', languages: ['zh', 'en'], daysPerMonth: 3, endedOn: '2026-11-30', version: 1 }
    await test.as(feng).call(auditors.changeAuditor, { params: { personId: jin.personId }, body: change })
    const ended = await test.as(feng).call(auditors.listAuditors, { query: { ended: 'true' } })
    expect(ended.body.rows.find((row) => row.personId === jin.personId)).toMatchObject({ endedOn: '2026-11-30' })
  })
})

describe('conflicts of interest', () => {
  const declare = (as: typeof han, about: typeof han, more: object) => {
    const id = newId()
    const body = {
      id,
      personId: about.personId,
      uscc: USCC,
      companyName: '蓝鲸',
      kind: 'advised',
      fromOn: '2024-01-01',
      says: '管理咨询',
      ...more,
    }
    return test
      .as(as)
      .call(auditors.declareConflict, { body })
      .then((called) => ({ id, ...called }))
  }
  it('are declared for oneself, or for others by those who keep the register, and never taken back by oneself', async () => {
    expect((await declare(han, ma, {})).status).toBe(403)
    const own = await declare(lin, lin, { untilOn: '2025-12-31' })
    expect(own.status).toBe(200)
    const taken = await test
      .as(lin)
      .call(auditors.withdrawConflict, { params: { conflictId: own.id }, body: { reason: '没有' } })
    expect(taken.status).toBe(403)
    const byTao = { params: { conflictId: own.id }, body: { reason: '系同名公司' } }
    const standing = (personId: string, day: string) =>
      step<boolean>(async (tx) => accept(await hasConflict(tx, personId, test.clientId, day)))
    expect(await standing(lin.personId, '2027-12-31')).toBe(true)
    expect(await standing(lin.personId, '2028-01-01')).toBe(false)
    expect(await standing(gu.personId, '2026-11-16')).toBe(false)
    expect((await test.as(tao).call(auditors.withdrawConflict, byTao)).status).toBe(200)
    expect(await standing(lin.personId, '2026-11-16')).toBe(false)
    expect((await test.as(tao).call(auditors.withdrawConflict, byTao)).body).toMatchObject({
      refusal: { code: 'conflict_withdrawn' },
    })
    const listed = await test.as(tao).call(auditors.listConflicts, { query: { personId: lin.personId } })
    expect(listed.body.rows).toMatchObject([{ withdrawnReason: '系同名公司' }])
    const turned = await declare(gu, gu, { untilOn: '2023-01-01' })
    expect(turned.body).toMatchObject({ refusal: { code: 'days_impossible' } })
  })

  it('keep a person out of the team, and show in one that was settled before they were declared', async () => {
    const { id } = await newAudit()
    await name(id, han, 'leader')
    await name(id, ma, 'auditor')
    expect((await settle(id)).status).toBe(200)
    const late = await declare(ma, ma, { kind: 'kinship', says: '配偶在该公司任职' })
    expect((await read(id)).teamProblems).toMatchObject([{ code: 'conflict_of_interest', name: ma.name }])
    const { audit } = await read(id)
    const opening = { version: audit.version, assessmentId: newId() }
    const actor = { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const
    const opened = await test.platform.command(actor, { id: newId(), endpoint: 't', input: 1 }, (tx) =>
      openAudit(tx, id, opening),
    )
    expect(opened).toMatchObject({ refusal: { code: 'team_not_ready' } })
    expect((await name(id, ma, 'auditor')).body).toMatchObject({ refusal: { code: 'conflict_of_interest' } })
    const release = {
      params: { auditId: id, personId: ma.personId },
      body: { version: audit.version, reason: '利益冲突' },
    }
    expect((await test.as(tao).call(audits.releaseMember, release)).status).toBe(200)
    const team = await step<Awaited<ReturnType<typeof loadTeam>>>(async (tx) => accept(await loadTeam(tx, id)))
    expect(team.find((one) => one.personId === ma.personId)).toMatchObject({ leftReason: '利益冲突', bookings: [] })
    expect(await step(async (tx) => accept(await takesPart(tx, id, ma.personId)))).toBe(true)
    expect(await step(async (tx) => accept(await takesPart(tx, id, gu.personId)))).toBe(false)
    await test
      .as(tao)
      .call(auditors.withdrawConflict, { params: { conflictId: late.id }, body: { reason: '测试完毕' } })
    await test
      .as(tao)
      .call(audits.cancelAudit, { params: { auditId: id }, body: { version: audit.version + 1, reason: '改期' } })
  })
})

describe('a team', () => {
  it('is not settled without leader, competence for the scheme and classes, booked days and person-days', async () => {
    const { id } = await newAudit()
    await name(id, ma, 'auditor', { personDaysTenths: 10 })
    const codes = (await read(id)).teamProblems.map((one) => one.code)
    expect(codes).toEqual(['no_leader', 'class_not_covered', 'person_days_short'])
    expect((await settle(id)).body).toMatchObject({
      refusal: { code: 'team_not_ready', params: { problem: 'no_leader', more: 2 } },
    })
    await name(id, han, 'leader', { personDaysTenths: 30 })
    expect((await settle(id)).body).toMatchObject({ refusal: { params: { problem: 'person_days_short' } } })
    expect((await settle(id, '客户网点集中在一处')).status).toBe(200)
    const { audit, teamTenths } = await read(id)
    expect(audit).toMatchObject({ state: 'staffed', shortReason: '客户网点集中在一处', leaderName: han.name })
    expect(teamTenths).toBe(40)
    expect((await name(id, gu, 'leader', { bookings: [] })).body).toMatchObject({
      refusal: { code: 'audit_has_leader' },
    })
    expect((await name(id, gu, 'auditor')).status).toBe(200)
    expect((await read(id)).teamProblems).toMatchObject([{ code: 'not_registered', name: gu.name }])
    expect((await read(id)).audit.state).toBe('planned')
    await test.as(tao).call(audits.cancelAudit, {
      params: { auditId: id },
      body: { version: (await read(id)).audit.version, reason: '撤回' },
    })
  })

  it('never has somebody in two places on one day, nor on a day of absence', async () => {
    const one = await newAudit()
    await name(one.id, han, 'leader')
    const other = await newAudit()
    const taken = await name(other.id, han, 'leader')
    expect(taken.body).toMatchObject({ refusal: { code: 'auditor_booked', params: { name: han.name } } })
    const away = [{ id: newId(), fromOn: '2027-01-08', toOn: '2027-01-08' }]
    expect((await name(other.id, ma, 'auditor', { bookings: away })).body).toMatchObject({
      refusal: { code: 'auditor_absent' },
    })
    const candidates = await test.as(tao).call(audits.listCandidates, { params: { auditId: other.id } })
    expect(candidates.body.rows.find((row) => row.personId === han.personId)).toMatchObject({
      knowsScheme: true,
      hasConflict: false,
    })
    expect(candidates.body.rows.find((row) => row.personId === han.personId)?.busyWith).toHaveLength(1)
    const version = (await read(one.id)).audit.version
    await test.as(tao).call(audits.cancelAudit, { params: { auditId: one.id }, body: { version, reason: '客户改期' } })
    expect((await name(other.id, han, 'leader')).status).toBe(200)
    const dates = {
      plannedFromOn: '2026-12-08',
      plannedToOn: TO,
      packId: test.packId,
      version: (await read(other.id)).audit.version,
    }
    await test.as(tao).call(audits.planDates, { params: { auditId: other.id }, body: dates })
    expect((await read(other.id)).teamProblems.map((it) => it.code)).toContain('booked_outside')
    const turned = { ...dates, plannedToOn: '2026-12-01', version: dates.version + 1 }
    expect((await test.as(tao).call(audits.planDates, { params: { auditId: other.id }, body: turned })).status).toBe(
      400,
    )
    await test
      .as(tao)
      .call(audits.cancelAudit, { params: { auditId: other.id }, body: { version: dates.version + 1, reason: '撤回' } })
  })

  it('changes: who audited a client three times in a row neither leads nor audits the fourth time, but may look on', async () => {
    const began = async (more: object = {}) => {
      const dayOn = `2028-0${++month}-01`
      const { id } = await newAudit({ plannedFromOn: dayOn, plannedToOn: dayOn, ...more })
      await name(id, han, 'leader', { bookings: [{ id: newId(), fromOn: dayOn, toOn: dayOn }] })
      await step(async (tx) => {
        await tx.sql
          .updateTable('audit')
          .set({ openedAt: `${dayOn}T01:00:00.000Z` })
          .where('id', '=', id)
          .execute()
        return accept(null)
      })
      done.push(id)
      return id
    }
    let month = 0
    const done: string[] = []
    const first = await began()
    await began({ kind: 'special', purpose: '飞行检查' })
    await began({ kind: 'surveillance' })
    const { id: early } = await newAudit({ kind: 'surveillance', plannedFromOn: null, plannedToOn: null })
    expect((await name(early, han, 'leader', { bookings: [] })).status).toBe(200)
    await began({ kind: 'surveillance' })
    // Named in time, and one audit too many now.
    expect((await read(early)).teamProblems).toContainEqual({ code: 'rotation_due', name: han.name, detail: '3' })
    expect((await read(first)).teamProblems.map((one) => one.code)).not.toContain('rotation_due')
    const { id } = await newAudit({ kind: 'recertification', plannedFromOn: null, plannedToOn: null })
    const bookings: [] = []
    for (const duty of ['leader', 'auditor'])
      expect((await name(id, han, duty, { bookings })).body).toMatchObject({
        refusal: { code: 'auditor_rotation_due', params: { name: han.name, count: 3 } },
      })
    const { rows } = (await test.as(tao).call(audits.listCandidates, { params: { auditId: id } })).body
    expect(rows.map((row) => [row.name, row.isRotationDue])).toEqual(
      expect.arrayContaining([
        [han.name, true],
        [ma.name, false],
      ]),
    )
    expect((await name(id, han, 'observer', { bookings })).status).toBe(200)
    const special = await newAudit({ kind: 'special', purpose: '复查', plannedFromOn: null, plannedToOn: null })
    expect((await name(special.id, han, 'leader', { bookings })).status).toBe(200)
    const release = { version: (await read(id)).audit.version, reason: '见习期满' }
    await test.as(tao).call(audits.releaseMember, { params: { auditId: id, personId: han.personId }, body: release })
    await step(async (tx) => {
      await tx.sql.updateTable('audit').set({ cancelledAt: tx.at }).where('id', 'in', done).execute()
      return accept(null)
    })
  })

  it('is free again after one audit without the person, and for ever where the rules set no limit', () => {
    const [with1, without] = [{ judges: ['a', 'b'] }, { judges: ['b'] }]
    expect([...findRotationDue([with1, with1, with1], 3)]).toEqual([
      ['a', 3],
      ['b', 3],
    ])
    expect([...findRotationDue([with1, with1, without, with1], 3)]).toEqual([['b', 4]])
    expect([...findRotationDue([without, with1, with1, with1], 3).keys()]).toEqual(['b'])
    expect([findRotationDue([with1, with1], 3).size, findRotationDue([], 1).size]).toEqual([0, 0])
    expect(findRotationDue([with1, with1, with1], 0).size).toBe(0)
    expect([rotates('initial', 'leader'), rotates('special', 'leader'), rotates('initial', 'observer')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is named by officers only', async () => {
    const { id } = await newAudit({ plannedFromOn: '2026-12-21', plannedToOn: '2026-12-22' })
    expect((await name(id, han, 'leader', {}, han)).status).toBe(403)
  })
})

describe('an audit', () => {
  it('special needs its purpose, and a row of a programme the programme', async () => {
    expect((await newAudit({ kind: 'special' })).body).toMatchObject({ refusal: { code: 'audit_purpose_missing' } })
    expect((await newAudit({ programmePlace: 0 })).body).toMatchObject({ refusal: { code: 'programme_row_unknown' } })
    expect((await newAudit({ kind: 'special', purpose: '飞行检查' })).status).toBe(200)
  })

  it('goes from planned over open and visited to reported, no step out of turn', async () => {
    const { id } = await newAudit({ plannedFromOn: '2027-03-01', plannedToOn: '2027-03-02' })
    const bookings = [{ id: newId(), fromOn: '2027-03-01', toOn: '2027-03-02' }]
    await name(id, han, 'leader', { personDaysTenths: 60, bookings })
    await settle(id)
    const at = async () => (await read(id)).audit
    const version = async () => (await at()).version
    const actor = { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const
    const act = (work: Parameters<typeof test.platform.command>[2]) =>
      test.platform.command(actor, { id: newId(), endpoint: 't', input: 1 }, work)
    const now = await version()
    expect(await act((tx) => endVisit(tx, id, now))).toMatchObject({ refusal: { code: 'audit_state' } })
    expect(await act((tx) => openAudit(tx, id, { version: now, assessmentId: newId() }))).toMatchObject({ ok: true })
    expect((await at()).state).toBe('open')
    expect(await act((tx) => endVisit(tx, id, now + 1))).toMatchObject({ ok: true })
    expect(await act((tx) => resumeVisit(tx, id, now + 2, '漏看一处'))).toMatchObject({ ok: true })
    expect(await act((tx) => endVisit(tx, id, now + 3))).toMatchObject({ ok: true })
    expect(await act((tx) => reportAudit(tx, id, now + 4))).toMatchObject({ ok: true })
    expect(await step(async (tx) => accept((await loadAudit(tx, id))?.state))).toBe('reported')
    const late = await test
      .as(tao)
      .call(audits.cancelAudit, { params: { auditId: id }, body: { version: now + 5, reason: '晚了' } })
    expect(late.body).toMatchObject({ refusal: { code: 'audit_state', params: { state: 'reported' } } })
  })

  it('is found by state, client, text and by those in its team', async () => {
    const call = (query: object, who = tao) => test.as(who).call(audits.listAudits, { query: query as never })
    expect((await call({ state: 'reported' })).body.rows).toHaveLength(1)
    expect((await call({ mine: 'true' }, han)).body.rows.every((row) => row.leaderName === han.name)).toBe(true)
    expect((await call({ clientId: newId() })).body.rows).toEqual([])
    expect((await call({ search: 'zzz' })).body.rows).toEqual([])
    const first = (await call({ limit: '2' })).body
    const second = (await call({ limit: '2', cursor: first.nextCursor })).body
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(4)
  })
})
