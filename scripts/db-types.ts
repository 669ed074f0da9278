// Writes src/server/db/generated/schema.ts from the migrated database. `DATABASE_URL` names an empty scratch database; without it one is started.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { prepareDatabase } from '#src/server/db/prepare.ts'

const target = new URL('../src/server/db/generated/schema.ts', import.meta.url).pathname

export async function generateTypes(url: string): Promise<void> {
  await prepareDatabase(url)
  const made = spawnSync(
    process.execPath,
    [
      new URL('../node_modules/kysely-codegen/dist/cli/bin.js', import.meta.url).pathname,
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
  writeFileSync(target, readFileSync(target, 'utf8'))
}

if (process.argv[1] === import.meta.filename) {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL: name an empty scratch database')
  await generateTypes(url)
}
