import type { Saved } from '#src/company/contract.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadContract } from '../../certification-contract/store.ts'
import { listVersions } from '../../programme/store.ts'
import type { Audit, NewAudit } from '../contract.ts'
import {
  canCancel,
  canChangeDays,
  canEndVisit,
  canOpen,
  canPlanDates,
  canPrepare,
  canReport,
  canResumeVisit,
} from '../rules/state.ts'
import { type AuditChange, deleteBookings, insertAudit, loadAudit, saveAudit } from '../store.ts'
import { findTeamProblems } from './team.ts'

/** Makes an audit. The caller has found that the contract, certificate or application it is made from allows one. */
export async function createAudit(tx: WriteTx, given: NewAudit): Promise<Decision<Saved & { number: string }>> {
  const { plannedFromOn, plannedToOn } = given
  if (plannedFromOn !== null && plannedToOn !== null) {
    const allowed = canPlanDates(plannedFromOn, plannedToOn)
    if (!allowed.ok) return allowed
  }
  if (given.kind === 'special' && given.purpose === '') return refuse('invalid', 'audit_purpose_missing')
  const founded = await isFounded(tx, given)
  if (!founded.ok) return founded
  const number = await tx.nextNumber('A')
  await insertAudit(tx, given, number)
  note(tx, given.id, 'created', { ...given, number })
  return accept({ id: given.id, version: 1, number })
}

/** An audit under a contract: of this client and signed; as a row of the programme: one that there is. */
async function isFounded(tx: WriteTx, given: NewAudit): Promise<Decision<null>> {
  if (given.contractId === null)
    return given.programmePlace === null ? accept(null) : refuse('invalid', 'programme_row_unknown')
  const contract = await loadContract(tx, given.contractId)
  if (!contract) return refuse('not_found', 'not_found')
  if (contract.clientId !== given.clientId) return refuse('invalid', 'contract_of_another')
  if (contract.signedOn === null || contract.cancelledAt !== null) return refuse('conflict', 'contract_not_signed')
  if (given.programmePlace === null) return accept(null)
  const [programme] = await listVersions(tx, [given.contractId])
  const row = programme?.rows.find((one) => one.place === given.programmePlace)
  return row?.kind === given.kind ? accept(null) : refuse('invalid', 'programme_row_unknown')
}

export async function planDates(
  tx: WriteTx,
  auditId: string,
  given: { plannedFromOn: string; plannedToOn: string; packId: string | null; version: number },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const { version, ...change } = given
  const allowed = canPrepare(audit)
  if (!allowed.ok) return allowed
  const possible = canPlanDates(change.plannedFromOn, change.plannedToOn)
  if (!possible.ok) return possible
  return noteStep(tx, audit, version, 'planned', { ...change, teamSettledAt: null })
}

/** More or fewer person-days than were reckoned, before the audit begins and with a reason; its team is settled anew. */
export async function changePersonDays(
  tx: WriteTx,
  auditId: string,
  given: { personDaysTenths: number; reason: string },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canChangeDays(audit)
  if (!allowed.ok) return allowed
  const { personDaysTenths, reason } = given
  const change = { personDaysTenths, teamSettledAt: null }
  return noteStep(tx, audit, audit.version, 'person_days_changed', change, { was: audit.personDaysTenths, reason })
}

export async function cancelAudit(
  tx: WriteTx,
  auditId: string,
  given: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canCancel(audit)
  if (!allowed.ok) return allowed
  await deleteBookings(tx, auditId)
  return noteStep(tx, audit, given.version, 'cancelled', { cancelledAt: tx.at, cancelledReason: given.reason })
}

/**
 * The review of the documents or the visit begins: only with a settled team that is still free of conflicts. `assessmentId` is the body's own
 * scoring (evaluation assessment of kind audit) in which it is written down.
 */
export async function openAudit(
  tx: WriteTx,
  auditId: string,
  given: { version: number; assessmentId: string },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canOpen(audit)
  if (!allowed.ok) return allowed
  const [problem, ...others] = await findTeamProblems(tx, audit)
  if (problem)
    return refuse('conflict', 'team_not_ready', { problem: problem.code, name: problem.name, more: others.length })
  const { version, assessmentId } = given
  return noteStep(tx, audit, version, 'opened', { openedAt: tx.at, assessmentId })
}

/** The visit is over and the scoring closed; the caller has closed the assessment. */
export async function endVisit(tx: WriteTx, auditId: string, version: number): Promise<Decision<Saved>> {
  return step(tx, auditId, version, canEndVisit, 'visited', { visitedAt: tx.at })
}

/** The scoring is taken up again before the report is out; the caller has reopened the assessment. */
export async function resumeVisit(
  tx: WriteTx,
  auditId: string,
  version: number,
  reason: string,
): Promise<Decision<Saved>> {
  return step(tx, auditId, version, canResumeVisit, 'visit_resumed', { visitedAt: null }, { reason })
}

/** The report is out. */
export async function reportAudit(tx: WriteTx, auditId: string, version: number): Promise<Decision<Saved>> {
  return step(tx, auditId, version, canReport, 'reported', { reportedAt: tx.at })
}

async function step(
  tx: WriteTx,
  auditId: string,
  version: number,
  can: (audit: Audit) => Decision<null>,
  verb: string,
  change: AuditChange,
  about: object = {},
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = can(audit)
  if (!allowed.ok) return allowed
  return noteStep(tx, audit, version, verb, change, about)
}

/** One step of an audit: saved if unchanged, and noted. `about` is what history says beyond the columns. */
export async function noteStep(
  tx: WriteTx,
  audit: Pick<Audit, 'id'>,
  version: number,
  step: string,
  change: AuditChange,
  about: object = {},
): Promise<Decision<Saved>> {
  await saveAudit(tx, audit.id, version, change)
  note(tx, audit.id, step, { ...change, ...about })
  return accept({ id: audit.id, version: version + 1 })
}

function note(tx: WriteTx, auditId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'audit', recordId: auditId, verb: `audit.${step}`, content })
}
