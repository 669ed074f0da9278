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
  const key = `${tx.orgId} ${row.version} ${row.changedAt}`
  const calendar = kept.get(key) ?? (await loadStored(tx, row.version))
  return { calendar: keep(key, () => calendar), changedAt: row.changedAt, changedBy: row.changedBy }
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

/** An outlet's calendar on top of the company's; the same object for the same versions. */
export function keepOutletCalendar(
  tx: Tx,
  outlet: { id: string; version: number; aroundTheClock: boolean; hours: OutletHours | null },
  company: StoredCalendar,
): BusinessCalendar {
  if (!outlet.aroundTheClock && outlet.hours === null) return company.calendar
  const key = `${tx.orgId} ${outlet.id} ${outlet.version} ${company.calendar.version} ${company.changedAt} ${JSON.stringify(outlet.hours)}`
  return keep(key, () => calendarOf(outlet, company.calendar))
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
