import { sql } from 'kysely'
import { cityOf } from '#src/company/division/rules.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { loadCountingDay, NO_OUTLET } from '../../fact/store.ts'
import type { MeasureRecord, RecordQuery } from '../contract.ts'
import { isFactMeasure, type Measure, type StandingMeasure, scoreWindow } from '../rules.ts'
import { type CountingDay, checkFamilies } from './checks.ts'
import { standingRows } from './standing.ts'

/** A page of the records that a measure counts, those of the newest days first; the company as it stands by id. */
export async function listRecords(tx: Tx, measure: Measure, query: RecordQuery): Promise<Page<MeasureRecord>> {
  const day = await loadCountingDay(tx)
  return isFactMeasure(measure)
    ? listWork(tx, measure, query, day)
    : listStanding(tx, measure as StandingMeasure, query, day.todayOn)
}

type Place = { dayOn: string; cellOutletId: string; requestId: string; key: string }
type WorkRow = MeasureRecord & Place

async function listWork(tx: Tx, measure: string, query: RecordQuery, day: CountingDay): Promise<Page<MeasureRecord>> {
  const family = checkFamilies(day).find((one) => one.checks.some((check) => check.measure === measure))!
  const check = family.checks.find((one) => one.measure === measure)!
  const { fromOn, toOn } = { ...scoreWindow(day.todayOn), ...query }
  const after = placeOf(query.cursor)
  const wanted =
    query.verdict === undefined ? sql`true` : query.verdict === 'good' ? sql`f.good > 0` : sql`f.good < f.total`
  const matches =
    query.verdict === undefined ? sql`true` : query.verdict === 'good' ? check.good : sql`not (${check.good})`
  const columns = sql`r.org_id, r.id, r.kind, r.channel, r.state, r.requested_at, r.recorded_at, r.requested_on, r.number, r.subject`
  // The facts know which days of which outlets hold such records: no other is looked at, however rare they are.
  const { rows } = await sql<WorkRow>`
    with cell as (
      select f.day_on, f.outlet_id from fact f
      where f.org_id = ${tx.orgId} and f.measure = ${measure} and f.day_on between ${fromOn} and ${toOn} and ${wanted}
        ${query.outletId ? sql`and f.outlet_id = ${query.outletId}` : sql``}
        ${after ? sql`and (f.day_on < ${after.dayOn} or (f.day_on = ${after.dayOn} and f.outlet_id >= ${after.cellOutletId}))` : sql``}
      order by f.day_on desc, f.outlet_id limit ${query.limit + 2}),
    r as (
      select c.outlet_id as cell_outlet_id, ${columns} from cell c
      join service_request r on r.org_id = ${tx.orgId} and r.outlet_id = c.outlet_id and r.requested_on = c.day_on
      union all
      select c.outlet_id as cell_outlet_id, ${columns} from cell c
      join service_request r on r.org_id = ${tx.orgId} and r.outlet_id is null and r.requested_on = c.day_on
      where c.outlet_id = ${NO_OUTLET})
    select ${sql.lit(family.recordType)} as record_type, ${family.recordId} as record_id, r.id as request_id, ${family.number} as number,
      r.subject as words, nullif(r.cell_outlet_id, ${NO_OUTLET}) as outlet_id, coalesce(o.name, '') as outlet_name,
      ${family.happenedAt} as happened_at, case when ${check.good} then 'good' else 'bad' end as verdict, ${check.why} as why,
      ${family.detail} as detail, ${family.backfilled} as backfilled, r.requested_on as day_on, r.cell_outlet_id, ${family.key}::text as key
    from r ${family.joins}
    left join outlet o on o.org_id = r.org_id and o.id = r.cell_outlet_id
    where ${check.applies} and ${matches}
      ${after ? sql`and (r.requested_on < ${after.dayOn} or r.cell_outlet_id > ${after.cellOutletId} or (r.id, ${family.key}) > (${after.requestId}, ${after.key}::uuid))` : sql``}
    order by r.requested_on desc, r.cell_outlet_id, r.id, ${family.key} limit ${query.limit + 1}`.execute(tx.sql)
  const page = cutPage(rows, query.limit, ({ dayOn, cellOutletId, requestId, key }) =>
    [dayOn, cellOutletId, requestId, key].join('_'),
  )
  return { ...page, rows: page.rows.map(({ dayOn: _, cellOutletId: __, key: ___, ...row }) => row) }
}

async function listStanding(
  tx: Tx,
  measure: StandingMeasure,
  query: RecordQuery,
  todayOn: string,
): Promise<Page<MeasureRecord>> {
  const { recordType, rows: relation } = standingRows(tx, measure, todayOn)
  const isCity = measure === 'outlet_coverage'
  const after = query.cursor?.length === (isCity ? 4 : 36) ? query.cursor : null
  const { rows } = await sql<MeasureRecord>`
    select ${sql.lit(recordType)} as record_type, x.record_id, null as request_id, x.number, x.words, x.outlet_id, coalesce(o.name, '') as outlet_name,
      null as happened_at, case when x.good then 'good' else 'bad' end as verdict, x.why, x.detail, false as backfilled
    from (${relation}) x left join outlet o on o.org_id = ${tx.orgId} and o.id = x.outlet_id
    where true
      ${query.verdict ? sql`and x.good = ${query.verdict === 'good'}` : sql``}
      ${query.outletId ? standingOf(tx, measure, query.outletId) : sql``}
      ${after ? sql`and x.record_id > ${after}` : sql``}
    order by x.record_id limit ${query.limit + 1}`.execute(tx.sql)
  const page = cutPage(rows, query.limit, ({ recordId }) => recordId)
  if (!isCity) return page
  return { ...page, rows: page.rows.map((row) => ({ ...row, words: cityOf(row.recordId)?.name ?? row.recordId })) }
}

/** Customer files belong to the outlets of the customer's city, everything else to the outlet it names. */
function standingOf(tx: Tx, measure: StandingMeasure, outletId: string) {
  if (measure !== 'customer_files_complete') return sql`and x.outlet_id = ${outletId}`
  return sql`and exists (
    select from customer c join outlet at on at.org_id = c.org_id and at.city_code = c.city_code and at.id = ${outletId}
    where c.org_id = ${tx.orgId} and c.id = x.record_id and c.city_code <> '')`
}

/** `day_outlet_request_key`; anything else is a cursor of another list and starts at the beginning. */
function placeOf(cursor: string | undefined): Place | null {
  const [dayOn, cellOutletId, requestId, key] = cursor?.split('_') ?? []
  return dayOn && cellOutletId && requestId && key ? { dayOn, cellOutletId, requestId, key } : null
}
