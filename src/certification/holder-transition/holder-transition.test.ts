import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installEdition } from '#src/evaluation/door.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { hashScheme } from '#src/evaluation/scheme/rules/seal.ts'
import { listUnconfirmed } from '#src/evaluation/scheme/rules/tree.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { addDays } from '#src/shared/instant.ts'
import { prepareAudit } from '#test/audit-on-site.ts'
import { certified, fileCase } from '#test/certification/certified.ts'
import { beacon, han, jin, lin, ma, tao } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { readAudit } from '../audit/contract.ts'
import { changeCertificate, issueCertificate, readCertificate } from '../certificate/contract/endpoints.ts'
import { certificationRoutes } from '../door.ts'
import { openVisit } from '../visit/contract/visit.ts'
import { actOnHolder } from './actions/look.ts'
import { refuseCutOff } from './actions/standard.ts'
import * as contract from './contract/endpoints.ts'
import type { HolderRow } from './contract/transition.ts'
import { holderTransitionSweep } from './jobs.ts'
import { listLooksDue } from './store/act.ts'
import { findPlannedEdition } from './store/plan.ts'

const NEW = 'GB/T 27922-2027'
const OLD = 'GB/T 27922-2011'
let folder: string
let test: TestPlatform
let parts: Parameters<typeof certificationRoutes>[0]
let [oldId, newEditionId] = ['', '']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-holders-'))
  parts = {
    files: openFileStore(folder, 20 * 1024 * 1024),
    sealer: openSealer('a secret of tests only, of no installation'),
    publicUrl: 'https://register.beacon.example',
  }
  test = await openTestPlatform({ routes: async () => [certificationRoutes(parts)] })
  oldId = await install('gbt27922-2011', OLD)
  newEditionId = await install('gbt27922-2027', NEW)
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A sealed edition at beacon, word for word the one that comes with the product, under another name. */
async function install(id: string, standard: string): Promise<string> {
  const scheme = { ...(await readScheme('gbt27922-2011')), id, standard }
  const seal = { byPersonId: jin.personId, byName: jin.name, at: '2026-11-01T00:00:00.000Z' }
  const hashed = { schemeHash: hashScheme(scheme), unconfirmedCount: listUnconfirmed(scheme).length }
  const given = { scheme, seal: { ...seal, ...hashed }, source: beacon.name }
  const { editionId } = await test.arrange(beacon, (tx) => installEdition(tx, given))
  return editionId
}

/** Each test has the standard to itself. */
afterEach(() =>
  test.arrange(beacon, async (tx) => {
    const { sql, orgId, at } = tx
    await sql
      .updateTable('holderTransition')
      .set({ calledOffAt: at, calledOffReason: 'end of a test' })
      .where('orgId', '=', orgId)
      .where('calledOffAt', 'is', null)
      .execute()
    return accept(null)
  }),
)

/** Eight in the morning in Shanghai. */
const on = (dayOn: string) => test.at(`${dayOn}T00:00:00.000Z`)
const codeOf = (answer: { body: unknown }) => (answer.body as { refusal?: { code: string } }).refusal?.code
async function sweep() {
  const one = holderTransitionSweep(test.platform, parts)
  while ((await one.run()) > 0);
}
const draft = (more: object = {}, who = tao) => {
  const id = newId()
  const body = {
    ...{ id, fromEditionId: oldId, toEditionId: newEditionId, startOn: '2027-01-01' },
    ...{ basis: '国家标准公告 2026 年第 9 号', ...more },
  }
  return test.as(who).call(contract.startTransition, { body })
}
const announce = (transitionId: string, version = 1, who = jin) =>
  test.as(who).call(contract.announceTransition, { params: { transitionId }, body: { version } })
const callOff = (transitionId: string, version: number, who = jin) =>
  test.as(who).call(contract.callOffTransition, { params: { transitionId }, body: { version, reason: '标准推迟实施' } })
/** Announced before it begins. */
async function announced(more: object = {}): Promise<string> {
  on('2026-11-20')
  const { id } = (await draft(more)).body
  await announce(id)
  return id
}
const read = async (transitionId: string) =>
  (await test.as(han).call(contract.readTransition, { params: { transitionId } })).body
const rows = async (transitionId: string, query: Record<string, unknown> = {}) =>
  (await test.as(han).call(contract.listHolders, { params: { transitionId }, query })).body
async function rowOf(transitionId: string, certificateId: string): Promise<HolderRow> {
  const { body } = await test.as(han).call(contract.readPlanOptions, { params: { transitionId, certificateId } })
  return body.holder
}
const change = (certificateId: string, body: object) =>
  test.as(lin).call(changeCertificate, {
    params: { certificateId },
    body: { id: newId(), reason: '换版审核通过', publicReason: '', ...body } as never,
  })
const certificate = async (certificateId: string) =>
  (await test.as(lin).call(readCertificate, { params: { certificateId } })).body
const plan = (transitionId: string, certificateId: string, more: object = {}, who = tao) => {
  const body = { id: newId(), kind: 'surveillance', baseTenths: 20, reason: '随监督审核换版', ...more } as never
  return test.as(who).call(contract.planHolder, { params: { transitionId, certificateId }, body })
}
const auditNow = async (auditId: string) => (await test.as(tao).call(readAudit, { params: { auditId } })).body.audit
const setAudit = (auditId: string, values: object) =>
  test.arrange(beacon, async (tx) => {
    await tx.sql.updateTable('audit').set(values).where('orgId', '=', tx.orgId).where('id', '=', auditId).execute()
    return accept(null)
  })
const count = (table: 'parcel' | 'message' | 'history', about: Record<string, string>) =>
  test.arrange(beacon, async (tx) => {
    let asked = tx.sql.selectFrom(table).select('orgId').where('orgId', '=', tx.orgId)
    for (const [column, value] of Object.entries(about)) asked = asked.where(column as never, '=', value as never)
    return accept((await asked.execute()).length)
  })
/** A decision in favour under the new edition, as the committee leaves it. */
const decideOnNew = (about: { clientId: string; certificateId: string }) => {
  const levelName = { zh: '四星级', en: 'Four stars' }
  const title = { zh: '商品售后服务评价体系', en: 'Evaluation system for after-sales service of commodities' }
  const scheme = { id: 'gbt27922-2027', version: 1, standard: NEW, levelName, title }
  return fileCase(test, { kind: 'maintain', scheme, ...about })
}
/** Stands until the end of the transition. */
async function longCertified(given: Parameters<typeof certified>[1] = {}) {
  const made = await certified(test, given)
  await test.arrange(beacon, async (tx) => {
    await tx.sql
      .updateTable('certificate')
      .set({ validUntilOn: '2032-11-30' })
      .where('orgId', '=', tx.orgId)
      .where('id', '=', made.id)
      .execute()
    return accept(null)
  })
  return made
}

describe('a transition', () => {
  it('is drafted by an officer with the days by the rules, and binds when the general manager announces it', async () => {
    on('2026-11-16')
    const { body: choices } = await test
      .as(tao)
      .call(contract.readTransitionChoices, { query: { startOn: '2027-01-01' } })
    expect(choices).toMatchObject({ cutOffOn: '2028-07-01', endOn: '2029-12-31' })
    expect(choices.editions.map((one) => one.reference).toSorted()).toEqual([OLD, NEW])
    expect((await draft({}, han)).status).toBe(403)
    const { id } = (await draft()).body
    expect((await announce(id, 1, tao)).status).toBe(403)
    expect(codeOf(await announce(id, 2))).toBe('stale_version')
    expect((await announce(id)).body).toEqual({ id, version: 2 })
    expect(await read(id)).toMatchObject({
      ...{ stage: 'announced', cutOffOn: '2028-07-01', endOn: '2029-12-31', rulesNumber: 1 },
      ...{ draftedByName: tao.name, announcedByName: jin.name, basis: '国家标准公告 2026 年第 9 号' },
      from: { reference: OLD, editionId: oldId },
      to: { reference: NEW, editionId: newEditionId },
    })
    expect(codeOf(await announce(id, 2))).toBe('holder_transition_stage')
    expect(codeOf(await callOff(id, 2, tao))).toBe('role_needed')
    expect((await callOff(id, 2)).status).toBe(200)
    const { body: list } = await test.as(han).call(contract.listTransitions, { query: { limit: 1 } })
    expect(list.rows).toMatchObject([{ id, stage: 'called_off', calledOffReason: '标准推迟实施' }])
    for (const verb of ['drafted', 'announced', 'called_off'])
      expect(await count('history', { recordId: id, verb: `holder_transition.${verb}` })).toBe(1)
  })

  it.each([
    ['between a standard and itself', { toEditionId: 'old' }, 'holder_transition_same'],
    ['to a scheme that is not sealed here', { toEditionId: 'unknown' }, 'scheme_not_sealed'],
    ['that ends before its cut-off', { endOn: '2027-06-30', daysReason: '公告' }, 'holder_transition_days'],
    ['of other days than the rules, without a reason', { endOn: '2030-06-30' }, 'holder_transition_days_reason'],
  ])('is refused %s', async (_what, more, code) => {
    on('2026-11-16')
    const toEditionId = { old: oldId, unknown: newId() }[(more as { toEditionId?: string }).toEditionId ?? '']
    expect(codeOf(await draft({ ...more, ...(toEditionId ? { toEditionId } : {}) }))).toBe(code)
  })

  it('is the only one from its standard, is not announced when it is past, and an unknown one is not there', async () => {
    on('2026-11-16')
    const { id } = (await draft({ startOn: '2020-01-01' })).body
    expect(codeOf(await draft())).toBe('holder_transition_exists')
    expect(codeOf(await announce(id))).toBe('holder_transition_past')
    expect((await callOff(id, 1, tao)).status).toBe(200)
    const params = { transitionId: newId() }
    for (const endpoint of [contract.readTransition, contract.listHolders, contract.exportHolders])
      expect((await test.as(han).call(endpoint as typeof contract.readTransition, { params })).status).toBe(404)
    expect((await announce(params.transitionId)).status).toBe(404)
    expect((await callOff(params.transitionId, 1)).status).toBe(404)
  })
})

describe('the holders', () => {
  it('are told once, by letter and by mail, and reminded before the end', async () => {
    on('2026-11-16')
    const { id: certificateId } = await longCertified({ isHere: true })
    const id = await announced()
    expect((await rowOf(id, certificateId)).state).toBe('untold')
    const letters = () => count('parcel', { recordId: certificateId, kind: 'certificate_notice' })
    const mails = () => count('message', { aboutId: certificateId, reason: 'edition_transition' })
    await Promise.all([sweep(), sweep()])
    await sweep()
    expect([await letters(), await mails()]).toEqual([1, 1])
    expect(await rowOf(id, certificateId)).toMatchObject({ state: 'told', toldOn: '2026-11-20' })
    on('2028-12-31')
    await sweep()
    await sweep()
    // The holder again, and each officer.
    expect([await letters(), await mails()]).toEqual([2, 3])
    expect((await rowOf(id, certificateId)).acts).toEqual([
      { outcome: 'reminded', daysBefore: 365, madeOn: '2028-12-31' },
      { outcome: 'told', daysBefore: 0, madeOn: '2026-11-20' },
    ])
    expect((await rowOf(id, certificateId)).state).toBe('lapsing')
  })

  it('are listed page by page, counted by state, found by name, and go to Excel', async () => {
    on('2026-11-16')
    const { id: certificateId } = await longCertified({ name: '宁波东海制冷' })
    const id = await announced()
    await sweep()
    on('2027-03-01')
    const { counts, progress } = await read(id)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await rows(id, { limit: 1, cursor })
      seen.push(...page.rows.map((row) => row.certificateId))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(seen.length)
    expect(progress.map((point) => point.on)).toEqual(['2027-01-01', '2027-02-01', '2027-03-01'])
    expect((await rows(id, { search: '东海' })).rows.map((row) => row.certificateId)).toEqual([certificateId])
    expect((await rows(id, { state: 'moved' })).rows).toEqual([])
    const file = await test.as(han).call(contract.exportHolders, { params: { transitionId: id }, query: {} })
    expect(file.headers['content-type']).toContain('spreadsheetml')
    expect(file.headers['content-disposition']).toContain('transition-2027-03-01.xlsx')
  })

  it('are planned with the next surveillance and its extra person-days, once, and unplanned before it begins', async () => {
    on('2026-11-16')
    const { id: certificateId } = await longCertified()
    expect((await plan(newId(), certificateId)).status).toBe(404)
    const { id: drafted } = (await draft()).body
    expect(codeOf(await plan(drafted, certificateId))).toBe('holder_transition_stage')
    await announce(drafted)
    const { body: options } = await test.as(tao).call(contract.readPlanOptions, {
      params: { transitionId: drafted, certificateId },
    })
    expect(options.options.map(({ kind, baseTenths, extraTenths }) => [kind, baseTenths, extraTenths])).toEqual([
      ['surveillance', null, null],
      ['recertification', null, null],
      ['special', 0, 10],
    ])
    expect((await plan(drafted, certificateId, {}, han)).status).toBe(403)
    expect(codeOf(await plan(drafted, certificateId, { baseTenths: null }))).toBe('person_days_missing')
    expect(codeOf(await plan(drafted, certificateId, { auditId: newId() }))).toBe('audit_not_for_transition')
    expect(codeOf(await plan(drafted, newId()))).toBe('holder_unknown')
    const { body: planned } = await plan(drafted, certificateId, {
      plannedFromOn: '2027-09-20',
      plannedToOn: '2027-09-21',
    })
    expect(planned.personDaysTenths).toBe(25)
    expect(await auditNow(planned.auditId)).toMatchObject({
      ...{ kind: 'surveillance', certificateId, personDaysTenths: 25, plannedFromOn: '2027-09-20' },
      schemeId: 'gbt27922-2027',
    })
    expect(await count('history', { recordId: planned.auditId, verb: 'audit.person_days_changed' })).toBe(1)
    expect(codeOf(await plan(drafted, certificateId, { kind: 'special' }))).toBe('holder_planned')
    expect(await rowOf(drafted, certificateId)).toMatchObject({
      ...{ state: 'planned', plan: { baseTenths: 20, extraTenths: 5, plannedByName: tao.name } },
      audit: { id: planned.auditId, isBegun: false },
    })
    const params = { transitionId: drafted, planId: planned.id }
    const withdraw = () =>
      test.as(tao).call(contract.withdrawPlan, { params, body: { reason: '企业要求改为专项审核' } })
    await setAudit(planned.auditId, { openedAt: '2027-09-20T01:00:00.000Z' })
    expect(codeOf(await withdraw())).toBe('holder_plan_begun')
    await setAudit(planned.auditId, { openedAt: null })
    expect((await withdraw()).status).toBe(200)
    expect((await withdraw()).status).toBe(404)
    expect(await auditNow(planned.auditId)).toMatchObject({ personDaysTenths: 20, schemeId: '' })
    const { body: special } = await plan(drafted, certificateId, { kind: 'special', baseTenths: null })
    expect(special.personDaysTenths).toBe(10)
    expect(await auditNow(special.auditId)).toMatchObject({ kind: 'special', schemeId: 'gbt27922-2027' })
    for (const [recordId, verb] of [
      [planned.id, 'planned'],
      [planned.id, 'plan_withdrawn'],
      [special.id, 'planned'],
    ])
      expect(await count('history', { recordId: recordId!, verb: `holder_transition.${verb}` })).toBe(1)
    await callOff(drafted, 2)
    expect(
      await test.arrange(beacon, async (tx) => accept((await findPlannedEdition(tx, special.auditId)) ?? null)),
    ).toBeNull()
  })

  it('are audited on the new edition when that was planned, whatever their own pack says', async () => {
    on('2026-11-16')
    const { auditId, clientId } = await test.arrange(beacon, (tx) => prepareAudit(tx, {}))
    const { id: certificateId } = await longCertified({ clientId })
    await setAudit(auditId, { kind: 'surveillance', certificateId })
    const id = await announced()
    const { body: planned } = await plan(id, certificateId, { auditId })
    expect(planned).toMatchObject({ auditId, personDaysTenths: 25 })
    await setAudit(auditId, { teamSettledAt: '2026-11-20T00:00:00.000Z' })
    const { plannedFromOn } = await auditNow(auditId)
    on(plannedFromOn! > '2026-11-20' ? plannedFromOn! : '2026-11-20')
    const assessmentId = newId()
    const open = () => test.as(han).call(openVisit, { params: { auditId }, body: { assessmentId } })
    // Whoever audits has to know the new edition, and there is more to do.
    expect((await open()).body).toMatchObject({ refusal: { params: { problem: 'scheme_not_known' } } })
    await test.arrange(beacon, async (tx) => {
      const { sql, orgId, at: addedAt } = tx
      const known = { orgId, schemeId: 'gbt27922-2027', validFromOn: '2026-01-01', evidence: '换版培训', addedAt }
      const values = [han, ma].map(({ personId }) => ({ ...known, id: newId(), personId }))
      await sql.insertInto('auditorCompetence').values(values).execute()
      await sql
        .updateTable('auditMember')
        .set({ personDaysTenths: 13 })
        .where('orgId', '=', orgId)
        .where('auditId', '=', auditId)
        .execute()
      return accept(null)
    })
    expect((await open()).body).toMatchObject({ assessmentId })
    const editionId = await test.arrange(beacon, async (tx) => {
      const row = await tx.sql
        .selectFrom('assessment')
        .select('editionId')
        .where('orgId', '=', tx.orgId)
        .where('id', '=', assessmentId)
        .executeTakeFirstOrThrow()
      return accept(row.editionId)
    })
    expect(editionId).toBe(newEditionId)
    expect(await rowOf(id, certificateId)).toMatchObject({ state: 'planned', audit: { id: auditId, isBegun: true } })
  })
})

describe('the move', () => {
  it('is a change of the certificate of its own kind, only by an announced transition, with a new paper', async () => {
    on('2026-11-16')
    const { id: certificateId, clientId } = await longCertified()
    on('2027-10-01')
    const { decisionId } = await decideOnNew({ clientId, certificateId })
    const move = (kind: string, by = decisionId) =>
      change(certificateId, { kind, effectiveOn: '2027-10-08', decisionId: by })
    expect(codeOf(await move('edition'))).toBe('edition_not_announced')
    const id = await announced()
    on('2027-10-01')
    expect((await rowOf(id, certificateId)).state).toBe('untold')
    expect(codeOf(await move('maintain'))).toBe('decision_other_edition')
    const onOld = await fileCase(test, { kind: 'maintain', clientId, certificateId })
    expect(codeOf(await move('edition', onOld.decisionId))).toBe('decision_same_edition')
    expect((await move('edition')).body).toMatchObject({ edition: 2 })
    const after = await certificate(certificateId)
    expect(after.says.standard).toMatchObject({ schemeId: 'gbt27922-2027', reference: NEW })
    expect(after.changes.map((one) => one.kind)).toEqual(['edition'])
    on('2027-10-08')
    expect(await rowOf(id, certificateId)).toMatchObject({ state: 'moved', movedOn: '2027-10-08', status: 'valid' })
    expect(codeOf(await plan(id, certificateId))).toBe('holder_unknown')
    expect(await count('history', { recordId: certificateId, verb: 'certificate.moved_to_edition' })).toBe(1)
    await callOff(id, 2)
    expect((await certificate(certificateId)).says.standard.reference).toBe(NEW)
  })

  it('is the only way to be issued or restored once the period is over, and initial audits end with the cut-off', async () => {
    const id = await announced()
    const cutOff = (kind: string, editionId: string) =>
      test.platform.command(
        { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] },
        { id: newId(), endpoint: 'test', input: newId() },
        (tx) => refuseCutOff(tx, kind, editionId),
      )
    on('2028-06-30')
    expect(await cutOff('initial', oldId)).toMatchObject({ ok: true })
    on('2028-07-01')
    expect(await cutOff('initial', oldId)).toMatchObject({ refusal: { code: 'edition_cut_off' } })
    expect(await cutOff('surveillance', oldId)).toMatchObject({ ok: true })
    expect(await cutOff('initial', newEditionId)).toMatchObject({ ok: true })
    on('2029-12-31')
    const granted = await fileCase(test)
    on('2030-01-01')
    const issued = await test.as(tao).call(issueCertificate, { body: { id: newId(), decisionId: granted.decisionId } })
    expect(issued.body).toMatchObject({ refusal: { code: 'edition_ended', params: { endOn: '2029-12-31', to: NEW } } })
    expect(codeOf(await callOff(id, 2))).toBe('holder_transition_stage')
  })
})

describe('the end of the period', () => {
  it('suspends who has not moved exactly once, with the rules noted, and leaves who has moved', async () => {
    on('2026-11-16')
    const left = await longCertified()
    const moved = await longCertified()
    const id = await announced()
    await sweep()
    on('2027-10-01')
    const { decisionId } = await decideOnNew({ clientId: moved.clientId, certificateId: moved.id })
    await change(moved.id, { kind: 'edition', effectiveOn: '2027-10-01', decisionId })
    on('2029-12-31')
    await sweep()
    expect((await certificate(left.id)).standing.status).toBe('valid')
    on('2030-01-01')
    await Promise.all([sweep(), sweep(), sweep()])
    await sweep()
    on('2030-01-02')
    await sweep()
    const after = await certificate(left.id)
    expect(after.changes.map(({ kind, effectiveOn, madeByName }) => [kind, effectiveOn, madeByName])).toEqual([
      ['suspend', '2030-01-01', 'holder_transition'],
    ])
    expect(after.changes[0]!.publicReason).toContain('2029-12-31')
    expect((await certificate(moved.id)).standing.status).toBe('valid')
    const acts = (await rowOf(id, left.id)).acts.map((act) => act.outcome)
    expect(acts).toEqual(['suspended', 'reminded', 'told'])
    expect(await listLooksDue(test.database.system, test.platform.now().toISOString(), 10)).toEqual([])
    const acted = await test.arrange(beacon, (tx) =>
      actOnHolder(tx, parts, { transitionId: id, certificateId: left.id }),
    )
    expect(acted).toBeNull()
    expect((await certificate(left.id)).changes).toHaveLength(1)
    const noted = await test.arrange(beacon, async (tx) => {
      const history = await tx.sql
        .selectFrom('history')
        .select('content')
        .where('orgId', '=', tx.orgId)
        .where('verb', '=', 'holder_transition.suspended')
        .execute()
      return accept(history.map((row) => JSON.parse(row.content!)).filter((row) => row.certificateId === left.id))
    })
    expect(noted).toMatchObject([{ rulesNumber: 1, number: left.number, step: 'end', transitionId: id }])
    // Back only on the new edition: by its audit, its decision, and then the suspension ends.
    expect(codeOf(await change(left.id, { kind: 'restore', effectiveOn: '2030-01-02' }))).toBe('edition_ended')
    const late = await decideOnNew({ clientId: left.clientId, certificateId: left.id })
    const way = { kind: 'edition', effectiveOn: '2030-01-02', decisionId: late.decisionId }
    expect((await change(left.id, way)).status).toBe(200)
    expect((await change(left.id, { kind: 'restore', effectiveOn: '2030-01-02' })).status).toBe(200)
    expect(await rowOf(id, left.id)).toMatchObject({ state: 'moved', status: 'valid' })
  }, 60_000)

  it('keeps what it could not do in sight, and does it the next day', async () => {
    on('2026-11-16')
    const { id: certificateId, number, clientId } = await longCertified()
    const id = await announced()
    await sweep()
    on('2029-12-30')
    await sweep()
    on('2030-01-01')
    // A person moves it from a later day on: until then the system leaves it alone.
    const { decisionId } = await decideOnNew({ clientId, certificateId })
    await change(certificateId, { kind: 'edition', effectiveOn: addDays('2030-01-01', 3), decisionId })
    await sweep()
    expect((await certificate(certificateId)).standing.status).toBe('valid')
    expect((await rowOf(id, certificateId)).number).toBe(number)
    expect((await read(id)).refused).toEqual([])
  })
})
