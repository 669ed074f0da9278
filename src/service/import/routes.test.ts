import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '#src/server/files/store.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { feng, li, qian, sun, type TestPerson, wang, wu, zheng, zhou } from '../../../test/people.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/platform.ts'
import * as contract from './contract/run.ts'
import { importSweep } from './jobs/sweep.ts'
import { importRoutes } from './routes.ts'

const workbook = await readFile(new URL('../../../test/data/service-workbook-demo.xlsx', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'starproof-import-'))
const files = openFileStore(folder, 2_000_000)
let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [importRoutes(files)] })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

function multipart(name: string, bytes: Buffer | string): { payload: Buffer; type: string } {
  const boundary = 'a-line-between-parts'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return {
    payload: Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}

async function upload(person: TestPerson, name: string, bytes: Buffer | string) {
  const { payload, type } = multipart(name, bytes)
  const headers = {
    ...(await test.openSessionOf(person)),
    'x-starproof': '1',
    'idempotency-key': newId(),
    'content-type': type,
  }
  const { path: url, method } = contract.uploadImport
  const response = await test.app.inject({ method, url, headers, payload })
  return { status: response.statusCode, body: response.json() }
}

const read = async (importId: string, person = sun) =>
  (await test.as(person).call(contract.readImport, { params: { importId } })).body as Answer<typeof contract.readImport>

async function planned(name: string, bytes: Buffer | string) {
  const { body } = await upload(sun, name, bytes)
  const run = await read(body.id)
  const params = { importId: run.id }
  const answered = await test
    .as(sun)
    .call(contract.planFileImport, { params, body: { mapping: run.mapping, version: run.version } })
  expect(answered.status).toBe(200)
  return { params, ...answered.body }
}

const count = (table: string) =>
  test.platform.query({ kind: 'system', orgId: sun.org.orgId, name: 'test', roles: [] }, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(tx.sql)
    return rows[0]!.count
  })

describe('a manager brings a workbook in by the screen', () => {
  let importId: string

  it('uploads it, and sees what is in it before anything is written', async () => {
    const { status, body } = await upload(sun, '服务台账.xlsx', workbook)
    expect(status).toBe(200)
    importId = body.id
    const run = await read(importId)
    expect(run).toMatchObject({ fileName: '服务台账.xlsx', state: 'mapping', report: null, sizeBytes: workbook.length })
    expect(run.look.sheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ...[
        ['网点', 12],
        ['人员资质', 46],
        ['客户', 420],
      ],
      ...[
        ['报修记录', 3202],
        ['回访记录', 900],
        ['投诉登记', 37],
      ],
    ])
    expect(run.look.sheets[0]!.columns[4]).toEqual({
      column: 5,
      letters: 'E',
      header: '性质',
      samples: ['自营', '代理', '加盟'],
    })
    expect(run.look.questions.map(({ code }) => code)).toContain('marks_undecided')
    expect(run.mapping!.sheets).toHaveLength(6)
    expect(await count('service_request')).toBe(0)
  })

  it('cannot start it before having seen what would be refused', async () => {
    const answered = await test.as(sun).call(contract.startImport, { params: { importId }, body: { version: 1 } })
    expect(answered).toMatchObject({ status: 409, body: { refusal: { code: 'import_not_planned' } } })
  })

  it('states what the file cannot say, and is told what would become of every row', async () => {
    const { mapping, version } = await read(importId)
    mapping!.sheets[4]!.columns.find(({ field }) => field === 'overall')!.values = { 差: 1 }
    const answered = await test
      .as(sun)
      .call(contract.planFileImport, { params: { importId }, body: { mapping, version } })
    const { report } = answered.body as Answer<typeof contract.planFileImport>
    expect(report).toMatchObject({ stage: 'planned', clocks: null })
    expect(report.records.find(({ kind }) => kind === 'service_request')).toMatchObject({ planned: 3199, new: null })
    expect(report.problemCounts.some(({ code }) => code === 'unknown_mark')).toBe(false)
    expect(await count('service_request')).toBe(0)
    const stale = await test.as(sun).call(contract.planFileImport, { params: { importId }, body: { mapping, version } })
    expect(stale).toMatchObject({ status: 409, body: { refusal: { code: 'stale_version' } } })
  })

  it('starts it and may go home: the server carries it out', async () => {
    const { version } = await read(importId)
    const started = await test.as(sun).call(contract.startImport, { params: { importId }, body: { version } })
    expect(started).toMatchObject({ status: 200, body: { state: 'waiting' } })
    expect(await importSweep(test.platform, files).run()).toBe(1)
    const run = await read(importId)
    expect(run).toMatchObject({ state: 'done', recordsSeen: run.recordsPlanned, failure: null })
    expect(run.report!.records.find(({ kind }) => kind === 'rating')).toMatchObject({
      planned: 456,
      new: 408,
      refused: 48,
    })
    expect(await count('service_request')).toBe(3236)
    const { rows } = (await test.as(zheng).call(contract.listImports)).body
    expect(rows[0]).toMatchObject({ id: importId, state: 'done', startedByName: sun.name })
    expect(await importSweep(test.platform, files).run()).toBe(0)
  }, 60_000)

  it('reads the problems page by page, chooses among them, and takes them away as a workbook', async () => {
    const params = { importId }
    const first = (
      await test
        .as(sun)
        .call(contract.listImportProblems, { params, query: { limit: 100, code: 'rated_before_request' } })
    ).body
    expect(first.rows).toHaveLength(100)
    expect(first.rows[0]).toMatchObject({
      sheet: '回访记录',
      row: 4,
      column: 'A',
      cellText: '2025.9.6',
      effect: 'row_refused',
    })
    const query = { limit: 200, code: 'rated_before_request', cursor: first.nextCursor! }
    const next = (await test.as(sun).call(contract.listImportProblems, { params, query })).body
    expect(next.rows[0]!.seq).toBeGreaterThan(first.rows.at(-1)!.seq)
    const headers = await test.openSessionOf(sun)
    const url = `/api/service/imports/${importId}/problems.xlsx?sheet=${encodeURIComponent('报修记录')}`
    const response = await test.app.inject({ method: 'GET', url, headers })
    expect(response.headers['content-disposition']).toContain(encodeURIComponent('服务台账-问题清单.xlsx'))
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(response.rawPayload as unknown as ArrayBuffer)
    const sheet = book.worksheets[0]!
    expect(sheet.getRow(1).values).toEqual([undefined, '工作表', '行', '栏', '标题', '内容', '结果', '原因'])
    expect(sheet.rowCount).toBe(1 + 250)
    const twoNames = sheet.getRow(2).values as unknown[]
    expect(twoNames.slice(1)).toEqual([
      '报修记录',
      12,
      'K',
      '服务人员',
      '王伟、李海燕',
      '此格未用',
      '一格里有 2 个姓名，分不清是谁',
    ])
  })
})

describe('who brings registers in', () => {
  it.each([zhou, zheng])('lets $name', async (person) => {
    expect((await upload(person, 'w.csv', '网点编号,网点名称\nW1,杭州')).status).toBe(200)
  })

  it.each([wang, li, wu, qian])('does not let $name', async (person) => {
    const { status, body } = await upload(person, 'w.csv', '网点编号,网点名称\nW1,杭州')
    expect([status, body.refusal.code]).toEqual([403, 'role_needed'])
  })

  it('shows another organisation nothing of it', async () => {
    const { params } = await planned('w.csv', '网点编号,网点名称\nW1,杭州')
    for (const endpoint of [
      contract.readImport,
      contract.listImportProblems,
      contract.exportImportProblems,
      contract.cancelImport,
    ]) {
      const answered = await test.as(feng).call(endpoint, { params })
      expect(answered.status).toBe(404)
    }
    expect((await test.as(feng).call(contract.listImports)).body.rows).toEqual([])
  })
})

describe('what can go wrong', () => {
  it('turns away what is no register, what is empty and what is too large', async () => {
    const refusals = [
      await upload(sun, 'photo.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')),
      await upload(sun, 'nothing.csv', ''),
      await upload(sun, 'large.csv', 'a,b\n'.repeat(600_000)),
    ]
    expect(refusals.map(({ status, body }) => [status, body.refusal.code])).toEqual([
      [400, 'file_is_not_text'],
      [400, 'file_empty'],
      [400, 'file_too_large'],
    ])
  })

  it('takes a file that fits nothing, for a person to say what it is', async () => {
    const { status, body } = await upload(sun, 'what.csv', '甲,乙\n1,2')
    const run = await read(body.id)
    expect([status, run.mapping]).toEqual([200, null])
    expect(run.look.questions[0]!.code).toBe('sheet_fits_nothing')
  })

  it('starts nothing where no row can be used', async () => {
    const { params, version } = await planned('w.csv', '网点编号,网点名称\n,杭州')
    const answered = await test.as(sun).call(contract.startImport, { params, body: { version } })
    expect(answered).toMatchObject({ status: 409, body: { refusal: { code: 'import_empty' } } })
  })

  it('stops a run that was cancelled, and keeps it from being started again', async () => {
    const { params, version } = await planned('w.csv', '网点编号,网点名称\nW7,湖州')
    await test.as(sun).call(contract.startImport, { params, body: { version } })
    expect((await test.as(sun).call(contract.cancelImport, { params })).body).toEqual({ state: 'cancelled' })
    await importSweep(test.platform, files).run()
    expect((await read(params.importId)).state).toBe('cancelled')
    const again = await test.as(sun).call(contract.startImport, { params, body: { version: version + 2 } })
    expect(again).toMatchObject({ status: 409, body: { refusal: { code: 'import_state' } } })
  })

  it('goes on with a run that a killed server left behind', async () => {
    const { params, version } = await planned('w.csv', '网点编号,网点名称\nW8,嘉兴')
    await test.as(sun).call(contract.startImport, { params, body: { version } })
    // What a server leaves that dies at work: a run said to be running, and no lock.
    await test.platform.upkeep(sun.org.orgId, 'test', (tx) =>
      tx.sql.updateTable('importRun').set({ state: 'running' }).where('id', '=', params.importId).execute(),
    )
    expect(await importSweep(test.platform, files).run()).toBe(1)
    expect((await read(params.importId)).report!.records).toMatchObject([{ kind: 'outlet', new: 1 }])
  }, 30_000)
})
