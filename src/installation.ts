import { join } from 'node:path'
import { prepareFolder } from '#src/server/data-folder.ts'
import { type Database, openDatabase } from '#src/server/db/database.ts'
import { prepareDatabase } from '#src/server/db/prepare.ts'
import { type FileStore, openFileStore } from '#src/server/files/store.ts'
import { openSealer, type Sealer } from '#src/server/ledger/keys.ts'
import { openPlatform } from '#src/server/platform.ts'
import { checkDatabase } from '#src/server/postgres/check-database.ts'
import { startPostgres } from '#src/server/postgres/launcher.ts'
import { loadOrCreateSecret } from '#src/server/secrets.ts'
import type { Settings } from '#src/server/settings.ts'

/** An installation opened for work: by the server, by a command of the command line beside it, or by one without any server. */
export type Installation = {
  settings: Settings
  database: Database
  platform: ReturnType<typeof openPlatform>
  files: FileStore
  sealer: Sealer
  /** Names of migrations applied now. */
  migrated: string[]
  close(): Promise<void>
}

/**
 * Opens the data folder and the database (the embedded one is started or joined), and brings the schema up to date.
 * Throws StartProblem for whatever a person can put right.
 */
export async function openInstallation(
  settings: Settings,
  log: (sentence: string) => void = () => {},
): Promise<Installation> {
  const data = settings.STARPROOF_DATA
  prepareFolder(data)
  const embedded = settings.DATABASE_URL ? undefined : await startPostgres({ dataDir: join(data, 'postgres'), log })
  const url = embedded?.url ?? settings.DATABASE_URL
  try {
    if (!embedded) await checkDatabase(url)
    const migrated = await prepareDatabase(url)
    const database = openDatabase(url)
    const secret = settings.SESSION_SECRET || loadOrCreateSecret(data, 'secret')
    return {
      settings,
      database,
      platform: openPlatform(database),
      files: openFileStore(
        join(data, 'files'),
        settings.UPLOAD_LIMIT_MB * 1024 * 1024,
        settings.PARCEL_LIMIT_MB * 1024 * 1024,
      ),
      sealer: openSealer(secret),
      migrated,
      close: async () => {
        // Whatever became of our connections, the embedded database is left in order.
        await database.close().finally(() => embedded?.stop())
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
