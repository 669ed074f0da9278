import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOutlet, enterPromise, STARTING_PROMISES } from '#src/company/door.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Actor } from '#src/shared/actor.ts'
import { newId } from '#src/shared/id.ts'
import { lanjing, sun } from '../../../test/people.ts'
import { MONDAY_MORNING, openTestPlatform, type TestPlatform } from '../../../test/platform.ts'
import { noteOnRequest } from '../request/contract/step.ts'
import { requestRoutes } from '../request/routes.ts'
import { type ImportFileOptions, importFile } from './actions/import-file.ts'
import { Mapping } from './contract/mapping.ts'
import type { ImportReport } from './contract/report.ts'
import { suggestMapping } from './rules/suggest.ts'
import { holdImports } from './store/runs.ts'

const dataOf = (file: string) => readFile(new URL(`../../../test/data/${file}`, import.meta.url))
const workbook = await dataOf('service-workbook-demo.xlsx')
const log = await dataOf('incident-event-log-excerpt.csv')
const folder = await mkdtemp(join(tmpdir(), 'starproof-import-'))
const files = openFileStore(folder, 20_000_000)
const { personId, name, roles } = sun
const actor: Actor = { kind: 'person', orgId: lanjing.orgId, personId, name, roles }

const opened: TestPlatform[] = []
afterAll(async () => {
  for (const test of opened) await test.close()
  await rm(folder, { recursive: true, force: true })
})

/** A company that makes its promises as of this Monday; everything imported is older. */
async function company(): Promise<TestPlatform> {
  const test = await openTestPlatform({ routes: [requestRoutes] })
  opened.push(test)
  for (const { code, terms } of STARTING_PROMISES)
    await test.arrange(lanjing, (tx) => enterPromise(tx, { id: newId(), code, terms, inForceAt: tx.at }))
  return test
}

type More = Partial<Omit<ImportFileOptions, 'actor' | 'file'>>

function bring(test: TestPlatform, bytes: Buffer | string, fileName: string, more: More = {}) {
  const file = { name: fileName, bytes: Buffer.from(bytes) }
  return importFile({ platform: test.platform, files }, { actor, file, source: '演示台账', ...more })
}

async function imported(...asked: Parameters<typeof bring>): Promise<ImportReport> {
  const decision = await bring(...asked)
  if (!decision.ok) throw new Error(`the import was refused: ${JSON.stringify(decision.refusal)}`)
  return decision.value
}

async function rows<T>(test: TestPlatform, text: string): Promise<T[]> {
  return test.platform.query(actor, async (tx) => (await sql.raw<T>(text).execute(tx.sql)).rows)
}

/** `select … as key, count(*)` as one object. */
async function counted(test: TestPlatform, text: string): Promise<Record<string, number>> {
  const found = await rows<{ key: string; count: number }>(test, text)
  return Object.fromEntries(found.map(({ key, count }) => [key, count]))
}

const TABLES = ['outlet', 'staff', 'qualification', 'customer', 'installed_product', 'service_request', 'request_event']
TABLES.push('clock', 'work_order', 'assignment', 'visit', 'rating', 'history')
const EVERYTHING = TABLES.map((table) => `select '${table}' as key, count(*) from ${table}`).join(' union all ')

/** Of each kind: planned, new, unchanged, changed, updated, refused. */
const fates = (report: ImportReport) =>
  Object.fromEntries(
    report.records.map((r) => [r.kind, [r.planned, r.new, r.unchanged, r.changed, r.updated, r.refused]]),
  )

const problems = (report: ImportReport, sheet: string) =>
  Object.fromEntries(report.problemCounts.filter((one) => one.sheet === sheet).map(({ code, count }) => [code, count]))

describe('the untidy service workbook', () => {
  let test: TestPlatform
  let report: ImportReport
  let after: Record<string, number>
  beforeAll(async () => {
    test = await company()
    report = await imported(test, workbook, 'service-workbook-demo.xlsx')
    after = await counted(test, EVERYTHING)
  })

  it('becomes exactly these records', () => {
    expect(fates(report)).toEqual({
      outlet: [12, 12, 0, 0, 0, 0],
      staff: [46, 46, 0, 0, 0, 0],
      licence: [46, 46, 0, 0, 0, 0],
      customer: [420, 420, 0, 0, 0, 0],
      installed_product: [420, 420, 0, 0, 0, 0],
      service_request: [3199, 3199, 0, 0, 0, 0],
      complaint: [37, 37, 0, 0, 0, 0],
      rating: [456, 398, 0, 0, 0, 58],
    })
    expect(after).toMatchObject({ outlet: 12, staff: 46, customer: 420, installed_product: 420, rating: 398 })
    // 46 licences of the register and the certificates of the two people ticked as service managers.
    expect(after).toMatchObject({ qualification: 48, service_request: 3199 + 37, work_order: 3199 })
    expect(report.stage).toBe('saved')
  })

  it('says plainly which call-backs are no evidence, with their number and the first of them', () => {
    expect(problems(report, '回访记录')).toEqual({
      rated_before_request: 444,
      unknown_mark: 23,
      rating_without_overall: 14,
      already_rated: 40,
      not_served_yet: 4,
    })
    const early = report.problemCounts.find(({ code }) => code === 'rated_before_request')!
    expect(early).toMatchObject({ effect: 'row_refused', count: 444 })
    expect(early.examples).toHaveLength(3)
    expect(early.examples[0]).toEqual({
      ...{ row: 4, column: 'A', cellText: '2025.9.6' },
      params: { number: 'BX202508930', requestedOn: '2026-02-15' },
    })
    const sheet = report.sheets.find((one) => one.sheet === '回访记录')!
    expect([sheet.rowsRead, sheet.rowsUsed, sheet.rowsRefused]).toEqual([900, 398, 502])
  })

  it('keeps claimed and recorded time apart on everything, and marks it as back-filled', async () => {
    const wrong = await counted(
      test,
      `select 'request' as key, count(*) from service_request where recorded_at <> '${MONDAY_MORNING}' or requested_at >= recorded_at or channel <> 'import'
       union all select 'event', count(*) from request_event where claimed_at >= recorded_at or recorded_at < '${MONDAY_MORNING}'
       union all select 'visit', count(*) from visit where arrived_at >= arrived_recorded_at or finished_at >= finished_recorded_at
       union all select 'rating', count(*) from rating where claimed_at >= recorded_at or source <> 'import'
       union all select 'clock', count(*) from clock where not backfilled`,
    )
    expect(wrong).toEqual({ request: 0, event: 0, visit: 0, rating: 0, clock: 0 })
  })

  it('writes for each record one line of history that leads back to file, sheet and row', async () => {
    const lines = await counted(
      test,
      `select verb as key, count(*) from history where verb like '%.imported' group by 1`,
    )
    expect(lines).toEqual({
      ...{ 'outlet.imported': 12, 'staff.imported': 46, 'qualification.imported': 46, 'customer.imported': 420 },
      ...{ 'installed_product.imported': 420, 'service_request.imported': 3236, 'rating.imported': 398 },
    })
    const [line] = await rows<{ content: string; claimedAt: string; recordedAt: string; actor: string }>(
      test,
      `select h.* from history h join service_request r on r.id = h.record_id where r.number = 'BX202507000' and verb = 'service_request.imported'`,
    )
    expect(line).toMatchObject({
      claimedAt: '2025-08-01T07:27:00.000Z',
      recordedAt: MONDAY_MORNING,
      actor: `person:${personId}`,
    })
    const content = JSON.parse(line!.content)
    expect(content.file).toMatchObject({ name: 'service-workbook-demo.xlsx', sheet: '报修记录', rows: [4] })
    expect(content.file.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(content.claim.visit).toMatchObject({ outcome: 'fixed', signed: true, technician: { text: '周强' } })
  })

  it('measures work older than the promises by their first version, and says how much', async () => {
    expect(report.clocks!.measured).toBe(after.clock)
    expect(report.clocks!.beforePromise).toBe(after.clock)
    // Waiting for parts is not finished: what was left unsettled in 2025 is late.
    const finish = await counted(
      test,
      `select case when r.state in ('resolved', 'closed') then 'settled ' else 'open ' end || c.state as key, count(*) from clock c
       join (select id, state from service_request) r on r.id = c.request_id where promise_code = 'finish' group by 1`,
    )
    expect(finish).toMatchObject({ 'open late': 1079 })
    const [order] = await rows<{ answer: string; arrival: string; minutes: number }>(
      test,
      `select max(c.state) filter (where promise_code = 'answer') as answer, max(c.state) filter (where promise_code = 'arrival') as arrival,
         max(elapsed_minutes) filter (where promise_code = 'answer') as minutes
       from clock c join service_request r on r.id = c.request_id where r.number = 'BX202507000'`,
    )
    // Asked on Friday 15:27, answered at 15:39; an outlet open around the clock arrived after 39 of 24 hours.
    expect(order).toEqual({ answer: 'met', arrival: 'late', minutes: 12 })
  })

  it('measures nothing by a day without a time of day, nor by a step without any', async () => {
    const found = await rows<{ number: string; promiseCode: string }>(
      test,
      `select r.number, c.promise_code from clock c join service_request r on r.id = c.request_id
       join request_event e on e.request_id = r.id and e.kind = 'created' and e.reason = 'time_unknown'`,
    )
    expect(found).toEqual([])
    // Closed on a day without an hour, but answered at a stated hour long before: the answer is measured all the same.
    const complaint = await counted(
      test,
      `select state as key, count(*) from clock where promise_code = 'complaint_answer' group by 1`,
    )
    expect(complaint.met! + complaint.late!).toBe(37)
  })

  it('translates what registers say: open work stays open, a tick is no signature, names are people only when they can be told', async () => {
    const states = await counted(
      test,
      `select state as key, count(*) from service_request where kind = 'repair' group by 1`,
    )
    expect(states).toEqual({ resolved: 2119, answered: 1054, dispatched: 25, on_site: 1 })
    const visits = await counted(test, `select coalesce(outcome, 'none') as key, count(*) from visit group by 1`)
    expect(visits).toEqual({ solved: 1992, follow_up: 1002, none: 1 })
    expect(
      await counted(test, `select 'signed' as key, count(*) from visit where signature_sha256 is not null`),
    ).toEqual({ signed: 0 })
    const [two] = await rows<{ note: string; visits: number }>(
      test,
      `select w.note, (select count(*) from visit v where v.work_order_id = w.id)::int as visits from work_order w where note like '王伟、李海燕%' limit 1`,
    )
    expect(two).toMatchObject({ visits: 0 })
    const people = await counted(
      test,
      `select 'manages' as key, count(*) from staff where manages_service union all select 'goes', count(*) from staff where goes_on_site`,
    )
    expect(people).toEqual({ manages: 6, goes: 44 })
  })

  it('marks exactly the facts of the days it touched', async () => {
    const cells = await counted(
      test,
      `select 'marked' as key, count(*) from (select distinct outlet_id, day_on from fact_dirty) d
       union all select 'touched', count(*) from (select distinct coalesce(outlet_id, '00000000-0000-0000-0000-000000000000'), requested_on from service_request) r`,
    )
    expect(cells.marked).toBe(cells.touched)
    expect(cells.marked).toBeGreaterThan(2000)
  })

  it('imported again changes nothing', async () => {
    const again = await imported(test, workbook, 'the same under another name.xlsx')
    expect(fates(again)).toMatchObject({
      outlet: [12, 0, 12, 0, 0, 0],
      customer: [420, 0, 420, 0, 0, 0],
      service_request: [3199, 0, 3199, 0, 0, 0],
      complaint: [37, 0, 37, 0, 0, 0],
      rating: [456, 0, 398, 0, 0, 58],
    })
    const now = await counted(test, EVERYTHING)
    // The second run itself was uploaded, started and finished: three lines, none about a record.
    expect(now).toEqual({ ...after, history: after.history! + 3 })
  })
})

describe('the event log of a service desk', () => {
  it('becomes one request per case with its events, and the last claimed time decides where it stands', async () => {
    const test = await company()
    const report = await imported(test, log, 'incident-event-log-excerpt.csv')
    expect(fates(report)).toEqual({ service_request: [100, 100, 0, 0, 0, 0] })
    expect(await counted(test, `select state as key, count(*) from service_request group by 1`)).toEqual({
      closed: 100,
    })
    const events = await rows<{ kind: string; at: string }>(
      test,
      `select e.kind, to_char(e.claimed_at at time zone 'UTC', 'MM-DD"T"HH24:MI') as at from request_event e join service_request r on r.id = e.request_id
       where r.number = 'INC0000045' order by e.claimed_at, e.recorded_at`,
    )
    expect(events.filter(({ kind }) => kind !== 'note')).toEqual([
      { kind: 'created', at: '02-28T17:16' },
      { kind: 'answered', at: '02-29T00:53' },
      { kind: 'resolved', at: '02-29T03:29' },
      { kind: 'closed', at: '03-05T04:00' },
    ])
    expect(await counted(test, `select 'orders' as key, count(*) from work_order`)).toEqual({ orders: 0 })
  })

  it('calls nothing late that the log does not tell of: nobody is said to have gone anywhere', async () => {
    const test = await company()
    const report = await imported(test, log, 'incident-event-log-excerpt.csv')
    const codes = await counted(test, 'select promise_code as key, count(*) from clock group by 1')
    // The first states of five cases are missing, and with them the first answer; of those only what was kept all the same counts.
    expect(Object.keys(codes).sort()).toEqual(['answer', 'finish'])
    expect(report.clocks!.measured).toBe(codes.answer! + codes.finish!)
    expect(report.clocks!.unknown).toBe(300 - report.clocks!.measured)
    expect(report.clocks!.unknown).toBeGreaterThanOrEqual(100)
  })

  it('has no clocks before the promises where the mapping says so', async () => {
    const test = await company()
    const table = await readTabular('log.csv', log)
    if (!table.ok) throw new Error(table.refusal.code)
    const suggested = suggestMapping(table.value.sheets, 'desk', 'Asia/Shanghai').mapping
    const mapping = Mapping.parse({ ...suggested, measureBeforePromises: false })
    const report = await imported(test, log, 'log.csv', { mapping })
    expect(report.clocks).toEqual({ measured: 0, beforePromise: 0, unknown: 0 })
    expect(await counted(test, EVERYTHING)).toMatchObject({ service_request: 100, clock: 0 })
  })
})

const HEADER = '单号,报修时间,故障现象,首次答复时间,派单时间,到场时间,完成时间,处理结果'
const orders = (count: number, fault = '漏水') =>
  [
    HEADER,
    ...Array.from({ length: count }, (_, nth) => {
      const day = `2026-10-${String(1 + (nth % 28)).padStart(2, '0')}`
      return `BX${10_000 + nth},${day} 09:00,${fault},${day} 09:20,${day} 10:00,${day} 13:00,${day} 15:00,已修复`
    }),
  ].join('\n')

describe('a register that changed since its last import', () => {
  it('is listed and not overwritten, unless the mapping takes its word', async () => {
    const test = await company()
    await imported(test, orders(3), 'orders.csv')
    const changed = orders(3).replace('BX10001,2026-10-02 09:00,漏水', 'BX10001,2026-10-03 08:00,不制冷')
    const edited = changed.replace('2026-10-02 09:20,2026-10-02 10:00', '2026-10-03 09:20,2026-10-03 10:00')
    const file = edited.replace('2026-10-02 13:00,2026-10-02 15:00', '2026-10-03 13:00,2026-10-03 15:00')
    const listed = await imported(test, file, 'orders.csv')
    expect(fates(listed)).toEqual({ service_request: [3, 0, 2, 1, 0, 0] })
    expect(problems(listed, 'orders')).toEqual({ changed_not_overwritten: 1 })
    const order = () =>
      rows<{ subject: string; requestedOn: string; version: number; events: number; clocks: number; lines: number }>(
        test,
        `select subject, requested_on, version, (select count(*) from request_event e where e.request_id = r.id)::int as events,
           (select count(*) from clock c where c.request_id = r.id)::int as clocks,
           (select count(*) from history h where h.record_id = r.id)::int as lines from service_request r where number = 'BX10001'`,
      )
    const before = (await order())[0]!
    expect(before).toMatchObject({ subject: '漏水', requestedOn: '2026-10-02', version: 1, lines: 1 })

    const mapping = Mapping.parse({ ...(await suggested(file)), onChanged: 'update' })
    const updated = await imported(test, file, 'orders.csv', { mapping })
    expect(fates(updated)).toEqual({ service_request: [3, 0, 2, 0, 1, 0] })
    expect((await order())[0]).toEqual({
      ...before,
      subject: '不制冷',
      requestedOn: '2026-10-03',
      version: 2,
      lines: 2,
    })
    expect(fates(await imported(test, file, 'orders.csv', { mapping }))).toEqual({
      service_request: [3, 0, 3, 0, 0, 0],
    })
  })

  it('never overwrites what somebody has worked on since', async () => {
    const test = await company()
    await imported(test, orders(1), 'orders.csv')
    const [{ id }] = (await rows<{ id: string }>(test, 'select id from service_request')) as [{ id: string }]
    expect(
      (await test.as(sun).call(noteOnRequest, { params: { requestId: id }, body: { note: '已电话核实' } })).status,
    ).toBe(200)
    const file = orders(1, '不制冷')
    const mapping = Mapping.parse({ ...(await suggested(file)), onChanged: 'update' })
    const report = await imported(test, file, 'orders.csv', { mapping })
    expect(fates(report)).toEqual({ service_request: [1, 0, 0, 1, 0, 0] })
    expect(problems(report, 'orders')).toEqual({ changed_but_worked_on: 1 })
    // The note made its clocks be read anew: they still are those of the first version.
    const clocks = await counted(test, `select promise_code || ' ' || state as key, count(*) from clock group by 1`)
    expect(clocks).toEqual({ 'answer met': 1, 'arrival met': 1, 'finish met': 1 })
  })
})

async function suggested(text: string): Promise<Mapping> {
  const table = await readTabular('orders.csv', Buffer.from(text))
  if (!table.ok) throw new Error(table.refusal.code)
  return suggestMapping(table.value.sheets, '演示台账', 'Asia/Shanghai').mapping!
}

describe('the register of next month', () => {
  it('is read by the mapping of this month, though its file has another name', async () => {
    const test = await company()
    const mapping = await suggested(orders(1))
    mapping.sheets[0]!.requestKind = 'installation'
    await imported(test, orders(2), '十一月.csv', { mapping })
    const kinds = await counted(test, 'select kind as key, count(*) from service_request group by 1')
    expect(kinds).toEqual({ installation: 2 })
    // Nobody promised to finish an installation in five days; its arrival was told, and measured.
    const codes = await counted(test, 'select promise_code as key, count(*) from clock group by 1')
    expect(codes).toEqual({ answer: 2, arrival: 2 })
  })
})

describe('an import that is interrupted', () => {
  it('stops between two transactions and, run again, completes without doubles', async () => {
    const test = await company()
    const stop = new AbortController()
    const cut = await bring(test, orders(3500), 'orders.csv', {
      signal: stop.signal,
      onProgress: ({ seen }) => {
        if (seen >= 1000) stop.abort()
      },
    })
    expect(cut).toMatchObject({ ok: false, refusal: { code: 'import_stopped' } })
    const half = await counted(test, EVERYTHING)
    expect(half.service_request).toBeGreaterThanOrEqual(1000)
    expect(half.service_request).toBeLessThan(3500)
    expect(half.request_event).toBe(half.service_request! * 6)
    const report = await imported(test, orders(3500), 'orders.csv')
    expect(fates(report)).toEqual({
      service_request: [3500, 3500 - half.service_request!, half.service_request!, 0, 0, 0],
    })
    expect(await counted(test, EVERYTHING)).toMatchObject({
      service_request: 3500,
      request_event: 21_000,
      work_order: 3500,
    })
  })

  it('is refused while another import of the company is at work', async () => {
    const test = await company()
    const letGo = await holdImports(test.database, lanjing.orgId)
    expect(await bring(test, orders(1), 'orders.csv')).toMatchObject({ refusal: { code: 'import_under_way' } })
    await letGo!()
    const both = await Promise.all([bring(test, orders(200), 'a.csv'), bring(test, orders(200), 'a.csv')])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await counted(test, EVERYTHING)).toMatchObject({ service_request: 200 })
  })
})

describe('what stands in the way of single records', () => {
  it('refuses a number that belongs to somebody else and leaves what is on file as it is', async () => {
    const test = await company()
    const place = { provinceCode: '33', cityCode: '3301', address: '文三路 1 号', phone: '', aroundTheClock: false }
    for (const [code, outletName] of [
      ['W1', '杭州网点'],
      ['W2', '宁波网点'],
    ] as const)
      await test.arrange(lanjing, (tx) => addOutlet(tx, { ...place, id: newId(), code, name: outletName, kind: 'own' }))
    const report = await imported(
      test,
      '网点编号,网点名称,省,市\nW1,杭州网点,浙江,杭州\nW2,温州网点,浙江,温州\nW3,金华网点,浙江,火星',
      'w.csv',
    )
    expect(fates(report)).toEqual({ outlet: [3, 1, 1, 0, 0, 1] })
    expect(problems(report, 'w')).toEqual({ place_unknown: 1, matched_existing: 1, number_taken: 1 })
    const outlets = await rows<{ code: string; name: string; address: string; cityCode: string }>(
      test,
      'select code, name, address, city_code from outlet order by 1',
    )
    expect(outlets).toEqual([
      { code: 'W1', name: '杭州网点', address: '文三路 1 号', cityCode: '3301' },
      { code: 'W2', name: '宁波网点', address: '文三路 1 号', cityCode: '3301' },
      { code: 'W3', name: '金华网点', address: '', cityCode: '' },
    ])
  })

  it('saves the rest of a batch when the database refuses one of it', async () => {
    const test = await company()
    const long = `W-${'9'.repeat(50)}`
    const lines = Array.from({ length: 30 }, (_, nth) => `W${nth},网点${nth}`)
    const report = await imported(
      test,
      ['网点编号,网点名称', ...lines.slice(0, 15), `${long},过长`, ...lines.slice(15)].join('\n'),
      'w.csv',
    )
    expect(fates(report)).toEqual({ outlet: [31, 30, 0, 0, 0, 1] })
    expect(problems(report, 'w')).toEqual({ value_not_allowed: 1 })
    expect(report.sheets[0]).toMatchObject({ rowsRead: 31, rowsUsed: 30, rowsRefused: 1 })
  })

  it('refuses files that are no register, in words that say what to do', async () => {
    const test = await company()
    const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex')
    expect(await bring(test, png, 'photo.xlsx')).toMatchObject({ refusal: { code: 'file_is_not_text' } })
    expect(await bring(test, '', 'empty.csv')).toMatchObject({ refusal: { code: 'file_empty' } })
    expect(await bring(test, '甲,乙\n1,2', 'what.csv')).toMatchObject({ refusal: { code: 'no_sheet_fits' } })
    expect(await counted(test, `select 'runs' as key, count(*) from import_run`)).toEqual({ runs: 0 })
  })
})
