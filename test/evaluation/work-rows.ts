import type { WriteTx } from '#src/server/unit-of-work.ts'
import { newId } from '#src/shared/id.ts'

/** Rows of work as the service area leaves them, for tests of what is counted from them. Each marks its cell, as the service's actions do. */
export const NO_OUTLET = '00000000-0000-0000-0000-000000000000'

export type RequestRows = {
  id: string
  outletId: string | null
  kind: string
  channel: string
  state: string
  requestedOn: string
  requestedAt: string
  recordedAt: string
}

let number = 0

export async function putOutlet(tx: WriteTx, given: { id: string; code: string; name?: string; cityCode?: string }) {
  const cityCode = given.cityCode ?? ''
  await tx.sql
    .insertInto('outlet')
    .values({
      orgId: tx.orgId,
      id: given.id,
      code: given.code,
      name: given.name ?? given.code,
      kind: 'own',
      cityCode,
      provinceCode: cityCode.slice(0, 2),
    })
    .execute()
}

export async function putRequest(tx: WriteTx, given: Partial<RequestRows>): Promise<RequestRows> {
  const requestedAt = given.requestedAt ?? `${given.requestedOn ?? '2026-11-02'}T02:00:00.000Z`
  const row: RequestRows = {
    id: newId(),
    outletId: null,
    kind: 'repair',
    channel: 'hotline',
    state: 'new',
    requestedOn: '2026-11-02',
    recordedAt: requestedAt,
    ...given,
    requestedAt,
  }
  number += 1
  await tx.sql
    .insertInto('serviceRequest')
    .values({ orgId: tx.orgId, ...row, number: `T-${number}`, subject: '空调不制冷' })
    .execute()
  touch(tx, row)
  return row
}

export function touch(tx: WriteTx, request: RequestRows): void {
  tx.dirty(request.outletId ?? NO_OUTLET, request.requestedOn)
}

export async function setRequest(
  tx: WriteTx,
  request: RequestRows,
  change: Partial<Pick<RequestRows, 'state' | 'outletId'>>,
) {
  touch(tx, request)
  Object.assign(request, change)
  await tx.sql
    .updateTable('serviceRequest')
    .set(change)
    .where('orgId', '=', tx.orgId)
    .where('id', '=', request.id)
    .execute()
  touch(tx, request)
}

export async function putClock(
  tx: WriteTx,
  request: RequestRows,
  clock: { promiseId: string; code: string; state: string; backfilled?: boolean; stoppedAt?: string | null },
) {
  const row = {
    promiseVersion: 1,
    promiseCode: clock.code,
    state: clock.state,
    backfilled: clock.backfilled ?? false,
    limitMinutes: 60,
    elapsedMinutes: clock.state === 'late' ? 75 : 20,
    startedAt: request.requestedAt,
    dueAt: request.requestedAt,
    stoppedAt: clock.stoppedAt === undefined ? request.requestedAt : clock.stoppedAt,
  }
  await tx.sql
    .insertInto('clock')
    .values({ orgId: tx.orgId, requestId: request.id, promiseId: clock.promiseId, ...row })
    .onConflict((conflict) => conflict.columns(['orgId', 'requestId', 'promiseId']).doUpdateSet(row))
    .execute()
  touch(tx, request)
}

export async function putStaff(tx: WriteTx, given: { id: string; number: string; outletId?: string | null }) {
  await tx.sql
    .insertInto('staff')
    .values({
      orgId: tx.orgId,
      id: given.id,
      number: given.number,
      name: given.number,
      outletId: given.outletId ?? null,
      goesOnSite: true,
    })
    .execute()
}

export type VisitRows = {
  staffId: string
  needs?: readonly string[]
  signed?: boolean
  stepDone?: boolean
  unsignedReason?: string
  finishedAt?: string | null
}

/** A work order with one required step, arrived at and, unless `finishedAt` is null, finished. */
export async function putVisit(tx: WriteTx, request: RequestRows, visit: VisitRows): Promise<string> {
  const workOrderId = newId()
  number += 1
  const finishedAt = visit.finishedAt === undefined ? request.requestedAt : visit.finishedAt
  await tx.sql
    .insertInto('workOrder')
    .values({
      orgId: tx.orgId,
      id: workOrderId,
      number: `W-${number}`,
      requestId: request.id,
      outletId: request.outletId,
      requiredQualifications: [...(visit.needs ?? [])],
      checklist: JSON.stringify([{ id: 'power', text: '断电', kind: 'tick', required: true }]),
      createdAt: request.requestedAt,
    })
    .execute()
  await tx.sql
    .insertInto('visit')
    .values({
      orgId: tx.orgId,
      id: newId(),
      workOrderId,
      staffId: visit.staffId,
      arrivedAt: request.requestedAt,
      arrivedRecordedAt: request.requestedAt,
      answers: JSON.stringify(visit.stepDone === false ? {} : { power: true }),
      signatureSha256: visit.signed ? 'a'.repeat(64) : null,
      unsignedReason: visit.unsignedReason ?? '',
      finishedAt,
      finishedRecordedAt: finishedAt,
    })
    .execute()
  touch(tx, request)
  return workOrderId
}

export async function putRating(
  tx: WriteTx,
  request: RequestRows,
  rating: { stars: number; source?: string; claimedAt?: string; followedUpAt?: string | null },
) {
  await tx.sql
    .insertInto('rating')
    .values({
      orgId: tx.orgId,
      id: newId(),
      requestId: request.id,
      source: rating.source ?? 'link',
      stars: rating.stars,
      claimedAt: rating.claimedAt ?? request.requestedAt,
      recordedAt: rating.claimedAt ?? request.requestedAt,
      followedUpAt: rating.followedUpAt ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  touch(tx, request)
}

export async function followUp(tx: WriteTx, request: RequestRows): Promise<void> {
  await tx.sql
    .updateTable('rating')
    .set({ followedUpAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', request.id)
    .execute()
  touch(tx, request)
}

export async function putQualification(
  tx: WriteTx,
  given: { id: string; staffId: string; code: string; expiresOn?: string | null; serviceManager?: boolean },
) {
  await tx.sql
    .insertInto('qualificationKind')
    .values({
      orgId: tx.orgId,
      code: given.code,
      nameZh: given.code,
      nameEn: given.code,
      serviceManager: given.serviceManager ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx.sql
    .insertInto('qualification')
    .values({
      orgId: tx.orgId,
      id: given.id,
      staffId: given.staffId,
      kindCode: given.code,
      expiresOn: given.expiresOn ?? null,
    })
    .execute()
  tx.record({ recordType: 'qualification', recordId: given.id, verb: 'qualification.added', content: {} })
}
