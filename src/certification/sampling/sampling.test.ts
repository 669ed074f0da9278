import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listParcels, readParcel } from '#src/account/parcel/contract.ts'
import { listReceivedPlans, type SamplingReceipt } from '#src/evaluation/sampling-receipt/contract.ts'
import { ed25519Verifier, makeSigningKey, signerOf } from '#src/server/pack/signing-key.ts'
import { accept } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { checkpointText, originOf, parseCheckpoint, parseNote, signNote } from '#src/shared/signed-note.ts'
import { beacon, feng, han, lanjing, lin, ma, tao, zhou } from '#test/people.ts'
import { openSampledAudit, type Sampled, SCHEME } from '#test/sampled-audit.ts'
import * as audits from '../audit/contract.ts'
import { addCompetence, enterAuditor } from '../auditor/contract.ts'
import { takeReceipt } from './actions/draw.ts'
import * as contract from './contract.ts'
import { checkReceipt } from './rules/receipt.ts'
import { checkSampleFile } from './rules/sample-file.ts'
import { findSampleSizes, loadSampling } from './store.ts'

let test: Sampled
let auditId: string
beforeAll(async () => {
  test = await openSampledAudit(120)
  auditId = await newAudit({ packId: test.packId })
})
afterAll(() => test.close())

async function newAudit(more: object) {
  const id = newId()
  const body = {
    id,
    clientId: test.clientId,
    applicationId: test.applicationId,
    kind: 'initial',
    personDaysTenths: 30,
    ...more,
  }
  await test.as(tao).call(audits.createAudit, { body })
  return id
}

const make = (of: string, more: object = {}, who = tao) =>
  test.as(who).call(contract.makeSamplingPlan, { params: { auditId: of }, body: { id: newId(), ...more } })
const plansOf = async (of: string) =>
  (await test.as(han).call(contract.listSamplingPlans, { params: { auditId: of } })).body.rows
const about = (of: string, planId: string) => ({ auditId: of, planId })

async function fileOf(of: string, planId: string): Promise<contract.SampleFile> {
  const called = await test.as(han).call(contract.downloadSample, { params: about(of, planId) })
  return contract.SampleFile.parse(called.body)
}

describe('a sample sealed by the company', () => {
  it('is previewed: figures of the rules, populations, sizes', async () => {
    const { body } = await test.as(tao).call(contract.previewSampling, { params: { auditId } })
    expect(body.sealedBy).toBe('company')
    // 8 outlets beside the centre: √8 rounded up is 3.
    expect(body.parts.outlet).toMatchObject({ count: 9, size: 4, random: 3 })
    expect(body.parts.case).toMatchObject({ count: 120, size: 12 })
    const since = await test
      .as(tao)
      .call(contract.previewSampling, { params: { auditId }, query: { casesFromOn: '2026-06-01' } })
    expect(since.body.parts.case).toMatchObject({ count: 60, size: 10 })
    const found = await test.as(tao).call(contract.searchCases, { params: { auditId }, query: { search: 'r26-11' } })
    expect(found.body.rows.map((row) => row.number)).toContain('R26-110')
  })

  it('is planned by the officer or the leader, and by nobody else', async () => {
    expect((await make(auditId, {}, han)).body).toMatchObject({ refusal: { code: 'not_your_audit' } })
    expect((await make(auditId, {}, lin)).status).toBe(403)
    expect((await make(auditId, {}, zhou)).status).toBe(403)
  })

  it('cannot be known before the company’s ledger has moved on: the plan tells a hash, not the number', async () => {
    expect((await make(auditId)).status).toBe(200)
    const [plan] = await plansOf(auditId)
    expect(plan).toMatchObject({ number: 1, nonce: null, drawn: null })
    expect(JSON.stringify(plan)).not.toContain((await nonceOf(plan!.id)).slice(0, 20))
    const early = await test.as(han).call(contract.listSample, { params: about(auditId, plan!.id) })
    expect(early.body).toMatchObject({ refusal: { code: 'sample_not_drawn' } })
    const download = await test.as(han).call(contract.downloadSample, { params: about(auditId, plan!.id) })
    expect(download.status).toBe(409)
  })

  it('is noted by the company by itself, answered with proof, judged and drawn', async () => {
    await test.settle()
    const noted = await test.as(zhou).call(listReceivedPlans)
    expect(noted.body.rows).toMatchObject([{ bodyName: beacon.name, number: 1 }])
    expect(noted.body.rows[0]!.answeredAt).not.toBeNull()
    const [plan] = await plansOf(auditId)
    expect(plan!.drawn?.picks.case).toHaveLength(12)
    expect(plan!.drawn?.picks.outlet.filter((one) => one.how === 'certain')).toHaveLength(1)
    const items = await test.as(han).call(contract.listSample, { params: about(auditId, plan!.id) })
    expect(items.body.rows).toHaveLength(4 + 12 + plan!.plan.parts.person.size)
    for (const item of items.body.rows) expect(item.place).toBeLessThanOrEqual(item.of)
    expect(items.body.rows.find((item) => item.what === 'case')).toMatchObject({ reason: '', number: /R26-/ })
    expect(items.body.rows.find((item) => item.what === 'person')?.name).toMatch(/员工/)
    const sizes = await test.arrange(beacon, async (tx) => accept(await findSampleSizes(tx, auditId)))
    expect(sizes).toMatchObject({ outlets: 4, cases: 12, sealedBy: 'company' })
  })

  it('can be drawn again by anybody from the file alone, and each altered part is noticed', async () => {
    const [plan] = await plansOf(auditId)
    const file = await fileOf(auditId, plan!.id)
    const faults = (changed: contract.SampleFile) =>
      checkSampleFile(changed, { verify: ed25519Verifier() })
        .filter((step) => !step.ok)
        .map((step) => `${step.id} ${step.code}`)
    expect(faults(file)).toEqual([])
    expect(faults({ ...file, nonce: '0'.repeat(64) })).toContain('nonce nonce_differs')
    expect(faults({ ...file, seed: '0'.repeat(64) })).toEqual(['seed seed_differs'])
    const fewer = { ...file.population, case: file.population.case.slice(1) }
    expect(faults({ ...file, population: fewer })).toContain('population population_differs_case')
    const swapped = file.picks.case.with(0, {
      ...file.picks.case[0]!,
      id: file.population.case.find((one) => !file.picks.case.some((pick) => pick.id === one.id))!.id,
    })
    expect(faults({ ...file, picks: { ...file.picks, case: swapped } })).toEqual(['draw draw_differs'])
    const lighter = { ...file.plan, figures: { ...file.plan.figures, caseShare: 100 } }
    expect(faults({ ...file, plan: lighter })).toEqual(
      expect.arrayContaining(['plan plan_hash_differs', 'receipt receipt_of_another_plan']),
    )
    const fewerDrawn = { ...file.plan, parts: { ...file.plan.parts, case: { ...file.plan.parts.case, size: 5 } } }
    expect(faults({ ...file, plan: fewerDrawn })).toContain('sizes sizes_differ')
    expect(faults({ ...file, keys: [] })).toContain('receipt sealing_key_unknown')
    const early = { ...file.plan, casesFromOn: '2026-06-01' }
    expect(faults({ ...file, plan: early })).toContain('population population_before_period')
  })

  it('takes no second receipt for the same plan', async () => {
    const [plan] = await plansOf(auditId)
    const { receipt } = await fileOf(auditId, plan!.id)
    expect(await take(receipt)).toMatchObject({ refusal: { code: 'sample_drawn' } })
    expect(await take({ ...receipt, planId: newId() })).toMatchObject({ refusal: { code: 'sampling_plan_unknown' } })
    expect(await take(receipt, newId())).toMatchObject({ refusal: { code: 'sampling_plan_unknown' } })
    expect(await take({} as SamplingReceipt)).toMatchObject({ refusal: { code: 'letter_unreadable' } })
  })

  it('takes additions with a reason, marked as chosen after the draw, never what is in or unknown', async () => {
    const [plan] = await plansOf(auditId)
    const drawn = plan!.drawn!.picks.case.map((one) => one.id)
    const { population } = await fileOf(auditId, plan!.id)
    const unitId = population.case.find((one) => !drawn.includes(one.id))!.id
    const add = (id: string, who = tao) =>
      test.as(who).call(contract.addToSample, {
        params: about(auditId, plan!.id),
        body: { id: newId(), what: 'case', unitId: id, reason: '与投诉相关' },
      })
    expect((await add(unitId, ma)).status).toBe(403)
    expect((await add(unitId)).status).toBe(200)
    expect((await add(drawn[0]!)).body).toMatchObject({ refusal: { code: 'in_sample_already' } })
    expect((await add(newId())).body).toMatchObject({ refusal: { code: 'sample_choice_unknown' } })
    const items = await test.as(han).call(contract.listSample, { params: about(auditId, plan!.id) })
    expect(items.body.rows.at(-1)).toMatchObject({ id: unitId, how: 'added', reason: '与投诉相关' })
    const file = await fileOf(auditId, plan!.id)
    expect(file.added).toMatchObject([{ unitId }])
    expect(checkSampleFile(file, { verify: ed25519Verifier() }).every((step) => step.ok)).toBe(true)
  })

  it('is drawn again only by a further plan with a reason; both stay', async () => {
    expect((await make(auditId)).body).toMatchObject({ refusal: { code: 'reason_needed' } })
    const chosen = { case: [{ id: (await someCase()).id, reason: '客户投诉' }] }
    expect((await make(auditId, { reason: '客户新开两处网点', chosen })).status).toBe(200)
    await test.settle()
    const [second, first] = await plansOf(auditId)
    expect(second).toMatchObject({
      number: 2,
      plan: { follows: { planSha256: first!.planSha256, reason: '客户新开两处网点' } },
    })
    expect(second!.drawn?.picks.case.filter((one) => one.how === 'chosen')).toHaveLength(1)
    expect(first!.drawn).not.toBeNull()
    expect(second!.drawn?.seed).not.toBe(first!.drawn?.seed)
    const reasons = await test.as(han).call(contract.listSample, { params: about(auditId, second!.id) })
    expect(reasons.body.rows.filter((row) => row.how === 'chosen')).toMatchObject([{ reason: '客户投诉' }])
  })

  it('is published to the company as a letter with the sample file', async () => {
    const [plan] = await plansOf(auditId)
    expect((await test.as(tao).call(contract.publishSample, { params: about(auditId, plan!.id) })).status).toBe(200)
    await test.settle()
    const parcels = await test.as(zhou).call(listParcels, { query: { direction: 'in', kind: 'sample' } })
    const letter = await test.as(zhou).call(readParcel, { params: { parcelId: parcels.body.rows[0]!.id } })
    expect(letter.body.files).toMatchObject([{ name: `${plan!.plan.auditNumber}-2.sample.json` }])
    expect((await test.as(han).call(contract.publishSample, { params: about(auditId, plan!.id) })).status).toBe(403)
  })
})

describe('a receipt is refused', () => {
  const judge = async (
    change: (receipt: SamplingReceipt, file: contract.SampleFile) => SamplingReceipt,
    more: Partial<contract.SampleFile> = {},
  ) => {
    const [plan] = await plansOf(auditId)
    const file = { ...(await fileOf(auditId, plan!.id)), ...more }
    const judged = checkReceipt(file.plan, change(file.receipt, file), { keys: file.keys, verify: ed25519Verifier() })
    return judged.ok ? '' : judged.refusal.code
  }
  const flip = (hex: string) => (hex[0] === '0' ? '1' : '0') + hex.slice(1)

  it('unless nothing is wrong with it', async () => {
    expect(await judge((receipt) => receipt)).toBe('')
  })
  it('when its checkpoint is not later than that of the plan', async () => {
    expect(await judge((receipt, file) => ({ ...receipt, checkpoint: file.plan.checkpoint }))).toBe(
      'checkpoint_not_later',
    )
  })
  it('when its checkpoint does not contain the entry', async () => {
    expect(
      await judge((receipt) => ({ ...receipt, inclusion: receipt.inclusion.with(0, flip(receipt.inclusion[0]!)) })),
    ).toBe('entry_not_in_checkpoint')
    expect(
      await judge((receipt) => ({ ...receipt, entry: { ...receipt.entry, index: receipt.entry.index + 1 } })),
    ).toBe('entry_not_in_checkpoint')
  })
  it('when its ledger did not grow from the plan’s checkpoint', async () => {
    expect(
      await judge((receipt) => ({
        ...receipt,
        consistency: receipt.consistency.with(0, flip(receipt.consistency[0]!)),
      })),
    ).toBe('checkpoint_not_consistent')
  })
  it('when a key is unknown, out of use, or its signature does not hold', async () => {
    const [plan] = await plansOf(auditId)
    const { keys } = await fileOf(auditId, plan!.id)
    const stranger = makeSigningKey(originOf(lanjing.orgId))
    const resign = (receipt: SamplingReceipt) =>
      signNote(parseNote(receipt.checkpoint)!.text, signerOf(originOf(lanjing.orgId), stranger.seed))
    expect(await judge((receipt) => ({ ...receipt, checkpoint: resign(receipt) }))).toBe('sealing_key_unknown')
    const retired = keys.map((key) => ({ ...key, validUntil: '2026-01-01T00:00:00.000Z' }))
    expect(await judge((receipt) => receipt, { keys: retired })).toBe('sealing_key_out_of_use')
    const forged = (receipt: SamplingReceipt) => {
      const head = parseCheckpoint(parseNote(receipt.checkpoint)!.text)!
      const longer = checkpointText({ ...head, size: head.size + 1 })
      return receipt.checkpoint.replace(parseNote(receipt.checkpoint)!.text, longer)
    }
    expect(await judge((receipt) => ({ ...receipt, checkpoint: forged(receipt) }))).toBe('checkpoint_unsigned')
  })
  it('when the entry is about something else, or older than the plan’s checkpoint', async () => {
    expect(
      await judge((receipt) => ({
        ...receipt,
        entry: { ...receipt.entry, content: '{"planId":"x","planSha256":"y"}' },
      })),
    ).toBe('entry_of_another_plan')
    expect(
      await judge((receipt) => ({
        ...receipt,
        entry: { ...receipt.entry, leaf: receipt.entry.leaf.replace('received', 'made') },
      })),
    ).toBe('entry_of_another_plan')
    expect(await judge((receipt) => ({ ...receipt, entry: { ...receipt.entry, index: 0 } }))).toBe('entry_not_later')
    expect(await judge((receipt) => ({ ...receipt, planSha256: '0'.repeat(64) }))).toBe('receipt_of_another_plan')
  })
})

describe('a company without a ledger', () => {
  it('is sampled from a later checkpoint of the body’s own, marked one-sided', async () => {
    const id = await newAudit({ packId: null })
    expect((await make(id)).status).toBe(200)
    const [plan] = await plansOf(id)
    expect(plan!.plan).toMatchObject({
      sealedBy: 'body',
      company: { orgId: null },
      parts: { case: { count: 0 }, outlet: { size: 4 } },
    })
    const draw = (version: number, who = tao) =>
      test.as(who).call(contract.drawOneSided, { params: about(id, plan!.id), body: { version } })
    expect((await draw(1)).body).toMatchObject({ refusal: { code: 'checkpoint_awaited' } })
    await test.seal()
    expect((await draw(1, han)).body).toMatchObject({ refusal: { code: 'not_your_audit' } })
    expect((await draw(1)).status).toBe(200)
    expect((await draw(2)).body).toMatchObject({ refusal: { code: 'sample_drawn' } })
    const file = await fileOf(id, plan!.id)
    expect(checkSampleFile(file, { verify: ed25519Verifier() }).filter((step) => !step.ok)).toEqual([])
    const [sealed] = await plansOf(auditId)
    const other = await test
      .as(tao)
      .call(contract.drawOneSided, { params: about(auditId, sealed!.id), body: { version: 2 } })
    expect(other.body).toMatchObject({ refusal: { code: 'sampling_sealed_by_company' } })
  })

  it('with nothing stated has nothing to sample', async () => {
    const id = await newAudit({ packId: null, applicationId: null })
    expect((await make(id)).body).toMatchObject({ refusal: { code: 'nothing_to_sample' } })
  })
})

describe('the leader', () => {
  it('may plan the sample too, a member may only add to it', async () => {
    const id = await newAudit({ packId: null, plannedFromOn: '2027-04-05', plannedToOn: '2027-04-06' })
    await test.as(feng).call(enterAuditor, { body: { personId: han.personId, daysPerMonth: 20 } })
    const competence = { id: newId(), schemeId: SCHEME, validFromOn: '2025-01-01', evidence: '登记证' }
    await test.as(feng).call(addCompetence, { params: { personId: han.personId }, body: competence })
    const member = { personId: han.personId, duty: 'leader', personDaysTenths: 20, bookings: [], version: 1 }
    await test.as(tao).call(audits.nameMember, { params: { auditId: id }, body: member })
    expect((await make(id, {}, han)).status).toBe(200)
    expect((await make(id, {}, ma)).body).toMatchObject({ refusal: { code: 'not_your_audit' } })
  })
})

async function nonceOf(planId: string): Promise<string> {
  return test.arrange(beacon, async (tx) => accept((await loadSampling(tx, planId))!.nonce))
}

async function someCase(): Promise<contract.CaseUnit> {
  return (await test.as(tao).call(contract.searchCases, { params: { auditId }, query: { search: 'R26-7' } })).body
    .rows[0]!
}

/** Has the receipt come in again, as if in a further letter of that sender. */
async function take(receipt: SamplingReceipt, from = lanjing.orgId) {
  const actor = { kind: 'system', orgId: beacon.orgId, name: 'test', roles: [] } as const
  const letter = { kind: 'sampling_receipt', body: receipt, from: { orgId: from, name: 'x' } } as never
  return test.platform.command(actor, { id: newId(), endpoint: 't', input: 1 }, (tx) =>
    takeReceipt(tx, letter, new Map(), { id: newId() }),
  )
}
