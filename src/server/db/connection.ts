import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import { CamelCasePlugin, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type pg from 'pg'
import type { Sql } from './database.ts'
import type { DB } from './generated/schema.ts'

/** Text of a statement that comes again and again is planned once per connection; more of them than this would only fill the server's memory. */
const PREPARED_AT_MOST = 300
const LONGEST_PREPARED = 20_000

type Seen = { times: number; name?: string }

const seenStatements = new Map<string, Seen>()
let named = 0

function nameOf(text: string): string | undefined {
  const seen = seenStatements.get(text) ?? { times: 0 }
  if (seen.times === 0) {
    if (seenStatements.size >= PREPARED_AT_MOST || text.length > LONGEST_PREPARED) return undefined
    seenStatements.set(text, seen)
  }
  seen.times++
  // Most texts of a start or an import come a few times only.
  if (seen.times === 10) seen.name = `statement_${++named}`
  return seen.name
}

const IN_FAILED_TRANSACTION = '25P02'

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #prepares: boolean
  #failure: unknown
  /** Statements that are not answered yet. */
  inFlight = 0

  constructor(client: pg.PoolClient, prepares: boolean) {
    this.#client = client
    this.#prepares = prepares
  }

  async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const name = this.#prepares ? nameOf(text) : undefined
    const asked = { text, values: [...parameters], ...(name ? { name } : {}) }
    this.inFlight++
    const { command, rowCount, rows } = await this.#client
      .query(asked)
      .catch((error: unknown) => {
        throw this.#causeOf(error)
      })
      .finally(() => this.inFlight--)
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: (rows ?? []) as R[], ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  // Of statements sent together all fail when one does, and which of them is heard first is chance: each tells what went wrong first.
  #causeOf(error: unknown): unknown {
    if ((error as { code?: string }).code === IN_FAILED_TRANSACTION && this.#failure) return this.#failure
    this.#failure = error
    return error
  }

  // biome-ignore lint/correctness/useYield: never asked for; lists have limits.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('a unit of work reads pages, not streams')
  }
}

function unused(): Promise<never> {
  throw new Error('a unit of work begins and ends its own transaction')
}

/** Kysely on one connection, and how many of its statements are not answered yet. */
export type Line = { sql: Sql; inFlight(): number }

function open(client: pg.PoolClient, prepares: boolean): Line {
  const connection = new PipelinedConnection(client, prepares)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: unused,
    commitTransaction: unused,
    rollbackTransaction: unused,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  const sql = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { sql, inFlight: () => connection.inFlight }
}

const lines = new WeakMap<pg.PoolClient, { prepared: Line; plain: Line }>()

/**
 * The line to one connection, made once and kept with it. Statements go out as they are called, without waiting for the answers of those before
 * (`Promise.all` of several costs one round trip). With `prepares`, texts that keep coming are planned once per connection.
 */
export function lineTo(client: pg.PoolClient, { prepares }: { prepares: boolean }): Line {
  let both = lines.get(client)
  if (!both) {
    both = { prepared: open(client, true), plain: open(client, false) }
    lines.set(client, both)
  }
  return prepares ? both.prepared : both.plain
}
