/** Work that follows commits: found by looking, so nothing is lost when a process dies between a commit and its follow-up. */
export type Sweep = {
  name: string
  /** How often it looks by itself; a commit in this process makes it look at once. */
  everyMs: number
  /** Does what is waiting; answers how much there was. Must be safe to run in several processes at once. */
  run(): Promise<number>
}

export type SweepStatus = {
  name: string
  runs: number
  done: number
  failures: number
  lastFailure: string | null
  failing: boolean
}

export type Background = {
  /** Something was committed: look soon. */
  wake(): void
  status(): SweepStatus[]
  /** Runs every sweep until nothing is waiting: for tests, and before a pack or a report is made. */
  settle(): Promise<void>
  stop(): Promise<void>
}

// Commits arrive in bursts; looking once for several of them is cheaper and soon enough.
const GATHER_MS = 40
const LONGEST_PAUSE_MS = 60_000

/** Runs sweeps side by side, each never twice at once here. A failing one is told to `onFailure`, waits longer each time, and stays visible in `status()`. */
export function startBackground(sweeps: Sweep[], onFailure: (name: string, error: unknown) => void): Background {
  const runners = sweeps.map((sweep) => openRunner(sweep, onFailure))
  return {
    wake: () => {
      for (const runner of runners) runner.wake()
    },
    status: () => runners.map((runner) => runner.status()),
    settle: async () => {
      let done = 1
      while (done > 0) {
        done = 0
        for (const sweep of sweeps) done += await sweep.run()
      }
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()))
    },
  }
}

function openRunner(sweep: Sweep, onFailure: (name: string, error: unknown) => void) {
  const status: SweepStatus = { name: sweep.name, runs: 0, done: 0, failures: 0, lastFailure: null, failing: false }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let gathering = false
  let stopped = false
  let failuresInARow = 0

  function sleep(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(go, ms)
  }

  function go(): void {
    if (running || stopped) {
      again = true
      return
    }
    again = false
    gathering = false
    running = once().finally(() => {
      running = undefined
      if (stopped) return
      sleep(
        again
          ? GATHER_MS
          : failuresInARow > 0
            ? Math.min(sweep.everyMs * 2 ** failuresInARow, LONGEST_PAUSE_MS)
            : sweep.everyMs,
      )
    })
  }

  async function once(): Promise<void> {
    try {
      status.runs++
      status.done += await sweep.run()
      failuresInARow = 0
      status.failing = false
    } catch (error) {
      failuresInARow++
      status.failures++
      status.failing = true
      status.lastFailure = error instanceof Error ? error.message : String(error)
      again = false
      onFailure(sweep.name, error)
    }
  }

  sleep(0)
  return {
    wake(): void {
      if (running) again = true
      // Not put off by what comes meanwhile: commits that never pause would put it off for ever.
      else if (failuresInARow === 0 && !gathering) {
        gathering = true
        sleep(GATHER_MS)
      }
    },
    status: () => ({ ...status }),
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
