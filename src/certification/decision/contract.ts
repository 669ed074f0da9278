import { z } from 'zod'
import { OutletEntry } from '#src/evaluation/material/contract/dossier.ts'
import { LocalText } from '#src/evaluation/scheme/contract.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { BODY, DECIDERS } from '../access.ts'
import { AuditKind } from '../audit/contract.ts'

const Words = z.string().trim().min(1).max(2000)

export const DecisionKind = z.enum(['grant', 'maintain', 'renew', 'extend', 'reduce', 'star_change', 'refuse'])
export type DecisionKind = z.output<typeof DecisionKind>

/** What a reviewer looks at; worded in the catalogue `decision` under `check`. */
export const REVIEW_CHECKS = [
  'application_complete',
  'team_competent',
  'time_sufficient',
  'sample_kept',
  'scores_reasoned',
  'findings_closed',
  'deductions_rectified',
  'report_consistent',
] as const
export const ReviewCheck = z.strictObject({
  id: z.enum(REVIEW_CHECKS),
  conforms: z.boolean(),
  note: z.string().trim().max(1000).default(''),
})
export type ReviewCheck = z.output<typeof ReviewCheck>

export const Review = z.object({
  id: Id,
  reportVersion: Version,
  checks: z.array(ReviewCheck),
  verdict: z.enum(['recommended', 'returned']),
  words: z.string(),
  reviewedByName: z.string(),
  reviewedAt: Instant,
})
export type Review = z.output<typeof Review>

export const Vote = z.object({
  personId: Id,
  name: z.string(),
  inFavour: z.boolean(),
  words: z.string(),
  votedAt: Instant,
})
export type Vote = z.output<typeof Vote>

export const Proposal = z.object({
  id: Id,
  kind: DecisionKind,
  scope: z.string(),
  outlets: z.array(OutletEntry),
  conditions: z.string(),
  reason: z.string(),
  proposedByName: z.string(),
  proposedAt: Instant,
  outcome: z.enum(['carried', 'rejected']).nullable(),
  closedAt: Instant.nullable(),
  votes: z.array(Vote),
  version: Version,
})
export type Proposal = z.output<typeof Proposal>

export const DecisionRow = z.object({
  id: Id,
  clientId: Id,
  auditId: Id,
  kind: DecisionKind,
  levelId: z.string().nullable(),
  stars: z.int(),
  scoreHundredths: z.int(),
  scope: z.string(),
  outlets: z.array(OutletEntry),
  conditions: z.string(),
  reason: z.string(),
  decidedAt: Instant,
  decidedByNames: z.array(z.string()),
})
export type DecisionRow = z.output<typeof DecisionRow>

/** Why somebody may not review or decide. */
export const INVOLVEMENTS = [
  'team',
  'visit',
  'document_review',
  'application',
  'verification',
  'report',
  'conflict',
] as const
export const Involvement = z.enum(INVOLVEMENTS)
export type Involvement = z.output<typeof Involvement>

/** What the score of the audit says, as far as it stands. */
export const Result = z.object({
  isClosed: z.boolean(),
  scoreText: z.string().nullable(),
  scoreHundredths: z.int().nullable(),
  levelId: z.string().nullable(),
  levelName: LocalText.nullable(),
  stars: z.int().nullable(),
  missing: z.int(),
  specialDeductions: z.int(),
  outstandingDeductions: z.int(),
  gateOpen: z.boolean(),
})
export type Result = z.output<typeof Result>

/** What stands in the way of a decision in the client's favour. */
export const HINDRANCES = [
  'not_scored',
  'report_not_submitted',
  'not_reviewed',
  'blocking_findings',
  'deductions_outstanding',
  'no_level',
] as const
export const Hindrance = z.enum(HINDRANCES)
export type Hindrance = z.output<typeof Hindrance>

export const DecisionCase = z.object({
  audit: z.object({
    id: Id,
    number: z.string(),
    kind: AuditKind,
    clientId: Id,
    clientName: z.string(),
    leaderName: z.string(),
    scope: z.string(),
    version: Version,
  }),
  result: Result.nullable(),
  report: z
    .object({
      version: Version,
      recommends: DecisionKind.nullable(),
      submittedAt: Instant.nullable(),
      submittedByName: z.string(),
    })
    .nullable(),
  outlets: z.array(OutletEntry),
  reviews: z.array(Review),
  proposals: z.array(Proposal),
  decisions: z.array(DecisionRow),
  hindrances: z.array(Hindrance),
  kinds: z.array(DecisionKind),
  /** Why the reader may not review or decide; empty when they may. */
  involvement: z.array(Involvement),
  mayVote: z.boolean(),
  quorum: z.int(),
  favourableShareBasisPoints: z.int(),
})
export type DecisionCase = z.output<typeof DecisionCase>

export const CaseStage = z.enum(['report', 'review', 'proposal', 'vote', 'decided'])
export type CaseStage = z.output<typeof CaseStage>

export const CaseRow = z.object({
  auditId: Id,
  number: z.string(),
  kind: AuditKind,
  clientName: z.string(),
  stage: CaseStage,
  submittedAt: Instant.nullable(),
  decisionKind: DecisionKind.nullable(),
  stars: z.int().nullable(),
  decidedAt: Instant.nullable(),
})
export type CaseRow = z.output<typeof CaseRow>

const AboutAudit = z.object({ auditId: Id })
const Saved = z.object({ id: Id, version: Version })

export const listCases = endpoint({
  name: 'certification.listDecisionCases',
  method: 'GET',
  path: '/api/certification/decision-cases',
  who: BODY,
  summary: 'Audits whose visit is over, with how far review and decision have come; newest first',
  query: PageQuery.extend({ cursor: z.uuid().optional(), show: z.enum(['waiting', 'all']).default('waiting') }),
  answer: pageOf(CaseRow),
})

export const readCase = endpoint({
  name: 'certification.readDecisionCase',
  method: 'GET',
  path: '/api/certification/decision-cases/:auditId',
  who: BODY,
  summary: 'Everything that review and decision of an audit rest on, and whether the reader may take part',
  params: AboutAudit,
  answer: DecisionCase,
})

export const reviewReport = endpoint({
  name: 'certification.reviewReport',
  method: 'POST',
  path: '/api/certification/decision-cases/:auditId/reviews',
  who: DECIDERS,
  summary: 'Review the report that was handed in: recommend it for decision, or return it with reasons',
  params: AboutAudit,
  body: z.strictObject({
    id: Id,
    reportVersion: Version,
    checks: z.array(ReviewCheck).length(REVIEW_CHECKS.length),
    verdict: Review.shape.verdict,
    words: Words,
  }),
  answer: z.object({ id: Id }),
})

export const proposeDecision = endpoint({
  name: 'certification.proposeDecision',
  method: 'POST',
  path: '/api/certification/decision-cases/:auditId/proposals',
  who: DECIDERS,
  summary: 'Put a decision to the vote; star and score are those of the audit',
  params: AboutAudit,
  body: z.strictObject({
    id: Id,
    kind: DecisionKind,
    scope: z.string().trim().min(1).max(1000),
    /** Outlets that the certificate covers, of those in the application. */
    outletIds: z.array(z.uuid()).max(5000),
    conditions: z.string().trim().max(2000).default(''),
    reason: Words,
  }),
  answer: Saved,
})

export const castVote = endpoint({
  name: 'certification.castVote',
  method: 'POST',
  path: '/api/certification/decision-proposals/:proposalId/votes',
  who: DECIDERS,
  summary: 'Vote once on a proposal',
  params: z.object({ proposalId: Id }),
  body: z.strictObject({ version: Version, inFavour: z.boolean(), words: z.string().trim().max(2000).default('') }),
  answer: Saved,
})

export const closeVote = endpoint({
  name: 'certification.closeVote',
  method: 'POST',
  path: '/api/certification/decision-proposals/:proposalId/outcome',
  who: DECIDERS,
  summary: 'Count the votes: with quorum and share the proposal becomes the decision, otherwise it is rejected',
  params: z.object({ proposalId: Id }),
  body: z.strictObject({ version: Version }),
  answer: z.object({ outcome: z.enum(['carried', 'rejected']), decisionId: Id.nullable() }),
})
