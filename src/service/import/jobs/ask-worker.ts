import { Worker } from 'node:worker_threads'
import type { Decision } from '#src/shared/decision.ts'
import type { Mapping } from '../contract/mapping.ts'
import type { ImportReport } from '../contract/report.ts'
import type { ImportLook } from '../contract/run.ts'
import type { KnownRecords } from '../rules/register.ts'

type Answers = {
  look: { look: ImportLook; mapping: Mapping | null }
  plan: ImportReport
  carry_out: null
}
type FileAsk = { path: string; name: string }
export type Ask =
  | ({ task: 'look'; source: string; zone: string } & FileAsk)
  | ({ task: 'plan'; mapping: Mapping; importAt: string; known: KnownRecords } & FileAsk)
  | { task: 'carry_out'; path: string; databaseUrl: string; orgId: string; runId: string; nowAt: string }
export type Said = { answer: Decision<Answers[keyof Answers]> }

// Registers are read whole: short-lived cells by the million, which a small nursery would copy again and again.
const LIMITS = { maxYoungGenerationSizeMb: 128, maxOldGenerationSizeMb: 4_096 }

/** Has a thread of its own do the work and answers what it says. Throws what went wrong in it, also when it ran out of memory. */
export function askWorker<T extends Ask['task']>(
  ask: Extract<Ask, { task: T }>,
  onCommitted: () => void = () => {},
): Promise<Decision<Answers[T]>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: ask, resourceLimits: LIMITS })
    worker.on('message', (said: Said | { committed: true }) => {
      if ('committed' in said) onCommitted()
      else resolve(said.answer as Decision<Answers[T]>)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the import thread ended without an answer')))
  })
}
