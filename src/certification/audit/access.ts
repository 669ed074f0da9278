import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import { OFFICERS } from '../access.ts'
import type { TeamMember } from './contract.ts'

/** Who plans and samples: officers, and the auditors of the body; the finer question is `mayPlan`. */
export const PLANNERS = ['certification_officer', 'auditor'] as const

type Member = Pick<TeamMember, 'personId' | 'duty' | 'leftAt'>

/** Those in the team now. Who left is not among them, but still took part. */
export function currentTeam<M extends Pick<TeamMember, 'leftAt'>>(team: readonly M[]): M[] {
  return team.filter((member) => member.leftAt === null)
}

/** The officer, or the leader of this audit's team. */
export function mayPlan(actor: Actor, team: readonly Member[]): boolean {
  return hasRole(actor, ...OFFICERS) || isLeader(actor, team)
}

export function isLeader(actor: Actor, team: readonly Member[]): boolean {
  if (actor.kind !== 'person') return false
  return currentTeam(team).some((member) => member.personId === actor.personId && member.duty === 'leader')
}

/** In the team now and there to judge: not as an observer. */
export function maySample(actor: Actor, team: readonly Member[]): boolean {
  return mayPlan(actor, team) || isAuditing(actor, team)
}

export function isAuditing(actor: Actor, team: readonly Member[]): boolean {
  if (actor.kind !== 'person') return false
  return currentTeam(team).some((member) => member.personId === actor.personId && member.duty !== 'observer')
}
