import { describe, expect, it } from 'vitest'
import { scoreAssessment } from '#src/evaluation/score/rules/score.ts'
import { newId } from '#src/shared/id.ts'
import { ownAssessment } from '#test/audit-on-site.ts'
import type { ContentOf, VisitEntry, VisitEntryContent } from '../../visit/contract/entry.ts'
import { readDefaultKit } from '../../visit-kit/store.ts'
import { composeReport } from './compose.ts'
import type { ReportFacts } from './facts.ts'
import { visitFacts } from './visit-facts.ts'
import { canSubmit, canWrite, isLeader, mayWriteReport } from './write.ts'

const own = await ownAssessment()
const WORDS = {
  ...{ scope: '制冷设备售后服务', summary: '体系健全', strengths: '', weaknesses: '', recommendsReason: '得分达到' },
  recommends: 'grant' as const,
}
const facts: ReportFacts = {
  bodyName: '明灯认证',
  madeAt: '2026-11-16T01:00:00.000Z',
  client: { name: '蓝鲸制冷设备', uscc: '91310000MA1FL5T88X', address: '' },
  audit: {
    number: 'AU26-0001',
    kind: 'initial',
    plannedFromOn: '2026-11-10',
    plannedToOn: '2026-11-12',
    personDaysTenths: 95,
  },
  team: [{ name: '韩冰', duty: 'leader', personDaysTenths: 95, hasLeft: false }],
  visit: null,
  sample: null,
  scheme: own.scheme,
  score: own.score,
  own: new Map(),
  judgedBy: {},
  deductions: [],
  bonuses: [],
  findings: [],
  words: WORDS,
  submitted: null,
}
const textOf = (given: Partial<ReportFacts>, language: 'zh-CN' | 'en' = 'zh-CN') =>
  JSON.stringify(composeReport({ ...facts, ...given }, language))

describe('the report as a document', () => {
  it('gives score and level once everything is judged, and a range before', () => {
    expect(textOf({})).toContain('五星级')
    const half = scoreAssessment(own.scheme, {
      findings: own.findings.slice(1).map(({ finding }) => finding),
      exclusions: [],
      specialDeductions: [],
      bonuses: [],
    })
    if (!half.ok) throw new Error(half.refusal.code)
    const open = textOf({ score: half.value })
    expect(open).toContain('不出具总分')
    expect(open).not.toContain('五星级')
  })

  it('shows the company’s own points and the difference where the two do not agree', () => {
    const leafId = own.scheme.groups[0]!.indicators[0]!.leaves[0]!.id
    const points = own.scheme.groups[0]!.indicators[0]!.leaves[0]!.points.hundredths
    expect(textOf({ own: new Map([[leafId, points - 100]]) })).toContain('"+1"')
    expect(textOf({ own: new Map([[leafId, points]]) })).not.toContain('"+')
  })

  it('tells findings, deductions, bonus, visit and sample in both languages', () => {
    const said: Partial<ReportFacts> = {
      findings: [
        {
          number: 'NC-1',
          clauses: '5.1.3.2',
          grade: { zh: '一般', en: 'Minor' },
          statement: '记录不全',
          state: { zh: '已关闭', en: 'Closed' },
          dueOn: '2026-12-01',
        },
      ],
      deductions: [
        { reason: '虚假宣传', rectifiedOn: null },
        { reason: '未公示价格', rectifiedOn: '2026-11-15' },
      ],
      bonuses: ['高于法定的质保'],
      sample: { outlets: 3, cases: 30, people: 5, sealedBy: 'company' },
      visit: {
        attendance: [
          {
            meeting: { zh: '首次会议', en: 'Opening meeting' },
            post: { zh: '总经理', en: 'General manager' },
            name: '',
            isPresent: false,
          },
        ],
        ...{ interviews: 2, tests: { count: 1, averagePercent: null }, hardware: { count: 3, nonconforming: 1 } },
        ...{
          checks: { count: 4, nonconforming: 0 },
          calls: { satisfied: 1, middle: 0, bad: 0, unanswered: 2 },
          photos: 0,
        },
      },
      submitted: { at: '2026-11-16T01:00:00.000Z', byName: '韩冰' },
    }
    for (const word of [
      'NC-1',
      '虚假宣传 (未整改)',
      '未公示价格 (已整改 2026-11-15)',
      '高于法定的质保',
      '总经理',
      '缺席',
      '1 / 0 / 0 / 2',
    ])
      expect(textOf(said)).toContain(word)
    for (const word of ['Closed', 'outstanding', 'General manager', 'absent', '30 cases', 'Grant certification'])
      expect(textOf(said, 'en')).toContain(word)
    expect(textOf({})).toContain('草稿')
    expect(textOf(said)).not.toContain('单方封定')
    expect(textOf({ sample: { outlets: 1, cases: 1, people: 1, sealedBy: 'body' } })).toContain('单方封定')
  })
})

describe('what the report tells of the visit', () => {
  const entry = (content: VisitEntryContent, given: Partial<VisitEntry> = {}): VisitEntry => ({
    ...{
      id: newId(),
      occurredAt: '2026-11-10T01:00:00.000Z',
      recordedAt: '2026-11-10T01:00:00.000Z',
      leafIds: [],
      replacesId: null,
    },
    ...{ byPersonId: newId(), byName: '马骏', content },
    ...given,
  })

  it('counts what stands, not what was replaced', async () => {
    const kit = await readDefaultKit()
    const question = kit.knowledge.questions[0]!
    const wrong = question.choices.find((choice) => choice.id !== question.right)!.id
    const hardware: ContentOf<'hardware'> = {
      kind: 'hardware',
      outletId: newId(),
      itemId: kit.hardware[0]!.id,
      verdict: 'nonconforming',
      note: '',
    }
    const first = entry(hardware)
    const test = (choiceId: string): ContentOf<'knowledge_test'> => ({
      kind: 'knowledge_test',
      personName: '李强',
      post: '技师',
      answers: [{ questionId: question.id, choiceId }],
      note: '',
    })
    const told = visitFacts(
      [
        first,
        entry({ ...hardware, verdict: 'conforms' }, { replacesId: first.id }),
        entry(test(question.right)),
        entry(test(wrong)),
        entry({
          kind: 'record_check',
          caseId: newId(),
          verdicts: [{ leafId: '5.2.4.1', conforms: false }],
          excusedReason: '',
          note: '',
        }),
        entry({ kind: 'record_check', caseId: newId(), verdicts: [], excusedReason: '已删除', note: '' }),
        entry({ kind: 'call', caseId: null, customerName: '', result: 'middle', note: '' }),
        entry({
          kind: 'attendance',
          meeting: 'opening',
          postId: kit.posts[0]!.id,
          personName: '吴刚',
          isPresent: true,
          signatureSha256: null,
          isTyped: true,
          absentReason: '',
        }),
      ],
      kit,
    )
    expect(told).toMatchObject({
      hardware: { count: 1, nonconforming: 0 },
      tests: { count: 2, averagePercent: 50 },
      checks: { count: 1, nonconforming: 1 },
      calls: { satisfied: 0, middle: 1, bad: 0, unanswered: 0 },
      attendance: [{ post: kit.posts[0]!.name, isPresent: true }],
    })
    expect(visitFacts([], kit).tests.averagePercent).toBeNull()
  })
})

describe('who writes and hands in', () => {
  const team = [
    { personId: 'han', duty: 'leader' as const, leftAt: null },
    { personId: 'ma', duty: 'auditor' as const, leftAt: null },
    { personId: 'gone', duty: 'auditor' as const, leftAt: '2026-11-10' },
    { personId: 'observer', duty: 'observer' as const, leftAt: null },
  ]
  const codeOf = (decision: { ok: boolean; refusal?: { code: string } }) =>
    decision.ok ? 'ok' : decision.refusal!.code

  it('members write while the report is open, observers and those who left do not', () => {
    expect(['han', 'ma', 'gone', 'observer', null].map((id) => mayWriteReport(team, id))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(codeOf(canWrite(team, 'ma', undefined, true))).toBe('ok')
    expect(codeOf(canWrite(team, 'ma', undefined, false))).toBe('audit_not_visited')
    expect(codeOf(canWrite(team, 'ma', { submittedAt: 'x' }, true))).toBe('report_submitted')
    expect(codeOf(canWrite(team, 'gone', undefined, true))).toBe('not_of_the_team')
  })

  it('the leader hands in what is whole, once', () => {
    const open = { submittedAt: null }
    expect(isLeader(team, 'han')).toBe(true)
    expect(codeOf(canSubmit(team, 'ma', open, { isScored: true, words: WORDS }))).toBe('leader_only')
    expect(codeOf(canSubmit(team, 'han', undefined, { isScored: true, words: undefined }))).toBe('report_incomplete')
    expect(codeOf(canSubmit(team, 'han', { submittedAt: 'x' }, { isScored: true, words: WORDS }))).toBe(
      'report_submitted',
    )
    expect(codeOf(canSubmit(team, 'han', open, { isScored: false, words: WORDS }))).toBe('scoring_not_closed')
    expect(codeOf(canSubmit(team, 'han', open, { isScored: true, words: { ...WORDS, summary: '' } }))).toBe(
      'report_incomplete',
    )
    expect(codeOf(canSubmit(team, 'han', open, { isScored: true, words: { ...WORDS, recommends: null } }))).toBe(
      'report_incomplete',
    )
    expect(codeOf(canSubmit(team, 'han', open, { isScored: true, words: WORDS }))).toBe('ok')
  })
})
