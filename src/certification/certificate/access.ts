import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import { DECIDERS, OFFICERS } from '../access.ts'

/** Who issues what was decided: the paper follows the decision and adds nothing to it. */
export const ISSUERS = [...OFFICERS, ...DECIDERS] as const

/** Whether somebody may change a certificate at all; that they took no part in its audits is asked besides. */
export function mayChange(actor: Actor): boolean {
  return actor.kind === 'system' || hasRole(actor, ...DECIDERS)
}

/** Who may open the mails about certificates in the outbox. */
export const OUTBOX_READERS = [...ISSUERS, 'administrator'] as const
