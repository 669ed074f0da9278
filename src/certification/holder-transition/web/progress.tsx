import { useTranslation } from 'react-i18next'
import { Card, Stack } from '#src/ui/card.tsx'
import { showOn } from '#src/ui/when.ts'
import { HOLDER_STATES, type ProgressPoint, type TransitionDetail } from '../contract/transition.ts'

const PARTS = ['moved', 'planned', 'nothing', 'ended'] as const satisfies (keyof ProgressPoint)[]

/** How many stand where today, and how that came: one bar for each month, the same figures as a table beneath. */
export function Progress({ of }: { of: TransitionDetail }) {
  const { t } = useTranslation('holder-transition')
  return (
    <div className="htr-cards">
      <Card title={t('counts')}>
        <dl className="htr-counts">
          {HOLDER_STATES.map((state) => (
            <div key={state} title={t(`stateHint.${state}`)}>
              <dt>{t(`state.${state}`)}</dt>
              <dd>{of.counts[state]}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('progress')}>
        <Stack>
          <p className="sp-soft">{t('progressHint')}</p>
          <Bars points={of.progress} />
          <ul className="htr-legend" aria-hidden="true">
            {PARTS.map((part) => (
              <li key={part} className={`htr-${part}`}>
                {t(`point.${part}`)}
              </li>
            ))}
          </ul>
          <Figures points={of.progress} />
        </Stack>
      </Card>
    </div>
  )
}

function Bars({ points }: { points: readonly ProgressPoint[] }) {
  const { t, i18n } = useTranslation('holder-transition')
  const sum = (point: ProgressPoint) => PARTS.reduce((all, part) => all + point[part], 0)
  const most = Math.max(1, ...points.map(sum))
  const first = points[0]!.on
  const last = points.at(-1)!.on
  return (
    <div>
      <div className="htr-bars">
        {points.map((point) => (
          <div
            key={point.on}
            role="img"
            className="htr-bar"
            title={t('progressLabel', { ...point, on: showOn(point.on, i18n.language) })}
            aria-label={t('progressLabel', { ...point, on: showOn(point.on, i18n.language) })}
          >
            {PARTS.toReversed().map((part) => (
              <span key={part} className={`htr-${part}`} style={{ height: `${(point[part] / most) * 100}%` }} />
            ))}
          </div>
        ))}
      </div>
      <div className="htr-axis" aria-hidden="true">
        <span>{first}</span>
        {last !== first && <span>{last}</span>}
      </div>
    </div>
  )
}

function Figures({ points }: { points: readonly ProgressPoint[] }) {
  const { t } = useTranslation('holder-transition')
  return (
    <details>
      <summary>{t('progressTable')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard */}
      <section className="req-table" aria-label={t('progressTable')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('sheet.day')}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col">
                  {t(`point.${part}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.on}>
                <th scope="row">{point.on}</th>
                {PARTS.map((part) => (
                  <td key={part}>{point[part]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
