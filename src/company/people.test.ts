import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyRoutes, staffForDispatch, staffOfPerson } from '#src/company/door.ts'
import { newId } from '#src/shared/id.ts'
import { chen, feng, lanjing, li, qian, sun, wang, zhao, zheng, zhou } from '#test/people.ts'
import type { TestPlatform } from '#test/platform.ts'
import { MONDAY_MORNING, openTestPlatform } from '#test/platform.ts'
import * as department from './department/contract.ts'
import * as outlet from './outlet/contract.ts'
import * as qualification from './qualification/contract.ts'
import * as staff from './staff/contract.ts'

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [companyRoutes] })
})
afterAll(async () => test.close())

const reader = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const
const hangzhou = { name: '杭州直营店', kind: 'own', provinceCode: '33', cityCode: '3301' }

async function openOutlet(code: string, more: object = {}) {
  const id = newId()
  const made = await test.as(sun).call(outlet.addOutlet, { body: { id, code, ...hangzhou, ...more } })
  expect(made).toMatchObject({ status: 200, body: { id, version: 1 } })
  return id
}

async function takeOn(number: string, more: object = {}) {
  const id = newId()
  const made = await test.as(sun).call(staff.addStaff, { body: { id, number, name: `员工${number}`, ...more } })
  expect(made.status).toBe(200)
  return id
}

describe('departments', () => {
  it('are set up by the representative, changed, and closed once nobody belongs to them', async () => {
    const id = newId()
    const body = { id, name: '售后服务部', duties: '受理、派工、回访' }
    expect(await test.as(zhou).call(department.addDepartment, { body })).toMatchObject({ status: 200 })
    const head = await takeOn('D1', { departmentId: id, managesService: true })
    const change = { name: '售后服务部', duties: '受理、派工、回访、投诉', headStaffId: head, version: 1 }
    const params = { departmentId: id }
    expect(await test.as(zhou).call(department.changeDepartment, { params, body: change })).toMatchObject({
      body: { version: 2 },
    })
    expect(await test.as(qian).call(department.readDepartment, { params })).toMatchObject({
      body: { headName: '员工D1', staffCount: 1, duties: '受理、派工、回访、投诉' },
    })
    const close = { version: 2, closedOn: '2026-11-16' }
    expect(await test.as(zhou).call(department.closeDepartment, { params, body: close })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'department_has_staff', params: { count: 1 } } },
    })
    await test.as(sun).call(staff.letStaffGo, { params: { staffId: head }, body: { version: 1, leftOn: '2026-11-15' } })
    expect(await test.as(zhou).call(department.closeDepartment, { params, body: close })).toMatchObject({ status: 200 })
    const open = await test.as(qian).call(department.listDepartments)
    expect(open.body.rows.map((row) => row.id)).not.toContain(id)
    const all = await test.as(qian).call(department.listDepartments, { query: { closed: 'true', search: '售后' } })
    expect(all.body.rows.map((row) => row.id)).toEqual([id])
  })

  it('are not for the agent to change, nor two of one name', async () => {
    const body = { id: newId(), name: '客服部' }
    expect((await test.as(wang).call(department.addDepartment, { body })).status).toBe(403)
    expect((await test.as(zhou).call(department.addDepartment, { body })).status).toBe(200)
    const twin = { ...body, id: newId() }
    expect(await test.as(zhou).call(department.addDepartment, { body: twin })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'already_exists' } },
    })
  })
})

describe('outlets', () => {
  it('are opened by the service manager with their city, and read by the dispatcher', async () => {
    const id = await openOutlet('HZ01', { aroundTheClock: true, longitude: 120.2, latitude: 30.3 })
    expect(await test.as(zhao).call(outlet.readOutlet, { params: { outletId: id } })).toMatchObject({
      body: { code: 'HZ01', cityCode: '3301', aroundTheClock: true, hours: null, closedOn: null, staffCount: 0 },
    })
  })

  it('take the province from the city where only that was given', async () => {
    const id = await openOutlet('NB01', { provinceCode: '', cityCode: '3302' })
    const read = await test.as(zhao).call(outlet.readOutlet, { params: { outletId: id } })
    expect(read.body.provinceCode).toBe('33')
  })

  it.each([
    ['33', '3399'],
    ['44', '3301'],
    ['98', ''],
  ])('are refused in province %s with city %s', async (provinceCode, cityCode) => {
    const body = { id: newId(), code: newId().slice(0, 8), ...hangzhou, provinceCode, cityCode }
    expect(await test.as(sun).call(outlet.addOutlet, { body })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'place_unknown' } },
    })
  })

  it('refuse malformed input and reversed hours', async () => {
    const weekly = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
    const reversed = { ...weekly, monday: [{ opens: '18:00', closes: '08:00' }] }
    const body = { id: newId(), code: 'X', ...hangzhou }
    for (const bad of [
      { ...body, latitude: 91 },
      { ...body, kind: 'ours' },
      { ...body, name: '' },
      { ...body, id: '1' },
    ])
      expect(await test.as(sun).call(outlet.addOutlet, { body: bad })).toMatchObject({ status: 400 })
    expect(await test.as(sun).call(outlet.addOutlet, { body: { ...body, hours: { weekly: reversed } } })).toMatchObject(
      {
        status: 400,
        body: { refusal: { code: 'period_reversed', params: { day: 'monday' } } },
      },
    )
  })

  it('act once when the same command comes twice, and refuse the second of two changes of one version', async () => {
    const commandId = newId()
    const id = newId()
    const body = { id, code: 'HZ02', ...hangzhou }
    const twice = [1, 2].map(() => test.as(sun).call(outlet.addOutlet, { body, commandId }))
    expect((await Promise.all(twice)).map((answer) => answer.status)).toEqual([200, 200])
    const params = { outletId: id }
    const change = { ...body, name: '杭州二店', version: 1 }
    expect((await test.as(sun).call(outlet.changeOutlet, { params, body: change })).body).toMatchObject({ version: 2 })
    expect(await test.as(zheng).call(outlet.changeOutlet, { params, body: change })).toMatchObject({
      status: 409,
      body: { refusal: { code: 'stale_version' } },
    })
  })

  it('close, stay on record, and take nobody on any more', async () => {
    const id = await openOutlet('HZ03', { openedOn: '2020-01-01' })
    const params = { outletId: id }
    const close = (closedOn: string) =>
      test.as(sun).call(outlet.closeOutlet, { params, body: { version: 1, closedOn } })
    expect(await close('2019-12-31')).toMatchObject({ body: { refusal: { code: 'closed_before_opened' } } })
    expect((await close('2026-11-16')).status).toBe(200)
    expect(await close('2026-11-16')).toMatchObject({ body: { refusal: { code: 'closed_already' } } })
    const late = { id: newId(), number: 'L9', name: '迟到', outletId: id }
    expect(await test.as(sun).call(staff.addStaff, { body: late })).toMatchObject({ status: 409 })
    expect((await test.as(zhao).call(outlet.readOutlet, { params })).body).toMatchObject({ closedOn: '2026-11-16' })
  })

  it('are listed page by page, by code, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await test.as(zhao).call(outlet.listOutlets, { query: { limit: 2, cursor, closed: 'true' } })
      seen.push(...page.body.rows.map((row) => row.code))
      cursor = page.body.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen).toEqual(expect.arrayContaining(['HZ01', 'HZ02', 'HZ03', 'NB01']))
  })

  it('of one company do not exist for another', async () => {
    const id = await openOutlet('HZ09')
    expect((await test.as(feng).call(outlet.readOutlet, { params: { outletId: id } })).status).toBe(404)
    expect((await test.as(feng).call(outlet.listOutlets)).body.rows).toEqual([])
  })
})

describe('staff and their licences', () => {
  beforeAll(async () => {
    const kinds = [
      { code: 'electrician', name: { zh: '电工证', en: 'Electrician' } },
      { code: 'after_sales_manager', name: { zh: '售后服务管理师', en: 'After-sales manager' }, serviceManager: true },
    ]
    for (const body of kinds)
      expect((await test.as(sun).call(qualification.addQualificationKind, { body })).status).toBe(200)
  })

  const enter = (staffId: string, more: object) =>
    test.as(sun).call(qualification.addQualification, {
      body: { id: newId(), staffId, kindCode: 'electrician', ...more },
    })

  it('shows the dispatcher who goes on site with which licences, and the number only to those who need it', async () => {
    const id = await takeOn('S1', { phone: '13800001111', goesOnSite: true, personId: li.personId })
    expect(
      (await enter(id, { certificateNumber: 'E-1', issuedOn: '2024-01-01', expiresOn: '2026-12-31' })).status,
    ).toBe(200)
    const field = await test.as(zhao).call(staff.listStaff, { query: { goesOnSite: 'true' } })
    expect(field.body.rows).toMatchObject([
      { id, phone: '13800001111', qualifications: [{ kindCode: 'electrician', expiresOn: '2026-12-31' }] },
    ])
    const audited = await test.as(qian).call(staff.readStaff, { params: { staffId: id } })
    expect(audited.body.phone).toBe('138****1111')
    expect((await test.as(li).call(staff.readStaff, { params: { staffId: id } })).status).toBe(403)
  })

  it('lets a technician read the own file, and nobody without one', async () => {
    expect((await test.as(li).call(staff.readOwnFile)).body).toMatchObject({ number: 'S1', phone: '13800001111' })
    expect((await test.as(chen).call(staff.readOwnFile)).status).toBe(404)
  })

  it('gives a person to one file only', async () => {
    const body = { id: newId(), number: 'S2', name: '李二', personId: li.personId }
    expect(await test.as(sun).call(staff.addStaff, { body })).toMatchObject({ status: 409 })
  })

  it('renews beside the old certificate, and revokes once', async () => {
    const id = await takeOn('S3', { goesOnSite: true })
    const old = await enter(id, { expiresOn: '2026-11-01' })
    const params = { qualificationId: old.body.id }
    const soon = () => test.as(zhao).call(qualification.listExpiringQualifications)
    expect((await soon()).body.rows.map((row) => row.id)).toContain(old.body.id)
    const renewal = { id: newId(), issuedOn: '2026-10-20', expiresOn: '2029-10-19' }
    expect((await test.as(sun).call(qualification.renewQualification, { params, body: renewal })).status).toBe(200)
    expect((await soon()).body.rows.map((row) => row.id)).not.toContain(old.body.id)
    const revoke = { revokedOn: '2026-11-10', reason: '录入有误' }
    const again = { params: { qualificationId: renewal.id }, body: revoke }
    expect((await test.as(sun).call(qualification.revokeQualification, again)).status).toBe(200)
    expect(await test.as(sun).call(qualification.revokeQualification, again)).toMatchObject({
      status: 409,
      body: { refusal: { code: 'qualification_revoked' } },
    })
    expect((await soon()).body.rows.map((row) => row.id)).toContain(old.body.id)
    const file = await test.as(sun).call(staff.readStaff, { params: { staffId: id } })
    expect(file.body.qualifications).toHaveLength(2)
    const present = await test.as(sun).call(staff.listStaff, { query: { search: 'S3' } })
    expect(present.body.rows[0]!.qualifications.map((one) => one.id)).toEqual([old.body.id])
  })

  it('refuses an unknown kind, an unknown person and days the wrong way round', async () => {
    const id = await takeOn('S4')
    expect(await enter(id, { kindCode: 'wizard' })).toMatchObject({ status: 400 })
    expect(await enter(newId(), {})).toMatchObject({ status: 400 })
    expect(await enter(id, { issuedOn: '2026-02-01', expiresOn: '2026-01-01' })).toMatchObject({
      body: { refusal: { code: 'expires_before_issued' } },
    })
  })

  it('counts the 10 % rule of today', async () => {
    const ratio = async () => (await test.as(qian).call(staff.readManagerRatio)).body
    const before = await ratio()
    expect(before).toEqual({ managers: 0, base: 0, required: 1, reached: false })
    const head = await takeOn('M1', { managesService: true })
    expect(await ratio()).toEqual({ managers: 0, base: 1, required: 1, reached: false })
    await enter(head, { kindCode: 'after_sales_manager', expiresOn: '2026-11-16' })
    expect(await ratio()).toEqual({ managers: 1, base: 1, required: 1, reached: true })
    test.at('2026-11-16T16:00:00.000Z')
    expect(await ratio(), 'midnight in Shanghai: the certificate ended yesterday').toMatchObject({ reached: false })
    test.at(MONDAY_MORNING)
  })

  it('opens its door to dispatch: who works on that day', async () => {
    const id = await takeOn('S5', { goesOnSite: true, joinedOn: '2026-11-20' })
    const asked = (dayOn: string) => test.platform.query(reader, (tx) => staffForDispatch(tx, { dayOn }))
    expect((await asked('2026-11-19')).map((one) => one.id)).not.toContain(id)
    expect((await asked('2026-11-20')).map((one) => one.id)).toContain(id)
    const own = await test.platform.query(reader, (tx) => staffOfPerson(tx, li.personId))
    expect(own).toMatchObject({ number: 'S1', qualifications: [{ kindCode: 'electrician' }] })
  })
})
