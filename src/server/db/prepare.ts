import { runMigrations } from 'graphile-worker'
import { migrate } from './migrate.ts'

/** Makes a database ready for use: the job library's schema, then ours (up to `through`, if given). Returns the names of our migrations applied now. */
export async function prepareDatabase(url: string, through?: string): Promise<string[]> {
  await runMigrations({ connectionString: url })
  return migrate(url, through)
}
