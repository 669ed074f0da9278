import { z } from 'zod'
import { Period } from '#src/shared/calendar/business-calendar.ts'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Latitude, Longitude, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { KEEPERS, OFFICE } from '../access.ts'
import { CityCode, Listing, Name, ProvinceCode, Saved, Text } from '../contract.ts'

export const OutletKind = z.enum(['own', 'agent', 'franchise'])
export type OutletKind = z.output<typeof OutletKind>

const Periods = z.array(Period).max(6)

/** An outlet's own weekly hours. Holidays and make-up workdays are the company's, unless the outlet works through them. */
export const OutletHours = z.object({
  weekly: z.object({
    monday: Periods,
    tuesday: Periods,
    wednesday: Periods,
    thursday: Periods,
    friday: Periods,
    saturday: Periods,
    sunday: Periods,
  }),
  followsHolidays: z.boolean().default(true),
})
export type OutletHours = z.output<typeof OutletHours>

const OutletFields = {
  code: z.string().trim().min(1).max(40),
  name: Name,
  kind: OutletKind,
  provinceCode: ProvinceCode,
  cityCode: CityCode,
  address: Text(300),
  phone: PhoneText.default(''),
  longitude: Longitude.nullish(),
  latitude: Latitude.nullish(),
  aroundTheClock: z.boolean().default(false),
  hours: OutletHours.nullish(),
  openedOn: Day.nullish(),
}

export const NewOutlet = z.object({ id: Id, ...OutletFields })
export type NewOutlet = z.output<typeof NewOutlet>
export const OutletChange = z.object({ ...OutletFields, version: Version })
export type OutletChange = z.output<typeof OutletChange>

export const OutletRow = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  kind: OutletKind,
  provinceCode: z.string(),
  cityCode: z.string(),
  address: z.string(),
  phone: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  aroundTheClock: z.boolean(),
  hours: OutletHours.nullable(),
  openedOn: Day.nullable(),
  closedOn: Day.nullable(),
  staffCount: z.number().int(),
  version: Version,
})
export type OutletRow = z.output<typeof OutletRow>

const AboutOutlet = z.object({ outletId: Id })

export const listOutlets = endpoint({
  name: 'company.listOutlets',
  method: 'GET',
  path: '/api/company/outlets',
  who: OFFICE,
  summary: 'Service outlets, by code',
  query: Listing.extend({
    kind: OutletKind.optional(),
    provinceCode: z
      .string()
      .regex(/^\d{2}$/)
      .optional(),
    closed: z.stringbool().default(false),
  }),
  answer: pageOf(OutletRow),
})

export const addOutlet = endpoint({
  name: 'company.addOutlet',
  method: 'POST',
  path: '/api/company/outlets',
  who: KEEPERS,
  summary: 'Open an outlet',
  body: NewOutlet,
  answer: Saved,
})

export const readOutlet = endpoint({
  name: 'company.readOutlet',
  method: 'GET',
  path: '/api/company/outlets/:outletId',
  who: OFFICE,
  summary: 'One outlet with its hours',
  params: AboutOutlet,
  answer: OutletRow,
})

export const changeOutlet = endpoint({
  name: 'company.changeOutlet',
  method: 'PUT',
  path: '/api/company/outlets/:outletId',
  who: KEEPERS,
  summary: 'Change an outlet',
  params: AboutOutlet,
  body: OutletChange,
  answer: Saved,
})

export const closeOutlet = endpoint({
  name: 'company.closeOutlet',
  method: 'POST',
  path: '/api/company/outlets/:outletId/close',
  who: KEEPERS,
  summary: 'Close an outlet; it stays on record',
  params: AboutOutlet,
  body: z.object({ version: Version, closedOn: Day }),
  answer: Saved,
})

/** A prefecture-level city is covered by an open outlet in it. */
export const readCoverage = endpoint({
  name: 'company.readCoverage',
  method: 'GET',
  path: '/api/company/coverage',
  who: OFFICE,
  summary: 'Which cities with customers have an outlet, and which have none',
  answer: z.object({
    citiesWithCustomers: z.number().int(),
    covered: z.number().int(),
    coveredAroundTheClock: z.number().int(),
    uncovered: z.array(z.object({ cityCode: z.string(), customers: z.number().int() })).max(400),
  }),
})
