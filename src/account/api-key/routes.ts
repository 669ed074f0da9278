import type { Routes } from '#src/server/http/mount.ts'
import { accept } from '#src/shared/decision.ts'
import { hashSecret, newSecret } from '../secret.ts'
import type { AccountSessions } from '../sessions.ts'
import { makeApiKey, revoke, showApiKeys } from './actions.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './contract.ts'

export function apiKeyRoutes(sessions: AccountSessions): Routes {
  return (mount) => {
    mount.open(createApiKey, async ({ actor, command }, { body }) => {
      const secret = newSecret()
      const decision = await command(actor!, (tx) => makeApiKey(tx, body, secret))
      if (!decision.ok) return decision
      const { id, expiresAt, secretHash } = decision.value
      const isFirst = secretHash === hashSecret(secret).toString('base64url')
      return accept({ id, expiresAt, key: isFirst ? `sp_${secret}` : null })
    })

    mount.query(listApiKeys, async (tx, { query }) => accept(await showApiKeys(tx, query)))

    mount.open(revokeApiKey, async ({ actor, command }, { params }) => {
      const decision = await command(actor!, (tx) => revoke(tx, params.keyId))
      sessions.forget(params.keyId)
      return decision
    })
  }
}
