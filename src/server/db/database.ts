import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from './generated/schema.ts'

/** Instants come and go as ISO-8601 UTC text, days as `YYYY-MM-DD`, bigint as number (all of ours stay far below 2^53). */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.INT8]: (text) => Number(text),
}
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format as 'text')) as never,
}

export type Sql = Kysely<DB>

export type Database = {
  /** Sees nothing until an organisation is set: use it only through a unit of work. */
  app: Sql
  appPool: pg.Pool
  /** For the few questions asked before an organisation is known; sees only what migrations grant to `starproof_system`. */
  system: Sql
  systemPool: pg.Pool
  url: string
  close(): Promise<void>
}

function pool(url: string, role: string, max: number, pipeline: boolean): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    max,
    // A connection knows its statements by heart after a while: it outlives a quiet minute.
    idleTimeoutMillis: 60_000,
    // Statements need not wait for the answers of those before them.
    pipeline,
    types,
    // The role is set at connection, so no query ever runs with the rights of the owner.
    options: `-c role=${role} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
    application_name: 'starproof',
  })
  // A connection lost while idle (server restarted) must not end the process; the next query opens a new one.
  made.on('error', () => {})
  // Nor must one lost between two statements of a transaction: the next statement fails, which is enough.
  made.on('connect', (client) => client.on('error', () => {}))
  return made
}

/** Opens the pools. `max` is the number of connections for work inside an organisation. */
export function openDatabase(url: string, max = 20): Database {
  const appPool = pool(url, 'starproof_app', max, true)
  const systemPool = pool(url, 'starproof_system', 4, false)
  const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
  const app = new Kysely<DB>({ dialect: new PostgresDialect({ pool: appPool }), plugins })
  const system = new Kysely<DB>({ dialect: new PostgresDialect({ pool: systemPool }), plugins })
  return {
    app,
    appPool,
    system,
    systemPool,
    url,
    close: async () => {
      await app.destroy()
      await system.destroy()
    },
  }
}
