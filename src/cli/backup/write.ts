import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Installation } from '#src/installation.ts'
import { loadOrCreateSecret } from '#src/server/secrets.ts'
import { BACKUP_README, BackupManifest, MEMBER, PART_BYTES, partName } from './format.ts'
import { filesNamed, listSequences, listTables, quoted, quotedList, type Table } from './tables.ts'
import { TarWriter } from './tar-writer.ts'

const squeeze = promisify(gzip)

export type BackupOptions = {
  starproof: string
  signal: AbortSignal
  onProgress(words: string, done: number): void
}

export type BackupMade = { manifest: BackupManifest; bytes: number; rows: number }

/**
 * Writes one consistent snapshot of everything to `path`, beside a running server: all tables as of one instant, the files they name, and
 * the secret that opens sealed keys. Appears whole or not at all. The queue of background tasks is not part of it.
 */
export async function writeBackup(
  installation: Installation,
  path: string,
  options: BackupOptions,
): Promise<BackupMade> {
  const { settings, database } = installation
  const draft = `${path}.${process.pid}.part`
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const tar = await TarWriter.make(draft).catch(async (error) => {
    await client.end()
    throw error
  })
  try {
    // Rows hidden by row-level security must make it fail, never go missing.
    await client.query('set row_security = off')
    await client.query('set statement_timeout = 0')
    await client.query('begin isolation level repeatable read read only')
    const migrations = await client.query('select name, sha256 from migration order by name')
    const readme = await tar.member(MEMBER.readme, Buffer.from(BACKUP_README))
    const secret = settings.SESSION_SECRET || loadOrCreateSecret(settings.STARPROOF_DATA, 'secret')
    const kept = await tar.member(MEMBER.secret, Buffer.from(secret))
    const tables: BackupManifest['tables'] = []
    for (const table of await listTables(client)) tables.push(await writeTable(client, tar, table, options))
    const sequences = await listSequences(client)
    const { files, lostFiles } = await writeFiles(installation, client, tar, options)
    await client.query('commit')
    const manifest = BackupManifest.parse({
      format: 'starbackup',
      version: 1,
      madeAt: installation.platform.now().toISOString(),
      starproof: options.starproof,
      migrations: migrations.rows,
      tables,
      sequences,
      files,
      lostFiles,
      readme,
      secret: kept,
    } satisfies BackupManifest)
    const { sha256 } = await tar.member(MEMBER.manifest, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    await tar.member(MEMBER.manifestSha256, Buffer.from(`${sha256}  ${MEMBER.manifest}\n`))
    await tar.finish()
    await rename(draft, path)
    return { manifest, bytes: tar.bytes, rows: tables.reduce((sum, table) => sum + table.rows, 0) }
  } finally {
    await tar.close()
    await rm(draft, { force: true })
    await client.end()
  }
}

async function writeTable(
  client: pg.Client,
  tar: TarWriter,
  { name, columns }: Table,
  { signal, onProgress }: BackupOptions,
): Promise<BackupManifest['tables'][number]> {
  const copy = client.query(copyTo(`copy ${quoted(name)} (${quotedList(columns)}) to stdout`))
  const parts: BackupManifest['tables'][number]['parts'] = []
  let held: Buffer[] = []
  let heldBytes = 0
  let rows = 0
  const flush = async () => {
    signal.throwIfAborted()
    const text = Buffer.concat(held)
    held = []
    heldBytes = 0
    if (text.length === 0) return
    // Speed before size: most of the time goes into reading the database.
    parts.push(await tar.member(partName(name, parts.length + 1), await squeeze(text, { level: 1 })))
    onProgress(name, tar.bytes)
  }
  for await (const piece of copy as AsyncIterable<Buffer>) {
    held.push(piece)
    heldBytes += piece.length
    rows += lineEndsIn(piece)
    if (heldBytes >= PART_BYTES) await flush()
  }
  await flush()
  return { name, columns, rows, parts }
}

const LINE_END = 0x0a

/**
 * Rows in a piece of COPY text: each ends a line, and no value holds a bare line end. Counted here, because the copy ends a moment before the
 * server says how many there were.
 */
export function lineEndsIn(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(LINE_END); at >= 0; at = piece.indexOf(LINE_END, at + 1)) count += 1
  return count
}

async function writeFiles(
  { files }: Installation,
  client: pg.Client,
  tar: TarWriter,
  { signal, onProgress }: BackupOptions,
): Promise<Pick<BackupManifest, 'files' | 'lostFiles'>> {
  const lostFiles: string[] = []
  const written = { count: 0, bytes: 0 }
  const named = await filesNamed(client)
  let after = ''
  for (;;) {
    const { rows } = await client.query<{ sha256: string; org: string }>(
      `select sha256, min(org_id::text) as org from (${named}) named where sha256 > $1 group by sha256 order by sha256 limit 1000`,
      [after],
    )
    for (const { sha256, org } of rows) {
      signal.throwIfAborted()
      const place = files.pathOf(org, sha256)
      const size = await soundSize(place, sha256)
      if (size === undefined) {
        lostFiles.push(sha256)
        continue
      }
      await tar.stream(`${MEMBER.files}${sha256}`, size, createReadStream(place))
      written.count++
      written.bytes += size
      onProgress('files', tar.bytes)
    }
    if (rows.length < 1000) return { files: written, lostFiles }
    after = rows.at(-1)!.sha256
  }
}

/** Undefined where the file is gone, or is not what its name says. */
async function soundSize(place: string, sha256: string): Promise<number | undefined> {
  const found = await stat(place).catch(() => undefined)
  if (!found) return undefined
  const digest = createHash('sha256')
  for await (const piece of createReadStream(place)) digest.update(piece)
  return digest.digest('hex') === sha256 ? found.size : undefined
}
