import type { Block, TableRow } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import { maskWords } from '../mask.ts'
import { MOST_LOW_RATINGS, monthsBetween, type ReportData } from './data.ts'
import { kindWord, type Words } from './words.ts'

/** More colours than this nobody tells apart. */
const MOST_KINDS_DRAWN = 6

const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
const percent = (part: number, whole: number) => (whole === 0 ? '—' : ((part / whole) * 100).toFixed(1))

export function caseBlocks({ cases, fromOn, todayOn }: ReportData, words: Words): Block[] {
  const own = words.report.cases
  const title: Block = { kind: 'heading', level: 1, text: own.title }
  if (cases.length === 0) return [title, { kind: 'paragraph', text: own.none, tone: 'quiet' }]
  const total = sum(cases, (row) => row.total)
  const settled = sum(cases, (row) => row.settled)
  const cancelled = sum(cases, (row) => row.cancelled)
  const kinds = [...new Set(cases.map((row) => row.kind))].toSorted(
    (one, two) => countOf(cases, two) - countOf(cases, one) || (one < two ? -1 : 1),
  )
  const months = monthsBetween(fromOn, todayOn)
  const drawn = kinds.length > MOST_KINDS_DRAWN ? kinds.slice(0, MOST_KINDS_DRAWN - 1) : kinds
  const inMonth = (month: string, wanted: (kind: string) => boolean) =>
    sum(
      cases.filter((row) => row.month === month && wanted(row.kind)),
      (row) => row.total,
    )
  const series = drawn.map((kind) => ({
    name: kindWord(words, kind),
    values: months.map((month) => inMonth(month, (one) => one === kind)),
  }))
  if (drawn.length < kinds.length) {
    series.push({ name: own.others, values: months.map((month) => inMonth(month, (one) => !drawn.includes(one))) })
  }
  const years = [...new Set(months.map((month) => month.slice(0, 4)))]
  // Before the first record nothing was written down: that is not the same as nothing to do.
  const firstYear = cases
    .map((row) => row.month)
    .toSorted()[0]!
    .slice(0, 4)
  const yearRow = (name: string, rows: readonly ReportData['cases'][number][]) => [
    name,
    ...years.map((year) =>
      year < firstYear
        ? '—'
        : String(
            sum(
              rows.filter((row) => row.month.startsWith(year)),
              (row) => row.total,
            ),
          ),
    ),
    String(sum(rows, (row) => row.total)),
  ]
  return [
    title,
    { kind: 'paragraph', text: fillText(own.lead, { total, settled, cancelled, open: total - settled - cancelled }) },
    { kind: 'chart', form: 'stacked', title: own.chart, unit: own.unit, categories: months.map(shortMonth), series },
    {
      kind: 'table',
      caption: own.byYear,
      columns: [
        { title: own.kind, share: 2 },
        ...[...years, own.sum].map((name) => ({ title: name, align: 'right' as const })),
      ],
      rows: [
        ...kinds.map((kind) =>
          yearRow(
            kindWord(words, kind),
            cases.filter((row) => row.kind === kind),
          ),
        ),
        yearRow(own.sum, cases).map((text) => ({ text, tone: 'strong' as const })),
      ],
    },
    {
      kind: 'table',
      caption: own.outcome,
      columns: [
        { title: own.kind, share: 2 },
        ...[own.settled, own.cancelled, own.open, own.share].map((name) => ({ title: name, align: 'right' as const })),
      ],
      rows: kinds.map((kind) => {
        const rows = cases.filter((row) => row.kind === kind)
        const [all, done, off] = [
          sum(rows, (row) => row.total),
          sum(rows, (row) => row.settled),
          sum(rows, (row) => row.cancelled),
        ]
        return [
          kindWord(words, kind),
          String(done),
          String(off),
          String(all - done - off),
          `${percent(done, all - off)}%`,
        ]
      }),
    },
  ]
}

function countOf(cases: ReportData['cases'], kind: string): number {
  return sum(
    cases.filter((row) => row.kind === kind),
    (row) => row.total,
  )
}

/** `26-03` of `2026-03`. */
function shortMonth(month: string): string {
  return month.slice(2)
}

type Rated = ReportData['ratings'][number]
const isGood = (row: Rated) => row.stars >= 4
const isMiddle = (row: Rated) => row.stars === 3
const isBad = (row: Rated) => row.stars <= 2

export function ratingBlocks({ ratings, lowRatings, fromOn, todayOn }: ReportData, words: Words): Block[] {
  const own = words.report.ratings
  const title: Block = { kind: 'heading', level: 1, text: own.title }
  const total = sum(ratings, (row) => row.total)
  if (total === 0) return [title, { kind: 'paragraph', text: own.none, tone: 'quiet' }]
  const counted = (wanted: (row: Rated) => boolean) => sum(ratings.filter(wanted), (row) => row.total)
  const months = monthsBetween(fromOn, todayOn)
  const years = [...new Set(months.map((month) => month.slice(0, 4)))]
  const ofYear = (year: string, wanted: (row: Rated) => boolean) =>
    counted((row) => row.month.startsWith(year) && wanted(row))
  const average = (sum(ratings, (row) => row.stars * row.total) / total).toFixed(2)
  const sources = [...new Set(ratings.map((row) => row.source))]
  return [
    title,
    {
      kind: 'paragraph',
      text: fillText(own.lead, {
        ...{ total, average, good: counted(isGood), middle: counted(isMiddle), bad: counted(isBad) },
        share: percent(counted(isGood), total),
      }),
    },
    {
      kind: 'chart',
      form: 'line',
      title: own.monthly,
      unit: '%',
      categories: months.map(shortMonth),
      series: [
        { name: own.share, values: months.map((month) => shareOf(ratings.filter((row) => row.month === month))) },
      ],
    },
    {
      kind: 'chart',
      form: 'stacked',
      title: own.distribution,
      categories: years,
      series: [
        { name: own.good, values: years.map((year) => ofYear(year, isGood)) },
        { name: own.middle, values: years.map((year) => ofYear(year, isMiddle)) },
        { name: own.bad, values: years.map((year) => ofYear(year, isBad)) },
      ],
    },
    {
      kind: 'table',
      caption: own.sources,
      columns: [
        { title: own.sources, share: 3 },
        { title: own.count, align: 'right' },
      ],
      rows: sources.map((source) => [
        (own.source as Record<string, string>)[source] ?? source,
        String(counted((row) => row.source === source)),
      ]),
    },
    ...lowBlocks(ratings, lowRatings, words),
  ]
}

/** Null, a gap in the line, where nobody rated: silence is not satisfaction. */
function shareOf(rows: readonly Rated[]): number | null {
  const total = sum(rows, (row) => row.total)
  return total === 0 ? null : Math.round((sum(rows.filter(isGood), (row) => row.total) / total) * 1000) / 10
}

function lowBlocks(ratings: readonly Rated[], lowRatings: ReportData['lowRatings'], words: Words): Block[] {
  const own = words.report.ratings
  const low = ratings.filter((row) => !isGood(row))
  const total = sum(low, (row) => row.total)
  const title: Block = { kind: 'heading', level: 2, text: own.low }
  if (total === 0) return [title, { kind: 'paragraph', text: own.lowNone }]
  const done = sum(low, (row) => row.followedUp)
  const rows: TableRow[] = lowRatings.map((row) => [
    row.number,
    row.ratedOn,
    String(row.stars),
    maskWords(row.comment) || '—',
    row.followedUpOn
      ? `${row.followedUpOn} ${maskWords(row.followUpNote)}`
      : { text: own.notYet, tone: 'bad' as const },
  ])
  const more = total - lowRatings.length
  return [
    title,
    { kind: 'paragraph', text: fillText(own.lowLead, { total, done, left: total - done }) },
    ...(more > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: fillText(own.lowMore, { shown: MOST_LOW_RATINGS, more }),
            tone: 'quiet' as const,
          },
        ]
      : []),
    {
      kind: 'table',
      columns: [
        { title: own.number, share: 1.5 },
        { title: own.ratedOn, share: 1.2 },
        { title: own.stars, share: 0.6, align: 'centre' },
        { title: own.words, share: 3 },
        { title: own.handling, share: 3 },
      ],
      rows,
    },
  ]
}

export function complaintBlocks({ complaints }: ReportData, words: Words): Block[] {
  const own = words.report.complaints
  const title: Block = { kind: 'heading', level: 1, text: own.title }
  const total = sum(complaints, (row) => row.total)
  if (total === 0) return [title, { kind: 'paragraph', text: own.none }]
  const quality = sum(
    complaints.filter((row) => row.complaintClass === 'quality'),
    (row) => row.total,
  )
  const classWord = (name: string | null) =>
    name === null ? own.unclassified : ((words.request.complaintClass as Record<string, string>)[name] ?? name)
  return [
    title,
    { kind: 'paragraph', text: fillText(own.lead, { total, quality, settled: sum(complaints, (row) => row.settled) }) },
    {
      kind: 'table',
      columns: [
        { title: own.year },
        { title: own.class, share: 2 },
        ...[own.total, own.settled, own.cancelled, own.open].map((name) => ({ title: name, align: 'right' as const })),
      ],
      rows: complaints.map((row) => [
        row.year,
        classWord(row.complaintClass),
        ...[row.total, row.settled, row.cancelled, row.total - row.settled - row.cancelled].map(String),
      ]),
    },
  ]
}
