import type { DocumentModel } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import type { ReportData } from './data.ts'
import { scoreBlocks } from './scores.ts'
import { materialBlocks, outletBlocks, profileBlocks, staffBlocks } from './standing.ts'
import { atWords, type Language, wordsIn } from './words.ts'
import { caseBlocks, complaintBlocks, ratingBlocks } from './work.ts'

/** The self-evaluation report: three years of service, satisfaction, complaints, outlets, people, material and scores; nobody's data in it. */
export function composeReport(data: ReportData, language: Language): DocumentModel {
  const words = wordsIn(language)
  const own = words.report
  const { scores, fromOn, todayOn, zone, madeAt, name } = data
  return {
    title: own.title,
    language,
    meta: [
      { label: own.company, value: data.form.legalName || name },
      { label: own.period, value: fillText(own.from, { from: fromOn, to: todayOn }) },
      ...(scores
        ? [{ label: own.standard, value: `${scores.scheme.standard} ${words.local(scores.scheme.title)}` }]
        : []),
      { label: own.madeAt, value: atWords(madeAt, zone) },
    ],
    madeAt,
    author: data.form.legalName || name,
    ...{ cover: 'page', contents: true, numbered: true },
    blocks: [
      ...profileBlocks(data, words),
      ...caseBlocks(data, words),
      ...ratingBlocks(data, words),
      ...complaintBlocks(data, words),
      ...outletBlocks(data, words),
      ...staffBlocks(data, words),
      ...materialBlocks(data, words),
      ...scoreBlocks(data, words),
      { kind: 'heading', level: 1, text: own.sign.title },
      { kind: 'paragraph', text: own.sign.lead },
      { kind: 'paragraph', text: own.masking, tone: 'quiet' },
      { kind: 'signatures', lines: [{ label: own.sign.representative }, { label: own.sign.manager }] },
    ],
  }
}
