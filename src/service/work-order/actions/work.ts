import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { freeHours, type OrderRecord, requireOrder } from '../../dispatch/actions/order.ts'
import type { WorkOrderState } from '../../dispatch/contract.ts'
import { takeSteps } from '../../request/actions/take-step.ts'
import { isOpen } from '../../request/rules.ts'
import { mayWork } from '../access.ts'
import type * as contract from '../contract.ts'
import {
  canArrive,
  canWrite,
  checkAnswers,
  checkComplete,
  checkPicture,
  checkSignature,
  MOST_PHOTOS,
} from '../rules/sheet.ts'
import { arrivalTime, timeOnSite } from '../rules/time.ts'
import { insertPhoto, insertVisit, listPhotoIds, saveVisit } from '../store.ts'

type InHand = {
  order: OrderRecord
  state: WorkOrderState
  assignment: NonNullable<OrderRecord['assignment']>
  /** Goes into history where somebody else than the technician acts. */
  onBehalf: { onBehalfOf?: string }
}
type Done = Decision<{ state: WorkOrderState }>

/** The work order as whoever acts may hold it: their own, or as service manager somebody's. */
async function takeInHand(
  tx: WriteTx,
  workOrderId: string,
  fileSha256: string | null = null,
): Promise<Decision<InHand>> {
  const personId = tx.actor.kind === 'person' ? tx.actor.personId : null
  const loaded = await requireOrder(tx, { workOrderId, personId, fileSha256 })
  if (!loaded.ok) return loaded
  const { order, state } = loaded.value
  const may = mayWork(tx.actor, order.assignment, order.onceMine)
  if (!may.ok) return may
  const assignment = order.assignment!
  return accept({ order, state, assignment, onBehalf: may.value.onBehalf ? { onBehalfOf: assignment.staffId } : {} })
}

export async function arrive(
  tx: WriteTx,
  workOrderId: string,
  said: Input<typeof contract.arrive>['body'],
): Promise<Done> {
  const taken = await takeInHand(tx, workOrderId)
  if (!taken.ok) return taken
  const { order, state, assignment, onBehalf } = taken.value
  const allowed = canArrive(state, order.visit, said.visitId)
  if (!allowed.ok) return allowed
  if (allowed.value === 'again') return accept({ state })
  const arrived = arrivalTime({ ...said, ...assignment, at: tx.at, requestedAt: order.request.requestedAt })
  if (!arrived.ok) return arrived
  const { visitId, occurredAt } = said
  const { staffId } = assignment
  const longitude = said.longitude ?? null
  const latitude = said.latitude ?? null
  const accuracyMetres = said.accuracyMetres ?? null
  await insertVisit(tx, {
    id: visitId,
    workOrderId,
    staffId,
    arrivedAt: arrived.value,
    arrivedLongitude: longitude,
    arrivedLatitude: latitude,
    arrivedAccuracyMetres: accuracyMetres,
  })
  tx.record({
    recordType: 'work_order',
    recordId: workOrderId,
    verb: 'work_order.arrived',
    claimedAt: arrived.value,
    content: { visitId, staffId, phoneSaidAt: occurredAt, longitude, latitude, accuracyMetres, ...onBehalf },
  })
  const step = await takeSteps(tx, order.request, [{ kind: 'arrived', claimedAt: arrived.value }])
  return step.ok ? accept({ state: 'on_site' }) : step
}

export async function saveSheet(
  tx: WriteTx,
  workOrderId: string,
  sheet: Input<typeof contract.saveSheet>['body'],
): Promise<Done> {
  const taken = await takeInHand(tx, workOrderId)
  if (!taken.ok) return taken
  const { order, state, onBehalf } = taken.value
  const allowed = canWrite(state)
  if (!allowed.ok) return allowed
  const { id: visitId, arrivedAt } = order.visit!
  const written = timeOnSite({ occurredAt: sheet.occurredAt, at: tx.at, arrivedAt })
  if (!written.ok) return written
  const checked = checkAnswers(order.checklist, sheet.answers)
  if (!checked.ok) return checked
  const { answers, partsText, workText } = sheet
  await saveVisit(tx, visitId, { answers, partsText, workText })
  tx.record({
    recordType: 'work_order',
    recordId: workOrderId,
    verb: 'work_order.sheet_saved',
    claimedAt: written.value,
    content: { visitId, answers, partsText, workText, ...onBehalf },
  })
  return accept({ state })
}

export async function addPhoto(
  tx: WriteTx,
  workOrderId: string,
  photo: Input<typeof contract.addPhoto>['body'],
): Promise<Done> {
  const { photoId, fileSha256, caption } = photo
  const taken = await takeInHand(tx, workOrderId, fileSha256)
  if (!taken.ok) return taken
  const { order, state, onBehalf } = taken.value
  const known = await listPhotoIds(tx, workOrderId)
  const same = known.find((one) => one.id === photoId)
  if (same?.fileSha256 === fileSha256 && same.caption === caption) return accept({ state })
  const allowed = canWrite(state)
  if (!allowed.ok) return allowed
  const picture = checkPicture(order.mediaType)
  if (!picture.ok) return picture
  if (known.length >= MOST_PHOTOS) return refuse('conflict', 'too_many_photos', { limit: MOST_PHOTOS })
  const takenAt = timeOnSite({ occurredAt: photo.occurredAt, at: tx.at, arrivedAt: order.visit!.arrivedAt })
  if (!takenAt.ok) return takenAt
  await insertPhoto(tx, { id: photoId, workOrderId, fileSha256, caption, takenAt: takenAt.value })
  tx.record({
    recordType: 'work_order',
    recordId: workOrderId,
    verb: 'work_order.photo_added',
    claimedAt: takenAt.value,
    content: { photoId, fileSha256, caption, ...onBehalf },
  })
  return accept({ state })
}

/** The visit ends. What is solved settles the request; otherwise it stays open for another work order. */
export async function finishWorkOrder(
  tx: WriteTx,
  workOrderId: string,
  said: Input<typeof contract.finishWorkOrder>['body'],
): Promise<Done> {
  const signatureSha256 = said.signatureSha256 ?? null
  const taken = await takeInHand(tx, workOrderId, signatureSha256)
  if (!taken.ok) return taken
  const { order, state, assignment, onBehalf } = taken.value
  const allowed = canWrite(state)
  if (!allowed.ok) return allowed
  const { id: visitId, arrivedAt } = order.visit!
  const finished = timeOnSite({ occurredAt: said.occurredAt, at: tx.at, arrivedAt })
  if (!finished.ok) return finished
  const complete = checkComplete(order.checklist, said.answers)
  if (!complete.ok) return complete
  const signed = checkSignature({ ...said, signatureSha256, mediaType: order.mediaType })
  if (!signed.ok) return signed
  const signedAt = signatureSha256
    ? timeOnSite({ occurredAt: said.signedAt ?? said.occurredAt, at: tx.at, arrivedAt })
    : accept(null)
  if (!signedAt.ok) return signedAt
  const { answers, partsText, workText, outcome } = said
  const finish = {
    outcome,
    signatureSha256,
    signedBy: signatureSha256 ? said.signedBy : '',
    signedAt: signedAt.value,
    unsignedReason: signatureSha256 ? '' : said.unsignedReason,
    finishedAt: finished.value,
  }
  await Promise.all([saveVisit(tx, visitId, { answers, partsText, workText, finish }), freeHours(tx, assignment.id)])
  const { signatureSha256: fileSha256, ...outcomeSaid } = finish
  tx.record({
    recordType: 'work_order',
    recordId: workOrderId,
    verb: 'work_order.finished',
    claimedAt: finished.value,
    content: {
      ...{ visitId, answers, partsText, workText, ...outcomeSaid },
      ...(fileSha256 ? { fileSha256 } : {}),
      ...onBehalf,
    },
  })
  const claimedAt = finished.value
  // The desk may have settled the request while the technician was still there.
  const settles = outcome === 'solved' && isOpen(order.request.state)
  const step = await takeSteps(tx, order.request, [
    { kind: 'work_finished', claimedAt },
    ...(settles ? [{ kind: 'resolved' as const, claimedAt }] : []),
  ])
  return step.ok ? accept({ state: 'finished' }) : step
}
