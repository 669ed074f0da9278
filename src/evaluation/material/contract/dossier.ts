import { z } from 'zod'
import { Day, Instant, PhoneText, Sha256 } from '#src/shared/fields.ts'

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
