import { type Actor, hasRole } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'

/** Whose the work order is now, and whether it was the asker's before. */
export type Holder = { staffId: string; personId: string | null }

/**
 * A technician works on their own orders only; the service manager may act for whoever has it, which history shows. Somebody from whom it
 * was taken while the phone was offline is told so in plain words.
 */
export function mayWork(actor: Actor, holder: Holder | null, onceMine: boolean): Decision<{ onBehalf: boolean }> {
  if (holder && actor.kind === 'person' && holder.personId === actor.personId) return accept({ onBehalf: false })
  if (hasRole(actor, 'service_manager')) return holder ? accept({ onBehalf: true }) : refuse('conflict', 'not_assigned')
  if (onceMine) return refuse('conflict', 'no_longer_yours')
  return refuse('forbidden', 'not_your_work_order')
}

/** Technicians read their own orders; the office reads all. */
export function mayRead(actor: Actor, holder: Pick<Holder, 'personId'> | null): boolean {
  if (actor.roles.some((role) => role !== 'technician' && role !== 'customer')) return true
  return actor.kind === 'person' && holder?.personId === actor.personId
}
