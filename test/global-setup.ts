import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { prepareDatabase } from '#src/server/db/prepare.ts'
import { onServer, withDatabase } from './database.ts'

/**
 * One real PostgreSQL for the whole run, with one migrated database that every test file clones.
 * `TEST_DATABASE_URL` names a server to use instead of starting one (its user must be allowed to create databases).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startServer()
  const template = `starproof_template_${randomBytes(4).toString('hex')}`
  await onServer(server.url, `create database ${template}`)
  await prepareDatabase(withDatabase(server.url, template))
  project.provide('postgresUrl', server.url)
  project.provide('templateName', template)
  return async () => {
    await onServer(server.url, `drop database ${template} with (force)`)
    await server.stop()
  }
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const { startPostgres } = await import('#src/server/postgres/launcher.ts')
  const folder = await mkdtemp(join(tmpdir(), 'starproof-test-'))
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
