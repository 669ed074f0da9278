import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '#src/ui/states.tsx'
import { showScore } from '../../web/words.ts'
import type { Board } from '../contract.ts'

// The charts are heavier than all the rest of this page.
const TrendChart = lazy(() => import('./trend-chart.tsx'))

export function Trend({ board }: { board: Board }) {
  const { t } = useTranslation('evaluation')
  const { trend } = board
  const [first, last] = [trend[0], trend.at(-1)]
  return (
    <section className="sp-card" aria-labelledby="trend">
      <div>
        <h2 id="trend">{t('board.trend')}</h2>
        <p className="sp-soft">{trend.length < 2 ? t('board.trendFirst') : t('board.trendHint')}</p>
      </div>
      {trend.length > 1 && first && last && (
        <Suspense fallback={<Skeleton lines={5} />}>
          <TrendChart
            board={board}
            label={t('board.trendLabel', {
              from: first.dayOn,
              to: last.dayOn,
              first: showScore(first.lowestHundredths),
              last: showScore(last.lowestHundredths),
            })}
          />
        </Suspense>
      )}
    </section>
  )
}
