import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { ProvenanceTag } from '../../edition/web/provenance-tag.tsx'
import { shareOf, showKept, showPoints, showShare, useLocalText } from '../../web/words.ts'
import { type LeafDetail, type LeafMeasure, readLeaf } from '../contract.ts'
import { CountRows } from './count-rows.tsx'
import { StatePill } from './indicator-panel.tsx'
import { useExplanation } from './use-explanation.ts'

export type RecordsAsked = { measureId: string; verdict: 'good' | 'bad' | null; outletId: string | null }
type LeafPanelProps = { leafId: string; onOpen: (records: RecordsAsked) => void }

/** One item: what it asks, what was found and why, and the measures behind it. */
export function LeafPanel({ leafId, onOpen }: LeafPanelProps) {
  const failureWords = useFailureWords()
  const detail = useEndpoint(readLeaf, { params: { leafId } }, { follows: ['score'] })
  if (detail.error) return <Failed {...failureWords(detail.error)} onRetry={() => void detail.refetch()} />
  if (!detail.data) return <Skeleton lines={8} />
  return <LeafShown detail={detail.data} onOpen={onOpen} />
}

function LeafShown({ detail, onOpen }: { detail: LeafDetail; onOpen: LeafPanelProps['onOpen'] }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const local = useLocalText()
  const explain = useExplanation((measureId) => detail.measures.find((one) => one.measureId === measureId)?.name)
  const { leaf, score, measures } = detail
  return (
    <Stack>
      <p className="sp-soft">
        {local(detail.groupName)} › {local(detail.indicatorName)}
      </p>
      <RowOf>
        <StatePill state={score.state} />
        <strong>
          {t('common:chart.pointsOf', {
            value: showKept(score.state, score.got.hundredths),
            max: showPoints(score.pointsHundredths),
          })}
        </strong>
        <ProvenanceTag of={leaf.points.provenance} />
      </RowOf>
      <section className="sp-why" aria-label={t('leaf.why')}>
        {score.explanation ? explain(score.explanation) : score.reason}
      </section>
      <Facts
        of={[
          [t('leaf.asks'), local(leaf.asks)],
          [t('leaf.mode'), t(leaf.mode.value === 'judged' ? 'leaf.judged' : 'leaf.sampled')],
          [t('leaf.wanted'), leaf.wanted.map(local).join(', ')],
        ]}
      />
      <h3>{t('leaf.measures')}</h3>
      {measures.length === 0 && <p className="sp-soft">{t('leaf.noMeasures')}</p>}
      {measures.map((measure) => (
        <MeasureShown key={`${measure.role} ${measure.measureId}`} measure={measure} onOpen={onOpen} />
      ))}
    </Stack>
  )
}

function MeasureShown({ measure, onOpen }: { measure: LeafMeasure; onOpen: LeafPanelProps['onOpen'] }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const { good, total, backfilled, state, detail, listedAs } = measure
  const bad = Math.max(0, total - good)
  const open = (verdict: 'bad' | null, outletId: string | null) =>
    onOpen({ measureId: measure.measureId, verdict, outletId })
  return (
    <section className="sp-measure" aria-label={local(measure.name)}>
      <div className="sp-card-head">
        <strong>{local(measure.name)}</strong>
        <Pill tone={measure.role === 'decides' ? 'info' : 'plain'}>{t(`leaf.${measure.role}`)}</Pill>
      </div>
      {state === 'counted' ? (
        <p>
          <strong className="sp-measure-share">{showShare(shareOf(Math.min(good, total), total))}</strong>{' '}
          {t('leaf.count', { good, total })}
          {backfilled > 0 && <span className="sp-soft"> · {t('leaf.late', { count: backfilled })}</span>}
          {typeof detail?.lowBasisPoints === 'number' && typeof detail.highBasisPoints === 'number' && (
            <span className="sp-soft">
              {' '}
              · {t('leaf.interval', { low: showShare(detail.lowBasisPoints), high: showShare(detail.highBasisPoints) })}
            </span>
          )}
        </p>
      ) : (
        <p className="sp-soft">{t(state === 'nothing' ? 'leaf.nothing' : 'leaf.notCounted')}</p>
      )}
      {listedAs && total > 0 && (
        <RowOf>
          {bad > 0 && (
            <Button kind="primary" onClick={() => open('bad', null)}>
              {t('leaf.showBad', { count: bad })}
            </Button>
          )}
          <Button onClick={() => open(null, null)}>{t('leaf.showAll')}</Button>
        </RowOf>
      )}
      {measure.months.length > 0 && (
        <CountRows
          title={t('leaf.months')}
          rows={measure.months.map((row) => ({ ...row, key: row.monthOn, name: row.monthOn.slice(0, 7) }))}
        />
      )}
      {measure.outlets.length > 1 && (
        <CountRows
          title={t('leaf.byOutlet')}
          rows={measure.outlets.map((row) => ({
            ...row,
            key: row.outletId ?? '',
            name: row.outletId ? row.name : t('outlets.company'),
            ...(row.outletId ? { onOpen: () => open(row.good < row.total ? 'bad' : null, row.outletId) } : {}),
          }))}
        />
      )}
    </section>
  )
}
