import type { Sweep } from '#src/server/background.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { Platform } from '#src/server/platform.ts'
import { findUnfinishedRuns, findWaitingFile } from '../store/runs.ts'
import { askWorker } from './ask-worker.ts'

/**
 * Carries out imports that were started, one after another, and goes on with those that a killed server left behind: they are found by looking, and
 * whoever is at work holds a lock that dies with its process. (The job queue would keep a dead worker's job to itself for four hours.)
 */
export function importSweep(platform: Platform, files: FileStore): Sweep {
  return {
    name: 'imports',
    everyMs: 2_000,
    run: async () => {
      let done = 0
      for (const { orgId, id } of await findUnfinishedRuns(platform.database)) {
        const sha256 = await platform.upkeep(orgId, 'import', (tx) => findWaitingFile(tx, id))
        if (!sha256) continue
        const { url: databaseUrl } = platform.database
        const ask = {
          path: files.pathOf(orgId, sha256),
          databaseUrl,
          orgId,
          runId: id,
          nowAt: platform.now().toISOString(),
        }
        const carried = await askWorker<'carry_out'>({ task: 'carry_out', ...ask }, () => platform.committed(orgId))
        platform.committed(orgId)
        if (carried.ok) done++
      }
      return done
    },
  }
}
