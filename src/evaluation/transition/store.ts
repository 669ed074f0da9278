import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Pair } from './contract.ts'

export type StoredTransition = {
  id: string
  fromEditionId: string
  toEditionId: string
  mapping: Pair[]
  assessmentId: string | null
  version: number
}

/** The one under way. */
export async function findTransition(tx: Tx): Promise<StoredTransition | undefined> {
  const row = await tx.sql
    .selectFrom('transition')
    .select(['id', 'fromEditionId', 'toEditionId', 'mapping', 'assessmentId', 'version'])
    .where('orgId', '=', tx.orgId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && { ...row, mapping: row.mapping as unknown as Pair[] }
}

type NewTransition = Omit<StoredTransition, 'assessmentId' | 'version'>

export async function insertTransition(tx: WriteTx, { mapping, ...row }: NewTransition): Promise<void> {
  const made = { madeAt: tx.at, madeBy: actorRef(tx.actor) }
  await tx.sql
    .insertInto('transition')
    .values({ orgId: tx.orgId, ...row, mapping: JSON.stringify(mapping), ...made })
    .execute()
}

type Change = { mapping: Pair[] } | { assessmentId: string } | { endedAt: string; endedReason: string }

export async function saveTransition(tx: WriteTx, id: string, version: number, change: Change): Promise<void> {
  const saved = await tx.sql
    .updateTable('transition')
    .set({ ...('mapping' in change ? { mapping: JSON.stringify(change.mapping) } : change), version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'transition')
}

export type StoredItem = { leafId: string; ownerId: string | null; dueOn: string | null; note: string; version: number }

/** A scheme has no more indicators. */
const MOST_ITEMS = 2_000

export async function listItems(tx: Tx, transitionId: string): Promise<StoredItem[]> {
  return tx.sql
    .selectFrom('transitionItem')
    .select(['leafId', 'ownerId', 'dueOn', 'note', 'version'])
    .where('orgId', '=', tx.orgId)
    .where('transitionId', '=', transitionId)
    .orderBy('leafId')
    .limit(MOST_ITEMS)
    .execute()
}

/** `version` 0: there is none yet. */
export async function saveItem(tx: WriteTx, transitionId: string, { version, ...item }: StoredItem): Promise<void> {
  if (version === 0) {
    await tx.sql
      .insertInto('transitionItem')
      .values({ orgId: tx.orgId, transitionId, ...item })
      .execute()
    return
  }
  const { leafId, ...change } = item
  const saved = await tx.sql
    .updateTable('transitionItem')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('transitionId', '=', transitionId)
    .where('leafId', '=', leafId)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'transition_item')
}
