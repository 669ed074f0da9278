import { addDays } from '#src/shared/instant.ts'
import type { BodyRules } from '../../body-rules/contract/rules.ts'
import { statusOn } from '../../certificate/rules/status.ts'
import { monthsAfter } from '../../certificate/rules/text.ts'
import type { DeadlineKind, Outcome } from '../contract/due.ts'
import type { CertificateCase } from './case.ts'
import { type Deadline, deadlinesOf, earlier } from './deadline.ts'

/** The day itself has passed. */
export const PASSED = -1

export type DoneAct = { deadline: DeadlineKind; latestOn: string; daysBefore: number }
export type Act = DoneAct & {
  outcome: Outcome
  /** Suspensions: no longer than. */
  untilOn: string | null
}

/**
 * What has to be done today by itself. After a time of silence only the newest reminder is made up for; what passed its day is dealt with as
 * the rules say, once for each last day: where a person lifted a suspension, it is not imposed again for the same reason.
 */
export function actsDue(one: CertificateCase, done: readonly DoneAct[], rules: BodyRules, dayOn: string): Act[] {
  return deadlinesOf(one, rules, dayOn).flatMap((deadline) => {
    if (deadline.isMet) return []
    const same = done.filter((act) => act.deadline === deadline.kind && act.latestOn === deadline.latestOn)
    const act =
      dayOn > deadline.latestOn ? lateAct(one, deadline, same, rules, dayOn) : reminder(deadline, same, rules, dayOn)
    return act ? [act] : []
  })
}

function reminder({ kind, latestOn }: Deadline, same: readonly DoneAct[], rules: BodyRules, dayOn: string): Act | null {
  const come = rules.surveillance.remindBeforeDays.value.filter((days) => addDays(latestOn, -days) <= dayOn)
  if (come.length === 0) return null
  const daysBefore = Math.min(...come)
  if (same.some((act) => act.daysBefore <= daysBefore)) return null
  return { deadline: kind, latestOn, daysBefore, outcome: 'reminded', untilOn: null }
}

function lateAct(
  one: CertificateCase,
  deadline: Deadline,
  same: readonly DoneAct[],
  rules: BodyRules,
  dayOn: string,
): Act | null {
  const { kind, latestOn } = deadline
  if (same.some((act) => act.daysBefore === PASSED)) return null
  const act = { deadline: kind, latestOn, daysBefore: PASSED, untilOn: null }
  const reminded = { ...act, outcome: 'reminded' as const }
  const severe = severity(one, deadline, rules)
  if (!severe) return reminded
  // A person has already said what becomes of it: the system waits for that day.
  if (one.changes.some((change) => change.effectiveOn > dayOn)) return null
  if (severe === 'withdrawn') return { ...act, outcome: severe }
  if (statusOn(one, one.changes, dayOn).status !== 'valid') return null
  const untilOn = earlier(monthsAfter(dayOn, rules.suspension.longestMonths.value), one.validUntilOn)
  return untilOn > dayOn ? { ...act, outcome: severe, untilOn } : reminded
}

/** What the rules do to a certificate whose day has passed; null where they only remind. */
function severity(one: CertificateCase, deadline: Deadline, rules: BodyRules): 'suspended' | 'withdrawn' | null {
  const { kind, latestOn, sinceOn } = deadline
  if (kind === 'surveillance') return rules.surveillance.whenOverdue.value === 'suspend' ? 'suspended' : null
  if (kind !== 'suspension' || rules.suspension.whenOver.value !== 'withdraw') return null
  const ranItsLongest = latestOn >= monthsAfter(sinceOn, rules.suspension.longestMonths.value)
  // Who was visited meanwhile waits for a decision: people say then what becomes of it.
  const wasVisited = one.audits.some((audit) => audit.visitedOn !== null && audit.visitedOn >= sinceOn)
  return ranItsLongest && !wasVisited ? 'withdrawn' : null
}

/** Whether nothing can become due any more: it has ended, or expired with its last word said. */
export function isOver(one: CertificateCase, done: readonly DoneAct[], rules: BodyRules, dayOn: string): boolean {
  const { status } = statusOn(one, one.changes, dayOn)
  if (status === 'withdrawn' || status === 'cancelled') return true
  return status === 'expired' && actsDue(one, done, rules, dayOn).length === 0
}
