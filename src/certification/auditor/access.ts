import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'

/** Who keeps the register of auditors. */
export const REGISTRARS = ['certification_officer', 'administrator'] as const

/** Anybody declares for themselves; those who keep the register, for everybody. */
export function mayDeclareFor(actor: Actor, personId: string): boolean {
  return (actor.kind === 'person' && actor.personId === personId) || hasRole(actor, ...REGISTRARS)
}

/** Nobody takes back what stands against themselves. */
export function mayWithdrawFor(actor: Actor, personId: string): boolean {
  return actor.kind === 'person' && actor.personId !== personId
}
