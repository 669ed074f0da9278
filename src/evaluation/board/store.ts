import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { NO_OUTLET } from '../fact/store.ts'
import type { OutletCount } from '../measure/store/standing.ts'
import type { LeafScore } from '../score/contract.ts'
import type { Board, TrendDay } from './contract.ts'
import type { Counted, OutletName } from './rules.ts'

type Window = { fromOn: string; toOn: string }

/** What was counted in the window, per measure and outlet. `toOn` must be the last day of which anything can be counted: months are read whole. */
export async function loadWork(tx: Tx, window: Window, outletId?: string): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select measure, nullif(outlet_id, ${NO_OUTLET}) as outlet_id, sum(good)::int as good, sum(total)::int as total, sum(backfilled)::int as backfilled
    from fact_month where org_id = ${tx.orgId} and month_on between ${window.fromOn} and ${window.toOn}
      ${outletId ? sql`and outlet_id = ${outletId}` : sql``}
    group by measure, outlet_id`.execute(tx.sql)
  return rows
}

export type LeafCounts = { measure: string; good: number; total: number; backfilled: number }

export async function loadMonths(
  tx: Tx,
  window: Window,
  measures: readonly string[],
): Promise<(LeafCounts & { monthOn: string })[]> {
  const { rows } = await sql<LeafCounts & { monthOn: string }>`
    select month_on, measure, sum(good)::int as good, sum(total)::int as total, sum(backfilled)::int as backfilled
    from fact_month where org_id = ${tx.orgId} and month_on between ${window.fromOn} and ${window.toOn}
      and measure = any (${measures}::text[])
    group by month_on, measure having sum(total) > 0 order by month_on`.execute(tx.sql)
  return rows
}

/** At most 200 outlets a measure, those with most bad checks first. */
export async function loadOutletShares(
  tx: Tx,
  window: Window,
  measures: readonly string[],
): Promise<(LeafCounts & { outletId: string | null; name: string })[]> {
  const { rows } = await sql<LeafCounts & { outletId: string | null; name: string }>`
    select f.measure, f.outlet_id, coalesce(o.name, '') as name, f.good, f.total, f.backfilled
    from (
      select measure, nullif(outlet_id, ${NO_OUTLET}) as outlet_id, sum(good)::int as good, sum(total)::int as total,
        sum(backfilled)::int as backfilled,
        row_number() over (partition by measure order by sum(total) - sum(good) desc, sum(total) desc, outlet_id) as place
      from fact_month where org_id = ${tx.orgId} and month_on between ${window.fromOn} and ${window.toOn}
        and measure = any (${measures}::text[])
      group by measure, outlet_id having sum(total) > 0) f
    left join outlet o on o.org_id = ${tx.orgId} and o.id = f.outlet_id
    where f.place <= 200 order by f.measure, f.place`.execute(tx.sql)
  return rows
}

const MOST_OUTLETS = 5_000

export async function loadOutlets(tx: Tx): Promise<OutletName[]> {
  return tx.sql
    .selectFrom('outlet')
    .select(['id', 'code', 'name', 'cityCode', 'closedOn'])
    .where('orgId', '=', tx.orgId)
    .orderBy('code')
    .limit(MOST_OUTLETS)
    .execute()
}

export async function findOutlet(tx: Tx, id: string): Promise<OutletName | undefined> {
  return tx.sql
    .selectFrom('outlet')
    .select(['id', 'code', 'name', 'cityCode', 'closedOn'])
    .where('orgId', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** One score of a company at a time; counting goes on meanwhile. */
export async function lockScore(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('score ' || ${tx.orgId}::text, 0))`.execute(tx.sql)
}

/** What is kept of the company as it stands between two scores. */
export type StandingCounts = {
  counts: OutletCount[]
  files: { cityCode: string; good: number; total: number }[]
}

export async function loadStanding(tx: Tx): Promise<StandingCounts | null> {
  const row = await tx.sql.selectFrom('factState').select('standing').where('orgId', '=', tx.orgId).executeTakeFirst()
  return (row?.standing ?? null) as StandingCounts | null
}

/** The board as it is served. */
export async function loadBoard(tx: Tx): Promise<Board | null> {
  const row = await tx.sql.selectFrom('scoreSnapshot').select('board').where('orgId', '=', tx.orgId).executeTakeFirst()
  return (row?.board ?? null) as Board | null
}

export async function loadScoredLeaf(
  tx: Tx,
  leafId: string,
): Promise<{
  score: LeafScore
  editionId: string
  computedAt: string
  windowFromOn: string
  windowToOn: string
} | null> {
  const { rows } = await sql<{
    score: LeafScore | null
    editionId: string
    computedAt: string
    windowFromOn: string
    windowToOn: string
  }>`
    select leaves -> ${leafId}::text as score, edition_id, computed_at, board ->> 'windowFromOn' as window_from_on, board ->> 'windowToOn' as window_to_on
    from score_snapshot where org_id = ${tx.orgId}`.execute(tx.sql)
  const row = rows[0]
  return row?.score ? { ...row, score: row.score } : null
}

export async function saveSnapshot(
  tx: Tx,
  editionId: string,
  board: Board,
  leaves: Record<string, LeafScore>,
): Promise<void> {
  const row = { editionId, computedAt: board.computedAt, board: JSON.stringify(board), leaves: JSON.stringify(leaves) }
  await tx.sql
    .insertInto('scoreSnapshot')
    .values({ orgId: tx.orgId, ...row })
    .onConflict((conflict) => conflict.column('orgId').doUpdateSet(row))
    .execute()
}

const TREND_DAYS = 366

/** The latest days kept, oldest first. */
export async function loadTrend(tx: Tx): Promise<TrendDay[]> {
  const rows = await tx.sql
    .selectFrom('scoreDay')
    .select([
      'dayOn',
      'lowestHundredths',
      'highestHundredths',
      'partialHundredths',
      'scoreHundredths',
      'knownBasisPoints',
      'levelId',
    ])
    .where('orgId', '=', tx.orgId)
    .orderBy('dayOn', 'desc')
    .limit(TREND_DAYS)
    .execute()
  return rows.reverse()
}

/** Keeps where the score stands today. A past day is left as it was: the database refuses to rewrite it. */
export async function saveTrendDay(tx: Tx, editionId: string, day: TrendDay): Promise<void> {
  const { dayOn, ...figures } = day
  const row = { editionId, ...figures, computedAt: tx.at }
  await tx.sql
    .insertInto('scoreDay')
    .values({ orgId: tx.orgId, dayOn, ...row })
    .onConflict((conflict) => conflict.columns(['orgId', 'dayOn']).doUpdateSet(row))
    .execute()
}

export async function tellScreens(tx: Tx): Promise<void> {
  const records = [{ recordType: 'score', recordId: tx.orgId, verb: 'score.changed' }]
  await sql`select pg_notify('starproof_live', ${JSON.stringify({ orgId: tx.orgId, records })})`.execute(tx.sql)
}
