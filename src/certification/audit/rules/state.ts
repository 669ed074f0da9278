import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Audit, AuditState } from '../contract.ts'

type Marks = Pick<Audit, 'cancelledAt' | 'reportedAt' | 'visitedAt' | 'openedAt' | 'teamSettledAt'>

/** What people call the audit's state: the farthest mark it has reached. */
export function auditState(audit: Marks): AuditState {
  if (audit.cancelledAt !== null) return 'cancelled'
  if (audit.reportedAt !== null) return 'reported'
  if (audit.visitedAt !== null) return 'visited'
  if (audit.openedAt !== null) return 'open'
  return audit.teamSettledAt === null ? 'planned' : 'staffed'
}

/** Team, days and plan can be changed until the visit is over. */
export function canPrepare(audit: Marks): Decision<null> {
  return isState(audit, ['planned', 'staffed', 'open'])
}

/** The person-days are reckoned before the audit begins. */
export function canChangeDays(audit: Marks): Decision<null> {
  return isState(audit, ['planned', 'staffed'])
}

export function canCancel(audit: Marks): Decision<null> {
  return isState(audit, ['planned', 'staffed', 'open'])
}

export function canOpen(audit: Marks): Decision<null> {
  return isState(audit, ['staffed'])
}

export function canEndVisit(audit: Marks): Decision<null> {
  return isState(audit, ['open'])
}

/** After the visit the scoring may be taken up again until the report is out. */
export function canResumeVisit(audit: Marks): Decision<null> {
  return isState(audit, ['visited'])
}

export function canReport(audit: Marks): Decision<null> {
  return isState(audit, ['visited'])
}

function isState(audit: Marks, states: readonly AuditState[]): Decision<null> {
  const state = auditState(audit)
  return states.includes(state) ? accept(null) : refuse('conflict', 'audit_state', { state })
}

export function canPlanDates(fromOn: string, toOn: string): Decision<null> {
  return fromOn <= toOn ? accept(null) : refuse('invalid', 'days_impossible', { from: fromOn, to: toOn })
}
