import type { Block, DocumentModel, TableRow } from '#src/server/document/model.ts'
import type { ContractTerms, FeeLine, PersonDayLine, ReckonedPart, Reckoning } from '../contract.ts'
import { lineValues, showDays, showYuan } from './words.ts'

export type Language = DocumentModel['language']
/** A text of the catalogue in the language of the document; given by whoever makes the document. */
export type Say = (key: string, values?: Record<string, string | number>) => string

export type Quotation = {
  number: string
  quotedAt: string
  /** The day in words of the document: when it was quoted. */
  quotedOn: string
  terms: ContractTerms
  reckoning: Reckoning
}

/** Quotation and contract in one document, with the whole calculation as its annex. */
export function quotationDocument(quotation: Quotation, language: Language, say: Say): DocumentModel {
  const { number, quotedAt, quotedOn, terms, reckoning } = quotation
  const parts: [string, ReckonedPart][] = [
    ['initial', reckoning.initial],
    ['surveillance', reckoning.surveillance],
    ['recertification', reckoning.recertification],
  ]
  return {
    title: say('document.title'),
    subtitle: terms.clientName,
    language,
    meta: [
      { label: say('document.number'), value: number },
      { label: say('document.application'), value: terms.applicationNumber },
      { label: say('document.quotedOn'), value: quotedOn },
      { label: say('document.body'), value: terms.bodyName },
    ],
    madeAt: quotedAt,
    author: terms.bodyName,
    cover: 'head',
    contents: false,
    numbered: true,
    blocks: [
      { kind: 'heading', level: 1, text: say('document.parties') },
      { kind: 'keyValues', rows: partiesOf(terms, say) },
      { kind: 'heading', level: 1, text: say('document.subject') },
      { kind: 'keyValues', rows: subjectOf(terms, reckoning, say) },
      { kind: 'heading', level: 1, text: say('document.time') },
      timeTable(parts, say),
      { kind: 'heading', level: 1, text: say('document.fees') },
      ...parts.flatMap(([kind, part]): Block[] => [feeTable(say(`audit.${kind}`), part.feeLines, say)]),
      { kind: 'paragraph', text: say('document.feesNote'), tone: 'quiet' },
      { kind: 'heading', level: 1, text: say('document.duties') },
      { kind: 'list', items: dutiesOf(terms, say) },
      { kind: 'heading', level: 1, text: say('document.signing') },
      {
        kind: 'signatures',
        lines: [{ label: say('document.signBody') }, { label: say('document.signClient') }],
      },
      { kind: 'heading', level: 1, text: say('document.annex') },
      { kind: 'paragraph', text: say('document.annexNote', { number: reckoning.rulesNumber }) },
      ...parts.map(([kind, part]) => linesTable(say(`audit.${kind}`), part.lines, say)),
    ],
  }
}

type Rows = { label: string; value: string }[]

function partiesOf(terms: ContractTerms, say: Say): Rows {
  return [
    { label: say('document.body'), value: terms.bodyName },
    { label: say('document.client'), value: terms.clientName },
    { label: say('document.uscc'), value: terms.uscc },
    { label: say('document.address'), value: terms.address },
    { label: say('document.legalRepresentative'), value: terms.legalRepresentative },
    { label: say('document.contact'), value: terms.contactName },
  ]
}

function subjectOf(terms: ContractTerms, reckoning: Reckoning, say: Say): Rows {
  return [
    { label: say('document.standard'), value: terms.standard },
    { label: say('document.wanted'), value: say(`level.${terms.wantedLevelId}`) },
    { label: say('document.scope'), value: terms.scope },
    { label: say('document.classes'), value: terms.productClasses.join('; ') },
    { label: say('document.headcount'), value: String(reckoning.headcount) },
    { label: say('document.outlets'), value: String(terms.outletCount) },
  ]
}

function dutiesOf(terms: ContractTerms, say: Say): string[] {
  const { validMonths, surveillanceWithinMonths } = terms
  return [
    say('document.dutyTruth'),
    say('document.dutyAccess'),
    say('document.dutyHeadcount'),
    say('document.dutySurveillance', { validMonths, surveillanceWithinMonths }),
    say('document.dutyImpartial'),
    say('document.dutySecret'),
    say('document.dutyMark'),
  ]
}

function timeTable(parts: readonly [string, ReckonedPart][], say: Say): Block {
  return {
    kind: 'table',
    columns: [
      { title: say('document.audit'), share: 2 },
      { title: say('document.totalDays'), align: 'right' },
      { title: say('document.onSiteDays'), align: 'right' },
    ],
    rows: parts.map(([kind, part]) => [say(`audit.${kind}`), showDays(part.totalTenths), showDays(part.onSiteTenths)]),
  }
}

function feeTable(caption: string, lines: readonly FeeLine[], say: Say): Block {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: say('document.item'), share: 3 },
      { title: say('document.yuan'), align: 'right' },
    ],
    rows: lines.map((line): TableRow => {
      const tone = line.code === 'total' ? ('strong' as const) : ('plain' as const)
      const days = typeof line.params.tenths === 'number' ? showDays(line.params.tenths) : ''
      const each = typeof line.params.eachFen === 'number' ? showYuan(line.params.eachFen) : ''
      return [
        { text: say(`fee.${line.code}`, { days, each }), tone },
        { text: showYuan(line.fen), tone },
      ]
    }),
  }
}

function linesTable(caption: string, lines: readonly PersonDayLine[], say: Say): Block {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: say('document.step'), share: 4 },
      { title: say('document.days'), align: 'right' },
    ],
    rows: lines.map((line): TableRow => {
      const tone = line.code === 'total' ? ('strong' as const) : ('plain' as const)
      return [
        { text: say(`line.${line.code}`, lineValues(line)), tone },
        { text: showDays(line.tenths), tone },
      ]
    }),
  }
}
