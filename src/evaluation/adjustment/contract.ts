import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { REPRESENTATIVES, VIEWERS } from '../access.ts'

const Reason = z.string().trim().min(1).max(500)

/** What a person adds to the counted findings: a leaf that does not concern the company, a special deduction, a bonus. */
export const NewAdjustment = z.discriminatedUnion('kind', [
  z.strictObject({ id: Id, kind: z.literal('exclusion'), leafId: z.string().min(1).max(40), reason: Reason }),
  z.strictObject({
    id: Id,
    kind: z.literal('special_deduction'),
    triggerId: z.string().min(1).max(60),
    reason: Reason,
    /** Who rectifies it and until when: of the company's own deductions always; of an audit's round what is known. */
    ownerId: Id.optional(),
    dueOn: Day.optional(),
  }),
  z.strictObject({
    id: Id,
    kind: z.literal('bonus'),
    /** A bonus needs both, stated by the person who claims it. */
    aboveLaw: z.literal(true),
    leadsTrade: z.literal(true),
    reason: Reason,
  }),
])
export type NewAdjustment = z.output<typeof NewAdjustment>

export const Adjustment = z.object({
  id: Id,
  kind: z.enum(['exclusion', 'special_deduction', 'bonus']),
  leafId: z.string().nullable(),
  triggerId: z.string().nullable(),
  reason: z.string(),
  addedByName: z.string(),
  addedAt: Instant,
  /** Who must rectify a special deduction, and the last day for it. */
  ownerId: Id.nullable().default(null),
  ownerName: z.string().default(''),
  dueOn: Day.nullable().default(null),
  rectifiedOn: Day.nullable(),
  rectification: z.string(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string(),
  version: Version,
})
export type Adjustment = z.output<typeof Adjustment>

const Saved = z.object({ id: Id, version: Version })
const AboutAdjustment = z.object({ adjustmentId: Id })

export const listAdjustments = endpoint({
  name: 'evaluation.listAdjustments',
  method: 'GET',
  path: '/api/evaluation/adjustments',
  who: VIEWERS,
  summary: 'Exclusions, special deductions and bonuses, newest first; the withdrawn ones too',
  answer: z.object({ rows: z.array(Adjustment) }),
})

export const addAdjustment = endpoint({
  name: 'evaluation.addAdjustment',
  method: 'POST',
  path: '/api/evaluation/adjustments',
  who: REPRESENTATIVES,
  summary: 'Adds an exclusion, a special deduction or a bonus, with its written reason',
  body: NewAdjustment,
  answer: Saved,
})

export const rectifyDeduction = endpoint({
  name: 'evaluation.rectifyDeduction',
  method: 'POST',
  path: '/api/evaluation/adjustments/:adjustmentId/rectification',
  who: 'signed_in',
  summary: 'Its owner (or the representative) states that and how a special deduction was rectified',
  params: AboutAdjustment,
  body: z.strictObject({ version: Version, rectifiedOn: Day, rectification: Reason }),
  answer: Saved,
})

export const assignDeduction = endpoint({
  name: 'evaluation.assignDeduction',
  method: 'PUT',
  path: '/api/evaluation/adjustments/:adjustmentId/owner',
  who: REPRESENTATIVES,
  summary: "Gives a special deduction of the company's own another owner or due date",
  params: AboutAdjustment,
  body: z.strictObject({ version: Version, ownerId: Id, dueOn: Day }),
  answer: Saved,
})

export const withdrawAdjustment = endpoint({
  name: 'evaluation.withdrawAdjustment',
  method: 'POST',
  path: '/api/evaluation/adjustments/:adjustmentId/withdrawal',
  who: REPRESENTATIVES,
  summary: 'Takes back what should not have been added; it stays in the list',
  params: AboutAdjustment,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})
