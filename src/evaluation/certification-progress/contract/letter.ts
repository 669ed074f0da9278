import { z } from 'zod'
import { Day, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { MATERIALS } from '../../material/contract/dossier.ts'

/** The letters of a certification, both ways. They stand here because a body stands above and reads the words of those beneath. */
const Fen = z.int().min(0)
const Ref = z.string().max(60)
const Name = z.string().max(200)
const Url = z.string().max(500)

/** `application_notice`: what became of an application. */
export const ApplicationNotice = z.strictObject({
  notice: z.enum(['more_asked', 'accepted', 'refused', 'withdrawn']),
  applicationNumber: Ref,
  clientName: Name,
  reason: z.string().max(2000),
  materials: z.array(z.string().max(60)).max(60),
  dueOn: Day.nullable(),
  on: Day,
})
export type ApplicationNotice = z.output<typeof ApplicationNotice>

/** `supply`, from the company: an answer to `more_asked`, with its files. */
export const SupplyLetter = z.strictObject({
  applicationNumber: Ref,
  note: z.string().trim().max(2000),
  materials: z.array(z.enum(MATERIALS)).max(MATERIALS.length),
})
export type SupplyLetter = z.output<typeof SupplyLetter>

/** `quotation`; the document is enclosed. */
export const QuotationLetter = z.strictObject({
  contractNumber: Ref,
  applicationNumber: Ref,
  feeFen: Fen,
  initialTenths: z.int(),
  surveillanceTenths: z.int(),
  recertificationTenths: z.int(),
  fileSha256: Sha256,
})
export type QuotationLetter = z.output<typeof QuotationLetter>

const AuditKind = z.enum(['initial', 'surveillance', 'recertification', 'special'])
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** `audit_plan`: who looks at what, where and when; its PDF is enclosed. */
export const AuditPlanLetter = z.strictObject({
  format: z.literal('starproof-audit-plan'),
  version: z.literal(1),
  auditNumber: Ref,
  kind: AuditKind,
  scope: z.string().max(1000),
  fromOn: Day,
  toOn: Day,
  team: z
    .array(
      z.strictObject({
        name: z.string().max(100),
        duty: z.enum(['leader', 'auditor', 'technical_expert', 'observer']),
      }),
    )
    .max(100),
  items: z
    .array(
      z.strictObject({
        dayOn: Day,
        fromTime: Time,
        toTime: Time,
        kind: z.enum(['opening', 'activity', 'team_meeting', 'travel', 'closing']),
        place: Name,
        leafIds: z.array(z.string().max(40)).max(100),
        says: z.string().max(500),
        outletName: Name,
        names: z.array(z.string().max(100)).max(30),
      }),
    )
    .max(500),
})
export type AuditPlanLetter = z.output<typeof AuditPlanLetter>

const Verdict = z.enum(['conforms', 'supplement', 'nonconforming'])

/** `document_review`: what was found in the documents, and what is asked until when. */
export const DocumentReviewLetter = z.strictObject({
  auditNumber: Ref,
  round: z.int().min(1),
  conclusion: Verdict,
  summary: z.string().max(2000),
  supplyByOn: Day.nullable(),
  items: z
    .array(
      z.strictObject({
        materialId: z.string().max(60),
        title: Name,
        verdict: Verdict,
        remark: z.string().max(1000),
        clauseIds: z.array(z.string().max(40)).max(40),
      }),
    )
    .max(300),
})
export type DocumentReviewLetter = z.output<typeof DocumentReviewLetter>

/** `sample`: what was drawn, published after the draw; the whole sample file is enclosed. */
export const SampleLetter = z.strictObject({
  planId: Id,
  planSha256: Sha256,
  seed: Sha256,
  auditNumber: Ref,
})
export type SampleLetter = z.output<typeof SampleLetter>

/** What a certificate has to have by when, by the rules of its body on the day of the letter. */
export const CertificateDue = z.strictObject({
  kind: z.enum(['surveillance', 'application', 'recertification', 'suspension']),
  /** From when it can be done; the body's practice ends on `toOn`. */
  fromOn: Day,
  toOn: Day,
  latestOn: Day,
})
export type CertificateDue = z.output<typeof CertificateDue>
const Due = z.array(CertificateDue).max(20).optional()

/** `certificate`: with the enclosed PDF it holds all that is needed to verify offline but the status list of the day. */
export const CertificateLetter = z.strictObject({
  number: z.string().min(1).max(80),
  edition: z.int().min(1),
  fileSha256: Sha256,
  credential: z.record(z.string(), z.unknown()),
  /** The body's keys with their dates, itself a credential. */
  keys: z.record(z.string(), z.unknown()),
  registerUrl: Url,
  bundleUrl: Url,
  due: Due,
})
export type CertificateLetter = z.output<typeof CertificateLetter>

const Notice = { number: z.string().min(1).max(80), registerUrl: Url, due: Due }

/** `certificate_notice`: what became of a certificate, and from when. A kind that is not known here is shown by its own name. */
export const CertificateNotice = z.strictObject({
  ...Notice,
  kind: z.string().regex(/^(?!reminder$)[a-z_]{1,40}$/),
  effectiveOn: Day,
  untilOn: Day.nullable(),
  publicReason: z.string().max(500),
})
export type CertificateNotice = z.output<typeof CertificateNotice>

/** `certificate_notice` where nothing became of the certificate yet: what has to be done by when. */
export const CertificateReminder = z.strictObject({
  ...Notice,
  kind: z.literal('reminder'),
  deadline: CertificateDue.shape.kind,
  latestOn: Day,
  /** Negative: the day has passed. */
  daysLeft: z.int(),
})
export type CertificateReminder = z.output<typeof CertificateReminder>
