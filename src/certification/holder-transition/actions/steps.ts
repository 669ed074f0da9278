import type { Saved } from '#src/company/contract.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Input } from '#src/shared/endpoint.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { mayCallOff } from '../access.ts'
import type * as contract from '../contract/endpoints.ts'
import { canAnnounce, canCallOff, canDraft, reckonDays } from '../rules/days.ts'
import {
  findSealed,
  findTransitionFrom,
  insertTransition,
  loadTransition,
  saveTransition,
} from '../store/transition.ts'

/** Drafted by an officer; nothing binds before the general manager announces it. */
export async function startTransition(
  tx: WriteTx,
  given: Input<typeof contract.startTransition>['body'],
): Promise<Decision<Saved>> {
  const { id, startOn, basis, daysReason } = given
  const from = await findSealed(tx, given.fromEditionId)
  const to = await findSealed(tx, given.toEditionId)
  if (!from || !to) return refuse('conflict', 'scheme_not_sealed')
  const { id: rulesId, rules } = await loadBodyRulesOn(tx, await bodyDay(tx))
  const reckoned = reckonDays(rules, startOn)
  const days = { startOn, cutOffOn: given.cutOffOn ?? reckoned.cutOffOn, endOn: given.endOn ?? reckoned.endOn }
  const allowed = canDraft({ from, to, days, reckoned, daysReason })
  if (!allowed.ok) return allowed
  if (await findTransitionFrom(tx, from))
    return refuse('conflict', 'holder_transition_exists', { standard: from.reference })
  await insertTransition(tx, { id, from, to, ...days, basis, daysReason, rulesId })
  note(tx, id, 'drafted', { from: from.reference, to: to.reference, ...days, basis, daysReason, rulesId })
  return accept({ id, version: 1 })
}

/** The letters to the holders follow within a minute, each by its own. */
export async function announceTransition(tx: WriteTx, id: string, version: number): Promise<Decision<Saved>> {
  const found = await loadTransition(tx, id)
  if (!found) return refuse('not_found', 'not_found')
  const allowed = canAnnounce(found, await bodyDay(tx))
  if (!allowed.ok) return allowed
  const announcedByName = 'name' in tx.actor ? tx.actor.name : ''
  await saveTransition(tx, id, version, { announcedAt: tx.at, announcedByName })
  const { from, to, startOn, cutOffOn, endOn, basis } = found
  note(tx, id, 'announced', { from: from.reference, to: to.reference, startOn, cutOffOn, endOn, basis })
  return accept({ id, version: version + 1 })
}

export async function callOffTransition(
  tx: WriteTx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const found = await loadTransition(tx, id)
  if (!found) return refuse('not_found', 'not_found')
  if (!mayCallOff(tx.actor, found.announcedAt !== null)) return refuse('forbidden', 'role_needed')
  const allowed = canCallOff(found, await bodyDay(tx))
  if (!allowed.ok) return allowed
  await saveTransition(tx, id, version, { calledOffAt: tx.at, calledOffReason: reason })
  note(tx, id, 'called_off', { reason })
  return accept({ id, version: version + 1 })
}

function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'holder_transition', recordId, verb: `holder_transition.${step}`, content })
}
