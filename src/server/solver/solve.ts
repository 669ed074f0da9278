import { Worker } from 'node:worker_threads'
import type { ProgramOutcome, Solve } from '#src/shared/program.ts'
import type { SolveAsked } from './solve-worker.ts'

/** Solving fills a core: more at once would only take time from those who wait for an answer. */
const MOST_AT_ONCE = 2
/** HiGHS looks at its clock between steps; a thread that is still silent after this is ended. */
const GRACE_MS = 2_000

let running = 0
const waiting: (() => void)[] = []

/**
 * Gives `work` a solver (HiGHS) in a thread of its own, so that the caller's thread stays free; the thread ends with `work`. At most two run at
 * once, others wait their turn. A program whose thread has to be ended is `out_of_time`; a fault in the thread is thrown.
 */
export async function withSolver<T>(work: (solve: Solve) => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  const opened = openThread()
  try {
    return await work(opened.solve)
  } finally {
    await opened.close()
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

function openThread(): { solve: Solve; close(): Promise<void> } {
  let worker: Worker | undefined
  const close = async () => {
    await worker?.terminate()
    worker = undefined
  }
  return {
    close,
    solve: async (program, limitMs) => {
      worker ??= new Worker(new URL('./solve-worker.ts', import.meta.url), { name: 'solver' })
      const outcome = await askThread(worker, { program, limitMs })
      if (outcome) return outcome
      await close()
      return { state: 'out_of_time' }
    },
  }
}

function askThread(worker: Worker, asked: SolveAsked): Promise<ProgramOutcome | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramOutcome | undefined>()
  const ended = (code: number) => reject(new Error(`the solver's thread ended with ${code}`))
  const timer = setTimeout(() => resolve(undefined), asked.limitMs + GRACE_MS)
  worker.on('message', resolve).on('error', reject).on('exit', ended)
  worker.postMessage(asked)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', resolve).off('error', reject).off('exit', ended)
  })
}
