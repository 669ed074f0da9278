import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { ClockState } from '../request/contract/shown.ts'
import { RequestKind, Urgency } from '../request/contract/words.ts'

const DISPATCH = ['dispatcher', 'service_manager', 'administrator'] as const
const MAY_LOOK = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

export const ChecklistStep = z.object({
  id: z.string().min(1).max(40),
  text: z.string().trim().min(1).max(200),
  kind: z.enum(['tick', 'number', 'text']),
  unit: z.string().max(20).default(''),
  required: z.boolean().default(true),
})
export type ChecklistStep = z.output<typeof ChecklistStep>

export const WorkOrderState = z.enum(['unassigned', 'assigned', 'on_site', 'finished', 'cancelled'])
export type WorkOrderState = z.output<typeof WorkOrderState>

export const createWorkOrder = endpoint({
  name: 'service.createWorkOrder',
  method: 'POST',
  path: '/api/service/work-orders',
  who: ['agent', ...DISPATCH],
  summary: 'Make a work order of a request',
  body: z.object({
    id: Id,
    requestId: Id,
    outletId: Id.nullish(),
    note: z.string().trim().max(2000).default(''),
    /** Absent: those of the product model. */
    requiredQualifications: z.array(z.string().max(40)).max(10).optional(),
    /** Absent: the standard list for the kind of request. */
    checklist: z.array(ChecklistStep).max(60).optional(),
  }),
  answer: z.object({ id: Id, number: z.string() }),
})

export const Job = z.object({
  workOrderId: Id,
  number: z.string(),
  requestId: Id,
  requestNumber: z.string(),
  kind: RequestKind,
  urgency: Urgency,
  subject: z.string(),
  customerName: z.string(),
  address: z.string(),
  cityCode: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  outletId: Id.nullable(),
  outletName: z.string(),
  requiredQualifications: z.array(z.string()),
  state: WorkOrderState,
  staffId: Id.nullable(),
  plannedFromAt: Instant.nullable(),
  plannedToAt: Instant.nullable(),
  wishedFromAt: Instant.nullable(),
  wishedToAt: Instant.nullable(),
  /** The promise that ends first among those still running. */
  dueAt: Instant.nullable(),
  dueCode: z.string().nullable(),
  clockState: ClockState.nullable(),
  version: z.number().int(),
})
export type Job = z.output<typeof Job>

export const BoardPerson = z.object({
  staffId: Id,
  name: z.string(),
  post: z.string(),
  outletId: Id.nullable(),
  outletName: z.string(),
  /** Qualification codes valid on the day. */
  qualifications: z.array(z.string()),
  /** Qualification codes held but expired on the day. */
  expired: z.array(z.string()),
  jobs: z.array(Job),
})

export const readBoard = endpoint({
  name: 'service.readBoard',
  method: 'GET',
  path: '/api/service/board',
  who: MAY_LOOK,
  summary: "The dispatch board of a day: each technician's jobs, what is unassigned, the outlets",
  query: z.object({ dayOn: Day, outletId: Id.optional() }),
  answer: z.object({
    dayOn: Day,
    people: z.array(BoardPerson),
    unassigned: z.array(Job),
    moreUnassigned: z.number().int(),
    outlets: z.array(
      z.object({
        id: Id,
        name: z.string(),
        kind: z.string(),
        longitude: z.number().nullable(),
        latitude: z.number().nullable(),
        waiting: z.number().int(),
        open24h: z.boolean(),
      }),
    ),
  }),
})

/** Refused when a needed licence is missing or expires before the planned day, when hours overlap, or when the person has left. */
export const assignWorkOrder = endpoint({
  name: 'service.assignWorkOrder',
  method: 'POST',
  path: '/api/service/work-orders/:workOrderId/assignment',
  who: DISPATCH,
  summary: 'Assign or re-assign a work order',
  params: z.object({ workOrderId: Id }),
  body: z.object({
    assignmentId: Id,
    staffId: Id,
    plannedFromAt: Instant,
    plannedToAt: Instant,
    /** The version of the work order that the dispatcher saw. */
    version: z.number().int().min(1),
    /** Needed when somebody else had the job. */
    reason: z.string().trim().max(300).default(''),
  }),
  answer: z.object({ version: z.number().int() }),
})

export const unassignWorkOrder = endpoint({
  name: 'service.unassignWorkOrder',
  method: 'DELETE',
  path: '/api/service/work-orders/:workOrderId/assignment',
  who: DISPATCH,
  summary: 'Take a work order back from a technician',
  params: z.object({ workOrderId: Id }),
  body: z.object({ version: z.number().int().min(1), reason: z.string().trim().min(1).max(300) }),
  answer: z.object({ version: z.number().int() }),
})

/** Ranked suggestions with reasons; also those who may not go, with why. */
export const suggestStaff = endpoint({
  name: 'service.suggestStaff',
  method: 'GET',
  path: '/api/service/work-orders/:workOrderId/candidates',
  who: DISPATCH,
  summary: 'Who could take this work order on a day, best first, and who may not and why',
  params: z.object({ workOrderId: Id }),
  query: z.object({ dayOn: Day }),
  answer: z.object({
    candidates: z.array(
      z.object({
        staffId: Id,
        name: z.string(),
        outletName: z.string(),
        jobs: z.number().int(),
        kilometres: z.number().nullable(),
        /** First free time of the day that fits. */
        freeFromAt: Instant.nullable(),
        /** Refusal codes; empty when the person may go. */
        hindrances: z.array(
          z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
        ),
      }),
    ),
  }),
})
