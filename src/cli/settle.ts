import { allSweeps } from '#src/all-background.ts'
import type { Installation } from '#src/installation.ts'

// Beside a busy server there is always something new: after so many rounds what was there at the beginning is done.
const ROUNDS_MAX = 50

/** Brings ledger, facts and score up to what is committed, as the server's own sweeps do; beside a server both may. */
export async function settleWork({ platform, sealer }: Installation, signal: AbortSignal): Promise<void> {
  const sweeps = allSweeps(platform, sealer)
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let done = 0
    for (const sweep of sweeps) {
      signal.throwIfAborted()
      done += await sweep.run()
    }
    if (done === 0) return
  }
}
