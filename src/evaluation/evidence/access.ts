import { mayReachCustomers, mayReachStaff, OFFICE } from '#src/company/access.ts'
import type { Actor } from '#src/shared/actor.ts'
import { hasRole } from '#src/shared/actor.ts'

/** Who unfolds the history of a record: everybody who looks at records at the desk. */
export const READERS = [...OFFICE, 'certification_officer', 'certification_decider'] as const

/** Who looks at the ledger itself. */
export const AUDITORS = [
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'certification_officer',
  'certification_decider',
  'administrator',
] as const

/** Who may take the whole history out of the house. */
export const PACKERS = ['management_representative', 'general_manager', 'auditor', 'administrator'] as const

// A list of what is harmless, so that a record type added later is closed until somebody has thought about it.
const WITHOUT_PERSONAL_DATA = new Set([
  'organisation',
  'department',
  'outlet',
  'company_calendar',
  'promise',
  'product_model',
  'qualification_kind',
  'ledger_key',
  'scheme_edition',
  'import',
])

/** Whether history of this type of record may name people. */
export function mayHoldPersonalData(recordType: string): boolean {
  return !WITHOUT_PERSONAL_DATA.has(recordType)
}

const OF_ACCOUNTS = new Set(['person', 'invitation', 'api_key'])
const OF_STAFF = new Set(['staff', 'qualification'])

/** Whether this reader sees the content of such a record whole. Everybody else sees it masked. */
export function maySeeWhole(actor: Actor, recordType: string): boolean {
  if (!mayHoldPersonalData(recordType) || actor.kind === 'system') return true
  if (OF_ACCOUNTS.has(recordType)) return hasRole(actor, 'administrator')
  // A certification body's records are about clients whom its officers and deciders deal with anyway.
  if (hasRole(actor, 'certification_officer', 'certification_decider')) return true
  return OF_STAFF.has(recordType) ? mayReachStaff(actor) : mayReachCustomers(actor)
}
