// `npm run new-feature AREA/NAME`: a feature that works, is reachable by two endpoints and is tested, to be changed into the one you mean.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateTypes } from './db-types.ts'
import { featureFiles, featureMigration, featureNames, nextSteps } from './feature-template.ts'
import { withScratchDatabase } from './scratch-database.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const AREAS = ['account', 'company', 'service', 'management', 'evaluation', 'certification']

/**
 * Writes folder, migration and the types of its table; answers the sentences that tell what to do next. Throws with a sentence when the name is
 * unfit or taken; nothing has been written then.
 */
export async function makeFeature(asked: string): Promise<string> {
  const names = featureNames(asked, AREAS)
  const folder = join(ROOT, 'src', names.area, names.kebab)
  const migrations = join(ROOT, 'migrations')
  const earlier = readdirSync(migrations).filter((file) => file.endsWith('.sql'))
  if (existsSync(folder)) throw new Error(`src/${names.area}/${names.kebab} is there already.`)
  const tables = earlier.map((file) => readFileSync(join(migrations, file), 'utf8')).join('\n')
  if (new RegExp(`create table (if not exists )?${names.snake} `).test(tables))
    throw new Error(`There is a table ${names.snake} already.`)

  const number = String(Math.max(0, ...earlier.map((file) => Number(file.slice(0, 4)))) + 1).padStart(4, '0')
  mkdirSync(folder, { recursive: true })
  const files = Object.entries(featureFiles(names)).map(([name, text]) => [join(folder, name), text] as const)
  for (const [path, text] of [...files, [join(migrations, `${number}_${names.snake}.sql`), featureMigration(names)]])
    writeFileSync(path!, text!, { flag: 'wx' })
  tidy(folder)
  await withScratchDatabase((url) => generateTypes(url))
  return nextSteps(names)
}

// How a line breaks depends on how long the names are.
function tidy(folder: string): void {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const done = spawnSync(process.execPath, [biome, 'check', '--write', folder], { cwd: ROOT, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr || done.stdout)
}

if (import.meta.main) {
  try {
    process.stdout.write(await makeFeature(process.argv[2] ?? ''))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
