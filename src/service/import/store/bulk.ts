import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'

export type ColumnType = 'uuid' | 'text' | 'int' | 'smallint' | 'float8' | 'timestamptz' | 'date' | 'boolean' | 'jsonb'

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

const ESCAPED = /["\\]/

// PostgreSQL's own form of an array: the driver writes the same, but looks twice at every character of what can hold none to escape.
function arrayOf(type: ColumnType, name: string, rows: readonly Record<string, unknown>[]): string {
  const isText = type === 'text' || type === 'jsonb'
  let text = ''
  for (const row of rows) {
    const value = row[name]
    if (value === null || value === undefined) text += ',NULL'
    else if (!isText) text += `,${value}`
    else if (ESCAPED.test(value as string)) text += `,"${(value as string).replace(/["\\]/g, '\\$&')}"`
    else text += `,"${value}"`
  }
  return `{${text.slice(1)}}`
}
