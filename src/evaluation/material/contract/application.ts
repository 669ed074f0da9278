import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { LocalText } from '../../scheme/contract.ts'
import { APPLICANTS, DECLARERS, GATHERERS, READERS } from '../access.ts'
import { ApplicationForm } from './dossier.ts'

const Text = (max: number) => z.string().trim().min(1).max(max)
const Saved = z.object({ id: Id, version: Version })

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
