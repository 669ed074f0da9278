import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listParcels } from '#src/account/parcel/contract.ts'
import { createAudit } from '#src/certification/audit/contract.ts'
import * as sampling from '#src/certification/sampling/contract.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, tao } from '../people.ts'
import { openSampledAudit, type Sampled } from '../sampled-audit.ts'
import { starproof } from './starproof.ts'

let test: Sampled
let file: sampling.SampleFile
let sample: string
let receiptLetter: string
let planLetter: string

beforeAll(async () => {
  test = await openSampledAudit(40)
  const auditId = newId()
  const { clientId, applicationId, packId } = test
  const body = { id: auditId, clientId, applicationId, packId, kind: 'initial', personDaysTenths: 30 }
  await test.as(tao).call(createAudit, { body })
  const planId = newId()
  await test.as(tao).call(sampling.makeSamplingPlan, { params: { auditId }, body: { id: planId } })
  await test.settle()
  const called = await test.as(tao).call(sampling.downloadSample, { params: { auditId, planId } })
  file = sampling.SampleFile.parse(called.body)
  sample = await keep('a.sample.json', file)
  planLetter = await letterOf('out', 'sampling_plan')
  receiptLetter = await letterOf('in', 'sampling_receipt')
})
afterAll(() => test.close())

async function keep(name: string, content: unknown): Promise<string> {
  const path = join(test.folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function letterOf(direction: 'in' | 'out', kind: string): Promise<string> {
  const [parcel] = (await test.as(tao).call(listParcels, { query: { direction, kind } })).body.rows
  const { fileSha256 } = await test.arrange(beacon, async (tx) => ({
    ok: true as const,
    value: await tx.sql
      .selectFrom('parcel')
      .select('fileSha256')
      .where('orgId', '=', tx.orgId)
      .where('id', '=', parcel!.id)
      .executeTakeFirstOrThrow(),
  }))
  return test.parts.files.pathOf(beacon.orgId, fileSha256)
}

// Far from any data folder, with no database in the environment.
const run = (...words: string[]) => starproof(['sample', ...words], { cwd: test.folder })
const failed = (stdout: string) =>
  JSON.parse(stdout)
    .checked.filter((one: { ok: boolean }) => !one.ok)
    .map((one: { id: string; code: string }) => `${one.id} ${one.code}`)

describe('starproof sample', () => {
  it('draws the published sample again from the file alone', async () => {
    const { code, stdout, stderr } = await run(sample)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain('与公布的样本一致')
    expect(stdout.match(/✓/g)).toHaveLength(7)
  })

  it('holds it against pack and letters too', async () => {
    const { code, stdout } = await run(sample, test.pack, planLetter, receiptLetter, '--json')
    expect(failed(stdout)).toEqual([])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, sealedBy: 'company', sizes: { outlets: 4, cases: 10 } })
    const looked = JSON.parse(stdout).checked.map((one: { id: string }) => one.id)
    expect(looked).toEqual(expect.arrayContaining(['pack', 'pack_keys', 'pack_cases', 'plan_letter', 'receipt_letter']))
  })

  it('says what is wrong with an altered sample and ends with 3', async () => {
    const open = file.population.case.find((one) => !file.picks.case.some((pick) => pick.id === one.id))!
    const picks = { ...file.picks, case: file.picks.case.with(0, { ...file.picks.case[0]!, id: open.id }) }
    const swapped = await run(await keep('swapped.json', { ...file, picks }), '--json')
    expect(swapped.code).toBe(3)
    expect(failed(swapped.stdout)).toEqual(['draw draw_differs'])
    const told = await run(await keep('nonce.json', { ...file, nonce: 'f'.repeat(64) }))
    expect(told.code).toBe(3)
    expect(told.stdout).toContain('随机数不是事先承诺的那一个')
    expect(told.stdout).toContain('[nonce_differs]')
  })

  it('notices a case left out, a foreign key, and letters that say otherwise', async () => {
    const keys = [{ ...file.keys[0]!, vkey: file.keys[0]!.vkey.replace(/.$/, 'A') }]
    const strange = await run(await keep('keys.json', { ...file, keys }), test.pack, receiptLetter, '--json')
    expect(failed(strange.stdout)).toEqual(
      expect.arrayContaining([
        'receipt sealing_key_unknown',
        'pack_keys sealing_key_not_in_pack',
        'receipt_letter sealing_key_unknown',
      ]),
    )
    const fewer = {
      ...file.plan,
      parts: { ...file.plan.parts, case: { ...file.plan.parts.case, sha256: '0'.repeat(64) } },
    }
    const left = await run(await keep('fewer.json', { ...file, plan: fewer }), test.pack, planLetter, '--json')
    expect(failed(left.stdout)).toEqual(
      expect.arrayContaining([
        'plan plan_hash_differs',
        'pack_cases cases_not_those_of_pack',
        'plan_letter letter_says_otherwise',
      ]),
    )
  })

  it('wants one sample file, and names what is none', async () => {
    expect((await run(test.pack)).code).toBe(2)
    expect((await run(sample, sample)).code).toBe(2)
    const broken = await run(await keep('broken.json', '{"format":"starproof-sample"'))
    expect(broken.code).toBe(2)
    expect(broken.stderr).toContain('is no sample file')
    const wrong = await run(await keep('wrong.json', { ...file, seed: 7 }))
    expect(wrong.stderr).toContain('seed')
    expect((await run(join(test.folder, 'nowhere.json'))).code).toBe(4)
    expect((await run(test.folder)).code).toBe(2)
  })
})
