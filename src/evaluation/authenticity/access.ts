/** Who sees suspicions: those who steer, supervise or audit, not those whose work is looked at. */
export const LOOKERS = [
  'service_manager',
  'management_representative',
  'general_manager',
  'auditor',
  'administrator',
] as const

/** Who has the records looked at again. */
export const SEEKERS = ['management_representative', 'general_manager'] as const

export const ANSWERERS = ['service_manager', 'management_representative'] as const

/** Who judges an answer; never the one who gave it. */
export const JUDGES = ['management_representative', 'general_manager'] as const
