import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '#src/server/postgres/launcher.ts'

/**
 * Gives `work` the URL of an empty database and drops it afterwards. On the server named by `TEST_DATABASE_URL` (whose user must be allowed
 * to create databases), otherwise on one started for the purpose.
 */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const named = process.env.TEST_DATABASE_URL
  if (named) return withDatabaseOn(named, work)
  const folder = await mkdtemp(join(tmpdir(), 'starproof-scratch-'))
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } })
  try {
    return await withDatabaseOn(postgres.url, work)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function withDatabaseOn<T>(server: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `scratch_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await ask(server, `create database ${name}`)
  try {
    return await work(url.href)
  } finally {
    await ask(server, `drop database ${name} with (force)`)
  }
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
