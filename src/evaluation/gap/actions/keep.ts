import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Effect } from '../contract/action.ts'
import { canAssume, canDrop, canKeep } from '../rules/keep.ts'
import * as store from '../store/ground.ts'
import { loadGround } from './search.ts'

export type Saved = { id: string; version: number }

export type GivenAction = {
  version: number | null
  suggestion: string | null
  name: string
  note: string
  isLeftOut: boolean
  costFen: number
  days: number
  effects: Effect[]
  needs: string[]
}

export async function saveAction(tx: WriteTx, id: string, given: GivenAction): Promise<Decision<Saved>> {
  const ground = await loadGround(tx)
  if (!ground) return refuse('not_found', 'scheme_not_ready')
  const allowed = canKeep(ground.basis, ground.actions, { id, ...given })
  if (!allowed.ok) return allowed
  const { version, suggestion, ...content } = given
  if (version === null) {
    await store.insertAction(tx, { id, suggestion, ...content }, nameOf(tx))
    note(tx, 'gap_action', id, 'added', { suggestion, ...content })
    return accept({ id, version: 1 })
  }
  const kept = (await store.loadKeptActions(tx)).find((one) => one.id === id)
  if (!kept || kept.suggestion !== suggestion) return refuse('not_found', 'not_found')
  await store.saveAction(tx, id, version, content, nameOf(tx))
  note(tx, 'gap_action', id, 'changed', { suggestion, ...content })
  return accept({ id, version: version + 1 })
}

export async function withdrawAction(tx: WriteTx, id: string, version: number): Promise<Decision<Saved>> {
  const ground = await loadGround(tx)
  const kept = (await store.loadKeptActions(tx)).find((one) => one.id === id)
  if (!ground || !kept) return refuse('not_found', 'not_found')
  const allowed = canDrop(ground.actions, id)
  if (!allowed.ok) return allowed
  await store.saveAction(tx, id, version, { withdrawnAt: tx.at }, nameOf(tx))
  note(tx, 'gap_action', id, 'withdrawn', {})
  return accept({ id, version: version + 1 })
}

export async function assumeLeaf(
  tx: WriteTx,
  made: { id: string; leafId: string; reason: string },
): Promise<Decision<Saved>> {
  const ground = await loadGround(tx)
  if (!ground) return refuse('not_found', 'scheme_not_ready')
  const allowed = canAssume(ground.basis, ground.assumptions, made.leafId)
  if (!allowed.ok) return allowed
  await store.insertAssumption(tx, made, nameOf(tx))
  note(tx, 'gap_assumption', made.id, 'made', made)
  return accept({ id: made.id, version: 1 })
}

export async function withdrawAssumption(tx: WriteTx, id: string, version: number): Promise<Decision<Saved>> {
  const known = await store.loadAssumptions(tx)
  if (!known.some((one) => one.id === id)) return refuse('not_found', 'not_found')
  await store.withdrawAssumption(tx, id, version)
  note(tx, 'gap_assumption', id, 'withdrawn', {})
  return accept({ id, version: version + 1 })
}

export function nameOf(tx: WriteTx): string {
  return 'name' in tx.actor ? tx.actor.name : ''
}

export function note(tx: WriteTx, recordType: string, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType, recordId, verb: `${recordType}.${step}`, content })
}
