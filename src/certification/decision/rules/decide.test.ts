import { describe, expect, it } from 'vitest'
import { REVIEW_CHECKS, type Result } from '../contract.ts'
import {
  type CaseFacts,
  canPropose,
  canReview,
  canVote,
  countVotes,
  hindrances,
  isIndependent,
  kindsFor,
  stageOf,
} from './decide.ts'

const result: Result = {
  ...{
    isClosed: true,
    scoreText: '92.4',
    scoreHundredths: 9240,
    levelId: 'four_star',
    levelName: { zh: '四星级', en: 'Four stars' },
  },
  ...{ stars: 4, missing: 0, specialDeductions: 0, outstandingDeductions: 0, gateOpen: true },
}
const ready: CaseFacts = {
  result,
  report: { version: 3, submittedAt: '2026-11-16T01:00:00.000Z' },
  reviews: [{ reportVersion: 3, verdict: 'recommended' }],
  blockingFindings: 0,
}
const checks = REVIEW_CHECKS.map((id) => ({ id, conforms: true, note: '' }))
const codeOf = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'ok' : decision.refusal!.code)

describe('a decision', () => {
  it('in the client’s favour waits for score, report, review, findings and rectifications', () => {
    expect(hindrances(ready)).toEqual([])
    expect(hindrances({ ...ready, result: null })).toEqual(['not_scored'])
    expect(hindrances({ ...ready, result: { ...result, isClosed: false } })).toEqual(['not_scored'])
    expect(hindrances({ ...ready, report: { version: 3, submittedAt: null } })).toEqual(['report_not_submitted'])
    expect(hindrances({ ...ready, report: { version: 4, submittedAt: 'x' } })).toEqual(['not_reviewed'])
    expect(hindrances({ ...ready, blockingFindings: 1 })).toEqual(['blocking_findings'])
    expect(hindrances({ ...ready, result: { ...result, outstandingDeductions: 1 } })).toEqual([
      'deductions_outstanding',
    ])
    expect(hindrances({ ...ready, result: { ...result, levelId: null } })).toEqual(['no_level'])
    expect(codeOf(canPropose('grant', 'initial', { ...ready, blockingFindings: 1 }, []))).toBe('decision_hindered')
    expect(codeOf(canPropose('grant', 'initial', ready, []))).toBe('ok')
  })

  it('to refuse waits for nothing but score, report and review', () => {
    const failed = { ...ready, blockingFindings: 2, result: { ...result, levelId: null, outstandingDeductions: 1 } }
    expect(codeOf(canPropose('refuse', 'initial', failed, []))).toBe('ok')
    expect(codeOf(canPropose('refuse', 'initial', { ...failed, reviews: [] }, []))).toBe('decision_hindered')
  })

  it('is one of those that follow from its audit', () => {
    expect(kindsFor('initial')).toEqual(['grant', 'refuse'])
    expect(codeOf(canPropose('maintain', 'initial', ready, []))).toBe('decision_not_of_audit')
    expect(codeOf(canPropose('maintain', 'surveillance', ready, []))).toBe('ok')
    expect(codeOf(canPropose('renew', 'recertification', ready, []))).toBe('ok')
  })

  it('is never made by somebody who took part', () => {
    expect(codeOf(isIndependent(['team']))).toBe('not_independent')
    expect(codeOf(canPropose('grant', 'initial', ready, ['visit']))).toBe('not_independent')
    expect(
      codeOf(canReview({ ...ready, reviews: [] }, { reportVersion: 3, verdict: 'recommended', checks }, ['conflict'])),
    ).toBe('not_independent')
  })
})

describe('a review', () => {
  const open: CaseFacts = { ...ready, reviews: [] }
  const review = (given: object, facts = open) =>
    codeOf(canReview(facts, { reportVersion: 3, verdict: 'recommended', checks, ...given }, []))

  it('is of the version that was handed in, once', () => {
    expect(review({})).toBe('ok')
    expect(review({ reportVersion: 2 })).toBe('stale_version')
    expect(review({}, ready)).toBe('report_reviewed_already')
    expect(review({}, { ...open, report: { version: 3, submittedAt: null } })).toBe('report_not_submitted')
  })

  it('recommends only where every check conforms, and answers each check once', () => {
    const failed = checks.map((check, at) => ({ ...check, conforms: at > 0 }))
    expect(review({ checks: failed })).toBe('review_checks_failed')
    expect(review({ checks: failed, verdict: 'returned' })).toBe('ok')
    expect(review({ checks: [...checks.slice(1), checks[1]!] })).toBe('review_check_twice')
  })
})

describe('votes', () => {
  const rules = { quorum: 3, favourableShareBasisPoints: 6667, reviewerMayDecide: false }
  const vote = (personId: string, inFavour: boolean) => ({
    personId,
    name: personId,
    inFavour,
    words: '',
    votedAt: 'x',
  })
  const open = (...votes: ReturnType<typeof vote>[]) => ({ outcome: null, votes })

  it('are cast once, by people who neither took part nor, where the rules say so, reviewed', () => {
    expect(codeOf(canVote(open(), 'lin', [], rules, false))).toBe('ok')
    expect(codeOf(canVote(open(vote('lin', true)), 'lin', [], rules, false))).toBe('voted_already')
    expect(codeOf(canVote(open(), 'lin', [], rules, true))).toBe('reviewer_does_not_decide')
    expect(codeOf(canVote(open(), 'lin', [], { ...rules, reviewerMayDecide: true }, true))).toBe('ok')
    expect(codeOf(canVote(open(), 'han', ['team'], rules, false))).toBe('not_independent')
    expect(codeOf(canVote({ outcome: 'carried', votes: [] }, 'lin', [], rules, false))).toBe('vote_closed')
  })

  it('count with a quorum; two of three are not two thirds where 66.67 % are asked', () => {
    expect(codeOf(countVotes(open(vote('a', true), vote('b', true)), rules))).toBe('quorum_not_reached')
    expect(countVotes(open(vote('a', true), vote('b', true), vote('c', false)), rules)).toEqual({
      ok: true,
      value: 'rejected',
    })
    expect(
      countVotes(open(vote('a', true), vote('b', true), vote('c', false)), {
        ...rules,
        favourableShareBasisPoints: 6666,
      }),
    ).toEqual({ ok: true, value: 'carried' })
    expect(
      countVotes(open(vote('a', true), vote('b', true), vote('c', true)), {
        ...rules,
        favourableShareBasisPoints: 10_000,
      }),
    ).toEqual({ ok: true, value: 'carried' })
    expect(codeOf(countVotes({ outcome: 'rejected', votes: [] }, rules))).toBe('vote_closed')
  })
})

describe('the stage of a case', () => {
  const facts = { submittedAt: null, isRecommended: false, hasOpenProposal: false, isDecided: false }
  it('is the next word that is awaited', () => {
    expect(stageOf(facts)).toBe('report')
    expect(stageOf({ ...facts, submittedAt: 'x' })).toBe('review')
    expect(stageOf({ ...facts, submittedAt: 'x', isRecommended: true })).toBe('proposal')
    expect(stageOf({ ...facts, submittedAt: 'x', isRecommended: true, hasOpenProposal: true })).toBe('vote')
    expect(stageOf({ ...facts, isDecided: true })).toBe('decided')
  })
})
