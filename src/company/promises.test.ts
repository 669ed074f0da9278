import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calendarFor, companyRoutes, enterPromise, loadPromisesInForce, STARTING_PROMISES } from '#src/company/door.ts'
import { newId } from '#src/shared/id.ts'
import { lanjing, li, qian, sun, wu, zheng, zhou } from '#test/people.ts'
import type { TestPlatform } from '#test/platform.ts'
import { MONDAY_MORNING, openTestPlatform } from '#test/platform.ts'
import * as calendar from './calendar/contract.ts'
import * as outlet from './outlet/contract.ts'
import * as promise from './promise/contract.ts'

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [companyRoutes] })
})
afterAll(async () => test.close())

const reader = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
const inForce = (at: string) => test.platform.query(reader, (tx) => loadPromisesInForce(tx, at))
const terms = STARTING_PROMISES[0]!.terms

describe('promises', () => {
  const id = newId()
  const params = { promiseId: id }

  it('are made by the general manager, not by the service manager, and not in the past', async () => {
    const body = { id, code: 'answer', terms }
    expect((await test.as(sun).call(promise.makePromise, { body })).status).toBe(403)
    const past = { ...body, inForceAt: '2026-11-15T00:00:00.000Z' }
    expect(await test.as(wu).call(promise.makePromise, { body: past })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'promise_in_past' } },
    })
    expect((await test.as(wu).call(promise.makePromise, { body })).body).toEqual({ id, version: 1 })
    expect(await inForce(MONDAY_MORNING)).toMatchObject([
      { id, version: 1, code: 'answer', rule: { limitMinutes: 60 } },
    ])
    expect(await inForce('2026-11-16T00:59:59.999Z')).toEqual([])
  })

  it('exist once for a word', async () => {
    const twin = { id: newId(), code: 'answer', terms }
    expect(await test.as(zhou).call(promise.makePromise, { body: twin })).toMatchObject({ status: 409 })
  })

  it('refuse terms with two limits or none, and words that are none', async () => {
    const make = (changed: object) =>
      test.as(zhou).call(promise.makePromise, { body: { id: newId(), code: 'other', terms: { ...terms, ...changed } } })
    const one = { status: 400, body: { refusal: { code: 'one_limit_expected' } } }
    expect(await make({ limitWorkingDays: 3 })).toMatchObject(one)
    expect(await make({ limitMinutes: undefined })).toMatchObject(one)
    for (const bad of [{ limitMinutes: 0 }, { startsOn: [] }, { startsOn: ['Not a word'] }, { calendarMode: 'lunar' }])
      expect(await make(bad), JSON.stringify(bad)).toMatchObject({ status: 400 })
  })

  it('change from an instant on: until then the earlier version holds', async () => {
    const body = { version: 1, terms: { ...terms, limitMinutes: 30 }, inForceAt: '2026-12-01T00:00:00.000Z' }
    expect((await test.as(zhou).call(promise.changePromise, { params, body })).body).toEqual({ id, version: 2 })
    expect(await test.as(zhou).call(promise.changePromise, { params, body })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'stale_version' } },
    })
    expect(await inForce('2026-11-30T23:59:59.999Z')).toMatchObject([{ version: 1, rule: { limitMinutes: 60 } }])
    expect(await inForce('2026-12-01T00:00:00.000Z')).toMatchObject([{ version: 2, rule: { limitMinutes: 30 } }])
    const sooner = { ...body, version: 2, inForceAt: '2026-11-20T00:00:00.000Z' }
    expect(await test.as(zhou).call(promise.changePromise, { params, body: sooner })).toMatchObject({
      body: { refusal: { code: 'promise_before_planned' } },
    })
    const listed = await test.as(li).call(promise.listPromises)
    expect(listed.body.rows).toMatchObject([
      { id, state: 'in_force', versionInForce: 1, versions: [{ version: 2 }, { version: 1 }] },
    ])
  })

  it('are withdrawn once, stay on record, and make room for another', async () => {
    const body = { version: 2 }
    expect((await test.as(zhou).call(promise.withdrawPromise, { params, body })).status).toBe(200)
    expect(await test.as(zhou).call(promise.withdrawPromise, { params, body })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'promise_withdrawn' } },
    })
    expect(await inForce('2026-12-02T00:00:00.000Z')).toEqual([])
    expect((await test.as(qian).call(promise.listPromises)).body.rows).toEqual([])
    const kept = await test.as(qian).call(promise.listPromises, { query: { withdrawn: 'true' } })
    expect(kept.body.rows).toMatchObject([{ id, state: 'withdrawn' }])
    const next = { id: newId(), code: 'answer', terms }
    expect((await test.as(wu).call(promise.makePromise, { body: next })).status).toBe(200)
  })

  it('may be entered as promised earlier, by seed and import', async () => {
    const code = 'urgent_arrival'
    const urgent = STARTING_PROMISES.find((one) => one.code === code)!
    const made = { id: newId(), code, terms: urgent.terms, inForceAt: '2024-01-01T00:00:00.000Z' }
    await test.arrange(lanjing, (tx) => enterPromise(tx, made))
    expect(await inForce('2025-06-01T00:00:00.000Z')).toMatchObject([{ code, rule: { limitMinutes: 120 } }])
  })
})

describe("the company's calendar", () => {
  const read = async () => (await test.as(li).call(calendar.readCalendar)).body

  it('starts with the announced holidays and says that next year is missing', async () => {
    const first = await read()
    expect(first).toMatchObject({ calendar: { id: 'company', version: 1 }, changedAt: null, missingYears: [2027] })
    expect(first.knownYears).toContain(2026)
  })

  it('gets a new version with each change, and keeps the old one', async () => {
    const { calendar: start } = await read()
    const saturday = [{ opens: '09:00', closes: '12:00' }]
    const setting = { ...start, weekly: { ...start.weekly, saturday } }
    const body = { version: 1, calendar: setting }
    expect((await test.as(qian).call(calendar.changeCalendar, { body })).status).toBe(403)
    expect((await test.as(zhou).call(calendar.changeCalendar, { body })).body).toEqual({ version: 2 })
    expect(await test.as(sun).call(calendar.changeCalendar, { body })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'stale_version' } },
    })
    expect((await read()).calendar).toMatchObject({ version: 2, weekly: { saturday } })
    const reversed = { ...start, weekly: { ...start.weekly, saturday: [{ opens: '12:00', closes: '09:00' }] } }
    expect(
      await test.as(sun).call(calendar.changeCalendar, { body: { version: 2, calendar: reversed } }),
    ).toMatchObject({ status: 400 })
    expect((await test.as(qian).call(calendar.listCalendarVersions)).body.rows).toMatchObject([
      { version: 2, changedBy: `person:${zhou.personId}` },
    ])
    expect((await test.as(li).call(calendar.readCalendar, { query: { version: 7 } })).status).toBe(404)
  })

  it('takes over announced holidays, not those that nobody has announced', async () => {
    const { calendar: current } = await read()
    const enter = (year: number, version: number) =>
      test.as(zheng).call(calendar.enterHolidays, { body: { version, year } })
    expect(await enter(2027, current.version)).toMatchObject({
      status: 409,
      body: { refusal: { code: 'holidays_unknown', params: { year: 2027 } } },
    })
    expect((await enter(2026, current.version)).body).toEqual({ version: current.version + 1 })
  })

  it('stands in for an outlet without hours; own hours and 24 h go before it; equal versions are one object', async () => {
    const ids = { plain: newId(), early: newId(), always: newId() }
    const shared = { name: '店', kind: 'own' }
    const weekly = { ...(await read()).calendar.weekly, sunday: [{ opens: '06:00', closes: '07:00' }] }
    const add = (body: object) => test.as(sun).call(outlet.addOutlet, { body })
    await add({ ...shared, id: ids.plain, code: 'P' })
    await add({ ...shared, id: ids.early, code: 'E', hours: { weekly } })
    await add({ ...shared, id: ids.always, code: 'A', aroundTheClock: true })
    const hours = (id: string | null) => test.platform.query(reader, (tx) => calendarFor(tx, id))
    const plain = await hours(ids.plain)
    expect(plain.outlet).toBe(plain.company)
    expect((await hours(null)).company).toBe(plain.company)
    const early = await hours(ids.early)
    expect(early.outlet.weekly.sunday).toEqual([{ opens: '06:00', closes: '07:00' }])
    expect(early.outlet).toBe((await hours(ids.early)).outlet)
    expect(early.outlet.exceptions.length).toBe(plain.company.exceptions.length)
    expect((await hours(ids.always)).outlet.alwaysOpen).toBe(true)
  })
})
