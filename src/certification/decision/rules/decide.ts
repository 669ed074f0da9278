import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { AuditKind } from '../../audit/contract.ts'
import type {
  CaseStage,
  DecisionKind,
  Hindrance,
  Involvement,
  Proposal,
  Result,
  Review,
  ReviewCheck,
} from '../contract.ts'

/** Which decisions follow from which audit. */
const KINDS: Record<AuditKind, readonly DecisionKind[]> = {
  initial: ['grant', 'refuse'],
  surveillance: ['maintain', 'star_change', 'reduce', 'refuse'],
  recertification: ['renew', 'refuse'],
  special: ['maintain', 'extend', 'reduce', 'star_change', 'refuse'],
}

export function kindsFor(kind: AuditKind): readonly DecisionKind[] {
  return KINDS[kind]
}

export type CaseFacts = {
  result: Result | null
  report: { version: number; submittedAt: string | null } | null
  reviews: readonly Pick<Review, 'reportVersion' | 'verdict'>[]
  blockingFindings: number
}

/** What stands in the way. The first three keep any decision away; the others one in the client's favour. */
export function hindrances(facts: CaseFacts): Hindrance[] {
  const { result, report, reviews, blockingFindings } = facts
  const found: Hindrance[] = []
  const isScored = result?.isClosed === true && result.scoreHundredths !== null
  if (!isScored) found.push('not_scored')
  if (!report?.submittedAt) found.push('report_not_submitted')
  else if (!isRecommended(report.version, reviews)) found.push('not_reviewed')
  if (blockingFindings > 0) found.push('blocking_findings')
  if ((result?.outstandingDeductions ?? 0) > 0) found.push('deductions_outstanding')
  if (isScored && result.levelId === null) found.push('no_level')
  return found
}

const ALWAYS: readonly Hindrance[] = ['not_scored', 'report_not_submitted', 'not_reviewed']

function isRecommended(version: number, reviews: CaseFacts['reviews']): boolean {
  return reviews.some((review) => review.reportVersion === version && review.verdict === 'recommended')
}

export function canReview(
  facts: CaseFacts,
  given: { reportVersion: number; verdict: Review['verdict']; checks: readonly ReviewCheck[] },
  involvement: readonly Involvement[],
): Decision<null> {
  const free = isIndependent(involvement)
  if (!free.ok) return free
  if (!facts.report?.submittedAt) return refuse('conflict', 'report_not_submitted')
  if (facts.report.version !== given.reportVersion)
    return refuse('conflict', 'stale_version', { recordType: 'audit_report' })
  if (facts.reviews.some((review) => review.reportVersion === given.reportVersion))
    return refuse('conflict', 'report_reviewed_already')
  if (new Set(given.checks.map((check) => check.id)).size !== given.checks.length)
    return refuse('invalid', 'review_check_twice')
  const failed = given.checks.filter((check) => !check.conforms).length
  if (given.verdict === 'recommended' && failed > 0)
    return refuse('conflict', 'review_checks_failed', { count: failed })
  return accept(null)
}

export function canPropose(
  kind: DecisionKind,
  auditKind: AuditKind,
  facts: CaseFacts,
  involvement: readonly Involvement[],
): Decision<null> {
  const free = isIndependent(involvement)
  if (!free.ok) return free
  if (!KINDS[auditKind].includes(kind)) return refuse('invalid', 'decision_not_of_audit', { kind, audit: auditKind })
  const inTheWay = hindrances(facts).filter((one) => kind !== 'refuse' || ALWAYS.includes(one))
  if (inTheWay.length > 0) return refuse('conflict', 'decision_hindered', { why: inTheWay.join(', ') })
  return accept(null)
}

/** Nobody who took part in the audit, in whatever way, reviews or decides. */
export function isIndependent(involvement: readonly Involvement[]): Decision<null> {
  if (involvement.length === 0) return accept(null)
  return refuse('forbidden', 'not_independent', { why: involvement.join(', ') })
}

export type VotingRules = { quorum: number; favourableShareBasisPoints: number; reviewerMayDecide: boolean }

export function canVote(
  proposal: Pick<Proposal, 'outcome' | 'votes'>,
  personId: string,
  involvement: readonly Involvement[],
  rules: VotingRules,
  hasReviewed: boolean,
): Decision<null> {
  const free = isIndependent(involvement)
  if (!free.ok) return free
  if (proposal.outcome !== null) return refuse('conflict', 'vote_closed')
  if (hasReviewed && !rules.reviewerMayDecide) return refuse('forbidden', 'reviewer_does_not_decide')
  if (proposal.votes.some((vote) => vote.personId === personId)) return refuse('conflict', 'voted_already')
  return accept(null)
}

/** With enough votes: carried when the share in favour is reached exactly or beyond. */
export function countVotes(
  proposal: Pick<Proposal, 'outcome' | 'votes'>,
  rules: VotingRules,
): Decision<'carried' | 'rejected'> {
  if (proposal.outcome !== null) return refuse('conflict', 'vote_closed')
  const count = proposal.votes.length
  if (count < rules.quorum) return refuse('conflict', 'quorum_not_reached', { count, quorum: rules.quorum })
  const inFavour = proposal.votes.filter((vote) => vote.inFavour).length
  return accept(inFavour * 10_000 >= count * rules.favourableShareBasisPoints ? 'carried' : 'rejected')
}

/** How far a case has come, for the list. */
export function stageOf(facts: {
  submittedAt: string | null
  isRecommended: boolean
  hasOpenProposal: boolean
  isDecided: boolean
}): CaseStage {
  if (facts.isDecided) return 'decided'
  if (facts.hasOpenProposal) return 'vote'
  if (facts.submittedAt === null) return 'report'
  return facts.isRecommended ? 'proposal' : 'review'
}
