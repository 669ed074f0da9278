import { seedId } from '#seeds/seeding.ts'
import { addressOf } from '#src/client/address.ts'
import { assignWorkOrder, createWorkOrder } from '#src/service/dispatch/contract.ts'
import { createRequest } from '#src/service/request/contract/make.ts'
import { arrive, finishWorkOrder } from '#src/service/work-order/contract.ts'
import { newId } from '#src/shared/id.ts'
import { instantFrom } from '#src/shared/instant.ts'
import { PLACE } from './scratch.ts'

export type Who = 'agent' | 'dispatcher' | 'technician'
export type Life = { requestId: string; workOrderId: string; assignmentId: string; visitId: string }
/** One command as it goes over the wire. */
export type LifeCommand = { name: string; who: Who; method: 'POST'; url: string; commandId: string; body: object }

const HOUR_MS = 3_600_000

export function newLife(): Life {
  return { requestId: newId(), workOrderId: newId(), assignmentId: newId(), visitId: newId() }
}

/** The commands of one request from the telephone to the end of the visit, each made when its turn comes. */
export function lifeCommands(life: Life, technicianId: string, now: () => Date): (() => LifeCommand)[] {
  const { requestId, workOrderId, assignmentId, visitId } = life
  const at = () => now().toISOString()
  const make = (endpoint: { name: string; path: string }, who: Who, body: object): LifeCommand => ({
    ...{ name: endpoint.name, who, method: 'POST', commandId: newId(), body },
    url: addressOf(endpoint.path, { workOrderId }, {}),
  })
  return [
    () =>
      make(createRequest, 'agent', {
        ...{ id: requestId, kind: 'repair', channel: 'hotline', urgency: 'normal', subject: '冷库机组不制冷' },
        ...{ description: '早上开门时库温 4 度，压缩机不启动，面板报高压。', contactName: '周琴' },
        ...{ contactPhone: '13900000104', address: '拱墅区石祥路 59 号', cityCode: PLACE.cityCode },
        ...{ customerId: seedId('customer c04'), productId: seedId('product LK30-250620'), outletId: PLACE.outletId },
      }),
    () => make(createWorkOrder, 'dispatcher', { id: workOrderId, requestId, note: '带电容和压力表' }),
    () =>
      make(assignWorkOrder, 'dispatcher', {
        ...{ assignmentId, staffId: technicianId, version: 1 },
        ...{ plannedFromAt: at(), plannedToAt: instantFrom(now().getTime() + 2 * HOUR_MS) },
      }),
    () =>
      make(arrive, 'technician', { visitId, occurredAt: at(), longitude: 120.17, latitude: 30.34, accuracyMetres: 12 }),
    () =>
      make(finishWorkOrder, 'technician', {
        ...{ occurredAt: at(), outcome: 'solved', workText: '更换启动电容，清洗冷凝器，试机两小时库温正常。' },
        ...{ partsText: '启动电容 CBB65 60uF ×1', unsignedReason: '客户临时外出，电话确认' },
        answers: { safe: true, fault: '启动电容失效', repaired: true, trial: true, tidy: true, explained: true },
      }),
  ]
}
