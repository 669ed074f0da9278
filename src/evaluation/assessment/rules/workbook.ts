import enWords from '#src/app/messages/en/assessment.json' with { type: 'json' }
import enEvaluation from '#src/app/messages/en/evaluation.json' with { type: 'json' }
import zhWords from '#src/app/messages/zh-CN/assessment.json' with { type: 'json' }
import zhEvaluation from '#src/app/messages/zh-CN/evaluation.json' with { type: 'json' }
import { fillText } from '#src/shared/fill-text.ts'
import type { Adjustment } from '../../adjustment/contract.ts'
import type { LocalText } from '../../scheme/contract.ts'
import type { Explanation, LeafScore } from '../../score/contract.ts'
import type { AssessmentExport, ExportedFinding } from '../contract/export.ts'

export type Language = 'zh-CN' | 'en'
export type Cell = string | number | null
/** One sheet: its first row names the columns; `widths` in characters. */
export type Sheet = { name: string; heads: string[]; widths: number[]; rows: Cell[][] }

type Words = { own: typeof zhWords.workbook; all: typeof zhEvaluation; local: (text: LocalText) => string }

const wordsIn = (language: Language): Words =>
  language === 'en'
    ? { own: enWords.workbook, all: enEvaluation as typeof zhEvaluation, local: (text) => text.en }
    : { own: zhWords.workbook, all: zhEvaluation, local: (text) => text.zh }

/** The findings of a round as sheets: how it stands, one for each group, the items of the samples, the evidence, what was added by people. */
export function layFindings(given: AssessmentExport, language: Language): Sheet[] {
  const words = wordsIn(language)
  const groups = given.scheme.groups.map((_, at) => groupSheet(given, at, words))
  return [
    summarySheet(given, words),
    ...groups,
    itemSheet(given, words),
    evidenceSheet(given, words),
    adjustmentSheet(given, words),
  ]
}

const points = (hundredths: number): number => hundredths / 100

function summarySheet(given: AssessmentExport, { own, local }: Words): Sheet {
  const { scheme, score } = given
  const levelOf = (id: string | null) => {
    const level = scheme.rules.levels.find((one) => one.id === id)
    return level ? local(level.name) : own.noLevel
  }
  const { lowest, highest } = score.range
  const rows: Cell[][] = [
    [own.title, given.title],
    [own.scheme, `${scheme.standard} ${local(scheme.title)}`],
    [own.schemeHash, given.schemeHash],
    [own.period, `${given.fromOn} – ${given.toOn}`],
    [own.closedAt, given.closedAt ?? own.open],
    [own.closedBy, given.closedByName],
    [own.score, score.score ? Number(score.score.text) : own.incomplete],
    [own.level, score.grade ? levelOf(score.grade.levelId) : own.incomplete],
    [own.lowest, Number(lowest.score.text)],
    [own.highest, Number(highest.score.text)],
    [own.missing, score.missingLeafIds.length],
    [own.specialDeductions, score.specialDeductions.count],
    [own.bonus, points(score.bonus.countedHundredths)],
    [own.excluded, points(score.excludedHundredths)],
    ...score.groups.map((group, at): Cell[] => [
      `${group.id} ${local(scheme.groups[at]!.name)}`,
      fillText(own.gotOf, { got: points(group.got.hundredths), of: points(group.involvedHundredths) }),
    ]),
  ]
  return { name: own.summary, heads: [own.what, own.value], widths: [28, 70], rows }
}

function groupSheet(given: AssessmentExport, at: number, words: Words): Sheet {
  const { own, all, local } = words
  const group = given.scheme.groups[at]!
  const found = new Map(given.findings.map((one) => [one.finding.leafId, one]))
  const rows = group.indicators.flatMap((indicator, place) =>
    indicator.leaves.map((leaf, index): Cell[] => {
      const score = given.score.groups[at]!.indicators[place]!.leaves[index]!
      const one = found.get(leaf.id)
      return [
        leaf.id,
        local(indicator.name),
        local(leaf.name),
        local(leaf.asks),
        all.node.state[score.state],
        points(leaf.points.hundredths),
        score.state === 'missing' || score.state === 'excluded' ? null : points(score.got.hundredths),
        score.state === 'missing' || score.state === 'excluded' ? null : points(score.lost.hundredths),
        one ? own.kinds[one.finding.kind] : '',
        ...sampleOf(one),
        reasonOf(given, score, words),
        one?.byName ?? '',
        one?.at ?? '',
      ]
    }),
  )
  const {
    clause,
    indicator,
    leaf,
    asks,
    state,
    points: of,
    got,
    lost,
    kind,
    sampled,
    nonconforming,
    reason,
    by,
    at: when,
  } = own
  return {
    name: `${group.id} ${local(group.name)}`,
    heads: [clause, indicator, leaf, asks, state, of, got, lost, kind, sampled, nonconforming, reason, by, when],
    widths: [10, 20, 26, 44, 10, 8, 8, 8, 12, 8, 10, 50, 12, 26],
    rows,
  }
}

function sampleOf(one: ExportedFinding | undefined): [Cell, Cell] {
  if (one?.finding.kind === 'sampled') return [one.finding.sampled, one.finding.nonconforming]
  if (one?.finding.kind === 'computed' && one.finding.verdict.mode === 'sampled')
    return [one.finding.verdict.sampled, one.finding.verdict.nonconforming]
  return [null, null]
}

function reasonOf(given: AssessmentExport, score: LeafScore, { all, local }: Words): string {
  if (!score.explanation) return score.reason ?? ''
  const { code, params } = score.explanation as Explanation
  const measure = given.scheme.measures.find((entry) => entry.id === params.measure)
  return fillText(all.explain[code], {
    ...params,
    measure: measure ? local(measure.name) : String(params.measure ?? ''),
  })
}

function itemSheet(given: AssessmentExport, { own }: Words): Sheet {
  const rows = given.findings.flatMap(({ finding, items }) =>
    (items ?? []).map((item): Cell[] => [
      finding.leafId,
      item.label,
      item.record ? `${item.record.type} ${item.record.id}` : '',
      item.conforms ? own.conforms : own.fails,
      item.note,
    ]),
  )
  const heads = [own.clause, own.item, own.record, own.verdict, own.note]
  return { name: own.items, heads, widths: [10, 40, 50, 12, 60], rows }
}

function evidenceSheet(given: AssessmentExport, { own }: Words): Sheet {
  const rows = given.evidence.map((one): Cell[] => [
    one.leafId,
    one.title,
    own.evidenceKinds[one.kind],
    one.fileSha256 ?? one.url ?? `${one.recordType} ${one.recordId}`,
    one.effectiveFromOn,
    one.effectiveToOn ?? one.effectiveFromOn,
    one.addedAt,
    one.addedByName,
    one.withdrawnReason,
  ])
  const heads = [own.clause, own.item, own.kind, own.reference, own.from, own.to, own.addedAt, own.by, own.withdrawn]
  return { name: own.evidence, heads, widths: [10, 40, 10, 66, 12, 12, 26, 12, 40], rows }
}

function adjustmentSheet(given: AssessmentExport, { own, all }: Words): Sheet {
  const about = (one: Adjustment) => one.leafId ?? one.triggerId ?? ''
  const rows = given.adjustments.map((one): Cell[] => [
    all.adjustment.kind[one.kind],
    about(one),
    one.reason,
    one.addedByName,
    one.addedAt,
    one.rectifiedOn,
    one.rectification,
  ])
  const heads = [own.kind, own.about, own.reason, own.by, own.when, own.rectifiedOn, own.rectification]
  return { name: own.adjustments, heads, widths: [14, 16, 60, 12, 26, 12, 60], rows }
}
