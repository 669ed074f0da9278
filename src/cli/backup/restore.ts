import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { listMigrations } from '#src/server/db/migrate.ts'
import { prepareDatabase } from '#src/server/db/prepare.ts'
import { openFileStore } from '#src/server/files/store.ts'
import type { Settings } from '#src/server/settings.ts'
import { EXIT } from '../exit-codes.ts'
import { Problem } from '../problem.ts'
import { type BackupManifest, MEMBER } from './format.ts'
import type { Backup } from './read.ts'
import { filesNamed, findFilledTable, listTables, quoted, quotedList, takeForeignKeysOff } from './tables.ts'

const unsqueeze = promisify(gunzip)

function refused(code: string, zh: string, en: string): Problem {
  return new Problem(code, EXIT.refused, { zh, en })
}

/** This program must know every migration of the backup, unchanged. Throws Problem `backup_newer` or `backup_other_schema`. */
export async function checkSchema({ migrations }: BackupManifest): Promise<void> {
  const known = await listMigrations()
  const unknown = migrations.find((one) => !known.some(({ name }) => name === one.name))
  if (unknown)
    throw refused(
      'backup_newer',
      `备份来自更新的版本（含 ${unknown.name}），请先升级星证。`,
      `The backup comes from a newer version (it has ${unknown.name}): upgrade Starproof first.`,
    )
  const other = migrations.find((one, nth) => known[nth]?.name !== one.name || known[nth].sha256 !== one.sha256)
  if (other)
    throw refused(
      'backup_other_schema',
      `备份的数据库结构与本版本不同（${other.name}）。`,
      `The backup has another database schema than this version (${other.name}).`,
    )
}

/** Puts the installation's secret in its place. Throws Problem `secret_differs` where another one is in use: sealed keys could not be opened with it. */
export async function placeSecret(backup: Backup, settings: Settings, isTrial: boolean): Promise<void> {
  const secret = (await backup.read(backup.members.get(MEMBER.secret)!)).toString()
  const path = join(settings.STARPROOF_DATA, 'secret')
  const present = settings.SESSION_SECRET || (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined)
  if (present !== undefined && present !== secret)
    throw refused(
      'secret_differs',
      `此处已有另一个安装密钥（${settings.SESSION_SECRET ? 'SESSION_SECRET' : path}），备份中的签名密钥将无法打开：请换用空的数据目录，或去掉 SESSION_SECRET。`,
      `Another installation secret is in use here (${settings.SESSION_SECRET ? 'SESSION_SECRET' : path}), with which the backup's signing keys could not be opened: choose an empty data folder, or unset SESSION_SECRET.`,
    )
  if (isTrial || present !== undefined) return
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
}

export type RestoreOptions = { signal: AbortSignal; onProgress(words: string, done: number, total: number): void }

/**
 * Fills an empty database and the file store from a checked backup, in one transaction: all of it or nothing. The schema is made as it was
 * and then brought up to date. Throws Problem `database_not_empty`.
 */
export async function restoreBackup(
  backup: Backup,
  url: string,
  settings: Settings,
  options: RestoreOptions,
): Promise<{ rows: number; files: number; migrated: string[] }> {
  const { manifest } = backup
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set statement_timeout = 0')
    await requireEmpty(client, manifest)
    await prepareDatabase(url, manifest.migrations.at(-1)!.name)
    await client.query('begin')
    const rows = await fillTables(client, backup, options)
    const files = await placeFiles(client, backup, settings, options)
    await placeSecret(backup, settings, false)
    await client.query('commit')
    await client.query('analyze')
    return { rows, files, migrated: await prepareDatabase(url) }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

async function requireEmpty(client: pg.Client, { migrations }: BackupManifest): Promise<void> {
  const tables = await listTables(client)
  const filled = await findFilledTable(client, tables)
  if (filled !== undefined)
    throw refused(
      'database_not_empty',
      `数据库不是空的（表 ${filled} 有内容）：请恢复到空的数据库或新的数据目录。`,
      `The database is not empty (table ${filled} has rows): restore into an empty database or a new data folder.`,
    )
  if (tables.length === 0) return
  const known = await client.query(`select to_regclass('public.migration') is not null as there`)
  const applied = known.rows[0].there ? (await client.query('select name from migration order by name')).rows : []
  if (applied.length !== migrations.length || applied.at(-1)?.name !== migrations.at(-1)?.name)
    throw refused(
      'database_other_schema',
      '数据库虽无内容，但其结构与备份的不同：请恢复到一个全新的数据库或新的数据目录。',
      "The database has no rows, but another schema than the backup's: restore into a brand-new database or data folder.",
    )
}

async function fillTables(client: pg.Client, backup: Backup, options: RestoreOptions): Promise<number> {
  const { tables, sequences } = backup.manifest
  const foreignKeys = await takeForeignKeysOff(client)
  let rows = 0
  for (const table of tables) {
    const name = quoted(table.name)
    // What triggers made when the rows were first written is in the backup already.
    await client.query(`alter table ${name} disable trigger user`)
    const parts = Readable.from(partsOf(backup, table, options))
    await pipeline(parts, client.query(copyFrom(`copy ${name} (${quotedList(table.columns)}) from stdin`)))
    await client.query(`alter table ${name} enable trigger user`)
    const { rows: counted } = await client.query(`select count(*)::text as count from ${name}`)
    if (Number(counted[0].count) !== table.rows)
      throw new Error(`table ${table.name} has ${counted[0].count} rows after loading, ${table.rows} were backed up`)
    rows += table.rows
    options.onProgress(table.name, rows, 0)
  }
  await client.query('set constraints all immediate')
  for (const statement of foreignKeys) await client.query(statement)
  for (const { name, value, isCalled } of sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, isCalled])
  return rows
}

async function* partsOf(backup: Backup, table: BackupManifest['tables'][number], { signal }: RestoreOptions) {
  for (const part of table.parts) {
    signal.throwIfAborted()
    yield await unsqueeze(await backup.read(backup.members.get(part.name)!))
  }
}

async function placeFiles(
  client: pg.Client,
  backup: Backup,
  settings: Settings,
  { signal, onProgress }: RestoreOptions,
): Promise<number> {
  const store = openFileStore(join(settings.STARPROOF_DATA, 'files'), 0)
  const named = await filesNamed(client)
  const members = [...backup.members.values()].filter((member) => member.name.startsWith(MEMBER.files))
  for (let at = 0; at < members.length; at += 1000) {
    const some = new Map(members.slice(at, at + 1000).map((member) => [member.name.slice(MEMBER.files.length), member]))
    const { rows } = await client.query<{ org: string; sha256: string }>(
      `select org_id::text as org, sha256 from (${named}) named where sha256 = any($1)`,
      [[...some.keys()]],
    )
    for (const { org, sha256 } of rows) {
      signal.throwIfAborted()
      await placeFile(store.pathOf(org, sha256), backup.pieces(some.get(sha256)!))
    }
    onProgress('files', Math.min(at + 1000, members.length), members.length)
  }
  return members.length
}

/** Whole or not at all, as the file store itself writes. */
async function placeFile(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.part`
  const file = await open(draft, 'w', 0o600)
  try {
    for await (const piece of pieces) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}
