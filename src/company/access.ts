import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'

/** Who looks at the company's own records at the desk. */
export const OFFICE = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who keeps outlets, staff, licences and products. */
export const KEEPERS = ['service_manager', 'administrator'] as const

/** Who keeps departments and the company's calendar. */
export const ORGANISERS = ['service_manager', 'management_representative', 'administrator'] as const

/** Whose work needs a customer's number and address. Everybody else sees them masked. */
export function mayReachCustomers(actor: Actor): boolean {
  return actor.kind === 'system' || hasRole(actor, 'agent', 'dispatcher', 'service_manager', 'administrator')
}

export function mayReachStaff(actor: Actor): boolean {
  return actor.kind === 'system' || hasRole(actor, 'dispatcher', 'service_manager', 'administrator')
}

/** `13812345678` → `138****5678`; short numbers keep two digits at most. */
export function maskPhone(phone: string): string {
  if (phone === '') return ''
  return phone.length < 8 ? `****${phone.slice(-2)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** Free text that may lead to a person's door: only whether there is any. */
export function maskText(text: string): string {
  return text === '' ? '' : '****'
}
