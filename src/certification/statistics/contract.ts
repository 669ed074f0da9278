import { z } from 'zod'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { BODY } from '../access.ts'

const Percent = z.number()

/** How much of a clause's points audits gave, on average and with the 95 % interval of that average; null below two audits. */
export const ClauseFigure = z.object({
  leafId: z.string(),
  name: LocalText,
  audits: z.int(),
  keptPercent: Percent,
  low: Percent.nullable(),
  high: Percent.nullable(),
  nonconformities: z.int(),
})
export type ClauseFigure = z.output<typeof ClauseFigure>

/**
 * How an auditor scores beside colleagues on the same clauses, in percentage points of a clause's points: the mean over their audits with its
 * 95 % interval. `differs` only where the interval leaves out zero and there are enough audits.
 */
export const AuditorFigure = z.object({
  personId: Id,
  name: z.string(),
  audits: z.int(),
  leaves: z.int(),
  difference: Percent,
  low: Percent.nullable(),
  high: Percent.nullable(),
  differs: z.enum(['no', 'higher', 'lower', 'too_few']),
})
export type AuditorFigure = z.output<typeof AuditorFigure>

export const Counts = z.object({
  applications: z.int(),
  accepted: z.int(),
  refused: z.int(),
  audits: z.int(),
  granted: z.int(),
  notGranted: z.int(),
  certificates: z.int(),
  suspensions: z.int(),
  withdrawals: z.int(),
  appeals: z.int(),
  complaints: z.int(),
  stars: z.array(z.object({ stars: z.int(), count: z.int() })),
})
export type Counts = z.output<typeof Counts>

export const readStatistics = endpoint({
  name: 'certification.readStatistics',
  method: 'GET',
  path: '/api/certification/statistics',
  who: BODY,
  summary:
    'Counts of the body, scores by clause, and how auditors score beside each other; of at most the newest 300 audits',
  query: z.object({ fromOn: Day, toOn: Day }),
  answer: z.object({
    counts: Counts,
    clauses: z.array(ClauseFigure),
    auditors: z.array(AuditorFigure),
    auditsCounted: z.int(),
  }),
})
