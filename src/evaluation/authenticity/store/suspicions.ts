import { sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { assertSaved } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { Answered, Detector, Run, Suspicion } from '../contract.ts'
import { stateOf } from '../rules/answer.ts'
import type { Found } from '../rules/trace.ts'

/** As many as a person reads; the figures count all. */
const RECORDS_KEPT = 50

export type Identified = Found & { id: string }
type Row = Omit<Suspicion, 'state' | 'records' | 'answers'> & {
  records: { shown: Suspicion['records']; more: number }
  answers: (Answered & { answeredBy: string })[]
}
export type Loaded = Suspicion & { answeredBy: (string | undefined)[] }

const ANSWERS = sql`(select coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'words', a.words,
    'fileSha256', a.file_sha256, 'answeredBy', a.answered_by, 'answeredByName', a.answered_by_name,
    'answeredAt', to_char(a.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'judged', a.judged, 'judgedWords', a.judged_words,
    'judgedByName', a.judged_by_name, 'judgedAt', to_char(a.judged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    order by a.answered_at, a.id), '[]') from suspicion_answer a where a.org_id = s.org_id and a.suspicion_id = s.id) as answers`

const SELECT = sql`select s.id, s.detector, s.weight, coalesce(o.name, '') as outlet_name, coalesce(t.name, '') as staff_name, s.day_on,
    s.figures, s.records, s.found_at, s.seen_at, s.gone_at, s.version, ${ANSWERS}
  from suspicion s left join outlet o on o.org_id = s.org_id and o.id = s.outlet_id left join staff t on t.org_id = s.org_id and t.id = s.staff_id`

// Open, or its latest answer was rejected.
const WAITING = sql`s.gone_at is null and not exists (select from suspicion_answer a where a.org_id = s.org_id and a.suspicion_id = s.id
  and a.judged is distinct from 'rejected')`

function shown({ records, answers, ...row }: Row): Loaded {
  return {
    ...row,
    state: stateOf({ goneAt: row.goneAt, answers }),
    records: records.shown,
    moreRecords: records.more,
    answers: answers.map(({ answeredBy: _, ...answer }) => answer),
    answeredBy: answers.map((answer) => answer.answeredBy),
  }
}

export async function findSuspicion(tx: Tx, id: string): Promise<Loaded | undefined> {
  const { rows } = await sql<Row>`${SELECT} where s.org_id = ${tx.orgId} and s.id = ${id}`.execute(tx.sql)
  return rows[0] && shown(rows[0])
}

export type SuspicionFilter = { limit: number; cursor?: string; detector?: Detector; show: 'waiting' | 'all' }

export async function listSuspicionRows(tx: Tx, filter: SuspicionFilter): Promise<Page<Suspicion>> {
  const [beforeOn, beforeId] = filter.cursor?.split('~') ?? []
  const conditions = [sql`s.org_id = ${tx.orgId}`]
  if (filter.show === 'waiting') conditions.push(WAITING)
  if (filter.detector) conditions.push(sql`s.detector = ${filter.detector}`)
  if (beforeOn && beforeId) conditions.push(sql`(s.day_on, s.id) < (${beforeOn}::date, ${beforeId}::uuid)`)
  const { rows } = await sql<Row>`${SELECT} where ${sql.join(conditions, sql` and `)}
    order by s.day_on desc, s.id desc limit ${filter.limit + 1}`.execute(tx.sql)
  const page = cutPage(rows, filter.limit, (row) => `${row.dayOn}~${row.id}`)
  return { ...page, rows: page.rows.map((row) => withoutAnswerers(shown(row))) }
}

export function withoutAnswerers({ answeredBy: _, ...suspicion }: Loaded): Suspicion {
  return suspicion
}

export async function countWaiting(tx: Tx): Promise<{ detector: Detector; strong: number; weak: number }[]> {
  const { rows } = await sql<{ detector: Detector; strong: number; weak: number }>`
    select s.detector, (count(*) filter (where s.weight = 'strong'))::int as strong, (count(*) filter (where s.weight = 'weak'))::int as weak
    from suspicion s where s.org_id = ${tx.orgId} and ${WAITING} group by s.detector order by s.detector`.execute(
    tx.sql,
  )
  return rows
}

/** Writes what was found; answers the ids that had not been known, or had been thought gone. */
export async function saveFound(tx: WriteTx, found: readonly Identified[]): Promise<string[]> {
  if (found.length === 0) return []
  const rows = found.map(({ id, records, figures, ...one }) => {
    const { key: _, ...said } = figures
    const kept = { shown: records.slice(0, RECORDS_KEPT), more: Math.max(0, records.length - RECORDS_KEPT) }
    return { id, ...one, figures: said, records: kept }
  })
  const { rows: fresh } = await sql<{ id: string }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id uuid, detector text, weight text, "outletId" uuid,
        "staffId" uuid, "dayOn" date, figures jsonb, records jsonb)),
      known as (select s.id from suspicion s join given g on g.id = s.id where s.org_id = ${tx.orgId} and s.gone_at is null),
      saved as (
        insert into suspicion (org_id, id, detector, weight, outlet_id, staff_id, day_on, figures, records, found_at, seen_at)
        select ${tx.orgId}::uuid, id, detector, weight, "outletId", "staffId", "dayOn", figures, records, ${tx.at}, ${tx.at} from given
        on conflict (org_id, id) do update set weight = excluded.weight, day_on = excluded.day_on, figures = excluded.figures,
          records = excluded.records, seen_at = excluded.seen_at, gone_at = null
        returning id)
    select id from saved where id not in (select id from known)`.execute(tx.sql)
  return fresh.map((row) => row.id)
}

/** Of these days, what this look did not find any more. */
export async function markGone(tx: WriteTx, window: { fromOn: string; toOn: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update suspicion set gone_at = ${tx.at} where org_id = ${tx.orgId} and gone_at is null and seen_at < ${tx.at}
      and day_on between ${window.fromOn}::date and ${window.toOn}::date returning id`.execute(tx.sql)
  return rows.map((row) => row.id)
}

export async function insertAnswer(
  tx: WriteTx,
  suspicionId: string,
  answer: Pick<Answered, 'id' | 'kind' | 'words' | 'fileSha256' | 'answeredByName'>,
): Promise<void> {
  await tx.sql
    .insertInto('suspicionAnswer')
    .values({ orgId: tx.orgId, suspicionId, ...answer, answeredBy: actorRef(tx.actor), answeredAt: tx.at })
    .execute()
}

export async function saveJudgement(
  tx: WriteTx,
  answerId: string,
  judgement: { judged: 'accepted' | 'rejected'; judgedWords: string; judgedByName: string },
): Promise<void> {
  await tx.sql
    .updateTable('suspicionAnswer')
    .set({ ...judgement, judgedBy: actorRef(tx.actor), judgedAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', answerId)
    .execute()
}

export async function saveTurn(tx: WriteTx, id: string, version: number): Promise<void> {
  const saved = await tx.sql
    .updateTable('suspicion')
    .set({ version: version + 1 })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  assertSaved(saved.numUpdatedRows, 'suspicion')
}

export async function isKeptFile(tx: Tx, sha256: string): Promise<boolean> {
  const row = await tx.sql
    .selectFrom('file')
    .select('sha256')
    .where('orgId', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertRun(tx: WriteTx, run: { id: string; fromOn: string; toOn: string }): Promise<void> {
  await tx.sql
    .insertInto('authenticityRun')
    .values({ orgId: tx.orgId, ...run, askedBy: actorRef(tx.actor), askedAt: tx.at })
    .execute()
}

export async function findNewestRun(tx: Tx): Promise<Run | undefined> {
  return tx.sql
    .selectFrom('authenticityRun')
    .select(['id', 'fromOn', 'toOn', 'askedAt', 'doneAt', 'visits', 'ratings', 'found'])
    .where('orgId', '=', tx.orgId)
    .orderBy('askedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function findRun(tx: Tx, id: string): Promise<Run | undefined> {
  return tx.sql
    .selectFrom('authenticityRun')
    .select(['id', 'fromOn', 'toOn', 'askedAt', 'doneAt', 'visits', 'ratings', 'found'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function finishRun(tx: WriteTx, id: string, result: Pick<Run, 'visits' | 'ratings' | 'found'>) {
  await tx.sql
    .updateTable('authenticityRun')
    .set({ ...result, doneAt: tx.at })
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .execute()
}
