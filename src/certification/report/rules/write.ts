import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Duty } from '../../audit/contract.ts'
import type { AuditReport, ReportWords } from '../contract.ts'

type Member = { personId: string; duty: Duty; leftAt: string | null }

/** Members of the team write; observers and those who left do not. */
export function mayWriteReport(team: readonly Member[], personId: string | null): boolean {
  return team.some((one) => one.personId === personId && one.leftAt === null && one.duty !== 'observer')
}

export function isLeader(team: readonly Member[], personId: string | null): boolean {
  return team.some((one) => one.personId === personId && one.leftAt === null && one.duty === 'leader')
}

export function canWrite(
  team: readonly Member[],
  personId: string | null,
  report: Pick<AuditReport, 'submittedAt'> | undefined,
  isVisited: boolean,
): Decision<null> {
  if (!mayWriteReport(team, personId)) return refuse('forbidden', 'not_of_the_team')
  if (!isVisited) return refuse('conflict', 'audit_not_visited')
  if (report?.submittedAt) return refuse('conflict', 'report_submitted')
  return accept(null)
}

export type SubmitFacts = { isScored: boolean; words: ReportWords | undefined }

export function canSubmit(
  team: readonly Member[],
  personId: string | null,
  report: Pick<AuditReport, 'submittedAt'> | undefined,
  { isScored, words }: SubmitFacts,
): Decision<null> {
  if (!isLeader(team, personId)) return refuse('forbidden', 'leader_only')
  if (!report || !words) return refuse('conflict', 'report_incomplete', { missing: 'summary' })
  if (report.submittedAt) return refuse('conflict', 'report_submitted')
  if (!isScored) return refuse('conflict', 'scoring_not_closed')
  const missing = (['scope', 'summary', 'recommendsReason'] as const).filter((name) => words[name] === '')
  if (missing.length > 0) return refuse('conflict', 'report_incomplete', { missing: missing.join(', ') })
  if (words.recommends === null) return refuse('conflict', 'report_incomplete', { missing: 'recommends' })
  return accept(null)
}
