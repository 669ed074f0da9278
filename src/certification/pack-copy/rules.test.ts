import { describe, expect, it } from 'vitest'
import { makeSigningKey } from '#src/server/pack/signing-key.ts'
import type { LeafFields } from '#src/shared/merkle/leaf.ts'
import { agree, caseOf, fingerprintOf, judgePackKey, makesCase } from './rules.ts'

const id = '0198a000-0000-7000-8000-000000000901'
const outletId = '0198a000-0000-7000-8000-000000000902'
const fields: LeafFields = {
  ...{ org: 'o', id: 'h', recordType: 'service_request', recordId: id, verb: 'service_request.created', actorId: null },
  // Half past midnight in Shanghai, the day before in UTC.
  ...{ claimedAt: '2026-11-15T16:30:00.000Z', recordedAt: '2026-11-15T16:31:00.000Z', commitment: '' },
}
const content = { number: 'R26-000001', kind: 'repair', outletId }
const logged = caseOf(7, fields, content)
const listed = { id, number: 'R26-000001', kind: 'repair', outletId, madeOn: '2026-11-16', leafIndex: 7 }

describe('a case of the ledger', () => {
  it('is what was taken down or brought in, and nothing that happened to it later', () => {
    expect(makesCase(fields)).toBe(true)
    expect(makesCase({ recordType: 'service_request', verb: 'service_request.imported' })).toBe(true)
    expect(makesCase({ recordType: 'service_request', verb: 'service_request.import_updated' })).toBe(false)
    expect(makesCase({ recordType: 'rating', verb: 'service_request.created' })).toBe(false)
  })
  it('agrees with its row, and with one whose content was left out', () => {
    expect(agree(listed, logged).ok).toBe(true)
    expect(agree({ ...listed, number: 'X' }, caseOf(7, fields, null)).ok).toBe(true)
    expect(caseOf(7, fields, null)).toMatchObject({ isProven: false, madeOn: '2026-11-16' })
    expect(agree(undefined, undefined).ok).toBe(true)
  })
  it.each([
    ['id', { id: outletId }],
    ['number', { number: 'R26-000002' }],
    ['kind', { kind: 'install' }],
    ['outletId', { outletId: null }],
    ['madeOn', { madeOn: '2026-11-15' }],
  ])('does not agree with another %s', (field, over) => {
    expect(agree({ ...listed, ...over }, logged)).toMatchObject({
      refusal: { code: 'case_differs', params: { leaf: 7, field } },
    })
  })
  it('may not be left out, nor invented', () => {
    expect(agree(undefined, logged)).toMatchObject({ refusal: { code: 'case_left_out', params: { leaf: 7 } } })
    expect(agree({ ...listed, leafIndex: 9 }, logged)).toMatchObject({ refusal: { code: 'case_left_out' } })
    expect(agree({ ...listed, leafIndex: 5 }, logged)).toMatchObject({
      refusal: { code: 'case_not_in_ledger', params: { leaf: 5 } },
    })
    expect(agree(listed, undefined)).toMatchObject({ refusal: { code: 'case_not_in_ledger' } })
  })
})

describe('the key of a pack', () => {
  const [first, second, third, stranger] = Array.from({ length: 4 }, () => makeSigningKey('starproof/o').vkey) as [
    string,
    string,
    string,
    string,
  ]
  const pin = (vkey: string, validUntil: string | null = null) => ({ fingerprint: fingerprintOf(vkey), validUntil })
  const pack = { signer: first, madeAt: '2026-11-16T01:00:00.000Z', rotations: [] as { from: string; to: string }[] }
  it('is believed at first sight, and known afterwards', () => {
    expect(judgePackKey([], pack)).toEqual({ ok: true, value: { isNew: false } })
    expect(judgePackKey([pin(first)], pack)).toEqual({ ok: true, value: { isNew: false } })
  })
  it('may have followed a known one by a chain that the ledger tells, and is then new', () => {
    const rotations = [
      { from: first, to: second },
      { from: second, to: third },
    ]
    expect(judgePackKey([pin(first)], { ...pack, signer: third, rotations })).toEqual({
      ok: true,
      value: { isNew: true },
    })
    expect(judgePackKey([pin(first)], { ...pack, signer: third, rotations: rotations.slice(1) })).toMatchObject({
      refusal: { code: 'signer_unknown' },
    })
  })
  it('of a stranger, and one that had ended before, are refused', () => {
    expect(judgePackKey([pin(first)], { ...pack, signer: stranger })).toMatchObject({
      refusal: { code: 'signer_unknown' },
    })
    expect(judgePackKey([pin(first, '2026-11-01T00:00:00.000Z')], pack)).toMatchObject({
      refusal: { code: 'signer_retired', params: { at: '2026-11-01' } },
    })
    expect(fingerprintOf('no key')).toBe('')
  })
})
