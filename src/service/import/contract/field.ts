import { z } from 'zod'
import type { ClaimedTime } from '#src/shared/cell/time.ts'

/** What a sheet's rows can become. `incident_state`: each row is one state of a case, and rows of one number are folded into one request. */
export const TARGETS = [
  'outlet',
  'staff',
  'customer',
  'service_request',
  'incident_state',
  'complaint',
  'rating',
] as const
export const Target = z.enum(TARGETS)
export type Target = z.infer<typeof Target>

export type FieldShape =
  | { type: 'text' | 'code' | 'name' | 'list'; max: number }
  | { type: 'time' | 'day'; until: 'import' | 'years_ahead' }
  | { type: 'yes_no' | 'mark' | 'money' | 'phone' }
  | { type: 'count' | 'quantity'; max: number }
  | { type: 'choice'; choices: readonly string[] }

export type Field = FieldShape & { required?: true }

const text = (max: number) => ({ type: 'text', max }) as const
const code = { type: 'code', max: 60 } as const
const key = { type: 'code', max: 60, required: true } as const
const name = { type: 'name', max: 100 } as const
const past = { type: 'time', until: 'import' } as const
const pastDay = { type: 'day', until: 'import' } as const
const yesNo = { type: 'yes_no' } as const
const mark = { type: 'mark' } as const
const phone = { type: 'phone' } as const
const count = (max: number) => ({ type: 'count', max }) as const
const choice = <const C extends string>(...choices: C[]) => ({ type: 'choice', choices }) as const

const urgency = choice('urgent', 'normal')
const channel = choice('hotline', 'web', 'message', 'on_site', 'partner')

/** The fields that a column can fill, by target. A row without a usable required field is refused. */
export const FIELDS = {
  outlet: {
    code: key,
    name: { ...text(100), required: true },
    province: text(40),
    city: text(40),
    ownership: choice('own', 'agent', 'franchise'),
    open24h: yesNo,
    headcount: count(100_000),
    areaSquareMetres: { type: 'quantity', max: 10_000_000 },
    managerName: name,
    phone,
    address: text(300),
  },
  staff: {
    code: key,
    name: { ...name, required: true },
    outletCode: code,
    post: text(60),
    licences: { type: 'list', max: 300 },
    licenceNumber: code,
    licenceExpiresOn: { type: 'day', until: 'years_ahead' },
    isServiceManager: yesNo,
    phone,
  },
  customer: {
    code: key,
    name: { ...text(200), required: true },
    province: text(40),
    city: text(40),
    address: text(300),
    contactName: name,
    phone,
    productName: text(200),
    serialNumber: code,
    installedOn: pastDay,
  },
  service_request: {
    number: key,
    requestedAt: { ...past, required: true },
    channel,
    customerCode: code,
    customerName: text(200),
    customerPhone: phone,
    productName: text(200),
    serialNumber: code,
    fault: text(2000),
    urgency,
    firstAnsweredAt: past,
    dispatchedAt: past,
    technicianCode: code,
    technicianName: name,
    outletCode: code,
    arrivedAt: past,
    finishedAt: past,
    outcome: choice('fixed', 'fixed_with_parts', 'waiting_parts', 'passed_on', 'in_progress', 'cancelled'),
    parts: text(1000),
    fee: { type: 'money' },
    signed: yesNo,
    remark: text(2000),
  },
  incident_state: {
    number: key,
    state: { ...text(60), required: true },
    openedAt: { ...past, required: true },
    updatedAt: { ...past, required: true },
    sequence: count(100_000),
    createdAt: past,
    resolvedAt: past,
    closedAt: past,
    channel,
    callerName: text(100),
    location: text(100),
    category: text(100),
    subcategory: text(100),
    symptom: text(200),
    urgency,
    group: text(100),
    assignee: text(100),
    reassignmentCount: count(10_000),
    reopenCount: count(10_000),
    madeSla: yesNo,
    closedCode: text(60),
    resolvedBy: text(100),
  },
  complaint: {
    number: key,
    receivedAt: { ...past, required: true },
    customerCode: code,
    customerName: text(200),
    customerPhone: phone,
    orderNumber: code,
    partNumber: code,
    shippedOn: pastDay,
    quantity: count(100_000_000),
    defectiveQuantity: count(100_000_000),
    content: text(2000),
    class: choice('quality', 'not_quality', 'other'),
    demand: text(300),
    answeredAt: past,
    department: text(100),
    outcome: choice('settled', 'replaced', 'returned', 'refunded', 'repaired', 'in_progress', 'rejected'),
    verdict: text(300),
    closedAt: past,
    satisfied: yesNo,
  },
  rating: {
    orderNumber: key,
    ratedOn: { ...pastDay, required: true },
    method: choice('phone', 'sms', 'message', 'on_site', 'web', 'email'),
    attitude: mark,
    skill: mark,
    overall: mark,
    askedBy: name,
    comment: text(2000),
  },
} as const satisfies Record<Target, Record<string, Field>>

export function fieldOf(target: Target, field: string): Field | undefined {
  return (FIELDS[target] as Record<string, Field>)[field]
}

type ValueOf<F> = F extends { type: 'choice'; choices: readonly (infer C)[] }
  ? C
  : F extends { type: 'time' }
    ? ClaimedTime
    : F extends { type: 'list' }
      ? string[]
      : F extends { type: 'yes_no' }
        ? boolean
        : F extends { type: 'mark' | 'money' | 'count' | 'quantity' }
          ? number
          : string

type Fields<T extends Target> = (typeof FIELDS)[T]

/** A row's values by field: required ones are there, others may be blank, unknown, refused or not mapped at all. */
export type RowOf<T extends Target> = {
  [F in keyof Fields<T> as Fields<T>[F] extends { required: true } ? F : never]: ValueOf<Fields<T>[F]>
} & {
  [F in keyof Fields<T> as Fields<T>[F] extends { required: true } ? never : F]?: ValueOf<Fields<T>[F]> | null
}
