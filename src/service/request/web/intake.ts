import type { Answer, Sent } from '#src/shared/endpoint.ts'
import type { createRequest } from '../contract/make.ts'
import type { findCaller } from '../contract/read.ts'
import type { RequestKind } from '../contract/words.ts'

export type Caller = Answer<typeof findCaller>['customers'][number]
export type CalledBy = { as: 'customer'; customerId: string } | { as: 'new' } | { as: 'stranger' }

/** What the agent has entered so far. `null` is a field not touched yet: it shows what the customer's file says. */
export type Intake = {
  requestId: string
  newCustomerId: string
  phone: string
  who: CalledBy | null
  customerName: string
  customerKind: 'person' | 'company'
  /** '' says: about no product of theirs. */
  productId: string | null
  kind: RequestKind | null
  urgency: 'normal' | 'urgent'
  complaintClass: 'quality' | 'not_quality' | 'other' | null
  subject: string
  description: string
  contactName: string | null
  contactPhone: string | null
  address: string | null
  cityCode: string | null
  wishedFromAt: string | null
  wishedToAt: string | null
  isEnteredLater: boolean
  askedAt: string | null
}

export function freshIntake(requestId: string, newCustomerId: string): Intake {
  return {
    requestId,
    newCustomerId,
    phone: '',
    who: null,
    customerName: '',
    customerKind: 'person',
    productId: null,
    kind: null,
    urgency: 'normal',
    complaintClass: null,
    subject: '',
    description: '',
    contactName: null,
    contactPhone: null,
    address: null,
    cityCode: null,
    wishedFromAt: null,
    wishedToAt: null,
    isEnteredLater: false,
    askedAt: null,
  }
}

/** Fewer digits find half of the town. */
export const LEAST_DIGITS = 5

const PHONE = /^[\d+\-() ×x*#转]*$/

/** A number as pasted from anywhere (full-width digits, “电话：…”, line breaks), reduced to what a telephone number may hold. */
export function cleanPhone(pasted: string): string {
  return pasted
    .normalize('NFKC')
    .replace(/[^\d+\-() ×x*#转]/g, '')
    .trim()
    .slice(0, 40)
}

/** Who calls: whom the agent chose, else the only customer with this number, else nobody on file. */
export function calledBy(intake: Intake, callers: readonly Caller[]): CalledBy | null {
  if (intake.who) return intake.who
  if (callers.length === 1) return { as: 'customer', customerId: callers[0]!.id }
  return callers.length === 0 ? { as: 'stranger' } : null
}

export type Filled = Pick<Intake, 'subject' | 'description'> & {
  contactName: string
  contactPhone: string
  address: string
  cityCode: string
  productId: string
}

/** The form as the agent sees it: what was entered, else what the customer's file says. One product alone is taken to be meant. */
export function filled(intake: Intake, customer: Caller | undefined): Filled {
  const newName = intake.who?.as === 'new' ? intake.customerName : ''
  return {
    subject: intake.subject,
    description: intake.description,
    contactName: intake.contactName ?? customer?.name ?? newName,
    contactPhone: intake.contactPhone ?? intake.phone,
    address: intake.address ?? customer?.address ?? '',
    cityCode: intake.cityCode ?? customer?.cityCode ?? '',
    productId: intake.productId ?? (customer?.products.length === 1 ? customer.products[0]!.id : ''),
  }
}

export type Problem = 'missing' | 'phoneBad' | 'windowBad' | 'timeFuture'
export type Problems = Partial<
  Record<'who' | 'customerName' | 'kind' | 'subject' | 'contactPhone' | 'wished' | 'askedAt', Problem>
>

/** What keeps the request from being taken, field by field. */
export function problemsOf(intake: Intake, form: Filled, who: CalledBy | null, nowMs: number): Problems {
  const found: Problems = {}
  if (!who) found.who = 'missing'
  if (who?.as === 'new' && !intake.customerName.trim()) found.customerName = 'missing'
  if (!intake.kind) found.kind = 'missing'
  if (!form.subject.trim()) found.subject = 'missing'
  if (!PHONE.test(form.contactPhone)) found.contactPhone = 'phoneBad'
  const { wishedFromAt: from, wishedToAt: to } = intake
  if ((from === null) !== (to === null) || (from && to && to <= from)) found.wished = 'windowBad'
  if (intake.isEnteredLater && !intake.askedAt) found.askedAt = 'missing'
  else if (intake.isEnteredLater && Date.parse(intake.askedAt!) > nowMs) found.askedAt = 'timeFuture'
  return found
}

/** The request to send, once nothing is in the way. */
export function newRequestOf(
  intake: Intake,
  form: Filled,
  who: CalledBy,
  kind: RequestKind,
): Sent<typeof createRequest>['body'] {
  return {
    id: intake.requestId,
    channel: 'hotline',
    kind,
    urgency: intake.urgency,
    complaintClass: kind === 'complaint' ? intake.complaintClass : null,
    subject: form.subject,
    description: form.description,
    contactName: form.contactName,
    contactPhone: form.contactPhone,
    address: form.address,
    cityCode: form.cityCode,
    wishedFromAt: intake.wishedFromAt,
    wishedToAt: intake.wishedToAt,
    requestedAt: intake.isEnteredLater ? intake.askedAt : null,
    customerId: who.as === 'customer' ? who.customerId : null,
    newCustomer:
      who.as === 'new'
        ? { id: intake.newCustomerId, name: intake.customerName.trim(), kind: intake.customerKind }
        : null,
    productId: who.as === 'customer' && form.productId ? form.productId : null,
  }
}
