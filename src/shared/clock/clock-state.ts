/** What a clock can show; apart from the rest of the clock, because the phone's first screen needs only these words. */
export const CLOCK_STATES = ['not_started', 'running', 'paused', 'met', 'late', 'void'] as const
