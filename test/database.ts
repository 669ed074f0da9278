import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    templateName: string
  }
}

/** A database of its own, cloned from the migrated template in some milliseconds. Dropped by `drop()`. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(base, `create database ${name} template ${inject('templateName')}`)
  return {
    url: withDatabase(base, name),
    drop: () => onServer(base, `drop database if exists ${name} with (force)`),
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
