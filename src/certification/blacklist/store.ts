import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'

export type StoredEntry = {
  id: string
  clientName: string
  uscc: string
  reason: string
  fromOn: string
  untilOn: string
  liftedAt: string | null
  liftedReason: string
  madeBy: string
  madeByName: string
  madeAt: string
}

const SELECT = sql`select b.id, b.client_name, b.uscc, b.reason, b.from_on, b.until_on, b.lifted_at, b.lifted_reason, b.made_by, b.made_at,
  coalesce((select m.name from membership m where m.org_id = b.org_id and 'person:' || m.person_id = b.made_by), '') as made_by_name from blacklist_entry b`

export async function listEntries(tx: Tx, limit: number, cursor: string | undefined): Promise<StoredEntry[]> {
  const behind = cursor
    ? sql`and (b.made_at, b.id) < (select c.made_at, c.id from blacklist_entry c where c.org_id = ${tx.orgId} and c.id = ${cursor})`
    : sql``
  const { rows } = await sql<StoredEntry>`${SELECT} where b.org_id = ${tx.orgId} ${behind}
    order by b.made_at desc, b.id desc limit ${limit}`.execute(tx.sql)
  return rows
}

/** Locked until the transaction ends, so that a bar is lifted once. */
export async function holdEntry(tx: WriteTx, id: string): Promise<StoredEntry | undefined> {
  const { rows } =
    await sql<StoredEntry>`${SELECT} where b.org_id = ${tx.orgId} and b.id = ${id} for update of b`.execute(tx.sql)
  return rows[0]
}

export async function insertEntry(
  tx: WriteTx,
  entry: Pick<StoredEntry, 'id' | 'clientName' | 'uscc' | 'reason' | 'fromOn' | 'untilOn'>,
): Promise<void> {
  await tx.sql
    .insertInto('blacklistEntry')
    .values({ orgId: tx.orgId, ...entry, madeBy: actorRef(tx.actor), madeAt: tx.at })
    .execute()
}

export async function saveLifted(tx: WriteTx, id: string, liftedReason: string): Promise<void> {
  await tx.sql
    .updateTable('blacklistEntry')
    .set({ liftedAt: tx.at, liftedReason })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}
