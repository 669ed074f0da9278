import { describe, expect, it } from 'vitest'
import { refuse } from '#src/shared/decision.ts'
import { canTakeEffect, canWithdraw, promiseRows, ruleOf, STARTING_PROMISES, versionAt } from './rules.ts'

const now = '2026-11-16T01:00:00.000Z'
const [answer] = STARTING_PROMISES
const version = (number: number, inForceAt: string, withdrawnAt: string | null = null) => {
  const rule = ruleOf(answer!.terms, { id: 'p', version: number, inForceAt })
  if (!rule.ok) throw new Error(rule.refusal.code)
  return {
    id: 'p',
    code: 'answer',
    version: number,
    rule: rule.value,
    inForceAt,
    withdrawnAt,
    changedAt: inForceAt,
    changedBy: 'system:seed',
  }
}

describe('the promises a company starts with', () => {
  it('are all valid rules, each with a code of its own', () => {
    for (const { terms } of STARTING_PROMISES)
      expect(ruleOf(terms, { id: 'p', version: 1, inForceAt: now }).ok, terms.name.en).toBe(true)
    expect(new Set(STARTING_PROMISES.map(({ code }) => code)).size).toBe(STARTING_PROMISES.length)
  })
  it('keep the sourced figures: 1 working hour, 24 hours for complaints, 2 hours for urgent faults', () => {
    const sourced = STARTING_PROMISES.filter(({ basis }) => basis === 'sourced')
    expect(sourced.map(({ code, terms }) => [code, terms.limitMinutes, terms.calendarMode])).toEqual([
      ['answer', 60, 'company_hours'],
      ['complaint_answer', 1440, 'around_the_clock'],
      ['urgent_arrival', 120, 'around_the_clock'],
    ])
  })
})

describe('terms', () => {
  it('need exactly one limit', () => {
    const { limitMinutes: _, ...none } = answer!.terms
    const id = { id: 'p', version: 1, inForceAt: now }
    expect(ruleOf(none, id)).toEqual(refuse('invalid', 'one_limit_expected'))
    expect(ruleOf({ ...answer!.terms, limitWorkingDays: 1 }, id)).toEqual(refuse('invalid', 'one_limit_expected'))
  })
})

describe('taking effect', () => {
  it('is refused in the past, after withdrawal, and before a version already planned', () => {
    expect(canTakeEffect('2026-11-16T00:59:59.999Z', null, now)).toEqual(refuse('invalid', 'promise_in_past'))
    expect(canTakeEffect(now, version(1, now, now), now)).toEqual(refuse('conflict', 'promise_withdrawn'))
    const planned = version(2, '2026-12-01T00:00:00.000Z')
    expect(canTakeEffect(now, planned, now)).toEqual(
      refuse('conflict', 'promise_before_planned', { at: '2026-12-01T00:00:00.000Z' }),
    )
    expect(canTakeEffect(now, version(1, '2026-01-01T00:00:00.000Z'), now).ok).toBe(true)
  })
  it('ends once, and not backwards', () => {
    expect(canWithdraw('2026-11-01T00:00:00.000Z', version(1, now), now)).toEqual(refuse('invalid', 'promise_in_past'))
    expect(canWithdraw(now, version(1, now, now), now)).toEqual(refuse('conflict', 'promise_withdrawn'))
  })
})

describe('which version holds', () => {
  const versions = [version(1, '2026-01-01T00:00:00.000Z'), version(2, '2026-12-01T00:00:00.000Z')]
  it.each([
    ['2025-12-31T23:59:59.999Z', null],
    ['2026-01-01T00:00:00.000Z', 1],
    ['2026-11-30T23:59:59.999Z', 1],
    ['2026-12-01T00:00:00.000Z', 2],
  ])('at %s: %s', (at, expected) => {
    expect(versionAt(versions, at)?.version ?? null).toBe(expected)
  })
  it('is none once withdrawn', () => {
    const withdrawn = versions.map((one) => ({ ...one, withdrawnAt: '2026-12-24T00:00:00.000Z' }))
    expect(versionAt(withdrawn, '2026-12-23T00:00:00.000Z')?.version).toBe(2)
    expect(versionAt(withdrawn, '2026-12-24T00:00:00.000Z')).toBeNull()
  })
  it('shows where each promise stands, newest version first', () => {
    const planned = { ...version(1, '2027-01-01T00:00:00.000Z'), id: 'q', code: 'later' }
    const gone = { ...version(1, '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'), id: 'r', code: 'gone' }
    const rows = promiseRows([...versions, planned, gone], now)
    expect(rows.map(({ code, state, versionInForce }) => [code, state, versionInForce])).toEqual([
      ['answer', 'in_force', 1],
      ['later', 'planned', null],
      ['gone', 'withdrawn', null],
    ])
    expect(rows[0]!.versions.map((one) => one.version)).toEqual([2, 1])
  })
})
