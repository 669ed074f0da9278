// Writes src/server/db/generated/schema.ts from the migrated database. `DATABASE_URL` names an empty database; without it one is made and dropped.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { prepareDatabase } from '#src/server/db/prepare.ts'
import { withScratchDatabase } from './scratch-database.ts'

/** Where the types of the migrated database are kept. */
export const TYPES = fileURLToPath(new URL('../src/server/db/generated/schema.ts', import.meta.url))

/** Migrates the database at `url` and writes its types into the file `target`. */
export async function generateTypes(url: string, target = TYPES): Promise<void> {
  await prepareDatabase(url)
  const made = spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL('../node_modules/kysely-codegen/dist/cli/bin.js', import.meta.url)),
      '--dialect=postgres',
      `--url=${url}`,
      `--out-file=${target}`,
      '--camel-case',
      '--default-schema=public',
      '--include-pattern=public.*',
      '--exclude-pattern=migration',
      '--numeric-parser=number',
      '--date-parser=string',
      '--type-mapping={"timestamptz":"string","int8":"number","timestamp":"string"}',
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(made.stderr || made.stdout)
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL
  await (url ? generateTypes(url) : withScratchDatabase((scratch) => generateTypes(scratch)))
}
