import { describe, expect, it } from 'vitest'
import { makeSigningKey, signerOf } from '#src/server/pack/signing-key.ts'
import { checkpointText, originOf, signNote } from '#src/shared/signed-note.ts'
import type { SamplingPlan } from './contract.ts'
import { canNote, headOf, pathOf, planHash, plannedEntry } from './rules.ts'

const COMPANY = '0198a000-0000-7000-8000-000000000001'
const BODY = '0198a000-0000-7000-8000-000000000002'
const root = new Uint8Array(32).fill(7)
const rootHex = '07'.repeat(32)
const signer = signerOf(originOf(COMPANY), makeSigningKey(originOf(COMPANY)).seed)
const note = signNote(checkpointText({ origin: originOf(COMPANY), size: 40, root }), signer)
const plan = {
  id: '0198a000-0000-7000-8000-0000000000aa',
  body: { orgId: BODY, name: '明灯认证' },
  company: { orgId: COMPANY, name: '蓝鲸制冷设备' },
  sealedBy: 'company',
  checkpoint: note,
} as SamplingPlan
const own = { orgId: COMPANY, rootHexAt: (size: number) => (size === 40 ? rootHex : undefined) }
const codeOf = (given: SamplingPlan, sender = BODY, ledger = own) => {
  const decision = canNote(given, sender, ledger)
  return decision.ok ? '' : decision.refusal.code
}

describe('a company notes a sampling plan', () => {
  it('that its body sent about the ledger as it really stood', () => {
    expect(codeOf(plan)).toBe('')
    expect(headOf(note)).toEqual({ size: 40, rootHex, origin: originOf(COMPANY) })
  })
  it('but not one of another body, of another company, or that the body seals itself', () => {
    expect(codeOf(plan, COMPANY)).toBe('sampling_plan_of_another')
    expect(codeOf({ ...plan, company: { orgId: BODY, name: 'x' } })).toBe('sampling_plan_not_ours')
    expect(codeOf({ ...plan, sealedBy: 'body' })).toBe('sampling_plan_not_ours')
  })
  it('nor one over a checkpoint that its ledger never had', () => {
    expect(codeOf(plan, BODY, { ...own, rootHexAt: () => '08'.repeat(32) })).toBe('checkpoint_not_ours')
    expect(codeOf(plan, BODY, { ...own, rootHexAt: () => undefined })).toBe('checkpoint_not_ours')
    expect(codeOf({ ...plan, checkpoint: 'no note' })).toBe('checkpoint_not_ours')
  })
  it('by the hash of the whole plan, nothing more', () => {
    expect(plannedEntry(plan)).toEqual({ planId: plan.id, planSha256: planHash(plan) })
    expect(planHash({ ...plan, madeAt: '2026-01-01T00:00:00Z' })).not.toBe(planHash(plan))
    expect(pathOf([rootHex])).toEqual([root])
  })
})
