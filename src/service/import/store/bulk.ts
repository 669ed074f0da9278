import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'

export type ColumnType = 'uuid' | 'text' | 'int' | 'smallint' | 'timestamptz' | 'date' | 'boolean' | 'jsonb'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Inserts any number of rows in one statement, one array a column: tables and columns are ours, never a file's. */
export async function insertRows<C extends Record<string, ColumnType>>(
  tx: Tx,
  table: string,
  columns: C,
  rows: readonly Record<keyof C, unknown>[],
): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns)
  const list = sql.raw(names.map(snake).join(', '))
  const arrays = names.map((name) => sql`${arrayOf(columns[name]!, name, rows)}::${sql.raw(columns[name]!)}[]`)
  await sql`
    insert into ${sql.table(table)} (org_id, ${list}) select ${tx.orgId}, u.* from unnest(${sql.join(arrays)}) as u`.execute(
    tx.sql,
  )
}

// What cannot hold a comma, quote or brace is written as PostgreSQL reads it; the driver would look at every character of it.
function arrayOf(type: ColumnType, name: string, rows: readonly Record<string, unknown>[]): unknown {
  if (type === 'text' || type === 'jsonb') return rows.map((row) => row[name])
  let text = ''
  for (const row of rows) text += `,${row[name] ?? 'NULL'}`
  return `{${text.slice(1)}}`
}
