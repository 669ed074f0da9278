import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Saved } from '../contract.ts'
import { changedFields } from '../rules.ts'
import type { DepartmentChange, NewDepartment } from './contract.ts'
import { insertDepartment, loadDepartment, saveDepartment } from './store.ts'

const NOT_FOUND = refuse('not_found', 'not_found')

export async function addDepartment(tx: WriteTx, given: NewDepartment): Promise<Decision<Saved>> {
  const row = { id: given.id, name: given.name, duties: given.duties, headStaffId: given.headStaffId ?? null }
  await insertDepartment(tx, row)
  tx.record({ recordType: 'department', recordId: given.id, verb: 'department.added', content: row })
  return accept({ id: given.id, version: 1 })
}

export async function changeDepartment(tx: WriteTx, id: string, given: DepartmentChange): Promise<Decision<Saved>> {
  const before = await loadDepartment(tx, id)
  if (!before) return NOT_FOUND
  if (before.closedOn !== null) return refuse('conflict', 'closed_already', { day: before.closedOn })
  const after = { name: given.name, duties: given.duties, headStaffId: given.headStaffId ?? null }
  await saveDepartment(tx, id, given.version, after)
  const content = changedFields<typeof after>(before, after)
  tx.record({ recordType: 'department', recordId: id, verb: 'department.changed', content })
  return accept({ id, version: given.version + 1 })
}

export async function closeDepartment(
  tx: WriteTx,
  id: string,
  given: { version: number; closedOn: string },
): Promise<Decision<Saved>> {
  const before = await loadDepartment(tx, id)
  if (!before) return NOT_FOUND
  if (before.closedOn !== null) return refuse('conflict', 'closed_already', { day: before.closedOn })
  if (before.staffCount > 0) return refuse('conflict', 'department_has_staff', { count: before.staffCount })
  await saveDepartment(tx, id, given.version, { closedOn: given.closedOn })
  tx.record({
    recordType: 'department',
    recordId: id,
    verb: 'department.closed',
    content: { closedOn: given.closedOn },
  })
  return accept({ id, version: given.version + 1 })
}
