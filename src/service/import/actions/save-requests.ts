import { phoneDigits } from '#src/company/pure-door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { idMint } from '#src/shared/id.ts'
import { dayOf } from '#src/shared/instant.ts'
import { asClockEvent, type ClockSave, readClocks } from '../../clock/rules.ts'
import { NO_OUTLET } from '../../request/actions/take-step.ts'
import { stateOf } from '../../request/rules.ts'
import type { Draft } from '../contract/draft.ts'
import { canJudge } from '../rules/judge-clock.ts'
import { complaintRows, type RequestRows, requestRows } from '../rules/request-rows.ts'
import type { Fate } from '../rules/result.ts'
import {
  type EventSave,
  findImportedRequests,
  findProductsBySerial,
  findRequestVersions,
  findTakenNumbers,
  insertServiceRows,
  type ProductFound,
  replaceServiceRows,
  type ServiceRows,
  sourceHash,
} from '../store/requests.ts'
import { idOf, provenance, type Saving, stated } from './saving.ts'

export type RequestDraft = Draft<'service_request'> | Draft<'complaint'>
export type SavedBatch = { fates: Fate[]; clocks: number; clocksBeforePromise: number; clocksUnknown: number }

const newId = idMint()

type Writing = { draft: RequestDraft; id: string; number: string; version: number }

/** Writes a batch of orders, cases or complaints with all that hangs on them; one history line each. Those known and unchanged are left alone. */
export async function saveRequests(tx: WriteTx, drafts: readonly RequestDraft[], saving: Saving): Promise<SavedBatch> {
  const before = await findImportedRequests(
    tx,
    drafts.map(({ sourceKey }) => sourceKey),
  )
  const fates = drafts.map((draft): Fate => {
    const known = before.get(draft.sourceKey)
    if (!known) return { fate: 'added' }
    if (known.hash === draft.contentHash) return { fate: 'unchanged' }
    const overwrite = saving.mapping.onChanged === 'update' && !known.touched
    return overwrite ? { fate: 'updated' } : { fate: 'changed', touched: known.touched }
  })
  const chosen = (fate: Fate['fate']) => drafts.filter((_, index) => fates[index]!.fate === fate)
  const added = await numbered(tx, chosen('added'))
  const updates = chosen('updated')
  const versions = await findRequestVersions(
    tx,
    updates.map(({ sourceKey }) => before.get(sourceKey)!.id),
  )
  const updated = updates.map((draft): Writing => {
    const { id } = before.get(draft.sourceKey)!
    const { number, version, outletId, requestedOn } = versions.get(id)!
    // The day and outlet that it leaves are recounted too.
    tx.dirty(outletId ?? NO_OUTLET, requestedOn)
    return { draft, id, number, version: version + 1 }
  })
  const written = [
    await write(tx, added, saving, insertServiceRows, 'imported'),
    await write(tx, updated, saving, replaceServiceRows, 'import_updated'),
  ]
  const clocks = written.flatMap((one) => one.clocks)
  const clocksUnknown = written.reduce((sum, { unknown }) => sum + unknown, 0)
  const isBeforePromise = ({ promiseId, startedAt }: ClockSave) =>
    startedAt !== null && startedAt < saving.promisedSince.get(promiseId)!
  return { fates, clocks: clocks.length, clocksBeforePromise: clocks.filter(isBeforePromise).length, clocksUnknown }
}

/** Every request keeps the number its register gives it; where another one bears it already, the source's key tells them apart. */
async function numbered(tx: WriteTx, drafts: readonly RequestDraft[]): Promise<Writing[]> {
  const wanted = drafts.map(({ values }) => values.number)
  const taken = await findTakenNumbers(tx, [...wanted, ...wanted.map(orderNumber)])
  return drafts.map((draft, index) => {
    const plain = wanted[index]!
    const isFree = !taken.has(plain) && !taken.has(orderNumber(plain))
    taken.add(plain)
    return { draft, id: newId(), number: isFree ? plain : `${plain}-${draft.sourceKey.slice(0, 6)}`, version: 1 }
  })
}

function orderNumber(requestNumber: string): string {
  return `${requestNumber}-W`
}

async function write(
  tx: WriteTx,
  writings: readonly Writing[],
  saving: Saving,
  save: (tx: WriteTx, rows: ServiceRows) => Promise<void>,
  verb: string,
): Promise<{ clocks: ClockSave[]; unknown: number }> {
  if (writings.length === 0) return { clocks: [], unknown: 0 }
  let unknown = 0
  const serials = writings.flatMap(({ draft }) =>
    draft.kind === 'service_request' && draft.values.serialNumber ? [draft.values.serialNumber] : [],
  )
  const products = await findProductsBySerial(tx, [...new Set(serials)])
  const rows: ServiceRows = { requests: [], events: [], workOrders: [], assignments: [], visits: [], clocks: [] }
  for (const writing of writings) {
    const { draft, id } = writing
    const linked = link(draft, saving, products)
    const made = rowsOf(draft, linked, saving)
    const events = eventRows(tx, id, made)
    addRows(tx, rows, writing, linked, made, events)
    const subject = {
      ...{ requestKind: made.kind, urgency: made.urgency, channel: 'import' },
      ...(linked.outletId ? { outletId: linked.outletId } : {}),
    }
    const hours = await saving.hoursOf(tx, linked.outletId)
    const told = saving.sheetOf(draft).told
    for (const clock of readClocks(id, saving.promises, subject, events.map(asClockEvent), hours, tx.at)) {
      const { stopsOn } = saving.ruleOf(clock.promiseId, clock.promiseVersion)
      if (canJudge(clock.state, stopsOn, made.events, told)) rows.clocks.push({ ...clock, backfilled: true })
      else unknown += 1
    }
    tx.record({
      recordType: 'service_request',
      recordId: id,
      verb: `service_request.${verb}`,
      claimedAt: made.requestedAt,
      content: { ...provenance(saving, draft), number: writing.number, ...linked, claim: stated(draft.values) },
    })
    tx.dirty(linked.outletId ?? NO_OUTLET, dayOf(Date.parse(made.requestedAt)))
  }
  await save(tx, rows)
  return { clocks: rows.clocks, unknown }
}

type Linked = { customerId: string | null; productId: string | null; outletId: string | null; staffId: string | null }

function link(draft: RequestDraft, saving: Saving, products: ReadonlyMap<string, ProductFound>): Linked {
  const customerId = idOf(saving.customers, draft.values.customer)
  if (draft.kind === 'complaint') return { customerId, productId: null, outletId: null, staffId: null }
  const { serialNumber, outlet, visit } = draft.values
  const product = serialNumber ? products.get(serialNumber) : undefined
  return {
    customerId,
    // A serial number that belongs to somebody else is a slip of the pen, not a link.
    productId: product && product.customerId === customerId ? product.id : null,
    outletId: idOf(saving.outlets, outlet),
    staffId: idOf(saving.staff, visit?.technician ?? null),
  }
}

function rowsOf(draft: RequestDraft, linked: Linked, saving: Saving): RequestRows {
  const context = {
    zone: saving.mapping.zone,
    kind: saving.sheetOf(draft).requestKind,
    hasCustomer: linked.customerId !== null,
    hasProduct: linked.productId !== null,
    hasTechnician: linked.staffId !== null,
  }
  return draft.kind === 'complaint' ? complaintRows(draft, context) : requestRows(draft, context)
}

type MadeEvent = EventSave & { kind: string; claimedAt: string; recordedAt: string }

function eventRows(tx: WriteTx, requestId: string, made: RequestRows): MadeEvent[] {
  const actor = actorRef(tx.actor)
  const atMs = Date.parse(tx.at)
  let ties = 0
  return made.events.map((event, index) => {
    // Steps claimed for one minute keep their order by the order in which they were written down.
    ties = event.claimedAt === made.events[index - 1]?.claimedAt ? ties + 1 : 0
    const recordedAt = ties === 0 ? tx.at : new Date(atMs + ties).toISOString()
    return { ...event, id: newId(), requestId, actor, recordedAt }
  })
}

function addRows(
  tx: WriteTx,
  rows: ServiceRows,
  { draft, id, number, version }: Writing,
  linked: Linked,
  made: RequestRows,
  events: MadeEvent[],
): void {
  rows.requests.push({
    ...{ id, number, kind: made.kind, channel: 'import', urgency: made.urgency },
    ...{ customerId: linked.customerId, productId: linked.productId, outletId: linked.outletId },
    ...{ subject: made.subject, description: made.description, contactName: made.contactName },
    contactPhone: phoneDigits(made.contactPhone),
    complaintClass: made.complaintClass,
    sourceKey: draft.sourceKey,
    sourceHash: sourceHash(draft.contentHash, version),
    requestedAt: made.requestedAt,
    recordedAt: tx.at,
    requestedOn: dayOf(Date.parse(made.requestedAt)),
    state: stateOf(events),
  })
  rows.events.push(...events)
  if (!made.workOrder) return
  const workOrderId = newId()
  rows.workOrders.push({
    ...{ id: workOrderId, number: orderNumber(number), requestId: id, outletId: linked.outletId },
    ...{ note: made.workOrder.note, sourceKey: draft.sourceKey, createdAt: tx.at },
  })
  const { assignment, visit } = made
  if (assignment)
    rows.assignments.push({
      ...{ id: newId(), workOrderId, staffId: linked.staffId, plannedFrom: assignment.from, plannedTo: assignment.to },
      ...{ assignedBy: actorRef(tx.actor), assignedAt: assignment.assignedAt, doneAt: assignment.to },
    })
  if (visit)
    rows.visits.push({
      ...{ id: newId(), workOrderId, staffId: linked.staffId, arrivedAt: visit.arrivedAt, arrivedRecordedAt: tx.at },
      ...{ partsText: visit.parts, outcome: visit.outcome, unsignedReason: visit.unsignedReason },
      ...{ finishedAt: visit.finishedAt, finishedRecordedAt: visit.finishedAt && tx.at },
    })
}
