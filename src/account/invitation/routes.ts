import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { isCommonPassword } from '../common-password.ts'
import { mayBePassword } from '../password/rules.ts'
import { hashPassword } from '../password-hash.ts'
import { hashSecret, newSecret } from '../secret.ts'
import type { AccountSessions } from '../sessions.ts'
import { invite, showInvitations, takeInvitation, withdraw } from './actions.ts'
import { acceptInvitation, createInvitation, listInvitations, showInvitation, withdrawInvitation } from './contract.ts'
import { mayOpen } from './rules.ts'
import { findByLink } from './store.ts'

export function invitationRoutes(sessions: AccountSessions): Routes {
  return (mount, platform) => {
    const { system } = platform.database

    mount.open(createInvitation, async ({ actor, command }, { body }) => {
      const secret = newSecret()
      const decision = await command(actor!, (tx) => invite(tx, body, secret))
      if (!decision.ok) return decision
      const { id, expiresAt, secretHash } = decision.value
      const isFirst = secretHash === hashSecret(secret).toString('base64url')
      return accept({ id, expiresAt, path: isFirst ? `/invitation/${secret}` : null })
    })

    mount.query(listInvitations, async (tx, { query }) => accept(await showInvitations(tx, query)))
    mount.command(withdrawInvitation, (tx, { params }) => withdraw(tx, params.invitationId))

    mount.open(showInvitation, async (_door, { params }) => {
      const open = mayOpen(await findByLink(system, hashSecret(params.secret)), platform.now().toISOString())
      if (!open.ok) return open
      const { orgName, name, roles, expiresAt } = open.value
      return accept({ orgName, name, roles, expiresAt })
    })

    mount.open(acceptInvitation, async (door, { params, body }) => {
      const invitation = await findByLink(system, hashSecret(params.secret))
      if (!invitation) return refuse('not_found', 'link_expired')
      const { id, orgId, name, email } = invitation
      const asker: Actor = { kind: 'link', orgId, linkId: id, about: id, roles: [] }
      if (body.as === 'signed_in_person') {
        if (door.actor?.kind !== 'person') return refuse('forbidden', 'person_needed')
        const { personId } = door.actor
        const decision = await door.command(asker, (tx) => takeInvitation(tx, invitation, { personId }), {
          invitationId: id,
          personId,
        })
        sessions.forget(personId)
        return decision
      }
      const { userName } = body
      const names = [name, userName, email?.split('@')[0] ?? '']
      const good = mayBePassword(body.password, { names, isCommon: isCommonPassword })
      if (!good.ok) return good
      const taker = { personId: newId(), userName, passwordHash: await hashPassword(body.password) }
      return door.command(asker, (tx) => takeInvitation(tx, invitation, taker), { invitationId: id, userName })
    })
  }
}
