import { sql } from 'kysely'
import type { Database } from '#src/server/db/database.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import type { Actor } from '#src/shared/actor.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { ImportProblem } from '../contract/report.ts'
import type { ImportLook, ImportRunRow, KeptReport, RunState } from '../contract/run.ts'
import type { DoneByKind } from '../rules/result.ts'
import { insertRows } from './bulk.ts'

export type RunRecord = {
  id: string
  fileName: string
  fileSha256: string
  sizeBytes: number
  look: ImportLook
  mapping: Mapping | null
  state: RunState
  failure: { code: string; params: Record<string, string | number> } | null
  report: KeptReport | null
  recordsPlanned: number
  startedBy: Actor
  uploadedAt: string
  startedAt: string | null
  finishedAt: string | null
  version: number
}

export type NewRun = Pick<RunRecord, 'id' | 'fileName' | 'fileSha256' | 'sizeBytes' | 'look' | 'mapping' | 'startedBy'>

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await tx.sql
    .insertInto('importRun')
    .values({
      ...run,
      orgId: tx.orgId,
      look: JSON.stringify(run.look),
      mapping: run.mapping && JSON.stringify(run.mapping),
      startedBy: JSON.stringify(run.startedBy),
      uploadedAt: tx.at,
    })
    .execute()
}

export async function loadRun(tx: Tx, id: string): Promise<RunRecord | undefined> {
  const row = await tx.sql
    .selectFrom('importRun')
    .selectAll()
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as unknown as RunRecord | undefined
}

export type RunChange = Partial<
  Pick<
    RunRecord,
    'mapping' | 'state' | 'failure' | 'report' | 'recordsPlanned' | 'startedBy' | 'startedAt' | 'finishedAt'
  >
>

/** Saves if nobody else changed the run since it was loaded. */
export async function saveRun(tx: Tx, run: Pick<RunRecord, 'id' | 'version'>, change: RunChange): Promise<void> {
  const json = Object.fromEntries(
    (['mapping', 'failure', 'report', 'startedBy'] as const).flatMap((key) =>
      change[key] === undefined ? [] : [[key, change[key] === null ? null : JSON.stringify(change[key])]],
    ),
  )
  const saved = await tx.sql
    .updateTable('importRun')
    .set({ ...(change as object), ...json, version: run.version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', run.id)
    .where('version', '=', run.version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'import_run')
}

const PROGRESS = sql<number>`coalesce((select sum(seen) from import_batch b where b.org_id = import_run.org_id and b.run_id = import_run.id), 0)::int`

export async function listRunRows(tx: Tx, limit: number, cursor?: string): Promise<Page<ImportRunRow>> {
  const [beforeAt, beforeId] = cursor?.split('~') ?? []
  let query = tx.sql
    .selectFrom('importRun')
    .where('orgId', '=', tx.orgId)
    .select([
      'id',
      'fileName',
      'sizeBytes',
      'state',
      'recordsPlanned',
      'uploadedAt',
      'finishedAt',
      sql<string>`coalesce(started_by ->> 'name', '')`.as('startedByName'),
      PROGRESS.as('recordsSeen'),
      sql<number>`coalesce((select sum(added) from import_batch b where b.org_id = import_run.org_id and b.run_id = import_run.id), 0)::int`.as(
        'recordsAdded',
      ),
    ])
  if (beforeAt && beforeId)
    query = query.where(sql<boolean>`(uploaded_at, id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)`)
  const rows = await query
    .orderBy('uploadedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(rows as ImportRunRow[], limit, (row) => `${row.uploadedAt}~${row.id}`)
}

export type BatchDone = {
  id: string
  kind: string
  seen: number
  added: number
  updated: number
  clocks: number
  clocksBeforePromise: number
  clocksUnknown: number
}

export async function insertBatch(tx: Tx, runId: string, batch: BatchDone): Promise<void> {
  await tx.sql
    .insertInto('importBatch')
    .values({ orgId: tx.orgId, runId, ...batch })
    .execute()
}

export async function sumBatches(tx: Tx, runId: string): Promise<DoneByKind[]> {
  const { rows } = await sql<DoneByKind>`
    select kind, sum(added)::int as added, sum(updated)::int as updated, sum(clocks)::int as clocks,
      sum(clocks_before_promise)::int as clocks_before_promise, sum(clocks_unknown)::int as clocks_unknown
    from import_batch where org_id = ${tx.orgId} and run_id = ${runId} group by kind`.execute(tx.sql)
  return rows
}

/** True once somebody cancelled the run. */
export async function isStopped(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('importRun')
    .select('state')
    .where('orgId', '=', tx.orgId)
    .where('id', '=', runId)
    .executeTakeFirst()
  return row?.state !== 'running'
}

/** How many records of the plan the run has dealt with; a run that goes on begins to count anew. */
export async function countSeen(tx: Tx, runId: string): Promise<number> {
  const { rows } = await sql<{ seen: number }>`
    select coalesce(sum(seen), 0)::int as seen from import_batch where org_id = ${tx.orgId} and run_id = ${runId}`.execute(
    tx.sql,
  )
  return rows[0]!.seen
}

export async function forgetSeen(tx: Tx, runId: string): Promise<void> {
  await sql`update import_batch set seen = 0 where org_id = ${tx.orgId} and run_id = ${runId} and seen > 0`.execute(
    tx.sql,
  )
}

const PROBLEM = {
  runId: 'uuid',
  seq: 'int',
  sheet: 'text',
  rowNumber: 'int',
  columnLetters: 'text',
  header: 'text',
  cellText: 'text',
  effect: 'text',
  code: 'text',
  params: 'jsonb',
} as const

/** Puts these problems in the place of those listed before. */
export async function replaceProblems(tx: Tx, runId: string, problems: readonly ImportProblem[]): Promise<void> {
  await tx.sql.deleteFrom('importProblem').where('orgId', '=', tx.orgId).where('runId', '=', runId).execute()
  const rows = problems.map(({ row, column, params, ...problem }, index) => ({
    ...problem,
    runId,
    seq: index + 1,
    rowNumber: row,
    columnLetters: column,
    params: JSON.stringify(params),
  }))
  for (let from = 0; from < rows.length; from += 5_000)
    await insertRows(tx, 'import_problem', PROBLEM, rows.slice(from, from + 5_000))
}

export type ProblemFilter = {
  runId: string
  sheet?: string
  code?: string
  effect?: string
  after?: number
  limit: number
}

export async function listProblems(tx: Tx, filter: ProblemFilter): Promise<(ImportProblem & { seq: number })[]> {
  let query = tx.sql
    .selectFrom('importProblem')
    .where('orgId', '=', tx.orgId)
    .where('runId', '=', filter.runId)
    .select([
      'seq',
      'sheet',
      'rowNumber as row',
      'columnLetters as column',
      'header',
      'cellText',
      'effect',
      'code',
      'params',
    ])
  if (filter.sheet !== undefined) query = query.where('sheet', '=', filter.sheet)
  if (filter.code !== undefined) query = query.where('code', '=', filter.code)
  if (filter.effect !== undefined) query = query.where('effect', '=', filter.effect)
  if (filter.after !== undefined) query = query.where('seq', '>', filter.after)
  const rows = await query.orderBy('seq').limit(filter.limit).execute()
  return rows as unknown as (ImportProblem & { seq: number })[]
}

/** In which times of a register are read unless somebody says otherwise. */
export async function findTimeZone(tx: Tx): Promise<string> {
  const row = await tx.sql
    .selectFrom('organisation')
    .select('timeZone')
    .where('orgId', '=', tx.orgId)
    .executeTakeFirst()
  return row?.timeZone ?? 'Asia/Shanghai'
}

/** Runs of all organisations that are to be carried on, oldest first. */
export async function findUnfinishedRuns(database: Database): Promise<{ orgId: string; id: string }[]> {
  return database.system
    .selectFrom('importRun')
    .select(['orgId', 'id'])
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('uploadedAt')
    .limit(20)
    .execute()
}

/** The file of a run that still is to be carried out, unless somebody is at it. */
export async function findWaitingFile(tx: Tx, runId: string): Promise<string | undefined> {
  const { rows } = await sql<{ fileSha256: string; free: boolean }>`
    select file_sha256, pg_try_advisory_xact_lock(${LOCK(tx.orgId)}) as free from import_run
    where org_id = ${tx.orgId} and id = ${runId} and state in ('waiting', 'running')`.execute(tx.sql)
  return rows[0]?.free ? rows[0].fileSha256 : undefined
}

const LOCK = (orgId: string) => sql`hashtextextended('import ' || ${orgId}::text, 0)`

/**
 * One import at a time in an organisation: answers how to let go, or undefined where another one, in whatever process, is at work. The lock
 * belongs to a connection of its own, so it ends with the process.
 */
export async function holdImports(database: Database, orgId: string): Promise<(() => Promise<void>) | undefined> {
  const connection = await database.appPool.connect()
  const { rows } = await connection.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('import ' || $1, 0)) as held`,
    [orgId],
  )
  if (rows[0]?.held !== true) {
    connection.release()
    return undefined
  }
  return async () => {
    await connection.query(`select pg_advisory_unlock(hashtextextended('import ' || $1, 0))`, [orgId])
    connection.release()
  }
}
