import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'

export const RatingRow = z.object({
  id: Id,
  requestId: Id,
  requestNumber: z.string(),
  subject: z.string(),
  outletName: z.string(),
  staffName: z.string(),
  source: z.enum(['link', 'call_back', 'import']),
  stars: z.number().int(),
  comment: z.string(),
  claimedAt: Instant,
  followedUpAt: Instant.nullable(),
  followUpNote: z.string(),
})
export type RatingRow = z.output<typeof RatingRow>

export const listRatings = endpoint({
  name: 'service.listRatings',
  method: 'GET',
  path: '/api/service/ratings',
  who: [
    'agent',
    'dispatcher',
    'service_manager',
    'management_representative',
    'general_manager',
    'auditor',
    'administrator',
  ],
  summary: 'Ratings, newest first; middle and bad ones wait for a follow-up',
  query: PageQuery.extend({
    cursor: z
      .string()
      .regex(/^\d{4}-[\dT:.-]+Z~[0-9a-f-]{36}$/)
      .optional(),
    waiting: z.stringbool().optional(),
    maxStars: z.coerce.number().int().min(1).max(5).optional(),
    fromOn: Day.optional(),
    toOn: Day.optional(),
  }),
  answer: pageOf(RatingRow),
})

/** By telephone, by somebody who neither served the request nor manages whoever did. */
export const recordCallBack = endpoint({
  name: 'service.recordCallBack',
  method: 'POST',
  path: '/api/service/requests/:requestId/call-back',
  who: ['agent', 'service_manager', 'administrator'],
  summary: 'Record a rating asked for by telephone',
  params: z.object({ requestId: Id }),
  body: z.object({
    ratingId: Id,
    stars: z.number().int().min(1).max(5),
    comment: z.string().trim().max(2000).default(''),
    at: Instant.nullish(),
  }),
  answer: z.object({ stars: z.number().int() }),
})

export const followUpRating = endpoint({
  name: 'service.followUpRating',
  method: 'POST',
  path: '/api/service/ratings/:ratingId/follow-up',
  who: ['agent', 'service_manager', 'administrator'],
  summary: 'Record how a middle or bad rating was followed up',
  params: z.object({ ratingId: Id }),
  body: z.object({ note: z.string().trim().min(1).max(2000) }),
  answer: z.object({ followedUpAt: Instant }),
})
