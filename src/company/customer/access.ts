import type { Actor } from '#src/shared/actor.ts'
import { maskPhone, maskText, mayReachCustomers } from '../access.ts'
import type { CustomerRow } from './contract.ts'

/** The file as this reader may see it: whoever does not serve customers sees that there is a number, not which. */
export function shownTo<T extends CustomerRow>(actor: Actor, file: T): T {
  if (mayReachCustomers(actor)) return file
  return {
    ...file,
    contactName: maskText(file.contactName),
    phone: maskPhone(file.phone),
    email: maskText(file.email),
    address: maskText(file.address),
    note: maskText(file.note),
    longitude: null,
    latitude: null,
  }
}
