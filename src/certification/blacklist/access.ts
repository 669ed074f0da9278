/** Who bars a company. */
export const LISTERS = ['certification_decider', 'general_manager'] as const

/** Who lifts a bar: never whoever set it. */
export const LIFTERS = ['certification_decider', 'general_manager'] as const
