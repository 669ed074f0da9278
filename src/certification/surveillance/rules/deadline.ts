import { addDays } from '#src/shared/instant.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { statusOn } from '../../certificate/rules/status.ts'
import { monthsAfter } from '../../certificate/rules/text.ts'
import type { DeadlineKind, DueState, WaitsFor } from '../contract/due.ts'
import type { AuditOf, CertificateCase } from './case.ts'

export type Deadline = {
  kind: DeadlineKind
  /** Counted from: the issue, the last visit, the day of suspension. */
  sinceOn: string
  fromOn: string
  toOn: string
  latestOn: string
  isMet: boolean
  /** What is planned for it, or has met it. */
  audit: AuditOf | null
}

/** Everything that a certificate has to have from `dayOn` on, with what was just met and waits to be entered. Ended certificates have nothing. */
export function deadlinesOf(one: CertificateCase, rules: BodyRules, dayOn: string): Deadline[] {
  const { status } = statusOn(one, one.changes, dayOn)
  if (status === 'withdrawn' || status === 'cancelled') return []
  const renewal = recertification(one, rules)
  if (status === 'expired') return renewal.isMet ? [] : [renewal]
  return [...surveillance(one, rules), application(one, rules, renewal), renewal, ...suspensions(one, rules, dayOn)]
}

/** The day by which recertification is applied for. */
export function applyOn(one: Pick<CertificateCase, 'validUntilOn'>, rules: BodyRules): string {
  return monthsAfter(one.validUntilOn, -rules.recertification.applyBeforeMonths.value)
}

/**
 * The next one, counted from the issue or the last visit, whether surveillance or recertification. Where its last day falls into the time
 * of recertification, that takes its place. One that is over but not entered yet stands beside it.
 */
function surveillance(one: CertificateCase, rules: BodyRules): Deadline[] {
  const visits = visitsOf(one)
  const last = visits.at(-1)
  const before = last?.kind === 'surveillance' && isPending(last) ? [window(one, rules, visits.at(-2), last)] : []
  const next = window(one, rules, last, null)
  const isLeft = rules.surveillance.withinMonths.value > 0 && next.latestOn < applyOn(one, rules) && !one.isRenewed
  return isLeft ? [...before, next] : before
}

function window(one: CertificateCase, rules: BodyRules, since: AuditOf | undefined, met: AuditOf | null): Deadline {
  const { plannedFromMonth, plannedToMonth, withinMonths } = rules.surveillance
  const sinceOn = since?.visitedOn ?? one.issuedOn
  const planned = one.audits.find((audit) => audit.kind === 'surveillance' && audit.visitedOn === null)
  return {
    ...{ kind: 'surveillance', sinceOn },
    fromOn: monthsAfter(sinceOn, plannedFromMonth.value),
    toOn: monthsAfter(sinceOn, plannedToMonth.value),
    latestOn: monthsAfter(sinceOn, withinMonths.value),
    isMet: met !== null,
    audit: met ?? planned ?? null,
  }
}

/** Visits that count as surveillance, in the order of their days. */
function visitsOf({ audits, issuedOn }: CertificateCase): AuditOf[] {
  return audits
    .filter(
      ({ kind, visitedOn }) => kind !== 'initial' && kind !== 'special' && visitedOn !== null && visitedOn >= issuedOn,
    )
    .toSorted((one, other) => (one.visitedOn! < other.visitedOn! ? -1 : 1))
}

function isPending(audit: AuditOf): boolean {
  return !audit.isDecided || audit.isToEnter
}

function recertification(one: CertificateCase, rules: BodyRules): Deadline {
  const { validUntilOn, issuedOn } = one
  const mine = one.audits.filter((audit) => audit.kind === 'recertification')
  const visited = mine.find((audit) => audit.visitedOn !== null && audit.visitedOn <= validUntilOn)
  return {
    ...{ kind: 'recertification', sinceOn: issuedOn },
    ...{ fromOn: applyOn(one, rules), toOn: validUntilOn, latestOn: validUntilOn },
    isMet: one.isRenewed || visited !== undefined,
    audit: visited ?? mine[0] ?? null,
  }
}

function application(one: CertificateCase, rules: BodyRules, { isMet, audit }: Deadline): Deadline {
  const latestOn = applyOn(one, rules)
  return {
    ...{ kind: 'application', sinceOn: one.issuedOn },
    ...{ fromOn: addDays(latestOn, -earliestStep(rules)), toOn: latestOn, latestOn },
    isMet: isMet || audit !== null || one.hasApplied,
    audit: null,
  }
}

/** Until the day that was set, and until the longest that the rules allow where somebody set an earlier one. */
function suspensions(one: CertificateCase, rules: BodyRules, dayOn: string): Deadline[] {
  const { status, sinceOn, untilOn } = statusOn(one, one.changes, dayOn)
  if (status !== 'suspended') return []
  const longestOn = earlier(monthsAfter(sinceOn, rules.suspension.longestMonths.value), one.validUntilOn)
  const days = new Set([untilOn ?? longestOn, longestOn].filter((day) => day <= one.validUntilOn))
  return [...days].sort().map((latestOn) => ({
    ...{ kind: 'suspension' as const, sinceOn, fromOn: sinceOn, toOn: latestOn, latestOn },
    ...{ isMet: false, audit: null },
  }))
}

export function earlier(one: string, other: string): string {
  return one < other ? one : other
}

function earliestStep(rules: BodyRules): number {
  return Math.max(0, ...rules.surveillance.remindBeforeDays.value)
}

/** Due soon: the practice's window is over, or the last reminder before the last day has come. */
export function stateOf(deadline: Deadline, rules: BodyRules, dayOn: string): DueState {
  const { isMet, fromOn, toOn, latestOn } = deadline
  if (isMet) return 'done'
  if (dayOn > latestOn) return 'overdue'
  const steps = rules.surveillance.remindBeforeDays.value
  const lastStep = steps.length > 0 ? Math.min(...steps) : 0
  if (dayOn > toOn || dayOn >= addDays(latestOn, -lastStep)) return 'due_soon'
  return dayOn >= fromOn ? 'plannable' : 'not_due'
}

/** Who has the next word. */
export function waitsFor(deadline: Deadline, state: DueState): WaitsFor {
  const { kind, audit } = deadline
  if (audit?.visitedOn) {
    if (!audit.isDecided) return 'decision'
    return audit.isToEnter ? 'entry' : 'nobody'
  }
  if (state === 'done' || state === 'not_due') return 'nobody'
  if (kind === 'application') return 'client'
  if (kind === 'suspension') return 'decision'
  return audit ? 'auditors' : 'officer'
}
