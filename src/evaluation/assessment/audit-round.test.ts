import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { putClock, putRequest } from '#test/evaluation/work-rows.ts'
import { beacon, han, lanjing, ma, tao, zhou } from '#test/people.ts'
import { openTestPlatform, type TestPlatform } from '#test/platform.ts'
import * as evaluation from '../door.ts'
import { listEditions } from '../edition/contract.ts'
import { followWork } from '../fact/actions.ts'
import type { Scheme, Seal } from '../scheme/contract.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { hashScheme } from '../scheme/rules/seal.ts'
import { listLeaves, listUnconfirmed } from '../scheme/rules/tree.ts'
import type { Finding } from '../score/contract.ts'
import { findingsFromMeasures } from '../score/rules/find.ts'
import { writeFindings } from './actions/workbook.ts'
import type { AssessmentExport } from './contract/export.ts'
import type { Judgement } from './contract/leaf.ts'
import * as leafContract from './contract/leaf.ts'
import * as contract from './contract/round.ts'
import { checkExport } from './rules/result.ts'
import { loadWorkOn } from './store/count.ts'

let test: TestPlatform
let scheme: Scheme
let seal: Seal
let editionId = ''
const id = newId()
const auditId = newId()
const about = { assessmentId: id }
const asBeacon = { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const

beforeAll(async () => {
  test = await openTestPlatform({ routes: [evaluation.evaluationRoutes] })
  scheme = await readScheme('gbt27922-2011')
  seal = {
    byPersonId: zhou.personId,
    byName: zhou.name,
    at: '2026-11-01T00:00:00.000Z',
    schemeHash: hashScheme(scheme),
    unconfirmedCount: listUnconfirmed(scheme).length,
  }
})
afterAll(() => test.close())

const codeOf = (answer: { body: unknown }) => (answer.body as { refusal: { code: string } }).refusal.code
const install = (given: Partial<Parameters<typeof evaluation.installEdition>[1]> = {}) =>
  test.platform.command(asBeacon, { id: newId(), endpoint: 'test', input: newId() }, (tx) =>
    evaluation.installEdition(tx, { scheme, seal, source: '蓝鲸制冷设备的证据包', ...given }),
  )
const judge = (leafId: string, version: number, judgement: Judgement, who = han) =>
  test.as(who).call(leafContract.judgeLeaf, { params: { ...about, leafId }, body: { version, judgement } })
const read = async () => (await test.as(han).call(contract.readAssessment, { params: about })).body
const yes: Judgement = { kind: 'judged', conforms: true, reason: '现场查看，与文件一致' }

describe('the scheme of a client', () => {
  it('is taken over under its seal, once, and is never the body’s own scheme in use', async () => {
    const first = await install()
    if (!first.ok) throw new Error(first.refusal.code)
    editionId = first.value.editionId
    expect(await install({ source: '另一个包' })).toEqual(first)
    expect((await test.as(han).call(listEditions)).body.rows).toEqual([])
  })

  it('is refused where it is not what was sealed, or not sound', async () => {
    const changed = structuredClone(scheme)
    changed.title.zh = '别的方案'
    expect(await install({ scheme: changed })).toMatchObject({ refusal: { code: 'scheme_seal_broken' } })
    const unsound = structuredClone(scheme)
    unsound.groups[0]!.points.hundredths += 100
    const resealed = { ...seal, schemeHash: hashScheme(unsound) }
    expect(await install({ scheme: unsound, seal: resealed })).toMatchObject({ refusal: { code: 'scheme_unsound' } })
  })
})

describe('the round of an audit', () => {
  const open = (more: Partial<Parameters<typeof evaluation.openAssessment>[1]> = {}) =>
    test.platform.command(asBeacon, { id: newId(), endpoint: 'test', input: newId() }, (tx) =>
      evaluation.openAssessment(tx, {
        ...{ id, kind: 'audit', title: '初次审核', editionId, aboutId: auditId },
        ...{ fromOn: '2025-12-01', toOn: '2026-11-16', assessorIds: [han.personId] },
        proposals: proposals(),
        ...more,
      }),
    )
  const proposals = (): Finding[] => findingsFromMeasures(scheme, { answer_in_time: { good: 8, total: 10 } })

  it('proposes what the client’s counts said, and nothing where they were silent', async () => {
    expect(await open({ editionId: newId() })).toMatchObject({ refusal: { code: 'scheme_not_ready' } })
    expect((await open()).ok).toBe(true)
    const round = await read()
    expect(round).toMatchObject({ kind: 'audit', aboutId: auditId, assessorIds: [han.personId] })
    expect(round.proposals.map((one) => one.leafId)).toContain('5.3.1.1')
    for (const one of round.proposals) expect(one.kind).toBe('computed')
    expect((await test.as(tao).call(contract.listAssessments, { query: { kind: 'audit' } })).body.rows).toHaveLength(1)
    expect((await test.as(tao).call(contract.listAssessments, { query: { kind: 'self' } })).body.rows).toEqual([])
  })

  it('is judged by its team alone', async () => {
    expect((await judge('5.1.3.1', 0, yes, tao)).status).toBe(403)
    expect(codeOf(await judge('5.1.3.1', 0, yes, ma))).toBe('assessment_not_yours')
    expect((await judge('5.1.3.1', 0, yes)).body).toMatchObject({ judgedById: han.personId })
    await test.arrange(beacon, (tx) => evaluation.nameAssessors(tx, id, [han.personId, ma.personId]))
    expect((await judge('5.1.3.1', 1, { ...yes, conforms: false } as Judgement, ma)).status).toBe(200)
    expect((await judge('5.3.1.1', 0, { kind: 'computed' }, ma)).body).toMatchObject({
      accepted: { leafId: '5.3.1.1' },
    })
  })

  it('has adjustments of its own: an exclusion, a deduction that must be rectified, one bonus', async () => {
    const add = (body: object, who = han) => test.as(who).call(contract.addRoundAdjustment, { params: about, body })
    const trigger = scheme.rules.specialDeduction.triggers[0]!.id
    const deduction = { id: newId(), kind: 'special_deduction', triggerId: trigger, reason: '收费未公示' }
    expect((await add(deduction)).body).toEqual({ id: deduction.id, version: 1 })
    expect((await add({ id: newId(), kind: 'exclusion', leafId: '5.2.6.2', reason: '不涉及回收' })).status).toBe(200)
    expect(codeOf(await add({ id: newId(), kind: 'exclusion', leafId: '5.2.6.2', reason: '不涉及' }))).toBe(
      'exclusion_repeated',
    )
    expect((await add(deduction, tao)).status).toBe(403)
    const { score } = await read()
    expect(score.specialDeductions).toMatchObject({ count: 1, outstandingIds: [deduction.id] })
    expect(score.excludedHundredths).toBe(200)
    const params = { ...about, adjustmentId: deduction.id }
    const rectify = { version: 1, rectifiedOn: '2026-11-16', rectification: '已在门店与官网公示' }
    expect((await test.as(han).call(contract.rectifyRoundDeduction, { params, body: rectify })).status).toBe(200)
    expect((await read()).score.specialDeductions).toMatchObject({ count: 1, outstandingIds: [] })
    const other = { params: { ...about, adjustmentId: newId() }, body: { version: 1, reason: 'x' } }
    expect((await test.as(han).call(contract.withdrawRoundAdjustment, other)).status).toBe(404)
    const undo = { params, body: { version: 2, reason: '公示早于审核，误记' } }
    expect((await test.as(han).call(contract.withdrawRoundAdjustment, undo)).status).toBe(200)
    expect((await read()).score.specialDeductions.count).toBe(0)
  })

  it('is closed and opened again by the audit, not by an endpoint; what was closed checks out anywhere', async () => {
    const rows = new Map((await read()).leaves.map((leaf) => [leaf.leafId, leaf]))
    for (const leaf of listLeaves(scheme)) {
      if (rows.has(leaf.id)) continue
      const items = [
        { label: 'R26-000001', record: { type: 'service_request', id: newId() }, conforms: true, note: '' },
      ]
      await judge(leaf.id, 0, leaf.mode.value === 'judged' ? yes : { kind: 'sampled', items, reason: '' })
    }
    const { version } = await read()
    const closed = await test.arrange(beacon, (tx) => evaluation.closeAssessment(tx, { id, version }))
    const document = await test.platform.query(asBeacon, (tx) => evaluation.exportAssessment(tx, id))
    expect(checkExport(document!)).toEqual({ ok: true, value: null })
    expect(document).toMatchObject({ kind: 'audit', schemeHash: seal.schemeHash })
    expect(codeOf(await judge('5.1.3.1', 2, yes))).toBe('assessment_closed')
    await test.arrange(beacon, (tx) => evaluation.reopenAssessment(tx, { ...closed, reason: '复核退回：补充抽样' }))
    expect((await judge('5.1.3.1', 2, yes)).status).toBe(200)
  })

  it('knows nothing of rounds that are not there', async () => {
    const nothing = await test.platform.query(asBeacon, async (tx) => [
      await evaluation.loadAssessmentResult(tx, newId()),
      await evaluation.exportAssessment(tx, newId()),
      await evaluation.findOpenSelf(tx),
      await evaluation.findLastClosedSelf(tx),
    ])
    expect(nothing).toEqual([undefined, undefined, undefined, undefined])
  })

  it('fills a workbook that opens again, without a formula in it', async () => {
    const document = (await test.as(han).call(contract.exportAssessment, { params: about })).body as AssessmentExport
    const book = new ExcelJS.Workbook()
    const findings = document.findings.map((one) => ({ ...one, byName: '=1+1' }))
    await book.xlsx.load((await writeFindings({ ...document, findings }, 'zh-CN')) as never)
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      '汇总',
      ...scheme.groups.map((group) => `${group.id} ${group.name.zh}`),
      '抽样明细',
      '证据',
      '扣分、加分与不适用',
    ])
    const sheet = book.worksheets[1]!
    expect(sheet.getRow(2).getCell(1).value).toBe('5.1.1.1')
    expect(sheet.getRow(2).getCell(13).value).toBe("'=1+1")
  })
})

describe('what a round counts', () => {
  it('is the work of its days: whole months and parts of months, no day more or less', async () => {
    await test.arrange(lanjing, async (tx) => {
      for (const requestedOn of ['2026-08-31', '2026-09-01', '2026-09-15', '2026-10-01', '2026-10-31', '2026-11-10']) {
        const request = await putRequest(tx, { requestedOn })
        await putClock(tx, request, { promiseId: newId(), code: 'answer', state: 'met' })
      }
      return accept(null)
    })
    await test.platform.upkeep(lanjing.orgId, 'facts', followWork)
    const counted = async (fromOn: string, toOn: string) => {
      const rows = await test.platform.upkeep(lanjing.orgId, 'test', (tx) => loadWorkOn(tx, { fromOn, toOn }))
      return rows.find((row) => row.measure === 'answer_in_time')?.total ?? 0
    }
    expect(await counted('2026-09-01', '2026-10-31')).toBe(4)
    expect(await counted('2026-08-31', '2026-11-10')).toBe(6)
    expect(await counted('2026-09-02', '2026-10-30')).toBe(2)
    expect(await counted('2026-09-15', '2026-09-15')).toBe(1)
    expect(await counted('2026-09-02', '2026-09-14')).toBe(0)
  })
})
