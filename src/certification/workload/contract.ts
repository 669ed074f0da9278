import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY } from '../access.ts'
import { AuditKind, AuditState } from '../audit/contract.ts'
import { DeadlineKind, DueState } from '../surveillance/contract/due.ts'

export const CalendarAudit = z.object({
  id: Id,
  number: z.string(),
  clientName: z.string(),
  kind: AuditKind,
  state: AuditState,
  /** Null: not dated yet. */
  plannedFromOn: Day.nullable(),
  plannedToOn: Day.nullable(),
  bookings: z.array(z.object({ personId: Id, name: z.string(), fromOn: Day, toOn: Day })).max(200),
})
export type CalendarAudit = z.output<typeof CalendarAudit>

export const CalendarDue = z.object({
  certificateId: Id,
  number: z.string(),
  holderName: z.string(),
  kind: DeadlineKind,
  state: DueState,
  fromOn: Day,
  toOn: Day,
  latestOn: Day,
})
export type CalendarDue = z.output<typeof CalendarDue>

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

export const readBodyCalendar = endpoint({
  name: 'certification.readBodyCalendar',
  method: 'GET',
  path: '/api/certification/calendar',
  who: BODY,
  summary:
    'Audits with the days booked, what comes due and which certificates expire, from a month on; and audits without a date',
  query: z.object({ fromMonth: Month.optional(), months: z.coerce.number().int().min(1).max(12).default(1) }),
  answer: z.object({
    todayOn: Day,
    fromMonth: Month,
    audits: z.array(CalendarAudit).max(2_000),
    undated: z.array(CalendarAudit).max(200),
    /** Whose last day or usual time lies in these months, and everything overdue. */
    due: z.array(CalendarDue).max(5_000),
    expiries: z.array(z.object({ certificateId: Id, number: z.string(), holderName: z.string(), on: Day })).max(5_000),
  }),
})
