import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { Me, Session } from './contract.ts'
import { sessionEndAt } from './rules.ts'

/** Channel on which all processes hear whose sessions they must look up anew: a person's or a key's id. */
export const SESSION_CHANNEL = 'starproof_sessions'

/** Tells every process, when this transaction commits, to forget what it knows of a person's sessions or of a key. */
export async function announceChange(on: Sql, subjectId: string): Promise<void> {
  await sql`select pg_notify(${SESSION_CHANNEL}, ${subjectId})`.execute(on)
}

export type NewSession = {
  id: string
  tokenHash: Buffer
  personId: string
  orgId: string
  device: string
  address: string
}

export async function saveSession(system: Sql, session: NewSession, at: string): Promise<void> {
  await system
    .insertInto('session')
    .values({ ...session, createdAt: at, lastUsedAt: at, expiresAt: sessionEndAt(at) })
    .execute()
}

export async function findSessionActor(system: Sql, tokenHash: Buffer) {
  return system
    .selectFrom('session')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.orgId', '=', 'session.orgId')
        .onRef('membership.personId', '=', 'session.personId')
        .on('membership.deactivatedAt', 'is', null),
    )
    .select([
      'session.id',
      'session.orgId',
      'session.personId',
      'session.lastUsedAt',
      'session.expiresAt',
      'membership.name',
      'membership.roles',
    ])
    .where('session.tokenHash', '=', tokenHash)
    .executeTakeFirst()
}

export async function saveSessionUse(system: Sql, sessionId: string, at: string): Promise<void> {
  await system.updateTable('session').set({ lastUsedAt: at }).where('id', '=', sessionId).execute()
}

export async function listSessionsOf(system: Sql, personId: string, at: string): Promise<Omit<Session, 'current'>[]> {
  return system
    .selectFrom('session')
    .innerJoin('organisation', 'organisation.orgId', 'session.orgId')
    .select([
      'session.id',
      'device',
      'address',
      'organisation.name as orgName',
      'session.createdAt',
      'lastUsedAt',
      'expiresAt',
    ])
    .where('personId', '=', personId)
    .where('expiresAt', '>', at)
    .orderBy('session.id', 'desc')
    .limit(100)
    .execute()
}

/** Ends sessions of one person and tells all processes. `only` or `except` narrow to a session, `orgId` to those inside an organisation. Returns how many. */
export async function endSessions(
  system: Sql,
  personId: string,
  which: { only?: string; except?: string; orgId?: string } = {},
): Promise<number> {
  let ending = system.deleteFrom('session').where('personId', '=', personId)
  if (which.only) ending = ending.where('id', '=', which.only)
  if (which.except) ending = ending.where('id', '!=', which.except)
  if (which.orgId) ending = ending.where('orgId', '=', which.orgId)
  const { numDeletedRows } = await ending.executeTakeFirstOrThrow()
  await announceChange(system, personId)
  return Number(numDeletedRows)
}

export async function endSessionOfToken(system: Sql, tokenHash: Buffer): Promise<void> {
  const ended = await system
    .deleteFrom('session')
    .where('tokenHash', '=', tokenHash)
    .returning('personId')
    .executeTakeFirst()
  if (ended) await announceChange(system, ended.personId)
}

export async function deleteDeadSessions(system: Sql, personId: string, at: string): Promise<void> {
  await system.deleteFrom('session').where('personId', '=', personId).where('expiresAt', '<=', at).execute()
}

/** The organisations in which a person is active. */
export async function listOrganisationsOf(system: Sql, personId: string): Promise<{ id: string; name: string }[]> {
  return system
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.orgId', 'membership.orgId')
    .select(['organisation.orgId as id', 'organisation.name'])
    .where('membership.personId', '=', personId)
    .where('membership.deactivatedAt', 'is', null)
    .orderBy('organisation.name')
    .orderBy('organisation.orgId')
    .limit(100)
    .execute()
}

/** Moves a session to another organisation of the person; also where the next sign-in begins. */
export async function saveSessionOrganisation(
  system: Sql,
  session: { id: string; personId: string; orgId: string },
): Promise<void> {
  await system.updateTable('session').set({ orgId: session.orgId }).where('id', '=', session.id).execute()
  await system.updateTable('person').set({ lastOrgId: session.orgId }).where('id', '=', session.personId).execute()
  await announceChange(system, session.personId)
}

export async function findMe(system: Sql, personId: string, orgId: string): Promise<Me | undefined> {
  const row = await system
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.orgId', 'membership.orgId')
    .select([
      'membership.name as personName',
      'membership.userName',
      'membership.roles',
      'organisation.name',
      'organisation.slug',
      'organisation.kind',
      'organisation.timeZone',
      'organisation.language',
    ])
    .where('membership.orgId', '=', orgId)
    .where('membership.personId', '=', personId)
    .where('membership.deactivatedAt', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    person: { id: personId, name: row.personName, userName: row.userName },
    org: {
      id: orgId,
      name: row.name,
      slug: row.slug,
      kind: row.kind as Me['org']['kind'],
      timeZone: row.timeZone,
      language: row.language,
    },
    roles: row.roles as Role[],
    orgs: await listOrganisationsOf(system, personId),
    language: row.language,
  }
}
