import { eraseMessagesAbout, queueMessage } from '#src/server/messages/queue.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { Page } from '#src/shared/page.ts'
import { cutPage } from '#src/shared/page.ts'
import { loadOrganisation } from '../organisation/store.ts'
import { addPerson, joinPerson } from '../person/actions.ts'
import { hashSecret } from '../secret.ts'
import type { Invitation } from './contract.ts'
import { invitationEndAt, invitationMail, mayOpen, mayWithdraw, stateOf } from './rules.ts'
import type { LinkedInvitation } from './store.ts'
import { insertInvitation, listInvitationRows, loadInvitation, saveAccepted, saveWithdrawn } from './store.ts'

type Invited = { id: string; name: string; email?: string | null; phone?: string | null; roles: Role[] }

/** Answers the hash of the secret too: a repeated command finds another secret in its hand than the one in force. */
export async function invite(
  tx: WriteTx,
  invited: Invited,
  secret: string,
): Promise<Decision<{ id: string; expiresAt: string; secretHash: string }>> {
  const { id, name, roles } = invited
  const secretHash = hashSecret(secret)
  const expiresAt = invitationEndAt(tx.at)
  const email = invited.email || null
  const phone = invited.phone || null
  await insertInvitation(tx, {
    id,
    name,
    email,
    phone,
    roles,
    secretHash,
    invitedBy: actorRef(tx.actor),
    expiresAt,
  })
  tx.record({ recordType: 'invitation', recordId: id, verb: 'invitation.created', content: { name, roles } })
  if (email)
    await queueMessage(tx, {
      ...invitationMail({ name, expiresAt, organisation: await loadOrganisation(tx) }),
      ...{ dedupKey: `invitation/${id}`, channel: 'mail', to: email, link: `/invitation/${secret}` },
      about: { type: 'invitation', id },
      reason: 'invitation',
      // Whoever reads the link could take the invitation, and with it roles that they do not have.
      readers: ['administrator'],
    })
  return accept({ id, expiresAt, secretHash: secretHash.toString('base64url') })
}

export async function showInvitations(tx: Tx, asked: { limit: number; cursor?: string }): Promise<Page<Invitation>> {
  const page = cutPage(await listInvitationRows(tx, asked), asked.limit, (row) => row.id)
  const rows = page.rows.map(({ withdrawnAt, acceptedAt, ...row }) => ({
    ...row,
    roles: row.roles as Role[],
    state: stateOf({ ...row, withdrawnAt, acceptedAt }, tx.at),
  }))
  return { rows, nextCursor: page.nextCursor }
}

export async function withdraw(tx: WriteTx, id: string): Promise<Decision<Record<string, never>>> {
  const allowed = mayWithdraw(await loadInvitation(tx, id), tx.at)
  if (!allowed.ok) return allowed
  await saveWithdrawn(tx, id)
  await eraseMessagesAbout(tx, [id])
  tx.record({ recordType: 'invitation', recordId: id, verb: 'invitation.withdrawn', content: {} })
  return accept({})
}

/** The invitation is taken first: of two who open the same link at once, one becomes a member. */
export async function takeInvitation(
  tx: WriteTx,
  invitation: LinkedInvitation,
  taker: { personId: string } & ({ userName: string; passwordHash: string } | { userName?: undefined }),
): Promise<Decision<{ personId: string }>> {
  const open = mayOpen(invitation, tx.at)
  if (!open.ok) return open
  const { id, name, email, roles } = invitation
  const { personId } = taker
  await saveAccepted(tx, id, personId)
  const joined =
    taker.userName === undefined
      ? await joinPerson(tx, { personId, name, roles })
      : await addPerson(tx, { ...taker, name, email, roles })
  if (joined.ok)
    tx.record({ recordType: 'invitation', recordId: id, verb: 'invitation.accepted', content: { personId } })
  return joined
}
