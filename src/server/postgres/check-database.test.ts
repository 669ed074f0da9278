import fs from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartProblem } from '#src/server/start-problem.ts'
import { checkDatabase, explainDatabaseError } from './check-database.ts'
import { type RunningPostgres, startPostgres } from './launcher.ts'

let folder: string
let postgres: RunningPostgres

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'starproof-test-'))
  postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), settings: { fsync: 'off' } })
})

afterAll(async () => {
  await postgres.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function refusal(url: string): Promise<StartProblem> {
  const error = await checkDatabase(url).then(
    () => undefined,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(StartProblem)
  return error as StartProblem
}

const changed = (change: (url: URL) => void) => {
  const url = new URL(postgres.url)
  change(url)
  return url.href
}

test('a database that fits is accepted', async () => {
  await expect(checkDatabase(postgres.url)).resolves.toBeUndefined()
})

test.each([
  'db.example',
  'mysql://a:geheim@h/db',
  'postgres://a:geheim@h:99999/db',
  'postgres://a:geheim@h',
  'postgres://a:ge%heim@:/',
])('the address %s is called badly written, without repeating it', async (url) => {
  const problem = await refusal(url)
  expect(problem.en).toContain('not well formed')
  expect(problem.message).not.toMatch(/ge%?heim/)
})

test('a wrong password is told by the name of the user alone', async () => {
  const problem = await refusal(changed((url) => Object.assign(url, { password: 'kaputt-123' })))
  expect(problem.en).toContain('user starproof was not let in')
  expect(problem.message).not.toContain('kaputt-123')
})

test('a missing database is named', async () => {
  const problem = await refusal(changed((url) => Object.assign(url, { pathname: '/nowhere' })))
  expect(problem.en).toContain('database nowhere does not exist')
})

test('a closed port, an unknown host and a missing socket are told apart', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => free.once('listening', resolve))
  const address = free.address()
  const port = typeof address === 'object' ? address?.port : 0
  await new Promise((resolve) => free.close(resolve))
  expect((await refusal(`postgres://a:b@127.0.0.1:${port}/c`)).en).toContain(`127.0.0.1:${port} refuses the connection`)
  expect((await refusal('postgres://a:b@no-such-host.invalid/c')).en).toContain('is not known')
  expect((await refusal(`postgres://a:b@localhost/c?host=${folder}/none`)).en).toContain('refuses the connection')
})

test('a user who may not create roles is told what to grant', async () => {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`create role weak login password 'weak-password'`)
  await client.end()
  const problem = await refusal(changed((url) => Object.assign(url, { username: 'weak', password: 'weak-password' })))
  expect(problem.en).toContain('ALTER ROLE weak CREATEROLE')
  expect(problem.message).not.toContain('weak-password')
})

test('an error of another kind is passed on in one line with the password blotted out', () => {
  const problem = explainDatabaseError(
    new Error('bad thing\nin postgres://u:p%40ss@h/d p@ss'),
    'postgres://u:p%40ss@h/d',
  )
  expect(problem.en).toBe('DATABASE_URL (h:5432/d) cannot be used: bad thing in postgres://u:***@h/d ***')
})
