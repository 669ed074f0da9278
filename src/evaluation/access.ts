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

/** Who reads schemes: whoever looks at the star, and at a certification body those who certify by them. */
export const SCHEME_READERS = [...VIEWERS, 'certification_officer', 'certification_decider'] as const

/** Who edits and imports schemes: at a company its representative, at a certification body its officers. */
export const SCHEME_KEEPERS = ['management_representative', 'certification_officer'] as const

/** Who may close a scheme for good. */
export const SEALERS = ['management_representative', 'general_manager'] as const

/** Who may have everything counted again. */
export const RECOUNTERS = ['management_representative', 'administrator'] as const
