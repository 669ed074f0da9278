import type { Routes } from '#src/server/http/mount.ts'
import { yearsWithHolidays } from '#src/shared/calendar/china-holidays.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { holidayAlarm } from './rules.ts'
import { listCalendarVersions, loadCompanyCalendar } from './store.ts'

export const calendarRoutes: Routes = (mount) => {
  mount.query(contract.readCalendar, async (tx, { query }) => {
    const stored = await loadCompanyCalendar(tx, query.version)
    if (!stored) return refuse('not_found', 'not_found')
    const year = Number(dayOf(Date.parse(tx.at), stored.calendar.zone).slice(0, 4))
    return accept({
      ...stored,
      missingYears: holidayAlarm(stored.calendar, year),
      knownYears: yearsWithHolidays(),
    })
  })
  mount.query(contract.listCalendarVersions, async (tx, { query }) =>
    accept({ rows: await listCalendarVersions(tx, query.before) }),
  )
  mount.command(contract.changeCalendar, (tx, { body }) => actions.changeCalendar(tx, body))
  mount.command(contract.enterHolidays, (tx, { body }) => actions.enterHolidays(tx, body))
}
