import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, PhoneText, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { LocalText } from '../scheme/contract.ts'
import { APPLICANTS, DECLARERS, GATHERERS, READERS } from './access.ts'

/** What crosses from a company to a certification body: members of an application pack beside the ledger, files and score. */
export const DOSSIER_MEMBER = {
  form: 'application.json',
  assessment: 'assessment.json',
  checklist: 'checklist.json',
  outlets: 'outlets.json',
  staff: 'staff.json',
  /** One CaseEntry per line, ascending by `leafIndex`: every case of the ledger, so that none can be left out of a sample. */
  cases: 'cases.jsonl',
  reportPdf: 'self-evaluation.pdf',
  reportWord: 'self-evaluation.docx',
} as const

const Text = (max: number) => z.string().trim().min(1).max(max)

export const Applicant = z.strictObject({
  /** The company's organisation id where it runs Starproof; null when typed in. */
  orgId: z.uuid().nullable(),
  legalName: Text(200),
  /** 统一社会信用代码, 18 characters; its check digit is verified. */
  uscc: z
    .string()
    .trim()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  legalRepresentative: Text(60),
  address: Text(300),
  contactName: Text(60),
  contactPhone: PhoneText,
  contactEmail: z.email().max(254),
})
export type Applicant = z.output<typeof Applicant>

export const OutletEntry = z.strictObject({
  /** The outlet's record id in the company; invented by the officer when typed in. */
  id: z.uuid(),
  code: z.string().max(40),
  name: Text(200),
  kind: z.string().max(40),
  cityCode: z.string().max(12),
  address: z.string().max(300),
  headcount: z.int().min(0).max(100_000),
  isCentre: z.boolean(),
})
export type OutletEntry = z.output<typeof OutletEntry>

/** Only what an auditor needs to choose whom to talk to: no phone, no resident id. */
export const StaffEntry = z.strictObject({
  id: z.uuid(),
  number: z.string().max(40),
  name: z.string().max(60),
  post: z.string().max(100),
  outletId: z.uuid().nullable(),
  isServiceManagement: z.boolean(),
})
export type StaffEntry = z.output<typeof StaffEntry>

export const CaseEntry = z.strictObject({
  id: z.uuid(),
  number: z.string().max(40),
  kind: z.string().max(40),
  outletId: z.uuid().nullable(),
  madeOn: Day,
  /** Place in the company's ledger of the entry that made the case. */
  leafIndex: z.int().min(0),
})
export type CaseEntry = z.output<typeof CaseEntry>

export const ApplicationForm = z.strictObject({
  format: z.literal('starproof-application'),
  version: z.literal(1),
  kind: z.enum(['initial', 'recertification', 'extension']),
  applicant: Applicant,
  schemeId: z.string().max(60),
  standard: z.string().max(60),
  wantedLevelId: z.string().max(60),
  scope: Text(1000),
  productClasses: z.array(Text(100)).min(1).max(50),
  headcount: z.int().min(1).max(10_000_000),
  serviceHeadcount: z.int().min(0).max(10_000_000),
  outletCount: z.int().min(0).max(100_000),
  /** Since when the service system has been running. */
  runningSinceOn: Day,
  isLegalPerson: z.boolean(),
  /** Permits that the trade needs are held. */
  holdsPermits: z.boolean(),
  noMajorFailure: z.boolean(),
  declaredTrue: z.literal(true),
  declaredByName: Text(60),
  declaredAt: Instant,
})
export type ApplicationForm = z.output<typeof ApplicationForm>

/** One thing that an application needs, and whether it is there. */
export const ChecklistItem = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/),
  state: z.enum(['present', 'missing', 'expired']),
  wanted: z.int().min(0),
  have: z.int().min(0),
  files: z.array(z.strictObject({ sha256: Sha256, name: z.string().max(200), validUntilOn: Day.nullable() })).max(200),
})
export type ChecklistItem = z.output<typeof ChecklistItem>

/** Ids of the things an application needs; the words stand in the catalogue `material`. */
export const MATERIALS = [
  'business_licence',
  'permits',
  'organisation_chart',
  'service_manual',
  'system_documents',
  'contract_samples',
  'customer_ratings',
  'training_records',
  'qualification_records',
  'product_reports',
  'supplier_qualification',
  'complaint_records',
  'self_evaluation',
] as const
export type MaterialId = (typeof MATERIALS)[number]

export const LackingItem = ChecklistItem.pick({ id: true, state: true }).extend({
  state: z.enum(['missing', 'expired']),
})
export type LackingItem = z.output<typeof LackingItem>

/** Somebody applies although this is lacking, says why, and answers for it. */
export const LackingConfirmation = z.strictObject({
  at: Instant,
  byName: z.string().max(100),
  reason: Text(500),
  items: z.array(LackingItem).min(1).max(60),
})
export type LackingConfirmation = z.output<typeof LackingConfirmation>

export const Checklist = z.strictObject({
  madeAt: Instant,
  items: z.array(ChecklistItem).max(60),
  /** Absent where nothing was lacking. */
  confirmed: LackingConfirmation.optional(),
})
export type Checklist = z.output<typeof Checklist>

export const MaterialFile = z.object({
  id: Id,
  materialId: z.enum(MATERIALS),
  name: Text(200),
  fileSha256: Sha256,
  /** The last day on which it is valid; null: for good. */
  validUntilOn: Day.nullable(),
  addedAt: Instant,
  addedByName: z.string(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
  withdrawnByName: z.string(),
  version: Version,
})
export type MaterialFile = z.output<typeof MaterialFile>

/** One line of the checklist at the desk: what counts, and everything ever brought for it. */
export const MaterialLine = ChecklistItem.extend({
  id: z.enum(MATERIALS),
  from: z.enum(['files', 'records']),
  /** Whether the wanted number is ours and not the standard's. */
  isDefault: z.boolean(),
  /** Counted from the records; null where only files count. */
  records: z.object({ valid: z.int(), expired: z.int() }).nullable(),
  brought: z.array(MaterialFile),
})
export type MaterialLine = z.output<typeof MaterialLine>

const Saved = z.object({ id: Id, version: Version })

export const readChecklist = endpoint({
  name: 'evaluation.readChecklist',
  method: 'GET',
  path: '/api/evaluation/material',
  who: READERS,
  summary: 'What an application needs: present, missing or expired, with the files brought and what the records give',
  answer: z.object({
    madeAt: Instant,
    todayOn: Day,
    lines: z.array(MaterialLine),
    /** What was lacking when somebody last confirmed to apply all the same. */
    confirmed: LackingConfirmation.nullable(),
  }),
})

export const confirmLacking = endpoint({
  name: 'evaluation.confirmLacking',
  method: 'POST',
  path: '/api/evaluation/application/lacking-confirmation',
  who: DECLARERS,
  summary: 'Somebody answers for applying although this material is missing or expired; the body sees it in the pack',
  /** `items`: exactly what is lacking now, as the person saw it. `version` of the form. */
  body: z.strictObject({ version: Version, reason: Text(500), items: LackingConfirmation.shape.items }),
  answer: Saved,
})

export const addMaterial = endpoint({
  name: 'evaluation.addMaterial',
  method: 'POST',
  path: '/api/evaluation/material',
  who: GATHERERS,
  summary: 'Brings a file, uploaded before, for one kind of material',
  body: MaterialFile.pick({ id: true, materialId: true, name: true, fileSha256: true, validUntilOn: true }).strict(),
  answer: Saved,
})

export const withdrawMaterial = endpoint({
  name: 'evaluation.withdrawMaterial',
  method: 'POST',
  path: '/api/evaluation/material/:materialFileId/withdrawal',
  who: GATHERERS,
  summary: 'Withdraws a file with a reason; it stays in the list',
  params: z.object({ materialFileId: Id }),
  body: z.strictObject({ version: Version, reason: Text(500) }),
  answer: Saved,
})

const Loose = (max: number) => z.string().trim().max(max)
const Loosely = z.int().min(0).max(10_000_000).nullable()

/** The form while it is being filled in: anything may still be blank. */
export const ApplicationDraft = z.strictObject({
  kind: ApplicationForm.shape.kind,
  legalName: Loose(200),
  uscc: Loose(18).toUpperCase(),
  legalRepresentative: Loose(60),
  address: Loose(300),
  contactName: Loose(60),
  contactPhone: PhoneText,
  contactEmail: Loose(254),
  wantedLevelId: Loose(60),
  scope: Loose(1000),
  productClasses: z.array(Text(100)).max(50),
  headcount: Loosely,
  serviceHeadcount: Loosely,
  outletCount: Loosely,
  runningSinceOn: Day.nullable(),
  isLegalPerson: z.boolean(),
  holdsPermits: z.boolean(),
  noMajorFailure: z.boolean(),
  /** The outlet that leads the others: an audit always goes there. */
  centreOutletId: Id.nullable(),
})
export type ApplicationDraft = z.output<typeof ApplicationDraft>

export const readApplicationForm = endpoint({
  name: 'evaluation.readApplicationForm',
  method: 'GET',
  path: '/api/evaluation/application',
  who: READERS,
  summary: 'The application form as last saved, or filled in from the records where nobody saved one',
  answer: z.object({
    draft: ApplicationDraft,
    /** Null: nobody saved one yet. */
    saved: Saved.extend({ at: Instant, byName: z.string() }).nullable(),
    declared: z.object({ at: Instant, byName: z.string() }).nullable(),
    /** Fields that are blank or wrong: an application needs them. */
    lacking: z.array(z.string()),
    levels: z.array(z.object({ id: z.string(), name: LocalText })),
    /** What the records say now, to compare with what is filled in. */
    counted: z.object({ headcount: z.int(), serviceHeadcount: z.int(), outletCount: z.int() }),
  }),
})

export const saveApplicationForm = endpoint({
  name: 'evaluation.saveApplicationForm',
  method: 'PUT',
  path: '/api/evaluation/application',
  who: GATHERERS,
  summary: 'Keeps the form as a draft; what was declared before is declared no longer',
  /** `version` null: the first time. */
  body: z.strictObject({ id: Id, version: Version.nullable(), draft: ApplicationDraft }),
  answer: Saved,
})

export const declareApplication = endpoint({
  name: 'evaluation.declareApplication',
  method: 'POST',
  path: '/api/evaluation/application/declaration',
  who: DECLARERS,
  summary: 'Somebody answers with their name for the truth of the whole form',
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

const Language = z.enum(['zh-CN', 'en']).default('zh-CN')

export const downloadReport = endpoint({
  name: 'evaluation.downloadReport',
  method: 'GET',
  path: '/api/evaluation/report',
  who: READERS,
  carries: 'stream',
  perMinute: 12,
  summary: 'The self-evaluation report as PDF or Word; of a round still open with its range, never a total',
  query: z.object({
    as: z.enum(['pdf', 'docx']).default('pdf'),
    language: Language,
    /** Which round; absent: the one closed last, else the open one, else the star board. */
    assessmentId: Id.optional(),
  }),
  answer: z.string(),
})

export const downloadApplicationPack = endpoint({
  name: 'evaluation.downloadApplicationPack',
  method: 'GET',
  path: '/api/evaluation/application/pack',
  who: APPLICANTS,
  carries: 'stream',
  perMinute: 6,
  summary: 'The signed application: form, report, assessment, checklist, cases and the whole history in one pack',
  query: z.object({ language: Language }),
  answer: z.string(),
})

export const sendApplication = endpoint({
  name: 'evaluation.sendApplication',
  method: 'POST',
  path: '/api/evaluation/application/sendings',
  who: APPLICANTS,
  perMinute: 6,
  summary: 'Makes the signed application and hands it to a certification body on this installation',
  body: z.strictObject({ toOrgId: Id, toName: Text(200), language: Language }),
  answer: z.object({ parcelId: Id }),
})
