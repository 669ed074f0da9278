import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'
import { OFFICERS } from '../access.ts'

/** Who binds the body towards its holders. */
export const ANNOUNCERS = ['general_manager'] as const

/** Who may call a transition off; once announced, the general manager only. */
export const ENDERS = [...OFFICERS, ...ANNOUNCERS] as const

export function mayCallOff(actor: Actor, isAnnounced: boolean): boolean {
  return hasRole(actor, ...(isAnnounced ? ANNOUNCERS : ENDERS))
}

/** Who may open the mails about a transition in the outbox. */
export const OUTBOX_READERS = [...OFFICERS, 'administrator'] as const
