import type { Actor } from '#src/shared/actor.ts'
import type { Decision } from '#src/shared/decision.ts'
import type { Database } from './db/database.ts'
import type { CommandId, Tx, WriteTx } from './unit-of-work.ts'
import { runCommand, runQuery, runUpkeep } from './unit-of-work.ts'

/** What every door of the server is given: the database, the clock, and the two ways to do work. One per process. */
export type Platform = {
  database: Database
  /** The only clock. Tests set it. */
  now(): Date
  /** Called after each commit with the organisation that changed, so that ledger, facts and live screens follow at once. */
  committed(orgId: string): void
  /** Upkeep inside one organisation, under the name of the part that does it; no command, no history. */
  upkeep<T>(orgId: string, name: string, work: (tx: Tx) => Promise<T>): Promise<T>
  query<T>(actor: Actor, ask: (tx: Tx) => Promise<T>): Promise<T>
  command<T>(actor: Actor, command: CommandId, act: (tx: WriteTx) => Promise<Decision<T>>): Promise<Decision<T>>
}

/** `onCommitted` listeners run after each commit in this process; other processes learn by sweeping. */
export function openPlatform(
  database: Database,
  now: () => Date = () => new Date(),
): Platform & { onCommitted(listener: (orgId: string) => void): void } {
  const listeners: ((orgId: string) => void)[] = []
  const committed = (orgId: string) => {
    for (const listener of listeners) listener(orgId)
  }
  return {
    database,
    now,
    committed,
    onCommitted: (listener) => listeners.push(listener),
    upkeep: (orgId, name, work) =>
      runUpkeep(database, { actor: { kind: 'system', orgId, name, roles: [] }, at: now().toISOString() }, work),
    query: (actor, ask) => runQuery(database, { actor, at: now().toISOString() }, ask),
    command: async (actor, command, act) => {
      const decision = await runCommand(database, { actor, at: now().toISOString() }, command, act)
      if (decision.ok) committed(actor.orgId)
      return decision
    },
  }
}
