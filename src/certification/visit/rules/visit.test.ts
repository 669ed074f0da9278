import { describe, expect, it } from 'vitest'
import type { AssessmentScore } from '#src/evaluation/score/contract.ts'
import { rootOf } from '#src/shared/merkle/compact-range.ts'
import { portableHasher } from '#src/shared/merkle/hash.ts'
import { inclusionProof } from '#src/shared/merkle/proof.ts'
import { checkpointText } from '#src/shared/signed-note.ts'
import { checkKit, drawQuestions, scoreTest } from '../../visit-kit/rules/kit.ts'
import { readDefaultKit } from '../../visit-kit/store.ts'
import type { ContentOf, NewVisitEntry, VisitEntry, VisitEntryContent } from '../contract/entry.ts'
import type { OriginalEntry, VisitView } from '../contract/visit.ts'
import { compareScores, differencesByIndicator } from './compare.ts'
import { type Around, canReplace, canWrite, checkEntry, filesOf, leafIdsOf, timeOfEntry } from './enter.ts'
import { foresee } from './foresee.ts'
import { canFinish, canOpen, canResume, hindrancesOf } from './open.ts'
import { answersOf, byRecord, factsOf, isProven, picturesOf } from './originals.ts'
import { proofHolds } from './proof.ts'
import { entriesOfLeaf, inForce, leftToDo, ofKind, samplesByLeaf } from './read.ts'
import { followCases, MOST_OF_A_CASE } from './trail.ts'

const kit = await readDefaultKit()
const [CASE, OTHER, OUTLET] = [1, 2, 3].map((n) => `0198a000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
]
const HAN = '0198a000-0000-7000-8000-000000000111'
const MA = '0198a000-0000-7000-8000-000000000112'
const PHOTO = 'a'.repeat(64)
const around: Around = {
  kit,
  leafIds: new Set(['5.1.1.1', '5.2.4.1', '5.2.4.3', '5.3.1.1']),
  caseIds: new Set([CASE, OTHER]),
  outletIds: new Set([OUTLET]),
  mediaTypes: new Map([
    [PHOTO, 'image/jpeg'],
    ['b'.repeat(64), 'application/pdf'],
  ]),
}

let made = 0
function entry(content: VisitEntryContent, more: Partial<NewVisitEntry> = {}): NewVisitEntry {
  made += 1
  const id = `0198a000-0000-7000-8000-${String(made).padStart(12, '0')}`
  return { id, occurredAt: '2026-11-17T02:00:00.000Z', leafIds: [], replacesId: null, content, ...more }
}
function kept(content: VisitEntryContent, more: Partial<VisitEntry> = {}): VisitEntry {
  const { id, occurredAt, leafIds, replacesId } = entry(content)
  const leaves = leafIdsOf({ leafIds, content }, kit, around.leafIds)
  return {
    id,
    occurredAt,
    recordedAt: occurredAt,
    leafIds: leaves,
    replacesId,
    byPersonId: HAN,
    byName: '韩冰',
    content,
    ...more,
  }
}
const check = (given: Partial<ContentOf<'record_check'>> = {}): ContentOf<'record_check'> => ({
  kind: 'record_check',
  caseId: CASE,
  verdicts: [{ leafId: '5.2.4.1', conforms: true }],
  excusedReason: '',
  note: '',
  ...given,
})
const attendance = (given: Partial<ContentOf<'attendance'>> = {}): ContentOf<'attendance'> => ({
  kind: 'attendance',
  meeting: 'opening',
  postId: 'general_manager',
  personName: '吴刚',
  isPresent: true,
  signatureSha256: PHOTO,
  isTyped: false,
  absentReason: '',
  ...given,
})
const hardware = (given: Partial<ContentOf<'hardware'>> = {}): ContentOf<'hardware'> => ({
  kind: 'hardware',
  outletId: OUTLET,
  itemId: 'tools_complete',
  verdict: 'conforms',
  note: '',
  ...given,
})
const note = (text = '库房整洁'): ContentOf<'note'> => ({ kind: 'note', text })
const held = (meeting: 'opening' | 'closing'): ContentOf<'meeting'> => ({
  kind: 'meeting',
  meeting,
  place: '会议室',
  note: '',
})
const codeOf = (decision: { ok: boolean; refusal?: { code: string } }) => (decision.ok ? 'ok' : decision.refusal!.code)

describe('a visit is opened', () => {
  const ready = { cancelledAt: null, hasTeam: true, hasPlan: true, contractSignedOn: '2026-11-02', isOpen: false }
  it.each([
    ['by the team with plan and contract', {}, true, 'ok'],
    ['not by somebody outside the team', {}, false, 'visit_team_only'],
    ['not without a settled team', { hasTeam: false }, true, 'visit_needs_team'],
    ['not without a plan', { hasPlan: false }, true, 'visit_needs_plan'],
    ['not before the contract is signed', { contractSignedOn: null }, true, 'visit_needs_contract'],
    ['not when the audit was called off', { cancelledAt: '2026-11-10T00:00:00.000Z' }, true, 'visit_audit_cancelled'],
    ['not twice', { isOpen: true }, true, 'visit_already_open'],
  ])('%s', (_, change, takesPart, code) => {
    expect(codeOf(canOpen({ ...ready, ...change }, takesPart))).toBe(code)
  })

  it('says everything that is still to do', () => {
    expect(hindrancesOf({ ...ready, hasTeam: false, hasPlan: false, contractSignedOn: null })).toEqual([
      'team',
      'plan',
      'contract',
    ])
    expect(hindrancesOf(ready)).toEqual([])
  })
})

describe('only the team writes, while the visit lasts', () => {
  const open = { openedAt: '2026-11-17T01:00:00.000Z', finishedAt: null }
  const han = { personId: HAN, isLeader: false }
  it.each([
    ['han writes', open, han, 'ok'],
    ['nobody writes before it is open', undefined, han, 'visit_not_open'],
    ['an outsider does not', open, null, 'visit_team_only'],
    ['nobody writes after it is finished', { ...open, finishedAt: '2026-11-18T09:00:00.000Z' }, han, 'visit_finished'],
  ])('%s', (_, visit, writer, code) => expect(codeOf(canWrite(visit, writer))).toBe(code))

  it('a clock that is a little off is set right, a wrong time is refused', () => {
    const at = '2026-11-17T09:00:00.000Z'
    expect(timeOfEntry('2026-11-17T03:00:00.000Z', open, at)).toEqual({ ok: true, value: '2026-11-17T03:00:00.000Z' })
    expect(timeOfEntry('2026-11-17T00:50:00.000Z', open, at)).toEqual({ ok: true, value: open.openedAt })
    expect(timeOfEntry('2026-11-17T09:04:00.000Z', open, at)).toEqual({ ok: true, value: at })
    expect(codeOf(timeOfEntry('2026-11-17T00:40:00.000Z', open, at))).toBe('time_before_visit')
    expect(codeOf(timeOfEntry('2026-11-17T09:06:00.000Z', open, at))).toBe('time_in_future')
  })
})

describe('an entry', () => {
  it.each<[string, VisitEntryContent, string]>([
    ['a present post signs', attendance(), 'ok'],
    [
      'a present post without signature is refused',
      attendance({ signatureSha256: null }),
      'attendance_needs_signature',
    ],
    [
      'an absent post has a reason',
      attendance({ isPresent: false, signatureSha256: null, absentReason: '出差' }),
      'ok',
    ],
    [
      'an absent post without reason is refused',
      attendance({ isPresent: false, signatureSha256: null }),
      'attendance_needs_reason',
    ],
    ['a post that the kit does not know is refused', attendance({ postId: 'gardener' }), 'visit_kit_unknown'],
    ['a signature that is not stored is refused', attendance({ signatureSha256: 'c'.repeat(64) }), 'file_unknown'],
    [
      'a signature that is no picture is refused',
      attendance({ signatureSha256: 'b'.repeat(64) }),
      'file_type_not_allowed',
    ],
    ['a tool looked at', hardware(), 'ok'],
    ['a fault without words is refused', hardware({ verdict: 'nonconforming' }), 'visit_needs_note'],
    ['an item that the kit does not know is refused', hardware({ itemId: 'piano' }), 'visit_kit_unknown'],
    ['an outlet that is not visited is refused', hardware({ outletId: CASE }), 'visit_outlet_unknown'],
    ['a case looked at', check(), 'ok'],
    ['a case excused', check({ verdicts: [], excusedReason: '顾客资料已依法删除' }), 'ok'],
    ['a case neither looked at nor excused is refused', check({ verdicts: [] }), 'record_check_or_excuse'],
    ['a case both looked at and excused is refused', check({ excusedReason: '时间不够' }), 'record_check_or_excuse'],
    [
      'one leaf judged twice is refused',
      check({
        verdicts: [
          { leafId: '5.2.4.1', conforms: true },
          { leafId: '5.2.4.1', conforms: true },
        ],
      }),
      'record_check_repeated',
    ],
    [
      'a case that fails needs words',
      check({ verdicts: [{ leafId: '5.2.4.1', conforms: false }] }),
      'visit_needs_note',
    ],
    ['a case outside the sample is refused', check({ caseId: OUTLET }), 'visit_case_not_sampled'],
    [
      'a leaf that the scheme lacks is refused',
      check({ verdicts: [{ leafId: '9.9', conforms: true }] }),
      'visit_leaf_unknown',
    ],
    [
      'a call to somebody of the sample',
      { kind: 'call', caseId: CASE, customerName: '刘女士', result: 'no_answer', note: '' },
      'ok',
    ],
    [
      'a call about a case outside the sample is refused',
      { kind: 'call', caseId: OUTLET, customerName: '', result: 'bad', note: '' },
      'visit_case_not_sampled',
    ],
    ['a photo', { kind: 'photo', fileSha256: PHOTO, caption: '', aboutId: null, place: null }, 'ok'],
    ['a meeting', held('opening'), 'ok'],
  ])('%s', (_, content, code) => expect(codeOf(checkEntry(entry(content), around))).toBe(code))

  it('names its files', () => {
    expect(filesOf({ kind: 'photo', fileSha256: PHOTO, caption: '', aboutId: null, place: null })).toEqual([PHOTO])
    expect(filesOf(attendance({ signatureSha256: null }))).toEqual([])
  })

  it('speaks of the leaves of its item, as far as the scheme has them', () => {
    expect(leafIdsOf(entry(hardware({ itemId: 'hotline_answers' })), kit, around.leafIds)).toEqual([
      '5.3.1.1',
      '5.2.4.1',
    ])
    expect(leafIdsOf(entry(check(), { leafIds: ['5.1.1.1'] }), kit, around.leafIds)).toEqual(['5.1.1.1', '5.2.4.1'])
  })

  it('is replaced once, by its own kind, by its writer or the leader', () => {
    const first = kept(hardware())
    const again = entry(hardware({ verdict: 'not_applicable' }), { replacesId: first.id })
    const han = { personId: HAN, isLeader: false }
    expect(codeOf(canReplace(again, first, false, han))).toBe('ok')
    expect(codeOf(canReplace(again, first, true, han))).toBe('visit_entry_replaced')
    expect(codeOf(canReplace(again, first, false, { personId: MA, isLeader: false }))).toBe('visit_entry_of_other')
    expect(codeOf(canReplace(again, first, false, { personId: MA, isLeader: true }))).toBe('ok')
    expect(codeOf(canReplace(again, undefined, false, han))).toBe('visit_entry_unknown')
    expect(codeOf(canReplace(entry(note(), { replacesId: first.id }), first, false, han))).toBe(
      'visit_entry_other_kind',
    )
    const taken = entry({ kind: 'withdrawal', reason: '记错网点' }, { replacesId: first.id })
    expect(codeOf(canReplace(taken, first, false, han))).toBe('ok')
    expect(codeOf(canReplace({ ...taken, replacesId: null }, undefined, false, han))).toBe('visit_withdraws_nothing')
  })
})

describe('what counts now', () => {
  const first = kept(hardware({ verdict: 'nonconforming', note: '缺万用表' }))
  const second = kept(hardware(), { replacesId: first.id })
  const mistake = kept(note('写错了'))
  const taken = kept({ kind: 'withdrawal', reason: '写错了' }, { replacesId: mistake.id })

  it('leaves out the replaced and the withdrawn', () => {
    expect(inForce([first, second, mistake, taken]).map((one) => one.id)).toEqual([second.id])
    expect(ofKind([first, mistake], 'note')).toEqual([mistake])
    expect(entriesOfLeaf([first, second, mistake], '5.2.4.3').map((one) => one.id)).toEqual([second.id])
  })

  it('gives each leaf its sample, the stricter of two verdicts', () => {
    const cases = [
      { caseId: CASE, number: 'R26-000001' },
      { caseId: OTHER, number: 'R26-000002' },
    ]
    const mild = kept(check())
    const strict = kept(check({ verdicts: [{ leafId: '5.2.4.1', conforms: false }], note: '无到场时间' }), {
      byName: '马骏',
    })
    const other = kept(check({ caseId: OTHER }))
    for (const order of [
      [mild, strict, other],
      [other, strict, mild],
    ]) {
      expect(samplesByLeaf(order, cases).get('5.2.4.1')).toEqual([
        { caseId: CASE, number: 'R26-000001', conforms: false, note: '无到场时间', byName: '马骏' },
        { caseId: OTHER, number: 'R26-000002', conforms: true, note: '', byName: '韩冰' },
      ])
    }
  })
})

describe('a visit is finished', () => {
  const required = kit.posts.filter((post) => post.required)
  const meetings = (['opening', 'closing'] as const).flatMap((meeting) => [
    kept(held(meeting)),
    ...required.map((post) => kept(attendance({ meeting, postId: post.id }))),
  ])
  const cases = [{ caseId: CASE, number: 'R26-000001' }]
  const all = [...meetings, kept(check())]

  it('when nothing is left', () => {
    expect(leftToDo({ entries: all, kit, cases, missingLeafIds: [] })).toEqual([])
  })

  it('not without a meeting, a key post, a case or a leaf', () => {
    const without = (one: VisitEntry) => all.filter((other) => other !== one)
    const left = (entries: VisitEntry[], missingLeafIds: string[] = []) =>
      leftToDo({ entries, kit, cases, missingLeafIds })
    expect(left(without(all[0]!))).toEqual([{ what: 'meeting', meeting: 'opening' }])
    expect(left(without(all[1]!))).toEqual([{ what: 'attendance', meeting: 'opening', postId: required[0]!.id }])
    expect(left(without(all.at(-1)!))).toEqual([{ what: 'case', caseId: CASE, number: 'R26-000001' }])
    expect(left(all, ['5.1.1.1'])).toEqual([{ what: 'leaf', leafId: '5.1.1.1' }])
  })

  it('only by the leader, once', () => {
    const open = { finishedAt: null }
    const leader = { isLeader: true }
    expect(codeOf(canFinish(open, leader, []))).toBe('ok')
    expect(codeOf(canFinish(open, { isLeader: false }, []))).toBe('visit_leader_only')
    expect(codeOf(canFinish(open, null, []))).toBe('visit_leader_only')
    expect(codeOf(canFinish(undefined, leader, []))).toBe('visit_not_open')
    expect(codeOf(canFinish({ finishedAt: '2026-11-18T08:00:00.000Z' }, leader, []))).toBe('visit_finished')
    expect(codeOf(canFinish(open, leader, [{ what: 'leaf', leafId: '5.1.1.1' }]))).toBe('visit_incomplete')
  })
})

describe('a visit is taken up again', () => {
  it('by the leader, once it was finished', () => {
    const finished = { finishedAt: '2026-11-18T08:00:00.000Z' }
    expect(codeOf(canResume(finished, { isLeader: true }))).toBe('ok')
    expect(codeOf(canResume(finished, { isLeader: false }))).toBe('visit_leader_only')
    expect(codeOf(canResume({ finishedAt: null }, { isLeader: true }))).toBe('visit_not_finished')
    expect(codeOf(canResume(undefined, { isLeader: true }))).toBe('visit_not_open')
  })
})

describe('a knowledge test', () => {
  it('draws the same questions for the same id, and not always the same ones', () => {
    const ids = Array.from({ length: 40 }, (_, n) => `0198a000-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`)
    const draws = ids.map((id) => drawQuestions(kit, id).map((one) => one.id))
    expect(ids.map((id) => drawQuestions(kit, id).map((one) => one.id))).toEqual(draws)
    for (const drawn of draws) expect(new Set(drawn).size).toBe(kit.knowledge.drawn.value)
    expect(new Set(draws.flat()).size).toBe(kit.knowledge.questions.length)
  })

  it('asks all where the bank is smaller than a test', () => {
    const small = { knowledge: { ...kit.knowledge, questions: kit.knowledge.questions.slice(0, 2) } }
    expect(drawQuestions(small, HAN)).toHaveLength(2)
  })

  it('is refused unless the drawn questions were asked in their order', () => {
    const { id } = entry(note())
    const answers = drawQuestions(kit, id).map((one) => ({ questionId: one.id, choiceId: one.right as string | null }))
    const test = (given: typeof answers): ContentOf<'knowledge_test'> => ({
      kind: 'knowledge_test',
      personName: '李强',
      post: '服务工程师',
      answers: given,
      note: '',
    })
    const ask = (given: typeof answers) => codeOf(checkEntry(entry(test(given), { id }), around))
    expect(ask(answers)).toBe('ok')
    expect(ask(answers.slice(1))).toBe('visit_test_not_as_drawn')
    expect(ask([...answers].reverse())).toBe('visit_test_not_as_drawn')
    expect(ask(answers.map((one) => ({ ...one, choiceId: 'z' })))).toBe('visit_test_not_as_drawn')
    expect(ask(answers.map((one) => ({ ...one, choiceId: null })))).toBe('ok')
  })

  it('counts what is right; what is not answered is wrong; it is passed from the share of the kit', () => {
    const asked = drawQuestions(kit, HAN)
    const right = (count: number) =>
      asked.map((one, at) => ({ questionId: one.id, choiceId: at < count ? one.right : null }))
    expect(scoreTest(kit, right(5))).toEqual({ right: 5, total: 5, points: 5, ofPoints: 5, isPassed: true })
    expect(scoreTest(kit, right(3))).toEqual({ right: 3, total: 5, points: 3, ofPoints: 5, isPassed: true })
    expect(scoreTest(kit, right(2))).toEqual({ right: 2, total: 5, points: 2, ofPoints: 5, isPassed: false })
  })
})

describe('a kit', () => {
  it('that comes with the product is sound and speaks of leaves of the standard', () => {
    expect(checkKit(kit).ok).toBe(true)
    expect(kit.hardware.every((item) => item.provenance.kind === 'default')).toBe(true)
  })

  it('is refused with an id twice, a post that is not there, a question without a right answer', () => {
    const [item] = kit.hardware
    expect(codeOf(checkKit({ ...kit, hardware: [item!, item!] }))).toBe('visit_kit_repeated')
    expect(codeOf(checkKit({ ...kit, posts: kit.posts.slice(1) }))).toBe('visit_kit_post_unknown')
    const questions = kit.knowledge.questions.map((one) => ({ ...one, right: 'z' }))
    expect(codeOf(checkKit({ ...kit, knowledge: { ...kit.knowledge, questions } }))).toBe('visit_kit_no_right_choice')
  })
})

describe('the tablet without a network', () => {
  const view = {
    visit: { kit, finishedAt: null, finishedByName: '' },
    leaves: [...around.leafIds].map((leafId) => ({ leafId })),
    entries: [],
  } as unknown as VisitView
  const me = { personId: HAN, name: '韩冰' }
  const made = entry(hardware())

  it('shows what waits to be sent, in its order, and not twice once it has arrived', () => {
    const pending = [{ endpointName: 'certification.addVisitEntry', body: made }]
    const seen = foresee(view, pending, me)
    expect(seen.entries).toMatchObject([{ id: made.id, byName: '韩冰', leafIds: ['5.2.4.3'] }])
    expect(foresee(seen, pending, me).entries).toHaveLength(1)
    expect(foresee({ ...view, visit: null }, pending, me).entries).toEqual([])
    expect(foresee(view, [{ endpointName: 'service.arrive', body: {} }], me)).toEqual(view)
  })
})

describe('the company’s own score beside the auditor’s', () => {
  type Leaf = [id: string, got: number, state?: string]
  const score = (...leaves: Leaf[]) =>
    ({
      groups: [
        {
          indicators: [
            {
              leaves: leaves.map(([id, got, state = 'full']) => ({
                id,
                pointsHundredths: 300,
                state,
                got: { hundredths: got, exact: '' },
                reason: null,
              })),
            },
          ],
        },
      ],
    }) as unknown as AssessmentScore

  it('differs leaf by leaf and is added up by indicator, over what both found', () => {
    const own = score(['5.1.1.1', 300], ['5.1.1.2', 200], ['5.1.2.1', 300], ['5.9.9.9', 100])
    const auditor = score(['5.1.1.1', 0, 'lost'], ['5.1.1.2', 250], ['5.1.2.1', 0, 'missing'])
    const rows = compareScores(own, auditor)
    expect(rows.map((row) => [row.leafId, row.byHundredths])).toEqual([
      ['5.1.1.1', -300],
      ['5.1.1.2', 50],
      ['5.1.2.1', null],
      ['5.9.9.9', null],
    ])
    expect(differencesByIndicator(rows)).toEqual([
      { id: '5.1.1', ownHundredths: 500, auditorHundredths: 250, byHundredths: -250 },
    ])
  })

  it('stands alone where the company brought none', () => {
    expect(compareScores(null, score(['5.1.1.1', 300]))).toMatchObject([
      { own: { hundredths: null }, byHundredths: null },
    ])
  })
})

describe('an original in the pack', () => {
  const leaves = ['一', '二', '三', '四', '五'].map((text) => `leaf ${text}`)
  const hashes = leaves.map((leaf) => portableHasher.leaf(new TextEncoder().encode(leaf)))
  const root = rootOf(hashes)
  const checkpoint = `${checkpointText({ origin: 'starproof/x', size: 5, root })}\n— starproof/x c2ln\n`
  const source = {
    leafHashes: async (from: number, to: number) => Buffer.concat(hashes.slice(from, to)),
    nodes: async () => new Uint8Array(),
  }

  it('is proven by its path to the signed root, and by nothing else', async () => {
    for (const [leafIndex, leaf] of leaves.entries()) {
      const path = (await inclusionProof(source, leafIndex, 5, portableHasher)).map((node) =>
        Buffer.from(node).toString('base64'),
      )
      expect(proofHolds({ leafIndex, leaf, path }, checkpoint)).toBe(true)
      expect(proofHolds({ leafIndex, leaf: `${leaf}!`, path }, checkpoint)).toBe(false)
      expect(proofHolds({ leafIndex: (leafIndex + 1) % 5, leaf, path }, checkpoint)).toBe(false)
      expect(proofHolds({ leafIndex, leaf, path }, 'no checkpoint')).toBe(false)
    }
  })

  it('counts as proven also once its content was erased, never with a content that was not committed to', () => {
    const original = { proofHolds: true, contentProven: true, content: {} as unknown }
    expect(isProven(original)).toBe(true)
    expect(isProven({ ...original, contentProven: false })).toBe(false)
    expect(isProven({ ...original, contentProven: false, content: null })).toBe(true)
    expect(isProven({ ...original, proofHolds: false })).toBe(false)
  })
})

describe('a whole case in the ledger', () => {
  const [ORDER, RATING] = [HAN, MA]
  const about = (recordType: string, recordId: string, content: unknown) => ({
    ...{ recordType, recordId },
    content: content === null ? null : JSON.stringify(content),
  })
  const ledger = [
    about('service_request', CASE, { number: 'R1' }),
    about('work_order', ORDER, { requestId: CASE }),
    about('service_request', OTHER, { requestId: CASE, files: ['c'.repeat(64)] }),
    about('work_order', ORDER, { fileSha256: PHOTO }),
    about('outlet', OUTLET, { name: '苏州网点' }),
    about('work_order', ORDER, null),
    about('rating', RATING, { requestId: CASE, stars: 5 }),
    about('rating', OTHER.replace('0002', '0009'), '不是对象'),
  ]
  const follow = (caseIds: string[]) => {
    const following = followCases(caseIds)
    for (const [leafIndex, entry] of ledger.entries()) following.note(leafIndex, entry)
    return following
  }

  it('is its request, its work orders and their ratings, with their files; another request is a case of its own', () => {
    const { trails, files } = follow([CASE])
    expect(trails.get(CASE)).toEqual({ leaves: [0, 1, 3, 5, 6], leftOut: 0 })
    expect([...files]).toEqual([PHOTO])
    expect(follow([CASE, OTHER]).trails.get(OTHER)!.leaves).toEqual([2])
    const unknown = '0198a000-0000-7000-8000-0000000009ff'
    expect(follow([unknown]).trails.get(unknown)).toEqual({ leaves: [], leftOut: 0 })
  })

  it('is known by the records it has come to, so that most lines need not be read', () => {
    const following = followCases([CASE])
    expect(following.concerns(`{"recordId":"${ORDER}"}`)).toBe(false)
    following.note(0, ledger[1]!)
    expect(following.concerns(`{"recordId":"${ORDER}"}`)).toBe(true)
    expect(following.concerns('{}')).toBe(false)
  })

  it('says how much was left out of one that never ends', () => {
    const following = followCases([CASE])
    for (let at = 0; at < MOST_OF_A_CASE + 3; at++) following.note(at, ledger[0]!)
    expect(following.trails.get(CASE)).toMatchObject({ leftOut: 3 })
    expect(following.trails.get(CASE)!.leaves).toHaveLength(MOST_OF_A_CASE)
  })

  it('is shown record by record, and its pictures are counted once', () => {
    const original = (leafIndex: number, recordId: string, files: OriginalEntry['files']): OriginalEntry => ({
      ...{ leafIndex, recordId, recordType: 'x', verb: 'x.y', claimedAt: '', recordedAt: '', content: {} },
      ...{ leafHash: '', proofHolds: true, contentProven: true, files },
    })
    const picture = { sha256: PHOTO, sizeBytes: 5 }
    const originals = [
      original(0, CASE, []),
      original(1, ORDER, [picture]),
      original(2, CASE, [{ sha256: 'd'.repeat(64), sizeBytes: null }]),
      original(3, RATING, [picture]),
    ]
    expect(byRecord(originals).map((one) => one.map(({ leafIndex }) => leafIndex))).toEqual([[0, 2], [1], [3]])
    expect(picturesOf([{ caseId: CASE, originals, leftOut: 0 }])).toEqual([picture])
  })

  it('reads like a sheet: the fields that people ask for, and answers under their questions', () => {
    expect(factsOf({ subject: '不制冷', id: CASE, stars: 4, note: '', wishedFrom: null })).toEqual([
      { field: 'subject', value: '不制冷' },
      { field: 'stars', value: '4' },
    ])
    expect([factsOf(null), factsOf('文字'), factsOf([1])]).toEqual([[], [], []])
    const asked = { content: { checklist: [{ id: 'safe', text: '确认电源安全' }, '坏行'] } }
    const answers = { safe: true, reading: 4, photo: null }
    expect(answersOf([asked, { content: null }], { answers })).toEqual([
      { question: '确认电源安全', answer: true },
      { question: 'reading', answer: 4 },
    ])
    expect([answersOf([asked], {}), answersOf([], null)]).toEqual([[], []])
  })
})
