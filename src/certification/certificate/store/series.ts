import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'

/** The next running number of the year, counted in this transaction: who issues at the same time waits, and no number is left out. */
export async function takeSequence(tx: WriteTx, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into certificate_series as s (org_id, year, last) values (${tx.orgId}, ${year}, 1)
    on conflict (org_id, year) do update set last = s.last + 1 returning s.last`.execute(tx.sql)
  return rows[0]!.last
}

export async function countEditions(tx: Tx): Promise<number> {
  const row = await tx.sql
    .selectFrom('certificateEdition')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('orgId', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Which of these status indexes nobody has. */
export async function freeIndexes(tx: Tx, drawn: readonly number[]): Promise<number[]> {
  const rows = await tx.sql
    .selectFrom('certificateEdition')
    .select('statusIndex')
    .where('orgId', '=', tx.orgId)
    .where('statusIndex', 'in', [...drawn])
    .execute()
  const taken = new Set(rows.map((row) => row.statusIndex))
  return drawn.filter((index) => !taken.has(index))
}
