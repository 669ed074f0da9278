import { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { instantFrom } from '#src/shared/instant.ts'
import type { PromiseRow, PromiseTerms, PromiseVersion } from './contract.ts'

/** The terms as one version of a promise, or why they are none. */
export function ruleOf(
  terms: PromiseTerms,
  version: { id: string; version: number; inForceAt: string },
): Decision<PromiseRule> {
  const rule = PromiseRule.safeParse({
    ...terms,
    id: version.id,
    version: version.version,
    inForceAt: instantFrom(Date.parse(version.inForceAt)),
  })
  if (rule.success) return accept(rule.data)
  const issue = rule.error.issues[0]!
  if (issue.message === 'one_limit_expected') return refuse('invalid', 'one_limit_expected')
  return refuse('invalid', 'promise_malformed', { path: issue.path.join('.') })
}

type Standing = { version: number; inForceAt: string; withdrawnAt: string | null }

/** May a new version take effect then? Never backwards: what was promised yesterday stays promised. */
export function canTakeEffect(inForceAt: string, newest: Standing | null, at: string): Decision<null> {
  if (inForceAt < at) return refuse('invalid', 'promise_in_past')
  if (newest?.withdrawnAt) return refuse('conflict', 'promise_withdrawn')
  if (newest && inForceAt < newest.inForceAt)
    return refuse('conflict', 'promise_before_planned', { at: newest.inForceAt })
  return accept(null)
}

export function canWithdraw(withdrawnAt: string, newest: Standing, at: string): Decision<null> {
  if (newest.withdrawnAt) return refuse('conflict', 'promise_withdrawn')
  return withdrawnAt < at ? refuse('invalid', 'promise_in_past') : accept(null)
}

/** The newest version in force at that instant; null before the first and after withdrawal. */
export function versionAt<T extends Standing>(versions: readonly T[], at: string): T | null {
  let chosen: T | null = null
  for (const version of versions) {
    if (version.inForceAt > at || (version.withdrawnAt !== null && version.withdrawnAt <= at)) continue
    if (chosen === null || version.version > chosen.version) chosen = version
  }
  return chosen
}

/** Stored versions as promises with where each stands. */
export function promiseRows(
  versions: readonly (Standing & PromiseVersion & { id: string; code: string })[],
  at: string,
): PromiseRow[] {
  return [...Map.groupBy(versions, (version) => version.id).values()].map((ofOne) => {
    const newestFirst = ofOne.toSorted((a, b) => b.version - a.version)
    const { id, code, withdrawnAt } = newestFirst[0]!
    const inForce = versionAt(newestFirst, at)
    const state = withdrawnAt !== null && withdrawnAt <= at ? 'withdrawn' : inForce ? 'in_force' : 'planned'
    const shown = newestFirst.map(({ version, rule, inForceAt, changedAt, changedBy }) => ({
      ...{ version, rule, inForceAt, changedAt, changedBy },
    }))
    return { id, code, state, versionInForce: inForce?.version ?? null, withdrawnAt, versions: shown }
  })
}

/**
 * What a company starts with. `sourced`: the figure stands in the source documents D0 and D3 (requirements, A7); `choice`: ours, for a
 * company to replace. Also ours in all of them: which events start and stop the clock, the calendar and the pauses.
 */
export const STARTING_PROMISES: readonly { code: string; basis: 'sourced' | 'choice'; terms: PromiseTerms }[] = [
  {
    code: 'answer',
    basis: 'sourced',
    terms: {
      name: { zh: '1 个工作小时内首次答复', en: 'First answer within 1 working hour' },
      startsOn: ['created'],
      stopsOn: ['answered', 'appointed', 'arrived', 'resolved'],
      voidedBy: ['cancelled'],
      earlyStopCounts: false,
      limitMinutes: 60,
      calendarMode: 'company_hours',
      pauseReasons: [],
      appliesTo: {},
    },
  },
  {
    code: 'complaint_answer',
    basis: 'sourced',
    terms: {
      name: { zh: '投诉 24 小时内答复', en: 'Complaints answered within 24 hours' },
      startsOn: ['created'],
      stopsOn: ['answered', 'resolved'],
      voidedBy: ['cancelled'],
      earlyStopCounts: false,
      limitMinutes: 1440,
      calendarMode: 'around_the_clock',
      pauseReasons: [],
      appliesTo: { requestKinds: ['complaint'] },
    },
  },
  {
    code: 'urgent_arrival',
    basis: 'sourced',
    terms: {
      name: { zh: '紧急故障 2 小时内到场', en: 'Urgent faults: on site within 2 hours' },
      startsOn: ['created'],
      stopsOn: ['arrived'],
      voidedBy: ['cancelled'],
      earlyStopCounts: false,
      limitMinutes: 120,
      calendarMode: 'around_the_clock',
      pauseReasons: ['customer_asked_later', 'force_majeure'],
      appliesTo: { requestKinds: ['repair', 'maintenance'], urgencies: ['urgent'] },
    },
  },
  {
    code: 'arrival',
    basis: 'choice',
    terms: {
      name: { zh: '普通报修 24 个工作小时内到场', en: 'Ordinary visits: on site within 24 working hours' },
      startsOn: ['created'],
      stopsOn: ['arrived'],
      voidedBy: ['cancelled'],
      earlyStopCounts: false,
      limitMinutes: 1440,
      calendarMode: 'outlet_hours',
      pauseReasons: ['customer_asked_later', 'waiting_customer', 'force_majeure'],
      appliesTo: { requestKinds: ['repair', 'installation', 'maintenance'], urgencies: ['normal'] },
    },
  },
  {
    code: 'finish',
    basis: 'choice',
    terms: {
      name: { zh: '5 个工作日内完成维修', en: 'Repairs finished within 5 working days' },
      startsOn: ['created'],
      stopsOn: ['resolved'],
      voidedBy: ['cancelled'],
      earlyStopCounts: false,
      limitWorkingDays: 5,
      calendarMode: 'company_hours',
      pauseReasons: ['customer_asked_later', 'waiting_customer', 'force_majeure'],
      appliesTo: { requestKinds: ['repair'] },
    },
  },
]
