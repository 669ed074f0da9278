import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { acquireInstanceLock } from './file-lock.ts'
import { type RunningPostgres, startPostgres } from './launcher.ts'
import { findProcess, isAlive } from './os-process.ts'

const child = path.join(import.meta.dirname, 'start-in-child.ts')
const isRoot = process.geteuid?.() === 0
let folder: string
let dataDir: string
const started: RunningPostgres[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'starproof-test-'))
  dataDir = path.join(folder, 'postgres')
})

afterEach(async () => {
  for (const one of children.splice(0)) one.kill('SIGKILL')
  for (const one of started.splice(0)) await one.stop()
  const left = readPostmasterPid()
  if (left !== undefined && findProcess(left)?.commandLine.includes('cluster_name=')) {
    process.kill(left, 'SIGQUIT')
    for (let tries = 0; tries < 250 && isAlive(findProcess(left), 'cluster_name='); tries++) await sleep(20)
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function start(): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir })
  started.push(postgres)
  return postgres
}

async function startInChild(): Promise<ChildProcess & { said: string }> {
  const one = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(one)
  const [said] = await Promise.race([once(one.stdout!, 'data'), once(one.stderr!, 'data')])
  return Object.assign(one, { said: String(said).trim() })
}

async function query(postgres: RunningPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function readPostmasterPid(): number | undefined {
  const file = path.join(dataDir, 'cluster', 'postmaster.pid')
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : undefined
}

test('a second start finds what the first one kept, and nothing runs after a stop', async () => {
  const first = await start()
  const [server] = await query(
    first,
    `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums, current_setting('listen_addresses') as network,
     pg_encoding_to_char(encoding) as encoding, datcollate as collation, (select rolsuper from pg_roles where rolname = current_user) as superuser
     from pg_database where datname = current_database()`,
  )
  expect(server).toEqual({
    fsync: 'on',
    checksums: 'on',
    network: '',
    encoding: 'UTF8',
    collation: 'C.UTF-8',
    superuser: false,
  })
  await query(first, `create table note as select '星证'::text as words`)
  const pid = readPostmasterPid()!
  await first.stop()
  await first.stop()
  expect(isAlive(findProcess(pid), 'cluster_name=')).toBe(false)

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await query(second, 'select words from note')).toEqual([{ words: '星证' }])
})

test('a killed database comes back by itself with every acknowledged row', async () => {
  const postgres = await start()
  await query(postgres, 'create table note (words text)')
  await query(postgres, `insert into note values ('kept')`)
  process.kill(readPostmasterPid()!, 'SIGKILL')
  let rows: unknown
  for (let tries = 0; rows === undefined && tries < 400; tries++) {
    await sleep(50)
    rows = await query(postgres, 'select words from note').catch(() => undefined)
  }
  expect(rows).toEqual([{ words: 'kept' }])
})

test('after everything was killed at once the next start recovers', async () => {
  const server = await startInChild()
  expect(server.said).toBe('started')
  process.kill(server.pid!, 'SIGKILL')
  process.kill(readPostmasterPid()!, 'SIGKILL')
  const postgres = await start()
  expect(postgres.adopted).toBe(false)
  expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a database left behind by a killed server is adopted, and stopped in order later', async () => {
  const server = await startInChild()
  const pid = readPostmasterPid()!
  server.kill('SIGKILL')
  await once(server, 'exit')
  const postgres = await start()
  expect(postgres.adopted).toBe(true)
  expect(readPostmasterPid()).toBe(pid)
  await postgres.stop()
  expect(readPostmasterPid()).toBeUndefined()
})

test('a command beside a running server shares its database and leaves it running', async () => {
  await startInChild()
  const command = await start()
  expect(command.adopted).toBe(true)
  await command.stop()
  const again = await start()
  expect(again.adopted).toBe(true)
})

test('a lock file that names a process of somebody else does not keep the database from starting', async () => {
  const first = await start()
  await first.stop()
  const file = path.join(dataDir, 'cluster', 'postmaster.pid')
  const owner = fs.statSync(path.join(dataDir, 'cluster'))
  const sleeper = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid })
  children.push(sleeper)
  fs.writeFileSync(file, `${sleeper.pid}\n${dataDir}\n1700000000\n5432\n.\n\n  1 1\nready   \n`, { mode: 0o600 })
  fs.chownSync(file, owner.uid, owner.gid)
  expect((await start()).adopted).toBe(false)
})

test('a lost password file is replaced, and the data stays', async () => {
  const first = await start()
  await query(first, 'create table note as select 7 as number')
  await first.stop()
  fs.rmSync(path.join(dataDir, 'password'))
  expect(await query(await start(), 'select number from note')).toEqual([{ number: 7 }])
})

test('a first start that was interrupted is made anew', async () => {
  fs.mkdirSync(path.join(dataDir, 'cluster.new', 'base'), { recursive: true })
  expect((await start()).adopted).toBe(false)
})

test('a path longer than a socket address may be is no obstacle', async () => {
  dataDir = path.join(folder, '售后服务'.repeat(12), 'postgres')
  expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a folder that holds something else is refused untouched', async () => {
  fs.mkdirSync(path.join(dataDir, 'cluster'), { recursive: true })
  fs.writeFileSync(path.join(dataDir, 'cluster', 'letter.txt'), 'dear customer')
  await expect(start()).rejects.toMatchObject({ code: 'postgres_unusable' })
  expect(fs.readFileSync(path.join(dataDir, 'cluster', 'letter.txt'), 'utf8')).toBe('dear customer')
})

test('a file in the place of the data folder is named in one sentence', async () => {
  fs.writeFileSync(path.join(folder, 'file'), '')
  dataDir = path.join(folder, 'file', 'postgres')
  await expect(start()).rejects.toMatchObject({ code: 'folder_unusable', en: expect.stringContaining(dataDir) })
})

test('a second server on the same data is refused until the first one is gone, however it went', async () => {
  const server = await startInChild()
  expect(() => acquireInstanceLock(folder)).toThrow(expect.objectContaining({ code: 'already_running' }))
  const second = await startInChild()
  expect(second.said).toContain('already running')
  server.kill('SIGKILL')
  await once(server, 'exit')
  const lock = acquireInstanceLock(folder)
  expect(() => acquireInstanceLock(folder)).toThrow('already running')
  lock.release()
  acquireInstanceLock(folder).release()
})

test('missing library links and lost file modes of the package are mended', () => {
  const copy = copyPackage()
  for (const { target } of readLinks(copy)) fs.rmSync(path.join(copy, target), { force: true })
  fs.chmodSync(path.join(copy, 'native', 'bin', 'postgres'), 0o644)
  expect(findBinaries(undefined, undefined, copy, [])).toMatchObject({ major: 18, folder: path.join(copy, 'native') })
  for (const { target } of readLinks(copy)) expect(fs.lstatSync(path.join(copy, target)).isSymbolicLink()).toBe(true)
})

test('where the package does not fit, the system stands in, and without both a sentence says so', () => {
  const packaged = findBinaries(undefined)
  expect(findBinaries(undefined, undefined, folder, [packaged.folder]).folder).toBe(packaged.folder)
  expect(() => findBinaries(undefined, 12, undefined, [])).toThrow('No PostgreSQL 12')
})

test.runIf(isRoot)('started by root, programs and data under a closed home still serve an ordinary user', () => {
  const closed = path.join(folder, 'closed')
  fs.mkdirSync(closed, { mode: 0o700 })
  const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 }
  const copy = copyPackage(closed)
  const found = findBinaries(nobody, undefined, copy, [])
  expect(found.folder.startsWith(closed)).toBe(false)
  expect(spawnSync(path.join(found.folder, 'bin', 'initdb'), ['--version'], { uid: 65_534, cwd: '/' }).status).toBe(0)
})

function copyPackage(parent = folder): string {
  const copy = path.join(parent, 'package')
  const native = findBinaries(undefined).folder
  fs.cpSync(native, path.join(copy, 'native'), { recursive: true, verbatimSymlinks: true })
  return copy
}

function readLinks(packageFolder: string): { target: string }[] {
  return JSON.parse(fs.readFileSync(path.join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8'))
}
