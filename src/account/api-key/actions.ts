import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Page } from '#src/shared/page.ts'
import { cutPage } from '#src/shared/page.ts'
import { hashSecret } from '../secret.ts'
import { announceChange } from '../session/store.ts'
import type { ApiKey } from './contract.ts'
import { insertApiKey, listApiKeyRows, loadApiKey, saveRevoked } from './store.ts'

const HINT_LENGTH = 7

type Asked = { id: string; name: string; roles: ApiKey['roles']; validDays: number | null }

/** Answers the hash of the secret too: a repeated command finds another secret in its hand than the one in force. */
export async function makeApiKey(
  tx: WriteTx,
  { id, name, roles, validDays }: Asked,
  secret: string,
): Promise<Decision<{ id: string; expiresAt: string | null; secretHash: string }>> {
  const secretHash = hashSecret(secret)
  const expiresAt = validDays ? new Date(Date.parse(tx.at) + validDays * 86_400_000).toISOString() : null
  const hint = `sp_${secret}`.slice(0, HINT_LENGTH)
  await insertApiKey(tx, { id, name, roles, secretHash, hint, createdBy: actorRef(tx.actor), expiresAt })
  tx.record({ recordType: 'api_key', recordId: id, verb: 'api_key.created', content: { name, roles, expiresAt } })
  return accept({ id, expiresAt, secretHash: secretHash.toString('base64url') })
}

export async function showApiKeys(tx: Tx, asked: { limit: number; cursor?: string }): Promise<Page<ApiKey>> {
  const page = cutPage(await listApiKeyRows(tx, asked), asked.limit, (row) => row.id)
  return { ...page, rows: page.rows.map((row) => ({ ...row, roles: row.roles as ApiKey['roles'] })) }
}

export async function revoke(tx: WriteTx, id: string): Promise<Decision<Record<string, never>>> {
  const key = await loadApiKey(tx, id)
  if (!key) return refuse('not_found', 'not_found')
  if (key.revokedAt) return refuse('conflict', 'already_revoked')
  await saveRevoked(tx, id)
  await announceChange(tx.sql, id)
  tx.record({ recordType: 'api_key', recordId: id, verb: 'api_key.revoked', content: {} })
  return accept({})
}
