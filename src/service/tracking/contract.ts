import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { ClockState } from '../request/contract/shown.ts'
import { RequestKind, RequestState } from '../request/contract/words.ts'

const Secret = z.object({ secret: z.string().min(20).max(100) })

/** What a customer sees by the link: progress and names of steps, no internal notes, no other person's data. */
export const followRequest = endpoint({
  name: 'service.followRequest',
  method: 'GET',
  path: '/api/portal/tracking/:secret',
  who: 'link',
  perMinute: 60,
  summary: 'Progress of a request, for whoever holds its link',
  params: Secret,
  answer: z.object({
    number: z.string(),
    companyName: z.string(),
    hotline: z.string(),
    kind: RequestKind,
    subject: z.string(),
    state: RequestState,
    requestedAt: Instant,
    steps: z.array(
      z.object({ kind: z.string(), at: Instant, windowFromAt: Instant.nullable(), windowToAt: Instant.nullable() }),
    ),
    /** Family name only, e.g. 李; how to address the person is each language's matter (李师傅, “Technician Li”). */
    technician: z.string().nullable(),
    plannedFromAt: Instant.nullable(),
    plannedToAt: Instant.nullable(),
    promises: z.array(
      z.object({ name: z.object({ zh: z.string(), en: z.string() }), dueAt: Instant.nullable(), state: ClockState }),
    ),
    mayRate: z.boolean(),
    rating: z.object({ stars: z.number().int(), comment: z.string() }).nullable(),
    mayNudge: z.boolean(),
  }),
})

/** One rating a link; the stars have no default, and whoever served the request cannot rate it. */
export const rateByLink = endpoint({
  name: 'service.rateByLink',
  method: 'POST',
  path: '/api/portal/tracking/:secret/rating',
  who: 'link',
  perMinute: 20,
  summary: 'Rate the service by the link',
  params: Secret,
  body: z.object({
    ratingId: Id,
    stars: z.number().int().min(1).max(5),
    comment: z.string().trim().max(2000).default(''),
    device: z.string().max(200).default(''),
  }),
  answer: z.object({ stars: z.number().int() }),
})

/** 催办: counted, shown to the dispatcher, at most once an hour. */
export const nudgeByLink = endpoint({
  name: 'service.nudgeByLink',
  method: 'POST',
  path: '/api/portal/tracking/:secret/nudge',
  who: 'link',
  perMinute: 10,
  summary: 'Ask the company to hurry',
  params: Secret,
  body: z.object({ note: z.string().trim().max(300).default('') }),
  answer: z.object({ nudges: z.number().int() }),
})

/** For staff: a fresh link to send to the customer (the secret is shown once). */
export const makeTrackingLink = endpoint({
  name: 'service.makeTrackingLink',
  method: 'POST',
  path: '/api/service/requests/:requestId/tracking-link',
  who: ['agent', 'dispatcher', 'service_manager', 'administrator'],
  summary: 'Make a tracking link for the customer',
  params: z.object({ requestId: Id }),
  body: z.object({}),
  answer: z.object({ secret: z.string(), expiresAt: Instant }),
})

/** For a link that went to the wrong person: whoever holds one of this request's links sees nothing any more. */
export const revokeTrackingLinks = endpoint({
  name: 'service.revokeTrackingLinks',
  method: 'DELETE',
  path: '/api/service/requests/:requestId/tracking-link',
  who: ['agent', 'dispatcher', 'service_manager', 'administrator'],
  summary: 'Revoke every tracking link of a request',
  params: z.object({ requestId: Id }),
  body: z.object({ reason: z.string().trim().min(1).max(300) }),
  answer: z.object({ revoked: z.number().int() }),
})

/** What the public page needs to know of the company. */
export const readPortal = endpoint({
  name: 'service.readPortal',
  method: 'GET',
  path: '/api/portal/company',
  who: 'public',
  summary: "The public page's company: name, hotline, promises in force",
  query: z.object({ org: z.string().max(40).optional() }),
  answer: z.object({
    slug: z.string(),
    name: z.string(),
    hotline: z.string(),
    promises: z.array(
      z.object({
        code: z.string(),
        name: z.object({ zh: z.string(), en: z.string() }),
        /** One of the two: open minutes, or working days (the day of asking not counted). */
        limitMinutes: z.number().nullable(),
        limitWorkingDays: z.number().nullable(),
      }),
    ),
  }),
})
