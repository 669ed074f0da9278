import { describe, expect, it } from 'vitest'
import type { NonconformityState, VerdictKind } from '../contract.ts'
import * as rules from './course.ts'
import { overdueMail } from './mail.ts'

const code = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'yes' : decision.refusal!.code)
const at = '2026-11-20T01:00:00.000Z'
const asked = (round = 1) => ({ round, dueOn: '2026-12-16', answeredAt: null, verifyDueOn: null })
const answered = (round = 1) => ({ round, dueOn: '2026-12-16', answeredAt: at, verifyDueOn: '2026-12-04' })
const judged = (verdict: VerdictKind, round = 1) => ({ round, verdict })
const course = (change: Partial<rules.Course> = {}): rules.Course => ({
  withdrawnAt: null,
  rounds: [],
  verdicts: [],
  ...change,
})

describe('what people call it follows from its rows', () => {
  it.each<[string, rules.Course, NonconformityState, string | null, string]>([
    ['raised', course(), 'drafted', null, 'open:1'],
    ['told', course({ rounds: [asked()] }), 'open', '2026-12-16', 'open:1'],
    ['answered', course({ rounds: [answered()] }), 'answered', '2026-12-04', 'open:1'],
    [
      'not enough',
      course({ rounds: [answered()], verdicts: [judged('insufficient')] }),
      'insufficient',
      null,
      'open:2',
    ],
    [
      'asked again',
      course({ rounds: [answered(), asked(2)], verdicts: [judged('insufficient')] }),
      'open',
      '2026-12-16',
      'open:2',
    ],
    ['accepted', course({ rounds: [answered()], verdicts: [judged('accepted')] }), 'closed', null, 'closed:1'],
    [
      'left for the next audit',
      course({ rounds: [answered()], verdicts: [judged('follow_up')] }),
      'follow_up',
      null,
      'follow_up:1',
    ],
    [
      'seen there',
      course({ rounds: [answered()], verdicts: [judged('follow_up'), judged('confirmed')] }),
      'closed',
      null,
      'closed:1',
    ],
    ['withdrawn while answered', course({ withdrawnAt: at, rounds: [answered()] }), 'withdrawn', null, 'withdrawn:1'],
  ])('%s', (_words, given, state, dueOn, telling) => {
    expect(rules.stateOf(given)).toBe(state)
    expect(rules.dueOf(given)).toBe(dueOn)
    expect(rules.tellingOf(given, 'open:1')).toBe(telling)
    expect(rules.isToTell(given, telling)).toBe(false)
    expect(rules.isSettled(state)).toBe(['closed', 'follow_up', 'withdrawn'].includes(state))
  })

  it('nothing is told of what was withdrawn before the company heard of it', () => {
    expect(rules.isToTell(course({ withdrawnAt: at }), '')).toBe(false)
  })

  it('the last day of a term is not overdue yet', () => {
    const given = course({ rounds: [asked()] })
    expect([rules.isOverdue(given, '2026-12-16'), rules.isOverdue(given, '2026-12-17')]).toEqual([false, true])
    expect(rules.isOverdue(course({ rounds: [answered()] }), '2026-12-05')).toBe(true)
  })
})

it('an answer counts for the round that runs, and may be added to until it is judged', () => {
  expect(rules.canAnswer(course({ rounds: [asked()] }))).toEqual({ ok: true, value: 1 })
  expect(rules.canAnswer(course({ rounds: [answered()] }), 1)).toEqual({ ok: true, value: 1 })
  expect(code(rules.canAnswer(course({ rounds: [answered(), asked(2)] }), 1))).toBe('nonconformity_round')
  expect(code(rules.canAnswer(course()))).toBe('nonconformity_state')
})

it.each([
  ['accepted', {}, 'yes'],
  ['accepted', { actor: 'person:x', typedInBy: ['person:x'] }, 'own_answer'],
  ['follow_up', { blocksDecision: true }, 'follow_up_not_for_grade'],
  ['follow_up', {}, 'yes'],
] as const)('judging %s %j: %s', (verdict, change, expected) => {
  const given = { verdict, gradeName: '严重', blocksDecision: false, actor: 'person:y', typedInBy: [], ...change }
  expect(code(rules.canVerify(course({ rounds: [answered()] }), given))).toBe(expected)
  expect(code(rules.canVerify(course({ rounds: [asked()] }), given))).toBe('nonconformity_state')
})

describe('a follow-up', () => {
  const given = course({ rounds: [answered()], verdicts: [judged('follow_up')] })
  const own = { auditId: 'a', clientId: 'k' }
  it.each([
    ['at a running audit of the client', { id: 'b', clientId: 'k', state: 'open' }, 'yes'],
    ['at the same audit', { id: 'a', clientId: 'k', state: 'open' }, 'unknown_reference'],
    ['at another client’s', { id: 'b', clientId: 'j', state: 'open' }, 'unknown_reference'],
    ['at one not begun', { id: 'b', clientId: 'k', state: 'staffed' }, 'audit_state'],
    ['nowhere', undefined, 'unknown_reference'],
  ] as const)('is confirmed %s', (_words, audit, expected) =>
    expect(code(rules.canConfirm(given, own, audit))).toBe(expected),
  )
})

it.each([
  ['planned', 'audit_state'],
  ['staffed', 'yes'],
  ['open', 'yes'],
  ['visited', 'yes'],
  ['reported', 'audit_state'],
] as const)('raising while the audit is %s: %s', (state, expected) =>
  expect(code(rules.canRaise(state))).toBe(expected),
)

it.each<[string, Partial<Parameters<typeof rules.tellingsDue>[0]>, string, string[]]>([
  ['on the last day', {}, '2026-12-16', []],
  ['the day after', {}, '2026-12-17', ['overdue']],
  ['told', { toldOverdueAt: at }, '2026-12-20', []],
  ['much later', { toldOverdueAt: at }, '2026-12-24', ['again']],
  ['found only much later', {}, '2026-12-24', ['again']],
  ['told again', { toldOverdueAt: at, toldAgainAt: at }, '2027-02-01', []],
  ['answered, verification late', { answeredAt: at, verifyDueOn: '2026-12-04' }, '2026-12-05', ['verify']],
  ['settled', { settledAt: at }, '2027-02-01', []],
])('who is told %s', (_words, change, today, expected) => {
  const round = {
    ...{ dueOn: '2026-12-16', escalateOn: '2026-12-23', answeredAt: null, verifyDueOn: null, settledAt: null },
    ...{ toldOverdueAt: null, toldAgainAt: null, toldVerifyAt: null },
  }
  expect(rules.tellingsDue({ ...round, ...change }, today)).toEqual(expected)
})

it('the mail names client, number, clause and day, in the body’s language', () => {
  const about = { number: 'NC26-000001', clientName: '蓝鲸', clause: '5.1', dueOn: '2026-12-16' }
  for (const telling of ['overdue', 'again', 'verify'] as const)
    for (const language of ['zh-CN', 'en'] as const) {
      const { subject, body } = overdueMail(telling, { ...about, language })
      expect(`${subject} ${body}`).toContain('NC26-000001')
      expect(body).toContain('2026-12-16')
      expect(body).toContain('{{link}}')
      expect(subject.includes('逾期') || subject.includes('整改') || language === 'en').toBe(true)
    }
})
