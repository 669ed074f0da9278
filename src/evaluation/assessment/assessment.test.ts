import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sweep } from '#src/server/background.ts'
import { openSealer } from '#src/server/ledger/keys.ts'
import { findWaitingLedgers, integrateHistory } from '#src/server/ledger/sequencer.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { putClock, putOutlet, putRequest } from '#test/evaluation/work-rows.ts'
import { chen, han, lanjing, qian, sun, wang, wu, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import { addAdjustment, withdrawAdjustment } from '../adjustment/contract.ts'
import { readBoard } from '../board/contract.ts'
import { evaluationRoutes, evaluationSweeps, loadAssessmentResult } from '../door.ts'
import { editScheme, listEditions } from '../edition/contract.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import { AssessmentExport } from './contract/export.ts'
import type { Judgement } from './contract/leaf.ts'
import * as leafContract from './contract/leaf.ts'
import * as contract from './contract/round.ts'
import { checkExport, scoreAgain } from './rules/result.ts'

let test: TestPlatform
const hangzhou = newId()
const promiseId = newId()
const sealer = openSealer('a secret of this test')
const id = newId()
const photo = 'a'.repeat(64)
const about = { assessmentId: id }

beforeAll(async () => {
  test = await openTestPlatform({ routes: [evaluationRoutes] })
  await test.arrange(lanjing, async (tx) => {
    await putOutlet(tx, { id: hangzhou, code: 'HZ', name: '杭州', cityCode: '3301' })
    for (let index = 0; index < 10; index++) {
      const request = await putRequest(tx, { outletId: hangzhou, requestedOn: '2026-11-10' })
      await putClock(tx, request, { promiseId, code: 'answer', state: index < 8 ? 'met' : 'late' })
    }
    const file = { sizeBytes: 10, mediaType: 'image/png', uploadedBy: 'test', uploadedAt: tx.at }
    await tx.sql
      .insertInto('file')
      .values({ orgId: tx.orgId, sha256: photo, ...file })
      .execute()
    return accept(null)
  })
  await settle()
})
afterAll(() => test.close())

let sweeps: Sweep[] | undefined
async function settle(): Promise<void> {
  sweeps ??= evaluationSweeps(test.platform, 0)
  for (let done = 1; done > 0; ) {
    done = 0
    for (const orgId of await findWaitingLedgers(test.platform))
      done += (await integrateHistory(test.platform, sealer, orgId)).records.length
    for (const sweep of sweeps) done += await sweep.run()
  }
}

const read = async (assessmentId = id) =>
  (await test.as(qian).call(contract.readAssessment, { params: { assessmentId } })).body
const judge = (leafId: string, version: number, judgement: Judgement, who = sun, assessmentId = id) =>
  test.as(who).call(leafContract.judgeLeaf, { params: { assessmentId, leafId }, body: { version, judgement } })
const conforms = (reason = '制度文件齐全'): Judgement => ({ kind: 'judged', conforms: true, reason })
const item = (label: string, conforming = true, note = '') => ({ label, record: null, conforms: conforming, note })
const sample = (items: ReturnType<typeof item>[], reason = ''): Judgement => ({ kind: 'sampled', items, reason })
const codeOf = (answer: { body: unknown }) => (answer.body as { refusal: { code: string } }).refusal.code
const schemeOf = async (assessmentId = id) =>
  (await test.as(qian).call(contract.readAssessmentScheme, { params: { assessmentId } })).body.scheme
const open = (more: object = {}, who = zhou) =>
  test.as(who).call(contract.openAssessment, {
    body: { id: newId(), title: '2026 年自评', fromOn: '2025-12-01', toOn: '2026-11-16', ...more },
  })

describe('a self-evaluation', () => {
  it('is opened by the representative or the service manager, of days that have been, one at a time', async () => {
    expect((await open({}, wang)).status).toBe(403)
    expect(codeOf(await open({ toOn: '2026-11-17' }))).toBe('assessment_days_to_come')
    expect(codeOf(await open({ fromOn: '2026-11-16', toOn: '2026-11-15' }))).toBe('assessment_days_impossible')
    expect((await open({ id }, sun)).body).toEqual({ id, version: 1 })
    expect(codeOf(await open())).toBe('assessment_still_open')
    const { body } = await test.as(qian).call(contract.listAssessments)
    expect(body.rows).toHaveLength(1)
    expect(body.rows[0]).toMatchObject({ title: '2026 年自评', openedByName: '孙丽', closedAt: null })
    expect(body.rows[0]!.standing).toMatchObject({ doneCount: 0, lowestHundredths: 0, highestHundredths: 10_000 })
  })

  it('begins with everything missing and proposes what the counts say', async () => {
    const { score, proposals, leaves } = await read()
    expect(leaves).toEqual([])
    expect(score.missingLeafIds).toHaveLength(listLeaves(await schemeOf()).length)
    expect(proposals.find((one) => one.leafId === '5.3.1.1')).toMatchObject({
      verdict: { mode: 'sampled', sampled: 10, nonconforming: 2 },
      measures: [{ measureId: 'answer_in_time', good: 8, total: 10 }, { role: 'supports' }],
    })
  })

  it('takes what a person judges, with the reason, who and when, and the range narrows', async () => {
    const [leaf] = listLeaves(await schemeOf()).filter((one) => one.mode.value === 'judged')
    const answer = await judge(leaf!.id, 0, conforms())
    expect(answer.body).toMatchObject({ version: 1, judgedByName: '孙丽', judgedById: sun.personId })
    const { score } = await read()
    expect(score.range.lowest.score.hundredths).toBe(leaf!.points.hundredths)
    expect(score.score).toBeNull()
    expect(codeOf(await judge(leaf!.id, 0, conforms('又看了一遍'), zhou))).toBe('leaf_judged_meanwhile')
    const stale = (await judge(leaf!.id, 0, conforms(), zhou)).body as unknown
    expect(stale).toMatchObject({ refusal: { params: { name: '孙丽', at: answer.body.judgedAt, leafId: leaf!.id } } })
    const failed: Judgement = { kind: 'judged', conforms: false, reason: '没有任命文件' }
    expect((await judge(leaf!.id, 1, failed, zhou)).body).toMatchObject({ version: 2, judgedByName: '周涛' })
    expect((await read()).score.range.highest.score.hundredths).toBe(10_000 - leaf!.points.hundredths)
    const detail = await test.as(qian).call(leafContract.readAssessmentLeaf, { params: { ...about, leafId: leaf!.id } })
    expect(detail.body.steps.map((one) => [one.byName, one.conforms, one.words])).toEqual([
      ['周涛', false, '没有任命文件'],
      ['孙丽', true, '制度文件齐全'],
    ])
    expect((await judge(leaf!.id, 2, { kind: 'missing', reason: '' })).body).toMatchObject({ kind: 'missing' })
    expect((await read()).score.missingLeafIds).toContain(leaf!.id)
    expect((await judge(leaf!.id, 3, conforms())).status).toBe(200)
  })

  it('two people save the same indicator at once: one of them is told who was first', async () => {
    const leaf = listLeaves(await schemeOf()).filter((one) => one.mode.value === 'judged')[1]!
    const answers = await Promise.all([judge(leaf.id, 0, conforms(), sun), judge(leaf.id, 0, conforms(), zhou)])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect(codeOf(answers.find((one) => one.status === 409)!)).toBe('leaf_judged_meanwhile')
  })

  it('counts a sample from its items, each with its verdict', async () => {
    const leaf = listLeaves(await schemeOf()).find(
      (one) => one.mode.value === 'sampled' && one.finding.decide === 'by_person',
    )!
    expect(codeOf(await judge(leaf.id, 0, sample([item('合同 1', false)])))).toBe('sample_note_missing')
    expect(codeOf(await judge(leaf.id, 0, sample([item('合同 1'), item('合同 1')])))).toBe('sample_item_repeated')
    expect(codeOf(await judge(leaf.id, 0, conforms()))).toBe('finding_mode_differs')
    const items = [item('合同 1'), item('合同 2'), item('合同 3', false, '没有盖章'), item('合同 4')]
    expect((await judge(leaf.id, 0, sample(items))).body.items).toEqual(items)
    const { score } = await read()
    const shown = score.groups.flatMap((one) => one.indicators.flatMap((two) => two.leaves))
    expect(shown.find((one) => one.id === leaf.id)).toMatchObject({
      state: 'partly',
      lost: { hundredths: leaf.points.hundredths / 4 },
    })
  })

  it('accepts what the counts say, or overrules it with a reason; silence cannot be accepted', async () => {
    const silent = (await schemeOf()).groups[0]!.indicators[0]!.leaves.at(-1)!
    expect(codeOf(await judge(silent.id, 0, { kind: 'computed' }))).toBe('no_proposal')
    expect(codeOf(await judge('5.3.1.1', 0, sample([item('R26-1')])))).toBe('overruling_needs_reason')
    const overruled = await judge('5.3.1.1', 0, sample([item('R26-1')], '两次迟答是电话系统故障，已核对录音'))
    expect(overruled.body.overruled).toMatchObject({ verdict: { sampled: 10, nonconforming: 2 } })
    const accepted = await judge('5.3.1.1', 1, { kind: 'computed' })
    expect(accepted.body).toMatchObject({ kind: 'computed', overruled: null, accepted: { verdict: { sampled: 10 } } })
    const before = (await read()).score.missingLeafIds.length
    const { body } = await test.as(sun).call(contract.acceptProposals, { params: about, body: {} })
    const { proposals, leaves, score } = await read()
    expect(body.accepted).toBeGreaterThan(0)
    expect(score.missingLeafIds).toHaveLength(before - body.accepted)
    for (const proposal of proposals) expect(leaves.map((one) => one.leafId)).toContain(proposal.leafId)
    expect((await test.as(sun).call(contract.acceptProposals, { params: about, body: {} })).body.accepted).toBe(0)
  })

  it('keeps evidence with the days it speaks for, apart from the day it was brought, and withdraws it with a reason', async () => {
    const leafId = '5.3.1.1'
    const evidence = { title: '热线记录截图', effectiveFromOn: '2026-01-01', effectiveToOn: '2026-06-30' }
    const add = (more: object) =>
      test
        .as(sun)
        .call(leafContract.addEvidence, { params: { ...about, leafId }, body: { id: newId(), ...evidence, ...more } })
    const file = await add({ kind: 'file', fileSha256: photo })
    expect(file.status).toBe(200)
    expect((await add({ kind: 'url', url: 'https://example.com/hotline', effectiveToOn: null })).status).toBe(200)
    const nobodys = { kind: 'record', recordType: 'service_request', recordId: newId() }
    expect(codeOf(await add(nobodys))).toBe('evidence_record_unknown')
    const outlet = { kind: 'record', recordType: 'outlet', recordId: hangzhou }
    expect((await add(outlet)).status).toBe(200)
    // Of a type that others keep.
    expect((await add({ ...nobodys, recordType: 'training' })).status).toBe(200)
    expect(codeOf(await add({ ...outlet, kind: 'material', recordType: 'material' }))).toBe('evidence_record_unknown')
    expect((await add({ kind: 'url', url: 'javascript:alert(1)' })).status).toBe(400)
    expect(codeOf(await add({ kind: 'file', fileSha256: 'b'.repeat(64) }))).toBe('unknown_reference')
    expect(codeOf(await add({ kind: 'file', fileSha256: photo, effectiveToOn: '2025-01-01' }))).toBe(
      'evidence_period_impossible',
    )
    const withdraw = () =>
      test.as(zhou).call(leafContract.withdrawEvidence, {
        params: { ...about, evidenceId: file.body.id },
        body: { reason: '截图不是本年度的' },
      })
    expect((await withdraw()).status).toBe(200)
    expect(codeOf(await withdraw())).toBe('evidence_withdrawn')
    const { body } = await test.as(qian).call(leafContract.readAssessmentLeaf, { params: { ...about, leafId } })
    expect(body.evidence).toHaveLength(4)
    expect(body.evidence.find((one) => one.kind === 'file')).toMatchObject({
      effectiveFromOn: '2026-01-01',
      addedAt: '2026-11-16T01:00:00.000Z',
      withdrawnByName: '周涛',
      withdrawnReason: '截图不是本年度的',
    })
    expect((await read()).evidenceCounts[leafId]).toBe(3)
  })

  it('is nobody else’s to write in', async () => {
    const leafId = '5.1.1.1'
    expect((await judge(leafId, 0, conforms(), chen)).status).toBe(403)
    expect((await judge(leafId, 0, conforms(), wu)).status).toBe(403)
    expect((await judge(leafId, 0, conforms(), han)).status).toBe(404)
    expect((await test.as(han).call(contract.readAssessment, { params: about })).status).toBe(404)
    expect((await judge('9.9', 0, conforms())).status).toBe(404)
    expect((await test.as(sun).call(contract.closeAssessment, { params: about, body: { version: 1 } })).status).toBe(
      403,
    )
  })

  it('moves the live board: what people found about indicators nothing counts is known there too', async () => {
    await settle()
    const board = (await test.as(qian).call(readBoard)).body.board!
    const people = (await read()).leaves.filter((leaf) => leaf.kind === 'judged').map((leaf) => leaf.leafId)
    expect(people.length).toBeGreaterThan(0)
    const shown = board.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves))
    for (const leafId of people) expect(shown.find((leaf) => leaf.id === leafId)).toMatchObject({ state: 'full' })
  })

  it('is not closed while something is missing, then closes with its score and is frozen', async () => {
    const close = (version = 1) => test.as(zhou).call(contract.closeAssessment, { params: about, body: { version } })
    expect(codeOf(await close())).toBe('assessment_incomplete')
    const scheme = await schemeOf()
    const rows = new Map((await read()).leaves.map((leaf) => [leaf.leafId, leaf]))
    for (const leaf of listLeaves(scheme)) {
      const row = rows.get(leaf.id)
      if (row && row.kind !== 'missing') continue
      const judgement = leaf.mode.value === 'judged' ? conforms() : sample([item('样本 1'), item('样本 2')])
      expect((await judge(leaf.id, row?.version ?? 0, judgement, zhou)).status).toBe(200)
    }
    expect(codeOf(await close(7))).toBe('stale_version')
    expect((await close()).body).toEqual({ id, version: 2 })
    const { score, closings, closedAt } = await read()
    expect(score.score).not.toBeNull()
    expect(closings).toMatchObject([{ number: 1, closedByName: '周涛', reopenedAt: null }])
    expect(closedAt).not.toBeNull()
    expect(codeOf(await judge('5.3.1.1', 2, { kind: 'missing', reason: '' }))).toBe('assessment_closed')
    const late = test.arrange(lanjing, async (tx) => {
      await tx.sql.updateTable('assessmentLeaf').set({ reason: 'x' }).where('assessmentId', '=', id).execute()
      return accept(null)
    })
    await expect(late).rejects.toThrow('assessment_closed')
    await settle()
    expect((await test.as(qian).call(readBoard)).body.board!.result.score).not.toBeNull()
  })

  it('reproduces for ever: after scheme and adjustments changed, what was closed computes to the same score', async () => {
    const before = (await test.as(qian).call(contract.exportAssessment, { params: about })).body
    expect(AssessmentExport.safeParse(before).error).toBeUndefined()
    const edition = (await test.as(qian).call(listEditions)).body.rows.find((row) => row.inUse)!
    const edits = [
      { op: 'set_points', nodeId: '5.1.1.1', hundredths: 200 },
      { op: 'set_points', nodeId: '5.1.1.2', hundredths: 400 },
    ]
    const edited = await test.as(zhou).call(editScheme, {
      params: { editionId: edition.id },
      body: { version: edition.version, edits, from: 'GB/T 27922-2011，印刷本' },
    })
    expect(edited.status).toBe(200)
    const adjustmentId = newId()
    const added = {
      id: adjustmentId,
      kind: 'special_deduction',
      triggerId: before.scheme.rules.specialDeduction.triggers[0]!.id,
      reason: '价格未公示',
      ownerId: sun.personId,
      dueOn: '2099-12-31',
    }
    expect((await test.as(zhou).call(addAdjustment, { body: added })).status).toBe(200)
    const after = (await test.as(qian).call(contract.exportAssessment, { params: about })).body
    expect(canonicalJson(after)).toBe(canonicalJson(before))
    expect(checkExport(after)).toEqual({ ok: true, value: null })
    const again = scoreAgain(after)
    expect(again.ok && canonicalJson(again.value)).toBe(canonicalJson(before.score))
    const result = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      loadAssessmentResult(tx, id),
    )
    expect(canonicalJson(result!.score)).toBe(canonicalJson(before.score))
    expect(result!.by['5.3.1.1']).toMatchObject({ name: '孙丽' })
    const undo = { params: { adjustmentId }, body: { version: 1, reason: '登记有误' } }
    expect((await test.as(zhou).call(withdrawAdjustment, undo)).status).toBe(200)
  })

  it('is opened again by the representative with a reason, beside what was closed', async () => {
    const reopen = (who = zhou) =>
      test.as(who).call(contract.reopenAssessment, { params: about, body: { version: 2, reason: '补充培训记录' } })
    expect((await reopen(sun)).status).toBe(403)
    expect((await reopen()).body).toEqual({ id, version: 3 })
    expect((await read()).closings).toMatchObject([{ reopenedByName: '周涛', reopenedReason: '补充培训记录' }])
    expect((await judge('5.3.1.1', 2, { kind: 'computed' })).status).toBe(200)
    const close = await test.as(zhou).call(contract.closeAssessment, { params: about, body: { version: 3 } })
    expect(close.body).toEqual({ id, version: 4 })
    expect((await read()).closings).toHaveLength(2)
  })

  it('is exported as a workbook, a sheet for each group', async () => {
    const answer = await test.as(qian).call(contract.exportFindings, { params: about, query: { language: 'en' } })
    expect(answer.status).toBe(200)
    expect(String(answer.headers['content-type'])).toContain('spreadsheetml')
    expect((await test.as(qian).call(contract.exportFindings, { params: { assessmentId: newId() } })).status).toBe(404)
  })

  it('is ended without a result where it was opened by mistake, and the next may begin', async () => {
    const other = newId()
    expect((await open({ id: other })).status).toBe(200)
    const end = (version: number) =>
      test.as(zhou).call(contract.abandonAssessment, {
        params: { assessmentId: other },
        body: { version, reason: '期间填错' },
      })
    expect((await end(1)).body).toEqual({ id: other, version: 2 })
    expect(codeOf(await end(2))).toBe('assessment_abandoned')
    expect(codeOf(await judge('5.1.1.1', 0, conforms(), sun, other))).toBe('assessment_abandoned')
    const { rows, nextCursor } = (await test.as(qian).call(contract.listAssessments, { query: { limit: 1 } })).body
    expect(rows.map((row) => row.id)).toEqual([other])
    const next = await test.as(qian).call(contract.listAssessments, { query: { limit: 1, cursor: nextCursor } })
    expect(next.body.rows.map((row) => row.id)).toEqual([id])
  })
})
