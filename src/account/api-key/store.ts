import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { Role } from '#src/shared/endpoint.ts'

export type NewApiKey = {
  id: string
  name: string
  roles: Role[]
  secretHash: Buffer
  hint: string
  createdBy: string
  expiresAt: string | null
}

export async function insertApiKey(tx: WriteTx, key: NewApiKey): Promise<void> {
  await tx.sql
    .insertInto('apiKey')
    .values({ ...key, orgId: tx.orgId, createdAt: tx.at })
    .execute()
}

export async function listApiKeyRows(tx: Tx, page: { limit: number; cursor?: string }) {
  let rows = tx.sql
    .selectFrom('apiKey')
    .select(['id', 'name', 'roles', 'hint', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'])
    .where('orgId', '=', tx.orgId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.cursor) rows = rows.where('id', '<', page.cursor)
  return rows.execute()
}

export async function loadApiKey(tx: Tx, id: string): Promise<{ revokedAt: string | null } | undefined> {
  return tx.sql
    .selectFrom('apiKey')
    .select('revokedAt')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function saveRevoked(tx: WriteTx, id: string): Promise<void> {
  await tx.sql
    .updateTable('apiKey')
    .set({ revokedAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}

/** The key of any organisation that this secret opens, unless revoked. */
export async function findKeyActor(system: Sql, secretHash: Buffer) {
  return system
    .selectFrom('apiKey')
    .select(['orgId', 'id', 'name', 'roles', 'expiresAt', 'lastUsedAt'])
    .where('secretHash', '=', secretHash)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
}

export async function saveKeyUse(system: Sql, orgId: string, id: string, at: string): Promise<void> {
  await system.updateTable('apiKey').set({ lastUsedAt: at }).where('orgId', '=', orgId).where('id', '=', id).execute()
}
