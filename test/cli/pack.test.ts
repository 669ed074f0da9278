import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#src/shared/id.ts'
import { lanjing } from '../people.ts'
import { type House, openHouse, spawnStarproof, starproof } from './starproof.ts'

let house: House
let elsewhere: string
let pack: string
let vkey: string

beforeAll(async () => {
  house = await openHouse()
  elsewhere = await mkdtemp(join(tmpdir(), 'starproof-elsewhere-'))
  pack = join(elsewhere, 'lanjing.starpack')
})
afterAll(async () => {
  await house.leave()
  await rm(elsewhere, { recursive: true, force: true })
})

/** Flips one byte of a copy and lets the command line verify it. */
async function verifyWith(change: (bytes: Buffer) => Buffer) {
  const path = join(elsewhere, 'changed.starpack')
  await writeFile(path, change(await readFile(pack)))
  return starproof(['verify', path, '--json'], { cwd: elsewhere })
}

describe('starproof pack', () => {
  it('writes the pack of the only company and gives out the key to check it with', async () => {
    const { code, stdout, stderr } = await starproof(['pack', '--out', pack, '--json'], {
      cwd: house.folder,
      env: house.env,
    })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const made = JSON.parse(stdout)
    expect(made).toMatchObject({ file: pack, org: { slug: 'lanjing' }, files: 1, entries: made.size })
    expect(made.entries).toBeGreaterThan(40)
    vkey = made.vkey
  })

  it('takes --org by short name or id, and names the choices when there is none such', async () => {
    const where = { cwd: house.folder, env: house.env }
    const other = await starproof(['pack', '--org', 'beacon', '--out', join(elsewhere, 'b.starpack'), '--json'], where)
    expect(JSON.parse(other.stdout)).toMatchObject({ org: { slug: 'beacon' } })
    const unknown = await starproof(['pack', '--org', 'nobody', '--out', pack], where)
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toMatch(/beacon \(明灯认证\), lanjing/)
  })

  it('asks for --org where there are several companies, and names them', async () => {
    const second = { ...lanjing, orgId: newId(), slug: 'second', name: '第二家' }
    await house.act(second, async (tx) => {
      const { orgId } = tx
      await tx.sql
        .insertInto('organisation')
        .values({ orgId, slug: 'second', name: '第二家', kind: 'company', createdAt: tx.at })
        .execute()
    })
    const where = { cwd: house.folder, env: house.env }
    const unclear = await starproof(['pack', '--out', join(elsewhere, 'x.starpack'), '--json'], where)
    expect(unclear.code).toBe(2)
    expect(JSON.parse(unclear.stdout)).toMatchObject({ error: { code: 'organisation_unclear' } })
    expect(unclear.stderr).toMatch(/lanjing .*second/)
    const empty = await starproof(['pack', '--org', 'second', '--out', join(elsewhere, 'x.starpack')], where)
    expect(empty.code).toBe(4)
    expect(empty.stderr).toContain('证据账本还是空的')
    expect((await readdir(elsewhere)).toSorted()).toEqual(['b.starpack', 'lanjing.starpack'])
  })

  it('ends with 130 on Ctrl-C, soon and in one sentence, and leaves nothing behind', async () => {
    const holder = new pg.Client({ connectionString: house.url })
    await holder.connect()
    await holder.query('begin; lock table ledger_state')
    const child = spawnStarproof(['pack', '--org', 'lanjing', '--out', join(elsewhere, 'x.starpack')], {
      cwd: house.folder,
      env: house.env,
    })
    let said = ''
    child.stderr.on('data', (piece) => {
      said += piece
    })
    const isWaiting = async () => {
      const { rows } = await holder.query(
        'select count(*)::int as count from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
      )
      return rows[0].count > 0
    }
    await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true)
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    await holder.end()
    expect(code).toBe(130)
    expect(said).toBe('已中断。\nInterrupted.\n')
    expect((await readdir(elsewhere)).toSorted()).toEqual(['b.starpack', 'lanjing.starpack'])
  })

  it('says in one sentence when it cannot write there', async () => {
    const { code, stderr } = await starproof(
      ['pack', '--org', 'lanjing', '--out', join(elsewhere, 'no', 'such', 'x')],
      {
        cwd: house.folder,
        env: house.env,
      },
    )
    expect(code).toBe(4)
    expect(stderr).toMatch(/does not exist/)
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe('starproof verify', () => {
  it('needs no database, no data folder, no setting: only the file, on any machine', async () => {
    const alone = join(elsewhere, 'alone')
    await mkdir(alone)
    await copyFile(pack, join(alone, 'copy.starpack'))
    const { code, stdout, stderr } = await starproof(['verify', 'copy.starpack'], { cwd: alone })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/核验通过 · verified/)
    expect(stdout).toMatch(/蓝鲸制冷设备/)
    expect(stdout).toMatch(/未给出 --key/)
    expect(await readdir(alone)).toEqual(['copy.starpack'])
    await rm(alone, { recursive: true })
  })

  it('is not disturbed by wrong settings around it', async () => {
    const env = { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z', STARPROOF_DATA: '/proc/nowhere', PORT: 'abc' }
    expect((await starproof(['verify', pack], { cwd: elsewhere, env })).code).toBe(0)
  })

  it('confirms who signed with a key given as text or in a file', async () => {
    await writeFile(join(elsewhere, 'lanjing.vkey'), `${vkey}\n`)
    for (const key of [vkey, 'lanjing.vkey']) {
      const { code, stdout } = await starproof(['verify', pack, '--key', key, '--json'], { cwd: elsewhere })
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, keyExpected: true })
    }
    await rm(join(elsewhere, 'lanjing.vkey'))
    const other = await starproof(['pack', '--org', 'beacon', '--out', join(elsewhere, 'b.starpack'), '--json'], {
      cwd: house.folder,
      env: house.env,
    })
    const wrong = await starproof(['verify', pack, '--key', JSON.parse(other.stdout).vkey], { cwd: elsewhere })
    expect(wrong.code).toBe(3)
    const nonsense = await starproof(['verify', pack, '--key', 'nonsense'], { cwd: elsewhere })
    expect(nonsense.code).toBe(2)
  })

  it('names the entry in which one byte was changed, in both languages', async () => {
    const { code, stdout } = await verifyWith((bytes) => {
      const at = bytes.indexOf('13812345678')
      bytes[at] = '2'.charCodeAt(0)
      return bytes
    })
    expect(code).toBe(3)
    const report = JSON.parse(stdout)
    expect(report.ok).toBe(false)
    expect(report.problems[0]).toMatchObject({
      kind: 'changed',
      where: { member: 'entries/00000001.jsonl', recordType: 'work_order', entry: expect.any(Number) },
      words: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.any(String) },
    })
    const spoken = await starproof(['verify', join(elsewhere, 'changed.starpack')], { cwd: elsewhere })
    expect(spoken.code).toBe(3)
    expect(spoken.stdout).toContain(report.problems[0].words.zh)
    expect(spoken.stdout).toContain(report.problems[0].words.en)
  })

  it('fails whichever byte is changed, and when the file is cut off or is something else', async () => {
    const size = (await readFile(pack)).length
    for (const share of [0, 0.03, 0.31, 0.5, 0.77, 0.999]) {
      const at = Math.floor(size * share)
      const { code } = await verifyWith((bytes) => {
        bytes[at]! ^= 1
        return bytes
      })
      expect(code, `byte ${at}`).toBe(3)
    }
    expect((await verifyWith((bytes) => bytes.subarray(0, size - 700))).code).toBe(3)
    expect((await verifyWith(() => Buffer.from('not a pack at all'))).code).toBe(3)
    expect((await verifyWith(() => Buffer.alloc(0))).code).toBe(3)
  })

  it('says when there is no such file', async () => {
    const { code, stderr } = await starproof(['verify', 'missing.starpack'], { cwd: elsewhere })
    expect(code).toBe(4)
    expect(stderr).toMatch(/missing\.starpack.*不存在/)
  })

  it('stays quiet when its reader leaves early', async () => {
    const child = spawnStarproof(['verify', pack], { cwd: elsewhere })
    child.stdout.destroy()
    let complaint = ''
    child.stderr.on('data', (piece) => {
      complaint += piece
    })
    const [code] = await once(child, 'close')
    expect(complaint).not.toMatch(/EPIPE|at .*\.ts/)
    expect(code).toBe(0)
  })
})
