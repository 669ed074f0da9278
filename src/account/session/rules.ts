/** Unused for a week, a session ends; a technician's holiday is shorter, a lost phone is not open for ever. */
export const IDLE_DAYS = 7
/** However busy, a session ends after a month. */
export const LONGEST_DAYS = 30
const DAY_MS = 86_400_000

export function sessionEndAt(startedAt: string): string {
  return new Date(Date.parse(startedAt) + LONGEST_DAYS * DAY_MS).toISOString()
}

export function isSessionOver(session: { expiresAt: string; lastUsedAt: string }, at: string): boolean {
  return session.expiresAt <= at || Date.parse(at) - Date.parse(session.lastUsedAt) > IDLE_DAYS * DAY_MS
}

// Writing each use would make every read a write.
const USE_NOTED_EVERY_MS = 60_000

export function isUseWorthNoting(lastUsedAt: string | null, at: string): boolean {
  return lastUsedAt === null || Date.parse(at) - Date.parse(lastUsedAt) >= USE_NOTED_EVERY_MS
}
