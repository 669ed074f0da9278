import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../../access.ts'
import { NonconformityRow } from '../../nonconformity/contract.ts'
import { ActRow, DeadlineKind, DueRow, DueState, Purpose, SpecialRow } from './due.ts'

const AboutCertificate = z.object({ certificateId: Id })
const Tenths = z.int().min(1).max(10_000)

export const listDue = endpoint({
  name: 'certification.listDue',
  method: 'GET',
  path: '/api/certification/due',
  who: BODY,
  summary: 'What certificates have to have next and by when, soonest first; with how many there are in each state',
  query: PageQuery.extend({
    /** `open`: whatever is not merely far off. */
    state: z.enum([...DueState.options, 'open', 'all']).default('open'),
    kind: DeadlineKind.optional(),
    search: z.string().trim().max(100).optional(),
    certificateId: Id.optional(),
  }),
  answer: pageOf(DueRow).extend({ counts: z.record(DueState, z.int()), todayOn: Day }),
})

export const readFollowUps = endpoint({
  name: 'certification.readFollowUps',
  method: 'GET',
  path: '/api/certification/certificates/:certificateId/follow-ups',
  who: BODY,
  summary:
    'What the next audit of a certificate has to look at: last findings, conditions, and who still manages service',
  params: AboutCertificate,
  answer: z.object({
    /** Of earlier audits, newest first; the open ones too. */
    nonconformities: z.array(NonconformityRow).max(200),
    conditions: z.string(),
    /** Certified service managers, as the client named them when it was certified and as its newest material has them. */
    managers: z
      .array(
        z.object({
          number: z.string(),
          name: z.string(),
          post: z.string(),
          was: z.boolean(),
          /** Null: no newer material. */
          is: z.boolean().nullable(),
        }),
      )
      .max(5_000),
  }),
})

export const makeDueAudit = endpoint({
  name: 'certification.makeDueAudit',
  method: 'POST',
  path: '/api/certification/certificates/:certificateId/audits',
  who: OFFICERS,
  summary: "Makes the surveillance or recertification audit of a certificate, with the contract's person-days",
  params: AboutCertificate,
  body: z.strictObject({
    id: Id,
    kind: z.enum(['surveillance', 'recertification']),
    /** Only where no contract says it. */
    personDaysTenths: Tenths.nullable().default(null),
    plannedFromOn: Day.nullable().default(null),
    plannedToOn: Day.nullable().default(null),
  }),
  answer: Saved.extend({ number: z.string() }),
})

export const orderSpecialAudit = endpoint({
  name: 'certification.orderSpecialAudit',
  method: 'POST',
  path: '/api/certification/certificates/:certificateId/special-audits',
  who: OFFICERS,
  summary: 'Orders a special audit or a spot check of a certificate, with purpose and reason',
  params: AboutCertificate,
  body: z.strictObject({
    id: Id,
    purpose: Purpose,
    reason: z.string().trim().min(1).max(500),
    isShortNotice: z.boolean(),
    latestOn: Day.nullable().default(null),
    personDaysTenths: Tenths,
    plannedFromOn: Day.nullable().default(null),
    plannedToOn: Day.nullable().default(null),
  }),
  answer: Saved.extend({ number: z.string() }),
})

export const listSpecialAudits = endpoint({
  name: 'certification.listSpecialAudits',
  method: 'GET',
  path: '/api/certification/special-audits',
  who: BODY,
  summary: 'Special audits and spot checks, newest first',
  query: PageQuery.extend({ cursor: Id.optional(), certificateId: Id.optional() }),
  answer: pageOf(SpecialRow),
})

export const listActs = endpoint({
  name: 'certification.listActs',
  method: 'GET',
  path: '/api/certification/surveillance-acts',
  who: BODY,
  summary: 'What the system did by itself under the rules, newest first; and what it was refused today',
  query: PageQuery.extend({ cursor: Id.optional(), certificateId: Id.optional() }),
  answer: pageOf(ActRow).extend({
    refused: z
      .array(z.object({ certificateId: Id, number: z.string(), holderName: z.string(), code: z.string(), on: Day }))
      .max(200),
  }),
})
