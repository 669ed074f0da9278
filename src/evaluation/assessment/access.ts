import type { Role } from '#src/shared/endpoint.ts'
import { VIEWERS } from '../access.ts'

/** Who reads rounds: of a company those who look at the star, of a certification body everybody who has a part in its audits. */
export const READERS = [...VIEWERS, 'certification_officer', 'certification_decider'] as const

/** Who judges: in a company's own round its posts, in an audit's round its auditors. */
export const ASSESSORS = ['agent', 'dispatcher', 'service_manager', 'management_representative', 'auditor'] as const

const AUDIT_ASSESSORS: readonly Role[] = ['auditor']

/** Who opens a company's own round. */
export const OPENERS = ['service_manager', 'management_representative'] as const

type Round = { kind: 'self' | 'audit'; assessorIds: readonly string[] | null }
type Who = { personId: string | null; roles: readonly Role[] }

/** Whether this person judges in this round: by post, and where the round names its people, by name. */
export function mayJudge(round: Round, who: Who): boolean {
  const posts: readonly Role[] = round.kind === 'audit' ? AUDIT_ASSESSORS : ASSESSORS
  if (!who.roles.some((role) => posts.includes(role))) return false
  return round.assessorIds === null || (who.personId !== null && round.assessorIds.includes(who.personId))
}
