import type { LocalText, Scheme } from '#src/evaluation/scheme/contract.ts'
import type { AssessmentScore, LeafScore } from '#src/evaluation/score/contract.ts'
import type { Block, DocumentModel } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import type { Audit, Duty } from '../../audit/contract.ts'
import type { ReportWords } from '../contract.ts'
import { REPORT_TERMS, type ReportLanguage, type ReportTerms } from './words.ts'

/** Everything the report is made from, as the features keep it. */
export type ReportFacts = {
  bodyName: string
  madeAt: string
  client: { name: string; uscc: string; address: string }
  audit: Pick<Audit, 'number' | 'kind' | 'plannedFromOn' | 'plannedToOn' | 'personDaysTenths'>
  team: readonly { name: string; duty: Duty; personDaysTenths: number; hasLeft: boolean }[]
  visit: VisitFacts | null
  sample: { outlets: number; cases: number; people: number } | null
  scheme: Scheme
  score: AssessmentScore
  /** The company's own points by leaf, in hundredths. */
  own: ReadonlyMap<string, number>
  judgedBy: Readonly<Record<string, string>>
  deductions: readonly { reason: string; rectifiedOn: string | null }[]
  bonuses: readonly string[]
  findings: readonly {
    number: string
    clauses: string
    grade: LocalText
    statement: string
    state: LocalText
    dueOn: string
  }[]
  words: ReportWords
  submitted: { at: string; byName: string } | null
}

export type VisitFacts = {
  attendance: readonly { meeting: LocalText; post: LocalText; name: string; isPresent: boolean }[]
  interviews: number
  tests: { count: number; averagePercent: number | null }
  hardware: { count: number; nonconforming: number }
  checks: { count: number; nonconforming: number }
  calls: { satisfied: number; middle: number; bad: number; unanswered: number }
  photos: number
}

type Setting = { facts: ReportFacts; t: ReportTerms; local: (text: LocalText) => string }

/** The audit report as a document; what is not judged yet shows as a range, never as a total. */
export function composeReport(facts: ReportFacts, language: ReportLanguage): DocumentModel {
  const t = REPORT_TERMS[language]
  const setting: Setting = { facts, t, local: (text) => (language === 'en' ? text.en : text.zh) }
  const { audit, client, submitted } = facts
  return {
    title: t.title,
    subtitle: client.name,
    language,
    meta: [
      { label: t.number, value: audit.number },
      { label: t.kind, value: t.kinds[audit.kind] },
      { label: t.madeAt, value: facts.madeAt.slice(0, 10) },
      { label: t.leader, value: submitted ? `${submitted.byName}, ${submitted.at.slice(0, 10)}` : t.draft },
    ],
    madeAt: facts.madeAt,
    author: facts.bodyName,
    cover: 'page',
    contents: true,
    numbered: true,
    blocks: [
      ...aboutBlocks(setting),
      ...howBlocks(setting),
      ...resultBlocks(setting),
      ...leafBlocks(setting),
      ...findingBlocks(setting),
      ...conclusionBlocks(setting),
    ],
  }
}

function heading(level: 1 | 2, text: string): Block {
  return { kind: 'heading', level, text }
}

function aboutBlocks({ facts, t }: Setting): Block[] {
  const { audit, client, scheme, words } = facts
  const days = [audit.plannedFromOn, audit.plannedToOn].filter(Boolean).join(' – ')
  return [
    heading(1, t.about),
    {
      kind: 'keyValues',
      rows: [
        { label: t.client, value: client.name },
        { label: t.uscc, value: client.uscc },
        { label: t.address, value: client.address || t.none },
        { label: t.basis, value: `${scheme.standard} (${scheme.id} v${scheme.version})` },
        { label: t.scope, value: words.scope || t.none },
        { label: t.dates, value: `${days || t.none}, ${audit.personDaysTenths / 10} ${t.days}` },
      ],
    },
    heading(2, t.team),
    {
      kind: 'table',
      columns: [
        { title: t.name, share: 2 },
        { title: t.duty, share: 2 },
        { title: t.days, share: 1, align: 'right' },
      ],
      rows: facts.team.map((one) => [
        one.hasLeft ? `${one.name} (${t.left})` : one.name,
        t.duties[one.duty],
        String(one.personDaysTenths / 10),
      ]),
    },
  ]
}

function howBlocks({ facts, t, local }: Setting): Block[] {
  const { visit, sample } = facts
  const sampled: Block[] = sample
    ? [
        { kind: 'paragraph', text: t.sampleText },
        {
          kind: 'keyValues',
          rows: [
            { label: t.sampleOutlets, value: String(sample.outlets) },
            { label: t.sampleCases, value: `${sample.cases} ${t.cases}` },
            { label: t.samplePeople, value: `${sample.people} ${t.people}` },
          ],
        },
      ]
    : [{ kind: 'paragraph', text: t.noSample }]
  if (!visit) return [heading(1, t.how), { kind: 'paragraph', text: t.noVisit }, heading(2, t.sample), ...sampled]
  const { calls, tests } = visit
  return [
    heading(1, t.how),
    heading(2, t.meetings),
    {
      kind: 'table',
      columns: [
        { title: t.meeting, share: 2 },
        { title: t.post, share: 2 },
        { title: t.name, share: 2 },
        { title: t.state },
      ],
      rows: visit.attendance.map((one) => [
        local(one.meeting),
        local(one.post),
        one.name || t.none,
        one.isPresent ? { text: t.present, tone: 'good' } : { text: t.absent, tone: 'warn' },
      ]),
    },
    heading(2, t.work),
    {
      kind: 'keyValues',
      rows: [
        { label: t.interviews, value: String(visit.interviews) },
        {
          label: t.tests,
          value: tests.averagePercent === null ? String(tests.count) : `${tests.count} (${tests.averagePercent}%)`,
        },
        { label: t.hardware, value: `${visit.hardware.count} (${visit.hardware.nonconforming})` },
        { label: t.checks, value: `${visit.checks.count} (${visit.checks.nonconforming})` },
        { label: t.calls, value: [calls.satisfied, calls.middle, calls.bad, calls.unanswered].join(' / ') },
        { label: t.photos, value: String(visit.photos) },
      ],
    },
    heading(2, t.sample),
    ...sampled,
  ]
}

const points = (hundredths: number) => (hundredths / 100).toFixed(2).replace(/\.?0+$/, '')

function resultBlocks({ facts, t, local }: Setting): Block[] {
  const { scheme, score, deductions, bonuses } = facts
  const level = scheme.rules.levels.find((one) => one.id === score.grade?.levelId)
  const head: Block = score.score
    ? {
        kind: 'keyValues',
        rows: [
          { label: t.score, value: score.score.text },
          { label: t.level, value: level ? local(level.name) : t.noLevel },
        ],
      }
    : {
        kind: 'paragraph',
        tone: 'warn',
        text: fillText(t.range, { low: score.range.lowest.score.text, high: score.range.highest.score.text }),
      }
  const groups = scheme.groups.map((group) => ({ group, got: score.groups.find((one) => one.id === group.id) }))
  return [
    heading(1, t.result),
    head,
    {
      kind: 'chart',
      form: 'bar',
      title: t.byGroup,
      categories: groups.map(({ group }) => local(group.name)),
      series: [
        { name: t.points, values: groups.map(({ group }) => group.points.hundredths / 100) },
        { name: t.got, values: groups.map(({ got }) => (got ? got.got.hundredths / 100 : null)) },
      ],
    },
    heading(2, t.special),
    deductions.length === 0
      ? { kind: 'paragraph', text: t.specialNone }
      : {
          kind: 'list',
          items: deductions.map((one) =>
            one.rectifiedOn ? `${one.reason} (${t.rectified} ${one.rectifiedOn})` : `${one.reason} (${t.outstanding})`,
          ),
        },
    ...(bonuses.length > 0 ? [heading(2, t.bonus), { kind: 'list', items: bonuses } as const] : []),
  ]
}

function leafBlocks({ facts, t, local }: Setting): Block[] {
  const { scheme, score, own, judgedBy } = facts
  const scored = new Map(
    score.groups.flatMap((group) => group.indicators.flatMap((one) => one.leaves)).map((leaf) => [leaf.id, leaf]),
  )
  const rows = scheme.groups.flatMap((group) =>
    group.indicators.flatMap((indicator) => [
      { across: `${indicator.id} ${local(indicator.name)}` },
      ...indicator.leaves.map((leaf) => {
        const found = scored.get(leaf.id)
        const ownHundredths = own.get(leaf.id)
        const difference =
          found && ownHundredths !== undefined && isKnown(found) ? found.got.hundredths - ownHundredths : null
        return [
          `${leaf.id} ${local(leaf.name)}`,
          points(leaf.points.hundredths),
          found && isKnown(found) ? { text: points(found.got.hundredths), tone: toneOf(found) } : t.none,
          ownHundredths === undefined ? t.none : points(ownHundredths),
          difference ? { text: `${difference > 0 ? '+' : ''}${points(difference)}`, tone: 'warn' as const } : t.none,
          found ? [t.states[found.state], found.reason].filter(Boolean).join(': ') : t.states.missing,
          judgedBy[leaf.id] ?? t.none,
        ]
      }),
    ]),
  )
  return [
    heading(1, t.leaves),
    {
      kind: 'table',
      columns: [
        { title: t.clause, share: 4 },
        { title: t.points, share: 1, align: 'right' },
        { title: t.got, share: 1, align: 'right' },
        { title: t.own, share: 1, align: 'right' },
        { title: t.difference, share: 1, align: 'right' },
        { title: t.judged, share: 4 },
        { title: t.by, share: 1.5 },
      ],
      rows,
    },
  ]
}

function isKnown(leaf: LeafScore): boolean {
  return leaf.state !== 'missing' && leaf.state !== 'excluded'
}

function toneOf(leaf: LeafScore): 'good' | 'warn' | 'bad' {
  if (leaf.state === 'full') return 'good'
  return leaf.state === 'partly' ? 'warn' : 'bad'
}

function findingBlocks({ facts, t, local }: Setting): Block[] {
  if (facts.findings.length === 0) return [heading(1, t.findings), { kind: 'paragraph', text: t.findingsNone }]
  return [
    heading(1, t.findings),
    {
      kind: 'table',
      columns: [
        { title: t.number, share: 1.5 },
        { title: t.clause, share: 1.5 },
        { title: t.grade, share: 1.5 },
        { title: t.statement, share: 5 },
        { title: t.due, share: 1.5 },
        { title: t.state, share: 1.5 },
      ],
      rows: facts.findings.map((one) => [
        one.number,
        one.clauses,
        local(one.grade),
        one.statement,
        one.dueOn,
        local(one.state),
      ]),
    },
  ]
}

function conclusionBlocks({ facts, t }: Setting): Block[] {
  const { words, submitted } = facts
  const said = [
    [t.summary, words.summary],
    [t.strengths, words.strengths],
    [t.weaknesses, words.weaknesses],
  ] as const
  return [
    heading(1, t.conclusion),
    ...said
      .filter(([, text]) => text !== '')
      .flatMap(([name, text]): Block[] => [heading(2, name), { kind: 'paragraph', text }]),
    heading(2, t.recommendation),
    {
      kind: 'keyValues',
      rows: [
        { label: t.recommendation, value: words.recommends ? t.recommends[words.recommends] : t.none },
        { label: t.reason, value: words.recommendsReason || t.none },
      ],
    },
    { kind: 'paragraph', text: t.independent, tone: 'quiet' },
    {
      kind: 'signatures',
      lines: [
        { label: t.leader, ...(submitted ? { name: submitted.byName, on: submitted.at.slice(0, 10) } : {}) },
        { label: t.clientSide },
      ],
    },
  ]
}
