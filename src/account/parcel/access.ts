/** Who reads what crossed between this organisation and others. */
export const READERS = [
  'management_representative',
  'general_manager',
  'administrator',
  'certification_officer',
  'auditor',
] as const

/** Who takes in what another organisation sent, and has something delivered. */
export const CARRIERS = [
  'management_representative',
  'general_manager',
  'administrator',
  'certification_officer',
] as const

/** Who says that another organisation lost its keys: from then on whatever key it writes with next is believed at first sight. */
export const KEY_KEEPERS = ['management_representative', 'general_manager', 'administrator'] as const
