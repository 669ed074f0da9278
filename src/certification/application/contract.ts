import { z } from 'zod'
import {
  ApplicationForm,
  Checklist,
  ChecklistItem,
  MATERIALS,
  OutletEntry,
  StaffEntry,
} from '#src/evaluation/material/contract/dossier.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'

export const STEP_KINDS = [
  'received',
  'more_asked',
  'supplied',
  'accepted',
  'refused',
  'withdrawn',
  'headcount_explained',
  'headcount_corrected',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

export const APPLICATION_STATES = ['reviewing', 'awaiting', 'accepted', 'refused', 'withdrawn'] as const
export type ApplicationState = (typeof APPLICATION_STATES)[number]

export const ApplicationStep = z.object({
  id: Id,
  kind: z.enum(STEP_KINDS),
  at: Instant,
  byName: z.string(),
  reason: z.string(),
  /** By when the next step is due: the body's decision, or the company's material. Null where nothing runs. */
  dueOn: Day.nullable(),
  /** The day on which what was due came about; null while it is open or where nothing was due. */
  doneOn: Day.nullable(),
  /** Calendar days between the due day and the day it was done (or today); 0 in time. */
  lateDays: z.int().min(0),
  detail: z.object({
    /** Asked for or supplied. */
    materials: z.array(z.string()).optional(),
    files: z.array(Sha256).optional(),
    headcount: z.int().optional(),
    before: z.int().optional(),
  }),
})
export type ApplicationStep = z.output<typeof ApplicationStep>

export const CHECK_IDS = [
  'declared_true',
  'uscc',
  'legal_person',
  'permits',
  'no_major_failure',
  'running_months',
  'not_blacklisted',
  'not_barred',
  'scheme_known',
  'materials',
  'outlets_listed',
  'headcount',
  'cases_complete',
] as const

/** `unmet` bars acceptance; `attention` is for the officer to look at and does not. */
export const ApplicationCheck = z.object({
  id: z.enum(CHECK_IDS),
  state: z.enum(['met', 'unmet', 'attention', 'unknown']),
  /** Values for the words of the check. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  materials: z.array(z.object({ id: z.string(), state: z.enum(['present', 'missing', 'expired']) })).optional(),
})
export type ApplicationCheck = z.output<typeof ApplicationCheck>

export const ApplicationRow = z.object({
  id: Id,
  number: z.string(),
  clientId: Id,
  clientName: z.string(),
  kind: ApplicationForm.shape.kind,
  via: z.enum(['parcel', 'upload', 'typed']),
  state: z.enum(APPLICATION_STATES),
  receivedAt: Instant,
  dueOn: Day.nullable(),
  lateDays: z.int().min(0),
  version: Version,
})
export type ApplicationRow = z.output<typeof ApplicationRow>

/** Fewer people per outlet than the rules find plausible, with the figures. */
export const ImplausibleHeadcount = z.object({
  headcount: z.int(),
  outlets: z.int(),
  staffListed: z.int(),
  /** People per outlet in tenths, rounded down. */
  perOutletTenths: z.int(),
  leastTenths: z.int(),
  reasons: z
    .array(z.enum(['too_few_per_outlet', 'fewer_than_outlet_people', 'fewer_than_staff_rows', 'outlets_differ']))
    .min(1),
})
export type ImplausibleHeadcount = z.output<typeof ImplausibleHeadcount>

export const HeadcountCheck = z.object({
  /** As corrected last; before that as stated. */
  headcount: z.int(),
  stated: z.int(),
  implausible: ImplausibleHeadcount.nullable(),
  /** What the officer answered for the figure as it stands; empty while open. */
  explanation: z.string(),
})
export type HeadcountCheck = z.output<typeof HeadcountCheck>

export const ApplicationDetail = ApplicationRow.extend({
  form: ApplicationForm,
  outlets: z.array(OutletEntry),
  /** The first 500; `staffCount` says how many there are. */
  staff: z.array(StaffEntry).max(500),
  staffCount: z.int(),
  checklist: Checklist.nullable(),
  packId: Id.nullable(),
  ownScore: z.object({ hundredths: z.int(), levelId: z.string().nullable() }).nullable(),
  steps: z.array(ApplicationStep).max(500),
  checks: z.array(ApplicationCheck),
  headcount: HeadcountCheck,
  rulesNumber: z.int(),
  contractId: Id.nullable(),
})
export type ApplicationDetail = z.output<typeof ApplicationDetail>

const Reason = z.string().trim().min(1).max(2000)
const params = z.object({ applicationId: Id })
const Changed = z.object({ id: Id, version: Version, state: z.enum(APPLICATION_STATES) })

export const listApplications = endpoint({
  name: 'certification.listApplications',
  method: 'GET',
  path: '/api/certification/applications',
  who: BODY,
  summary: 'Applications, newest first, each with its state and what is due',
  query: PageQuery.extend({
    cursor: Id.optional(),
    state: z.enum(APPLICATION_STATES).optional(),
    search: z.string().trim().max(60).optional(),
    clientId: Id.optional(),
  }),
  answer: pageOf(ApplicationRow),
})

export const readApplication = endpoint({
  name: 'certification.readApplication',
  method: 'GET',
  path: '/api/certification/applications/:applicationId',
  who: BODY,
  summary: 'One application: what was handed in, what was checked, what was done and what is due',
  params,
  answer: ApplicationDetail,
})

/** A form as an officer types it in: who declared it true, and when, is on the paper. */
export const TypedForm = ApplicationForm.omit({ format: true, version: true })
export type TypedForm = z.output<typeof TypedForm>

export const addApplication = endpoint({
  name: 'certification.addApplication',
  method: 'POST',
  path: '/api/certification/applications',
  who: OFFICERS,
  summary: 'Type in an application of a company that handed it in on paper',
  body: z.strictObject({
    id: Id,
    form: TypedForm,
    outlets: z.array(OutletEntry).max(5000),
    staff: z.array(StaffEntry).max(20_000),
    checklist: z.array(ChecklistItem).max(MATERIALS.length),
  }),
  answer: Changed,
})

export const askForMore = endpoint({
  name: 'certification.askForMore',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/more',
  who: OFFICERS,
  summary: 'Ask the company for further material, by a day that the rules set',
  params,
  body: z.strictObject({
    version: Version,
    reason: Reason,
    materials: z.array(z.enum(MATERIALS)).max(MATERIALS.length),
  }),
  answer: Changed,
})

/** What came on paper or by mail; material that comes as a letter or a further pack is noted by itself. */
export const supplyMaterial = endpoint({
  name: 'certification.supplyMaterial',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/supply',
  who: OFFICERS,
  summary: 'Note further material that the company handed in',
  params,
  body: z.strictObject({
    version: Version,
    note: z.string().trim().max(2000),
    materials: z.array(z.enum(MATERIALS)).max(MATERIALS.length),
    files: z.array(Sha256).max(50),
  }),
  answer: Changed,
})

export const acceptApplication = endpoint({
  name: 'certification.acceptApplication',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/accept',
  who: OFFICERS,
  summary: 'Accept an application all of whose conditions are met',
  params,
  body: z.strictObject({ version: Version, reason: z.string().trim().max(2000) }),
  answer: Changed,
})

export const refuseApplication = endpoint({
  name: 'certification.refuseApplication',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/refuse',
  who: OFFICERS,
  summary: 'Refuse an application, with the reasons',
  params,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Changed,
})

export const withdrawApplication = endpoint({
  name: 'certification.withdrawApplication',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/withdraw',
  who: OFFICERS,
  summary: 'Note that the company withdrew its application',
  params,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Changed,
})

export const explainHeadcount = endpoint({
  name: 'certification.explainHeadcount',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/headcount/explain',
  who: OFFICERS,
  summary: 'Say why a headcount that looks implausible is right',
  params,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Changed,
})

export const correctHeadcount = endpoint({
  name: 'certification.correctHeadcount',
  method: 'POST',
  path: '/api/certification/applications/:applicationId/headcount/correct',
  who: OFFICERS,
  summary: 'Put the verified headcount in place of the stated one',
  params,
  body: z.strictObject({ version: Version, headcount: z.int().min(1).max(10_000_000), reason: Reason }),
  answer: Changed,
})
