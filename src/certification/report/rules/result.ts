import type { LeafScore } from '#src/evaluation/score/contract.ts'
import type { Block } from '#src/server/document/model.ts'
import { fillText } from '#src/shared/fill-text.ts'
import { heading, type Setting } from './facts.ts'

const points = (hundredths: number) => (hundredths / 100).toFixed(2).replace(/\.?0+$/, '')

/** Score and level, or the range while something is not judged; special deductions and bonus. */
export function resultBlocks({ facts, t, local }: Setting): Block[] {
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

/** Every clause with points, the company's own, the difference, the reason and who judged. */
export function leafBlocks({ facts, t, local }: Setting): Block[] {
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
