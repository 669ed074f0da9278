import { z } from 'zod'
import { Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'
import { AuditState } from '../audit/contract.ts'

/** One audit of the three years. Null days: not known yet, or no limit. */
export const ProgrammeRow = z.strictObject({
  /** 0 the initial audit, then surveillances, last the recertification. */
  place: z.int().min(0).max(20),
  kind: z.enum(['initial', 'surveillance', 'recertification']),
  /** Practice: planned between these days. */
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
  /** Not later than. */
  latestOn: Day.nullable(),
  personDaysTenths: z.int().min(1),
})
export type ProgrammeRow = z.output<typeof ProgrammeRow>

export const CountedFrom = z.enum(['signing', 'issue'])
export type CountedFrom = z.output<typeof CountedFrom>

export const ProgrammeVersion = z.object({
  id: Id,
  number: z.int(),
  rulesNumber: z.int(),
  countedFrom: CountedFrom,
  countedFromOn: Day,
  reason: z.string(),
  madeByName: z.string(),
  madeAt: Instant,
  rows: z.array(ProgrammeRow).max(21),
})
export type ProgrammeVersion = z.output<typeof ProgrammeVersion>

/** A signed contract with its programme: newest version first; none yet is an empty list. */
export const Programme = z.object({
  contractId: Id,
  contractNumber: z.string(),
  clientId: Id,
  clientName: z.string(),
  applicationId: Id,
  signedOn: Day,
  versions: z.array(ProgrammeVersion).max(100),
  audits: z
    .array(
      z.object({
        place: z.int(),
        auditId: Id,
        number: z.string(),
        state: AuditState,
        plannedFromOn: Day.nullable(),
      }),
    )
    .max(100),
})
export type Programme = z.output<typeof Programme>

export const NewProgramme = z.strictObject({
  id: Id,
  countedFrom: CountedFrom,
  /** The day of issue; for `signing` the contract's own day is taken. */
  countedFromOn: Day.nullable().default(null),
  /** Needed from the second version on. */
  reason: z.string().trim().max(500).default(''),
})
export type NewProgramme = z.output<typeof NewProgramme>

export const listProgrammes = endpoint({
  name: 'certification.listProgrammes',
  method: 'GET',
  path: '/api/certification/programmes',
  who: BODY,
  summary: 'Signed contracts with their three-year programmes, newest contract first',
  query: PageQuery.extend({ cursor: Id.optional(), clientId: Id.optional() }),
  answer: pageOf(Programme),
})

export const drawUpProgramme = endpoint({
  name: 'certification.drawUpProgramme',
  method: 'POST',
  path: '/api/certification/contracts/:contractId/programmes',
  who: OFFICERS,
  summary:
    'Draws up the programme of a signed contract by the rules in force; again only with a reason, and the former stays',
  params: z.object({ contractId: Id }),
  body: NewProgramme,
  answer: Saved,
})
