import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { starproof } from './starproof.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'starproof-usage-'))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

describe('help', () => {
  it('teaches with examples and tells every exit code', async () => {
    const { code, stdout, stderr } = await starproof(['--help'], { cwd })
    expect(code).toBe(0)
    expect(stderr).toBe('')
    for (const word of [
      'serve',
      'import',
      'score',
      'pack',
      'verify',
      'backup',
      'restore',
      'users',
      'settings',
      'bench',
    ])
      expect(stdout).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'))
    for (const exit of [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 130])
      expect(stdout).toMatch(new RegExp(`^ {2}${exit} +\\S`, 'm'))
    expect(stdout).toContain('starproof verify lanjing.starpack')
  })

  it.each([
    ['serve'],
    ['import'],
    ['score'],
    ['pack'],
    ['verify'],
    ['backup'],
    ['restore'],
    ['settings'],
    ['bench'],
    ['users reset-password'],
  ])('of %s shows an example', async (command) => {
    const { code, stdout } = await starproof([...command.split(' '), '--help'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/示例 · examples?\n +.*starproof /)
  })

  it('says in which state a backup must be kept', async () => {
    expect((await starproof(['backup', '--help'], { cwd })).stdout).toMatch(/as safe as the data folder/)
  })
})

describe('a command written wrongly', () => {
  it.each([
    [[], /Usage: starproof/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['pack'], /--out/],
    [['verify'], /missing required argument 'file'/],
    [['verify', 'a.starpack', '--frob'], /unknown option '--frob'/],
    [['bench', 'nothing'], /nothing.*\n.*There are: pack/],
    [['users', 'reset-password'], /missing required argument/],
  ])('%j ends with 2 and says why', async (words, why) => {
    const { code, stdout, stderr } = await starproof(words, { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(stdout).toBe('')
  })

  it('with --json still puts exactly one document on stdout', async () => {
    const { code, stdout } = await starproof(['bench', 'nothing', '--json'], { cwd })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bench_unknown', zh: expect.any(String) } })
  })
})

describe('a start problem', () => {
  it('is one sentence in two languages with its own exit code, and no new database appears', async () => {
    const { code, stdout, stderr } = await starproof(['pack', '--out', 'x.starpack'], { cwd })
    expect(code).toBe(11)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toContain('There is no Starproof data in')
    expect(await readdir(cwd)).toEqual([])
  })

  it.each([
    [{ PORT: 'abc' }, 10, 'PORT'],
    [{ DATABASE_URL: 'postgres://nobody:hunter22@127.0.0.1:1/none' }, 14, '127.0.0.1:1'],
  ] as const)('%j ends with %i', async (env, exit, named) => {
    const { code, stderr } = await starproof(['users', 'list'], {
      cwd,
      env: { ...env, STARPROOF_DATA: join(cwd, 'd') },
    })
    expect(code).toBe(exit)
    expect(stderr).toContain(named)
    expect(stderr).not.toContain('hunter22')
    expect(stderr).not.toMatch(/^ +at /m)
    await rm(join(cwd, 'd'), { recursive: true, force: true })
  })
})

describe('settings', () => {
  const env = {
    DATABASE_URL: 'postgres://me:hunter22@db.example/star',
    SESSION_SECRET: 'hush'.repeat(10),
    PORT: '8080',
  }

  it('are listed with their meaning in two languages, secrets masked', async () => {
    const { code, stdout } = await starproof(['settings'], { cwd, env })
    expect(code).toBe(0)
    expect(stdout).toContain('PORT=8080\n    网页服务的端口\n    Port of the web server')
    expect(stdout).toContain('DATABASE_URL=******')
    expect(stdout).not.toContain('hunter22')
  })

  it('are one JSON document with --json, secrets masked', async () => {
    const { code, stdout } = await starproof(['settings', '--json'], { cwd, env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ name: 'SESSION_SECRET', value: '******', isSet: true }),
    )
    expect(stdout).not.toMatch(/hunter22|hush/)
  })

  it('are shown even where one is wrong, and then what is wrong', async () => {
    const { code, stdout, stderr } = await starproof(['settings'], { cwd, env: { PORT: '99999' } })
    expect(code).toBe(10)
    expect(stdout).toContain('PORT=99999')
    expect(stderr).toContain('PORT=99999')
  })
})
