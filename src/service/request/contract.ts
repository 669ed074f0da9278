import { z } from 'zod'
import { CLOCK_STATES, ClockReading } from '#src/shared/clock/clock-reading.ts'
import { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Latitude, Longitude, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'

export const RequestKind = z.enum([
  'consultation',
  'delivery',
  'installation',
  'repair',
  'maintenance',
  'parts',
  'return',
  'recall',
  'take_back',
  'complaint',
  'suggestion',
])
export type RequestKind = z.output<typeof RequestKind>

export const Channel = z.enum(['hotline', 'web', 'message', 'on_site', 'partner', 'api', 'import'])
export const Urgency = z.enum(['normal', 'urgent'])
export const ComplaintClass = z.enum(['quality', 'not_quality', 'other'])

/** Where a request stands; a function of its events, never stored by hand. */
export const RequestState = z.enum(['new', 'answered', 'dispatched', 'on_site', 'resolved', 'closed', 'cancelled'])
export type RequestState = z.output<typeof RequestState>

export const EventKind = z.enum([
  'created',
  'answered',
  'appointed',
  'dispatched',
  'undispatched',
  'arrived',
  'work_finished',
  'resolved',
  'closed',
  'cancelled',
  'reopened',
  'paused',
  'resumed',
  'nudged',
  'note',
])
export type EventKind = z.output<typeof EventKind>

/** The only reasons for which a promised clock may stand still. */
export const PauseReason = z.enum(['customer_asked_later', 'waiting_customer', 'force_majeure'])

export const ClockState = z.enum(CLOCK_STATES)

export const ClockRow = z.object({
  promiseId: Id,
  promiseVersion: z.number().int(),
  promiseCode: z.string(),
  promiseName: z.object({ zh: z.string(), en: z.string() }),
  state: ClockState,
  startedAt: Instant.nullable(),
  stoppedAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  elapsedMinutes: z.number(),
  limitMinutes: z.number(),
  backfilled: z.boolean(),
})
export type ClockRow = z.output<typeof ClockRow>

export const RequestRow = z.object({
  id: Id,
  number: z.string(),
  kind: RequestKind,
  channel: Channel,
  urgency: Urgency,
  state: RequestState,
  subject: z.string(),
  customerId: Id.nullable(),
  customerName: z.string(),
  productId: Id.nullable(),
  outletId: Id.nullable(),
  outletName: z.string(),
  cityCode: z.string(),
  requestedAt: Instant,
  /** The running clock that ends first, if any. */
  nextDueAt: Instant.nullable(),
  lateClocks: z.number().int(),
  imported: z.boolean(),
})
export type RequestRow = z.output<typeof RequestRow>

export const RequestEvent = z.object({
  id: Id,
  kind: EventKind,
  reason: z.string().nullable(),
  note: z.string(),
  windowFromAt: Instant.nullable(),
  windowToAt: Instant.nullable(),
  actorName: z.string(),
  claimedAt: Instant,
  recordedAt: Instant,
})

export const RequestDetail = RequestRow.extend({
  description: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  address: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  wishedFromAt: Instant.nullable(),
  wishedToAt: Instant.nullable(),
  complaintClass: ComplaintClass.nullable(),
  productName: z.string(),
  serialNumber: z.string(),
  recordedAt: Instant,
  version: Version,
  events: z.array(RequestEvent),
  clocks: z.array(ClockRow),
  workOrders: z.array(
    z.object({
      id: Id,
      number: z.string(),
      state: z.string(),
      staffName: z.string(),
      plannedFromAt: Instant.nullable(),
    }),
  ),
  ratings: z.array(z.object({ source: z.string(), stars: z.number().int(), comment: z.string(), claimedAt: Instant })),
})
export type RequestDetail = z.output<typeof RequestDetail>

const RequestFields = {
  kind: RequestKind,
  urgency: Urgency.default('normal'),
  subject: z.string().trim().min(1).max(200),
  description: z.string().trim().max(4000).default(''),
  contactName: z.string().trim().max(100).default(''),
  contactPhone: PhoneText.default(''),
  address: z.string().trim().max(300).default(''),
  cityCode: z
    .string()
    .regex(/^(\d{4})?$/)
    .default(''),
  longitude: Longitude.nullish(),
  latitude: Latitude.nullish(),
  wishedFromAt: Instant.nullish(),
  wishedToAt: Instant.nullish(),
  complaintClass: ComplaintClass.nullish(),
}

/** Made by staff or by a program. A customer not yet on file may be written down in the same step. */
export const NewRequest = z.object({
  id: Id,
  ...RequestFields,
  channel: Channel.exclude(['import']),
  customerId: Id.nullish(),
  newCustomer: z
    .object({ id: Id, name: z.string().trim().min(1).max(200), kind: z.enum(['person', 'company']) })
    .nullish(),
  productId: Id.nullish(),
  outletId: Id.nullish(),
  /** When the customer asked, if not just now (a slip of paper entered in the evening). Shown as entered later. */
  requestedAt: Instant.nullish(),
  /** A partner's own number: the same one never makes a second request. */
  externalNumber: z.string().trim().min(1).max(100).nullish(),
})

/** Made by the public on the portal; the answer carries the secret of the tracking link, shown once. */
export const PortalRequest = z.object({
  id: Id,
  ...RequestFields,
  contactName: z.string().trim().min(1).max(100),
  contactPhone: PhoneText.min(5),
  serialNumber: z.string().trim().max(60).default(''),
  /** The company's short name, where this installation serves several. */
  org: z.string().max(40).optional(),
  consent: z.literal(true),
})

const OFFICE = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const
const DESK = ['agent', 'dispatcher', 'service_manager', 'administrator'] as const
const AboutRequest = z.object({ requestId: Id })
const Made = z.object({ id: Id, number: z.string() })
const Done = z.object({ state: RequestState, version: Version })

export const createRequest = endpoint({
  name: 'service.createRequest',
  method: 'POST',
  path: '/api/service/requests',
  who: DESK,
  summary: 'Write down a customer request (hotline, message, partner, program)',
  body: NewRequest,
  answer: Made,
})

export const createPortalRequest = endpoint({
  name: 'service.createPortalRequest',
  method: 'POST',
  path: '/api/portal/requests',
  who: 'public',
  perMinute: 20,
  summary: 'Ask for service on the public page; the answer holds the secret of the tracking link',
  body: PortalRequest,
  answer: Made.extend({ trackingSecret: z.string() }),
})

export const listRequests = endpoint({
  name: 'service.listRequests',
  method: 'GET',
  path: '/api/service/requests',
  who: OFFICE,
  summary: 'Requests, newest first',
  query: PageQuery.extend({
    search: z.string().trim().max(60).optional(),
    state: RequestState.optional(),
    /** All that still need somebody to act. */
    open: z.stringbool().optional(),
    kind: RequestKind.optional(),
    outletId: Id.optional(),
    customerId: Id.optional(),
    late: z.stringbool().optional(),
    fromOn: Day.optional(),
    toOn: Day.optional(),
  }),
  answer: pageOf(RequestRow),
})

export const readRequest = endpoint({
  name: 'service.readRequest',
  method: 'GET',
  path: '/api/service/requests/:requestId',
  who: OFFICE,
  summary: 'One request with its events, clocks, work orders and ratings',
  params: AboutRequest,
  answer: RequestDetail,
})

export const explainClocks = endpoint({
  name: 'service.explainClocks',
  method: 'GET',
  path: '/api/service/requests/:requestId/clocks',
  who: OFFICE,
  summary: 'The clocks of a request, each unfolded line by line',
  params: AboutRequest,
  answer: z.object({ clocks: z.array(z.object({ promise: PromiseRule, reading: ClockReading })) }),
})

export const findCaller = endpoint({
  name: 'service.findCaller',
  method: 'GET',
  path: '/api/service/callers',
  who: DESK,
  summary: "A caller's number: the customers it may be, what they own, their open requests",
  query: z.object({ phone: PhoneText.min(3) }),
  answer: z.object({
    customers: z.array(
      z.object({
        id: Id,
        name: z.string(),
        address: z.string(),
        cityCode: z.string(),
        products: z.array(
          z.object({ id: Id, modelName: z.string(), serialNumber: z.string(), warrantyUntilOn: Day.nullable() }),
        ),
        openRequests: z.array(RequestRow),
        recentRequests: z.array(RequestRow),
      }),
    ),
    /** Requests made from this number by people not on file. */
    strangers: z.array(RequestRow),
  }),
})

/** First answer to the customer: stops the answer clock. */
export const answerRequest = endpoint({
  name: 'service.answerRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/answer',
  who: DESK,
  summary: 'Record the first (or a further) answer to the customer',
  params: AboutRequest,
  body: z.object({ note: z.string().trim().min(1).max(4000), at: Instant.nullish() }),
  answer: Done,
})

export const appointVisit = endpoint({
  name: 'service.appointVisit',
  method: 'POST',
  path: '/api/service/requests/:requestId/appointment',
  who: DESK,
  summary: 'Agree a time window with the customer',
  params: AboutRequest,
  body: z.object({ windowFromAt: Instant, windowToAt: Instant, note: z.string().trim().max(4000).default('') }),
  answer: Done,
})

export const pauseRequest = endpoint({
  name: 'service.pauseRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/pause',
  who: DESK,
  summary: 'Let the clocks stand still for a stated reason',
  params: AboutRequest,
  body: z.object({ reason: PauseReason, note: z.string().trim().max(4000).default('') }),
  answer: Done,
})

export const resumeRequest = endpoint({
  name: 'service.resumeRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/resume',
  who: DESK,
  summary: 'Let the clocks run again',
  params: AboutRequest,
  body: z.object({}),
  answer: Done,
})

/** For requests that need no visit (consultation, complaint …): the matter is settled. */
export const resolveRequest = endpoint({
  name: 'service.resolveRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/resolution',
  who: DESK,
  summary: 'Record that the matter is settled, and how',
  params: AboutRequest,
  body: z.object({ note: z.string().trim().min(1).max(4000), complaintClass: ComplaintClass.nullish() }),
  answer: Done,
})

export const closeRequest = endpoint({
  name: 'service.closeRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/closing',
  who: DESK,
  summary: 'Close a settled request',
  params: AboutRequest,
  body: z.object({ note: z.string().trim().max(4000).default('') }),
  answer: Done,
})

export const reopenRequest = endpoint({
  name: 'service.reopenRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/reopening',
  who: DESK,
  summary: 'Open a settled or closed request again',
  params: AboutRequest,
  body: z.object({ reason: z.string().trim().min(1).max(4000) }),
  answer: Done,
})

export const cancelRequest = endpoint({
  name: 'service.cancelRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/cancellation',
  who: DESK,
  summary: 'Cancel a request that will not be served, with the reason',
  params: AboutRequest,
  body: z.object({ reason: z.string().trim().min(1).max(4000) }),
  answer: Done,
})

/** Says which customer on file made the request (portal, hotline of a stranger). */
export const linkCustomer = endpoint({
  name: 'service.linkCustomer',
  method: 'POST',
  path: '/api/service/requests/:requestId/customer',
  who: DESK,
  summary: 'Connect a request with a customer on file',
  params: AboutRequest,
  body: z.object({ customerId: Id, productId: Id.nullish(), version: Version }),
  answer: Done,
})

export const noteOnRequest = endpoint({
  name: 'service.noteOnRequest',
  method: 'POST',
  path: '/api/service/requests/:requestId/notes',
  who: DESK,
  summary: 'Add an internal note',
  params: AboutRequest,
  body: z.object({ note: z.string().trim().min(1).max(4000) }),
  answer: Done,
})
