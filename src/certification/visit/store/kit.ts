import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { VisitKit } from '../contract/kit.ts'

export type StoredKit = { id: string; number: number; madeAt: string; madeByName: string; kit: VisitKit }

/** The newest version; undefined before the body's first visit. */
export async function findNewestKit(tx: Tx): Promise<StoredKit | undefined> {
  const row = await tx.sql
    .selectFrom('visitKit')
    .select(['id', 'number', 'madeAt', 'madeByName', 'kit'])
    .where('orgId', '=', tx.orgId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, kit: row.kit as unknown as VisitKit }
}

export async function insertKit(tx: WriteTx, id: string, number: number, kit: VisitKit): Promise<void> {
  await tx.sql
    .insertInto('visitKit')
    .values({
      orgId: tx.orgId,
      id,
      number,
      kit: JSON.stringify(kit),
      madeAt: tx.at,
      madeBy: actorRef(tx.actor),
      madeByName: 'name' in tx.actor ? tx.actor.name : '',
    })
    .execute()
}
