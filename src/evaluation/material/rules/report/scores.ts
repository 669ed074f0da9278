import type { Block, Cell, TableRow, Tone } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import type { Adjustment } from '../../../adjustment/contract.ts'
import type { Group, Leaf } from '../../../scheme/contract.ts'
import type { LeafScore } from '../../../score/contract.ts'
import type { ReportData, ReportScores } from './data.ts'
import { atWords, type Words } from './words.ts'

const points = (hundredths: number) => (hundredths / 100).toFixed(2)
const TONES: Record<LeafScore['state'], Tone> = {
  full: 'good',
  partly: 'warn',
  lost: 'bad',
  missing: 'quiet',
  excluded: 'quiet',
}

/** Scores by part, indicator and requirement with reasons and evidence. Nothing here shows a total while anything is missing. */
export function scoreBlocks({ scores, zone }: ReportData, words: Words): Block[] {
  const own = words.report.scores
  const title: Block = { kind: 'heading', level: 1, text: own.title }
  if (!scores) return [title, { kind: 'paragraph', text: own.none, tone: 'quiet' }]
  const { scheme, tallies } = scores
  const unconfirmed = scheme.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .filter((leaf) => leaf.points.provenance.kind === 'default').length
  const indicators = scheme.groups.flatMap((group) => group.indicators)
  return [
    title,
    { kind: 'paragraph', text: basisWords(scores, zone, words) },
    { kind: 'keyValues', rows: summaryRows(scores, words) },
    ...(unconfirmed > 0
      ? [{ kind: 'paragraph' as const, text: fillText(own.provenance, { count: unconfirmed }), tone: 'quiet' as const }]
      : []),
    {
      kind: 'table',
      caption: own.groups,
      columns: [
        { title: own.group, share: 3 },
        ...[own.of, own.got, own.missing].map((name) => ({ title: name, align: 'right' as const })),
      ],
      rows: scheme.groups.flatMap((group): TableRow[] => [
        tallyRow(group.id, words.local(group.name), tallies, true),
        ...group.indicators.map((one) => tallyRow(one.id, words.local(one.name), tallies, false)),
      ]),
    },
    {
      kind: 'chart',
      form: 'bar',
      title: own.chart,
      unit: own.chartUnit,
      categories: indicators.map((one) => one.id),
      series: [{ name: own.share, values: indicators.map((one) => shareOf(tallies.get(one.id))) }],
    },
    ...scheme.groups.flatMap((group) => groupBlocks(group, scores, zone, words)),
    ...adjustmentBlocks(scores, words),
  ]
}

function basisWords(scores: ReportScores, zone: string, words: Words): string {
  const { basis, title, fromOn: from, toOn: to, closedAt, closedByName: name, score } = scores
  const missing = score.missingLeafIds.length
  const own = words.report.scores.basis
  if (basis === 'closed') return fillText(own.closed, { title, from, to, name, at: atWords(closedAt!, zone) })
  if (basis === 'open') return fillText(score.score ? own.openDone : own.open, { title, from, to, missing })
  return fillText(score.score ? own.boardDone : own.board, { from, to, missing })
}

function summaryRows({ scheme, score }: ReportScores, words: Words) {
  const own = words.report.scores
  const levelOf = (id: string | null) => {
    const level = scheme.rules.levels.find((one) => one.id === id)
    return level ? words.local(level.name) : own.noLevel
  }
  const { lowest, highest } = score.range
  const outcome =
    score.score && score.grade
      ? [
          { label: own.score, value: score.score.text },
          { label: own.level, value: levelOf(score.grade.levelId) },
        ]
      : [
          {
            label: own.range,
            value: fillText(own.rangeOf, {
              ...{ low: lowest.score.text, high: highest.score.text },
              ...{ lowLevel: levelOf(lowest.grade.levelId), highLevel: levelOf(highest.grade.levelId) },
            }),
          },
          { label: own.known, value: `${(score.knownShareBasisPoints / 100).toFixed(2)}%` },
        ]
  const { count, deductedHundredths } = score.specialDeductions
  return [
    ...outcome,
    { label: own.deductions, value: fillText(own.deductionsOf, { count, points: points(deductedHundredths) }) },
    { label: own.bonus, value: fillText(own.points, { points: points(score.bonus.countedHundredths) }) },
    { label: own.excluded, value: fillText(own.points, { points: points(score.excludedHundredths) }) },
  ]
}

type Tallies = ReportScores['tallies']

function tallyRow(id: string, name: string, tallies: Tallies, isGroup: boolean): Cell[] {
  const tally = tallies.get(id)
  const texts = tally
    ? [tally.involvedHundredths, tally.gotHundredths, tally.missingHundredths].map(points)
    : ['—', '—', '—']
  const cells = [`${isGroup ? '' : '　'}${id} ${name}`, ...texts]
  return isGroup ? cells.map((text) => ({ text, tone: 'strong' as const })) : cells
}

/** Of the points that have a finding; null, a gap, where none has. */
function shareOf(tally: ReturnType<Tallies['get']>): number | null {
  const known = tally ? tally.involvedHundredths - tally.missingHundredths : 0
  return tally && known > 0 ? Math.round((tally.gotHundredths / known) * 1000) / 10 : null
}

function groupBlocks(group: Group, scores: ReportScores, zone: string, words: Words): Block[] {
  const own = words.report.scores
  return [
    { kind: 'heading', level: 2, text: `${words.local(group.name)} (${group.id})` },
    {
      kind: 'table',
      columns: [
        { title: own.clause, share: 1.1 },
        { title: own.leaf, share: 2.6 },
        { title: own.of, share: 0.8, align: 'right' },
        { title: own.got, share: 0.8, align: 'right' },
        { title: own.state, share: 1.2 },
        { title: own.reason, share: 4.2 },
      ],
      rows: group.indicators.flatMap((indicator): TableRow[] => [
        { across: `${indicator.id} ${words.local(indicator.name)}` },
        ...indicator.leaves.map((leaf) => leafRow(leaf, scores, zone, words)),
      ]),
    },
  ]
}

function leafRow(leaf: Leaf, scores: ReportScores, zone: string, words: Words): Cell[] {
  const score = scores.leaves.get(leaf.id)
  const state = score?.state ?? 'missing'
  const isOpen = state === 'missing' || state === 'excluded'
  return [
    leaf.id,
    words.local(leaf.name),
    points(leaf.points.hundredths),
    isOpen || !score ? '—' : points(score.got.hundredths),
    { text: words.evaluation.node.state[state], tone: TONES[state] },
    reasonWords(leaf, score, scores, zone, words),
  ]
}

function reasonWords(
  leaf: Leaf,
  score: LeafScore | undefined,
  scores: ReportScores,
  zone: string,
  words: Words,
): string {
  const own = words.report.scores
  const judged = scores.judged.get(leaf.id)
  const evidence = scores.evidence.filter((one) => one.leafId === leaf.id)
  const lines = [
    score ? whyWords(score, scores, words) : '',
    judged ? fillText(own.by, { name: judged.byName, at: atWords(judged.at, zone) }) : '',
    evidence.length > 0
      ? fillText(own.evidence, {
          list: evidence
            .map((one) => `${one.title} (${one.effectiveFromOn}${one.effectiveToOn ? `–${one.effectiveToOn}` : ''})`)
            .join('; '),
        })
      : '',
  ]
  return lines.filter(Boolean).join('\n')
}

function whyWords(score: LeafScore, { scheme }: ReportScores, words: Words): string {
  if (!score.explanation) return score.reason ?? ''
  const { code, params } = score.explanation
  const measure = scheme.measures.find((entry) => entry.id === params.measure)
  const named = { ...params, measure: measure ? words.local(measure.name) : String(params.measure ?? '') }
  return fillText(words.evaluation.explain[code], named)
}

function adjustmentBlocks({ adjustments, scheme }: ReportScores, words: Words): Block[] {
  if (adjustments.length === 0) return []
  const own = words.report.scores
  const about = (one: Adjustment) => {
    const trigger = scheme.rules.specialDeduction.triggers.find((entry) => entry.id === one.triggerId)
    return trigger ? words.local(trigger.name) : (one.leafId ?? '')
  }
  const rectified = (one: Adjustment): Cell => {
    if (one.kind !== 'special_deduction') return ''
    if (one.rectifiedOn) return fillText(own.rectifiedOn, { day: one.rectifiedOn, words: one.rectification })
    return { text: own.outstanding, tone: 'bad' }
  }
  return [
    { kind: 'heading', level: 2, text: own.adjustments },
    {
      kind: 'table',
      columns: [
        { title: own.adjustment },
        { title: own.about, share: 2 },
        { title: own.adjustmentReason, share: 3 },
        { title: own.rectified, share: 2 },
      ],
      rows: adjustments.map((one) => [
        words.evaluation.adjustment.kind[one.kind],
        about(one),
        one.reason,
        rectified(one),
      ]),
    },
  ]
}
