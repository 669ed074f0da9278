import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Scheme, SchemeEdition } from '../../scheme/contract.ts'
import { listUnconfirmed } from '../../scheme/rules/tree.ts'
import { type StoredEdition, saveEdition } from '../store.ts'

export type Changed = { id: string; version: number; unconfirmedCount: number }

export async function save(
  tx: WriteTx,
  before: StoredEdition,
  after: SchemeEdition,
  step: string,
  content: unknown,
): Promise<Changed> {
  await saveEdition(tx, before.id, before.version, after)
  note(tx, before.id, step, content)
  return changed(before.id, before.version + 1, after.scheme)
}

export function changed(id: string, version: number, scheme: Scheme): Changed {
  return { id, version, unconfirmedCount: listUnconfirmed(scheme).length }
}

export function note(tx: WriteTx, recordId: string, step: string, content: unknown): void {
  tx.record({ recordType: 'scheme_edition', recordId, verb: `scheme_edition.${step}`, content })
}
