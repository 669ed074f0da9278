import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { findRound, type StoredRound } from '../../assessment/store/round.ts'
import { loadEdition, type StoredEdition } from '../../edition/store.ts'
import { checkMapping } from '../rules.ts'
import { findLastClosedUnder, findTransition, type StoredTransition } from '../store.ts'

export type Saved = { id: string; version: number }

/** The one under way, if it is the one meant. */
export async function find(tx: Tx, id: string): Promise<Decision<StoredTransition>> {
  const found = await findTransition(tx)
  return found?.id === id ? accept(found) : refuse('not_found', 'not_found')
}

type Editions = { before: StoredEdition; after: StoredEdition }

export async function editionsOf(tx: Tx, { fromEditionId, toEditionId }: StoredTransition): Promise<Editions> {
  const [before, after] = [await loadEdition(tx, fromEditionId), await loadEdition(tx, toEditionId)]
  if (!before || !after) throw new Error('a transition has lost its editions')
  return { before, after }
}

/**
 * The transition with both editions, where something may be taken over: into a sealed edition, by a mapping that a person confirmed and that still fits
 * it, since a draft may have changed after that.
 */
export async function findSettled(tx: Tx, id: string): Promise<Decision<Editions & { found: StoredTransition }>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  if (found.value.mappedAt === null) return refuse('conflict', 'transition_mapping_unconfirmed')
  const { before, after } = await editionsOf(tx, found.value)
  if (after.seal === null) return refuse('conflict', 'scheme_not_sealed')
  const sound = checkMapping(found.value.mapping, before.scheme, after.scheme)
  return sound.ok ? accept({ found: found.value, before, after }) : sound
}

/** The company's round closed last under the former edition, whatever was closed under the new one since. */
export async function lastRoundOf(tx: Tx, { fromEditionId }: StoredTransition): Promise<StoredRound | undefined> {
  const id = await findLastClosedUnder(tx, fromEditionId)
  return id === undefined ? undefined : findRound(tx, id)
}

export function nameOfActor(tx: WriteTx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}

export function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'transition', recordId, verb: `transition.${step}`, content })
}
