import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import type { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { CalendarSetting } from './contract.ts'
import { nextCalendar, withHolidaysOf } from './rules.ts'
import { insertCalendar, loadCompanyCalendar } from './store.ts'

type Versioned = { version: number }

async function put(
  tx: WriteTx,
  seen: number,
  become: (current: BusinessCalendar) => Decision<BusinessCalendar>,
): Promise<Decision<Versioned>> {
  const { calendar: current } = await loadCompanyCalendar(tx)
  if (current.version !== seen) return refuse('conflict', 'stale_version', { recordType: 'company_calendar' })
  const next = become(current)
  if (!next.ok) return next
  // Two people at once: the second meets the primary key and is refused.
  await insertCalendar(tx, next.value, actorRef(tx.actor))
  tx.record({
    recordType: 'company_calendar',
    recordId: tx.orgId,
    verb: 'company_calendar.changed',
    content: next.value,
  })
  return accept({ version: next.value.version })
}

export async function changeCalendar(
  tx: WriteTx,
  given: Versioned & { calendar: CalendarSetting },
): Promise<Decision<Versioned>> {
  return put(tx, given.version, (current) => nextCalendar(current, given.calendar))
}

export async function enterHolidays(tx: WriteTx, given: Versioned & { year: number }): Promise<Decision<Versioned>> {
  return put(tx, given.version, (current) => withHolidaysOf(current, given.year))
}
