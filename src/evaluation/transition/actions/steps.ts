import { personNames } from '#src/account/door.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { openAssessment } from '../../assessment/actions/round.ts'
import { loadEdition } from '../../edition/store.ts'
import { loadCountingDay } from '../../fact/store.ts'
import type { Pair } from '../contract.ts'
import { checkMapping, listToDo, proposeMapping } from '../rules.ts'
import * as store from '../store.ts'
import { editionsOf, find, nameOfActor, note, type Saved } from './find.ts'
import { showTransition } from './read.ts'

export async function startTransition(
  tx: WriteTx,
  given: { id: string; fromEditionId: string; toEditionId: string },
): Promise<Decision<Saved>> {
  if (await store.findTransition(tx)) return refuse('conflict', 'transition_under_way')
  const before = await loadEdition(tx, given.fromEditionId)
  const after = await loadEdition(tx, given.toEditionId)
  if (!before || !after) return refuse('not_found', 'not_found')
  if (before.id === after.id) return refuse('invalid', 'transition_to_itself')
  const mapping = proposeMapping(before.scheme, after.scheme)
  await store.insertTransition(tx, { ...given, mapping, madeByName: nameOfActor(tx) })
  note(tx, given.id, 'started', { fromEditionId: before.id, toEditionId: after.id })
  return accept({ id: given.id, version: 1 })
}

/** A person answers for it from here on, also where it is as it was proposed. */
export async function saveMapping(
  tx: WriteTx,
  id: string,
  { version, pairs }: { version: number; pairs: Pair[] },
): Promise<Decision<Saved>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const { before, after } = await editionsOf(tx, found.value)
  const sound = checkMapping(pairs, before.scheme, after.scheme)
  if (!sound.ok) return sound
  await store.saveTransition(tx, id, version, { mapping: pairs, mappedAt: tx.at, mappedByName: nameOfActor(tx) })
  note(tx, id, 'mapped', { pairs })
  return accept({ id, version: version + 1 })
}

export async function openRound(
  tx: WriteTx,
  transitionId: string,
  given: { version: number; id: string; title: string; fromOn: string; toOn: string },
): Promise<Decision<Saved>> {
  const found = await find(tx, transitionId)
  if (!found.ok) return found
  const { after } = await editionsOf(tx, found.value)
  if (after.seal === null) return refuse('conflict', 'scheme_not_sealed')
  const { todayOn } = await loadCountingDay(tx)
  if (given.toOn > todayOn) return refuse('invalid', 'assessment_days_to_come', { today: todayOn })
  const { version, ...round } = given
  const opened = await openAssessment(tx, { ...round, kind: 'self', editionId: after.id, aboutId: null })
  if (!opened.ok) return opened
  await store.saveTransition(tx, transitionId, version, { assessmentId: given.id })
  note(tx, transitionId, 'round_opened', { assessmentId: given.id })
  return accept({ id: transitionId, version: version + 1 })
}

export async function planItem(
  tx: WriteTx,
  id: string,
  item: store.StoredItem,
): Promise<Decision<{ leafId: string; version: number }>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const { after } = await editionsOf(tx, found.value)
  const { leafId } = item
  if (!listToDo(found.value.mapping, after.scheme).some((one) => one.leafId === leafId))
    return refuse('not_found', 'transition_item_unknown', { leafId })
  if (item.ownerId !== null && !(await personNames(tx, [item.ownerId])).has(item.ownerId))
    return refuse('invalid', 'person_unknown')
  await store.saveItem(tx, id, item)
  note(tx, id, 'planned', { leafId, ownerId: item.ownerId, dueOn: item.dueOn, note: item.note })
  return accept({ leafId, version: item.version + 1 })
}

/** Done or given up. How everything stands is kept as it is now: rounds and schemes go on. */
export async function endTransition(
  tx: WriteTx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const found = await find(tx, id)
  if (!found.ok) return found
  const ending = await showTransition(tx, found.value)
  const ended = { endedAt: tx.at, endedByName: nameOfActor(tx), endedReason: reason }
  await store.saveTransition(tx, id, version, { ...ended, ending })
  note(tx, id, 'ended', { reason })
  return accept({ id, version: version + 1 })
}
