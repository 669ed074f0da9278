import { loadAssessmentResult } from '#src/evaluation/door.ts'
import type { OutletEntry } from '#src/evaluation/material/contract/dossier.ts'
import type { Scheme } from '#src/evaluation/scheme/contract.ts'
import type { AssessmentScore } from '#src/evaluation/score/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { loadApplication } from '../application/store.ts'
import type { Audit } from '../audit/contract.ts'
import { loadAudit } from '../audit/store.ts'
import { hasConflict } from '../auditor/actions.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { countBlockingFindings } from '../nonconformity/store/rows.ts'
import { reopenReport } from '../report/store.ts'
import type * as contract from './contract.ts'
import type { CaseRow, DecisionCase, Involvement, Result } from './contract.ts'
import {
  type CaseFacts,
  canPropose,
  canReview,
  canVote,
  countVotes,
  hindrances,
  kindsFor,
  type VotingRules,
} from './rules/decide.ts'
import * as store from './store.ts'

/** Everything about an audit that review and decision are judged by. */
type Loaded = {
  audit: Audit
  scheme: Scheme | null
  score: AssessmentScore | null
  result: Result | null
  report: store.ReportHead | undefined
  outlets: OutletEntry[]
  reviews: Awaited<ReturnType<typeof store.listReviews>>
  facts: CaseFacts
}

async function loadCase(tx: Tx, auditId: string): Promise<Loaded | undefined> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return undefined
  const assessed = audit.assessmentId ? await loadAssessmentResult(tx, audit.assessmentId) : undefined
  const application = audit.applicationId ? await loadApplication(tx, audit.applicationId) : undefined
  const report = await store.findReportHead(tx, auditId)
  const reviews = await store.listReviews(tx, auditId)
  const result = assessed ? resultOf(assessed.scheme, assessed.score, assessed.assessment.closedAt !== null) : null
  const blockingFindings = await countBlockingFindings(tx, auditId)
  return {
    ...{ audit, result, report, reviews },
    scheme: assessed?.scheme ?? null,
    score: assessed?.score ?? null,
    outlets: application?.outlets ?? [],
    facts: { result, report: report ?? null, reviews, blockingFindings },
  }
}

function resultOf(scheme: Scheme, score: AssessmentScore, isClosed: boolean): Result {
  const levelId = score.grade?.levelId ?? null
  const level = scheme.rules.levels.find((one) => one.id === levelId)
  return {
    isClosed,
    scoreText: score.score?.text ?? null,
    scoreHundredths: score.score?.hundredths ?? null,
    levelId,
    levelName: level?.name ?? null,
    stars: level?.stars ?? null,
    missing: score.missingLeafIds.length,
    specialDeductions: score.specialDeductions.count,
    outstandingDeductions: score.specialDeductions.outstandingIds.length,
    gateOpen: score.specialDeductions.gateOpen,
  }
}

async function involvementOf(tx: Tx, audit: Audit): Promise<Involvement[]> {
  if (tx.actor.kind !== 'person') return []
  const { personId } = tx.actor
  const found = await store.findInvolvement(tx, audit.id, personId)
  const conflicted = await hasConflict(tx, personId, audit.clientId, await bodyDay(tx))
  return conflicted ? [...found, 'conflict'] : found
}

async function votingRules(tx: Tx): Promise<VotingRules> {
  const { independence } = (await loadBodyRulesOn(tx, await bodyDay(tx))).rules
  return {
    quorum: independence.quorum.value,
    favourableShareBasisPoints: independence.favourableShare.value,
    reviewerMayDecide: independence.reviewerMayDecide.value,
  }
}

function reviewedBy(tx: Tx, reviews: Loaded['reviews']): boolean {
  return tx.actor.kind === 'person' && reviews.some((review) => review.reviewedBy === `person:${personOf(tx)}`)
}

function personOf(tx: Tx): string {
  if (tx.actor.kind !== 'person') throw new Error('a person decides, not a program')
  return tx.actor.personId
}

export async function listCases(tx: Tx, query: Input<typeof contract.listCases>['query']): Promise<Page<CaseRow>> {
  const { limit, cursor, show } = query
  const rows = await store.listCaseRows(tx, { limit: limit + 1, show, ...(cursor ? { cursor } : {}) })
  return cutPage(rows, limit, (row) => row.auditId)
}

export async function readCase(tx: Tx, auditId: string): Promise<Decision<DecisionCase>> {
  const loaded = await loadCase(tx, auditId)
  if (!loaded) return refuse('not_found', 'not_found')
  const { audit, result, report, outlets, facts } = loaded
  const involvement = await involvementOf(tx, audit)
  const rules = await votingRules(tx)
  const { id, number, kind, clientId, clientName, leaderName, version } = audit
  return accept({
    audit: { id, number, kind, clientId, clientName, leaderName, version, scope: report?.scope || audit.scope },
    result,
    report: report
      ? {
          version: report.version,
          recommends: report.recommends,
          submittedAt: report.submittedAt,
          submittedByName: report.submittedByName,
        }
      : null,
    outlets,
    reviews: loaded.reviews.map(({ reviewedBy: _, ...review }) => review),
    proposals: await store.listProposals(tx, auditId),
    decisions: await store.listDecisions(tx, auditId),
    hindrances: hindrances(facts),
    kinds: [...kindsFor(kind)],
    involvement,
    mayVote: involvement.length === 0 && (rules.reviewerMayDecide || !reviewedBy(tx, loaded.reviews)),
    quorum: rules.quorum,
    favourableShareBasisPoints: rules.favourableShareBasisPoints,
  })
}

export async function reviewReport(
  tx: WriteTx,
  auditId: string,
  given: Input<typeof contract.reviewReport>['body'],
): Promise<Decision<{ id: string }>> {
  const loaded = await loadCase(tx, auditId)
  if (!loaded) return refuse('not_found', 'not_found')
  const allowed = canReview(loaded.facts, given, await involvementOf(tx, loaded.audit))
  if (!allowed.ok) return allowed
  await store.insertReview(tx, auditId, { ...given, byName: nameOf(tx) })
  if (given.verdict === 'returned') await reopenReport(tx, loaded.report!)
  tx.record({
    recordType: 'report_review',
    recordId: given.id,
    verb: `report.${given.verdict}`,
    content: { auditId, reportVersion: given.reportVersion, checks: given.checks, words: given.words },
  })
  return accept({ id: given.id })
}

export async function proposeDecision(
  tx: WriteTx,
  auditId: string,
  given: Input<typeof contract.proposeDecision>['body'],
): Promise<Decision<{ id: string; version: number }>> {
  const loaded = await loadCase(tx, auditId)
  if (!loaded) return refuse('not_found', 'not_found')
  const allowed = canPropose(given.kind, loaded.audit.kind, loaded.facts, await involvementOf(tx, loaded.audit))
  if (!allowed.ok) return allowed
  const wanted = new Set(given.outletIds)
  const outlets = loaded.outlets.filter((outlet) => wanted.has(outlet.id))
  if (outlets.length !== wanted.size) return refuse('invalid', 'outlet_not_applied_for')
  const { id, kind, scope, conditions, reason } = given
  await store.insertProposal(tx, auditId, { id, kind, scope, outlets, conditions, reason, byName: nameOf(tx) })
  tx.record({
    recordType: 'decision_proposal',
    recordId: id,
    verb: 'decision.proposed',
    content: { auditId, kind, scope, conditions, reason, outletIds: given.outletIds },
  })
  return accept({ id, version: 1 })
}

export async function castVote(
  tx: WriteTx,
  proposalId: string,
  given: Input<typeof contract.castVote>['body'],
): Promise<Decision<{ id: string; version: number }>> {
  const proposal = await store.lockProposal(tx, proposalId)
  const audit = proposal && (await loadAudit(tx, proposal.auditId))
  if (!audit) return refuse('not_found', 'not_found')
  const hasReviewed = reviewedBy(tx, await store.listReviews(tx, audit.id))
  const involvement = await involvementOf(tx, audit)
  const allowed = canVote(proposal, personOf(tx), involvement, await votingRules(tx), hasReviewed)
  if (!allowed.ok) return allowed
  await store.saveProposal(tx, proposalId, given.version)
  const { inFavour, words } = given
  await store.insertVote(tx, proposalId, { personId: personOf(tx), name: nameOf(tx), inFavour, words })
  const content = { auditId: audit.id, inFavour, words }
  tx.record({ recordType: 'decision_proposal', recordId: proposalId, verb: 'decision.voted', content })
  return accept({ id: proposalId, version: given.version + 1 })
}

export async function closeVote(
  tx: WriteTx,
  proposalId: string,
  version: number,
): Promise<Decision<{ outcome: 'carried' | 'rejected'; decisionId: string | null }>> {
  const proposal = await store.lockProposal(tx, proposalId)
  const loaded = proposal && (await loadCase(tx, proposal.auditId))
  if (!loaded) return refuse('not_found', 'not_found')
  const counted = countVotes(proposal, await votingRules(tx))
  if (!counted.ok) return counted
  const outcome = counted.value
  if (outcome === 'carried') {
    // Much may have happened since it was proposed: a finding opened again, the round reopened.
    const still = canPropose(proposal.kind, loaded.audit.kind, loaded.facts, await involvementOf(tx, loaded.audit))
    if (!still.ok) return still
  }
  await store.saveProposal(tx, proposalId, version, { outcome, closedAt: tx.at })
  const decisionId = outcome === 'carried' ? await decide(tx, proposal, loaded) : null
  const content = { auditId: loaded.audit.id, outcome, decisionId }
  tx.record({ recordType: 'decision_proposal', recordId: proposalId, verb: `decision.${outcome}`, content })
  return accept({ outcome, decisionId })
}

type VotedProposal = NonNullable<Awaited<ReturnType<typeof store.lockProposal>>>

async function decide(tx: WriteTx, proposal: VotedProposal, { audit, scheme, result }: Loaded): Promise<string> {
  const id = newId()
  const { kind, scope, outlets, conditions, reason } = proposal
  const decision: store.NewDecision = {
    ...{ id, kind, scope, outlets, conditions, reason },
    clientId: audit.clientId,
    auditId: audit.id,
    levelId: result!.levelId,
    stars: result!.stars ?? 0,
    scoreHundredths: result!.scoreHundredths!,
    scheme: {
      id: scheme!.id,
      version: scheme!.version,
      standard: scheme!.standard,
      title: scheme!.title,
      levelName: result!.levelName,
    },
    decidedBy: proposal.votes.map(({ personId, name }) => ({ personId, name })),
  }
  await store.insertDecision(tx, decision)
  const { levelId, stars, scoreHundredths } = decision
  tx.record({
    recordType: 'decision',
    recordId: id,
    verb: 'decision.made',
    content: {
      ...{
        auditId: audit.id,
        clientId: audit.clientId,
        kind,
        levelId,
        stars,
        scoreHundredths,
        scope,
        conditions,
        reason,
      },
      proposalId: proposal.id,
      votes: proposal.votes.map(({ personId, inFavour }) => ({ personId, inFavour })),
      outletIds: outlets.map((outlet) => outlet.id),
    },
  })
  return id
}

function nameOf(tx: Tx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}
