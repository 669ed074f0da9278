import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { loadCompanyCalendar } from '../calendar/store.ts'
import type { Saved } from '../contract.ts'
import { changedFields } from '../rules.ts'
import type { NewOutlet, OutletChange } from './contract.ts'
import { checkHours, checkPlace, close } from './rules.ts'
import type { OutletFields } from './store.ts'
import { insertOutlet, loadOutlet, saveOutlet } from './store.ts'

function fieldsOf(given: Omit<NewOutlet, 'id'>): OutletFields {
  const { code, name, kind, provinceCode, cityCode, address, phone, aroundTheClock } = given
  return {
    ...{ code, name, kind, cityCode, address, phone, aroundTheClock },
    // The province follows from the city where only the city was given.
    provinceCode: provinceCode || cityCode.slice(0, 2),
    longitude: given.longitude ?? null,
    latitude: given.latitude ?? null,
    hours: given.hours ?? null,
    openedOn: given.openedOn ?? null,
  }
}

async function check(tx: WriteTx, fields: OutletFields): Promise<Decision<null>> {
  const place = checkPlace(fields)
  if (!place.ok || !fields.hours) return place
  const { calendar } = await loadCompanyCalendar(tx)
  return checkHours(fields.hours, calendar)
}

export async function addOutlet(tx: WriteTx, given: NewOutlet): Promise<Decision<Saved>> {
  const fields = fieldsOf(given)
  const checked = await check(tx, fields)
  if (!checked.ok) return checked
  await insertOutlet(tx, given.id, fields)
  tx.record({ recordType: 'outlet', recordId: given.id, verb: 'outlet.added', content: fields })
  return accept({ id: given.id, version: 1 })
}

export async function changeOutlet(tx: WriteTx, id: string, given: OutletChange): Promise<Decision<Saved>> {
  const before = await loadOutlet(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  if (before.closedOn !== null) return refuse('conflict', 'closed_already', { day: before.closedOn })
  const fields = fieldsOf(given)
  const checked = await check(tx, fields)
  if (!checked.ok) return checked
  await saveOutlet(tx, id, given.version, fields)
  const content = changedFields<OutletFields>(before, fields)
  tx.record({ recordType: 'outlet', recordId: id, verb: 'outlet.changed', content })
  return accept({ id, version: given.version + 1 })
}

export async function closeOutlet(
  tx: WriteTx,
  id: string,
  given: { version: number; closedOn: string },
): Promise<Decision<Saved>> {
  const before = await loadOutlet(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const decision = close(before, given.closedOn)
  if (!decision.ok) return decision
  await saveOutlet(tx, id, given.version, decision.value)
  tx.record({ recordType: 'outlet', recordId: id, verb: 'outlet.closed', content: decision.value })
  return accept({ id, version: given.version + 1 })
}
