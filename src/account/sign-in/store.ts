import type { Sql } from '#src/server/db/database.ts'
import type { Attempt } from './rules.ts'
import { nextAttempt } from './rules.ts'

export type Known = { personId: string; lastOrgId: string | null; passwordHash: string }

/** Somebody by user name or e-mail address; `login` in lower case. */
export async function findByLogin(system: Sql, login: string): Promise<Known | undefined> {
  return system
    .selectFrom('person')
    .innerJoin('credential', 'credential.personId', 'person.id')
    .select(['person.id as personId', 'person.lastOrgId', 'credential.passwordHash'])
    .where(login.includes('@') ? 'person.email' : 'person.userName', '=', login)
    .executeTakeFirst()
}

/** Notes an attempt as failed until it succeeds; the row lock makes simultaneous guesses queue. */
export async function countAttempt(
  system: Sql,
  subject: string,
  at: string,
): Promise<{ locked: true; lockedUntil: string } | { locked: false }> {
  return system.transaction().execute(async (sql) => {
    const first = await sql
      .insertInto('signInAttempt')
      .values({ subject, failures: 1, lastAt: at })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .returning('subject')
      .executeTakeFirst()
    if (first) return { locked: false }
    const before: Attempt | undefined = await sql
      .selectFrom('signInAttempt')
      .select(['failures', 'lastAt', 'lockedUntil'])
      .where('subject', '=', subject)
      .forUpdate()
      .executeTakeFirst()
    const next = nextAttempt(before, at)
    if (next.locked) return next
    await sql.updateTable('signInAttempt').set(next.attempt).where('subject', '=', subject).execute()
    return { locked: false }
  })
}

export async function clearAttempts(system: Sql, subject: string): Promise<boolean> {
  const { numDeletedRows } = await system
    .deleteFrom('signInAttempt')
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Attempts long past, of names that somebody once guessed. */
export async function deleteOldAttempts(system: Sql, before: string): Promise<void> {
  await system.deleteFrom('signInAttempt').where('lastAt', '<', before).execute()
}

export async function saveSignIn(system: Sql, personId: string, orgId: string, at: string): Promise<void> {
  await system.updateTable('person').set({ lastOrgId: orgId, lastSignedInAt: at }).where('id', '=', personId).execute()
}

/** Until when each of these people is locked out; those who are not are left out. */
export async function listLocks(system: Sql, personIds: string[], at: string): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map()
  const rows = await system
    .selectFrom('signInAttempt')
    .select(['subject', 'lockedUntil'])
    .where('subject', 'in', personIds.map(attemptSubject))
    .where('lockedUntil', '>', at)
    .execute()
  return new Map(rows.map((row) => [row.subject.slice('person:'.length), row.lockedUntil!]))
}

export function attemptSubject(personId: string): string {
  return `person:${personId}`
}
