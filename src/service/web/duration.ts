/** A length of time in the two units that matter at its size. */
export type Duration =
  | { unit: 'days'; days: number; hours: number }
  | { unit: 'wholeDays'; days: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'wholeHours'; hours: number }
  | { unit: 'minutes'; minutes: number }
  | { unit: 'seconds'; minutes: number; seconds: string }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** The last minutes are told to the second. */
const SECONDS_BELOW_MS = 10 * MINUTE_MS

/** For a count-down: days and hours, hours and minutes, minutes, at last minutes and seconds. Never negative. */
export function countDown(ms: number): Duration {
  const left = Math.max(0, ms)
  if (left < SECONDS_BELOW_MS) {
    const seconds = Math.floor(left / 1_000)
    return { unit: 'seconds', minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') }
  }
  if (left >= DAY_MS) {
    const days = Math.floor(left / DAY_MS)
    const hours = Math.floor((left % DAY_MS) / HOUR_MS)
    return hours === 0 ? { unit: 'wholeDays', days } : { unit: 'days', days, hours }
  }
  return hoursAndMinutes(Math.floor(left / MINUTE_MS))
}

/** For a sum of counted time: hours and minutes however many, because a day of work is not a day. */
export function workingTime(ms: number): Duration {
  return hoursAndMinutes(Math.floor(Math.max(0, ms) / MINUTE_MS))
}

function hoursAndMinutes(minutes: number): Duration {
  if (minutes < 60) return { unit: 'minutes', minutes }
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? { unit: 'wholeHours', hours } : { unit: 'hours', hours, minutes: minutes % 60 }
}

export const NEAR_MS = 30 * MINUTE_MS

/** How soon a due time must be redrawn to be true to what it says. */
export function redrawMs(leftMs: number): number {
  return Math.abs(leftMs) < SECONDS_BELOW_MS + MINUTE_MS ? 1_000 : 15_000
}
