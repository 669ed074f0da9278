import { type SqlBool, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { EndedDetail, Pair, Transition } from './contract.ts'

export type StoredTransition = {
  id: string
  fromEditionId: string
  toEditionId: string
  mapping: Pair[]
  mappedAt: string | null
  mappedByName: string
  assessmentId: string | null
  madeAt: string
  madeByName: string
  version: number
}

const transitions = (tx: Tx) => tx.sql.selectFrom('transition').where('orgId', '=', tx.orgId)

/** The one under way. */
export async function findTransition(tx: Tx): Promise<StoredTransition | undefined> {
  const row = await transitions(tx)
    .select(['id', 'fromEditionId', 'toEditionId', 'mapping', 'mappedAt', 'mappedByName', 'assessmentId'])
    .select(['madeAt', 'madeByName', 'version'])
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && { ...row, mapping: row.mapping as unknown as Pair[] }
}

/** The last one from one edition to another, under way or ended as done or given up; undefined where nobody mapped them. */
export async function findMapping(tx: Tx, fromEditionId: string, toEditionId: string): Promise<Pair[] | undefined> {
  const row = await transitions(tx)
    .select('mapping')
    .where('fromEditionId', '=', fromEditionId)
    .where('toEditionId', '=', toEditionId)
    .where('mappedAt', 'is not', null)
    .orderBy('madeAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.mapping as unknown as Pair[] | undefined
}

type NewTransition = Pick<StoredTransition, 'id' | 'fromEditionId' | 'toEditionId' | 'mapping' | 'madeByName'>

export async function insertTransition(tx: WriteTx, { mapping, ...row }: NewTransition): Promise<void> {
  const made = { madeAt: tx.at, madeBy: actorRef(tx.actor) }
  await tx.sql
    .insertInto('transition')
    .values({ orgId: tx.orgId, ...row, mapping: JSON.stringify(mapping), ...made })
    .execute()
}

type Change =
  | { mapping: Pair[]; mappedAt: string; mappedByName: string }
  | { assessmentId: string }
  | { endedAt: string; endedReason: string; endedByName: string; ending: Transition }

export async function saveTransition(tx: WriteTx, id: string, version: number, change: Change): Promise<void> {
  const written = {
    ...change,
    ...('mapping' in change ? { mapping: JSON.stringify(change.mapping) } : {}),
    ...('ending' in change ? { ending: JSON.stringify(change.ending) } : {}),
  }
  const saved = await tx.sql
    .updateTable('transition')
    .set({ ...(written as object), version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'transition')
}

const ended = (tx: Tx) =>
  transitions(tx)
    .select(['id', 'endedAt', 'endedByName', 'endedReason', 'ending'])
    .where('endedAt', 'is not', null)
    .where('ending', 'is not', null)

type Row = Awaited<ReturnType<ReturnType<typeof ended>['execute']>>[number]

const endOf = ({ endedAt, endedByName, endedReason: reason, ending }: Row): EndedDetail => ({
  transition: ending as unknown as Transition,
  endedAt: endedAt!,
  ...{ endedByName, reason },
})

/** Last ended first; one more than `limit` where there are more. `cursor`: id of the last row already seen. */
export async function listEnded(tx: Tx, { limit, cursor }: { limit: number; cursor?: string }) {
  let query = ended(tx)
    .orderBy('endedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined)
    query = query.where(
      sql<SqlBool>`(ended_at, id) < (select t.ended_at, t.id from transition t where t.org_id = ${tx.orgId} and t.id::text = ${cursor})`,
    )
  return (await query.execute()).map(endOf)
}

export async function findEnded(tx: Tx, id: string): Promise<EndedDetail | undefined> {
  const row = await ended(tx).where('id', '=', id).executeTakeFirst()
  return row && endOf(row)
}

/** The company's own round under an edition that was closed last. */
export async function findLastClosedUnder(tx: Tx, editionId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('assessment')
    .select('id')
    .where('orgId', '=', tx.orgId)
    .where('kind', '=', 'self')
    .where('editionId', '=', editionId)
    .where('closedAt', 'is not', null)
    .orderBy('closedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
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
