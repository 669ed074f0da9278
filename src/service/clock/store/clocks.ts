import { type RawBuilder, sql } from 'kysely'
import { type HoursStamp, hoursOf, hoursStamp } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { ClockEvent } from '#src/shared/clock/clock-event.ts'
import { PromiseRule } from '#src/shared/clock/promise-rule.ts'
import { asClockEvent, type ClockSave, type Hours } from '../rules.ts'

/** A promise as its owner keeps it: every version, and until when new clocks start under it. */
export type KeptPromise = { id: string; code: string; withdrawnAt: string | null; versions: PromiseRule[] }

type PromiseText = { id: string; code: string; rule: string; withdrawnAt: string | null }

// Parsing costs more than reading: the same text is parsed once in this process.
const parsedRules = new Map<string, PromiseRule>()

function parseRule(text: string): PromiseRule {
  let rule = parsedRules.get(text)
  if (rule === undefined) {
    if (parsedRules.size > 2_000) parsedRules.clear()
    rule = PromiseRule.parse(JSON.parse(text))
    parsedRules.set(text, rule)
  }
  return rule
}

/** All promises of the organisation with all their versions (a few dozen rows). */
export async function loadPromises(tx: Tx): Promise<KeptPromise[]> {
  const { rows } = await sql<PromiseText>`
    select id, code, rule::text as rule, withdrawn_at from promise where org_id = ${tx.orgId} order by id, version`.execute(
    tx.sql,
  )
  const promises = new Map<string, KeptPromise>()
  for (const row of rows) {
    const promise = promises.get(row.id) ?? { id: row.id, code: row.code, withdrawnAt: null, versions: [] }
    promise.versions.push(parseRule(row.rule))
    promise.withdrawnAt = row.withdrawnAt
    promises.set(row.id, promise)
  }
  return [...promises.values()]
}

const keptPromises = new Map<string, { stamp: string; promises: KeptPromise[] }>()

/** The promises with all their versions and the hours of the outlet: one short statement where this process knows them already. */
export async function loadPromisesAndHours(
  tx: Tx,
  outletId: string | null,
): Promise<{ promises: KeptPromise[]; hours: Hours }> {
  // A version never changes; new ones and withdrawals change the stamp.
  const { rows } = await sql<{ stamp: string; hours: HoursStamp }>`
    select ${hoursStamp(tx, outletId)} as hours, (
      select coalesce(string_agg(id || ' ' || version || ' ' || coalesce(withdrawn_at::text, ''), ',' order by id, version), '')
      from promise where org_id = ${tx.orgId}) as stamp`.execute(tx.sql)
  const { stamp, hours } = rows[0]!
  let kept = keptPromises.get(tx.orgId)
  if (kept?.stamp !== stamp) {
    kept = { stamp, promises: await loadPromises(tx) }
    if (keptPromises.size > 500) keptPromises.clear()
    keptPromises.set(tx.orgId, kept)
  }
  return { promises: kept.promises, hours: await hoursOf(tx, hours) }
}

/** Which version each clock of the request was started under, by promise. */
export async function loadHeldVersions(tx: Tx, requestId: string): Promise<Map<string, number>> {
  const rows = await tx.sql
    .selectFrom('clock')
    .select(['promiseId', 'promiseVersion'])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .execute()
  return new Map(rows.map((row) => [row.promiseId, row.promiseVersion]))
}

/** The events of one request as clocks read them. */
export async function loadClockEvents(tx: Tx, requestId: string): Promise<ClockEvent[]> {
  const rows = await tx.sql
    .selectFrom('requestEvent')
    .select(['kind', 'reason', 'claimedAt', 'recordedAt'])
    .where('orgId', '=', tx.orgId)
    .where('requestId', '=', requestId)
    .execute()
  return rows.map(asClockEvent)
}

/** Writes the readings of any number of requests in one statement. */
export async function saveClocks(tx: Tx, clocks: ClockSave[]): Promise<void> {
  if (clocks.length > 0) await keepingClocks(tx, clocks).execute(tx.sql)
}

/** The same as a part of a statement that writes more besides. */
export function keepingClocks(tx: Tx, clocks: ClockSave[]): RawBuilder<unknown> {
  const column = <K extends keyof ClockSave>(key: K) => clocks.map((clock) => clock[key])
  return sql`
    insert into clock (org_id, request_id, promise_id, promise_version, promise_code, state, started_at, stopped_at, due_at, warn_at,
      elapsed_minutes, limit_minutes, backfilled)
    select ${tx.orgId}, c.* from unnest(${column('requestId')}::uuid[], ${column('promiseId')}::uuid[], ${column('promiseVersion')}::int[],
      ${column('promiseCode')}::text[], ${column('state')}::text[], ${column('startedAt')}::timestamptz[], ${column('stoppedAt')}::timestamptz[],
      ${column('dueAt')}::timestamptz[], ${column('warnAt')}::timestamptz[], ${column('elapsedMinutes')}::float8[],
      ${column('limitMinutes')}::float8[], ${column('backfilled')}::bool[]) as c
    on conflict (org_id, request_id, promise_id) do update set
      promise_version = excluded.promise_version, state = excluded.state, started_at = excluded.started_at,
      stopped_at = excluded.stopped_at, due_at = excluded.due_at, warn_at = excluded.warn_at,
      elapsed_minutes = excluded.elapsed_minutes, limit_minutes = excluded.limit_minutes, backfilled = excluded.backfilled,
      overdue_told_at = case when excluded.state = 'running' then null else clock.overdue_told_at end`
}
