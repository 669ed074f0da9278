import {
  addCustomer,
  addInstalledProduct,
  addOutlet,
  addProductModel,
  addQualification,
  addQualificationKind,
  addStaff,
  companyRoutes,
  enterPromise,
  STARTING_PROMISES,
} from '#src/company/door.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { assignWorkOrder, createWorkOrder } from '#src/service/dispatch/contract.ts'
import { dispatchRoutes } from '#src/service/dispatch/routes.ts'
import { noticeRoutes } from '#src/service/notice/routes.ts'
import { ratingRoutes } from '#src/service/rating/routes.ts'
import { createRequest } from '#src/service/request/contract/make.ts'
import { requestRoutes } from '#src/service/request/routes.ts'
import { trackingRoutes } from '#src/service/tracking/routes.ts'
import { arrive, finishWorkOrder } from '#src/service/work-order/contract.ts'
import { workOrderRoutes } from '#src/service/work-order/routes.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { chen, lanjing, li, sun, type TestPerson, wang, zhao } from './people.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

const HANGZHOU = { longitude: 120.1551, latitude: 30.2741 }

/** Staff files, the outlet, a customer with a chiller that only refrigeration mechanics may open: the same for every test of the service area. */
export const ids = {
  outlet: newId(),
  li: newId(),
  chen: newId(),
  sun: newId(),
  he: newId(),
  customer: newId(),
  model: newId(),
  chiller: newId(),
}

async function furnish(tx: WriteTx): Promise<Decision<null>> {
  const steps: Decision<unknown>[] = [
    await addOutlet(tx, {
      ...{ id: ids.outlet, code: 'HZ', name: '杭州中心', kind: 'own', provinceCode: '33', cityCode: '3301' },
      ...{ address: '文三路 1 号', phone: '', aroundTheClock: false, ...HANGZHOU },
    }),
    await addQualificationKind(tx, {
      code: 'refrigeration',
      name: { zh: '制冷作业证', en: 'Refrigeration licence' },
      serviceManager: false,
    }),
    await addQualificationKind(tx, {
      code: 'electrician',
      name: { zh: '电工证', en: 'Electrician' },
      serviceManager: false,
    }),
  ]
  for (const [id, person, name] of [
    [ids.li, li, li.name],
    [ids.chen, chen, chen.name],
    [ids.sun, sun, sun.name],
    [ids.he, null, '何平'],
  ] as const) {
    const goesOnSite = id !== ids.sun
    steps.push(
      await addStaff(tx, {
        ...{
          id,
          number: name,
          name,
          phone: '',
          post: '',
          outletId: ids.outlet,
          goesOnSite,
          managesService: !goesOnSite,
        },
        personId: person?.personId ?? null,
      }),
    )
  }
  for (const [staffId, expiresOn] of [
    [ids.li, '2026-11-16'],
    [ids.chen, null],
    [ids.he, '2026-10-31'],
  ] as const) {
    steps.push(
      await addQualification(tx, { id: newId(), staffId, kindCode: 'refrigeration', certificateNumber: '', expiresOn }),
    )
  }
  steps.push(
    await addCustomer(tx, {
      ...{
        id: ids.customer,
        name: '西湖冷库',
        kind: 'company',
        contactName: '马主任',
        phone: '13800001111',
        email: '',
      },
      ...{ address: '体育场路 8 号', cityCode: '3301', longitude: 120.16, latitude: 30.28, note: '' },
    }),
    await addProductModel(tx, {
      ...{ id: ids.model, code: 'LJ-40', name: '螺杆冷水机组', requiredQualifications: ['refrigeration'] },
    }),
    await addInstalledProduct(tx, {
      ...{ id: ids.chiller, customerId: ids.customer, modelId: ids.model, modelName: '', serialNumber: 'LJ40-0007' },
      address: '',
    }),
  )
  for (const { code, terms } of STARTING_PROMISES)
    steps.push(await enterPromise(tx, { id: newId(), code, terms, inForceAt: '2026-01-01T00:00:00.000Z' }))
  return (steps.find((step) => !step.ok) as Decision<null> | undefined) ?? accept(null)
}

export type ServicePlatform = TestPlatform & {
  /** 王芳 writes down what 西湖冷库 asks for: a repair of the chiller, unless said otherwise. */
  ask(change?: Record<string, unknown>): Promise<string>
  /** 赵敏 makes a work order of it. */
  order(requestId: string, change?: Record<string, unknown>): Promise<string>
  /** 赵敏 gives it to somebody for those hours; the answer as it comes. */
  give(
    workOrderId: string,
    staffId: string,
    fromAt: string,
    toAt: string,
    change?: Record<string, unknown>,
  ): Promise<{ status: number; body: unknown }>
  /** A new request with a work order given to 李强 from 9:30 to 11:30 on the first day. */
  given(change?: Record<string, unknown>): Promise<{ requestId: string; workOrderId: string }>
  /** A picture on the server; answers its hash. */
  picture(mediaType?: string): Promise<string>
  /** The visit from arrival to the end, by this technician, at the platform's present time. */
  visit(workOrderId: string, who: TestPerson, occurredAt: string, change?: Record<string, unknown>): Promise<void>
}

/** Answers of every required step of the standard repair list. */
export const REPAIRED = {
  safe: true,
  fault: '压缩机电容损坏',
  repaired: true,
  trial: true,
  tidy: true,
  explained: true,
}

/** A whole platform with the service area mounted, and `more` where a test needs it, and the company furnished. */
export async function openServicePlatform(more: Routes[] = []): Promise<ServicePlatform> {
  const test = await openTestPlatform({
    routes: [
      companyRoutes,
      requestRoutes,
      dispatchRoutes,
      workOrderRoutes,
      ratingRoutes,
      trackingRoutes,
      noticeRoutes,
      ...more,
    ],
  })
  await test.arrange(lanjing, furnish)

  function must<T extends { status: number; body: unknown }>(called: T): T {
    if (called.status !== 200) throw new Error(`${called.status} ${JSON.stringify(called.body)}`)
    return called
  }

  async function ask(change: Record<string, unknown> = {}): Promise<string> {
    const id = newId()
    const body = {
      ...{
        id,
        kind: 'repair',
        channel: 'hotline',
        subject: '机组不制冷',
        customerId: ids.customer,
        productId: ids.chiller,
      },
      ...{ outletId: ids.outlet, contactName: '马主任', contactPhone: '13800001111', cityCode: '3301', ...change },
    }
    must(await test.as(wang).call(createRequest, { body }))
    return id
  }
  async function order(requestId: string, change: Record<string, unknown> = {}): Promise<string> {
    const id = newId()
    must(await test.as(zhao).call(createWorkOrder, { body: { id, requestId, ...change } }))
    return id
  }
  function give(
    workOrderId: string,
    staffId: string,
    fromAt: string,
    toAt: string,
    change: Record<string, unknown> = {},
  ) {
    const body = { assignmentId: newId(), staffId, plannedFromAt: fromAt, plannedToAt: toAt, version: 1, ...change }
    return test.as(zhao).call(assignWorkOrder, { params: { workOrderId }, body })
  }
  return Object.assign(test, {
    ask,
    order,
    give,
    given: async (change: Record<string, unknown> = {}) => {
      const requestId = await ask(change)
      const workOrderId = await order(requestId)
      must(await give(workOrderId, ids.li, '2026-11-16T01:30:00.000Z', '2026-11-16T03:30:00.000Z'))
      return { requestId, workOrderId }
    },
    picture: async (mediaType = 'image/png') => {
      const sha256 = (newId() + newId()).replaceAll('-', '')
      await test.arrange(lanjing, async (tx) => {
        const row = { orgId: tx.orgId, sha256, sizeBytes: 1, mediaType, uploadedBy: 'test', uploadedAt: tx.at }
        await tx.sql.insertInto('file').values(row).execute()
        return accept(null)
      })
      return sha256
    },
    visit: async (workOrderId: string, who: TestPerson, occurredAt: string, change: Record<string, unknown> = {}) => {
      const params = { workOrderId }
      must(await test.as(who).call(arrive, { params, body: { visitId: newId(), occurredAt } }))
      const body = {
        ...{ occurredAt, outcome: 'solved', answers: REPAIRED, workText: '更换电容', unsignedReason: '客户临时外出' },
        ...change,
      }
      must(await test.as(who).call(finishWorkOrder, { params, body }))
    },
  })
}
