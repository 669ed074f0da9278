import { personNames } from '#src/account/door.ts'
import type { Saved } from '#src/company/contract.ts'
import { nameAssessors } from '#src/evaluation/door.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { findConflicts } from '../../auditor/actions.ts'
import { coveredClasses, knowsScheme, overlap } from '../../auditor/rules.ts'
import { listAuditors, listBookings, loadAuditors } from '../../auditor/store.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { currentTeam } from '../access.ts'
import type { Audit, Booking, NewMember, TeamProblem } from '../contract.ts'
import { canPrepare } from '../rules/state.ts'
import { findRotationDue, rotates, teamProblems } from '../rules/team.ts'
import {
  type AuditChange,
  endMember,
  listFormerJudges,
  loadAudit,
  loadTeam,
  replaceBookings,
  saveAudit,
  saveMember,
} from '../store.ts'

/** What keeps the team from going out on the day of the visit, as things stand now. Conflicts declared after the settling show here. */
export async function findTeamProblems(tx: Tx, audit: Audit): Promise<TeamProblem[]> {
  const team = await loadTeam(tx, audit.id)
  const personIds = team.map((member) => member.personId)
  return teamProblems(audit, team, {
    auditors: await loadAuditors(tx, personIds),
    conflicts: await findConflicts(tx, personIds, audit.clientId, await bodyDay(tx)),
    rotationDue: await loadRotationDue(tx, audit),
  })
}

/** By the rules in force today: who may not judge at this client once more, and how often in a row they did. */
async function loadRotationDue(tx: Tx, audit: Audit): Promise<Map<string, number>> {
  const { rules } = await loadBodyRulesOn(tx, await bodyDay(tx))
  return findRotationDue(await listFormerJudges(tx, audit), rules.rotation.auditsInARow.value)
}

/** Names somebody to the team, or changes how they take part. Refused at once for a conflict of interest, by the rotation rule, and for days already taken. */
export async function nameMember(
  tx: WriteTx,
  auditId: string,
  given: NewMember & { version: number },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canPrepare(audit)
  if (!allowed.ok) return allowed
  const { personId, duty, personDaysTenths, bookings, version } = given
  const name = (await personNames(tx, [personId])).get(personId)
  if (name === undefined) return refuse('not_found', 'person_unknown')
  if ((await findConflicts(tx, [personId], audit.clientId, await bodyDay(tx))).length > 0)
    return refuse('forbidden', 'conflict_of_interest', { name, client: audit.clientName })
  const inARow = rotates(audit.kind, duty) && (await loadRotationDue(tx, audit)).get(personId)
  if (inARow) return refuse('conflict', 'auditor_rotation_due', { name, client: audit.clientName, count: inARow })
  const leader = (await loadTeam(tx, auditId)).find((one) => one.duty === 'leader' && one.leftAt === null)
  if (duty === 'leader' && leader && leader.personId !== personId)
    return refuse('conflict', 'audit_has_leader', { name: leader.name })
  const free = await findFree(tx, auditId, { personId, name }, bookings)
  if (!free.ok) return free
  await saveMember(tx, auditId, { personId, name, duty, personDaysTenths })
  await replaceBookings(tx, auditId, personId, bookings)
  return noteTeam(
    tx,
    audit,
    version,
    'member_named',
    { teamSettledAt: null },
    { personId, duty, personDaysTenths, bookings },
  )
}

async function findFree(
  tx: Tx,
  auditId: string,
  person: { personId: string; name: string },
  bookings: readonly Booking[],
): Promise<Decision<null>> {
  const turned = bookings.find((booking) => booking.toOn < booking.fromOn)
  if (turned) return refuse('invalid', 'days_impossible', { from: turned.fromOn, to: turned.toOn })
  const [auditor] = await loadAuditors(tx, [person.personId])
  for (const booking of bookings) {
    const away = auditor?.absences.find((absence) => overlap(absence, booking))
    if (away) return refuse('conflict', 'auditor_absent', { name: person.name, from: away.fromOn, to: away.toOn })
    const taken = (await listBookings(tx, booking)).find(
      (other) => other.personId === person.personId && other.auditId !== auditId,
    )
    if (taken)
      return refuse('conflict', 'auditor_booked', {
        name: person.name,
        number: taken.number,
        from: taken.fromOn,
        to: taken.toOn,
      })
  }
  return accept(null)
}

export async function releaseMember(
  tx: WriteTx,
  auditId: string,
  personId: string,
  given: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canPrepare(audit)
  if (!allowed.ok) return allowed
  if (!(await endMember(tx, auditId, personId, given.reason))) return refuse('not_found', 'not_found')
  const about = { personId, reason: given.reason }
  return noteTeam(tx, audit, given.version, 'member_released', { teamSettledAt: null }, about)
}

export async function settleTeam(
  tx: WriteTx,
  auditId: string,
  given: { version: number; shortReason: string },
): Promise<Decision<Saved>> {
  const audit = await loadAudit(tx, auditId)
  if (!audit) return refuse('not_found', 'not_found')
  const allowed = canPrepare(audit)
  if (!allowed.ok) return allowed
  const [problem, ...others] = await findTeamProblems(tx, { ...audit, shortReason: given.shortReason })
  if (problem)
    return refuse('conflict', 'team_not_ready', { problem: problem.code, name: problem.name, more: others.length })
  const { shortReason, version } = given
  return noteTeam(tx, audit, version, 'team_settled', { teamSettledAt: tx.at, shortReason }, {})
}

async function noteTeam(
  tx: WriteTx,
  audit: Audit,
  version: number,
  step: string,
  change: AuditChange,
  about: object,
): Promise<Decision<Saved>> {
  await saveAudit(tx, audit.id, version, change)
  tx.record({ recordType: 'audit', recordId: audit.id, verb: `audit.${step}`, content: { ...change, ...about } })
  if (audit.assessmentId === null) return accept({ id: audit.id, version: version + 1 })
  // Who judges in a scoring that is open already follows the team.
  const judging = currentTeam(await loadTeam(tx, audit.id)).filter((member) => member.duty !== 'observer')
  const named = await nameAssessors(
    tx,
    audit.assessmentId,
    judging.map((member) => member.personId),
  )
  return named.ok ? accept({ id: audit.id, version: version + 1 }) : named
}

export type Candidate = {
  personId: string
  name: string
  homeCityCode: string
  knowsScheme: boolean
  classes: string[]
  busyWith: string[]
  absent: boolean
  hasConflict: boolean
  isRotationDue: boolean
}

/** The register with what speaks for and against each of them, for this audit on its days. */
export async function listCandidates(tx: Tx, audit: Audit): Promise<Candidate[]> {
  const auditors = await listAuditors(tx, { limit: 1000, ended: false })
  const personIds = auditors.map((one) => one.personId)
  const conflicts = new Set(
    (await findConflicts(tx, personIds, audit.clientId, await bodyDay(tx))).map((one) => one.personId),
  )
  const { plannedFromOn: fromOn, plannedToOn: toOn } = audit
  const stretch = fromOn !== null && toOn !== null ? { fromOn, toOn } : null
  const bookings = stretch ? await listBookings(tx, stretch) : []
  const dayOn = fromOn ?? (await bodyDay(tx))
  const due = audit.kind === 'special' ? undefined : await loadRotationDue(tx, audit)
  return auditors.map(({ personId, name, homeCityCode, competences, absences }) => ({
    personId,
    name,
    homeCityCode,
    knowsScheme: knowsScheme(competences, audit.schemeId, dayOn),
    classes: coveredClasses(competences, audit.schemeId, audit.productClasses, dayOn),
    busyWith: bookings.filter((one) => one.personId === personId && one.auditId !== audit.id).map((one) => one.number),
    absent: stretch !== null && absences.some((absence) => overlap(absence, stretch)),
    hasConflict: conflicts.has(personId),
    isRotationDue: due?.has(personId) ?? false,
  }))
}
