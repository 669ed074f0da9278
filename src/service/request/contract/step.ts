import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { AboutRequest, DESK } from './about.ts'
import { ComplaintClass, PauseReason, RequestState } from './words.ts'

const Done = z.object({ state: RequestState, version: Version })

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
