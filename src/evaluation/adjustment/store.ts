import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Scheme } from '../scheme/contract.ts'
import { leafWords, listLeaves } from '../scheme/rules/tree.ts'
import type { Adjustment, NewAdjustment } from './contract.ts'
import { MOST_ADJUSTMENTS } from './rules.ts'

/**
 * The company's standing ones (`assessmentId` null), or those of one audit's round; newest first, the withdrawn too. `under`: only those added
 * under this scheme, or before there were several, and no exclusion of an indicator that said something else then.
 */
export async function loadAdjustments(
  tx: Tx,
  assessmentId: string | null,
  under: Pick<Scheme, 'id' | 'groups'> | null,
): Promise<Adjustment[]> {
  let query = tx.sql
    .selectFrom('adjustment')
    .select([
      'id',
      'kind',
      'leafId',
      'triggerId',
      'reason',
      'addedByName',
      'addedAt',
      'ownerId',
      'ownerName',
      'dueOn',
      'rectifiedOn',
      'rectification',
      'withdrawnAt',
      'withdrawnReason',
      'version',
      'leafWords',
    ])
    .where('orgId', '=', tx.orgId)
    .where('assessmentId', 'is not distinct from', assessmentId)
    .orderBy('addedAt', 'desc')
    .orderBy('id')
    .limit(MOST_ADJUSTMENTS)
  if (under === null) return withoutWords(await query.execute())
  query = query.where((one) => one.or([one('schemeId', 'is', null), one('schemeId', '=', under.id)]))
  const words = new Map(listLeaves(under).map((leaf) => [leaf.id, leafWords(leaf)]))
  const isMeant = (row: { leafId: string | null; leafWords: string | null }) =>
    row.leafId === null || row.leafWords === null || row.leafWords === words.get(row.leafId)
  return withoutWords((await query.execute()).filter(isMeant))
}

const withoutWords = (rows: { leafWords: string | null }[]) =>
  rows.map(({ leafWords: _, ...row }) => row) as Adjustment[]

export async function insertAdjustment(
  tx: WriteTx,
  added: NewAdjustment,
  under: { assessmentId: string | null; schemeId: string; ownerName: string; leafWords: string | null },
  byName: string,
): Promise<void> {
  await tx.sql
    .insertInto('adjustment')
    .values({
      orgId: tx.orgId,
      id: added.id,
      ...under,
      kind: added.kind,
      leafId: added.kind === 'exclusion' ? added.leafId : null,
      triggerId: added.kind === 'special_deduction' ? added.triggerId : null,
      ownerId: added.kind === 'special_deduction' ? (added.ownerId ?? null) : null,
      dueOn: added.kind === 'special_deduction' ? (added.dueOn ?? null) : null,
      reason: added.reason,
      addedBy: actorRef(tx.actor),
      addedByName: byName,
      addedAt: tx.at,
    })
    .execute()
}

export async function saveAdjustment(
  tx: WriteTx,
  id: string,
  version: number,
  change:
    | { rectifiedOn: string; rectification: string }
    | { ownerId: string; ownerName: string; dueOn: string }
    | { withdrawnAt: string; withdrawnReason: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('adjustment')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'adjustment')
}

/** The name of a person in service; undefined where there is none of this id. */
export async function findOwnerName(tx: Tx, personId: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom('membership')
    .select('name')
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
  return row?.name
}
