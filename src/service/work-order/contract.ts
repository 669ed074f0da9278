import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Latitude, Longitude, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { ChecklistStep, WorkOrderState } from '../dispatch/contract.ts'
import { RequestKind, Urgency } from '../request/contract/words.ts'

const FIELD = ['technician', 'service_manager'] as const
const AboutWorkOrder = z.object({ workOrderId: Id })

/** When it happened on the phone, which may have been offline. Never later than the server's own clock plus five minutes. */
const OccurredAt = Instant

export const CheckAnswer = z.union([z.boolean(), z.number(), z.string().max(500)])
export const Outcome = z.enum(['solved', 'not_solved', 'follow_up'])

export const WorkOrderSheet = z.object({
  id: Id,
  number: z.string(),
  state: WorkOrderState,
  requestId: Id,
  requestNumber: z.string(),
  kind: RequestKind,
  urgency: Urgency,
  subject: z.string(),
  description: z.string(),
  customerName: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  address: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  productName: z.string(),
  serialNumber: z.string(),
  warrantyUntilOn: Day.nullable(),
  plannedFromAt: Instant.nullable(),
  plannedToAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  staffId: Id.nullable(),
  staffName: z.string(),
  note: z.string(),
  checklist: z.array(ChecklistStep),
  visit: z
    .object({
      arrivedAt: Instant,
      arrivedLongitude: z.number().nullable(),
      arrivedLatitude: z.number().nullable(),
      arrivedAccuracyMetres: z.number().nullable(),
      /** From where the phone was to where the customer is on the map; null where either is unknown. */
      arrivedMetresAway: z.number().int().nullable(),
      answers: z.record(z.string(), CheckAnswer),
      partsText: z.string(),
      workText: z.string(),
      outcome: Outcome.nullable(),
      signatureSha256: z.string().nullable(),
      signedBy: z.string(),
      signedAt: Instant.nullable(),
      unsignedReason: z.string(),
      finishedAt: Instant.nullable(),
    })
    .nullable(),
  photos: z.array(z.object({ id: Id, sha256: z.string(), caption: z.string(), takenAt: Instant })),
  version: z.number().int(),
})
export type WorkOrderSheet = z.output<typeof WorkOrderSheet>

/** Everything the phone needs to work the day without a network. */
export const readMyDay = endpoint({
  name: 'service.readMyDay',
  method: 'GET',
  path: '/api/service/my-day',
  who: ['technician'],
  summary: "The technician's own work orders: today's, what is left over, and the next days",
  query: z.object({ dayOn: Day }),
  answer: z.object({ dayOn: Day, staffId: Id.nullable(), staffName: z.string(), orders: z.array(WorkOrderSheet) }),
})

export const readWorkOrder = endpoint({
  name: 'service.readWorkOrder',
  method: 'GET',
  path: '/api/service/work-orders/:workOrderId',
  who: [
    'technician',
    'agent',
    'dispatcher',
    'service_manager',
    'management_representative',
    'general_manager',
    'auditor',
    'administrator',
  ],
  summary: 'One work order sheet (technicians: only their own)',
  params: AboutWorkOrder,
  answer: WorkOrderSheet,
})

export const arrive = endpoint({
  name: 'service.arrive',
  method: 'POST',
  path: '/api/service/work-orders/:workOrderId/arrival',
  who: FIELD,
  summary: 'The technician has arrived',
  params: AboutWorkOrder,
  body: z.object({
    visitId: Id,
    occurredAt: OccurredAt,
    longitude: Longitude.nullish(),
    latitude: Latitude.nullish(),
    accuracyMetres: z.number().min(0).max(1e6).nullish(),
  }),
  answer: z.object({ state: WorkOrderState }),
})

/** Saves what has been filled in so far; may be sent many times. */
export const saveSheet = endpoint({
  name: 'service.saveSheet',
  method: 'PUT',
  path: '/api/service/work-orders/:workOrderId/sheet',
  who: FIELD,
  summary: 'Save checklist answers, parts and work done so far',
  params: AboutWorkOrder,
  body: z.object({
    occurredAt: OccurredAt,
    answers: z.record(z.string().max(40), CheckAnswer),
    partsText: z.string().trim().max(2000).default(''),
    workText: z.string().trim().max(4000).default(''),
  }),
  answer: z.object({ state: WorkOrderState }),
})

export const addPhoto = endpoint({
  name: 'service.addPhoto',
  method: 'POST',
  path: '/api/service/work-orders/:workOrderId/photos',
  who: FIELD,
  summary: 'Attach an uploaded photo',
  params: AboutWorkOrder,
  body: z.object({
    photoId: Id,
    fileSha256: Sha256,
    caption: z.string().trim().max(200).default(''),
    occurredAt: OccurredAt,
  }),
  answer: z.object({ state: WorkOrderState }),
})

export const finishWorkOrder = endpoint({
  name: 'service.finishWorkOrder',
  method: 'POST',
  path: '/api/service/work-orders/:workOrderId/finish',
  who: FIELD,
  summary: "Finish the visit: outcome, the customer's signature or the reason there is none",
  params: AboutWorkOrder,
  body: z.object({
    occurredAt: OccurredAt,
    outcome: Outcome,
    answers: z.record(z.string().max(40), CheckAnswer),
    partsText: z.string().trim().max(2000).default(''),
    workText: z.string().trim().min(1).max(4000),
    signatureSha256: Sha256.nullish(),
    signedBy: z.string().trim().max(100).default(''),
    signedAt: Instant.nullish(),
    unsignedReason: z.string().trim().max(300).default(''),
  }),
  answer: z.object({ state: WorkOrderState }),
})
