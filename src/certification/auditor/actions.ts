import { personNames } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import { loadBodyRulesOn } from '../body-rules/actions.ts'
import { mayDeclareFor, mayWithdrawFor } from './access.ts'
import type { Absence, Conflict, MonthLoad, NewAuditor, NewCompetence, NewConflict } from './contract.ts'
import { canAddCompetence, canDeclare, canSetAbsences, monthsFrom, standsOn, workload } from './rules.ts'
import {
  endCompetence,
  endConflict,
  insertAuditor,
  insertCompetence,
  insertConflict,
  listAuditors,
  listBookings,
  loadAuditor,
  loadConflict,
  loadConflictsAbout,
  replaceAbsences,
  saveAuditor,
} from './store.ts'

/** Whether a declared interest keeps the person away from this client on that day, by the rules in force then. For teams, reviews, decisions and appeals. */
export async function hasConflict(tx: Tx, personId: string, clientId: string, onDay: string): Promise<boolean> {
  return (await findConflicts(tx, [personId], clientId, onDay)).length > 0
}

/** The declarations of these people that keep them away from the client on that day. */
export async function findConflicts(
  tx: Tx,
  personIds: readonly string[],
  clientId: string,
  onDay: string,
): Promise<Conflict[]> {
  const declared = await loadConflictsAbout(tx, clientId, personIds)
  if (declared.length === 0) return []
  const { rules } = await loadBodyRulesOn(tx, onDay)
  return declared.filter((one) => standsOn(one, rules.independence.conflictYears.value, onDay))
}

export async function enterAuditor(tx: WriteTx, given: NewAuditor): Promise<Decision<Saved>> {
  const names = await personNames(tx, [given.personId])
  if (!names.has(given.personId)) return refuse('not_found', 'person_unknown')
  if (await loadAuditor(tx, given.personId)) return refuse('conflict', 'auditor_entered')
  await insertAuditor(tx, given)
  note(tx, given.personId, 'entered', given)
  return accept({ id: given.personId, version: 1 })
}

export async function changeAuditor(
  tx: WriteTx,
  personId: string,
  given: { homeCityCode: string; languages: string[]; daysPerMonth: number; endedOn: string | null; version: number },
): Promise<Decision<Saved>> {
  const { version, ...change } = given
  if (!(await loadAuditor(tx, personId))) return refuse('not_found', 'not_found')
  await saveAuditor(tx, personId, version, change)
  note(tx, personId, 'changed', change)
  return accept({ id: personId, version: version + 1 })
}

export async function addCompetence(tx: WriteTx, personId: string, given: NewCompetence): Promise<Decision<Saved>> {
  const allowed = canAddCompetence(given)
  if (!allowed.ok) return allowed
  if (!(await loadAuditor(tx, personId))) return refuse('not_found', 'not_found')
  await insertCompetence(tx, personId, given)
  note(tx, personId, 'competence_added', given)
  return accept({ id: given.id, version: 1 })
}

export async function withdrawCompetence(
  tx: WriteTx,
  personId: string,
  id: string,
  reason: string,
): Promise<Decision<Saved>> {
  if (!(await endCompetence(tx, personId, id, reason))) return refuse('not_found', 'not_found')
  note(tx, personId, 'competence_withdrawn', { id, reason })
  return accept({ id, version: 1 })
}

export async function setAbsences(
  tx: WriteTx,
  personId: string,
  given: { absences: Absence[]; version: number },
): Promise<Decision<Saved>> {
  const allowed = canSetAbsences(given.absences)
  if (!allowed.ok) return allowed
  if (!(await loadAuditor(tx, personId))) return refuse('not_found', 'not_found')
  await saveAuditor(tx, personId, given.version, null)
  await replaceAbsences(tx, personId, given.absences)
  note(tx, personId, 'absences_set', { absences: given.absences })
  return accept({ id: personId, version: given.version + 1 })
}

export async function declareConflict(tx: WriteTx, given: NewConflict): Promise<Decision<Saved>> {
  if (!mayDeclareFor(tx.actor, given.personId)) return refuse('forbidden', 'forbidden')
  const allowed = canDeclare(given)
  if (!allowed.ok) return allowed
  await insertConflict(tx, given)
  tx.record({
    recordType: 'conflict_of_interest',
    recordId: given.id,
    verb: 'conflict_of_interest.declared',
    content: given,
  })
  return accept({ id: given.id, version: 1 })
}

export async function withdrawConflict(tx: WriteTx, id: string, reason: string): Promise<Decision<Saved>> {
  const declared = await loadConflict(tx, id)
  if (!declared) return refuse('not_found', 'not_found')
  if (!mayWithdrawFor(tx.actor, declared.personId)) return refuse('forbidden', 'own_conflict')
  if (!(await endConflict(tx, id, reason))) return refuse('conflict', 'conflict_withdrawn')
  tx.record({
    recordType: 'conflict_of_interest',
    recordId: id,
    verb: 'conflict_of_interest.withdrawn',
    content: { reason },
  })
  return accept({ id, version: 1 })
}

/** Booked, absent and available days of everybody on the register. `fromMonth` is `YYYY-MM`. */
export async function readWorkload(tx: Tx, fromMonth: string, count: number): Promise<MonthLoad[]> {
  const months = monthsFrom(fromMonth, count)
  const bookings = await listBookings(tx, { fromOn: `${months[0]}-01`, toOn: lastDayOf(months[months.length - 1]!) })
  const auditors = await listAuditors(tx, { limit: 1000, ended: false })
  return workload(
    auditors.map((one) => ({ ...one, bookings: bookings.filter((booking) => booking.personId === one.personId) })),
    months,
  )
}

function lastDayOf(month: string): string {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  return dayOf(Date.UTC(year, nth, 0), 'UTC')
}

function note(tx: WriteTx, personId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'auditor', recordId: personId, verb: `auditor.${step}`, content })
}
