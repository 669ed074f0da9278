import { type Actor, hasRole } from '#src/shared/actor.ts'

/** Who sees what a certification body found. */
export const READERS = [
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who makes somebody responsible and answers the body. */
export const CORRECTORS = ['management_representative', 'general_manager', 'administrator'] as const

/** Whoever answers for it writes it: the person made responsible, or those who answer the body. */
export function mayWrite(actor: Actor, responsibleId: string | null): boolean {
  if (hasRole(actor, ...CORRECTORS)) return true
  return actor.kind === 'person' && actor.personId === responsibleId
}
