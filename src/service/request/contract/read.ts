import { z } from 'zod'
import { ClockReading } from '#src/shared/clock/clock-reading.ts'
import { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, PhoneText } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { AboutRequest, DESK } from './about.ts'
import { RequestDetail, RequestRow } from './shown.ts'
import { RequestKind, RequestState } from './words.ts'

const OFFICE = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

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
