import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved, Refused } from '#src/server/unit-of-work.ts'
import { refuse } from '#src/shared/decision.ts'
import type { Role } from '#src/shared/endpoint.ts'
import type { Membership } from './rules.ts'

export async function listMembers(tx: Tx, page: { limit: number; cursor?: string; search?: string }) {
  let rows = tx.sql
    .selectFrom('membership')
    .select(['personId', 'name', 'userName', 'roles', 'joinedAt', 'deactivatedAt', 'version'])
    .where('orgId', '=', tx.orgId)
    .orderBy('userName')
    .limit(page.limit + 1)
  if (page.cursor) rows = rows.where('userName', '>', page.cursor)
  if (page.search) {
    const part = `%${page.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    rows = rows.where((that) => that.or([that(sql`lower(name)`, 'like', part), that('userName', 'like', part)]))
  }
  return rows.execute()
}

export async function loadMember(tx: Tx, personId: string): Promise<Membership | undefined> {
  const row = await tx.sql
    .selectFrom('membership')
    .select(['personId', 'name', 'roles', 'deactivatedAt', 'version'])
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row && { ...row, roles: row.roles as Role[] }
}

export async function findMemberByUserName(
  tx: Tx,
  userName: string,
): Promise<{ personId: string; name: string } | undefined> {
  return tx.sql
    .selectFrom('membership')
    .select(['personId', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('userName', '=', userName.normalize('NFKC').toLowerCase())
    .executeTakeFirst()
}

/** Active administrators besides this person. Holds the organisation's row until commit, so that two cannot leave at once, each counting on the other. */
export async function countOtherAdministrators(tx: WriteTx, personId: string): Promise<number> {
  await tx.sql.selectFrom('organisation').select('orgId').where('orgId', '=', tx.orgId).forUpdate().execute()
  const { count } = await tx.sql
    .selectFrom('membership')
    .select((that) => that.fn.countAll<number>().as('count'))
    .where('orgId', '=', tx.orgId)
    .where('personId', '!=', personId)
    .where('deactivatedAt', 'is', null)
    .where(sql<boolean>`'administrator' = any(roles)`)
    .executeTakeFirstOrThrow()
  return count
}

export async function saveMember(
  tx: WriteTx,
  member: { personId: string; version: number },
  next: { roles: Role[]; deactivatedAt: string | null },
): Promise<void> {
  const { numUpdatedRows } = await tx.sql
    .updateTable('membership')
    .set((that) => ({ ...next, version: that('version', '+', 1) }))
    .where('orgId', '=', tx.orgId)
    .where('personId', '=', member.personId)
    .where('version', '=', member.version)
    .executeTakeFirstOrThrow()
  assertSaved(numUpdatedRows, 'person')
}

/** A person joins this organisation; Refused when they belong to it already. */
export async function insertMember(
  tx: WriteTx,
  member: { personId: string; name: string; userName: string; roles: Role[] },
): Promise<void> {
  const added = await tx.sql
    .insertInto('membership')
    .values({ ...member, orgId: tx.orgId, joinedAt: tx.at })
    .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
    .returning('personId')
    .executeTakeFirst()
  if (!added) throw new Refused(refuse('conflict', 'already_member').refusal)
}

/** Names of people of this organisation, also of those who have left. */
export async function listNames(tx: Tx, personIds: string[]): Promise<{ personId: string; name: string }[]> {
  if (personIds.length === 0) return []
  return tx.sql
    .selectFrom('membership')
    .select(['personId', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('personId', 'in', personIds)
    .execute()
}

export type NewPerson = { personId: string; userName: string; email: string | null; passwordHash: string }

/** Makes a person with a password; Refused when the user name is taken. An e-mail address that somebody else signs in with is left out. */
export async function insertPerson(system: Sql, person: NewPerson, at: string): Promise<void> {
  const { personId, userName, passwordHash } = person
  const isEmailTaken =
    person.email !== null &&
    (await system.selectFrom('person').select('id').where('email', '=', person.email).executeTakeFirst()) !== undefined
  const added = await system
    .insertInto('person')
    .values({ id: personId, userName, email: isEmailTaken ? null : person.email, createdAt: at })
    .onConflict((conflict) => conflict.column('userName').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Refused(refuse('conflict', 'user_name_taken').refusal)
  await system.insertInto('credential').values({ personId, passwordHash, changedAt: at }).execute()
}

export async function loadUserName(system: Sql, personId: string): Promise<string> {
  const row = await system.selectFrom('person').select('userName').where('id', '=', personId).executeTakeFirstOrThrow()
  return row.userName
}

export async function listLastSignIns(system: Sql, personIds: string[]): Promise<Map<string, string | null>> {
  if (personIds.length === 0) return new Map()
  const rows = await system.selectFrom('person').select(['id', 'lastSignedInAt']).where('id', 'in', personIds).execute()
  return new Map(rows.map((row) => [row.id, row.lastSignedInAt]))
}

/** Members in service who hold one of these roles. */
export async function listMembersOfRole(tx: Tx, roles: readonly Role[]): Promise<{ personId: string; name: string }[]> {
  return tx.sql
    .selectFrom('membership')
    .select(['personId', 'name'])
    .where('orgId', '=', tx.orgId)
    .where('deactivatedAt', 'is', null)
    .where(sql<boolean>`roles && ${[...roles]}::text[]`)
    .orderBy('personId')
    .execute()
}

export async function listEmails(system: Sql, personIds: string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map()
  const rows = await system
    .selectFrom('person')
    .select(['id', 'email'])
    .where('id', 'in', personIds)
    .where('email', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row.email!]))
}
