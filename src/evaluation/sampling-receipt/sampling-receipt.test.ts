import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAudit } from '#src/certification/audit/contract.ts'
import { listSamplingPlans, makeSamplingPlan } from '#src/certification/sampling/contract.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { beacon, lanjing, tao, zhou } from '#test/people.ts'
import { openSampledAudit, type Sampled } from '#test/sampled-audit.ts'
import { answerSamplingPlan, noteSamplingPlan } from './actions.ts'
import { listReceivedPlans, type SamplingPlan } from './contract.ts'

let test: Sampled
let plan: SamplingPlan
beforeAll(async () => {
  test = await openSampledAudit(20)
  const auditId = newId()
  const { clientId, applicationId, packId } = test
  const body = { id: auditId, clientId, applicationId, packId, kind: 'initial', personDaysTenths: 10 }
  await test.as(tao).call(createAudit, { body })
  await test.as(tao).call(makeSamplingPlan, { params: { auditId }, body: { id: newId() } })
  plan = (await test.as(tao).call(listSamplingPlans, { params: { auditId } })).body.rows[0]!.plan
})
afterAll(() => test.close())

const act = <T>(work: (tx: WriteTx) => Promise<Decision<T>>) =>
  test.platform.command(
    { kind: 'system', orgId: lanjing.orgId, name: 'test', roles: [] },
    { id: newId(), endpoint: 't', input: 1 },
    work,
  )
const note = (body: unknown, orgId = beacon.orgId) => {
  const letter = { kind: 'sampling_plan', id: newId(), from: { orgId, name: beacon.name }, body } as never
  return act((tx) => noteSamplingPlan(tx, letter, new Map(), { id: newId() }))
}

describe('a plan that comes in as a letter', () => {
  it('is refused when it is no plan, of another body, or over a checkpoint that never was', async () => {
    expect(await note({ format: 'something' })).toMatchObject({ refusal: { code: 'letter_unreadable' } })
    expect(await note(plan, lanjing.orgId)).toMatchObject({ refusal: { code: 'sampling_plan_of_another' } })
    const elsewhere = { ...plan, checkpoint: plan.checkpoint.replace(/\n(\d+)\n/, '\n7\n') }
    expect(await note(elsewhere)).toMatchObject({ refusal: { code: 'checkpoint_not_ours' } })
  })

  it('is noted once, and answered only when a signed checkpoint covers it, once', async () => {
    expect(await note(plan)).toMatchObject({ ok: true, value: { recordType: 'sampling_plan', recordId: plan.id } })
    expect(await note(plan)).toMatchObject({ refusal: { code: 'sampling_plan_noted' } })
    const answer = () => act((tx) => answerSamplingPlan(tx, test.parts, plan.id))
    expect(await answer()).toMatchObject({ refusal: { code: 'checkpoint_awaited' } })
    await test.seal()
    expect(await answer()).toMatchObject({ ok: true })
    const at = async () => (await test.as(zhou).call(listReceivedPlans)).body.rows[0]!.answeredAt
    const first = await at()
    test.at('2026-11-16T05:00:00.000Z')
    expect(await answer()).toMatchObject({ ok: true })
    expect(await at()).toBe(first)
    expect((await test.as(tao).call(listReceivedPlans)).body.rows ?? []).toEqual([])
  })
})
