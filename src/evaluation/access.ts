/** Who looks at the star, and at the records under it. */
export const VIEWERS = [
  'agent',
  'dispatcher',
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who answers for the scheme and for what is added to the score: 管理者代表. */
export const REPRESENTATIVES = ['management_representative'] as const

/** Who may close a scheme for good. */
export const SEALERS = ['management_representative', 'general_manager'] as const

/** Who may have everything counted again. */
export const RECOUNTERS = ['management_representative', 'administrator'] as const
