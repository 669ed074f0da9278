import type { Role } from '#src/shared/endpoint.ts'

/** What an import writes is evidence: those who answer for it, and no others, bring it in. */
export const IMPORTERS = [
  'service_manager',
  'management_representative',
  'administrator',
] as const satisfies readonly Role[]
