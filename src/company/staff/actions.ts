import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Saved } from '../contract.ts'
import { loadOutlet } from '../outlet/store.ts'
import { changedFields } from '../rules.ts'
import type { NewStaff, StaffChange } from './contract.ts'
import { letGo } from './rules.ts'
import type { StaffFields } from './store.ts'
import { insertStaff, loadStaff, saveStaff } from './store.ts'

function fieldsOf(given: Omit<NewStaff, 'id'>): StaffFields {
  const { number, name, phone, post, managesService, goesOnSite } = given
  return {
    ...{ number, name, phone, post, managesService, goesOnSite },
    departmentId: given.departmentId ?? null,
    outletId: given.outletId ?? null,
    personId: given.personId ?? null,
    joinedOn: given.joinedOn ?? null,
  }
}

async function checkOutlet(tx: WriteTx, outletId: string | null, before: string | null): Promise<Decision<null>> {
  if (outletId === null || outletId === before) return accept(null)
  const outlet = await loadOutlet(tx, outletId)
  return outlet?.closedOn ? refuse('conflict', 'closed_already', { day: outlet.closedOn }) : accept(null)
}

export async function addStaff(tx: WriteTx, given: NewStaff): Promise<Decision<Saved>> {
  const fields = fieldsOf(given)
  const outlet = await checkOutlet(tx, fields.outletId, null)
  if (!outlet.ok) return outlet
  await insertStaff(tx, given.id, fields)
  tx.record({ recordType: 'staff', recordId: given.id, verb: 'staff.added', content: fields })
  return accept({ id: given.id, version: 1 })
}

export async function changeStaff(tx: WriteTx, id: string, given: StaffChange): Promise<Decision<Saved>> {
  const before = await loadStaff(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  if (before.leftOn !== null) return refuse('conflict', 'already_left', { day: before.leftOn })
  const fields = fieldsOf(given)
  const outlet = await checkOutlet(tx, fields.outletId, before.outletId)
  if (!outlet.ok) return outlet
  await saveStaff(tx, id, given.version, fields)
  const content = changedFields<StaffFields>(before, fields)
  tx.record({ recordType: 'staff', recordId: id, verb: 'staff.changed', content })
  return accept({ id, version: given.version + 1 })
}

export async function letStaffGo(
  tx: WriteTx,
  id: string,
  given: { version: number; leftOn: string },
): Promise<Decision<Saved>> {
  const before = await loadStaff(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const decision = letGo(before, given.leftOn)
  if (!decision.ok) return decision
  await saveStaff(tx, id, given.version, decision.value)
  tx.record({ recordType: 'staff', recordId: id, verb: 'staff.left', content: decision.value })
  return accept({ id, version: given.version + 1 })
}
