import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateTypes, TYPES } from '../../scripts/db-types.ts'
import { cloneDatabase } from '../database.ts'

/** Tables that belong to no organisation, each with its reason. All others are a tenant's. */
const GLOBAL: Record<string, string> = {
  migration: 'what was applied to this database',
  person: 'one person may belong to several organisations',
  credential: 'opens a person’s account, before an organisation is known',
  session: 'found by its token, before an organisation is known',
  sign_in_attempt: 'counts failures also of names that nobody has',
}

/** What the role of ordinary work may never do: what is written there stays. */
const NEVER: [table: string, privilege: string][] = [
  ['history', 'DELETE'],
  ['ledger_entry', 'UPDATE'],
  ['ledger_entry', 'DELETE'],
  ['ledger_node', 'UPDATE'],
  ['ledger_node', 'DELETE'],
  ['ledger_checkpoint', 'UPDATE'],
  ['ledger_checkpoint', 'DELETE'],
]

type Table = {
  name: string
  secured: boolean
  /** Columns of the primary key, in order. */
  key: string[]
  /** Conditions of the policy for work inside an organisation: what it sees, what it may write. */
  sees: string | null
  writes: string | null
  foreignKeys: { to: string; columns: string[] }[]
}

const TABLES = `
  select c.relname as name, c.relrowsecurity as secured, p.polqual as sees, p.polwithcheck as writes,
    coalesce((select array_agg(a.attname::text order by k.place) from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary), '{}') as key,
    coalesce((select json_agg(json_build_object('to', f.confrelid::regclass::text, 'columns',
      (select json_agg(a.attname) from unnest(f.conkey) as n join pg_attribute a on a.attrelid = c.oid and a.attnum = n)))
      from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as "foreignKeys"
  from pg_class c left join lateral (
    select pg_get_expr(polqual, polrelid) as polqual, pg_get_expr(polwithcheck, polrelid) as polwithcheck from pg_policy
    where polrelid = c.oid and 'starproof_app'::regrole = any (polroles) and polcmd = '*') p on true
  where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`

let client: pg.Client
let clone: Awaited<ReturnType<typeof cloneDatabase>>
let tables: Table[]
beforeAll(async () => {
  clone = await cloneDatabase()
  client = new pg.Client({ connectionString: clone.url })
  await client.connect()
  tables = await readTables()
})
afterAll(async () => {
  await client.end()
  await clone.drop()
})

async function readTables(): Promise<Table[]> {
  return (await client.query<Table>(TABLES)).rows
}

/** What keeps a table from being safely a tenant's, in sentences. */
function wrongWith(table: Table, tenants: Set<string>): string[] {
  const wrong: string[] = []
  const scope = '(org_id = ( SELECT app_org() AS app_org))'
  if (!table.secured) wrong.push(`${table.name} has no row-level security`)
  if (table.sees !== scope || table.writes !== scope) wrong.push(`${table.name} has not the policy of tenants`)
  if (table.key[0] !== 'org_id') wrong.push(`${table.name} has not org_id first in its primary key`)
  for (const { to, columns } of table.foreignKeys)
    if (tenants.has(to) && !columns.includes('org_id'))
      wrong.push(`${table.name} refers to ${to} by ${columns}, without its organisation`)
  return wrong
}

function wrongTables(all: Table[]): string[] {
  const tenants = all.filter(({ name }) => !(name in GLOBAL))
  const names = new Set(tenants.map(({ name }) => name))
  return tenants.flatMap((table) => wrongWith(table, names))
}

async function mayTouch(role: string, table: string, privilege: string): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>('select has_table_privilege($1, $2, $3) as may', [
    role,
    table,
    privilege,
  ])
  return rows[0]!.may
}

describe('every table', () => {
  it('is a tenant’s, fenced by row-level security with org_id first in its key, or is listed here with its reason', () => {
    expect(wrongTables(tables)).toEqual([])
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(GLOBAL)))
  })

  it('is found out when it is not', async () => {
    await client.query('begin')
    await client.query('create table careless (id uuid primary key, org_id uuid, rating_id uuid)')
    await client.query('create table lax (org_id uuid, id uuid, primary key (id, org_id))')
    await client.query(`call tenant_table('lax')`)
    await client.query('alter policy tenant on lax using (true)')
    await client.query('alter table organisation disable row level security')
    const wrong = wrongTables(await readTables())
    await client.query('rollback')
    expect(wrong).toEqual([
      'careless has no row-level security',
      'careless has not the policy of tenants',
      'careless has not org_id first in its primary key',
      'lax has not the policy of tenants',
      'lax has not org_id first in its primary key',
      'organisation has no row-level security',
    ])
  })

  it('that is global is closed to work inside an organisation', async () => {
    for (const name of Object.keys(GLOBAL))
      for (const privilege of ['SELECT', 'INSERT', 'UPDATE', 'DELETE'])
        expect(await mayTouch('starproof_app', name, privilege), `${privilege} ${name}`).toBe(false)
  })

  it.each(NEVER)('%s takes no %s from work inside an organisation', async (table, privilege) => {
    expect(await mayTouch('starproof_app', table, privilege)).toBe(false)
  })
})

describe('the roles of the running server', () => {
  it.each(['starproof_app', 'starproof_system'])('%s own nothing, create nothing and pass no fence', async (role) => {
    const owned = await client.query(
      `select classid::regclass::text as of, objid from pg_shdepend
       where refobjid = $1::regrole and deptype = 'o' and dbid in (0, (select oid from pg_database where datname = current_database()))`,
      [role],
    )
    expect(owned.rows).toEqual([])
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin,
         has_schema_privilege($1, 'public', 'create') as creates from pg_roles where rolname = $1`,
      [role],
    )
    expect(Object.entries(rows[0]!).filter(([, value]) => value === true)).toEqual([])
  })
})

it('the types of the database are those of its migrations: npm run db:types writes them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-types-'))
  try {
    await generateTypes(clone.url, join(folder, 'schema.ts'))
    expect(await readFile(TYPES, 'utf8')).toBe(await readFile(join(folder, 'schema.ts'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
})
