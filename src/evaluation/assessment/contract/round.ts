import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { REPRESENTATIVES } from '../../access.ts'
import { Adjustment, NewAdjustment } from '../../adjustment/contract.ts'
import { Scheme } from '../../scheme/contract.ts'
import { AssessmentScore } from '../../score/contract.ts'
import { ASSESSORS, OPENERS, READERS } from '../access.ts'
import { AssessmentExport } from './export.ts'
import { AssessmentLeaf, ComputedFinding } from './leaf.ts'

const Title = z.string().trim().min(1).max(200)
const Reason = z.string().trim().min(1).max(500)

export const AssessmentKind = z.enum(['self', 'audit'])
export type AssessmentKind = z.output<typeof AssessmentKind>

/** A round of judging: the company's own, or that of an audit (`aboutId`). */
export const AssessmentRound = z.object({
  id: Id,
  kind: AssessmentKind,
  title: z.string(),
  editionId: Id,
  aboutId: Id.nullable(),
  fromOn: Day,
  toOn: Day,
  /** Who alone may judge; null: everybody whose post allows it. */
  assessorIds: z.array(Id).nullable(),
  openedAt: Instant,
  openedByName: z.string(),
  closedAt: Instant.nullable(),
  abandonedAt: Instant.nullable(),
  abandonedReason: z.string(),
  version: Version,
})
export type AssessmentRound = z.output<typeof AssessmentRound>

const Standing = z.object({
  leafCount: z.int(),
  /** Indicators with a verdict or excluded. */
  doneCount: z.int(),
  lowestHundredths: z.int(),
  highestHundredths: z.int(),
  /** Null while anything is missing. */
  scoreHundredths: z.int().nullable(),
  /** The level reached; of an open round the one that the lowest possible score reaches. */
  levelId: z.string().nullable(),
})

export const AssessmentRow = AssessmentRound.extend({ standing: Standing })
export type AssessmentRow = z.output<typeof AssessmentRow>

/** One closing, and how it was opened again if it was. */
export const Closing = z.object({
  number: z.int(),
  closedAt: Instant,
  closedByName: z.string(),
  reopenedAt: Instant.nullable(),
  reopenedByName: z.string(),
  reopenedReason: z.string(),
})
export type Closing = z.output<typeof Closing>

/** Something that is not right, beside what is missing. */
export const RoundProblem = z.object({
  kind: z.enum([
    'evidence_expired',
    'evidence_outside',
    'sample_unfinished',
    'nothing_behind',
    'deduction_open',
    'deduction_overdue',
  ]),
  /** Null for a deduction, which is about the whole company. */
  leafId: z.string().nullable(),
  title: z.string(),
  /** The last day for which it speaks, or by which it must be done. */
  onDay: Day.nullable(),
  /** Of a sample: how many items were looked at, of how many. */
  done: z.int().nullable(),
  all: z.int().nullable(),
})
export type RoundProblem = z.output<typeof RoundProblem>

export const AssessmentDetail = AssessmentRound.extend({
  leaves: z.array(AssessmentLeaf),
  /** What the counts say now (audit rounds: what was brought along) where they say anything. */
  proposals: z.array(ComputedFinding),
  adjustments: z.array(Adjustment),
  /** How many pieces of evidence stand behind each indicator that has any. */
  evidenceCounts: z.record(z.string(), z.int()),
  closings: z.array(Closing),
  problems: z.array(RoundProblem),
  score: AssessmentScore,
})
export type AssessmentDetail = z.output<typeof AssessmentDetail>

const About = z.object({ assessmentId: Id })
const AboutAdjustment = z.object({ assessmentId: Id, adjustmentId: Id })
const Saved = z.object({ id: Id, version: Version })

export const listAssessments = endpoint({
  name: 'evaluation.listAssessments',
  method: 'GET',
  path: '/api/evaluation/assessments',
  who: READERS,
  summary: 'Rounds, newest first, with the score or range where each stands',
  query: PageQuery.extend({
    kind: AssessmentKind.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answer: pageOf(AssessmentRow),
})

export const openAssessment = endpoint({
  name: 'evaluation.openAssessment',
  method: 'POST',
  path: '/api/evaluation/assessments',
  who: OPENERS,
  summary: 'Opens a self-evaluation under the scheme in use; one at a time',
  body: z.strictObject({ id: Id, title: Title, fromOn: Day, toOn: Day }),
  answer: Saved,
})

export const readAssessment = endpoint({
  name: 'evaluation.readAssessment',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId',
  who: READERS,
  summary: 'A round: findings with who and when, proposals of the counts, adjustments, and the score or range now',
  params: About,
  answer: AssessmentDetail,
})

export const readAssessmentScheme = endpoint({
  name: 'evaluation.readAssessmentScheme',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/scheme',
  who: READERS,
  summary: 'The scheme of a round; of a closed one as it was when it was closed',
  params: About,
  answer: z.object({ scheme: Scheme }),
})

export const acceptProposals = endpoint({
  name: 'evaluation.acceptProposals',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/proposals',
  who: ASSESSORS,
  summary: 'Accepts what the counts say for every indicator that has no finding yet; answers how many',
  params: About,
  body: z.strictObject({}),
  answer: z.object({ accepted: z.int() }),
})

export const closeAssessment = endpoint({
  name: 'evaluation.closeAssessment',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/closing',
  who: REPRESENTATIVES,
  summary: 'Closes a self-evaluation with its score; refused while anything is missing',
  params: About,
  body: z.strictObject({ version: Version }),
  answer: Saved,
})

export const reopenAssessment = endpoint({
  name: 'evaluation.reopenAssessment',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/reopening',
  who: REPRESENTATIVES,
  summary: 'Opens a closed self-evaluation again, with a reason; what was closed stays as it was',
  params: About,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const abandonAssessment = endpoint({
  name: 'evaluation.abandonAssessment',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/abandonment',
  who: REPRESENTATIVES,
  summary: 'Ends an open self-evaluation without a result, with a reason',
  params: About,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const addRoundAdjustment = endpoint({
  name: 'evaluation.addRoundAdjustment',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/adjustments',
  who: ASSESSORS,
  summary:
    "Adds an exclusion, special deduction or bonus to an audit's round; a company's own rounds use its standing ones",
  params: About,
  body: NewAdjustment,
  answer: Saved,
})

export const rectifyRoundDeduction = endpoint({
  name: 'evaluation.rectifyRoundDeduction',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/adjustments/:adjustmentId/rectification',
  who: ASSESSORS,
  summary: "States that and how a special deduction of an audit's round was rectified",
  params: AboutAdjustment,
  body: z.strictObject({ version: Version, rectifiedOn: Day, rectification: Reason }),
  answer: Saved,
})

export const withdrawRoundAdjustment = endpoint({
  name: 'evaluation.withdrawRoundAdjustment',
  method: 'POST',
  path: '/api/evaluation/assessments/:assessmentId/adjustments/:adjustmentId/withdrawal',
  who: ASSESSORS,
  summary: "Takes an adjustment of an audit's round back; it stays in the list",
  params: AboutAdjustment,
  body: z.strictObject({ version: Version, reason: Reason }),
  answer: Saved,
})

export const exportAssessment = endpoint({
  name: 'evaluation.exportAssessment',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/export',
  who: READERS,
  summary: 'A round with everything its score rests on, to be computed again anywhere',
  params: About,
  answer: AssessmentExport,
})

export const exportFindings = endpoint({
  name: 'evaluation.exportFindings',
  method: 'GET',
  path: '/api/evaluation/assessments/:assessmentId/workbook',
  who: READERS,
  carries: 'stream',
  summary: 'The findings as an Excel workbook: a sheet for each group, samples, evidence and adjustments',
  params: About,
  query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  answer: z.string(),
})
