import { sql } from 'kysely'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Counted } from '../../board/rules.ts'
import { NO_OUTLET } from '../../fact/store.ts'

/** What was counted on these days (both included), per measure and outlet: whole months from their sums, the rest day by day. */
export async function loadWorkOn(tx: Tx, days: { fromOn: string; toOn: string }): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    with span as (
      select (date_trunc('month', ${days.fromOn}::date - 1) + interval '1 month')::date as whole_from,
        date_trunc('month', ${days.toOn}::date + 1)::date as whole_to),
    part as (
      select m.measure, m.outlet_id, m.good, m.total, m.backfilled from fact_month m, span
      where m.org_id = ${tx.orgId} and m.month_on >= span.whole_from and m.month_on < span.whole_to
      union all
      select f.measure, f.outlet_id, f.good, f.total, f.backfilled from fact f, span
      where f.org_id = ${tx.orgId} and f.day_on between ${days.fromOn} and ${days.toOn}
        and (f.day_on < span.whole_from or f.day_on >= span.whole_to))
    select measure, nullif(outlet_id, ${NO_OUTLET}) as outlet_id, sum(good)::int as good, sum(total)::int as total,
      sum(backfilled)::int as backfilled
    from part group by measure, outlet_id`.execute(tx.sql)
  return rows
}
