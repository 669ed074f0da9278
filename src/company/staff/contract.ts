import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { KEEPERS, OFFICE } from '../access.ts'
import { Listing, Name, Saved, Text } from '../contract.ts'
import { QualificationRow } from '../qualification/contract.ts'

const StaffFields = {
  number: z.string().trim().min(1).max(40),
  name: Name,
  phone: PhoneText.default(''),
  post: Text(100),
  departmentId: Id.nullish(),
  outletId: Id.nullish(),
  /** The person who signs in as this member of staff. */
  personId: Id.nullish(),
  /** Heads of service departments and posts, managers of outlets: the base of the 10 % rule. */
  managesService: z.boolean().default(false),
  goesOnSite: z.boolean().default(false),
  joinedOn: Day.nullish(),
}

export const NewStaff = z.object({ id: Id, ...StaffFields })
export type NewStaff = z.output<typeof NewStaff>
export const StaffChange = z.object({ ...StaffFields, version: Version })
export type StaffChange = z.output<typeof StaffChange>

export const StaffRow = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  phone: z.string(),
  post: z.string(),
  departmentId: Id.nullable(),
  departmentName: z.string(),
  outletId: Id.nullable(),
  outletName: z.string(),
  personId: Id.nullable(),
  managesService: z.boolean(),
  goesOnSite: z.boolean(),
  joinedOn: Day.nullable(),
  leftOn: Day.nullable(),
  /** Licences that count or counted: revoked ones are only in the staff file. */
  qualifications: z.array(QualificationRow),
  version: Version,
})
export type StaffRow = z.output<typeof StaffRow>

export const ManagerRatio = z.object({
  /** Certified after-sales service managers among those who manage service. */
  managers: z.number().int(),
  base: z.number().int(),
  required: z.number().int(),
  reached: z.boolean(),
})
export type ManagerRatio = z.output<typeof ManagerRatio>

const AboutStaff = z.object({ staffId: Id })

export const listStaff = endpoint({
  name: 'company.listStaff',
  method: 'GET',
  path: '/api/company/staff',
  who: OFFICE,
  summary: 'Staff by number, with their licences',
  query: Listing.extend({
    outletId: Id.optional(),
    departmentId: Id.optional(),
    goesOnSite: z.stringbool().optional(),
    left: z.stringbool().default(false),
  }),
  answer: pageOf(StaffRow),
})

export const addStaff = endpoint({
  name: 'company.addStaff',
  method: 'POST',
  path: '/api/company/staff',
  who: KEEPERS,
  summary: 'Take somebody on',
  body: NewStaff,
  answer: Saved,
})

export const readStaff = endpoint({
  name: 'company.readStaff',
  method: 'GET',
  path: '/api/company/staff/:staffId',
  who: OFFICE,
  summary: 'One member of staff with every licence, also expired and revoked ones',
  params: AboutStaff,
  answer: StaffRow,
})

export const readOwnFile = endpoint({
  name: 'company.readOwnFile',
  method: 'GET',
  path: '/api/company/own-file',
  who: 'signed_in',
  summary: 'The staff file of the person signed in',
  answer: StaffRow,
})

export const changeStaff = endpoint({
  name: 'company.changeStaff',
  method: 'PUT',
  path: '/api/company/staff/:staffId',
  who: KEEPERS,
  summary: 'Change a staff file',
  params: AboutStaff,
  body: StaffChange,
  answer: Saved,
})

export const letStaffGo = endpoint({
  name: 'company.letStaffGo',
  method: 'POST',
  path: '/api/company/staff/:staffId/leave',
  who: KEEPERS,
  summary: 'Somebody leaves; the file stays on record',
  params: AboutStaff,
  body: z.object({ version: Version, leftOn: Day }),
  answer: Saved,
})

/** GB/T 27922-2011, 5.1.2.2: certified managers are 10 % of those who manage service, at least one. */
export const readManagerRatio = endpoint({
  name: 'company.readManagerRatio',
  method: 'GET',
  path: '/api/company/manager-ratio',
  who: OFFICE,
  summary: 'Certified after-sales service managers against the 10 % rule, today',
  answer: ManagerRatio,
})
