/** Who sees what an application has and lacks. */
export const READERS = [
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who brings and withdraws material, and fills in the form. */
export const GATHERERS = ['service_manager', 'management_representative', 'general_manager', 'administrator'] as const

/** Who answers for the application with their name. */
export const DECLARERS = ['management_representative', 'general_manager'] as const

/** Who hands the application with the whole history to a certification body. */
export const APPLICANTS = ['management_representative', 'general_manager'] as const
