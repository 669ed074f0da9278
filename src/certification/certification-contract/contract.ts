import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'

const Tenths = z.int()
const Fen = z.int().min(0)

/** More or less time than the table says, with the reason that goes into the audit programme. */
export const Adjustment = z.strictObject({
  tenths: z
    .int()
    .min(-10_000)
    .max(10_000)
    .refine((tenths) => tenths !== 0),
  reason: z.string().trim().min(1).max(500),
})
export type Adjustment = z.output<typeof Adjustment>

export const LINE_CODES = [
  'band',
  'outlets',
  'outlets_least',
  'classes',
  'adjustment',
  'floor',
  'table',
  'share_of_table',
  'extras_by_share',
  'rounding',
  'total',
] as const

/** One line of a sum of person-days, to be unfolded by anybody: what, how much, from which figures. */
export const PersonDayLine = z.object({
  code: z.enum(LINE_CODES),
  tenths: Tenths,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type PersonDayLine = z.output<typeof PersonDayLine>

export const FeeLine = z.object({
  code: z.enum(['application', 'registration', 'annual', 'person_days', 'total']),
  fen: Fen,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type FeeLine = z.output<typeof FeeLine>

export const AUDIT_KINDS = ['initial', 'surveillance', 'recertification'] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

const Part = z.object({
  totalTenths: Tenths,
  onSiteTenths: Tenths,
  lines: z.array(PersonDayLine),
  feeFen: Fen,
  feeLines: z.array(FeeLine),
})
export type ReckonedPart = z.output<typeof Part>

/** How person-days and fee were reached, with everything that went into it. */
export const Reckoning = z.object({
  rulesId: Id,
  rulesNumber: z.int(),
  headcount: z.int(),
  outletHeadcounts: z.array(z.int()),
  productClasses: z.int(),
  adjustments: z.array(Adjustment),
  initial: Part,
  /** Each of the surveillance audits. */
  surveillance: Part,
  recertification: Part,
})
export type Reckoning = z.output<typeof Reckoning>

/** Between whom and over what, as it stood when the quotation was made. */
export const ContractTerms = z.object({
  bodyName: z.string(),
  clientName: z.string(),
  uscc: z.string(),
  address: z.string(),
  legalRepresentative: z.string(),
  contactName: z.string(),
  applicationNumber: z.string(),
  standard: z.string(),
  wantedLevelId: z.string(),
  scope: z.string(),
  productClasses: z.array(z.string()),
  outletCount: z.int(),
  validMonths: z.int(),
  surveillanceWithinMonths: z.int(),
})
export type ContractTerms = z.output<typeof ContractTerms>

export const CONTRACT_STATES = ['quoted', 'offered', 'signed', 'cancelled'] as const
export type ContractState = (typeof CONTRACT_STATES)[number]

export const ContractRow = z.object({
  id: Id,
  number: z.string(),
  applicationId: Id,
  clientId: Id,
  clientName: z.string(),
  rulesId: Id,
  state: z.enum(CONTRACT_STATES),
  initialTenths: Tenths,
  surveillanceTenths: Tenths,
  recertificationTenths: Tenths,
  feeFen: Fen,
  quotedAt: Instant,
  offeredAt: Instant.nullable(),
  signedOn: Day.nullable(),
  signedByClient: z.string(),
  signedByBody: z.string(),
  /** The signed paper, scanned. */
  fileSha256: Sha256.nullable(),
  cancelledAt: Instant.nullable(),
  cancelledReason: z.string(),
  version: Version,
})
export type ContractRow = z.output<typeof ContractRow>

export const ContractDetail = ContractRow.extend({ reckoning: Reckoning, terms: ContractTerms })
export type ContractDetail = z.output<typeof ContractDetail>

const params = z.object({ contractId: Id })
const Changed = z.object({ id: Id, version: Version, state: z.enum(CONTRACT_STATES) })
const Adjustments = z.array(Adjustment).max(30)

export const listContracts = endpoint({
  name: 'certification.listContracts',
  method: 'GET',
  path: '/api/certification/contracts',
  who: BODY,
  summary: 'Quotations and contracts, newest first',
  query: PageQuery.extend({
    cursor: Id.optional(),
    clientId: Id.optional(),
    search: z.string().trim().max(60).optional(),
  }),
  answer: pageOf(ContractRow),
})

export const readContract = endpoint({
  name: 'certification.readContract',
  method: 'GET',
  path: '/api/certification/contracts/:contractId',
  who: BODY,
  summary: 'One contract with the whole calculation of its person-days and fees',
  params,
  answer: ContractDetail,
})

/** Nothing is kept: what a quotation would come to. */
export const reckonApplication = endpoint({
  name: 'certification.reckonApplication',
  method: 'GET',
  path: '/api/certification/applications/:applicationId/reckoning',
  who: BODY,
  summary: 'Person-days and fee of an application by the rules in force, line by line',
  params: z.object({ applicationId: Id }),
  query: z.object({
    /** One adjustment a line: tenths of a day, a space, the reason. */
    adjustments: z
      .string()
      .max(20_000)
      .default('')
      .transform((text) => text.split('\n').filter((line) => line !== ''))
      .pipe(z.array(z.string().regex(/^-?[1-9]\d{0,3} \S.{0,499}$/)).max(30))
      .transform((lines) =>
        lines.map((line): Adjustment => {
          const space = line.indexOf(' ')
          return { tenths: Number(line.slice(0, space)), reason: line.slice(space + 1).trim() }
        }),
      ),
  }),
  answer: Reckoning,
})

export const quoteContract = endpoint({
  name: 'certification.quoteContract',
  method: 'POST',
  path: '/api/certification/contracts',
  who: OFFICERS,
  summary: 'Make the quotation for an accepted application, by the rules in force today',
  body: z.strictObject({ id: Id, applicationId: Id, adjustments: Adjustments }),
  answer: Changed,
})

export const offerContract = endpoint({
  name: 'certification.offerContract',
  method: 'POST',
  path: '/api/certification/contracts/:contractId/offer',
  who: OFFICERS,
  summary: 'Send quotation and contract document to the company',
  params,
  body: z.strictObject({ version: Version }),
  answer: Changed,
})

export const signContract = endpoint({
  name: 'certification.signContract',
  method: 'POST',
  path: '/api/certification/contracts/:contractId/sign',
  who: OFFICERS,
  summary: 'Record that both sides signed: the day, the names, the scanned paper',
  params,
  body: z.strictObject({
    version: Version,
    signedOn: Day,
    signedByClient: z.string().trim().min(1).max(60),
    signedByBody: z.string().trim().min(1).max(60),
    fileSha256: Sha256,
  }),
  answer: Changed,
})

export const cancelContract = endpoint({
  name: 'certification.cancelContract',
  method: 'POST',
  path: '/api/certification/contracts/:contractId/cancel',
  who: OFFICERS,
  summary: 'Cancel a quotation or contract, with the reason; another quotation can then be made',
  params,
  body: z.strictObject({ version: Version, reason: z.string().trim().min(1).max(500) }),
  answer: Changed,
})

export const downloadContract = endpoint({
  name: 'certification.downloadContract',
  method: 'GET',
  path: '/api/certification/contracts/:contractId/document',
  who: BODY,
  carries: 'stream',
  perMinute: 30,
  summary: 'Quotation and contract as a PDF or Word document',
  params,
  query: z.object({
    format: z.enum(['pdf', 'docx']).default('pdf'),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  }),
  answer: z.string(),
})
