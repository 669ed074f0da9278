import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Day, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { pageOf } from '#src/shared/page.ts'
import { OFFICE, ORGANISERS } from '../access.ts'
import { Listing, Name, Saved, Text } from '../contract.ts'

const DepartmentFields = {
  name: Name,
  /** What the department and its posts answer for (5.1.1.1). */
  duties: Text(2000),
  headStaffId: Id.nullish(),
}

export const NewDepartment = z.object({ id: Id, ...DepartmentFields })
export type NewDepartment = z.output<typeof NewDepartment>
export const DepartmentChange = z.object({ ...DepartmentFields, version: Version })
export type DepartmentChange = z.output<typeof DepartmentChange>

export const DepartmentRow = z.object({
  id: Id,
  name: z.string(),
  duties: z.string(),
  headStaffId: Id.nullable(),
  headName: z.string(),
  staffCount: z.number().int(),
  closedOn: Day.nullable(),
  version: Version,
})
export type DepartmentRow = z.output<typeof DepartmentRow>

const AboutDepartment = z.object({ departmentId: Id })

export const listDepartments = endpoint({
  name: 'company.listDepartments',
  method: 'GET',
  path: '/api/company/departments',
  who: OFFICE,
  summary: 'Departments with their heads and duties',
  query: Listing.extend({ closed: z.stringbool().default(false) }),
  answer: pageOf(DepartmentRow),
})

export const addDepartment = endpoint({
  name: 'company.addDepartment',
  method: 'POST',
  path: '/api/company/departments',
  who: ORGANISERS,
  summary: 'Set up a department',
  body: NewDepartment,
  answer: Saved,
})

export const readDepartment = endpoint({
  name: 'company.readDepartment',
  method: 'GET',
  path: '/api/company/departments/:departmentId',
  who: OFFICE,
  summary: 'One department',
  params: AboutDepartment,
  answer: DepartmentRow,
})

export const changeDepartment = endpoint({
  name: 'company.changeDepartment',
  method: 'PUT',
  path: '/api/company/departments/:departmentId',
  who: ORGANISERS,
  summary: 'Change name, duties or head of a department',
  params: AboutDepartment,
  body: DepartmentChange,
  answer: Saved,
})

/** Refused while people still belong to it. */
export const closeDepartment = endpoint({
  name: 'company.closeDepartment',
  method: 'POST',
  path: '/api/company/departments/:departmentId/close',
  who: ORGANISERS,
  summary: 'Close a department; it stays on record',
  params: AboutDepartment,
  body: z.object({ version: Version, closedOn: Day }),
  answer: Saved,
})
