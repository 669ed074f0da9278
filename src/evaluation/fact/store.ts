import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import { type CheckFamily, type CountingDay, checkFamilies } from '../measure/store/checks.ts'

export const NO_OUTLET = '00000000-0000-0000-0000-000000000000'

export type Cell = { outletId: string; dayOn: string }
/** What to count again: some cells, or every cell of a stretch of days (both ends included). */
export type CountingScope = { cells: Cell[] } | { fromOn: string; toOn: string }

/**
 * Counts cells again from the records and keeps the difference, in one statement. Answers how many counts differed from what was kept.
 * The caller holds the lock of `lockCounting`: two counts of one cell must not overtake each other.
 */
export async function refreshCells(tx: Tx, scope: CountingScope, day: CountingDay): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    with cell as (${cellsOf(tx, scope)}),
    r as (${requestsOf(tx, scope)}),
    fresh as (${sql.join(checkFamilies(day).map(countFamily), sql` union all `)}),
    before as (${keptOf(tx, scope)}),
    diff as (
      select outlet_id, day_on, measure, coalesce(f.good, 0) as good, coalesce(f.total, 0) as total, coalesce(f.backfilled, 0) as backfilled,
        coalesce(f.good, 0) - coalesce(b.good, 0) as more_good, coalesce(f.total, 0) - coalesce(b.total, 0) as more_total,
        coalesce(f.backfilled, 0) - coalesce(b.backfilled, 0) as more_backfilled
      from fresh f full join before b using (outlet_id, day_on, measure)
      where (f.good, f.total, f.backfilled) is distinct from (b.good, b.total, b.backfilled)),
    gone as (
      delete from fact using diff d where d.total = 0 and fact.org_id = ${tx.orgId}
        and fact.outlet_id = d.outlet_id and fact.day_on = d.day_on and fact.measure = d.measure),
    kept as (
      insert into fact (org_id, outlet_id, day_on, measure, good, total, backfilled)
      select ${tx.orgId}, outlet_id, day_on, measure, good, total, backfilled from diff where total > 0
      on conflict (org_id, outlet_id, day_on, measure)
      do update set good = excluded.good, total = excluded.total, backfilled = excluded.backfilled)${'cells' in scope ? moveMonths(tx) : sql``}
    select count(*)::int as changed from diff`.execute(tx.sql)
  return rows[0]!.changed
}

/** Moves the months by the difference. A stretch of days leaves them to `rebuildMonths`, which trusts nothing that was kept. */
function moveMonths(tx: Tx): RawBuilder<unknown> {
  return sql`,
    month as (
      insert into fact_month (org_id, month_on, outlet_id, measure, good, total, backfilled)
      select ${tx.orgId}, d.month_on, d.outlet_id, d.measure,
        coalesce(m.good, 0) + d.good, coalesce(m.total, 0) + d.total, coalesce(m.backfilled, 0) + d.backfilled
      from (
        select date_trunc('month', day_on::timestamp)::date as month_on, outlet_id, measure,
          sum(more_good)::int as good, sum(more_total)::int as total, sum(more_backfilled)::int as backfilled
        from diff group by 1, 2, 3) d
      left join fact_month m on m.org_id = ${tx.orgId} and m.month_on = d.month_on and m.outlet_id = d.outlet_id and m.measure = d.measure
      on conflict (org_id, month_on, outlet_id, measure)
      do update set good = excluded.good, total = excluded.total, backfilled = excluded.backfilled)`
}

function cellsOf(tx: Tx, scope: CountingScope): RawBuilder<unknown> {
  if ('cells' in scope) {
    const outlets = scope.cells.map((cell) => cell.outletId)
    const days = scope.cells.map((cell) => cell.dayOn)
    return sql`select * from unnest(${outlets}::uuid[], ${days}::date[]) as c (outlet_id, day_on)`
  }
  return sql`select ${tx.orgId}::uuid as outlet_id, ${scope.fromOn}::date as day_on where false`
}

const REQUEST = sql`r.org_id, r.id, r.kind, r.channel, r.state, r.requested_at, r.recorded_at, r.requested_on, r.number`

function requestsOf(tx: Tx, scope: CountingScope): RawBuilder<unknown> {
  if ('cells' in scope)
    // Two branches, because "equal or both unknown" cannot use the index.
    return sql`
      select c.outlet_id as cell_outlet_id, ${REQUEST} from cell c
      join service_request r on r.org_id = ${tx.orgId} and r.outlet_id = c.outlet_id and r.requested_on = c.day_on
      union all
      select c.outlet_id as cell_outlet_id, ${REQUEST} from cell c
      join service_request r on r.org_id = ${tx.orgId} and r.outlet_id is null and r.requested_on = c.day_on
      where c.outlet_id = ${NO_OUTLET}`
  return sql`
    select coalesce(r.outlet_id, ${NO_OUTLET}) as cell_outlet_id, ${REQUEST} from service_request r
    where r.org_id = ${tx.orgId} and r.requested_on between ${scope.fromOn} and ${scope.toOn}`
}

function keptOf(tx: Tx, scope: CountingScope): RawBuilder<unknown> {
  const columns = sql`f.outlet_id, f.day_on, f.measure, f.good, f.total, f.backfilled`
  if ('cells' in scope)
    return sql`select ${columns} from cell c join fact f on f.org_id = ${tx.orgId} and f.outlet_id = c.outlet_id and f.day_on = c.day_on`
  return sql`select ${columns} from fact f where f.org_id = ${tx.orgId} and f.day_on between ${scope.fromOn} and ${scope.toOn}`
}

function countFamily(family: CheckFamily): RawBuilder<unknown> {
  // One pass over the rows of a family counts all its measures.
  const checks = family.checks.map(
    (check) => sql`(${sql.lit(check.measure)}, ${check.applies}, case when ${check.applies} then ${check.good} end)`,
  )
  return sql`
    select r.cell_outlet_id as outlet_id, r.requested_on as day_on, m.measure, count(*) filter (where m.good)::int as good,
      count(*)::int as total, count(*) filter (where ${family.backfilled})::int as backfilled
    from r ${family.joins} cross join lateral (values ${sql.join(checks)}) m (measure, applies, good)
    where m.applies group by 1, 2, 3`
}

export type CountingState = {
  ledgerIndex: number
  agedOn: string | null
  changes: number
  scoredChanges: number
  scoredOn: string | null
  standingAt: string | null
  companyChanges: number
  standingCompanyChanges: number
  customerChanges: number
  standingCustomerChanges: number
}

const STATE = [
  'ledgerIndex',
  'agedOn',
  'changes',
  'scoredChanges',
  'scoredOn',
  'standingAt',
  'companyChanges',
  'standingCompanyChanges',
  'customerChanges',
  'standingCustomerChanges',
] as const

/** Locks the organisation's counting until the transaction ends; answers how far it has come. */
export async function lockCounting(tx: Tx): Promise<CountingState> {
  await tx.sql
    .insertInto('factState')
    .values({ orgId: tx.orgId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx.sql
    .selectFrom('factState')
    .select(STATE)
    .where('orgId', '=', tx.orgId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** The same without a lock, for who only looks; undefined before anything was counted. */
export async function readCounting(tx: Tx): Promise<CountingState | undefined> {
  return tx.sql.selectFrom('factState').select(STATE).where('orgId', '=', tx.orgId).executeTakeFirst()
}

export async function saveCounting(
  tx: Tx,
  change: Partial<CountingState> & { standing?: string | null },
): Promise<void> {
  await tx.sql.updateTable('factState').set(change).where('orgId', '=', tx.orgId).execute()
}

/** Takes dirty cells off their list, oldest first. What commits meanwhile has rows of its own and stays. */
export async function takeDirtyCells(tx: Tx, limit: number): Promise<{ taken: number; cells: Cell[] }> {
  const { rows } = await sql<Cell & { taken: number }>`
    with taken as (
      delete from fact_dirty d using (select seq from fact_dirty where org_id = ${tx.orgId} order by seq limit ${limit}) first
      where d.org_id = ${tx.orgId} and d.seq = first.seq returning d.outlet_id, d.day_on)
    select outlet_id, day_on, count(*)::int as taken from taken group by 1, 2`.execute(tx.sql)
  return {
    taken: rows.reduce((sum, row) => sum + row.taken, 0),
    cells: rows.map(({ outletId, dayOn }) => ({ outletId, dayOn })),
  }
}

export async function loadCountingDay(tx: Tx): Promise<CountingDay> {
  const { rows } = await sql<CountingDay>`
    select coalesce(max(time_zone), 'Asia/Shanghai') as zone,
      (${tx.at}::timestamptz at time zone coalesce(max(time_zone), 'Asia/Shanghai'))::date as today_on
    from organisation where org_id = ${tx.orgId}`.execute(tx.sql)
  return rows[0]!
}

/** First and last day that hold requests or facts; null when there are none. */
export async function findCountedDays(tx: Tx): Promise<{ fromOn: string; toOn: string } | null> {
  const { rows } = await sql<{ fromOn: string | null; toOn: string | null }>`
    select min(first_on) as from_on, max(last_on) as to_on from (
      select min(requested_on) as first_on, max(requested_on) as last_on from service_request where org_id = ${tx.orgId}
      union all select min(day_on), max(day_on) from fact where org_id = ${tx.orgId}) days`.execute(tx.sql)
  const { fromOn, toOn } = rows[0]!
  return fromOn && toOn ? { fromOn, toOn } : null
}

/** Adds the months up again from the days; answers how many rows that changed. */
export async function rebuildMonths(tx: Tx): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    with fresh as (
      select date_trunc('month', day_on::timestamp)::date as month_on, outlet_id, measure,
        sum(good)::int as good, sum(total)::int as total, sum(backfilled)::int as backfilled
      from fact where org_id = ${tx.orgId} group by 1, 2, 3),
    gone as (
      delete from fact_month m where m.org_id = ${tx.orgId} and not exists (
        select from fresh f where f.month_on = m.month_on and f.outlet_id = m.outlet_id and f.measure = m.measure)
      returning m.total),
    kept as (
      insert into fact_month (org_id, month_on, outlet_id, measure, good, total, backfilled)
      select ${tx.orgId}, f.* from fresh f
      on conflict (org_id, month_on, outlet_id, measure)
      do update set good = excluded.good, total = excluded.total, backfilled = excluded.backfilled
      where (fact_month.good, fact_month.total, fact_month.backfilled) is distinct from (excluded.good, excluded.total, excluded.backfilled)
      returning 1)
    select ((select count(*) from gone where total > 0) + (select count(*) from kept))::int as changed`.execute(tx.sql)
  return rows[0]!.changed
}

/** Marks the cells of finished visits of these people whose work needed a licence. */
export async function markLicensedWork(tx: Tx, qualificationIds: string[]): Promise<void> {
  await sql`
    insert into fact_dirty (org_id, outlet_id, day_on)
    select distinct ${tx.orgId}::uuid, coalesce(r.outlet_id, ${NO_OUTLET}), r.requested_on
    from qualification q
    join visit v on v.org_id = q.org_id and v.staff_id = q.staff_id and v.finished_at is not null
    join work_order w on w.org_id = v.org_id and w.id = v.work_order_id and w.required_qualifications <> '{}'
    join service_request r on r.org_id = w.org_id and r.id = w.request_id
    where q.org_id = ${tx.orgId} and q.id = any (${qualificationIds}::uuid[])`.execute(tx.sql)
}

/** Marks the cells where something begins to count merely because time passed: after `agedOn`, through `todayOn`. */
export async function markAged(
  tx: Tx,
  agedOn: string | null,
  day: CountingDay,
  allow: { followUpDays: number; complaintDays: number },
): Promise<void> {
  const after = agedOn ?? '1900-01-01'
  await sql`
    insert into fact_dirty (org_id, outlet_id, day_on)
    select ${tx.orgId}::uuid, coalesce(r.outlet_id, ${NO_OUTLET}), r.requested_on from service_request r
    where r.org_id = ${tx.orgId} and r.kind = 'complaint' and r.state not in ('resolved', 'closed', 'cancelled')
      and r.requested_on >= ${after}::date - ${allow.complaintDays}::int and r.requested_on < ${day.todayOn}::date - ${allow.complaintDays}::int
    union
    select ${tx.orgId}::uuid, coalesce(r.outlet_id, ${NO_OUTLET}), r.requested_on
    from rating g join service_request r on r.org_id = g.org_id and r.id = g.request_id
    where g.org_id = ${tx.orgId} and g.followed_up_at is null
      and (g.claimed_at at time zone ${day.zone}::text)::date >= ${after}::date - ${allow.followUpDays}::int
      and (g.claimed_at at time zone ${day.zone}::text)::date < ${day.todayOn}::date - ${allow.followUpDays}::int`.execute(
    tx.sql,
  )
}

/** What history tells of the given kinds of record from one place of the ledger to another (not included). */
export async function readHistoryBetween(
  tx: Tx,
  fromIndex: number,
  toIndex: number,
  recordTypes: readonly string[],
): Promise<{ recordType: string; recordId: string }[]> {
  return tx.sql
    .selectFrom('ledgerEntry as e')
    .innerJoin('history as h', (join) => join.onRef('h.orgId', '=', 'e.orgId').onRef('h.id', '=', 'e.historyId'))
    .where('e.orgId', '=', tx.orgId)
    .where('e.leafIndex', '>=', fromIndex)
    .where('e.leafIndex', '<', toIndex)
    .where('h.recordType', 'in', recordTypes)
    .distinct()
    .select(['h.recordType', 'h.recordId'])
    .execute()
}

export async function loadLedgerSize(tx: Tx): Promise<number> {
  const row = await tx.sql.selectFrom('ledgerState').select('size').where('orgId', '=', tx.orgId).executeTakeFirst()
  return row?.size ?? 0
}
