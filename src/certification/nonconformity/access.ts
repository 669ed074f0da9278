import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import { OFFICERS } from '../access.ts'
import { isAuditing, isLeader } from '../audit/access.ts'
import type { TeamMember } from '../audit/contract.ts'

type Team = readonly Pick<TeamMember, 'personId' | 'duty' | 'leftAt'>[]

/** Whoever audits raises and judges. */
export function mayRaise(actor: Actor, team: Team): boolean {
  return isAuditing(actor, team)
}

/** The leader speaks for the team, the officer for the body. */
export function mayTell(actor: Actor, team: Team): boolean {
  return hasRole(actor, ...OFFICERS) || isLeader(actor, team)
}
