import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'

export type Membership = {
  personId: string
  name: string
  roles: readonly Role[]
  deactivatedAt: string | null
  version: number
}

export function isAdministrator(member: Pick<Membership, 'roles' | 'deactivatedAt'>): boolean {
  return member.deactivatedAt === null && member.roles.includes('administrator')
}

/** Somebody must remain who can let people in: the last administrator neither goes nor steps down. */
export function mayBecome(
  member: Membership,
  next: { roles: readonly Role[]; deactivatedAt: string | null },
  otherAdministrators: number,
): Decision<{ roles: Role[]; deactivatedAt: string | null }> {
  if (isAdministrator(member) && !isAdministrator(next) && otherAdministrators === 0)
    return refuse('conflict', 'last_administrator')
  return accept({ roles: [...next.roles], deactivatedAt: next.deactivatedAt })
}
