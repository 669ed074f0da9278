/** Who runs a certification from application to certificate: 认证专员. */
export const OFFICERS = ['certification_officer'] as const

/** Who reviews and decides; never somebody of the audit's team. */
export const DECIDERS = ['certification_decider'] as const

export const AUDITORS = ['auditor'] as const

/** Who reads what the body does. */
export const BODY = [
  'certification_officer',
  'certification_decider',
  'auditor',
  'general_manager',
  'administrator',
] as const

/** Who sets the body's rules and puts them in force. */
export const RULE_MAKERS = ['general_manager', 'administrator'] as const
