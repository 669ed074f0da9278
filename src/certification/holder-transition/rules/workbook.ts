import en from '#src/app/messages/en/holder-transition.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/holder-transition.json' with { type: 'json' }
import type { WrittenSheet } from '#src/server/tabular/model.ts'
import type { HolderRow, ProgressPoint, TransitionDetail } from '../contract/transition.ts'

type Written = { transition: TransitionDetail; holders: readonly HolderRow[]; language: 'zh-CN' | 'en' }

/** What the authority is told: the transition with its counts, how it came over time, and every holder. */
export function transitionSheets({ transition, holders, language }: Written): WrittenSheet[] {
  const words = language === 'en' ? en : zh
  const { sheet } = words
  return [
    {
      name: sheet.summary,
      columns: [
        { title: sheet.what, width: 28 },
        { title: sheet.value, width: 60 },
      ],
      rows: summary(words, transition, language === 'en' ? 'en' : 'zh'),
    },
    {
      name: sheet.progress,
      columns: [{ title: sheet.day, width: 14 }, ...POINTS.map((key) => ({ title: words.point[key], width: 12 }))],
      rows: transition.progress.map((point) => [point.on, ...POINTS.map((key) => point[key])]),
    },
    {
      name: sheet.holders,
      columns: COLUMNS.map(([key, width]) => ({ title: words.column[key], width })),
      rows: holders.map((row) => holderCells(words, row)),
    },
  ]
}

const POINTS = ['moved', 'planned', 'nothing', 'ended'] as const satisfies (keyof ProgressPoint)[]
const COLUMNS = [
  ['number', 20],
  ['holder', 36],
  ['status', 12],
  ['validUntil', 14],
  ['state', 18],
  ['told', 14],
  ['audit', 18],
  ['days', 14],
  ['extra', 14],
  ['visited', 14],
  ['decided', 14],
  ['moved', 14],
] as const

type Words = typeof zh

function summary(words: Words, one: TransitionDetail, side: 'zh' | 'en'): [string, string | number][] {
  const { field, state } = words
  return [
    [field.from, `${one.from.reference} ${one.from.title[side]}`],
    [field.to, `${one.to.reference} ${one.to.title[side]}`],
    [field.basis, one.basis],
    [field.startOn, one.startOn],
    [field.cutOffOn, one.cutOffOn],
    [field.endOn, one.endOn],
    [words.sheet.asOf, one.todayOn],
    ...Object.entries(one.counts).map(([key, count]): [string, number] => [state[key as keyof typeof state], count]),
  ]
}

function holderCells(words: Words, row: HolderRow): (string | number | null)[] {
  const { audit, plan } = row
  return [
    ...[row.number, row.holderName, words.status[row.status], row.validUntilOn, words.state[row.state]],
    ...[row.toldOn, audit?.number ?? null, audit?.plannedFromOn ?? null],
    ...[plan && plan.extraTenths / 10, audit?.visitedOn ?? null, row.decidedOn, row.movedOn],
  ]
}
