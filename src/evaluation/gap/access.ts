import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import { REPRESENTATIVES } from '../access.ts'

/** An item is said to be done by the person who answers for it, or by the representative. */
export function mayClaim(actor: Actor, item: { ownerId: string }): boolean {
  return hasRole(actor, ...REPRESENTATIVES) || (actor.kind === 'person' && actor.personId === item.ownerId)
}
