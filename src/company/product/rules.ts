import type { Day } from '#src/shared/instant.ts'
import { addDays } from '#src/shared/instant.ts'

/**
 * The last day of a warranty of so many months: the same date that many months later. The day of the start is not counted, and where the
 * month has no such date its last day takes its place (Civil Code of the PRC, articles 201 and 202).
 */
export function warrantyEnd(boughtOn: Day, months: number): Day {
  const [year, month, day] = boughtOn.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const lastDay = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate()
  const first = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`
  return addDays(first, Math.min(day, lastDay) - 1)
}
