import { z } from 'zod'
import { epochMs, Instant } from '#src/shared/instant.ts'

/** Event kinds that every clock understands; all other kinds are the promise's own words. */
export const PAUSED = 'paused'
export const RESUMED = 'resumed'

/** The reason shown for a pause that states none; no promise can list it. */
export const UNSTATED = ''

/**
 * Something that happened on a record. `at` is when Starproof recorded it; `claimedAt` when it is said to have happened (offline work,
 * imported history) and is then what clocks measure by. `paused` carries its reason; `resumed` ends that reason, or all without one.
 */
export const ClockEvent = z.object({
  kind: z.string().min(1).max(64),
  at: Instant,
  claimedAt: Instant.optional(),
  reason: z.string().min(1).max(64).optional(),
  recordId: z.string().max(64).optional(),
})
export type ClockEvent = z.infer<typeof ClockEvent>

/** The time a clock measures an event by, epoch ms: claimed, else recorded. */
export function measuredMs(event: ClockEvent): number {
  return epochMs(event.claimedAt ?? event.at)
}
