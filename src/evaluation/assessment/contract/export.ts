import { z } from 'zod'
import { Day, Instant, Sha256 } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { Adjustment } from '../../adjustment/contract.ts'
import { Scheme, Seal } from '../../scheme/contract.ts'
import { AssessmentScore, Finding } from '../../score/contract.ts'
import { ComputedFinding, Evidence, SampleItem } from './leaf.ts'

/** A finding as it leaves the house: what counts, each item of its sample, who found it and when. */
export const ExportedFinding = z.strictObject({
  finding: Finding,
  items: z.array(SampleItem).nullable(),
  overruled: ComputedFinding.nullable(),
  byName: z.string(),
  at: Instant,
})
export type ExportedFinding = z.output<typeof ExportedFinding>

/**
 * A round with everything its score rests on: whoever has it can compute the score again. `closedAt` is null while it is still open.
 * `findings` has the indicators with a verdict; what is not in it is missing.
 */
export const AssessmentExport = z.strictObject({
  format: z.literal('starproof-assessment'),
  version: z.literal(1),
  id: Id,
  kind: z.enum(['self', 'audit']),
  title: z.string().min(1).max(200),
  scheme: Scheme,
  schemeHash: Sha256,
  seal: Seal.nullable(),
  fromOn: Day,
  toOn: Day,
  closedAt: Instant.nullable(),
  closedByName: z.string(),
  findings: z.array(ExportedFinding).max(2000),
  evidence: z.array(Evidence).max(10_000),
  /** Those in force. */
  adjustments: z.array(Adjustment).max(200),
  score: AssessmentScore,
})
export type AssessmentExport = z.output<typeof AssessmentExport>
