import type { AuditPlanLetter } from '#src/evaluation/certification-progress/contract/letter.ts'
import type { DocumentModel } from '#src/server/document/model.ts'
import { PLAN_WORDS } from './words.ts'

type About = { bodyName: string; clientName: string; madeAt: string; language: 'zh-CN' | 'en' }

/** The plan as a document for the client: who comes, and day by day what happens where and with whom. */
export function describePlan(plan: AuditPlanLetter, about: About): DocumentModel {
  const t = PLAN_WORDS[about.language]
  const days = [...Map.groupBy(plan.items, (item) => item.dayOn)]
  return {
    title: t.title,
    subtitle: about.clientName,
    language: about.language,
    meta: [
      { label: t.number, value: plan.auditNumber },
      { label: t.kind, value: t.kinds[plan.kind] },
      { label: t.dates, value: `${plan.fromOn} – ${plan.toOn}` },
      { label: t.scope, value: plan.scope },
    ],
    madeAt: about.madeAt,
    author: about.bodyName,
    cover: 'head',
    contents: false,
    numbered: false,
    blocks: [
      { kind: 'heading', level: 1, text: t.team },
      {
        kind: 'table',
        columns: [{ title: t.name }, { title: t.duty }],
        rows: plan.team.map(({ name, duty }) => [name, t.duties[duty]]),
      },
      { kind: 'heading', level: 1, text: t.schedule },
      {
        kind: 'table',
        columns: [
          { title: t.time, share: 1 },
          { title: t.what, share: 2 },
          { title: t.place, share: 1.6 },
          { title: t.clauses, share: 2 },
          { title: t.people, share: 1.2 },
        ],
        rows: days.flatMap(([dayOn, items]) => [
          { across: dayOn },
          ...items.map((item) => [
            `${item.fromTime}–${item.toTime}`,
            [t.items[item.kind], item.says].filter(Boolean).join('\n'),
            item.outletName || item.place,
            item.leafIds.join(', '),
            item.names.join(', '),
          ]),
        ]),
      },
      { kind: 'paragraph', text: t.objection, tone: 'quiet' },
      { kind: 'signatures', lines: [{ label: t.leader }, { label: t.client }] },
    ],
  }
}
