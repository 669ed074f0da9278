import type { Saved } from '#src/company/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadAudit, loadTeam } from '../../audit/store.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { mayRaise, mayTell } from '../access.ts'
import type { Finding } from '../contract.ts'
import { canChange, canRaise, canWithdraw, gradeOf } from '../rules/course.ts'
import { saveRound } from '../store/course.ts'
import {
  insertNonconformity,
  loadNonconformity,
  replaceFiles,
  type StoredNonconformity,
  saveNonconformity,
} from '../store/rows.ts'

/** The nonconformity, if the person may do this in its audit. */
export async function enter(
  tx: Tx,
  id: string,
  may: typeof mayRaise,
  code: string,
): Promise<Decision<StoredNonconformity>> {
  const row = await loadNonconformity(tx, id)
  if (!row) return refuse('not_found', 'not_found')
  return may(tx.actor, await loadTeam(tx, row.auditId)) ? accept(row) : refuse('forbidden', code)
}

export async function raise(
  tx: WriteTx,
  auditId: string,
  { id, gradeId, files, ...finding }: Finding & { id: string },
): Promise<Decision<Saved & { number: string }>> {
  const { actor } = tx
  if (actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  if (!mayRaise(actor, await loadTeam(tx, auditId))) return refuse('forbidden', 'visit_team_only')
  const allowed = canRaise(audit.state)
  if (!allowed.ok) return allowed
  const raisedOn = await bodyDay(tx)
  const { id: rulesId, rules } = await loadBodyRulesOn(tx, raisedOn)
  const grade = gradeOf(rules, gradeId)
  if (!grade.ok) return grade
  const number = await tx.nextNumber('NC')
  await insertNonconformity(tx, {
    ...finding,
    ...{ id, number, auditId, clientId: audit.clientId, rulesId, raisedOn },
    grade: grade.value,
    escalateAfter: rules.nonconformity.escalateAfter.value,
    raisedBy: actor.personId,
    raisedByName: actor.name.slice(0, 60),
  })
  await replaceFiles(tx, id, files)
  note(tx, id, 'raised', { number, auditId, gradeId, ...finding, files: files.map((file) => file.sha256) })
  return accept({ id, number, version: 1 })
}

export async function change(
  tx: WriteTx,
  id: string,
  { gradeId, files, version, ...finding }: Finding & { version: number },
): Promise<Decision<Saved>> {
  const entered = await enter(tx, id, mayRaise, 'visit_team_only')
  if (!entered.ok) return entered
  const allowed = canChange(entered.value.course)
  if (!allowed.ok) return allowed
  const { id: rulesId, rules } = await loadBodyRulesOn(tx, entered.value.raisedOn)
  const grade = gradeOf(rules, gradeId)
  if (!grade.ok) return grade
  const escalateAfter = rules.nonconformity.escalateAfter.value
  await saveNonconformity(tx, id, version, { ...finding, rulesId, grade: grade.value, escalateAfter })
  await replaceFiles(tx, id, files)
  note(tx, id, 'changed', { gradeId, ...finding, files: files.map((file) => file.sha256) })
  return accept({ id, version: version + 1 })
}

export async function withdraw(
  tx: WriteTx,
  id: string,
  { reason, version }: { reason: string; version: number },
): Promise<Decision<Saved>> {
  const entered = await enter(tx, id, mayTell, 'audit_leader_or_officer')
  if (!entered.ok) return entered
  const allowed = canWithdraw(entered.value.course)
  if (!allowed.ok) return allowed
  const withdrawnByName = tx.actor.kind === 'person' ? tx.actor.name.slice(0, 60) : ''
  await saveNonconformity(tx, id, version, { withdrawnAt: tx.at, withdrawnByName, withdrawnReason: reason })
  await saveRound(tx, id, undefined, { settledAt: tx.at })
  note(tx, id, 'withdrawn', { reason })
  return accept({ id, version: version + 1 })
}

export function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'nonconformity', recordId, verb: `nonconformity.${step}`, content })
}
