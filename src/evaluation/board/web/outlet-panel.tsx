import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { showKept, showPoints, useLocalText } from '../../web/words.ts'
import { type OutletBoard, readOutletBoard } from '../contract.ts'
import { StatePill } from './indicator-panel.tsx'
import { useExplanation } from './use-explanation.ts'

type OutletPanelProps = {
  outletId: string
  onOpen: (records: { measureId: string; verdict: 'bad' | null }) => void
}

/** How one outlet does, item by item, with the way to its records. */
export function OutletPanel({ outletId, onOpen }: OutletPanelProps) {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  const outlet = useEndpoint(readOutletBoard, { params: { outletId } }, { follows: ['score'] })
  if (outlet.error) return <Failed {...failureWords(outlet.error)} onRetry={() => void outlet.refetch()} />
  if (!outlet.data) return <Skeleton lines={8} />
  const { score } = outlet.data.score
  return (
    <Stack>
      <div>
        <p className="sp-headline-score">{score?.text ?? '—'}</p>
        <p className="sp-soft">{t('outlets.hint')}</p>
      </div>
      {outlet.data.score.leaves.map((leaf) => (
        <OutletLeaf key={leaf.id} outlet={outlet.data} leaf={leaf} onOpen={onOpen} />
      ))}
    </Stack>
  )
}

type OutletLeafProps = {
  outlet: OutletBoard
  leaf: OutletBoard['score']['leaves'][number]
  onOpen: OutletPanelProps['onOpen']
}

function OutletLeaf({ outlet, leaf, onOpen }: OutletLeafProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const local = useLocalText()
  const explain = useExplanation((measureId) => outlet.measureNames[measureId])
  const name = outlet.leafNames[leaf.id]
  const counted = leaf.measures.filter((use) => use.role === 'decides' && use.total > 0)
  return (
    <section className="sp-measure" aria-label={name ? local(name) : leaf.id}>
      <div className="sp-card-head">
        <strong>
          {leaf.id} {name && local(name)}
        </strong>
        <span className="sp-row-of">
          <span className="sp-soft">
            {t('common:chart.pointsOf', {
              value: showKept(leaf.state, leaf.got.hundredths),
              max: showPoints(leaf.pointsHundredths),
            })}
          </span>
          <StatePill state={leaf.state} />
        </span>
      </div>
      {leaf.explanation && <p>{explain(leaf.explanation)}</p>}
      <RowOf>
        {counted.map((use) => {
          const bad = use.total - use.good
          const measure = outlet.measureNames[use.measureId]
          const verdict = bad > 0 ? ('bad' as const) : null
          return (
            <Button key={use.measureId} onClick={() => onOpen({ measureId: use.measureId, verdict })}>
              {measure && local(measure)} {t('leaf.count', { good: use.good, total: use.total })}
            </Button>
          )
        })}
      </RowOf>
    </section>
  )
}
