import type { Block, DocumentModel } from '#src/server/document/model.ts'
import { heading, type ReportFacts, type Setting } from './facts.ts'
import { leafBlocks, resultBlocks } from './result.ts'
import { REPORT_TERMS, type ReportLanguage } from './words.ts'

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
        { kind: 'paragraph', text: sample.sealedBy === 'company' ? t.sampleText : t.oneSidedText },
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
