import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Actor } from '#src/shared/actor.ts'
import { actorRef } from '#src/shared/actor.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import type { Decision, Refusal } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { lineTo } from './db/connection.ts'
import type { Database, Sql } from './db/database.ts'
import type { HistoryEntry } from './history.ts'
import { flushStatements } from './history.ts'
import { nextNumber } from './number-series.ts'

/** One transaction inside one organisation, on behalf of one actor. Everything a store or an action needs is reached through it. */
export type Tx = {
  sql: Sql
  orgId: string
  actor: Actor
  /** The instant of this unit of work, ISO-8601 UTC; also the recorded time of its history. */
  at: string
}

/** A unit of work that changes something: what it notes is written in the same transaction, or not at all. */
export type WriteTx = Tx & {
  /** Notes one line of history. `content` must be plain JSON. `claimedAt` is when the actor says it happened; the default is now. */
  record(entry: HistoryEntry): void
  /** Notes that the facts of this outlet and day must be recounted. */
  dirty(outletId: string, dayOn: string): void
  /** The next running number of a series, e.g. `R26-000123` for `('R', 26)`. Numbers are never given twice; a refusal or crash leaves gaps. */
  nextNumber(prefix: string): Promise<string>
  /** Queues a background task in the same transaction (it runs only if this commits). `key` replaces a waiting task of the same key. */
  later(task: string, payload: object, options?: { runAt?: string; key?: string }): void
}

export type Noted = {
  history: HistoryEntry[]
  dirty: Map<string, { outletId: string; dayOn: string }>
  later: { task: string; payload: object; runAt?: string; key?: string }[]
}

export type CommandId = {
  id: string
  /** Name of the endpoint or, for jobs and imports, of the task. */
  endpoint: string
  /** What was asked; a second command with the same id must ask the same. */
  input: unknown
}

/** Thrown by stores when a row changed under the reader's feet or a rule of the database refused; answered as a refusal, never as a fault. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Call with the number of rows an `update … where version = …` touched: none means that somebody else was first. */
export function assertSaved(updatedRows: bigint | number | undefined, recordType: string): void {
  if (!updatedRows) throw new Refused(refuse('conflict', 'stale_version', { recordType }).refusal)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const RETRIES = 4

type Scope = { actor: Actor; at: string }

function beginText(orgId: string, mode: '' | ' read only'): string {
  if (!UUID.test(orgId)) throw new TypeError('organisation id is not a UUID')
  // One round trip: the id was checked, so it can stand in the text.
  return `begin${mode}; set local app.org = '${orgId}'`
}

type Ending<T> = {
  answer: T
  keep: boolean
  /** Sends the last statements of the transaction, all at once. */
  flush?: (client: pg.PoolClient) => Promise<unknown>
}

/** One transaction of one connection; commits what `work` answers, rolls back what it throws or asks to drop. */
async function inTransaction<T>(
  database: Database,
  begin: string,
  prepares: boolean,
  work: (sql: Sql) => Promise<Ending<T>>,
): Promise<T> {
  const client = await database.appPool.connect()
  const line = lineTo(client, { prepares })
  let isLost = false
  try {
    // Not waited for: the first statement follows at once. Should it fail, the connection is lost, and that statement with it.
    const begun = client.query(begin)
    begun.catch(() => {})
    const { answer, keep, flush } = await work(line.sql)
    await begun
    if (line.inFlight() > 0) throw new Error('a statement of this unit of work was not waited for')
    // The commit follows the flush without waiting: where the flush failed, PostgreSQL answers it with a rollback.
    const flushed = keep ? flush?.(client) : undefined
    const [, ended] = await Promise.all([flushed, client.query(keep ? 'commit' : 'rollback')])
    if (keep && ended.command !== 'COMMIT') throw new Error('the transaction was rolled back by the database')
    return answer
  } catch (error) {
    // Whoever still waits for an answer might go on to send a statement into the next transaction: then this connection is not used again.
    isLost = line.inFlight() > 0
    // The connection may be the very thing that failed; what matters is the first error.
    if (!isLost) await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release(isLost)
  }
}

/** Runs a reading unit of work. Rows of other organisations do not exist for it. */
export async function runQuery<T>(database: Database, scope: Scope, ask: (tx: Tx) => Promise<T>): Promise<T> {
  const { actor, at } = scope
  return inTransaction(database, beginText(actor.orgId, ' read only'), false, async (sql) => ({
    answer: await ask({ sql, orgId: actor.orgId, actor, at }),
    keep: true,
  }))
}

/** Runs upkeep that is no command and writes no history: the sequencer, the facts, sweeps. */
export async function runUpkeep<T>(database: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { actor, at } = scope
  return inTransaction(database, beginText(actor.orgId, ''), false, async (sql) => ({
    answer: await work({ sql, orgId: actor.orgId, actor, at }),
    keep: true,
  }))
}

/**
 * Carries out one command: everything it writes, its history and its answer commit together. The same command id sent again
 * gets the first answer without acting. A refusal rolls back. Deadlocks and serialisation failures are tried again.
 */
export async function runCommand<T>(
  database: Database,
  scope: Scope,
  command: CommandId,
  act: (tx: WriteTx) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  const fingerprint = createHash('sha256')
    .update(`${command.endpoint}\n${actorRef(scope.actor)}\n${canonicalJson(command.input ?? null)}`)
    .digest()
  for (let attempt = 1; ; attempt++) {
    try {
      const decision = await attemptCommand(database, scope, command, fingerprint, act)
      if (decision.ok) return decision
      return (await earlierAnswer<T>(database, scope, command, fingerprint)) ?? decision
    } catch (error) {
      const seen = readDatabaseError(error)
      if (seen === 'retry' && attempt < RETRIES) continue
      if (error instanceof Refused || seen === 'duplicate') {
        const earlier = await earlierAnswer<T>(database, scope, command, fingerprint)
        if (earlier) return earlier
        if (error instanceof Refused) return { ok: false, refusal: error.refusal }
        return refuse('conflict', 'already_exists', { what: constraintOf(error) })
      }
      if (seen === 'reference') return refuse('invalid', 'unknown_reference', { what: constraintOf(error) })
      if (seen === 'check') return refuse('invalid', 'value_not_allowed', { what: constraintOf(error) })
      if (seen === 'overlap') return refuse('conflict', 'overlaps', { what: constraintOf(error) })
      throw error
    }
  }
}

async function attemptCommand<T>(
  database: Database,
  scope: Scope,
  command: CommandId,
  fingerprint: Buffer,
  act: (tx: WriteTx) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  const orgId = scope.actor.orgId
  const noted: Noted = { history: [], dirty: new Map(), later: [] }
  return inTransaction<Decision<T>>(database, beginText(orgId, ''), true, async (sql) => {
    const decision = await act({
      sql,
      orgId,
      actor: scope.actor,
      at: scope.at,
      record: (entry) => noted.history.push(entry),
      dirty: (outletId, dayOn) => noted.dirty.set(`${outletId} ${dayOn}`, { outletId, dayOn }),
      nextNumber: (prefix) => nextNumber(database, orgId, prefix, scope.at),
      later: (task, payload, options) => noted.later.push({ task, payload, ...options }),
    })
    if (!decision.ok) return { answer: decision, keep: false }
    const statements = flushStatements(scope, noted, { ...command, fingerprint, answer: decision.value })
    return { answer: decision, keep: true, flush: (client) => Promise.all(statements.map((one) => client.query(one))) }
  })
}

async function earlierAnswer<T>(
  database: Database,
  scope: Scope,
  command: CommandId,
  fingerprint: Buffer,
): Promise<Decision<T> | undefined> {
  const row = await runQuery(database, scope, (tx) =>
    tx.sql
      .selectFrom('command')
      .select(['fingerprint', 'answer'])
      .where('orgId', '=', tx.orgId)
      .where('id', '=', command.id)
      .executeTakeFirst(),
  )
  if (!row) return undefined
  if (!fingerprint.equals(row.fingerprint)) return refuse('conflict', 'command_reused')
  return accept(row.answer as T)
}

function readDatabaseError(error: unknown): 'retry' | 'duplicate' | 'reference' | 'check' | 'overlap' | undefined {
  switch ((error as { code?: string }).code) {
    case '40001':
    case '40P01':
      return 'retry'
    case '23505':
      return 'duplicate'
    case '23503':
      return 'reference'
    case '23514':
      return 'check'
    case '23P01':
      return 'overlap'
    default:
      return undefined
  }
}

function constraintOf(error: unknown): string {
  return (error as { constraint?: string }).constraint ?? ''
}
