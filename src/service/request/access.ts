import { type Actor, hasRole } from '#src/shared/actor.ts'

/** Whose work needs the customer's number and address; the others see that there is one. */
export function maySeeContact(actor: Actor): boolean {
  return hasRole(actor, 'agent', 'dispatcher', 'service_manager', 'administrator')
}
