import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { findBlacklisted } from '../client/store.ts'
import type * as contract from './contract.ts'
import { barredUntil, canBar, canLift } from './rules.ts'
import { holdEntry, insertEntry, saveLifted } from './store.ts'

export async function barCompany(
  tx: WriteTx,
  given: Input<typeof contract.barCompany>['body'],
): Promise<Decision<{ id: string; untilOn: string }>> {
  const fromOn = await bodyDay(tx)
  const allowed = canBar(given.uscc, await findBlacklisted(tx, given.uscc, fromOn))
  if (!allowed.ok) return allowed
  const { id: rulesId, rules } = await loadBodyRulesOn(tx, fromOn)
  const untilOn = barredUntil(fromOn, rules.acceptance.blacklistMonths.value)
  await insertEntry(tx, { ...given, fromOn, untilOn })
  const { id, ...content } = given
  tx.record({
    recordType: 'blacklist_entry',
    recordId: id,
    verb: 'blacklist_entry.made',
    content: { ...content, fromOn, untilOn, rulesId },
  })
  return accept({ id, untilOn })
}

export async function liftBar(tx: WriteTx, id: string, reason: string): Promise<Decision<{ id: string }>> {
  const entry = await holdEntry(tx, id)
  if (!entry) return refuse('not_found', 'not_found')
  const allowed = canLift(entry, actorRef(tx.actor), await bodyDay(tx))
  if (!allowed.ok) return allowed
  await saveLifted(tx, id, reason)
  tx.record({ recordType: 'blacklist_entry', recordId: id, verb: 'blacklist_entry.lifted', content: { reason } })
  return accept({ id })
}
