import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { featureNames } from '../../scripts/feature-template.ts'
import { AREAS, ROOT } from './source.ts'

const COPIED = ['src', 'test', 'seeds', 'scripts', 'migrations', 'standards', 'package.json', 'tsconfig.json']
const SETTINGS = ['biome.json', 'vitest.config.ts', '.gitignore']

let copy: string
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'starproof-feature-'))
  for (const name of [...COPIED, ...SETTINGS]) await cp(join(ROOT, name), join(copy, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true }))

/** Runs one of our programs in the copy; answers its exit code and what it said. */
function run(...words: string[]): Promise<{ code: number | null; said: string }> {
  const env = { ...process.env, TEST_DATABASE_URL: inject('postgresUrl'), NO_COLOR: '1' }
  const child = spawn(process.execPath, words, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

const program = (name: string) => join('node_modules', name)

it('a new feature type-checks, is well formatted, passes its own tests, and says what to do next', async () => {
  const made = await run('scripts/new-feature.ts', 'company/spare-battery')
  expect(made.said).toContain('spareBatteryRoutes')
  expect(made.code).toBe(0)
  expect((await readdir(join(copy, 'src/company/spare-battery'))).sort()).toEqual([
    'access.ts',
    'actions.ts',
    'contract.ts',
    'routes.ts',
    'rules.test.ts',
    'rules.ts',
    'spare-battery.test.ts',
    'store.ts',
  ])
  const contract = await readFile(join(copy, 'src/company/spare-battery/contract.ts'), 'utf8')
  expect(contract).toContain("path: '/api/company/spare-batteries'")

  const narrow = { extends: './tsconfig.json', include: ['src/company/spare-battery', 'src/server/**/*.d.ts'] }
  await writeFile(join(copy, 'narrow.json'), JSON.stringify(narrow))
  expect(await run(program('typescript/bin/tsc'), '-p', 'narrow.json')).toEqual({ code: 0, said: '' })
  const linted = await run(program('@biomejs/biome/bin/biome'), 'check', 'src/company/spare-battery')
  expect(linted.code, linted.said).toBe(0)
  const tested = await run(program('vitest/vitest.mjs'), 'run', 'src/company/spare-battery')
  expect(tested.said).toMatch(/Tests +5 passed/)
  expect(tested.code).toBe(0)

  const again = await run('scripts/new-feature.ts', 'company/spare-battery')
  expect(again).toEqual({ code: 1, said: 'src/company/spare-battery is there already.\n' })
  const taken = await run('scripts/new-feature.ts', 'service/outlet')
  expect(taken).toEqual({ code: 1, said: 'There is a table outlet already.\n' })
}, 240_000)

it.each(['', 'company', 'company/', 'kitchen/pot', 'company/Tool', 'company/tool_set', 'company/../x', 'company/a/b'])(
  'refuses the name %j',
  (asked) => {
    expect(() => featureNames(asked, AREAS)).toThrow('Name it AREA/NAME')
  },
)
