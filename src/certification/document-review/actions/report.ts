import en from '#src/app/messages/en/visit.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/visit.json' with { type: 'json' }
import type { DocumentModel, Tone } from '#src/server/document/model.ts'
import { renderPdf } from '#src/server/document/render.ts'
import { keepMade } from '#src/server/files/keep.ts'
import type { FileStore } from '#src/server/files/store.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import type { Decision } from '#src/shared/decision.ts'
import { dayOf } from '#src/shared/instant.ts'
import type { DocumentReview, DocumentVerdict } from '../contract.ts'

const WORDS = { 'zh-CN': zh, en }
export type Language = keyof typeof WORDS
type About = { auditNumber: string; clientName: string; bodyName: string }

const TONES: Record<DocumentVerdict, Tone> = { conforms: 'good', supplement: 'warn', nonconforming: 'bad' }

/** The report of a round as a document: conclusion first, then every document with verdict, clause and remark. `at` dates one not closed yet. */
export function describeReview(
  round: Omit<DocumentReview, 'parcelId' | 'version'>,
  about: About,
  language: Language,
  at: string,
): DocumentModel {
  const words = WORDS[language].documents
  const verdictOf = (verdict: DocumentVerdict | null) => (verdict ? words.verdict[verdict] : words.unjudged)
  const madeAt = round.closedAt ?? at
  return {
    title: words.reportTitle,
    subtitle: about.clientName,
    language,
    meta: [
      { label: words.auditNumber, value: about.auditNumber },
      { label: words.round, value: String(round.number) },
      { label: words.openedOn, value: dayOf(Date.parse(round.openedAt)) },
      { label: words.closedOn, value: round.closedAt ? dayOf(Date.parse(round.closedAt)) : words.notClosed },
      { label: words.reviewer, value: round.closedByName || round.openedByName },
    ],
    madeAt,
    author: about.bodyName,
    cover: 'head',
    contents: false,
    numbered: false,
    blocks: [
      { kind: 'heading', level: 1, text: words.conclusion },
      {
        kind: 'paragraph',
        text: verdictOf(round.conclusion),
        ...(round.conclusion ? { tone: TONES[round.conclusion] } : {}),
      },
      ...(round.summary ? [{ kind: 'paragraph' as const, text: round.summary }] : []),
      ...(round.supplyByOn
        ? [{ kind: 'paragraph' as const, text: `${words.supplyBy} ${round.supplyByOn}`, tone: 'strong' as const }]
        : []),
      { kind: 'heading', level: 1, text: words.list },
      {
        kind: 'table',
        columns: [
          { title: words.document, share: 3 },
          { title: words.clauses, share: 1.2 },
          { title: words.verdictTitle, share: 1.3 },
          { title: words.remark, share: 4 },
        ],
        rows: round.items.map((item) => [
          titleIn(item, language),
          item.clauseIds.join(' '),
          item.verdict ? { text: verdictOf(item.verdict), tone: TONES[item.verdict] } : verdictOf(null),
          item.remark,
        ]),
      },
      { kind: 'signatures', lines: [{ label: words.reviewer, name: round.closedByName || round.openedByName }] },
    ],
  }
}

/** A material of the checklist by its name in the language; anything else as it was called. */
export function titleIn({ materialId, title }: { materialId: string; title: string }, language: Language): string {
  const names: Record<string, string> = WORDS[language].documents.material
  return names[materialId] ?? names[title] ?? title
}

/** Keeps the report as a file of the body, in Chinese: it goes out with the letter. */
export async function keepReport(
  tx: WriteTx,
  files: FileStore,
  round: Omit<DocumentReview, 'parcelId' | 'version'>,
  about: About,
): Promise<Decision<{ sha256: string }>> {
  const pdf = await renderPdf(describeReview(round, about, 'zh-CN', tx.at))
  return keepMade(tx, files, pdf)
}
