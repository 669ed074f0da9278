import type { Runner, TaskList } from 'graphile-worker'
import { Logger, run } from 'graphile-worker'
import type { Platform } from './platform.ts'

/** A deferred or scheduled task; `payload.orgId` says for whom. Throwing makes it be tried again, later each time, and shows in the queue. */
export type Task = (platform: Platform, payload: Record<string, unknown> & { orgId?: string }) => Promise<void>

/** `schedule` lines are crontab text in UTC, e.g. `0 18 * * * nightly`. */
export type Jobs = { tasks: Record<string, Task>; schedule?: string[] }

/** Starts the job queue of this process on the platform's database. Returns how to stop it after the running jobs have ended. */
export async function startJobs(
  platform: Platform,
  jobs: Jobs[],
  onFailure: (task: string, error: unknown) => void,
): Promise<() => Promise<void>> {
  const taskList: TaskList = {}
  for (const [name, task] of jobs.flatMap((part) => Object.entries(part.tasks))) {
    taskList[name] = (payload) => task(platform, payload as Record<string, unknown>)
  }
  const runner: Runner = await run({
    connectionString: platform.database.url,
    concurrency: 2,
    noHandleSignals: true,
    taskList,
    crontab: jobs.flatMap((part) => part.schedule ?? []).join('\n'),
    logger: new Logger(() => () => {}),
  })
  runner.events.on('job:error', ({ job, error }) => onFailure(job.task_identifier, error))
  return () => runner.stop()
}
