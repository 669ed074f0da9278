import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Left } from './read.ts'

/** What must be known of an audit before its team goes on site. */
export type Prepared = {
  cancelledAt: string | null
  hasTeam: boolean
  hasPlan: boolean
  contractSignedOn: string | null
  isOpen: boolean
}

/** Why the visit cannot be opened yet, all at once, for the page that says what is still to do. */
export function hindrancesOf(audit: Prepared): ('team' | 'plan' | 'contract')[] {
  return [
    ...(audit.hasTeam ? [] : (['team'] as const)),
    ...(audit.hasPlan ? [] : (['plan'] as const)),
    ...(audit.contractSignedOn === null ? (['contract'] as const) : []),
  ]
}

export function canOpen(audit: Prepared, takesPart: boolean): Decision<null> {
  if (!takesPart) return refuse('forbidden', 'visit_team_only')
  if (audit.cancelledAt !== null) return refuse('conflict', 'visit_audit_cancelled')
  if (audit.isOpen) return refuse('conflict', 'visit_already_open')
  const [first] = hindrancesOf(audit)
  if (first === 'team') return refuse('conflict', 'visit_needs_team')
  if (first === 'plan') return refuse('conflict', 'visit_needs_plan')
  if (first === 'contract') return refuse('conflict', 'visit_needs_contract')
  return accept(null)
}

/** The leader ends the visit, with nothing left to do. */
export function canFinish(
  visit: { finishedAt: string | null } | undefined,
  writer: { isLeader: boolean } | null,
  left: readonly Left[],
): Decision<null> {
  if (!visit) return refuse('conflict', 'visit_not_open')
  if (!writer?.isLeader) return refuse('forbidden', 'visit_leader_only')
  if (visit.finishedAt !== null) return refuse('conflict', 'visit_finished', { finishedAt: visit.finishedAt })
  return left.length === 0 ? accept(null) : refuse('conflict', 'visit_incomplete', { count: left.length })
}

/** The leader takes a finished visit up again. */
export function canResume(
  visit: { finishedAt: string | null } | undefined,
  writer: { isLeader: boolean } | null,
): Decision<null> {
  if (!visit) return refuse('conflict', 'visit_not_open')
  if (!writer?.isLeader) return refuse('forbidden', 'visit_leader_only')
  return visit.finishedAt === null ? refuse('conflict', 'visit_not_finished') : accept(null)
}
