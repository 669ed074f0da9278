import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Leaf } from '../scheme/contract.ts'
import { readScheme } from '../scheme/read-scheme.ts'
import { hashScheme } from '../scheme/rules/seal.ts'
import { listLeaves } from '../scheme/rules/tree.ts'
import { findingsFromMeasures } from '../score/rules/find.ts'
import { mayJudge } from './access.ts'
import type { AssessmentExport } from './contract/export.ts'
import type { AssessmentLeaf, ComputedFinding, Judgement, SampleItem } from './contract/leaf.ts'
import type { AssessmentDetail } from './contract/round.ts'
import { pageOfRecord, recordOfLink } from './rules/evidence.ts'
import { canJudge, countItems, findingOf, fittingFindings, keptShare, writtenAs } from './rules/finding.ts'
import { foresee, isShown, laneOf, leafScoresOf, type Queued } from './rules/foresee.ts'
import { findingsOfPeople } from './rules/of-people.ts'
import { evidenceStanding, roundProblems } from './rules/problem.ts'
import { checkExport, scoreAgain } from './rules/result.ts'
import { canChange, canClose, canReopen, scoreRound, standingOf } from './rules/round.ts'
import { stepOf } from './rules/step.ts'
import { layFindings } from './rules/workbook.ts'

const scheme = await readScheme('gbt27922-2011')
const leaves = listLeaves(scheme)
const judgedLeaf = leaves.find((leaf) => leaf.id === '5.1.3.1')!
const hotline = leaves.find((leaf) => leaf.id === '5.3.1.1')!
const at = '2026-11-16T01:00:00.000Z'
const sunli = { id: '0198a000-0000-7000-8000-000000000105', name: '孙丽' }

const item = (label: string, conforms = true, note = ''): SampleItem => ({ label, record: null, conforms, note })
const rowOf = (leaf: Leaf, judgement: Judgement, proposal?: ComputedFinding, version = 1): AssessmentLeaf => ({
  leafId: leaf.id,
  ...writtenAs(leaf, judgement, proposal),
  judgedAt: at,
  judgedByName: sunli.name,
  judgedById: sunli.id,
  version,
})
/** What the counts say: eight of ten answered in time. */
const proposal = findingsFromMeasures(scheme, { answer_in_time: { good: 8, total: 10 } }).find(
  (finding) => finding.leafId === hotline.id,
) as ComputedFinding
const codeOf = (decision: ReturnType<typeof canJudge>) => (decision.ok ? null : decision.refusal.code)

describe('a finding', () => {
  it('counts a sample from its items, so that figures and items never disagree', () => {
    const items = [item('合同 1'), item('合同 2', false, '未盖章'), item('合同 3')]
    expect(countItems(items)).toEqual({ sampled: 3, nonconforming: 1, unseen: 0 })
    expect(findingOf(rowOf(hotline, { kind: 'sampled', items, reason: '' }))).toEqual({
      leafId: hotline.id,
      kind: 'sampled',
      sampled: 3,
      nonconforming: 1,
    })
    expect(findingOf(rowOf(judgedLeaf, { kind: 'missing', reason: '' }))).toBeUndefined()
    expect(findingOf(rowOf(hotline, { kind: 'computed' }, proposal))).toEqual(proposal)
  })

  it.each<[string, Leaf, Judgement, boolean, string | null]>([
    ['a verdict with its reason', judgedLeaf, { kind: 'judged', conforms: true, reason: '预算已批' }, false, null],
    [
      'a verdict where a sample is asked',
      hotline,
      { kind: 'judged', conforms: true, reason: 'x' },
      false,
      'finding_mode_differs',
    ],
    [
      'a sample where a verdict is asked',
      judgedLeaf,
      { kind: 'sampled', items: [item('a')], reason: '' },
      false,
      'finding_mode_differs',
    ],
    ['the counts, which are silent', hotline, { kind: 'computed' }, false, 'no_proposal'],
    ['the counts, which speak', hotline, { kind: 'computed' }, true, null],
    [
      'a sample that says the same as the counts',
      hotline,
      { kind: 'sampled', items: [item('a'), item('b'), item('c'), item('d'), item('e', false, '迟')], reason: '' },
      true,
      null,
    ],
    [
      'a sample that says otherwise, without a word',
      hotline,
      { kind: 'sampled', items: [item('a')], reason: '' },
      true,
      'overruling_needs_reason',
    ],
    [
      'a sample that says otherwise, with a reason',
      hotline,
      { kind: 'sampled', items: [item('a')], reason: '电话故障' },
      true,
      null,
    ],
    [
      'one thing sampled twice',
      hotline,
      { kind: 'sampled', items: [item('a'), item('a')], reason: '' },
      false,
      'sample_item_repeated',
    ],
    [
      'an item that fails for no stated reason',
      hotline,
      { kind: 'sampled', items: [item('a', false)], reason: '' },
      false,
      'sample_note_missing',
    ],
    ['taking back', judgedLeaf, { kind: 'missing', reason: '' }, false, null],
  ])('%s', (_, leaf, judgement, speaks, code) => {
    expect(codeOf(canJudge(leaf, judgement, speaks ? proposal : undefined))).toBe(code)
  })

  it('remembers what the counts said where a person decided otherwise, and only there', () => {
    const otherwise = writtenAs(hotline, { kind: 'sampled', items: [item('a')], reason: '电话故障' }, proposal)
    expect(otherwise.overruled).toEqual(proposal)
    const same = [item('a'), item('b'), item('c'), item('d'), item('e', false, '迟')]
    expect(writtenAs(hotline, { kind: 'sampled', items: same, reason: '' }, proposal).overruled).toBeNull()
    expect(keptShare(proposal.verdict)).toBe('4/5')
    expect(keptShare({ mode: 'judged', conforms: false })).toBe('0')
  })

  it('that no longer fits the scheme is missing again', () => {
    const changed = structuredClone(scheme)
    const leaf = listLeaves(changed).find((one) => one.id === judgedLeaf.id)!
    leaf.mode.value = 'sampled'
    const rows = [rowOf(judgedLeaf, { kind: 'judged', conforms: true, reason: '预算已批' })]
    expect(fittingFindings(scheme, rows)).toHaveLength(1)
    expect(fittingFindings(changed, rows)).toEqual([])
    expect(fittingFindings(scheme, [{ ...rows[0]!, leafId: '9.9.9' }])).toEqual([])
  })
})

describe('a round', () => {
  const open = { closedAt: null, abandonedAt: null }
  const all = (conforms: boolean) =>
    leaves.map((leaf) =>
      leaf.mode.value === 'judged'
        ? rowOf(leaf, { kind: 'judged', conforms, reason: '看过' })
        : rowOf(leaf, { kind: 'sampled', items: [item('甲', conforms, '不合'), item('乙')], reason: '' }),
    )

  it('has a range while anything is missing, and is closed only when nothing is', () => {
    const some = scoreRound(scheme, all(true).slice(1), [])
    expect(some.score).toBeNull()
    expect(canClose(open, some)).toMatchObject({ refusal: { code: 'assessment_incomplete', params: { count: 1 } } })
    expect(standingOf(some)).toMatchObject({ leafCount: 44, doneCount: 43, scoreHundredths: null })
    const full = scoreRound(scheme, all(true), [])
    expect(canClose(open, full).ok).toBe(true)
    expect(standingOf(full)).toMatchObject({ doneCount: 44, scoreHundredths: 10_000, levelId: 'five_star' })
  })

  it('changes while it is open, is opened again once closed, and never after it was ended', () => {
    const closed = { closedAt: at, abandonedAt: null }
    const ended = { closedAt: null, abandonedAt: at }
    expect([canChange(open).ok, canChange(closed).ok, canChange(ended).ok]).toEqual([true, false, false])
    expect([canReopen(open).ok, canReopen(closed).ok, canReopen(ended).ok]).toEqual([false, true, false])
    expect(canClose(closed, scoreRound(scheme, all(true), []))).toMatchObject({
      refusal: { code: 'assessment_closed' },
    })
  })

  it('is judged by the posts of its kind, and where it names its people, by them alone', () => {
    const self = { kind: 'self' as const, assessorIds: null }
    const audit = { kind: 'audit' as const, assessorIds: [sunli.id] }
    expect(mayJudge(self, { personId: sunli.id, roles: ['service_manager'] })).toBe(true)
    expect(mayJudge(self, { personId: sunli.id, roles: ['technician'] })).toBe(false)
    expect(mayJudge(audit, { personId: sunli.id, roles: ['service_manager'] })).toBe(false)
    expect(mayJudge(audit, { personId: sunli.id, roles: ['auditor'] })).toBe(true)
    expect(mayJudge(audit, { personId: '0198a000-0000-7000-8000-000000000199', roles: ['auditor'] })).toBe(false)
    expect(mayJudge(audit, { personId: null, roles: ['auditor'] })).toBe(false)
  })

  it('gives the live score what people saw, the open round before the closed one, and never old counts', () => {
    const yes = rowOf(judgedLeaf, { kind: 'judged', conforms: true, reason: '去年看过' })
    const no = rowOf(judgedLeaf, { kind: 'judged', conforms: false, reason: '今年没有' })
    const back = rowOf(judgedLeaf, { kind: 'missing', reason: '' })
    const counted = rowOf(hotline, { kind: 'computed' }, proposal)
    const found = (rounds: Parameters<typeof findingsOfPeople>[1]) => findingsOfPeople(scheme, rounds)
    expect(found({ open: [], closed: [yes, counted] })).toMatchObject([{ leafId: judgedLeaf.id, conforms: true }])
    expect(found({ open: [no], closed: [yes] })).toMatchObject([{ conforms: false }])
    expect(found({ open: [back], closed: [yes] })).toEqual([])
  })

  it('leaves the house with all it rests on, and whoever has it finds a changed figure', () => {
    const rows = all(false)
    const given: AssessmentExport = {
      format: 'starproof-assessment',
      version: 1,
      id: sunli.id,
      kind: 'self',
      title: '自评',
      scheme,
      schemeHash: hashScheme(scheme),
      seal: null,
      fromOn: '2025-12-01',
      toOn: '2026-11-16',
      closedAt: at,
      closedByName: '周涛',
      findings: rows.map((row) => ({
        finding: findingOf(row)!,
        items: row.items,
        overruled: null,
        byName: row.judgedByName,
        at,
      })),
      evidence: [],
      adjustments: [],
      score: scoreRound(scheme, rows, []),
    }
    expect(checkExport(given)).toEqual({ ok: true, value: null })
    expect(scoreAgain(given)).toEqual({ ok: true, value: given.score })
    const problem = (changed: Partial<AssessmentExport>) => {
      const decision = checkExport({ ...given, ...changed })
      return decision.ok ? null : decision.refusal.code
    }
    expect(problem({ schemeHash: 'f'.repeat(64) })).toBe('assessment_scheme_differs')
    expect(problem({ score: { ...given.score, knownShareBasisPoints: 9_999 } })).toBe('assessment_score_differs')
    const better = given.findings.map((one) => ({ ...one, items: one.items?.slice(1) ?? null }))
    expect(problem({ findings: better })).toBe('assessment_sample_differs')
    expect(problem({ findings: [...given.findings, given.findings[0]!] })).toBe('finding_repeated')
    const sheets = layFindings(given, 'zh-CN')
    expect(sheets).toHaveLength(scheme.groups.length + 4)
    expect(sheets[1]!.rows[0]!.slice(0, 3)).toEqual(['5.1.1.1', '组织架构', '主管部门与分工'])
    for (const sheet of layFindings(given, 'en'))
      for (const row of sheet.rows) expect(row).toHaveLength(sheet.heads.length)
  })
})

describe('what was done without a network', () => {
  const detail = {
    id: '0198a000-0000-7000-8000-000000000777',
    leaves: [rowOf(hotline, { kind: 'sampled', items: [item('甲')], reason: '' }, undefined, 3)],
    proposals: [proposal],
    adjustments: [],
  } as unknown as AssessmentDetail
  const queued = (leafId: string, judgement: Judgement, more: Partial<Queued> = {}): Queued => ({
    lane: laneOf(detail.id, leafId),
    endpointName: 'evaluation.judgeLeaf',
    body: { version: 0, judgement },
    occurredAt: at,
    ...more,
  })

  it('is shown as it will stand, with the version it will have', () => {
    const seen = foresee(
      scheme,
      detail,
      [
        queued(judgedLeaf.id, { kind: 'judged', conforms: true, reason: '看过' }),
        queued(hotline.id, { kind: 'computed' }),
      ],
      sunli,
    )
    expect(seen.leaves.find((row) => row.leafId === judgedLeaf.id)).toMatchObject({ conforms: true, version: 1 })
    expect(seen.leaves.find((row) => row.leafId === hotline.id)).toMatchObject({ kind: 'computed', version: 4 })
    expect([...seen.waiting].sort()).toEqual([judgedLeaf.id, hotline.id])
    const scores = leafScoresOf(seen.score)
    expect(scores[hotline.id]).toMatchObject({ state: 'partly' })
    expect(isShown('mine', scores[hotline.id]!, seen.leaves[0], sunli.id)).toBe(true)
    expect(isShown('lost', scores[hotline.id]!, undefined, sunli.id)).toBe(true)
    expect(isShown('missing', scores[hotline.id]!, undefined, sunli.id)).toBe(false)
    expect(isShown('all', scores[hotline.id]!, undefined, sunli.id)).toBe(true)
  })

  it('does not count once it was refused; the person sees both', () => {
    const refusal = { kind: 'conflict', code: 'leaf_judged_meanwhile', params: {} } as const
    const seen = foresee(scheme, detail, [queued(hotline.id, { kind: 'missing', reason: '' }, { refusal })], sunli)
    expect(seen.leaves).toEqual(detail.leaves)
    expect(seen.refused.get(hotline.id)).toMatchObject({ judgement: { kind: 'missing' }, refusal })
    expect(seen.waiting.size).toBe(0)
  })

  it('about another indicator or another round is no business of this one', () => {
    const other = queued('5.3.1.10', { kind: 'missing', reason: '' })
    expect(foresee(scheme, detail, [other, { ...other, lane: 'x/5.3.1.1' }], sunli).leaves).toEqual(detail.leaves)
  })
})

describe('laws of a round', () => {
  const judgementFor = (leaf: Leaf): fc.Arbitrary<Judgement> =>
    leaf.mode.value === 'judged'
      ? fc.boolean().map((conforms) => ({ kind: 'judged', conforms, reason: '看过' }))
      : fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }).map((verdicts) => ({
          kind: 'sampled',
          reason: '',
          items: verdicts.map((conforms, place) => item(`样本 ${place}`, conforms, conforms ? '' : '不合')),
        }))
  const edits = fc
    .array(fc.nat({ max: leaves.length - 1 }), { maxLength: 60 })
    .chain((places) =>
      fc.tuple(
        ...places.map((place) =>
          judgementFor(leaves[place]!).map((judgement) => ({ leaf: leaves[place]!, judgement })),
        ),
      ),
    )
  const stateAfter = (steps: readonly { leaf: Leaf; judgement: Judgement }[]) => {
    const rows = new Map<string, AssessmentLeaf>()
    for (const { leaf, judgement } of steps)
      rows.set(leaf.id, rowOf(leaf, judgement, undefined, (rows.get(leaf.id)?.version ?? 0) + 1))
    return [...rows.values()]
  }
  const runs = { numRuns: 60 }

  it('no order in which people come to the indicators changes the score; only the last word on each counts', () => {
    fc.assert(
      fc.property(edits, fc.infiniteStream(fc.nat()), (steps, chance) => {
        // Any interleaving that keeps the order on each indicator: people work side by side, versions keep each item in order.
        const lanes = [...Map.groupBy(steps, (step) => step.leaf.id).values()].map((lane) => [...lane])
        const interleaved: (typeof steps)[number][] = []
        while (lanes.some((lane) => lane.length > 0)) {
          const waiting = lanes.filter((lane) => lane.length > 0)
          interleaved.push(waiting[chance.next().value! % waiting.length]!.shift()!)
        }
        const last = [...new Map(steps.map((step) => [step.leaf.id, step])).values()]
        const score = scoreRound(scheme, stateAfter(steps), [])
        expect(scoreRound(scheme, stateAfter(interleaved), [])).toEqual(score)
        expect(scoreRound(scheme, stateAfter(last.reverse()), [])).toEqual(score)
      }),
      runs,
    )
  })

  it('one more conforming item, or a missing indicator found conforming, lowers neither the lowest bound nor the score', () => {
    fc.assert(
      fc.property(edits, fc.nat({ max: leaves.length - 1 }), (steps, place) => {
        const leaf = leaves[place]!
        const rows = stateAfter(steps)
        const row = rows.find((one) => one.leafId === leaf.id)
        const added: Judgement =
          leaf.mode.value === 'judged'
            ? { kind: 'judged', conforms: true, reason: '补充证据' }
            : { kind: 'sampled', reason: '', items: [...(row?.items ?? []), item('再抽一件')] }
        const better = [...rows.filter((one) => one !== row), rowOf(leaf, added)]
        const before = scoreRound(scheme, rows, [])
        const after = scoreRound(scheme, better, [])
        expect(after.range.lowest.score.hundredths).toBeGreaterThanOrEqual(before.range.lowest.score.hundredths)
        if (before.score) expect(after.score!.hundredths).toBeGreaterThanOrEqual(before.score.hundredths)
      }),
      runs,
    )
  })

  it('every finding narrows the range, which always contains the final score', () => {
    const complete = fc.tuple(...leaves.map((leaf) => judgementFor(leaf).map((judgement) => ({ leaf, judgement }))))
    fc.assert(
      fc.property(
        complete.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
        (steps) => {
          const final = scoreRound(scheme, stateAfter(steps), []).score!.hundredths
          let [low, high] = [0, 10_000]
          for (let known = 0; known <= steps.length; known += 4) {
            const { lowest, highest } = scoreRound(scheme, stateAfter(steps.slice(0, known)), []).range
            expect(lowest.score.hundredths).toBeGreaterThanOrEqual(low)
            expect(highest.score.hundredths).toBeLessThanOrEqual(high)
            ;[low, high] = [lowest.score.hundredths, highest.score.hundredths]
            expect(low).toBeLessThanOrEqual(final)
            expect(high).toBeGreaterThanOrEqual(final)
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('evidence and history', () => {
  const id = '0198a000-0000-7000-8000-0000000000aa'
  it.each([
    [`/desk/requests/${id}`, 'service_request'],
    [`https://example.com/desk/company/staff/${id}?tab=1`, 'staff'],
    [`/company/customers/${id.toUpperCase()}`, 'customer'],
  ])('a link of the desk, %s, names a record', (link, recordType) => {
    expect(recordOfLink(link)).toEqual({ recordType, recordId: id })
    expect(pageOfRecord(recordType, id)).toContain(id)
  })

  it.each(['https://example.com/news', '/requests/12', `/other/${id}`, ''])('%s names none', (link) => {
    expect(recordOfLink(link)).toBeNull()
  })

  it('a record without a page of its own has no link', () => {
    expect(pageOfRecord('rating', id)).toBeNull()
    expect(pageOfRecord('work_order', id)).toBeNull()
  })

  it('records without a page of their own are seen where they are kept', () => {
    expect(pageOfRecord('outlet', id)).toBe(`/company/outlets?outlet=${id}`)
    expect(pageOfRecord('material', id)).toBe('/material')
    expect(pageOfRecord('product_model', id)).toBe('/company/products')
  })

  it('a step tells who and what; erased content leaves only that it happened', () => {
    const content = JSON.stringify({ leafId: '5.1.3.1', kind: 'judged', conforms: false, reason: '没有预算' })
    const noted = { recordedAt: at, verb: 'assessment.leaf_judged', actor: `person:${id}`, content }
    expect(stepOf(noted)).toMatchObject({ personId: id, kind: 'judged', conforms: false, words: '没有预算' })
    expect(stepOf({ ...noted, actor: 'system:seed', content: null })).toMatchObject({ personId: null, words: '' })
    const added = {
      ...noted,
      verb: 'assessment.evidence_added',
      content: JSON.stringify({ title: '截图', kind: 'file' }),
    }
    expect(stepOf(added)).toMatchObject({ step: 'evidence_added', kind: null, words: '截图' })
  })
})

describe('what is not right in a round', () => {
  const days = { fromOn: '2025-12-01', toOn: '2026-11-16' }
  const speaks = (kind: 'file' | 'material', effectiveFromOn: string, effectiveToOn: string | null) =>
    evidenceStanding({ kind, effectiveFromOn, effectiveToOn }, days)

  it('evidence that speaks for no day of the round is outside it; a material must be valid to its end', () => {
    expect(speaks('file', '2026-03-01', null)).toBe('fits')
    expect(speaks('file', '2024-01-01', '2025-12-01')).toBe('fits')
    expect(speaks('file', '2024-01-01', '2025-11-30')).toBe('outside')
    expect(speaks('file', '2025-11-30', null)).toBe('outside')
    expect(speaks('file', '2026-11-17', '2027-01-01')).toBe('outside')
    expect(speaks('material', '2025-01-01', '2026-11-16')).toBe('fits')
    expect(speaks('material', '2025-01-01', '2026-11-15')).toBe('expired')
    expect(speaks('material', '2026-03-01', null)).toBe('fits')
  })

  it('names deductions first, the overdue as such, then by indicator what lacks or has run out', () => {
    const leaf = { accepted: null, overruled: null, judgedAt: '', judgedByName: '', judgedById: null, version: 1 }
    const judged = { ...leaf, kind: 'judged' as const, conforms: true, reason: '有', items: null }
    const items = [true, null].map((conforms, at) => ({ label: String(at), record: null, conforms, note: '' }))
    const leaves = [
      { ...judged, leafId: '5.1.10.1' },
      { ...judged, leafId: '5.1.9.1' },
      { ...leaf, leafId: '5.1.2.1', kind: 'sampled' as const, conforms: null, reason: '', items },
    ]
    const kept = { fileSha256: null, recordType: null, recordId: null, url: null, addedAt: '', addedByName: '' }
    const evidence = (effectiveToOn: string, withdrawnAt: string | null) => ({
      ...{ ...kept, id: '', leafId: '5.1.9.1', kind: 'material' as const, title: '营业执照' },
      ...{ effectiveFromOn: '2020-01-01', effectiveToOn, withdrawnAt, withdrawnReason: '', withdrawnByName: '' },
    })
    const deduction = { id: '', kind: 'special_deduction' as const, leafId: null, triggerId: 'law', version: 1 }
    const open = (dueOn: string, rectifiedOn: string | null) => ({
      ...{ ...deduction, reason: dueOn, addedByName: '', addedAt: '', ownerId: null, ownerName: '孙丽', dueOn },
      ...{ rectifiedOn, rectification: '', withdrawnAt: null, withdrawnReason: '' },
    })
    const adjustments = [open('2026-11-15', null), open('2026-11-16', null), open('2026-01-01', '2026-01-01')]
    const found = roundProblems({
      ...{ ...days, leaves, adjustments, todayOn: '2026-11-16' },
      evidence: [evidence('2026-06-30', null), evidence('2026-06-30', '2026-07-01')],
    })
    expect(found.map((one) => [one.kind, one.leafId, one.onDay ?? one.done])).toEqual([
      ['deduction_overdue', null, '2026-11-15'],
      ['deduction_open', null, '2026-11-16'],
      ['sample_unfinished', '5.1.2.1', 1],
      ['evidence_expired', '5.1.9.1', '2026-06-30'],
      ['nothing_behind', '5.1.10.1', null],
    ])
  })
})
