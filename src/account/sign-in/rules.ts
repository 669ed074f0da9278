/** Failures in a row before the first lock: a person mistypes a few times, a guesser does not stop. */
export const FAILURES_BEFORE_LOCK = 5
export const LONGEST_LOCK_MINUTES = 30
const FORGOTTEN_AFTER_MS = 24 * 3600_000

export type Attempt = { failures: number; lastAt: string; lockedUntil: string | null }

/** How long the account stays locked after so many failures in a row: 1 min from the fifth, doubling, at most half an hour. */
export function lockMinutes(failures: number): number {
  if (failures < FAILURES_BEFORE_LOCK) return 0
  return Math.min(2 ** Math.min(failures - FAILURES_BEFORE_LOCK, 10), LONGEST_LOCK_MINUTES)
}

/** The attempt to note before the password is looked at, so that many guesses at once cannot slip past the count; or the lock that stands. */
export function nextAttempt(
  before: Attempt | undefined,
  at: string,
): { locked: true; lockedUntil: string } | { locked: false; attempt: Attempt } {
  if (before?.lockedUntil && before.lockedUntil > at) return { locked: true, lockedUntil: before.lockedUntil }
  const isOld = !before || Date.parse(at) - Date.parse(before.lastAt) > FORGOTTEN_AFTER_MS
  const failures = isOld ? 1 : before.failures + 1
  const minutes = lockMinutes(failures)
  const lockedUntil = minutes ? new Date(Date.parse(at) + minutes * 60_000).toISOString() : null
  return { locked: false, attempt: { failures, lastAt: at, lockedUntil } }
}

/** Whole minutes until the lock opens, at least one. */
export function minutesUntil(lockedUntil: string, at: string): number {
  return Math.max(1, Math.ceil((Date.parse(lockedUntil) - Date.parse(at)) / 60_000))
}

const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'],
  [/DingTalk/, 'DingTalk'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** A browser's User-Agent in words by which a person knows their own device, e.g. `Chrome · Windows`; empty when nothing is known. */
export function deviceOf(userAgent: string | undefined): string {
  if (!userAgent) return ''
  const names = [BROWSERS, SYSTEMS].map((list) => list.find(([pattern]) => pattern.test(userAgent))?.[1])
  return names.filter(Boolean).join(' · ') || userAgent.slice(0, 60)
}
