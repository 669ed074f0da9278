import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { LocalText } from '../../scheme/contract.ts'
import type { ScoreValue } from '../../score/contract.ts'
import type { GapPlan, ItemLift } from '../contract/plan.ts'

export type KeptPlan = Omit<GapPlan, 'now' | 'levelName'> & { editionId: string }
const PLAN = [
  ...(['id', 'levelId', 'state', 'editionId', 'fromScore', 'toScore', 'assumedLeafIds', 'costFen', 'days'] as const),
  ...(['startsOn', 'chosenAt', 'chosenByName', 'endedAt', 'endedReason', 'version'] as const),
] as const

function planFrom<R extends { fromScore: unknown; toScore: unknown; state: string }>(row: R) {
  return {
    ...row,
    state: row.state as GapPlan['state'],
    fromScore: row.fromScore as ScoreValue,
    toScore: row.toScore as ScoreValue,
  }
}

export async function findRunningPlan(tx: Tx): Promise<KeptPlan | undefined> {
  const row = await tx.sql
    .selectFrom('gapPlan')
    .select(PLAN)
    .where('orgId', '=', tx.orgId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row && planFrom(row)
}

/** Newest first; one row more than the limit tells that there are further ones. `cursor` is the id of the last plan seen. */
export async function listKeptPlans(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<KeptPlan[]> {
  let rows = tx.sql
    .selectFrom('gapPlan')
    .select(PLAN)
    .where('orgId', '=', tx.orgId)
    .orderBy('chosenAt', 'desc')
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.cursor)
    rows = rows.where(
      sql<boolean>`(chosen_at, id) in (select p.chosen_at, p.id from gap_plan p, gap_plan seen where seen.org_id = ${tx.orgId}
        and seen.id::text = ${page.cursor} and p.org_id = seen.org_id
        and (p.chosen_at < seen.chosen_at or (p.chosen_at = seen.chosen_at and p.id > seen.id)))`,
    )
  return (await rows.execute()).map(planFrom)
}

export async function insertPlan(
  tx: WriteTx,
  plan: Omit<KeptPlan, 'state' | 'chosenAt' | 'chosenByName' | 'endedAt' | 'endedReason' | 'version'>,
  byName: string,
): Promise<void> {
  const { fromScore, toScore, ...row } = plan
  await tx.sql
    .insertInto('gapPlan')
    .values({
      orgId: tx.orgId,
      ...row,
      fromScore: JSON.stringify(fromScore),
      toScore: JSON.stringify(toScore),
      chosenAt: tx.at,
      chosenBy: actorRef(tx.actor),
      chosenByName: byName,
    })
    .execute()
}

export async function endPlan(
  tx: WriteTx,
  id: string,
  version: number,
  end: { state: 'finished' | 'dropped'; endedReason: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('gapPlan')
    .set({ ...end, endedAt: tx.at, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'running')
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'gap_plan')
}

export type KeptItem = {
  id: string
  planId: string
  place: number
  actionKey: string
  name: LocalText
  costFen: number
  days: number
  gainExact: string
  gainHundredths: number
  lifts: ItemLift[]
  ownerId: string
  dueOn: string
}
export type StoredItem = KeptItem & {
  ownerName: string
  claimedAt: string | null
  claimedByName: string | null
  claim: string
  version: number
}

export async function insertItems(tx: WriteTx, items: readonly KeptItem[]): Promise<void> {
  const rows = items.map(({ name, lifts, ...row }) => ({
    orgId: tx.orgId,
    ...row,
    name: JSON.stringify(name),
    lifts: JSON.stringify(lifts),
  }))
  await tx.sql.insertInto('gapItem').values(rows).execute()
}

/** Items of the running plan in the order in which they can be done, with the names of who answers for them. */
export async function loadItems(tx: Tx, planId: string): Promise<StoredItem[]> {
  const rows = await tx.sql
    .selectFrom('gapItem')
    .innerJoin('membership', (join) =>
      join.onRef('membership.orgId', '=', 'gapItem.orgId').onRef('membership.personId', '=', 'gapItem.ownerId'),
    )
    .selectAll('gapItem')
    .select('membership.name as ownerName')
    .where('gapItem.orgId', '=', tx.orgId)
    .where('gapItem.planId', '=', planId)
    .orderBy('place')
    .execute()
  return rows.map((row) => ({
    ...row,
    name: row.name as unknown as LocalText,
    lifts: row.lifts as unknown as ItemLift[],
  }))
}

export async function saveItem(
  tx: WriteTx,
  id: string,
  version: number,
  change:
    | { ownerId: string; dueOn: string }
    | { claimedAt: string | null; claimedBy: string | null; claimedByName: string | null; claim: string },
): Promise<void> {
  const saved = await tx.sql
    .updateTable('gapItem')
    .set({ ...change, version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'gap_item')
}

type OwnerPage = { limit: number; cursor?: string | undefined; search?: string | undefined }

/** People in service by user name, which is also the cursor. */
export async function listMembers(
  tx: Tx,
  page: OwnerPage,
): Promise<{ personId: string; name: string; userName: string }[]> {
  let rows = tx.sql
    .selectFrom('membership')
    .select(['personId', 'name', 'userName'])
    .where('orgId', '=', tx.orgId)
    .where('deactivatedAt', 'is', null)
    .orderBy('userName')
    .limit(page.limit + 1)
  if (page.cursor) rows = rows.where('userName', '>', page.cursor)
  if (page.search) {
    const part = `%${page.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    rows = rows.where((that) => that.or([that(sql`lower(name)`, 'like', part), that('userName', 'like', part)]))
  }
  return rows.execute()
}

export async function isMember(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('membership')
    .select('personId')
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
