import { eraseHistoryOf } from '#src/server/history.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import type { Saved } from '../contract.ts'
import { checkPlace } from '../outlet/rules.ts'
import { eraseProductAddresses } from '../product/store.ts'
import { changedFields } from '../rules.ts'
import type { CustomerChange, NewCustomer } from './contract.ts'
import { canChange, ERASED, phoneDigits } from './rules.ts'
import type { CustomerFields } from './store.ts'
import { insertCustomer, loadCustomer, saveCustomer } from './store.ts'

function fieldsOf(given: Omit<NewCustomer, 'id'>): CustomerFields {
  const { name, kind, contactName, email, address, cityCode, note } = given
  return {
    ...{ name, kind, contactName, email, address, cityCode, note },
    number: given.number ?? null,
    phone: phoneDigits(given.phone),
    longitude: given.longitude ?? null,
    latitude: given.latitude ?? null,
  }
}

function check(fields: CustomerFields): Decision<null> {
  return checkPlace({ provinceCode: fields.cityCode.slice(0, 2), cityCode: fields.cityCode })
}

export async function addCustomer(tx: WriteTx, given: NewCustomer): Promise<Decision<Saved>> {
  const fields = fieldsOf(given)
  const checked = check(fields)
  if (!checked.ok) return checked
  await insertCustomer(tx, given.id, fields)
  tx.record({ recordType: 'customer', recordId: given.id, verb: 'customer.added', content: fields })
  return accept({ id: given.id, version: 1 })
}

export async function changeCustomer(tx: WriteTx, id: string, given: CustomerChange): Promise<Decision<Saved>> {
  const before = await loadCustomer(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const allowed = canChange(before)
  if (!allowed.ok) return allowed
  const fields = fieldsOf(given)
  const checked = check(fields)
  if (!checked.ok) return checked
  await saveCustomer(tx, id, given.version, fields)
  const content = changedFields<CustomerFields>(before, fields)
  tx.record({ recordType: 'customer', recordId: id, verb: 'customer.changed', content })
  return accept({ id, version: given.version + 1 })
}

export async function eraseCustomer(
  tx: WriteTx,
  id: string,
  given: { version: number; reason: string },
): Promise<Decision<Saved>> {
  const before = await loadCustomer(tx, id)
  if (!before) return refuse('not_found', 'not_found')
  const allowed = canChange(before)
  if (!allowed.ok) return allowed
  await saveCustomer(tx, id, given.version, { ...ERASED, erasedAt: tx.at })
  const productIds = await eraseProductAddresses(tx, id)
  await eraseHistoryOf(tx, [id, ...productIds])
  // The floors above keep copies of their own; they hear of it by this task.
  tx.later('customer.erased', { customerId: id })
  tx.record({ recordType: 'customer', recordId: id, verb: 'customer.erased', content: { reason: given.reason } })
  return accept({ id, version: given.version + 1 })
}
