import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { KEEPERS, OFFICE } from '../access.ts'
import { LocalWords, QualificationCode, Text } from '../contract.ts'

export const QualificationKind = z.object({
  code: QualificationCode,
  name: LocalWords,
  /** The certificate that the 10 % rule asks for. */
  serviceManager: z.boolean().default(false),
})
export type QualificationKind = z.output<typeof QualificationKind>

const QualificationFields = {
  certificateNumber: Text(100),
  issuedOn: Day.nullish(),
  /** Absent: does not expire. */
  expiresOn: Day.nullish(),
  /** A scan of the certificate, uploaded before. */
  fileSha256: Sha256.nullish(),
}

export const NewQualification = z.object({
  id: Id,
  staffId: Id,
  kindCode: QualificationCode,
  ...QualificationFields,
})
export type NewQualification = z.output<typeof NewQualification>

/** A renewal is a certificate of its own: the old one stays as it was. */
export const Renewal = z.object({ id: Id, ...QualificationFields })
export type Renewal = z.output<typeof Renewal>

export const QualificationRow = z.object({
  id: Id,
  kindCode: z.string(),
  certificateNumber: z.string(),
  issuedOn: Day.nullable(),
  expiresOn: Day.nullable(),
  fileSha256: z.string().nullable(),
  revokedOn: Day.nullable(),
  revokedReason: z.string(),
})
export type QualificationRow = z.output<typeof QualificationRow>

const AboutQualification = z.object({ qualificationId: Id })
const Kept = z.object({ id: Id })

export const listQualificationKinds = endpoint({
  name: 'company.listQualificationKinds',
  method: 'GET',
  path: '/api/company/qualification-kinds',
  who: 'signed_in',
  summary: 'Kinds of licences and certificates',
  answer: z.object({ rows: z.array(QualificationKind).max(500) }),
})

export const addQualificationKind = endpoint({
  name: 'company.addQualificationKind',
  method: 'POST',
  path: '/api/company/qualification-kinds',
  who: KEEPERS,
  summary: 'Add a kind of licence',
  body: QualificationKind,
  answer: z.object({ code: z.string() }),
})

export const changeQualificationKind = endpoint({
  name: 'company.changeQualificationKind',
  method: 'PUT',
  path: '/api/company/qualification-kinds/:code',
  who: KEEPERS,
  summary: 'Rename a kind of licence, or mark it as that of the 10 % rule',
  params: z.object({ code: QualificationCode }),
  body: QualificationKind.omit({ code: true }),
  answer: z.object({ code: z.string() }),
})

export const addQualification = endpoint({
  name: 'company.addQualification',
  method: 'POST',
  path: '/api/company/qualifications',
  who: KEEPERS,
  summary: 'Enter a licence of a member of staff',
  body: NewQualification,
  answer: Kept,
})

export const renewQualification = endpoint({
  name: 'company.renewQualification',
  method: 'POST',
  path: '/api/company/qualifications/:qualificationId/renewal',
  who: KEEPERS,
  summary: 'Enter the renewed certificate beside the old one',
  params: AboutQualification,
  body: Renewal,
  answer: Kept,
})

export const revokeQualification = endpoint({
  name: 'company.revokeQualification',
  method: 'POST',
  path: '/api/company/qualifications/:qualificationId/revocation',
  who: KEEPERS,
  summary: 'A licence was withdrawn or entered wrongly; it stays on record and counts no longer',
  params: AboutQualification,
  body: z.object({ revokedOn: Day, reason: z.string().trim().min(1).max(200) }),
  answer: Kept,
})

export const listExpiringQualifications = endpoint({
  name: 'company.listExpiringQualifications',
  method: 'GET',
  path: '/api/company/expiring-qualifications',
  who: OFFICE,
  summary: 'Licences of present staff that have expired or soon will, and were not renewed',
  query: z.object({
    withinDays: z.coerce.number().int().min(0).max(400).default(60),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  answer: z.object({
    rows: z.array(QualificationRow.extend({ staffId: Id, staffName: z.string(), outletName: z.string() })),
    more: z.boolean(),
  }),
})
