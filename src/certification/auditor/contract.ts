import { z } from 'zod'
import { CityCode, Saved } from '#src/company/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Sha256, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, OFFICERS } from '../access.ts'
import { REGISTRARS } from './access.ts'

const Text = (max: number) => z.string().trim().min(1).max(max)

export const LANGUAGES = ['zh', 'en', 'ja', 'ko', 'ru', 'fr', 'de', 'es', 'yue'] as const

export const Competence = z.object({
  id: Id,
  schemeId: z.string(),
  /** Empty: every product class of the scheme. */
  productClass: z.string(),
  validFromOn: Day,
  validUntilOn: Day.nullable(),
  evidence: z.string(),
  fileSha256: Sha256.nullable(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
})
export type Competence = z.output<typeof Competence>

export const NewCompetence = z.strictObject({
  id: Id,
  schemeId: Text(60),
  productClass: z.string().trim().max(100).default(''),
  validFromOn: Day,
  validUntilOn: Day.nullable().default(null),
  /** What shows it: register number, training, audits done. */
  evidence: Text(500),
  fileSha256: Sha256.nullable().default(null),
})
export type NewCompetence = z.output<typeof NewCompetence>

export const Absence = z.object({ id: Id, fromOn: Day, toOn: Day, reason: z.string() })
export type Absence = z.output<typeof Absence>

export const ConflictKind = z.enum(['worked_for', 'advised', 'kinship', 'other'])
export type ConflictKind = z.output<typeof ConflictKind>

export const Conflict = z.object({
  id: Id,
  personId: Id,
  personName: z.string(),
  uscc: z.string(),
  companyName: z.string(),
  kind: ConflictKind,
  fromOn: Day,
  untilOn: Day.nullable(),
  says: z.string(),
  declaredAt: Instant,
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
})
export type Conflict = z.output<typeof Conflict>

export const NewConflict = z.strictObject({
  id: Id,
  personId: Id,
  uscc: z
    .string()
    .trim()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  companyName: Text(200),
  kind: ConflictKind,
  fromOn: Day,
  untilOn: Day.nullable().default(null),
  says: Text(500),
})
export type NewConflict = z.output<typeof NewConflict>

export const AuditorFields = {
  homeCityCode: CityCode,
  languages: z.array(z.enum(LANGUAGES)).max(LANGUAGES.length).default([]),
  daysPerMonth: z.int().min(0).max(31),
}
export const NewAuditor = z.strictObject({ personId: Id, ...AuditorFields })
export type NewAuditor = z.output<typeof NewAuditor>

/** Somebody of the body who may be named to audits. */
export const AuditorRow = z.object({
  personId: Id,
  name: z.string(),
  homeCityCode: z.string(),
  languages: z.array(z.string()),
  daysPerMonth: z.int(),
  endedOn: Day.nullable(),
  competences: z.array(Competence),
  absences: z.array(Absence),
  version: Version,
})
export type AuditorRow = z.output<typeof AuditorRow>

/** Days of one auditor in one month: booked on audits, away, and how many there are. */
export const MonthLoad = z.object({
  personId: Id,
  name: z.string(),
  month: z.string(),
  bookedDays: z.int(),
  absentDays: z.int(),
  availableDays: z.int(),
})
export type MonthLoad = z.output<typeof MonthLoad>

const AboutAuditor = z.object({ personId: Id })
const Reason = Text(500)

export const listAuditors = endpoint({
  name: 'certification.listAuditors',
  method: 'GET',
  path: '/api/certification/auditors',
  who: BODY,
  summary: 'The register of auditors with what each is competent for, by name',
  query: PageQuery.extend({ cursor: Id.optional(), ended: z.stringbool().default(false) }),
  answer: pageOf(AuditorRow),
})

export const listStaffOfBody = endpoint({
  name: 'certification.listStaffOfBody',
  method: 'GET',
  path: '/api/certification/staff',
  who: BODY,
  summary: 'The people of the body in service, by name: who can be entered as auditor, and who can declare a conflict',
  answer: z.object({ rows: z.array(z.object({ personId: Id, name: z.string() })).max(1000) }),
})

export const enterAuditor = endpoint({
  name: 'certification.enterAuditor',
  method: 'POST',
  path: '/api/certification/auditors',
  who: REGISTRARS,
  summary: 'Enters a person of the body in the register of auditors',
  body: NewAuditor,
  answer: Saved,
})

export const changeAuditor = endpoint({
  name: 'certification.changeAuditor',
  method: 'PUT',
  path: '/api/certification/auditors/:personId',
  who: REGISTRARS,
  summary: 'Changes home, languages and days; `endedOn` takes an auditor off the register from that day',
  params: AboutAuditor,
  body: z.strictObject({ ...AuditorFields, endedOn: Day.nullable().default(null), version: Version }),
  answer: Saved,
})

export const addCompetence = endpoint({
  name: 'certification.addCompetence',
  method: 'POST',
  path: '/api/certification/auditors/:personId/competences',
  who: REGISTRARS,
  summary: 'Records what an auditor may judge, with its evidence and term',
  params: AboutAuditor,
  body: NewCompetence,
  answer: Saved,
})

export const withdrawCompetence = endpoint({
  name: 'certification.withdrawCompetence',
  method: 'POST',
  path: '/api/certification/auditors/:personId/competences/:competenceId/withdrawal',
  who: REGISTRARS,
  summary: 'Takes a competence back, with the reason; it stays on record',
  params: AboutAuditor.extend({ competenceId: Id }),
  body: z.strictObject({ reason: Reason }),
  answer: Saved,
})

export const setAbsences = endpoint({
  name: 'certification.setAbsences',
  method: 'PUT',
  path: '/api/certification/auditors/:personId/absences',
  who: REGISTRARS,
  summary: 'The days on which an auditor cannot be booked, as a whole',
  params: AboutAuditor,
  body: z.strictObject({
    absences: z
      .array(z.strictObject({ id: Id, fromOn: Day, toOn: Day, reason: z.string().trim().max(200).default('') }))
      .max(100),
    version: Version,
  }),
  answer: Saved,
})

export const listConflicts = endpoint({
  name: 'certification.listConflicts',
  method: 'GET',
  path: '/api/certification/conflicts',
  who: BODY,
  summary: 'Declared conflicts of interest, newest first; the withdrawn ones too',
  query: PageQuery.extend({ cursor: Id.optional(), personId: Id.optional() }),
  answer: pageOf(Conflict),
})

export const declareConflict = endpoint({
  name: 'certification.declareConflict',
  method: 'POST',
  path: '/api/certification/conflicts',
  who: BODY,
  summary: 'Declares that somebody worked for, advised or is otherwise bound to a company; anybody for themselves',
  body: NewConflict,
  answer: Saved,
})

export const withdrawConflict = endpoint({
  name: 'certification.withdrawConflict',
  method: 'POST',
  path: '/api/certification/conflicts/:conflictId/withdrawal',
  who: OFFICERS,
  summary: 'Takes back a declaration made in error; never by the person concerned',
  params: z.object({ conflictId: Id }),
  body: z.strictObject({ reason: Reason }),
  answer: Saved,
})

export const readWorkload = endpoint({
  name: 'certification.readWorkload',
  method: 'GET',
  path: '/api/certification/auditor-workload',
  who: BODY,
  summary: 'Booked, absent and available days of each auditor, month by month',
  query: z.object({
    fromMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    months: z.coerce.number().int().min(1).max(24).default(6),
  }),
  answer: z.object({ rows: z.array(MonthLoad).max(24 * 1000) }),
})
