import { NonconformitiesLetter } from '../../correction/contract.ts'
import { SamplingPlan } from '../../sampling-receipt/contract.ts'
import {
  ApplicationNotice,
  AuditPlanLetter,
  CertificateLetter,
  CertificateNotice,
  CertificateReminder,
  DocumentReviewLetter,
  QuotationLetter,
  SampleLetter,
} from '../contract/letter.ts'
import type { Step } from '../contract/progress.ts'

/** A letter or pack that crossed between the company and a body. */
export type Crossed = Pick<Step, 'parcelId' | 'direction' | 'kind' | 'bodyName' | 'madeAt'> & {
  bodyOrgId: string | null
  body: unknown
  /** Ours, to be carried to the body as a file. */
  isByHand: boolean
}

type Told = Partial<Pick<Step, 'reference' | 'what' | 'says' | 'fromOn' | 'toOn'>>
const SILENT = { reference: '', what: '', says: '', fromOn: null, toOn: null }

/** What each kind says, undefined where it is not written as such a letter is. Of the others only the day counts. */
const READ: Partial<Record<Step['kind'], (body: unknown) => Told | undefined>> = {
  application_notice: (body) => {
    const read = ApplicationNotice.safeParse(body).data
    return read && { reference: read.applicationNumber, what: read.notice, says: read.reason, toOn: read.dueOn }
  },
  quotation: (body) => {
    const read = QuotationLetter.safeParse(body).data
    return read && { reference: read.contractNumber }
  },
  document_review: (body) => {
    const read = DocumentReviewLetter.safeParse(body).data
    if (!read) return undefined
    return { reference: read.auditNumber, what: read.conclusion, says: read.summary, toOn: read.supplyByOn }
  },
  audit_plan: (body) => {
    const read = AuditPlanLetter.safeParse(body).data
    return read && { reference: read.auditNumber, what: read.kind, fromOn: read.fromOn, toOn: read.toOn }
  },
  sampling_plan: (body) => {
    const read = SamplingPlan.safeParse(body).data
    return read && { reference: read.auditNumber }
  },
  sample: (body) => {
    const read = SampleLetter.safeParse(body).data
    return read && { reference: read.auditNumber }
  },
  nonconformities: (body) => {
    const read = NonconformitiesLetter.safeParse(body).data
    return read && { reference: read.audit.number, says: read.items.map((item) => item.number).join(', ') }
  },
  certificate: (body) => {
    const read = CertificateLetter.safeParse(body).data
    return read && { reference: read.number }
  },
  certificate_notice: (body) => {
    const reminder = CertificateReminder.safeParse(body).data
    if (reminder) return { reference: reminder.number, what: 'reminder', says: '', toOn: reminder.latestOn }
    const read = CertificateNotice.safeParse(body).data
    if (!read) return undefined
    const { number, kind, publicReason, effectiveOn, untilOn } = read
    return { reference: number, what: kind, says: publicReason, fromOn: effectiveOn, toOn: untilOn }
  },
}

/** One step of the certification: what a letter says of it. */
export function readStep({ parcelId, direction, kind, bodyName, madeAt, body }: Crossed): Step {
  const read = READ[kind]
  const told = read?.(body)
  const isReadable = read === undefined || told !== undefined
  return { parcelId, direction, kind, bodyName, madeAt, ...SILENT, ...told, isReadable }
}
