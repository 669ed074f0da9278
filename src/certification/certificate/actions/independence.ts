import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { takesPart } from '../../audit/store.ts'
import { hasConflict } from '../../auditor/actions.ts'
import { bodyDay } from '../../body-rules/actions.ts'

/**
 * Refuses who took part in one of these audits, in whatever duty and however briefly, and who once worked for or advised the client. The
 * system acts by the body's rules alone; a key of the interface is nobody who could be independent.
 */
export async function refuseInvolved(tx: Tx, auditIds: readonly string[], clientId: string): Promise<Decision<null>> {
  if (tx.actor.kind === 'system') return accept(null)
  if (tx.actor.kind !== 'person') return refuse('forbidden', 'person_needed')
  for (const auditId of auditIds)
    if (await takesPart(tx, auditId, tx.actor.personId)) return refuse('forbidden', 'took_part_in_audit')
  if (await hasConflict(tx, tx.actor.personId, clientId, await bodyDay(tx)))
    return refuse('forbidden', 'conflict_with_client')
  return accept(null)
}
