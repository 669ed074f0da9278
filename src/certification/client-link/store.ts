import { sql } from 'kysely'
import type { NamedFile } from '#src/evaluation/correction/contract.ts'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { ClientLink } from './contract.ts'
import type { StoredLink } from './rules.ts'

/** Of any body, by the secret of the link. */
export function findLink(system: Sql, secretHash: Buffer): Promise<StoredLink | undefined> {
  return system
    .selectFrom('clientLink')
    .select(['orgId', 'id', 'clientId', 'expiresAt', 'revokedAt'])
    .where('secretHash', '=', secretHash)
    .executeTakeFirst()
}

export type NewLink = { id: string; clientId: string; secretHash: Buffer; expiresAt: string; madeByName: string }

export async function insertLink(tx: WriteTx, link: NewLink): Promise<void> {
  await tx.sql
    .insertInto('clientLink')
    .values({ ...link, orgId: tx.orgId, madeAt: tx.at, madeBy: actorRef(tx.actor) })
    .execute()
}

export function listLinks(
  tx: Tx,
  asked: { clientId: string; limit: number; cursor?: string | undefined },
): Promise<ClientLink[]> {
  let query = tx.sql
    .selectFrom('clientLink')
    .select(['id', 'madeAt', 'madeByName', 'expiresAt', 'lastUsedAt', 'revokedAt'])
    .where('orgId', '=', tx.orgId)
    .where('clientId', '=', asked.clientId)
    .orderBy('id', 'desc')
    .limit(asked.limit)
  if (asked.cursor) query = query.where('id', '<', asked.cursor)
  return query.execute()
}

/** True when there was one to revoke. */
export async function saveRevoked(tx: WriteTx, clientId: string, id: string, reason: string): Promise<boolean> {
  const saved = await tx.sql
    .updateTable('clientLink')
    .set({ revokedAt: tx.at, revokedReason: reason })
    .where('orgId', '=', tx.orgId)
    .where('clientId', '=', clientId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return saved.numUpdatedRows > 0n
}

/** To the hour: a page that refreshes itself must not write each time. */
export async function saveUse(tx: Tx, id: string): Promise<void> {
  await tx.sql
    .updateTable('clientLink')
    .set({ lastUsedAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where(sql<boolean>`(last_used_at is null or last_used_at < ${tx.at}::timestamptz - interval '1 hour')`)
    .execute()
}

export function listLinkFiles(tx: Tx, linkId: string): Promise<NamedFile[]> {
  return tx.sql
    .selectFrom('clientLinkFile')
    .select(['sha256', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('linkId', '=', linkId)
    .execute()
}

export async function insertLinkFile(tx: WriteTx, linkId: string, file: NamedFile): Promise<void> {
  await tx.sql
    .insertInto('clientLinkFile')
    .values({ ...file, orgId: tx.orgId, linkId, at: tx.at })
    .onConflict((conflict) => conflict.columns(['orgId', 'linkId', 'sha256']).doNothing())
    .execute()
}
