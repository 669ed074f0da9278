import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StatePill } from '../../board/web/indicator-panel.tsx'
import type { Group, Indicator, Leaf } from '../../scheme/contract.ts'
import type { LeafScore } from '../../score/contract.ts'
import { showKept, showPoints, useLocalText } from '../../web/words.ts'
import { isShown, type LeafFilter, leafScoresOf } from '../rules/foresee.ts'
import type { Sheet } from './use-sheet.ts'

/** Another score of the same indicators, shown beside: of the company where an auditor scores. */
export type Besides = Readonly<Record<string, LeafScore>>

const FILTERS = ['all', 'missing', 'mine', 'lost'] as const

type LeafListProps = {
  sheet: Sheet
  chosen: string | null
  besides: Besides | undefined
  onChoose: (leafId: string) => void
}

/** Groups, indicators and items with how far each is; what is chosen stays chosen under any filter. */
export function LeafList({ sheet, chosen, besides, onChoose }: LeafListProps) {
  const { t } = useTranslation('assessment')
  const [filter, setFilter] = useState<LeafFilter>('all')
  const scores = leafScoresOf(sheet.score)
  const rows = new Map(sheet.leaves.map((row) => [row.leafId, row]))
  const shows = (which: LeafFilter) => (leaf: Leaf) => isShown(which, scores[leaf.id]!, rows.get(leaf.id), sheet.me.id)
  const leavesOf = (node: Group | Indicator): readonly Leaf[] =>
    'indicators' in node ? node.indicators.flatMap((one) => one.leaves) : node.leaves
  const countOf = (which: LeafFilter) => sheet.scheme.groups.flatMap(leavesOf).filter(shows(which)).length
  const isEmpty = countOf(filter) === 0
  return (
    <>
      <fieldset className="sp-round-filters">
        <legend className="sp-hidden-words">{t('filter.label')}</legend>
        {FILTERS.map((one) => (
          <button key={one} type="button" aria-pressed={filter === one} onClick={() => setFilter(one)}>
            {t(`filter.${one}`)} <span>{countOf(one)}</span>
          </button>
        ))}
      </fieldset>
      {isEmpty && <p className="sp-soft">{t(`filter.none.${filter}`)}</p>}
      <ul className="sp-round-tree">
        {sheet.scheme.groups
          .filter((group) => leavesOf(group).some(shows(filter)))
          .map((group) => (
            <li key={group.id}>
              <NodeHead node={group} leaves={leavesOf(group)} scores={scores} besides={besides} />
              <ul>
                {group.indicators
                  .filter((indicator) => leavesOf(indicator).some(shows(filter)))
                  .map((indicator) => (
                    <li key={indicator.id}>
                      <NodeHead node={indicator} leaves={indicator.leaves} scores={scores} besides={besides} />
                      <ul>
                        {indicator.leaves.filter(shows(filter)).map((leaf) => (
                          <li key={leaf.id}>
                            <LeafButton
                              leaf={leaf}
                              score={scores[leaf.id]!}
                              own={besides?.[leaf.id]}
                              isChosen={chosen === leaf.id}
                              mark={
                                sheet.refused.has(leaf.id) ? 'refused' : sheet.waiting.has(leaf.id) ? 'waiting' : null
                              }
                              onChoose={() => onChoose(leaf.id)}
                            />
                          </li>
                        ))}
                      </ul>
                    </li>
                  ))}
              </ul>
            </li>
          ))}
      </ul>
    </>
  )
}

type Scores = Readonly<Record<string, LeafScore>>
type NodeHeadProps = { node: Group | Indicator; leaves: readonly Leaf[]; scores: Scores; besides: Besides | undefined }

function NodeHead({ node, leaves, scores, besides }: NodeHeadProps) {
  const { t } = useTranslation('assessment')
  const local = useLocalText()
  const done = leaves.filter((leaf) => scores[leaf.id]!.state !== 'missing')
  const gotOf = (from: Scores) => leaves.reduce((sum, leaf) => sum + (from[leaf.id]?.got.hundredths ?? 0), 0)
  const isGroup = 'indicators' in node
  return (
    <div className={isGroup ? 'sp-round-group' : 'sp-round-indicator'}>
      <span className="sp-round-name">
        {node.id} {local(node.name)}
      </span>
      <span className="sp-soft">
        {t('list.progress', { done: done.length, all: leaves.length })} ·{' '}
        {t('list.got', { got: showPoints(gotOf(scores)), of: showPoints(node.points.hundredths) })}
        {besides && <Difference points={gotOf(scores) - gotOf(besides)} isKnown={done.length === leaves.length} />}
      </span>
      <meter min={0} max={leaves.length} value={done.length} aria-label={`${node.id} ${t('list.meter')}`} />
    </div>
  )
}

/** How far this score is above or below the other; nothing while it is not known. */
function Difference({ points, isKnown }: { points: number; isKnown: boolean }) {
  const { t } = useTranslation('assessment')
  if (!isKnown || points === 0) return null
  const words = `${points > 0 ? '+' : '−'}${showPoints(Math.abs(points))}`
  return (
    <span className={points > 0 ? 'sp-round-more' : 'sp-round-less'}> {t('list.difference', { points: words })}</span>
  )
}

type LeafButtonProps = {
  leaf: Leaf
  score: LeafScore
  own: LeafScore | undefined
  isChosen: boolean
  mark: 'waiting' | 'refused' | null
  onChoose: () => void
}

function LeafButton({ leaf, score, own, isChosen, mark, onChoose }: LeafButtonProps) {
  const { t } = useTranslation(['assessment', 'common'])
  const local = useLocalText()
  const isKnown = score.state !== 'missing' && score.state !== 'excluded'
  return (
    <button type="button" className="sp-round-leaf" aria-current={isChosen ? 'true' : undefined} onClick={onChoose}>
      <span className="sp-round-name">
        {leaf.id} {local(leaf.name)}
        {mark && <span className={`sp-round-mark-${mark}`}>{t(`mark.${mark}`)}</span>}
      </span>
      <span className="sp-round-points">
        {t('common:chart.pointsOf', {
          value: showKept(score.state, score.got.hundredths),
          max: showPoints(leaf.points.hundredths),
        })}
        {own && (
          <span className="sp-soft">
            {' '}
            {t('list.own', { points: showKept(own.state, own.got.hundredths) })}
            <Difference points={score.got.hundredths - own.got.hundredths} isKnown={isKnown} />
          </span>
        )}
      </span>
      <StatePill state={score.state} />
    </button>
  )
}
