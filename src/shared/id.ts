import { v7 } from 'uuid'
import { z } from 'zod'

/** Identity is an argument everywhere else: ids are minted where a person acts, also offline, so that a repeated command is recognised. */
export function newId(): string {
  return v7()
}

// The most that one call of getRandomValues fills.
const POOL_BYTES = 65_536

/** Mints ids by the thousand, for what one person brings in at once: chance is drawn in one go. In one millisecond they come in no order. */
export function idMint(): () => string {
  const pool = new Uint8Array(POOL_BYTES)
  let used = POOL_BYTES
  return () => {
    if (used === POOL_BYTES) {
      crypto.getRandomValues(pool)
      used = 0
    }
    used += 16
    return v7({ random: pool.subarray(used - 16, used) })
  }
}

export const Id = z.uuid()
