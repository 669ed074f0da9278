import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY } from '../access.ts'
import { LIFTERS, LISTERS } from './access.ts'

export const BlacklistEntry = z.object({
  id: Id,
  clientName: z.string(),
  uscc: z.string(),
  reason: z.string(),
  fromOn: Day,
  untilOn: Day,
  state: z.enum(['barred', 'lifted', 'over']),
  liftedAt: Instant.nullable(),
  liftedReason: z.string(),
  madeByName: z.string(),
  madeAt: Instant,
})
export type BlacklistEntry = z.output<typeof BlacklistEntry>

export const listBlacklist = endpoint({
  name: 'certification.listBlacklist',
  method: 'GET',
  path: '/api/certification/blacklist',
  who: BODY,
  summary: 'Companies barred from applying, newest first; those lifted or over stay in the list',
  query: PageQuery.extend({ cursor: Id.optional() }),
  answer: pageOf(BlacklistEntry).extend({ months: z.int() }),
})

export const barCompany = endpoint({
  name: 'certification.barCompany',
  method: 'POST',
  path: '/api/certification/blacklist',
  who: LISTERS,
  summary: 'Bar a company for the term of the rules: false material, or refusal to cooperate',
  body: z.strictObject({
    id: Id,
    clientName: z.string().trim().min(1).max(200),
    uscc: z.string().trim().toUpperCase().length(18),
    reason: z.string().trim().min(1).max(2000),
  }),
  answer: z.object({ id: Id, untilOn: Day }),
})

export const liftBar = endpoint({
  name: 'certification.liftBar',
  method: 'POST',
  path: '/api/certification/blacklist/:entryId/lifting',
  who: LIFTERS,
  summary: 'Lift a bar before its term, with the reason; never by whoever set it',
  params: z.object({ entryId: Id }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(2000) }),
  answer: z.object({ id: Id }),
})
