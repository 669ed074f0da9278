import { type Actor, hasRole } from '#src/shared/actor.ts'

/** Whose work needs the customer's number and address; the others see that there is one. */
export function maySeeContact(actor: Actor): boolean {
  return hasRole(actor, 'agent', 'dispatcher', 'service_manager', 'administrator')
}

/** `13812345678` → `138****5678`. */
export function maskedNumber(phone: string): string {
  if (phone.length < 8) return phone ? '****' : ''
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
