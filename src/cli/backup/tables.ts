import type pg from 'pg'

export type Table = { name: string; columns: string[] }

/** Our tables with the columns that are stored (not computed). */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
    group by c.relname order by c.relname`)
  return rows
}

/**
 * Takes the foreign keys off all our tables, inside the caller's transaction, and answers the statements that put the same ones back. Tables
 * refer to each other in circles (a department's head works in it), and checking all rows at once is many times faster than one by one.
 */
export async function takeForeignKeysOff(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname, k.conname`)
  for (const { table, name } of rows) await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`)
  return rows.map(
    ({ table, name, definition }) => `alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`,
  )
}

export type Sequence = { name: string; value: string; isCalled: boolean }

export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`,
  )
  const sequences: Sequence[] = []
  for (const { name } of rows) {
    const read = await client.query(`select last_value::text as value, is_called from ${quoted(name)}`)
    sequences.push({ name, value: read.rows[0].value, isCalled: read.rows[0].is_called })
  }
  return sequences
}

/** SQL of every file that a row names, as `org_id, sha256`: the table `file`, and columns `file_sha256` of tables with an organisation. */
export async function filesNamed(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ table: string }>(`
    select c.relname as "table" from pg_class c
      join pg_attribute f on f.attrelid = c.oid and f.attname = 'file_sha256' and not f.attisdropped
      join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`)
  const others = rows.map(
    ({ table }) => `select org_id, file_sha256 from ${quoted(table)} where file_sha256 is not null`,
  )
  return ['select org_id, sha256 from file', ...others].join(' union ')
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ')
}

/** The first of our tables that holds a row, if any does. */
export async function findFilledTable(client: pg.ClientBase, tables: readonly Table[]): Promise<string | undefined> {
  for (const { name } of tables) {
    const { rows } = await client.query(`select exists (select from ${quoted(name)}) as filled`)
    if (rows[0].filled) return name
  }
  return undefined
}
