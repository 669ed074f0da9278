import type { AuditorRow, Conflict } from '../../auditor/contract.ts'
import { coveredClasses, knowsScheme, overlap } from '../../auditor/rules.ts'
import { currentTeam } from '../access.ts'
import type { Audit, AuditKind, Duty, TeamMember, TeamProblem } from '../contract.ts'

type About = Pick<
  Audit,
  'kind' | 'schemeId' | 'productClasses' | 'personDaysTenths' | 'shortReason' | 'plannedFromOn' | 'plannedToOn'
>

type Known = {
  auditors: readonly AuditorRow[]
  /** Declarations that stand today about this client. */
  conflicts: readonly Pick<Conflict, 'personId' | 'kind' | 'companyName'>[]
  /** People who came as often in a row as the rules allow, and how often. */
  rotationDue: ReadonlyMap<string, number>
}

/** Person-days of those whose days count: leaders and auditors now in the team. */
export function teamTenths(team: readonly TeamMember[]): number {
  return currentTeam(team)
    .filter((member) => isJudging(member))
    .reduce((sum, member) => sum + member.personDaysTenths, 0)
}

/**
 * Who led or audited this client's latest audits without a break, as often as the rules let them: those may not judge in the next one. The
 * audits come newest first; special ones and those called off are not among them. 0: nobody ever.
 */
export function findRotationDue(
  former: readonly { judges: readonly string[] }[],
  auditsInARow: number,
): Map<string, number> {
  const due = new Map<string, number>()
  if (auditsInARow === 0) return due
  for (const personId of former[0]?.judges ?? []) {
    const gap = former.findIndex((audit) => !audit.judges.includes(personId))
    const inARow = gap < 0 ? former.length : gap
    if (inARow >= auditsInARow) due.set(personId, inARow)
  }
  return due
}

/** A spot check or a follow-up is done by those who know the case; whoever only advises or looks on may come back. */
export function rotates(kind: AuditKind, duty: Duty): boolean {
  return kind !== 'special' && (duty === 'leader' || duty === 'auditor')
}

function isJudging(member: TeamMember): boolean {
  return member.duty === 'leader' || member.duty === 'auditor'
}

/** Everything that keeps this team from going out, in the order in which people put it right. */
export function teamProblems(audit: About, members: readonly TeamMember[], known: Known): TeamProblem[] {
  const team = currentTeam(members)
  const problems: TeamProblem[] = []
  const add = (code: TeamProblem['code'], name = '', detail = '') => problems.push({ code, name, detail })
  if (!team.some((member) => member.duty === 'leader')) add('no_leader')
  if (audit.plannedFromOn === null || audit.plannedToOn === null) add('no_dates')
  for (const member of team) problems.push(...memberProblems(audit, member, known))
  const onOn = audit.plannedFromOn
  if (onOn !== null && audit.schemeId !== '') {
    for (const name of uncoveredClasses(audit, team, known.auditors, onOn)) add('class_not_covered', name)
  }
  const short = audit.personDaysTenths - teamTenths(team)
  if (short > 0 && audit.shortReason === '') add('person_days_short', '', String(short))
  return problems
}

function memberProblems(audit: About, member: TeamMember, known: Known): TeamProblem[] {
  const problems: TeamProblem[] = []
  const add = (code: TeamProblem['code'], detail = '') => problems.push({ code, name: member.name, detail })
  const conflict = known.conflicts.find((one) => one.personId === member.personId)
  if (conflict) add('conflict_of_interest', conflict.kind)
  const inARow = known.rotationDue.get(member.personId)
  if (inARow !== undefined && rotates(audit.kind, member.duty)) add('rotation_due', String(inARow))
  const auditor = known.auditors.find((one) => one.personId === member.personId)
  const dayOn = audit.plannedFromOn
  if (isJudging(member)) {
    if (!auditor || (auditor.endedOn !== null && dayOn !== null && auditor.endedOn <= dayOn)) add('not_registered')
    else if (audit.schemeId !== '' && dayOn !== null && !knowsScheme(auditor.competences, audit.schemeId, dayOn))
      add('scheme_not_known', audit.schemeId)
  }
  if (member.duty !== 'observer' && member.bookings.length === 0) add('nobody_booked')
  for (const booking of member.bookings) {
    const { plannedFromOn, plannedToOn } = audit
    if (
      plannedFromOn !== null &&
      plannedToOn !== null &&
      (booking.fromOn < plannedFromOn || booking.toOn > plannedToOn)
    )
      add('booked_outside', `${booking.fromOn}–${booking.toOn}`)
    const away = auditor?.absences.find((absence) => overlap(absence, booking))
    if (away) add('absent', `${away.fromOn}–${away.toOn}`)
  }
  return problems
}

/** Technical experts bring knowledge of products even where they do not know the scheme. */
function uncoveredClasses(
  audit: About,
  team: readonly TeamMember[],
  auditors: readonly AuditorRow[],
  dayOn: string,
): string[] {
  const covered = new Set(
    team
      .filter((member) => member.duty !== 'observer')
      .flatMap((member) => {
        const competences = auditors.find((one) => one.personId === member.personId)?.competences ?? []
        return coveredClasses(competences, audit.schemeId, audit.productClasses, dayOn)
      }),
  )
  return audit.productClasses.filter((name) => !covered.has(name))
}
