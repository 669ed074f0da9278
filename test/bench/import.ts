import type { Buffer } from 'node:buffer'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createOrganisation } from '#src/account/door.ts'
import { addOutlet, addStaff, enterPromise, STARTING_PROMISES } from '#src/company/door.ts'
import { type Database, openDatabase } from '#src/server/db/database.ts'
import { openFileStore } from '#src/server/files/store.ts'
import { openPlatform, type Platform } from '#src/server/platform.ts'
import { importFile } from '#src/service/import/actions/import-file.ts'
import type { Actor } from '#src/shared/actor.ts'
import { newId } from '#src/shared/id.ts'
import { sampleRegister } from './tabular.ts'

export type ImportBench = {
  rows: number
  seconds: number
  rowsPerSecond: number
  /** Database rows that the import wrote for them, and how many of those it wrote a second, reading and planning included. */
  rowsWritten: number
  /** The same database rows put in by the same statements alone, in one go: what no import could beat. */
  bareInsertRowsPerSecond: number
  ratio: number
}

const TABLES = [
  'service_request',
  'request_event',
  'clock',
  'work_order',
  'assignment',
  'visit',
  'history',
  'ledger_pending',
]

/**
 * Imports a register of `rows` repairs (17 columns) into a new organisation with five promises, an outlet and four technicians, from bytes to
 * committed records with clocks and history; then copies the very rows it wrote, by bare statements, into the same tables for another organisation.
 * `url` is a migrated database that may be filled.
 */
export async function benchImport(url: string, rows = 100_000): Promise<ImportBench> {
  const database = openDatabase(url, 8)
  const folder = await mkdtemp(join(tmpdir(), 'starproof-bench-import-'))
  try {
    const platform = openPlatform(database)
    const actor = await arrangeCompany(platform)
    const bytes: Buffer = sampleRegister(rows)
    const started = performance.now()
    const file = { name: 'register.csv', bytes }
    const report = await importFile({ platform, files: openFileStore(folder, bytes.length) }, { actor, file })
    const seconds = (performance.now() - started) / 1000
    if (!report.ok) throw new Error(`the bench import was refused: ${report.refusal.code}`)
    const added = report.value.records.find(({ kind }) => kind === 'service_request')?.new
    if (added !== rows) throw new Error(`the bench import saved ${added} of ${rows} rows`)
    const bare = await copyRows(database, actor.orgId)
    const round = (value: number) => Math.round(value * 100) / 100
    const rowsPerSecond = rows / seconds
    const bareInsertRowsPerSecond = rows / bare.seconds
    return {
      ...{ rows, seconds: round(seconds), rowsPerSecond: Math.round(rowsPerSecond), rowsWritten: bare.rows },
      ...{
        bareInsertRowsPerSecond: Math.round(bareInsertRowsPerSecond),
        ratio: round(rowsPerSecond / bareInsertRowsPerSecond),
      },
    }
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function arrangeCompany(platform: Platform): Promise<Actor> {
  const orgId = newId()
  const actor: Actor = { kind: 'system', orgId, name: 'bench', roles: [] }
  const since = '2020-01-01T00:00:00.000Z'
  const decision = await platform.command(
    actor,
    { id: newId(), endpoint: 'bench.arrange', input: orgId },
    async (tx) => {
      const past = { ...tx, at: since }
      await createOrganisation(tx, { slug: `bench-${orgId.slice(-12)}`, name: '导入测速', kind: 'company' })
      for (const { code, terms } of STARTING_PROMISES)
        await enterPromise(past, { id: newId(), code, terms, inForceAt: since })
      const outletId = newId()
      const place = { provinceCode: '33', cityCode: '3301', address: '', phone: '', aroundTheClock: false }
      await addOutlet(tx, { ...place, id: outletId, code: 'W1', name: '杭州网点', kind: 'own' })
      for (const letter of '甲乙丙丁') {
        const work = { phone: '', post: '维修工程师', managesService: false, goesOnSite: true, outletId }
        const added = await addStaff(tx, { ...work, id: newId(), number: `J-${letter}`, name: `工程师${letter}` })
        if (!added.ok) return added
      }
      return { ok: true, value: null }
    },
  )
  if (!decision.ok) throw new Error(`the bench company was refused: ${decision.refusal.code}`)
  return actor
}

/** Copies what the import wrote under another organisation, keys and all, as the owner of the tables: one statement a table, one transaction. */
async function copyRows({ url }: Database, orgId: string): Promise<{ rows: number; seconds: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const copy = newId()
    // References point within one organisation: what the copied rows point at must be there first, untimed.
    for (const table of ['outlet', 'staff']) await copyTable(client, table, orgId, copy)
    const started = performance.now()
    let rows = 0
    await client.query('begin')
    for (const table of TABLES) rows += await copyTable(client, table, orgId, copy)
    await client.query('commit')
    return { rows, seconds: (performance.now() - started) / 1000 }
  } finally {
    await client.end()
  }
}

async function copyTable(client: pg.Client, table: string, from: string, to: string): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and column_name <> 'org_id'`,
    [table],
  )
  const columns = rows.map(({ name }) => `"${name}"`).join(', ')
  const copied = await client.query(
    `insert into "${table}" (org_id, ${columns}) select $2::uuid, ${columns} from "${table}" where org_id = $1`,
    [from, to],
  )
  return copied.rowCount ?? 0
}
