import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyRoutes, findCallers, outletForCity } from '#src/company/door.ts'
import { newId } from '#src/shared/id.ts'
import { feng, lanjing, li, qian, sun, wang, wu, zhao } from '#test/people.ts'
import type { TestPlatform } from '#test/platform.ts'
import { openTestPlatform } from '#test/platform.ts'
import * as customer from './customer/contract.ts'
import * as outlet from './outlet/contract.ts'
import * as product from './product/contract.ts'
import * as qualification from './qualification/contract.ts'

let test: TestPlatform
beforeAll(async () => {
  test = await openTestPlatform({ routes: [companyRoutes] })
})
afterAll(async () => test.close())

const reader = { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] } as const

async function put(name: string, more: object = {}) {
  const id = newId()
  const made = await test.as(wang).call(customer.addCustomer, { body: { id, name, ...more } })
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 200, body: { id, version: 1 } })
  return id
}
const callers = (phone: string) => test.platform.query(reader, (tx) => findCallers(tx, phone))
const found = async (search: string) =>
  (await test.as(wang).call(customer.listCustomers, { query: { search } })).body.rows.map((row) => row.name)

describe('customers', () => {
  it('are put on file by the agent with the number as dialled, and found by who calls', async () => {
    const id = await put('海天大酒店', { kind: 'company', phone: '+86 138 0000 2222', cityCode: '3301' })
    const own = { id: newId(), customerId: id, modelName: '冷柜 BD-200', serialNumber: 'BD200-0001' }
    expect((await test.as(wang).call(product.addInstalledProduct, { body: own })).status).toBe(200)
    expect(await callers('138-0000-2222')).toMatchObject([
      { id, phone: '13800002222', products: [{ serialNumber: 'BD200-0001', modelName: '冷柜 BD-200' }] },
    ])
    expect(await callers('13800002223')).toEqual([])
    expect(await callers('')).toEqual([])
  })

  it('are found by a local number, also when kept with its area code', async () => {
    const id = await put('老城面馆', { phone: '0571-87654321' })
    expect((await callers('87654321')).map((one) => one.id)).toEqual([id])
    expect((await callers('057187654321')).map((one) => one.id)).toEqual([id])
    expect(await callers('7654321')).toEqual([])
  })

  it('are found by any two characters, by several words, by a first character, and never by a wildcard', async () => {
    await put('百味轩餐饮', { address: '杭州市西湖区文三路 88 号', contactName: '钱 100%' })
    await put('一百货', { number: 'K_7', note: '味轩' })
    expect(await found('味轩')).toEqual(['百味轩餐饮'])
    expect(await found('文三 餐饮')).toEqual(['百味轩餐饮'])
    expect(await found('百')).toEqual(['百味轩餐饮'])
    expect(await found('k_7')).toEqual(['一百货'])
    expect(await found('100%')).toEqual(['百味轩餐饮'])
    for (const none of ['%%', '__', "'; drop", '不存在']) expect(await found(none), none).toEqual([])
    expect(await found('0000222')).toEqual(['海天大酒店'])
  })

  it('are listed and searched page by page, each once', async () => {
    for (let i = 0; i < 5; i++) await put(`连锁便利店${i}`)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: 2, cursor, search: '便利' }
      const page = await test.as(wang).call(customer.listCustomers, { query })
      seen.push(...page.body.rows.map((row) => row.name))
      cursor = page.body.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([0, 1, 2, 3, 4].map((i) => `连锁便利店${i}`))
    const all = await test.as(wang).call(customer.listCustomers, { query: { limit: 200 } })
    expect(all.body.rows.length).toBeGreaterThanOrEqual(9)
    expect(await test.as(wang).call(customer.listCustomers, { query: { cursor: 'x' } })).toMatchObject({ status: 400 })
  })

  it('of one company are never found by another, by list, search or number', async () => {
    const other = test.as(feng)
    expect((await other.call(customer.listCustomers)).body.rows).toEqual([])
    expect((await other.call(customer.listCustomers, { query: { search: '便利' } })).body.rows).toEqual([])
    const theirs = { ...reader, orgId: feng.org.orgId }
    expect(await test.platform.query(theirs, (tx) => findCallers(tx, '13800002222'))).toEqual([])
    expect(await test.platform.query(theirs, (tx) => findCallers(tx, '87654321'))).toEqual([])
  })

  it('show number and address to those who serve them, masked to those who do not, nothing to the technician', async () => {
    const id = await put('许先生', {
      phone: '13911112222',
      email: 'xu@example.com',
      address: '文一路 1 号',
      latitude: 30,
      longitude: 120,
    })
    const params = { customerId: id }
    expect((await test.as(zhao).call(customer.readCustomer, { params })).body).toMatchObject({
      phone: '13911112222',
      address: '文一路 1 号',
      masked: false,
    })
    for (const reader of [qian, wu])
      expect((await test.as(reader).call(customer.readCustomer, { params })).body).toMatchObject({
        name: '许先生',
        phone: '139****2222',
        email: '****',
        address: '****',
        latitude: null,
        masked: true,
      })
    expect((await test.as(li).call(customer.readCustomer, { params })).status).toBe(403)
  })

  it('are not for the dispatcher to change, and not twice from one version', async () => {
    const id = await put('旧名')
    const params = { customerId: id }
    const body = { name: '新名', version: 1 }
    expect((await test.as(zhao).call(customer.changeCustomer, { params, body })).status).toBe(403)
    expect((await test.as(wang).call(customer.changeCustomer, { params, body })).body).toMatchObject({ version: 2 })
    expect(await test.as(sun).call(customer.changeCustomer, { params, body })).toMatchObject({
      body: { refusal: { code: 'stale_version' } },
    })
  })

  it('refuse a city that is none and a number that is taken', async () => {
    await put('甲', { number: 'C-1' })
    const body = { id: newId(), name: '乙', number: 'C-1' }
    expect(await test.as(wang).call(customer.addCustomer, { body })).toMatchObject({ status: 409 })
    const lost = { id: newId(), name: '丙', cityCode: '3399' }
    expect(await test.as(wang).call(customer.addCustomer, { body: lost })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'place_unknown' } },
    })
  })
})

describe('erasing a customer', () => {
  it('blanks the file and what history says, keeps commitments, and cannot be done by the agent', async () => {
    const id = await put('顾秘密', { phone: '13700007777', address: '隐私路 7 号', cityCode: '3301' })
    const params = { customerId: id }
    await test.as(wang).call(customer.changeCustomer, {
      params,
      body: { name: '顾秘密', phone: '13700008888', address: '隐私路 8 号', cityCode: '3301', version: 1 },
    })
    const productId = newId()
    await test.as(wang).call(product.addInstalledProduct, {
      body: { id: productId, customerId: id, modelName: '冰箱', serialNumber: 'SECRET-9', address: '隐私路 9 号' },
    })
    const lines = () =>
      test.platform.query(reader, (tx) =>
        tx.sql
          .selectFrom('history')
          .select(['id', 'verb', 'content', 'commitment', 'salt', 'erasedAt'])
          .where('recordId', 'in', [id, productId])
          .orderBy('verb')
          .execute(),
      )
    const before = await lines()
    expect(before.map((line) => line.verb)).toEqual(['customer.added', 'customer.changed', 'installed_product.added'])
    const body = { version: 2, reason: '客户要求' }
    expect((await test.as(wang).call(customer.eraseCustomer, { params, body })).status).toBe(403)
    expect((await test.as(sun).call(customer.eraseCustomer, { params, body })).status).toBe(200)

    const file = (await test.as(sun).call(customer.readCustomer, { params })).body
    expect(file).toMatchObject({ name: '—', phone: '', address: '', cityCode: '3301', version: 3 })
    expect(file.erasedAt).not.toBeNull()
    expect(file.products).toMatchObject([{ id: productId, address: '', serialNumber: 'SECRET-9' }])
    expect(await found('秘密')).toEqual([])
    expect(await callers('13700008888')).toEqual([])

    const after = await lines()
    expect(after.filter((line) => line.verb !== 'customer.erased').map(({ content, salt }) => [content, salt])).toEqual(
      before.map(() => [null, null]),
    )
    for (const line of before) expect(after.find(({ id }) => id === line.id)?.commitment).toEqual(line.commitment)
    expect(after.find((line) => line.verb === 'customer.erased')).toMatchObject({ content: '{"reason":"客户要求"}' })

    const kept = await test.platform.query(reader, (tx) => tx.sql.selectFrom('command').select('answer').execute())
    expect(JSON.stringify(kept)).not.toMatch(/秘密|隐私/)
  })

  it('is final: no change, no product and no second erasure follow', async () => {
    const id = await put('走了')
    const params = { customerId: id }
    await test.as(sun).call(customer.eraseCustomer, { params, body: { version: 1, reason: '客户要求' } })
    const refused = { status: 409, body: { refusal: { code: 'customer_erased' } } }
    const again = { params, body: { version: 2, reason: '再次' } }
    expect(await test.as(sun).call(customer.eraseCustomer, again)).toMatchObject(refused)
    const back = { params, body: { name: '回来', version: 2 } }
    expect(await test.as(wang).call(customer.changeCustomer, back)).toMatchObject(refused)
    const own = { id: newId(), customerId: id }
    expect(await test.as(wang).call(product.addInstalledProduct, { body: own })).toMatchObject(refused)
  })
})

describe('products', () => {
  it('need licences that exist, and give their warranty to what is installed', async () => {
    const model = {
      id: newId(),
      code: 'BD-300',
      name: '冷柜 BD-300',
      warrantyMonths: 36,
      requiredQualifications: ['refrigeration'],
    }
    expect(await test.as(sun).call(product.addProductModel, { body: model })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'unknown_qualification', params: { code: 'refrigeration' } } },
    })
    const kind = { code: 'refrigeration', name: { zh: '制冷证', en: 'Refrigeration' } }
    await test.as(sun).call(qualification.addQualificationKind, { body: kind })
    expect((await test.as(sun).call(product.addProductModel, { body: model })).status).toBe(200)
    const id = await put('有冷柜')
    const own = { customerId: id, modelId: model.id, serialNumber: 'BD300-1', boughtOn: '2026-02-28' }
    await test.as(wang).call(product.addInstalledProduct, { body: { id: newId(), ...own } })
    const file = await test.as(wang).call(customer.readCustomer, { params: { customerId: id } })
    expect(file.body.products).toMatchObject([
      { modelName: '冷柜 BD-300', warrantyUntilOn: '2029-02-28', requiredQualifications: ['refrigeration'] },
    ])
    expect(await test.as(wang).call(product.addInstalledProduct, { body: { id: newId(), ...own } })).toMatchObject({
      status: 409,
    })
  })
})

describe('what products and licences are called', () => {
  it('is changed by whoever saw it last, and only to what exists', async () => {
    const model = { id: newId(), code: 'LB-2', name: '冷饼机', requiredQualifications: [] }
    expect((await test.as(sun).call(product.addProductModel, { body: model })).status).toBe(200)
    const params = { modelId: model.id }
    const change = (who: typeof sun, version: number, more: object = {}) =>
      test
        .as(who)
        .call(product.changeProductModel, { params, body: { code: 'LB-2', name: '冷饼机 二代', version, ...more } })
    expect(await change(sun, 1)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await change(sun, 1)).toMatchObject({ status: 409, body: { refusal: { code: 'stale_version' } } })
    expect(await change(sun, 2, { requiredQualifications: ['none_such'] })).toMatchObject({
      status: 400,
      body: { refusal: { code: 'unknown_qualification' } },
    })
    expect((await change(wang, 2)).status).toBe(403)
    const models = await test.as(wang).call(product.listProductModels, { query: { search: 'LB-2' } })
    expect(models.body.rows).toMatchObject([{ id: model.id, name: '冷饼机 二代', version: 2 }])
  })

  it('is the same licence under a better name', async () => {
    const named = (zh: string) => ({ name: { zh, en: 'Pressure vessels' }, serviceManager: false })
    await test.as(sun).call(qualification.addQualificationKind, { body: { code: 'pressure', ...named('压力容器') } })
    const change = (code: string, who = sun) =>
      test.as(who).call(qualification.changeQualificationKind, { params: { code }, body: named('压力容器作业证') })
    expect(await change('pressure')).toMatchObject({ status: 200, body: { code: 'pressure' } })
    expect(await change('none_such')).toMatchObject({ status: 404 })
    expect((await change('pressure', wang)).status).toBe(403)
    const kinds = await test.as(wang).call(qualification.listQualificationKinds)
    expect(kinds.body.rows.find((kind) => kind.code === 'pressure')).toMatchObject({ name: { zh: '压力容器作业证' } })
  })
})

describe('coverage and where to send', () => {
  it('follows customers and outlets', async () => {
    const before = (await test.as(qian).call(outlet.readCoverage)).body
    expect(before).toMatchObject({ covered: 0, uncovered: [{ cityCode: '3301' }] })
    const id = newId()
    const body = { id, code: 'HZ', name: '杭州店', kind: 'own', cityCode: '3301', aroundTheClock: true }
    await test.as(sun).call(outlet.addOutlet, { body })
    expect((await test.as(qian).call(outlet.readCoverage)).body).toMatchObject({
      citiesWithCustomers: before.citiesWithCustomers,
      covered: 1,
      coveredAroundTheClock: 1,
      uncovered: [],
    })
    const nearest = await test.platform.query(reader, (tx) => outletForCity(tx, '3302'))
    expect(nearest).toMatchObject({ outletId: id, inCity: false })
  })
})
