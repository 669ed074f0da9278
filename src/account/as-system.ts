import { sql } from 'kysely'
import type { Sql } from '#src/server/db/database.ts'
import type { Tx } from '#src/server/unit-of-work.ts'

/**
 * Runs a few statements of a unit of work with the rights of `starproof_system`, in the same transaction: people, passwords and sessions
 * are global and closed to the role that works inside an organisation, yet must change together with its memberships and history.
 * An error leaves the transaction to be rolled back, and the role with it.
 */
export async function asSystem<T>(tx: Tx, act: (system: Sql) => Promise<T>): Promise<T> {
  await sql`set local role starproof_system`.execute(tx.sql)
  const answer = await act(tx.sql)
  await sql`set local role starproof_app`.execute(tx.sql)
  return answer
}
