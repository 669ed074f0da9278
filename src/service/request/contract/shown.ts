import { z } from 'zod'
import { CLOCK_STATES } from '#src/shared/clock/clock-state.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { Channel, ComplaintClass, EventKind, RequestKind, RequestState, Urgency } from './words.ts'

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
