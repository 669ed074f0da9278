import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountRoutes, sessionsOf } from '#src/account/door.ts'
import { signIn } from '#src/account/sign-in/contract.ts'
import { listTables, quoted } from '#src/cli/backup/tables.ts'
import { openInstallation } from '#src/installation.ts'
import { openHttp } from '#src/server/http/server.ts'
import { integrateHistory } from '#src/server/ledger/sequencer.ts'
import { readSettings } from '#src/server/settings.ts'
import { newId } from '#src/shared/id.ts'
import { cloneDatabase } from '../database.ts'
import { lanjing, testPassword, zheng } from '../people.ts'
import { type House, openHouse, PNG, starproof } from './starproof.ts'

let house: House
let folder: string
let backup: string
let target: { cwd: string; env: Record<string, string> }

beforeAll(async () => {
  house = await openHouse()
  folder = await mkdtemp(join(tmpdir(), 'starproof-backup-'))
  backup = join(folder, 'tonight.starbackup')
  target = { cwd: folder, env: { STARPROOF_DATA: join(folder, 'second') } }
  await integrateHistory(house.installation.platform, house.installation.sealer, lanjing.orgId, { force: true })
})
afterAll(async () => {
  await house.leave()
  await rm(folder, { recursive: true, force: true })
})

/** What the database itself refuses: every constraint and trigger, in words. */
async function listGuards(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(`
    select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) as guard from pg_constraint
      where connamespace = 'public'::regnamespace
    union all
    select tgrelid::regclass::text || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
    order by guard`)
  await client.end()
  return rows.map((row) => row.guard)
}

async function countRows(url: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const counts: Record<string, number> = {}
  for (const { name } of await listTables(client)) {
    const { rows } = await client.query(`select count(*)::int as count from ${quoted(name)}`)
    counts[name] = rows[0].count
  }
  await client.end()
  return counts
}

const fromHouse = () => ({ cwd: folder, env: house.env })

describe('starproof backup', () => {
  it('writes everything into one file that only its owner can read, beside open connections', async () => {
    const { code, stdout, stderr } = await starproof(['backup', '--out', backup, '--json'], fromHouse())
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const rows = Object.values(await countRows(house.url)).reduce((sum, count) => sum + count, 0)
    expect(JSON.parse(stdout)).toMatchObject({
      file: backup,
      rows,
      files: { count: 1, bytes: PNG.length },
      lostFiles: [],
    })
    expect((await stat(backup)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['tonight.starbackup'])
  })

  it('is found sound by restore --check, without touching anything', async () => {
    const { code, stdout } = await starproof(['restore', '--check', backup, '--json'], { cwd: folder })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ checked: true, restored: false })
    expect(await readdir(folder)).toEqual(['tonight.starbackup'])
  })

  it('tells which files were lost on the disk, and takes the rest', async () => {
    const path = house.installation.files.pathOf(lanjing.orgId, await photoHash())
    await writeFile(path, 'rotten')
    const other = join(folder, 'lossy.starbackup')
    const { code, stdout, stderr } = await starproof(['backup', '--out', other, '--json'], fromHouse())
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ files: { count: 0 }, lostFiles: [await photoHash()] })
    expect(stderr).toMatch(/lost or damaged/)
    await writeFile(path, PNG)
    await rm(other)
  })
})

async function photoHash(): Promise<string> {
  const { rows } = await house.installation.database.systemPool.query(
    "select encode(sha256($1::bytea), 'hex') as hash",
    [PNG],
  )
  return rows[0].hash
}

describe('starproof restore', () => {
  it('refuses a damaged backup, naming the place, before it touches anything', async () => {
    const bytes = await readFile(backup)
    const damaged = join(folder, 'damaged.starbackup')
    for (const share of [0.001, 0.01, 0.2, 0.5, 0.9, 0.999]) {
      const copy = Buffer.from(bytes)
      copy[Math.floor(copy.length * share)]! ^= 1
      await writeFile(damaged, copy)
      const { code, stderr } = await starproof(['restore', damaged], target)
      expect(code, `${share}`).toBe(3)
      expect(stderr).toMatch(/The backup is damaged or incomplete: /)
    }
    await writeFile(damaged, bytes.subarray(0, bytes.length - 2048))
    expect((await starproof(['restore', damaged], target)).code).toBe(3)
    await rm(damaged)
    expect(await readdir(folder)).toEqual(['tonight.starbackup'])
  })

  it('refuses a database that is not empty', async () => {
    const env = { ...target.env, DATABASE_URL: house.url, STARPROOF_DATA: house.env.STARPROOF_DATA! }
    const { code, stderr } = await starproof(['restore', backup], { cwd: folder, env })
    expect(code).toBe(4)
    expect(stderr).toMatch(/The database is not empty/)
  })

  it('refuses a place that has another secret, with which sealed keys could not be opened', async () => {
    const env = { ...target.env, SESSION_SECRET: 'another secret than that of the backup' }
    const { code, stderr } = await starproof(['restore', backup], { cwd: folder, env })
    expect(code).toBe(4)
    expect(stderr).toMatch(/SESSION_SECRET/)
    expect(stderr).not.toContain('another secret than that')
  })

  it('fills an empty external database as well', async () => {
    const clone = await cloneDatabase()
    const env = { STARPROOF_DATA: join(folder, 'third'), DATABASE_URL: clone.url }
    const { code, stdout } = await starproof(['restore', backup, '--json'], { cwd: folder, env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ restored: true, files: 1 })
    expect(await countRows(clone.url)).toEqual(await countRows(house.url))
    expect(await listGuards(clone.url)).toEqual(await listGuards(house.url))
    await clone.drop()
    await rm(join(folder, 'third'), { recursive: true })
  })

  it('makes a second house from it, in which the ledger goes on and people sign in', async () => {
    const restored = await starproof(['restore', backup, '--json'], target)
    expect(restored.stderr).not.toMatch(/^ +at /m)
    expect(restored.code).toBe(0)
    const again = await starproof(['restore', backup], target)
    expect(again.code).toBe(4)

    const installation = await openInstallation(readSettings(target.env))
    expect(await countRows(installation.database.url)).toEqual(await countRows(house.url))
    const { platform, sealer, database } = installation
    await platform.command(
      { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] },
      { id: newId(), endpoint: 'test', input: null },
      async (tx) => {
        tx.record({ recordType: 'outlet', recordId: newId(), verb: 'outlet.opened', content: {} })
        return { ok: true, value: null }
      },
    )
    await integrateHistory(platform, sealer, lanjing.orgId, { force: true })

    const sessions = sessionsOf(database, { now: platform.now, secure: false })
    const { app } = await openHttp({ platform, sessions, routes: [accountRoutes(sessions)] })
    const answer = await app.inject({
      method: 'POST',
      url: signIn.path,
      headers: { 'x-starproof': '1' },
      payload: { login: 'zheng', password: testPassword },
    })
    expect(answer.statusCode).toBe(200)
    await app.close()
    await sessions.close()

    // Beside the open installation: the embedded database is shared.
    const pack = join(folder, 'second.starpack')
    const packed = JSON.parse((await starproof(['pack', '--out', pack, '--json'], target)).stdout)
    const former = await starproof(['pack', '--out', join(folder, 'first.starpack'), '--json'], fromHouse())
    expect(packed.vkey).toBe(JSON.parse(former.stdout).vkey)
    expect(packed.entries).toBe(JSON.parse(former.stdout).entries + 1)
    expect((await starproof(['verify', pack, '--key', packed.vkey], { cwd: folder })).code).toBe(0)

    const reset = await starproof(['users', 'reset-password', 'ZHENG', '--json'], target)
    expect(reset.code).toBe(0)
    const { password } = JSON.parse(reset.stdout)
    const listed = await starproof(['users', 'list', '--json'], target)
    expect(JSON.parse(listed.stdout).people).toContainEqual(
      expect.objectContaining({ userName: 'zheng', roles: ['administrator'] }),
    )
    const kept = await database.systemPool.query('select count(*)::int as count from session where person_id = $1', [
      zheng.personId,
    ])
    expect(kept.rows[0].count).toBe(0)
    const known = await platform.upkeep(lanjing.orgId, 'test', (tx) =>
      tx.sql.selectFrom('history').select(['verb', 'content']).where('verb', '=', 'person.password_reset').execute(),
    )
    expect(known).toEqual([{ verb: 'person.password_reset', content: '{}' }])
    const stored = await platform.upkeep(lanjing.orgId, 'test', (tx) =>
      tx.sql.selectFrom('command').selectAll().execute(),
    )
    expect(JSON.stringify(stored)).not.toContain(password)
    await installation.close()
    const nobody = await starproof(['users', 'reset-password', 'nobody'], target)
    expect(nobody.code).toBe(4)
    expect(nobody.stderr).toContain('nobody')
  })
})
