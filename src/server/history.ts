import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '#src/shared/actor.ts'
import { actorRef } from '#src/shared/actor.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { newId } from '#src/shared/id.ts'
import type { CommandId, Noted, Tx } from './unit-of-work.ts'

export type HistoryEntry = {
  /** Singular noun of the glossary in snake_case, e.g. `work_order`. */
  recordType: string
  recordId: string
  /** What happened, `<record>.<past participle>`, e.g. `work_order.assigned`. */
  verb: string
  /** The facts of this step as plain JSON; may hold personal data, which can be erased later without breaking a proof. */
  content: unknown
  /** When the actor says it happened; the default is the instant of the unit of work. */
  claimedAt?: string
}

// One statement writes all that a unit of work noted: history, its place in the queue for the ledger, dirty facts, the command's answer.
const FLUSH = `
with noted as (
  insert into history (org_id, id, record_type, record_id, verb, actor, claimed_at, recorded_at, commitment, salt, content)
  select $1, h.id, h.record_type, h.record_id, h.verb, $2, h.claimed_at, $3, h.commitment, h.salt, h.content
  from unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[], $9::bytea[], $10::bytea[], $11::text[])
    as h (id, record_type, record_id, verb, claimed_at, commitment, salt, content)
), queued as (
  insert into ledger_pending (org_id, history_id)
  select $1, q.id from unnest($4::uuid[]) with ordinality as q (id, place) order by q.place
), dirtied as (
  insert into fact_dirty (org_id, outlet_id, day_on) select $1, d.outlet_id, d.day_on from unnest($12::uuid[], $13::date[]) as d (outlet_id, day_on)
)
insert into command (org_id, id, actor, endpoint, fingerprint, answer, done_at) values ($1, $14, $2, $15, $16, $17, $3)`

/** Values that reach the wire whatever they hold: nothing about them can fail between one statement and the commit sent right behind it. */
type PlainValue = string | null | Buffer | (string | Buffer)[]
export type FlushStatement = { name: string; text: string; values: PlainValue[] }

/** The statements that write what a unit of work noted, inside its transaction. */
export function flushStatements(
  scope: { actor: Actor; at: string },
  noted: Noted,
  command: CommandId & { fingerprint: Buffer; answer: unknown },
): FlushStatement[] {
  const rows = noted.history.map((entry) => {
    const salt = randomBytes(16)
    const content = canonicalJson(entry.content)
    return {
      ...entry,
      id: newId(),
      salt,
      content,
      commitment: createHash('sha256').update(salt).update(content).digest(),
    }
  })
  const dirty = [...noted.dirty.values()]
  const flush: FlushStatement = {
    name: 'flush',
    text: FLUSH,
    values: [
      scope.actor.orgId,
      actorRef(scope.actor),
      scope.at,
      rows.map((row) => row.id),
      rows.map((row) => row.recordType),
      rows.map((row) => row.recordId),
      rows.map((row) => row.verb),
      rows.map((row) => row.claimedAt ?? scope.at),
      rows.map((row) => row.commitment),
      rows.map((row) => row.salt),
      rows.map((row) => row.content),
      dirty.map((cell) => cell.outletId),
      dirty.map((cell) => cell.dayOn),
      command.id,
      command.endpoint,
      command.fingerprint,
      JSON.stringify(command.answer ?? null),
    ],
  }
  const jobs = noted.later.map((job) => ({
    name: 'queue_job',
    text: 'select queue_job($1, $2::json, $3::timestamptz, $4)',
    values: [
      job.task,
      JSON.stringify({ orgId: scope.actor.orgId, ...job.payload }),
      job.runAt ?? null,
      job.key ?? null,
    ],
  }))
  return [flush, ...jobs]
}

/** Forgets what the history of these records says (personal data), with its salt: who did what and when stays, and so does every proof. */
export async function eraseHistoryOf(tx: Tx, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return
  await tx.sql
    .updateTable('history')
    .set({ content: null, salt: null, erasedAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('recordId', 'in', [...recordIds])
    .where('erasedAt', 'is', null)
    .execute()
}
