import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDF } from '@libpdf/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listParcels } from '#src/account/parcel/contract.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { PackFile, walkMembers } from '#src/server/pack/read.ts'
import { Findings } from '#src/server/pack/report.ts'
import { verifyPack } from '#src/server/pack/verify.ts'
import { readZipDirectory, unpackEntry } from '#src/server/tabular/zip.ts'
import { newId } from '#src/shared/id.ts'
import { usccCheckDigit } from '#src/shared/uscc.ts'
import { beacon, chen, feng, lanjing, qian, sun, type TestPerson, tao, wu, zheng, zhou } from '#test/people.ts'
import { openWholePlatform, type WholePlatform } from '#test/whole.ts'
import { AssessmentExport } from '../assessment/contract/export.ts'
import { judgeLeaf } from '../assessment/contract/leaf.ts'
import { closeAssessment, listAssessments, openAssessment, readAssessmentScheme } from '../assessment/contract/round.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import {
  declareApplication,
  downloadApplicationPack,
  downloadReport,
  readApplicationForm,
  saveApplicationForm,
  sendApplication,
} from './contract/application.ts'
import {
  addMaterial,
  confirmLacking,
  type MaterialLine,
  readChecklist,
  withdrawMaterial,
} from './contract/checklist.ts'
import {
  ApplicationForm,
  CaseEntry,
  Checklist,
  DOSSIER_MEMBER,
  MATERIALS,
  OutletEntry,
  StaffEntry,
} from './contract/dossier.ts'
import { lackingOf } from './rules/checklist.ts'

let test: WholePlatform
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'material-'))
  test = await openWholePlatform()
  await test.arrange(lanjing, async (tx) => {
    const requests = await tx.sql
      .selectFrom('serviceRequest')
      .select('id')
      .where('orgId', '=', tx.orgId)
      .orderBy('number')
      .limit(4)
      .execute()
    const rated = {
      orgId: tx.orgId,
      source: 'link',
      claimedAt: '2026-11-13T06:00:00.000Z',
      recordedAt: '2026-11-13T06:00:00.000Z',
    }
    const followedUp = { followedUpAt: '2026-11-14T02:00:00.000Z', followUpNote: '已上门重修，电话 13800001111 确认' }
    const ratings = [
      { stars: 5, comment: '很好' },
      { stars: 3, comment: '迟到了，打我 139 0000 2222', ...followedUp },
      { stars: 1, comment: '没修好 #紧急' },
      { stars: 4, comment: '' },
    ]
    const rows = ratings.map((rating, at) => ({ ...rated, id: newId(), requestId: requests[at]!.id, ...rating }))
    await tx.sql.insertInto('rating').values(rows).execute()
    return { ok: true, value: null }
  })
  await test.settle()
}, 120_000)
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

const refused = (status: number, code: string) => ({ status, body: { refusal: { code } } })

let drawn = 0
/** A picture that no other one equals. */
async function upload(who: TestPerson): Promise<string> {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const bytes = Buffer.concat([Buffer.from(dot, 'base64'), Buffer.from(`picture ${drawn++}`)])
  const head =
    '--cut\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n'
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--cut--\r\n')])
  const sent = await test
    .as(who)
    .call(uploadFile, { body, headers: { 'content-type': 'multipart/form-data; boundary=cut' } })
  expect(sent.status).toBe(200)
  return sent.body.sha256
}

async function lineOf(id: (typeof MATERIALS)[number]): Promise<MaterialLine> {
  const shown = await test.as(zhou).call(readChecklist)
  expect(shown.status).toBe(200)
  return shown.body.lines.find((line) => line.id === id)!
}

async function bring(
  materialId: (typeof MATERIALS)[number],
  given: { name?: string; validUntilOn?: string | null; fileSha256?: string } = {},
) {
  const body = {
    ...{ id: newId(), materialId, name: given.name ?? '文件', validUntilOn: given.validUntilOn ?? null },
    fileSha256: given.fileSha256 ?? (await upload(zhou)),
  }
  return { body, answer: await test.as(zhou).call(addMaterial, { body }) }
}

describe('the checklist', () => {
  it('says of every material whether it is there, and what the records give by themselves', async () => {
    const { lines } = (await test.as(qian).call(readChecklist)).body
    expect(lines.map((line) => line.id)).toEqual([...MATERIALS])
    const of = (id: string) => lines.find((line) => line.id === id)!
    expect(of('business_licence')).toMatchObject({ state: 'missing', wanted: 1, have: 0, from: 'files', records: null })
    expect(of('customer_ratings')).toMatchObject({ state: 'present', from: 'records' })
    expect(of('customer_ratings').records).toEqual({ valid: 4, expired: 0 })
    expect(of('qualification_records')).toMatchObject({ state: 'present' })
    // Having no complaint lacks nothing.
    expect(of('complaint_records')).toMatchObject({ state: 'present', wanted: 0 })
    expect(of('self_evaluation')).toMatchObject({ state: 'missing', have: 0 })
    expect(of('training_records')).toMatchObject({ state: 'missing', from: 'files' })
  })

  it('wants five sample contracts, and counts each file once', async () => {
    for (let place = 1; place <= 4; place++) expect((await bring('contract_samples')).answer.status).toBe(200)
    expect(await lineOf('contract_samples')).toMatchObject({ state: 'missing', have: 4, wanted: 5 })
    const { body, answer } = await bring('contract_samples', { name: '第五份合同' })
    expect(answer.status).toBe(200)
    expect(await lineOf('contract_samples')).toMatchObject({ state: 'present', have: 5, isDefault: false })
    const again = await bring('contract_samples', { fileSha256: body.fileSha256 })
    expect(again.answer).toMatchObject(refused(409, 'material_repeated'))
    expect((await bring('service_manual', { fileSha256: body.fileSha256 })).answer.status).toBe(200)
  })

  it('shows a licence past its day as expired; on its last day it is valid', async () => {
    await bring('business_licence', { name: '营业执照', validUntilOn: '2026-11-16' })
    expect(await lineOf('business_licence')).toMatchObject({ state: 'present', have: 1 })
    test.at('2026-11-16T16:30:00.000Z')
    expect(await lineOf('business_licence')).toMatchObject({ state: 'expired', have: 0 })
    test.at('2026-11-16T01:00:00.000Z')
  })

  it('never loses a file: one withdrawn with a reason stays in sight and counts no more', async () => {
    const { body } = await bring('permits', { name: '旧许可证' })
    const params = { materialFileId: body.id }
    expect(await test.as(zhou).call(withdrawMaterial, { params, body: { version: 1, reason: ' ' } })).toMatchObject({
      status: 400,
    })
    const withdrawn = await test.as(zhou).call(withdrawMaterial, { params, body: { version: 1, reason: '换发新证' } })
    expect(withdrawn).toMatchObject({ status: 200, body: { version: 2 } })
    const line = await lineOf('permits')
    expect(line).toMatchObject({ state: 'missing', have: 0, files: [] })
    expect(line.brought).toMatchObject([{ name: '旧许可证', withdrawnReason: '换发新证', withdrawnByName: zhou.name }])
    expect(await test.as(zhou).call(withdrawMaterial, { params, body: { version: 2, reason: '再撤' } })).toMatchObject(
      refused(409, 'material_withdrawn'),
    )
    expect(
      await test
        .as(zhou)
        .call(withdrawMaterial, { params: { materialFileId: newId() }, body: { version: 1, reason: 'x' } }),
    ).toMatchObject(refused(404, 'not_found'))
    // The same file may be brought again.
    expect((await bring('permits', { fileSha256: body.fileSha256 })).answer.status).toBe(200)
  })

  it('takes nothing from those who have no part in it, and no file that is not kept', async () => {
    const body = { id: newId(), materialId: 'permits', name: 'a', fileSha256: 'a'.repeat(64), validUntilOn: null }
    expect(await test.as(zhou).call(addMaterial, { body })).toMatchObject(refused(400, 'file_unknown'))
    expect(await test.as(qian).call(addMaterial, { body })).toMatchObject(refused(403, 'role_needed'))
    expect(await test.as(chen).call(readChecklist)).toMatchObject(refused(403, 'role_needed'))
    expect((await test.as(null).call(readChecklist)).status).toBe(401)
    // Another organisation sees its own checklist, which is empty.
    const other = await test.as(feng).call(readChecklist)
    expect(other.body.lines.every((line) => line.brought.length === 0)).toBe(true)
  })

  it('refuses one more than 200 files of a kind', async () => {
    const sha256 = await upload(zhou)
    await test.arrange(lanjing, async (tx) => {
      const by = { addedAt: tx.at, addedBy: 'test', addedByName: '', withdrawnAt: tx.at, withdrawnReason: 'x' }
      const row = { orgId: tx.orgId, materialId: 'product_reports', name: 'a', fileSha256: sha256, ...by }
      await tx.sql
        .insertInto('materialFile')
        .values(Array.from({ length: 200 }, () => ({ ...row, id: newId() })))
        .execute()
      return { ok: true, value: null }
    })
    expect((await bring('product_reports')).answer).toMatchObject(refused(409, 'too_many_material_files'))
  })
})

describe('the application form', () => {
  const id = newId()

  it('is filled in from the records before anybody saves it; nothing is ticked for anybody', async () => {
    const { body } = await test.as(zhou).call(readApplicationForm)
    expect(body).toMatchObject({ saved: null, declared: null })
    expect(body.draft).toMatchObject({ kind: 'initial', legalName: lanjing.name, uscc: '', isLegalPerson: false })
    expect(body.draft).toMatchObject(body.counted)
    expect(body.counted.outletCount).toBeGreaterThan(1)
    expect(body.draft.runningSinceOn! <= '2026-11-16').toBe(true)
    expect(body.levels.map((level) => level.id).length).toBeGreaterThan(1)
    expect(body.lacking).toEqual([
      'uscc',
      'legalRepresentative',
      'address',
      'contactName',
      'contactPhone',
      'contactEmail',
      'wantedLevelId',
      'scope',
      'productClasses',
    ])
  })

  it('is kept half filled in, and cannot be declared until nothing is lacking', async () => {
    const { draft } = (await test.as(zhou).call(readApplicationForm)).body
    const body = { id, version: null, draft: { ...draft, uscc: '91330100ma27xl0u5x' } }
    expect(await test.as(sun).call(saveApplicationForm, { body })).toMatchObject({
      status: 200,
      body: { id, version: 1 },
    })
    const shown = (await test.as(zhou).call(readApplicationForm)).body
    // The check digit is wrong: eighteen characters are not enough.
    expect(shown.lacking).toContain('uscc')
    expect(shown).toMatchObject({ saved: { version: 1, byName: sun.name }, draft: { uscc: '91330100MA27XL0U5X' } })
    expect(await test.as(zhou).call(declareApplication, { body: { version: 1 } })).toMatchObject(
      refused(409, 'application_incomplete'),
    )
    expect(await test.as(sun).call(declareApplication, { body: { version: 1 } })).toMatchObject(
      refused(403, 'role_needed'),
    )
    expect(await test.as(zhou).call(saveApplicationForm, { body: { ...body, id: newId() } })).toMatchObject(
      refused(409, 'stale_version'),
    )
    expect(await test.as(zhou).call(downloadApplicationPack)).toMatchObject(refused(409, 'application_not_declared'))
  })

  it('is declared by somebody who answers for it; a change takes that back', async () => {
    const { draft, saved, levels } = (await test.as(zhou).call(readApplicationForm)).body
    const outlets = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql.selectFrom('outlet').select('id').where('orgId', '=', tx.orgId).orderBy('code').execute(),
    )
    const whole = {
      ...draft,
      ...{
        uscc: '91330100MA27XL0U5Q',
        legalRepresentative: '蓝海',
        address: '杭州市西湖区文三路 1 号',
        scope: '净水设备的销售、安装与维修服务',
      },
      ...{ contactName: '周敏', contactPhone: '0571-88880000', contactEmail: 'zhou@lanjing.example' },
      ...{
        wantedLevelId: levels.at(-1)!.id,
        productClasses: ['净水设备'],
        isLegalPerson: true,
        holdsPermits: true,
        noMajorFailure: true,
      },
      centreOutletId: outlets[0]!.id,
    }
    whole.uscc = `91330100MA27XL0U5${usccCheckDigit('91330100MA27XL0U5')}`
    expect(
      (await test.as(zhou).call(saveApplicationForm, { body: { id, version: saved!.version, draft: whole } })).status,
    ).toBe(200)
    expect((await test.as(zhou).call(readApplicationForm)).body.lacking).toEqual([])
    expect(await test.as(zhou).call(declareApplication, { body: { version: 1 } })).toMatchObject(
      refused(409, 'stale_version'),
    )
    expect((await test.as(wu).call(declareApplication, { body: { version: 2 } })).status).toBe(200)
    expect((await test.as(zhou).call(readApplicationForm)).body.declared).toMatchObject({ byName: wu.name })
    await test.as(zhou).call(saveApplicationForm, { body: { id, version: 3, draft: { ...whole, headcount: null } } })
    expect((await test.as(zhou).call(readApplicationForm)).body).toMatchObject({
      declared: null,
      lacking: ['headcount', 'serviceHeadcount'],
    })
    await test.as(zhou).call(saveApplicationForm, { body: { id, version: 4, draft: whole } })
    expect((await test.as(zhou).call(declareApplication, { body: { version: 5 } })).status).toBe(200)
  })
})

async function report(query: Record<string, unknown> = {}, who = qian) {
  const session = await test.openSessionOf(who)
  return test.app.inject({
    method: 'GET',
    url: downloadReport.path,
    query: query as Record<string, string>,
    headers: { cookie: session.cookie },
  })
}

async function wordsOf(bytes: Uint8Array): Promise<string> {
  const pdf = await PDF.load(bytes)
  return pdf
    .getPages()
    .map((page) => page.extractText().text)
    .join('\n')
}

describe('the self-evaluation report', () => {
  it('holds three years of service, satisfaction, complaints, people and scores as a range, and hides who somebody is', async () => {
    const answer = await report()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="self-evaluation-2026-11-16.pdf"',
    })
    const text = await wordsOf(answer.rawPayload)
    expect(text).toMatch(/目录[\s\S]*三年服务情况 \.+ \d+/)
    expect(text).toContain('2023-11-17 至 2026-11-16')
    expect(text).toMatch(/每月受理件数/)
    const flat = text.replaceAll('\n', '')
    expect(flat).toContain(
      '收到评价 4 条，平均 3.25 星；好评（4–5 星）2 条，中评（3 星）1 条，差评（1–2 星）1 条，满意率 50.0%',
    )
    expect(flat).toContain('中差评共 2 条，已跟进 1 条，未跟进 1 条。')
    expect(text).toMatch(/没修好 #紧急\s?未跟进/)
    expect(text).toMatch(/打我 \*\*\*\* 2026-11-14 已上门重修，电话[\s\S]{0,3}\*\*\*\*/)
    expect(text).toMatch(/可能区间 [\d.]+ 至 [\d.]+ 分/)
    expect(text).not.toMatch(/\n得分 \d/)
    const staff = await test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, (tx) =>
      tx.sql.selectFrom('staff').select(['name', 'phone']).where('orgId', '=', tx.orgId).execute(),
    )
    for (const { name, phone } of staff) {
      expect(text).not.toContain(name)
      if (phone) expect(text).not.toContain(phone)
    }
    expect(text).not.toMatch(/1[3-9]\d{9}/)
  })

  it('is there in Word with charts of its own, and in English', async () => {
    const answer = await report({ as: 'docx', language: 'en' })
    expect(answer.statusCode).toBe(200)
    const entries = readZipDirectory(answer.rawPayload, 200)
    const part = async (name: string) =>
      Buffer.concat(
        await Array.fromAsync(unpackEntry(answer.rawPayload, entries.get(name)!, { left: 1e8, max: 1e8 })),
      ).toString()
    const body = await part('word/document.xml')
    expect(body).toContain('Three years of service')
    expect(body).toContain('Middle and bad ratings, and what was done')
    expect(body).toContain('TOC \\h')
    expect(await part('word/charts/chart1.xml')).toContain('stacked')
    expect(body.replace(/<[^>]*>/g, '')).not.toMatch(/[{}]{2}/)
  })

  it('takes the open round, which has no total, and says who judged', async () => {
    const id = newId()
    const opened = await test
      .as(zhou)
      .call(openAssessment, { body: { id, title: '2026 年自评', fromOn: '2025-11-16', toOn: '2026-11-15' } })
    expect(opened.status).toBe(200)
    const text = await wordsOf((await report({ assessmentId: id })).rawPayload)
    expect(text).toMatch(/尚未关闭的自评“2026 年自评”/)
    expect(text).toMatch(/没有总分/)
    expect((await report({ assessmentId: newId() })).statusCode).toBe(404)
    expect((await report({ as: 'exe' })).statusCode).toBe(400)
    expect((await report({}, chen)).statusCode).toBe(403)
    expect((await test.as(zhou).call(listAssessments)).body.rows).toHaveLength(1)
  })
})

describe('the application pack', () => {
  let path: string
  const members = new Map<string, string>()

  it('is not made before somebody confirms, with their name, exactly what is lacking', async () => {
    expect(await test.as(zhou).call(downloadApplicationPack)).toMatchObject(refused(409, 'lacking_not_confirmed'))
    const { lines, confirmed } = (await test.as(zhou).call(readChecklist)).body
    expect(confirmed).toBeNull()
    const items = lackingOf(lines)
    const { version } = (await test.as(zhou).call(readApplicationForm)).body.saved!
    const body = { version, reason: '检验报告正在换发', items }
    expect(await test.as(sun).call(confirmLacking, { body })).toMatchObject(refused(403, 'role_needed'))
    expect(await test.as(zhou).call(confirmLacking, { body: { ...body, items: items.slice(1) } })).toMatchObject(
      refused(409, 'lacking_changed'),
    )
    expect(await test.as(zhou).call(confirmLacking, { body: { ...body, version: 99 } })).toMatchObject(
      refused(409, 'stale_version'),
    )
    expect((await test.as(zhou).call(confirmLacking, { body })).status).toBe(200)
    expect((await test.as(zhou).call(readApplicationForm)).body.declared).toMatchObject({ byName: zhou.name })
    expect((await test.as(qian).call(readChecklist)).body.confirmed).toMatchObject({ byName: zhou.name, items })
  })

  it('verifies, and has the whole dossier in it', async () => {
    const session = await test.openSessionOf(zhou)
    const answer = await test.app.inject({
      method: 'GET',
      url: downloadApplicationPack.path,
      headers: { cookie: session.cookie },
    })
    expect(answer.statusCode).toBe(200)
    path = join(folder, 'a.starpack')
    await writeFile(path, answer.rawPayload)
    const checked = await verifyPack(path)
    expect(checked).toMatchObject({ ok: true, org: { id: lanjing.orgId } })
    const handle = await open(path)
    const file = new PackFile(handle, answer.rawPayload.length)
    for (const member of await walkMembers(file, new Findings())) {
      if (!Object.values(DOSSIER_MEMBER).includes(member.name as never)) continue
      members.set(member.name, answer.rawPayload.subarray(member.start, member.start + member.size).toString('latin1'))
    }
    await handle.close()
    expect([...members.keys()].sort()).toEqual(
      Object.values(DOSSIER_MEMBER)
        .filter((name) => name !== DOSSIER_MEMBER.assessment)
        .sort(),
    )
    expect(members.get(DOSSIER_MEMBER.reportPdf)!.startsWith('%PDF-1.7')).toBe(true)
    expect(members.get(DOSSIER_MEMBER.reportWord)!.startsWith('PK')).toBe(true)
  }, 60_000)

  const countFiles = () =>
    test.platform.query({ kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] }, async (tx) => {
      const counted = tx.sql.selectFrom('file').select((eb) => eb.fn.countAll<number>().as('count'))
      return Number((await counted.where('orgId', '=', tx.orgId).executeTakeFirstOrThrow()).count)
    })

  const json = (name: string) => JSON.parse(Buffer.from(members.get(name)!, 'latin1').toString())

  it('says in it what the form, checklist, outlets and staff say, without a telephone number', async () => {
    const form = ApplicationForm.parse(json(DOSSIER_MEMBER.form))
    expect(form).toMatchObject({ applicant: { orgId: lanjing.orgId }, declaredTrue: true, declaredByName: zhou.name })
    const checklist = Checklist.parse(json(DOSSIER_MEMBER.checklist))
    expect(checklist.items.map((item) => item.id)).toEqual([...MATERIALS])
    expect(checklist.confirmed).toMatchObject({ byName: zhou.name, reason: '检验报告正在换发' })
    expect(checklist.confirmed!.items).toEqual(lackingOf(checklist.items as MaterialLine[]))
    expect(checklist.items.find((item) => item.id === 'contract_samples')).toMatchObject({ state: 'present', have: 5 })
    const outlets = OutletEntry.array().parse(json(DOSSIER_MEMBER.outlets))
    expect(outlets.filter((outlet) => outlet.isCentre)).toHaveLength(1)
    expect(outlets).toHaveLength(form.outletCount)
    const staff = StaffEntry.array().parse(json(DOSSIER_MEMBER.staff))
    expect(staff).toHaveLength(form.headcount)
    expect(members.get(DOSSIER_MEMBER.staff)).not.toMatch(/1[3-9]\d{9}/)
  })

  it('lists every case of the ledger, in its order, as its entry tells it', async () => {
    const lines = Buffer.from(members.get(DOSSIER_MEMBER.cases)!, 'latin1').toString().trim().split('\n')
    const cases = lines.map((line) => CaseEntry.parse(JSON.parse(line)))
    const system = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
    const made = await test.platform.query(system, (tx) =>
      tx.sql
        .selectFrom('serviceRequest')
        .select(['id', 'number', 'kind', 'requestedOn'])
        .where('orgId', '=', tx.orgId)
        .execute(),
    )
    expect(cases).toHaveLength(made.length)
    expect(new Set(cases.map((one) => one.id))).toEqual(new Set(made.map((one) => one.id)))
    expect(cases.every((one, place) => place === 0 || cases[place - 1]!.leafIndex < one.leafIndex)).toBe(true)
    for (const one of made) {
      const { number, kind, requestedOn: madeOn } = one
      expect(cases.find((entry) => entry.id === one.id)).toMatchObject({ number, kind, madeOn })
    }
    const entries = await test.platform.query(system, (tx) =>
      tx.sql
        .selectFrom('ledgerEntry')
        .innerJoin('history', 'history.id', 'ledgerEntry.historyId')
        .select(['leafIndex', 'recordId', 'verb'])
        .where('ledgerEntry.orgId', '=', tx.orgId)
        .where(
          'leafIndex',
          'in',
          cases.map((one) => one.leafIndex),
        )
        .execute(),
    )
    expect(entries.every((entry) => entry.verb === 'service_request.created')).toBe(true)
  })

  it('is handed to a certification body of this installation, once', async () => {
    const body = { toOrgId: beacon.orgId, toName: beacon.name, language: 'zh-CN' }
    const commandId = newId()
    const sent = await test.as(wu).call(sendApplication, { body, commandId })
    expect(sent.status).toBe(200)
    // The second pack would be another file: it holds the history of handing over the first.
    const kept = await countFiles()
    await test.settle()
    expect(await test.as(wu).call(sendApplication, { body, commandId })).toMatchObject({ status: 200, body: sent.body })
    expect(await test.as(wu).call(sendApplication, { body: { ...body, toName: '别处' }, commandId })).toMatchObject({
      status: 409,
    })
    expect(await countFiles()).toBe(kept)
    const parcels = await test.as(zhou).call(listParcels, { query: { direction: 'out' } })
    expect(parcels.body.rows).toMatchObject([
      { id: sent.body.parcelId, container: 'pack', counterpart: { name: beacon.name } },
    ])
    expect(await test.as(wu).call(sendApplication, { body: { ...body, toOrgId: newId() } })).toMatchObject(
      refused(400, 'recipient_not_here'),
    )
    expect(await test.as(zheng).call(sendApplication, { body })).toMatchObject(refused(403, 'role_needed'))
    expect(await test.as(tao).call(downloadApplicationPack)).toMatchObject(refused(403, 'role_needed'))
    expect(await readdir(folder)).toEqual(['a.starpack'])
  }, 60_000)
})

describe('once a round is closed', () => {
  it('the checklist, the report and the pack have it', async () => {
    const round = (await test.as(zhou).call(listAssessments)).body.rows[0]!
    const params = { assessmentId: round.id }
    const { scheme } = (await test.as(zhou).call(readAssessmentScheme, { params })).body
    const items = [1, 2].map((at) => ({ label: `样本 ${at}`, record: null, conforms: true, note: '' }))
    for (const leaf of listLeaves(scheme)) {
      const judgement =
        leaf.mode.value === 'judged'
          ? { kind: 'judged', conforms: leaf.id !== '5.1.7.4', reason: '制度文件齐全' }
          : { kind: 'sampled', items, reason: '抽样核查原始记录' }
      const body = { version: 0, judgement }
      expect(await test.as(zhou).call(judgeLeaf, { params: { ...params, leafId: leaf.id }, body })).toMatchObject({
        status: 200,
        body: { kind: judgement.kind },
      })
    }
    expect((await test.as(zhou).call(closeAssessment, { params, body: { version: round.version } })).status).toBe(200)
    expect(await lineOf('self_evaluation')).toMatchObject({ state: 'present', have: 1 })
    const text = await wordsOf((await report()).rawPayload)
    expect(text).toMatch(/由 周涛 于 2026-11-16 09:00 关闭/)
    expect(text).toMatch(/\n得分 99\.0/)
    expect(text).not.toContain('可能区间')
    expect(text).toMatch(/5\.1\.7\.4[\s\S]*失分[\s\S]*判定：周涛 2026-11-16 09:00/)
    const session = await test.openSessionOf(wu)
    const answer = await test.app.inject({
      method: 'GET',
      url: downloadApplicationPack.path,
      headers: { cookie: session.cookie },
    })
    const path = join(folder, 'b.starpack')
    await writeFile(path, answer.rawPayload)
    const handle = await open(path)
    const found = await walkMembers(new PackFile(handle, answer.rawPayload.length), new Findings())
    await handle.close()
    const member = found.find((one) => one.name === DOSSIER_MEMBER.assessment)!
    const exported = AssessmentExport.parse(
      JSON.parse(answer.rawPayload.subarray(member.start, member.start + member.size).toString()),
    )
    expect(exported).toMatchObject({ id: round.id, closedByName: zhou.name })
  }, 60_000)
})
