import { type RawBuilder, sql } from 'kysely'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import type { OutletHours } from '../outlet/contract.ts'
import { calendarOf } from '../outlet/rules.ts'
import { startingCalendar } from './rules.ts'

export type StoredCalendar = { calendar: BusinessCalendar; changedAt: string | null; changedBy: string }

// A version never changes, so its object may be kept: a clock that is read again finds its days already worked out.
const KEPT = 500
const kept = new Map<string, BusinessCalendar>()

function keep(key: string, make: () => BusinessCalendar): BusinessCalendar {
  const known = kept.get(key)
  if (known) return known
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  const made = make()
  kept.set(key, made)
  return made
}

/** The calendar in force, or of the version asked for; before the company set one, the starting calendar as version 1. */
export async function loadCompanyCalendar(tx: Tx): Promise<StoredCalendar>
export async function loadCompanyCalendar(tx: Tx, version: number | undefined): Promise<StoredCalendar | undefined>
export async function loadCompanyCalendar(tx: Tx, version?: number): Promise<StoredCalendar | undefined> {
  let query = tx.sql
    .selectFrom('companyCalendar')
    .where('orgId', '=', tx.orgId)
    .orderBy('version', 'desc')
    .select(['version', 'changedAt', 'changedBy'])
  if (version !== undefined) query = query.where('version', '=', version)
  const row = await query.limit(1).executeTakeFirst()
  if (!row) {
    if (version !== undefined && version !== 1) return undefined
    return { calendar: keep('starting', startingCalendar), changedAt: null, changedBy: '' }
  }
  return { calendar: await companyCalendarOf(tx, row), changedAt: row.changedAt, changedBy: row.changedBy }
}

async function loadStored(tx: Tx, version: number): Promise<BusinessCalendar> {
  const row = await tx.sql
    .selectFrom('companyCalendar')
    .where('orgId', '=', tx.orgId)
    .where('version', '=', version)
    .select('calendar')
    .executeTakeFirstOrThrow()
  return row.calendar as unknown as BusinessCalendar
}

type OutletStamp = { id: string; version: number; aroundTheClock: boolean; hours: OutletHours | null }
/** Which versions of which calendars hold. */
export type HoursStamp = { version: number | null; changedAt: string | null; outlet: OutletStamp | null }
export type CompanyHours = { outlet: BusinessCalendar; company: BusinessCalendar }

/** The stamp as one JSON value, for a statement that reads more besides. */
export function hoursStamp(tx: Tx, outletId: string | null): RawBuilder<HoursStamp> {
  return sql<HoursStamp>`(
    select json_build_object('version', c.version, 'changedAt', c.changed_at, 'outlet', (
      select json_build_object('id', o.id, 'version', o.version, 'aroundTheClock', o.around_the_clock, 'hours', o.calendar)
      from outlet o where o.org_id = ${tx.orgId} and o.id = ${outletId}::uuid))
    from (select 1) one left join lateral (
      select version, changed_at from company_calendar where org_id = ${tx.orgId} order by version desc limit 1) c on true)`
}

/** The calendars of a stamp; the same objects for the same stamp. */
export async function hoursOf(tx: Tx, stamp: HoursStamp): Promise<CompanyHours> {
  const company = await companyCalendarOf(tx, stamp)
  const { outlet } = stamp
  if (!outlet || (!outlet.aroundTheClock && outlet.hours === null)) return { company, outlet: company }
  const key = `${tx.orgId} ${outlet.id} ${outlet.version} ${company.version} ${stamp.changedAt} ${JSON.stringify(outlet.hours)}`
  return { company, outlet: keep(key, () => calendarOf(outlet, company)) }
}

async function companyCalendarOf(
  tx: Tx,
  { version, changedAt }: { version: number | null; changedAt: string | null },
): Promise<BusinessCalendar> {
  if (version === null || changedAt === null) return keep('starting', startingCalendar)
  const key = `${tx.orgId} ${version} ${Date.parse(changedAt)}`
  const calendar = kept.get(key) ?? (await loadStored(tx, version))
  return keep(key, () => calendar)
}

export async function listCalendarVersions(tx: Tx, before: number | undefined) {
  let query = tx.sql
    .selectFrom('companyCalendar')
    .where('orgId', '=', tx.orgId)
    .orderBy('version', 'desc')
    .select(['version', 'changedAt', 'changedBy'])
  if (before !== undefined) query = query.where('version', '<', before)
  return query.limit(50).execute()
}

export async function insertCalendar(tx: WriteTx, calendar: BusinessCalendar, changedBy: string): Promise<void> {
  await tx.sql
    .insertInto('companyCalendar')
    .values({
      orgId: tx.orgId,
      version: calendar.version,
      calendar: JSON.stringify(calendar),
      changedAt: tx.at,
      changedBy,
    })
    .execute()
}
