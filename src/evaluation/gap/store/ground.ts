import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { assessmentParts } from '../../adjustment/rules.ts'
import { loadAdjustments } from '../../adjustment/store.ts'
import { loadEdition } from '../../edition/store.ts'
import type { LeafScore } from '../../score/contract.ts'
import { type Effect, type GapAssumption, type GapBasis, MOST_OWN_ACTIONS } from '../contract/action.ts'
import type { KeptAction } from '../rules/suggest.ts'

/** The latest score with its leaves; undefined before the first. */
export async function loadBasis(tx: Tx): Promise<GapBasis | undefined> {
  const row = await tx.sql
    .selectFrom('scoreSnapshot')
    .select(['editionId', 'computedAt', 'leaves'])
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  const edition = row && (await loadEdition(tx, row.editionId))
  if (!row || !edition) return undefined
  return {
    editionId: row.editionId,
    computedAt: row.computedAt,
    scheme: edition.scheme,
    leaves: Object.values(row.leaves as unknown as Record<string, LeafScore>),
    added: assessmentParts(edition.scheme, await loadAdjustments(tx, null, edition.scheme)),
  }
}

/** Own actions are limited; figures of suggestions are at most two a leaf or measure. */
const MOST_KEPT = MOST_OWN_ACTIONS + 2_000

export async function loadKeptActions(tx: Tx): Promise<KeptAction[]> {
  const rows = await tx.sql
    .selectFrom('gapAction')
    .select(['id', 'suggestion', 'name', 'note', 'costFen', 'days', 'effects', 'needs', 'isLeftOut', 'version'])
    .where('orgId', '=', tx.orgId)
    .where('withdrawnAt', 'is', null)
    .orderBy('id')
    .limit(MOST_KEPT)
    .execute()
  return rows.map((row) => ({ ...row, effects: row.effects as unknown as Effect[] }))
}

type ActionRow = Omit<KeptAction, 'version'>

export async function insertAction(tx: WriteTx, action: ActionRow, byName: string): Promise<void> {
  const { effects, ...row } = action
  const changed = { changedAt: tx.at, changedBy: actorRef(tx.actor), changedByName: byName }
  await tx.sql
    .insertInto('gapAction')
    .values({ orgId: tx.orgId, ...row, effects: JSON.stringify(effects), ...changed })
    .execute()
}

export async function saveAction(
  tx: WriteTx,
  id: string,
  version: number,
  change: Omit<ActionRow, 'id' | 'suggestion'> | { withdrawnAt: string },
  byName: string,
): Promise<void> {
  const { effects, ...row } = 'effects' in change ? change : { ...change, effects: undefined }
  const saved = await tx.sql
    .updateTable('gapAction')
    .set({
      ...row,
      ...(effects ? { effects: JSON.stringify(effects) } : {}),
      changedAt: tx.at,
      changedBy: actorRef(tx.actor),
      changedByName: byName,
      version: version + 1,
    })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'gap_action')
}

const MOST_ASSUMPTIONS = 2_000

export async function loadAssumptions(tx: Tx): Promise<GapAssumption[]> {
  return tx.sql
    .selectFrom('gapAssumption')
    .select(['id', 'leafId', 'reason', 'madeByName', 'madeAt', 'version'])
    .where('orgId', '=', tx.orgId)
    .where('withdrawnAt', 'is', null)
    .orderBy('leafId')
    .limit(MOST_ASSUMPTIONS)
    .execute()
}

export async function insertAssumption(
  tx: WriteTx,
  made: { id: string; leafId: string; reason: string },
  byName: string,
): Promise<void> {
  await tx.sql
    .insertInto('gapAssumption')
    .values({ orgId: tx.orgId, ...made, madeAt: tx.at, madeBy: actorRef(tx.actor), madeByName: byName })
    .execute()
}

export async function withdrawAssumption(tx: WriteTx, id: string, version: number): Promise<void> {
  const saved = await tx.sql
    .updateTable('gapAssumption')
    .set({ withdrawnAt: tx.at, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'gap_assumption')
}
