import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, starproof, type Where } from './starproof.ts'

const WORKBOOK = fileURLToPath(new URL('../data/service-workbook-demo.xlsx', import.meta.url))

let house: House
let where: Where
let folder: string

beforeAll(async () => {
  house = await openHouse()
  where = { cwd: house.folder, env: house.env }
  folder = await mkdtemp(join(tmpdir(), 'starproof-work-'))
})
afterAll(async () => {
  await house.leave()
  await rm(folder, { recursive: true, force: true })
})

describe('starproof import', () => {
  it('takes an untidy workbook in, with a report of what could not be used, and changes nothing the second time', async () => {
    const first = await starproof(['import', WORKBOOK, '--json'], where)
    expect(first.code, first.stderr).toBe(0)
    const report = JSON.parse(first.stdout)
    expect(report).toMatchObject({ stage: 'saved', org: { slug: 'lanjing' } })
    expect(report.records.some((record: { new: number }) => record.new > 0)).toBe(true)
    expect(report.problems.length).toBeGreaterThan(0)
    const second = JSON.parse((await starproof(['import', WORKBOOK, '--json'], where)).stdout)
    expect(second.records.every((record: { new: number; updated: number }) => record.new === 0)).toBe(true)
    const spoken = await starproof(['import', WORKBOOK, '--strict'], where)
    expect(spoken.stdout).toMatch(/已导入 · imported/)
    const refused = report.sheets.reduce((sum: number, sheet: { rowsRefused: number }) => sum + sheet.rowsRefused, 0)
    expect(spoken.code).toBe(refused > 0 ? 3 : 0)
  })

  it('says in one sentence what is wrong with a file or a mapping', async () => {
    const missing = await starproof(['import', 'nothing.csv'], where)
    expect(missing).toMatchObject({ code: 4, stderr: expect.stringMatching(/nothing\.csv cannot be used/) })
    const empty = join(folder, 'empty.csv')
    await writeFile(empty, '')
    const refused = await starproof(['import', empty, '--json'], where)
    expect(refused.code).toBe(4)
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
    const mapping = join(folder, 'mapping.json')
    await writeFile(mapping, '{"source": ""}')
    expect((await starproof(['import', WORKBOOK, '--mapping', mapping], where)).code).toBe(2)
    for (const { stderr } of [missing, refused]) expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe('starproof backup after an import', () => {
  it('takes the imported file itself along', async () => {
    const { stdout } = await starproof(['backup', '--out', join(folder, 'b.starbackup'), '--json'], where)
    // The photo and the workbook.
    expect(JSON.parse(stdout)).toMatchObject({ files: { count: 2 }, lostFiles: [] })
    const env = { STARPROOF_DATA: join(folder, 'second') }
    const restored = await starproof(['restore', join(folder, 'b.starbackup'), '--json'], { cwd: folder, env })
    expect(restored.code, restored.stderr).toBe(0)
    const kept = await readdir(join(folder, 'second', 'files'), { recursive: true, withFileTypes: true })
    expect(kept.filter((entry) => entry.isFile())).toHaveLength(2)
    const score = (await starproof(['score', '--json'], { cwd: folder, env })).stdout
    const former = (await starproof(['score', '--json'], where)).stdout
    expect(JSON.parse(score).result.range).toEqual(JSON.parse(former).result.range)
  })
})

describe('starproof score', () => {
  it('tells score or range, star and lost points of the company', async () => {
    const { code, stdout, stderr } = await starproof(['score'], where)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/蓝鲸制冷设备/)
    expect(stdout).toMatch(/区间 · range +\d+\.\d+ – \d+\.\d+|得分 · score +\d+\.\d+/)
    const board = JSON.parse((await starproof(['score', '--json'], where)).stdout)
    expect(board).toMatchObject({ org: { slug: 'lanjing' }, result: { range: { lowest: expect.any(Object) } } })
    expect(board.groups.length).toBeGreaterThan(0)
  })

  it('has none for a certification body', async () => {
    const { code, stderr } = await starproof(['score', '--org', 'beacon'], where)
    expect(code).toBe(4)
    expect(stderr).toMatch(/has no score/)
  })

  it('stands in the evidence pack as it was shown', async () => {
    const path = join(folder, 'scored.starpack')
    expect((await starproof(['pack', '--out', path], where)).code).toBe(0)
    const bytes = await readFile(path)
    expect(bytes.includes('score.json')).toBe(true)
    expect((await starproof(['verify', path], { cwd: folder })).code).toBe(0)
  })
})
