import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { Refused } from '#src/server/unit-of-work.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { InvitationSteps } from './rules.ts'

export type NewInvitation = {
  id: string
  name: string
  email: string | null
  phone: string | null
  roles: Role[]
  secretHash: Buffer
  invitedBy: string
  expiresAt: string
}

export async function insertInvitation(tx: WriteTx, invitation: NewInvitation): Promise<void> {
  await tx.sql
    .insertInto('invitation')
    .values({ ...invitation, orgId: tx.orgId, createdAt: tx.at })
    .execute()
}

export async function listInvitationRows(tx: Tx, page: { limit: number; cursor?: string }) {
  let rows = tx.sql
    .selectFrom('invitation')
    .select(['id', 'name', 'email', 'phone', 'roles', 'createdAt', 'expiresAt', 'withdrawnAt', 'acceptedAt'])
    .where('orgId', '=', tx.orgId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.cursor) rows = rows.where('id', '<', page.cursor)
  return rows.execute()
}

export async function loadInvitation(tx: Tx, id: string): Promise<InvitationSteps | undefined> {
  return tx.sql
    .selectFrom('invitation')
    .select(['expiresAt', 'withdrawnAt', 'acceptedAt'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export type LinkedInvitation = InvitationSteps & {
  orgId: string
  id: string
  orgName: string
  name: string
  email: string | null
  roles: Role[]
}

/** Of any organisation, by the secret of its link. */
export async function findByLink(system: Sql, secretHash: Buffer): Promise<LinkedInvitation | undefined> {
  const row = await system
    .selectFrom('invitation')
    .innerJoin('organisation', 'organisation.orgId', 'invitation.orgId')
    .select([
      'invitation.orgId',
      'invitation.id',
      'organisation.name as orgName',
      'invitation.name',
      'invitation.email',
      'invitation.roles',
      'invitation.expiresAt',
      'invitation.withdrawnAt',
      'invitation.acceptedAt',
    ])
    .where('invitation.secretHash', '=', secretHash)
    .executeTakeFirst()
  return row && { ...row, roles: row.roles as Role[] }
}

export async function saveWithdrawn(tx: WriteTx, id: string): Promise<void> {
  const { numUpdatedRows } = await tx.sql
    .updateTable('invitation')
    .set({ withdrawnAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (!numUpdatedRows) throw new Refused(refuse('conflict', 'invitation_accepted').refusal)
}

/** Refused when somebody took it, or it was withdrawn, a moment ago. */
export async function saveAccepted(tx: WriteTx, id: string, personId: string): Promise<void> {
  const { numUpdatedRows } = await tx.sql
    .updateTable('invitation')
    .set({ acceptedAt: tx.at, acceptedBy: personId })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('expiresAt', '>', tx.at)
    .executeTakeFirstOrThrow()
  if (!numUpdatedRows) throw new Refused(refuse('not_found', 'link_expired').refusal)
}
