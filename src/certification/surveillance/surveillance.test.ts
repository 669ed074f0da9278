import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '#src/server/files/store.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { certified, fileCase } from '#test/certification/certified.ts'
import { beacon, han, lin, tao } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { readAudit } from '../audit/contract.ts'
import { auditRoutes } from '../audit/routes.ts'
import { bodyProfileRoutes } from '../body-profile/routes.ts'
import { loadBodyRulesOn } from '../body-rules/actions.ts'
import { changeCertificate, readCertificate } from '../certificate/contract/endpoints.ts'
import { certificateRoutes } from '../certificate/routes.ts'
import { signingKeyRoutes } from '../signing-key/routes.ts'
import { readBodyCalendar } from '../workload/contract.ts'
import { workloadRoutes } from '../workload/routes.ts'
import * as contract from './contract/endpoints.ts'
import { surveillanceSweep } from './jobs.ts'
import { surveillanceRoutes } from './routes.ts'
import { findRenewalContract } from './store/case.ts'
import { listLooksDue } from './store/look.ts'

let folder: string
let test: TestPlatform
let parts: Parameters<typeof certificateRoutes>[0]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'starproof-surveillance-'))
  parts = {
    files: openFileStore(folder, 20 * 1024 * 1024),
    sealer: openSealer('a secret of tests only, of no installation'),
    publicUrl: 'https://register.beacon.example',
  }
  test = await openTestPlatform({
    routes: [
      ...[bodyProfileRoutes, signingKeyRoutes(parts), certificateRoutes(parts), auditRoutes],
      ...[surveillanceRoutes(parts), workloadRoutes],
    ],
  })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Eight in the morning in Shanghai. */
const on = (dayOn: string) => test.at(`${dayOn}T00:00:00.000Z`)
const addDays = (dayOn: string, days: number) =>
  new Date(Date.parse(dayOn) + days * 86_400_000).toISOString().slice(0, 10)
async function sweep() {
  const one = surveillanceSweep(test.platform, parts)
  while ((await one.run()) > 0);
}
async function acts(certificateId: string) {
  const { body } = await test.as(tao).call(contract.listActs, { query: { certificateId, limit: 200 } })
  return body.rows.map((row) => [row.madeOn, row.deadline, row.daysBefore, row.outcome]).toReversed()
}
const due = (certificateId: string, state = 'all') =>
  test.as(tao).call(contract.listDue, { query: { certificateId, state } })
const status = async (certificateId: string) =>
  (await test.as(lin).call(readCertificate, { params: { certificateId } })).body.standing.status
const letters = (certificateId: string) =>
  test.arrange(beacon, async (tx) => {
    const rows = await tx.sql
      .selectFrom('parcel')
      .select(['kind'])
      .where('orgId', '=', tx.orgId)
      .where('recordId', '=', certificateId)
      .where('kind', '=', 'certificate_notice')
      .execute()
    return accept(rows.length)
  })
const mailsAbout = (certificateId: string) =>
  test.arrange(beacon, async (tx) => {
    const rows = await tx.sql
      .selectFrom('message')
      .select(['toAddress', 'reason'])
      .where('orgId', '=', tx.orgId)
      .where('aboutId', '=', certificateId)
      .where('reason', '=', 'surveillance_due')
      .execute()
    return accept(rows.map((row) => row.toAddress).sort())
  })

/** The visit of an audit is over on that day, as its own screens leave it. */
const visit = (auditId: string, dayOn: string) =>
  test.arrange(beacon, async (tx) => {
    const visitedAt = `${dayOn}T06:00:00.000Z`
    await tx.sql
      .updateTable('audit')
      .set({ visitedAt, plannedFromOn: dayOn, plannedToOn: dayOn })
      .where('orgId', '=', tx.orgId)
      .where('id', '=', auditId)
      .execute()
    return accept(null)
  })

async function makeAudit(certificateId: string, kind: 'surveillance' | 'recertification', more: object = {}) {
  const id = newId()
  const made = await test
    .as(tao)
    .call(contract.makeDueAudit, { params: { certificateId }, body: { id, kind, personDaysTenths: 20, ...more } })
  return { id, made }
}

describe('three years of a certificate, day by day', () => {
  it('whose holder does everything in time: reminded on the days of the rules, and nothing else happens', async () => {
    on('2026-11-16')
    const { id } = await certified(test, { isHere: true })
    const audits: string[] = []
    for (let dayOn = '2026-11-16'; dayOn <= '2029-12-01'; dayOn = addDays(dayOn, 5)) {
      on(dayOn)
      await sweep()
      if (dayOn >= '2027-09-20' && audits.length === 0) audits.push((await makeAudit(id, 'surveillance')).id)
      if (dayOn >= '2027-10-20' && audits.length === 1) {
        await visit(audits[0]!, dayOn)
        audits.push('visited')
      }
      if (dayOn >= '2028-09-20' && audits.length === 2) {
        audits.push((await makeAudit(id, 'surveillance')).id)
        await visit(audits[2]!, dayOn)
      }
      if (dayOn >= '2029-07-10' && audits.length === 3) audits.push((await makeAudit(id, 'recertification')).id)
      if (dayOn >= '2029-10-10' && audits.length === 4) {
        await visit(audits[3]!, dayOn)
        audits.push('visited')
      }
    }
    expect(await acts(id)).toEqual([
      ['2027-08-18', 'surveillance', 90, 'reminded'],
      ['2027-09-17', 'surveillance', 60, 'reminded'],
      ['2027-10-17', 'surveillance', 30, 'reminded'],
      ['2028-07-28', 'surveillance', 90, 'reminded'],
      ['2028-08-27', 'surveillance', 60, 'reminded'],
      ['2029-05-19', 'application', 90, 'reminded'],
      ['2029-06-18', 'application', 60, 'reminded'],
      ['2029-08-17', 'recertification', 90, 'reminded'],
      ['2029-09-16', 'recertification', 60, 'reminded'],
    ])
    expect(await letters(id)).toBe(9)
    expect((await mailsAbout(id)).filter((to) => to === 'wu@lanjing.example')).toHaveLength(9)
    expect((await mailsAbout(id)).filter((to) => to === 'tao@beacon.example')).toHaveLength(9)
  }, 120_000)

  it('whose holder does nothing: suspended under the rules, then withdrawn, with the version of the rules noted', async () => {
    on('2026-11-16')
    const { id, number } = await certified(test)
    for (let month = 0; month < 37; month += 1) {
      on(new Date(Date.UTC(2026, 10 + month, 17)).toISOString().slice(0, 10))
      await sweep()
      await sweep()
    }
    expect(await acts(id)).toEqual(
      [
        ['2027-09-17', 'surveillance', 60, 'reminded'],
        ['2027-10-17', 'surveillance', 30, 'reminded'],
        ['2027-11-17', 'surveillance', -1, 'suspended'],
        ['2028-02-17', 'suspension', 90, 'reminded'],
        ['2028-04-17', 'suspension', 30, 'reminded'],
        ['2028-06-17', 'suspension', -1, 'withdrawn'],
      ].toSorted(),
    )
    const { body } = await test.as(lin).call(readCertificate, { params: { certificateId: id } })
    expect(body.changes.map((change) => [change.kind, change.effectiveOn, change.madeByName])).toEqual([
      ['suspend', '2027-11-17', 'surveillance'],
      ['withdraw', '2028-06-17', 'surveillance'],
    ])
    expect(body.changes[0]!.publicReason).toContain('2027-11-16')
    const noted = await test.arrange(beacon, async (tx) =>
      accept(
        await tx.sql
          .selectFrom('history')
          .select(['verb', 'content'])
          .where('orgId', '=', tx.orgId)
          .where('verb', '=', 'surveillance_act.suspended')
          .execute(),
      ),
    )
    expect(
      noted.filter(({ content }) => content?.includes(number)).map(({ content }) => JSON.parse(content!)),
    ).toMatchObject([{ rulesNumber: 1, latestOn: '2027-11-16', untilOn: '2028-05-17' }])
  }, 120_000)
})

describe('the look of a day', () => {
  it('makes up for forty days of silence with one reminder and one suspension, and never twice', async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    on('2027-09-10')
    await sweep()
    on('2027-10-20')
    await Promise.all([sweep(), sweep()])
    expect((await acts(id)).map(([, , days]) => days)).toEqual([90, 30])
    on('2027-11-29')
    await Promise.all([sweep(), sweep(), sweep()])
    await sweep()
    expect((await acts(id)).at(-1)).toEqual(['2027-11-29', 'surveillance', -1, 'suspended'])
    expect(await acts(id)).toHaveLength(3)
    expect(await status(id)).toBe('suspended')
    expect(await listLooksDue(test.database.system, test.platform.now().toISOString(), 10)).toEqual([])
  })

  it("begins with the body's own day", async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    // Half past eleven at night in Shanghai; the last day is still running.
    test.at('2027-11-16T15:30:00.000Z')
    await sweep()
    expect(await status(id)).toBe('valid')
    test.at('2027-11-16T16:30:00.000Z')
    await sweep()
    expect((await acts(id)).at(-1)).toEqual(['2027-11-17', 'surveillance', -1, 'suspended'])
  })

  it('waits for a day that a person has set, and leaves alone what a person restored', async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    on('2027-11-10')
    const change = (body: object) =>
      test
        .as(lin)
        .call(changeCertificate, { params: { certificateId: id }, body: { id: newId(), reason: '内部理由', ...body } })
    await change({ kind: 'suspend', effectiveOn: '2027-11-20', untilOn: '2028-02-01', publicReason: '企业请求' })
    for (const dayOn of ['2027-11-17', '2027-11-19', '2027-11-21']) {
      on(dayOn)
      await sweep()
    }
    expect((await acts(id)).filter(([, , days]) => days === -1)).toEqual([])
    on('2027-12-01')
    expect((await change({ kind: 'restore', effectiveOn: '2027-12-01' })).status).toBe(200)
    on('2027-12-02')
    await sweep()
    expect((await acts(id)).at(-1)).toEqual(['2027-12-02', 'surveillance', -1, 'suspended'])
    on('2027-12-03')
    expect((await change({ kind: 'restore', effectiveOn: '2027-12-03' })).status).toBe(200)
    on('2027-12-04')
    await sweep()
    expect(await status(id)).toBe('valid')
    expect((await due(id)).body.rows[0]).toMatchObject({ kind: 'surveillance', state: 'overdue', waitsFor: 'officer' })
  })
})

describe('the next audit', () => {
  it('is made in one press with the person-days of the contract, as the row of its programme', async () => {
    on('2026-11-16')
    const { id, clientId, auditId } = await certified(test)
    const contractId = await contracted(clientId, auditId)
    on('2027-09-01')
    expect((await due(id, 'plannable')).body.rows).toMatchObject([
      { kind: 'surveillance', waitsFor: 'officer', personDaysTenths: 20, latestOn: '2027-11-16' },
    ])
    const { id: made } = await makeAudit(id, 'surveillance', {
      personDaysTenths: 99,
      plannedFromOn: '2027-09-20',
      plannedToOn: '2027-09-21',
    })
    const { body } = await test.as(tao).call(readAudit, { params: { auditId: made } })
    expect(body.audit).toMatchObject({
      ...{ kind: 'surveillance', certificateId: id, contractId, personDaysTenths: 20, programmePlace: 1 },
      plannedFromOn: '2027-09-20',
    })
    expect((await makeAudit(id, 'surveillance')).made.body).toMatchObject({
      refusal: { code: 'audit_already_planned' },
    })
    expect((await due(id, 'plannable')).body.rows).toMatchObject([{ waitsFor: 'auditors', audit: { id: made } }])
    await visit(made, '2027-09-21')
    on('2027-09-22')
    const rows = (await due(id)).body.rows
    expect(rows.map((row) => [row.kind, row.state, row.waitsFor, row.latestOn])).toEqual([
      ['surveillance', 'done', 'decision', '2027-11-16'],
      ['surveillance', 'not_due', 'nobody', '2028-09-21'],
      ['application', 'not_due', 'nobody', '2029-08-15'],
      ['recertification', 'not_due', 'nobody', '2029-11-15'],
    ])
    expect((await makeAudit(id, 'surveillance')).made.status).toBe(200)
    expect((await makeAudit(id, 'recertification')).made.status).toBe(200)
    const renewal = await test.arrange(beacon, async (tx) =>
      accept((await findRenewalContract(tx, clientId, '2026-11-16')) ?? null),
    )
    expect(renewal).toBeNull()
  })

  it('asks for person-days where no contract says them, and is not for auditors to make', async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    expect((await makeAudit(id, 'surveillance', { personDaysTenths: null })).made.body).toMatchObject({
      refusal: { code: 'person_days_missing' },
    })
    const body = { id: newId(), kind: 'surveillance', personDaysTenths: 20 }
    expect((await test.as(han).call(contract.makeDueAudit, { params: { certificateId: id }, body })).status).toBe(403)
    expect((await makeAudit(newId(), 'surveillance')).made.status).toBe(404)
  })

  it('waits to be entered once it is decided, and is done when it is', async () => {
    on('2026-11-16')
    const { id, clientId } = await certified(test)
    const { id: made } = await makeAudit(id, 'surveillance')
    await visit(made, '2027-09-21')
    on('2027-10-01')
    const { decisionId } = await fileCase(test, { kind: 'maintain', clientId, certificateId: id })
    await test.arrange(beacon, async (tx) => {
      // The decision about this visit.
      await tx.sql
        .updateTable('audit')
        .set({ cancelledAt: tx.at })
        .where('certificateId', '=', id)
        .where('id', '<>', made)
        .execute()
      await tx.sql
        .insertInto('decision')
        .columns([
          'orgId',
          'id',
          'clientId',
          'auditId',
          'kind',
          'scheme',
          'levelId',
          'stars',
          'scoreHundredths',
          'scope',
          'outlets',
          'reason',
          'decidedAt',
          'decidedBy',
          'madeBy',
        ])
        .expression((eb) =>
          eb
            .selectFrom('decision')
            .select((s) => [
              'orgId',
              s.val(MAINTAIN).as('id'),
              'clientId',
              s.val(made).as('auditId'),
              'kind',
              'scheme',
              'levelId',
              'stars',
              'scoreHundredths',
              'scope',
              'outlets',
              'reason',
              'decidedAt',
              'decidedBy',
              'madeBy',
            ])
            .where('id', '=', decisionId),
        )
        .execute()
      return accept(null)
    })
    expect((await due(id, 'done')).body.rows).toMatchObject([{ waitsFor: 'entry', audit: { id: made } }])
    const entered = await test.as(lin).call(changeCertificate, {
      params: { certificateId: id },
      body: { id: newId(), kind: 'maintain', effectiveOn: '2027-10-01', reason: '保持', decisionId: MAINTAIN },
    })
    expect(entered.status).toBe(200)
    expect((await due(id, 'done')).body.rows).toEqual([])
  })

  it('outside the programme has purpose and reason', async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    const order = (more: object, who = tao) =>
      test.as(who).call(contract.orderSpecialAudit, {
        params: { certificateId: id },
        body: {
          ...{
            id: newId(),
            purpose: 'regulator',
            reason: '市场监管部门通报',
            isShortNotice: true,
            personDaysTenths: 10,
          },
          ...more,
        },
      })
    expect((await order({ reason: ' ' })).status).toBe(400)
    expect((await order({ latestOn: '2026-11-15' })).body).toMatchObject({ refusal: { code: 'latest_day_past' } })
    expect((await order({}, han)).status).toBe(403)
    expect((await order({ latestOn: '2026-12-16' })).status).toBe(200)
    expect((await order({ purpose: 'spot_check' })).status).toBe(200)
    const first = await test.as(han).call(contract.listSpecialAudits, { query: { certificateId: id, limit: 1 } })
    const { nextCursor } = first.body
    const second = await test
      .as(han)
      .call(contract.listSpecialAudits, { query: { certificateId: id, limit: 1, cursor: nextCursor } })
    expect([...first.body.rows, ...second.body.rows].map((row) => [row.purpose, row.latestOn]).toSorted()).toEqual([
      ['regulator', '2026-12-16'],
      ['spot_check', null],
    ])
  })

  it('is told what to look at', async () => {
    on('2026-11-16')
    const { id } = await certified(test)
    const { body } = await test.as(han).call(contract.readFollowUps, { params: { certificateId: id } })
    expect(body).toEqual({ nonconformities: [], conditions: '', managers: [] })
    expect((await test.as(han).call(contract.readFollowUps, { params: { certificateId: newId() } })).status).toBe(404)
  })
})

describe('lists', () => {
  it('come page by page, soonest first, with the states counted', async () => {
    on('2027-11-30')
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { body } = await test.as(tao).call(contract.listDue, { query: { state: 'all', limit: 5, cursor } })
      seen.push(...body.rows.map((row) => `${row.latestOn} ${row.certificateId} ${row.kind}`))
      if (body.nextCursor === null) {
        expect(Object.values(body.counts).reduce((sum, count) => sum + count)).toBe(seen.length)
        break
      }
      cursor = body.nextCursor
    }
    expect(seen).toEqual(seen.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(10)
  })

  it('show the month: audits, what comes due, what expires', async () => {
    on('2027-09-05')
    const { body } = await test.as(han).call(readBodyCalendar, { query: { fromMonth: '2027-09' } })
    expect(body.audits.map((audit) => audit.plannedFromOn)).toContain('2027-09-21')
    expect(body.due.some((row) => row.kind === 'surveillance')).toBe(true)
    const later = await test.as(han).call(readBodyCalendar, { query: { fromMonth: '2029-11', months: 2 } })
    expect(later.body.expiries.length).toBeGreaterThan(0)
    expect(later.body.undated.every((audit) => audit.plannedFromOn === null)).toBe(true)
    const { body: today } = await test.as(han).call(readBodyCalendar, { query: {} })
    expect(today.fromMonth).toBe('2027-09')
  })
})

const MAINTAIN = newId()

/** A signed contract behind the audit that led to a certificate, with its programme. */
async function contracted(clientId: string, auditId: string): Promise<string> {
  const [contractId, applicationId] = [newId(), newId()]
  await test.arrange(beacon, async (tx) => {
    const { id: rulesId } = await loadBodyRulesOn(tx, '2026-11-16')
    const { orgId } = tx
    await tx.sql
      .insertInto('application')
      .values({
        ...{ orgId, id: applicationId, number: `P-${applicationId}`, clientId, kind: 'initial', via: 'typed' },
        ...{ form: '{}', receivedAt: tx.at },
      })
      .execute()
    await tx.sql
      .insertInto('contract')
      .values({
        ...{
          orgId,
          id: contractId,
          number: `C-${contractId}`,
          applicationId,
          clientId,
          rulesId,
          reckoning: '{}',
          terms: '{}',
        },
        ...{ initialTenths: 60, surveillanceTenths: 20, recertificationTenths: 40, feeFen: 0, quotedAt: tx.at },
        ...{
          offeredAt: tx.at,
          signedOn: '2026-11-10',
          signedByClient: '吴刚',
          signedByBody: '金岳',
          fileSha256: 'c'.repeat(64),
        },
      })
      .execute()
    const row = (place: number, kind: string) => ({
      place,
      kind,
      fromOn: null,
      toOn: null,
      latestOn: null,
      personDaysTenths: 20,
    })
    await tx.sql
      .insertInto('auditProgramme')
      .values({
        ...{
          orgId,
          id: newId(),
          contractId,
          clientId,
          number: 1,
          rulesId,
          countedFromOn: '2026-11-16',
          countedFrom: 'issue',
        },
        rows: JSON.stringify([
          row(0, 'initial'),
          row(1, 'surveillance'),
          row(2, 'surveillance'),
          row(3, 'recertification'),
        ]),
        madeAt: tx.at,
      })
      .execute()
    await tx.sql
      .updateTable('audit')
      .set({ contractId, applicationId, programmePlace: 0 })
      .where('id', '=', auditId)
      .execute()
    return accept(null)
  })
  return contractId
}
