import { describe, expect, it } from 'vitest'
import type { Checklist } from '#src/evaluation/material/contract/dossier.ts'
import type { ReviewItem } from './contract.ts'
import {
  canJudge,
  canOpenRound,
  carriedItems,
  checkVerdict,
  conclude,
  firstItems,
  joinFiles,
  MOST_ROUNDS,
} from './rules.ts'

const codeOf = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'ok' : decision.refusal!.code)
const closed = (conclusion: 'conforms' | 'supplement') => ({ closedAt: '2026-11-16T01:00:00.000Z', conclusion })
const open = { closedAt: null, conclusion: null }
const item = (verdict: ReviewItem['verdict'], more: Partial<ReviewItem> = {}): ReviewItem => ({
  ...{ id: '0198a000-0000-7000-8000-000000000001', materialId: 'permits', title: 'permits', origin: 'checklist' },
  ...{ stated: 'present', files: [], clauseIds: [], verdict, remark: '', judgedAt: null, judgedByName: '', version: 1 },
  ...more,
})

describe('a round of document review', () => {
  it.each([
    ['begins', [], true, 'ok'],
    ['begins again after something was asked', [closed('supplement')], true, 'ok'],
    ['is for the team', [], false, 'visit_team_only'],
    ['waits for the one before', [open], true, 'document_review_open'],
    ['is not needed once all conform', [closed('conforms'), closed('supplement')], true, 'documents_conform_already'],
    [
      'does not go on for ever',
      Array.from({ length: MOST_ROUNDS }, () => closed('supplement')),
      true,
      'too_many_document_reviews',
    ],
  ])('%s', (_, rounds, isTeam, code) => expect(codeOf(canOpenRound(rounds, isTeam))).toBe(code))

  it('is written in by the team while it is open', () => {
    expect(codeOf(canJudge(open, true))).toBe('ok')
    expect(codeOf(canJudge(open, false))).toBe('visit_team_only')
    expect(codeOf(canJudge(closed('supplement'), true))).toBe('document_review_closed')
  })

  it('asks for nothing without saying what', () => {
    expect(codeOf(checkVerdict({ verdict: 'conforms', remark: '' }))).toBe('ok')
    expect(codeOf(checkVerdict({ verdict: 'supplement', remark: '' }))).toBe('document_needs_remark')
    expect(codeOf(checkVerdict({ verdict: 'nonconforming', remark: '已过期' }))).toBe('ok')
  })

  it('concludes with the worst verdict, when every document has one', () => {
    expect(conclude(open, [item('conforms')])).toEqual({ ok: true, value: 'conforms' })
    expect(conclude(open, [item('supplement'), item('conforms')])).toEqual({ ok: true, value: 'supplement' })
    expect(conclude(open, [item('supplement'), item('nonconforming')])).toEqual({ ok: true, value: 'nonconforming' })
    expect(codeOf(conclude(open, [item('conforms'), item(null)]))).toBe('documents_unjudged')
    expect(codeOf(conclude(open, []))).toBe('document_review_empty')
    expect(codeOf(conclude(closed('supplement'), [item('conforms')]))).toBe('document_review_closed')
  })
})

describe('the documents of a round', () => {
  const checklist: Checklist = {
    madeAt: '2026-11-01T01:00:00.000Z',
    items: [
      { id: 'permits', state: 'expired', wanted: 1, have: 1, files: [] },
      { id: 'club_rules', state: 'present', wanted: 1, have: 1, files: [] },
    ],
  }

  it('are at first what the body asks for and what the client lists, in the usual order, and the report of its pack', () => {
    const items = firstItems(checklist, ['business_licence', 'permits'], true)
    expect(items.map(({ title, stated, origin }) => [title, stated, origin])).toEqual([
      ['business_licence', 'missing', 'checklist'],
      ['permits', 'expired', 'checklist'],
      ['club_rules', 'present', 'checklist'],
      ['self-evaluation.pdf', 'present', 'pack'],
    ])
    expect(firstItems(null, ['permits'], false)).toHaveLength(1)
  })

  it('are later those that did not conform, with the files they had', () => {
    const files = [{ sha256: 'a'.repeat(64), name: '许可证.pdf', validUntilOn: null }]
    const carried = carriedItems([item('conforms'), item('supplement', { files }), item('nonconforming')])
    expect(carried).toMatchObject([
      { origin: 'carried', files },
      { origin: 'carried', files: [] },
    ])
    expect(
      joinFiles(files, [...files, { sha256: 'b'.repeat(64), name: '新许可证.pdf', validUntilOn: null }]),
    ).toHaveLength(2)
  })
})
