import type { z } from 'zod'
import { addPhoto, arrive, finishWorkOrder, saveSheet, type WorkOrderSheet } from '../contract.ts'

/** A command of this person that the server does not have yet. */
export type Pending = { endpointName: string; body: unknown }

type Visit = NonNullable<WorkOrderSheet['visit']>

/** The sheet as it will stand once the pending commands have arrived, in their order: what the phone shows without a network. */
export function foresee(sheet: WorkOrderSheet, pending: readonly Pending[]): WorkOrderSheet {
  let foreseen = sheet
  for (const { endpointName, body } of pending) foreseen = after(foreseen, endpointName, body as Given)
  return foreseen
}

type Given = z.input<NonNullable<typeof arrive.body>> &
  z.input<NonNullable<typeof addPhoto.body>> &
  z.input<NonNullable<typeof finishWorkOrder.body>>

function after(sheet: WorkOrderSheet, endpointName: string, given: Given): WorkOrderSheet {
  switch (endpointName) {
    case arrive.name:
      return { ...sheet, state: 'on_site', visit: sheet.visit ?? arrivedBy(given) }
    case saveSheet.name:
      return withVisit(sheet, filledIn(given))
    case addPhoto.name: {
      const photo = {
        id: given.photoId,
        sha256: given.fileSha256,
        caption: given.caption ?? '',
        takenAt: given.occurredAt,
      }
      return { ...sheet, photos: [...sheet.photos, photo] }
    }
    case finishWorkOrder.name:
      return {
        ...withVisit(sheet, {
          ...filledIn(given),
          outcome: given.outcome,
          signatureSha256: given.signatureSha256 ?? null,
          signedBy: given.signedBy ?? '',
          signedAt: given.signedAt ?? null,
          unsignedReason: given.unsignedReason ?? '',
          finishedAt: given.occurredAt,
        }),
        state: 'finished',
      }
    default:
      return sheet
  }
}

function filledIn(given: Given): Pick<Visit, 'answers' | 'partsText' | 'workText'> {
  return { answers: given.answers, partsText: given.partsText ?? '', workText: given.workText }
}

function arrivedBy(given: Given): Visit {
  return {
    arrivedAt: given.occurredAt,
    arrivedLongitude: given.longitude ?? null,
    arrivedLatitude: given.latitude ?? null,
    arrivedAccuracyMetres: given.accuracyMetres ?? null,
    arrivedMetresAway: null,
    answers: {},
    partsText: '',
    workText: '',
    outcome: null,
    signatureSha256: null,
    signedBy: '',
    signedAt: null,
    unsignedReason: '',
    finishedAt: null,
  }
}

function withVisit(sheet: WorkOrderSheet, change: Partial<Visit>): WorkOrderSheet {
  return sheet.visit ? { ...sheet, visit: { ...sheet.visit, ...change } } : sheet
}
