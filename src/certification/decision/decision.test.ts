import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assessmentRoutes } from '#src/evaluation/assessment/routes.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { OUTLETS, prepareAudit } from '#test/audit-on-site.ts'
import { beacon, feng, gu, han, lin, ma, type TestPerson, tao, wu, xu } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { visitAudit } from '#test/visited-audit.ts'
import * as report from '../report/contract.ts'
import { reportRoutes } from '../report/routes.ts'
import { visitRoutes } from '../visit/routes.ts'
import * as contract from './contract.ts'
import { decisionRoutes } from './routes.ts'

const SIGNATURE = 'a'.repeat(64)
const folder = await mkdtemp(join(tmpdir(), 'starproof-decision-'))
let test: TestPlatform
beforeAll(async () => {
  const files = openFileStore(folder, 20_000_000, 20_000_000)
  test = await openTestPlatform({
    routes: [visitRoutes({ files }), assessmentRoutes, reportRoutes(files), decisionRoutes],
  })
  await test.arrange(beacon, async (tx) => {
    const row = { sha256: SIGNATURE, sizeBytes: 1, mediaType: 'image/png', uploadedBy: 'x', uploadedAt: tx.at }
    await tx.sql
      .insertInto('file')
      .values({ orgId: tx.orgId, ...row })
      .execute()
    return accept(null)
  })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true, force: true })
})

const code = (called: { body: unknown }) => (called.body as { refusal?: { code: string } }).refusal?.code
const WORDS = {
  scope: '商用制冷设备的售后服务',
  summary: '服务体系健全，运行有效。',
  strengths: '备件响应快',
  weaknesses: '个别网点培训记录不全',
  recommends: 'grant',
  recommendsReason: '得分达到四星',
} as const

/** An audit whose visit is over; `lost` leaves do not conform. */
async function visited(lost: readonly string[] = []): Promise<string> {
  const { auditId } = await test.arrange(beacon, (tx) => prepareAudit(tx))
  await visitAudit(test, auditId, SIGNATURE, lost)
  return auditId
}

const write = (who: TestPerson, auditId: string, body: object = {}) =>
  test.as(who).call(report.writeReport, { params: { auditId }, body: { ...WORDS, id: newId(), version: 0, ...body } })
const submit = (who: TestPerson, auditId: string, version = 1) =>
  test.as(who).call(report.submitReport, { params: { auditId }, body: { version } })
const review = (who: TestPerson, auditId: string, body: object = {}) =>
  test.as(who).call(contract.reviewReport, {
    params: { auditId },
    body: {
      ...{ id: newId(), reportVersion: 2, verdict: 'recommended', words: '同意' },
      checks: contract.REVIEW_CHECKS.map((id) => ({ id, conforms: true, note: '' })),
      ...body,
    },
  })
const propose = (who: TestPerson, auditId: string, body: object = {}) =>
  test.as(who).call(contract.proposeDecision, {
    params: { auditId },
    body: {
      id: newId(),
      kind: 'grant',
      scope: WORDS.scope,
      outletIds: OUTLETS.map(({ id }) => id),
      reason: '符合要求',
      ...body,
    },
  })
const vote = (who: TestPerson, proposalId: string, version: number, inFavour = true) =>
  test.as(who).call(contract.castVote, { params: { proposalId }, body: { version, inFavour } })
const close = (who: TestPerson, proposalId: string, version: number) =>
  test.as(who).call(contract.closeVote, { params: { proposalId }, body: { version } })
const read = async (who: TestPerson, auditId: string) =>
  (await test.as(who).call(contract.readCase, { params: { auditId } })).body

describe('the report', () => {
  it('is written by the team, handed in by its leader once, and kept as the PDF that was handed in', async () => {
    const auditId = await visited()
    expect(code(await write(lin, auditId))).toBe('role_needed')
    expect((await write(ma, auditId)).body).toMatchObject({ version: 1 })
    expect(code(await write(ma, auditId, { version: 7 }))).toBe('stale_version')
    expect(code(await submit(ma, auditId))).toBe('leader_only')
    expect((await submit(han, auditId)).body).toMatchObject({ version: 2 })
    expect(code(await submit(han, auditId, 2))).toBe('report_submitted')
    expect(code(await write(ma, auditId, { version: 2 }))).toBe('report_submitted')
    const { body } = await test.as(tao).call(report.readReport, { params: { auditId } })
    expect(body).toMatchObject({
      mayWrite: false,
      report: { submittedByName: '韩冰', fileSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('is not handed in half written, nor begun before the visit is over', async () => {
    const auditId = await visited()
    await write(han, auditId, { summary: '', recommends: null })
    expect(code(await submit(han, auditId))).toBe('report_incomplete')
    const { auditId: early } = await test.arrange(beacon, (tx) => prepareAudit(tx))
    expect(code(await write(han, early))).toBe('audit_not_visited')
    expect((await write(han, newId())).status).toBe(404)
  })

  it('is taken along as PDF and Word in both languages', async () => {
    const auditId = await visited(['5.1.1.1'])
    await write(han, auditId)
    for (const language of ['zh-CN', 'en'] as const)
      for (const form of ['pdf', 'docx'] as const) {
        const made = await test.as(han).call(report.downloadReport, { params: { auditId, form }, query: { language } })
        expect(made.status).toBe(200)
        expect(made.headers['content-disposition']).toContain(`.${form}"`)
      }
    expect((await test.as(wu).call(report.downloadReport, { params: { auditId, form: 'pdf' } })).status).toBe(404)
  })
})

describe('review and decision', () => {
  it('are made by people who took no part, in order, and become a decision with the star of the score', async () => {
    const auditId = await visited(['5.1.1.1'])
    await write(han, auditId)
    expect(code(await review(lin, auditId))).toBe('report_not_submitted')
    await submit(han, auditId)
    expect((await read(lin, auditId)).hindrances).toEqual(['not_reviewed'])
    expect(code(await propose(xu, auditId))).toBe('decision_hindered')
    expect((await review(lin, auditId)).status).toBe(200)
    expect(code(await review(xu, auditId))).toBe('report_reviewed_already')
    expect(code(await propose(xu, auditId, { kind: 'maintain' }))).toBe('decision_not_of_audit')
    expect(code(await propose(xu, auditId, { outletIds: [newId()] }))).toBe('outlet_not_applied_for')
    const proposalId = (await propose(xu, auditId)).body.id
    expect(code(await propose(gu, auditId))).toBe('already_exists')
    expect((await vote(lin, proposalId, 1)).body).toMatchObject({ version: 2 })
    expect(code(await vote(lin, proposalId, 2))).toBe('voted_already')
    expect(code(await vote(xu, proposalId, 1))).toBe('stale_version')
    expect((await vote(xu, proposalId, 2)).status).toBe(200)
    expect(code(await close(gu, proposalId, 3))).toBe('quorum_not_reached')
    expect((await vote(gu, proposalId, 3, false)).status).toBe(200)
    const closed = await close(gu, proposalId, 4)
    expect(closed.body).toMatchObject({ outcome: 'carried' })
    expect(code(await close(gu, proposalId, 5))).toBe('vote_closed')
    const now = await read(tao, auditId)
    expect(now.decisions).toMatchObject([
      { kind: 'grant', decidedByNames: ['林静', '许诺', '顾真'], scope: WORDS.scope },
    ])
    expect(now.decisions[0]!.stars).toBe(now.result!.stars)
    expect(now.decisions[0]!.scoreHundredths).toBe(now.result!.scoreHundredths)
    expect(now.decisions[0]!.outlets).toHaveLength(OUTLETS.length)
  })

  it('are refused to whoever took part: team, visit, application, report, findings, or a conflict of interest', async () => {
    const auditId = await visited()
    await write(han, auditId)
    await submit(han, auditId)
    const involve = (act: (orgId: string) => object, table: 'auditMember' | 'visitEntry') =>
      test.arrange(beacon, async (tx) => {
        await tx.sql
          .insertInto(table)
          .values(act(tx.orgId) as never)
          .execute()
        return accept(null)
      })
    await involve(
      (orgId) => ({
        orgId,
        auditId,
        personId: lin.personId,
        name: lin.name,
        duty: 'technical_expert',
        namedAt: '2026-11-16T01:00:00Z',
        leftAt: '2026-11-16T02:00:00Z',
      }),
      'auditMember',
    )
    await involve(
      (orgId) => ({
        orgId,
        id: newId(),
        auditId,
        kind: 'note',
        content: JSON.stringify({ kind: 'note', text: '旁听' }),
        byPersonId: xu.personId,
        byName: xu.name,
        occurredAt: '2026-11-16T01:00:00Z',
        recordedAt: '2026-11-16T01:00:00Z',
      }),
      'visitEntry',
    )
    expect(code(await review(lin, auditId))).toBe('not_independent')
    expect(code(await review(xu, auditId))).toBe('not_independent')
    expect((await read(lin, auditId)).involvement).toEqual(['team'])
    expect((await read(xu, auditId)).involvement).toEqual(['visit'])
    expect((await read(han, auditId)).involvement).toEqual(expect.arrayContaining(['team', 'visit', 'report']))
    expect((await read(gu, auditId)).involvement).toEqual([])
    expect((await review(gu, auditId)).status).toBe(200)
    expect(code(await propose(xu, auditId))).toBe('not_independent')
    const proposalId = (await propose(gu, auditId)).body.id
    expect(code(await vote(lin, proposalId, 1))).toBe('not_independent')
    expect(code(await review(feng, auditId))).toBe('role_needed')
  })

  it('send the report back with reasons, and take up the next version', async () => {
    const auditId = await visited()
    await write(han, auditId)
    await submit(han, auditId)
    const checks = contract.REVIEW_CHECKS.map((id) => ({ id, conforms: id !== 'report_consistent', note: '' }))
    expect(code(await review(lin, auditId, { checks }))).toBe('review_checks_failed')
    expect((await review(lin, auditId, { checks, verdict: 'returned', words: '与记录不一致' })).status).toBe(200)
    expect((await read(lin, auditId)).hindrances).toEqual(['report_not_submitted'])
    expect((await write(ma, auditId, { version: 3, summary: '已更正' })).body).toMatchObject({ version: 4 })
    expect((await submit(han, auditId, 4)).status).toBe(200)
    expect((await review(lin, auditId, { reportVersion: 5 })).status).toBe(200)
    expect((await read(lin, auditId)).reviews.map((one) => one.verdict)).toEqual(['returned', 'recommended'])
  })

  it('keep a proposal that was voted down, and put another to the vote', async () => {
    const auditId = await visited()
    await write(han, auditId)
    await submit(han, auditId)
    await review(lin, auditId)
    const first = (await propose(xu, auditId)).body.id
    for (const [at, person] of [lin, xu, gu].entries()) await vote(person, first, at + 1, false)
    expect((await close(xu, first, 4)).body).toEqual({ outcome: 'rejected', decisionId: null })
    const second = await propose(xu, auditId, { kind: 'refuse', reason: '客户隐瞒重大事故' })
    expect(second.status).toBe(200)
    for (const [at, person] of [lin, xu, gu].entries()) await vote(person, second.body.id, at + 1)
    expect((await close(gu, second.body.id, 4)).body).toMatchObject({ outcome: 'carried' })
    expect((await read(lin, auditId)).proposals.map((one) => one.outcome)).toEqual(['rejected', 'carried'])
  })

  it('stand in a list with who has the next word, and not for companies', async () => {
    const listed = await test.as(tao).call(contract.listCases, { query: { show: 'all', limit: 2 } })
    expect(listed.body.rows).toHaveLength(2)
    const next = await test
      .as(tao)
      .call(contract.listCases, { query: { show: 'all', limit: 200, cursor: listed.body.nextCursor! } })
    const all = [...listed.body.rows, ...next.body.rows]
    expect(new Set(all.map((row) => row.auditId)).size).toBe(all.length)
    expect(new Set(all.map((row) => row.stage))).toEqual(
      new Set(
        ['report', 'review', 'vote', 'proposal', 'decided'].filter((stage) => all.some((row) => row.stage === stage)),
      ),
    )
    const waiting = (await test.as(tao).call(contract.listCases, {})).body.rows
    expect(waiting.some((row) => row.stage === 'decided')).toBe(false)
    expect((await test.as(wu).call(contract.listCases, { query: { show: 'all' } })).status).toBe(200)
  })
})
