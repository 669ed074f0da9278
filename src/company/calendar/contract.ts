import { z } from 'zod'
import { BusinessCalendar } from '#src/shared/calendar/business-calendar.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Instant, Version } from '#src/shared/fields.ts'
import { OFFICE, ORGANISERS } from '../access.ts'

/** What people set; id and version are given by the server. */
export const CalendarSetting = z.object({
  zone: BusinessCalendar.shape.zone,
  alwaysOpen: BusinessCalendar.shape.alwaysOpen,
  weekly: BusinessCalendar.shape.weekly,
  exceptions: BusinessCalendar.shape.exceptions,
  holidayYears: BusinessCalendar.shape.holidayYears,
})
export type CalendarSetting = z.output<typeof CalendarSetting>

export const readCalendar = endpoint({
  name: 'company.readCalendar',
  method: 'GET',
  path: '/api/company/calendar',
  who: 'signed_in',
  summary: "The company's calendar in force, and the years whose public holidays are still missing",
  query: z.object({ version: z.coerce.number().int().min(1).optional() }),
  answer: z.object({
    calendar: BusinessCalendar,
    changedAt: Instant.nullable(),
    changedBy: z.string(),
    /** This year and the next, where their holidays have not been entered. */
    missingYears: z.array(z.number().int()),
    /** Years whose holidays can be taken over from the announcements that Starproof knows. */
    knownYears: z.array(z.number().int()),
  }),
})

export const listCalendarVersions = endpoint({
  name: 'company.listCalendarVersions',
  method: 'GET',
  path: '/api/company/calendar/versions',
  who: OFFICE,
  summary: 'Earlier versions of the calendar, newest first',
  query: z.object({ before: z.coerce.number().int().min(1).optional() }),
  answer: z.object({
    rows: z.array(z.object({ version: Version, changedAt: Instant, changedBy: z.string() })).max(50),
  }),
})

/** Clocks that start from now on are counted with it; running and past ones keep the days they were counted with when re-read. */
export const changeCalendar = endpoint({
  name: 'company.changeCalendar',
  method: 'PUT',
  path: '/api/company/calendar',
  who: ORGANISERS,
  summary: 'Set the calendar: each change is a new version',
  body: z.object({ version: Version, calendar: CalendarSetting }),
  answer: z.object({ version: Version }),
})

export const enterHolidays = endpoint({
  name: 'company.enterHolidays',
  method: 'POST',
  path: '/api/company/calendar/holidays',
  who: ORGANISERS,
  summary: "Take over a year's public holidays and make-up workdays as announced by the State Council",
  body: z.object({ version: Version, year: z.number().int().min(2004).max(2199) }),
  answer: z.object({ version: Version }),
})
