/** Who sees how the company's certification stands. */
export const READERS = [
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who is reminded of what comes due, and reads what was sent: 管理者代表. */
export const REMINDED = ['management_representative'] as const
