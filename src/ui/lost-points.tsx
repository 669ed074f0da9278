import { useTranslation } from 'react-i18next'
import './lost-points.css'

/** Points in hundredths, so that sums are exact. What is neither kept nor lost is missing evidence. */
export type PointsBar = {
  key: string
  label: string
  maxHundredths: number
  keptHundredths: number
  lostHundredths: number
}

function points(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace(/\.?0+$/, '')
}

/** Kept, lost and missing points per indicator, each row on the scale of the largest; rows open what lies under them. */
export function LostPoints({
  label,
  bars,
  onOpen,
}: {
  label: string
  bars: readonly PointsBar[]
  onOpen?: (key: string) => void
}) {
  const { t } = useTranslation('common')
  const largest = Math.max(1, ...bars.map((bar) => bar.maxHundredths))
  return (
    <section className="sp-points" aria-label={label}>
      <div className="sp-points-key" aria-hidden="true">
        <span className="sp-points-kept">{t('chart.kept')}</span>
        <span className="sp-points-lost">{t('chart.lost')}</span>
        <span className="sp-points-missing">{t('chart.missing')}</span>
      </div>
      <ul>
        {bars.map((bar) => {
          const missing = Math.max(0, bar.maxHundredths - bar.keptHundredths - bar.lostHundredths)
          const sum = t('chart.pointsOf', { value: points(bar.keptHundredths), max: points(bar.maxHundredths) })
          const words = [
            bar.label,
            sum,
            bar.lostHundredths > 0 && `${t('chart.lost')} ${points(bar.lostHundredths)}`,
            missing > 0 && `${t('chart.missing')} ${points(missing)}`,
          ].filter(Boolean)
          const row = (
            <>
              <span className="sp-points-name">{bar.label}</span>
              <span className="sp-points-sum">{sum}</span>
              <span className="sp-points-track" aria-hidden="true">
                {(
                  [
                    ['kept', bar.keptHundredths],
                    ['lost', bar.lostHundredths],
                    ['missing', missing],
                  ] as const
                ).map(
                  ([part, value]) =>
                    value > 0 && (
                      <span
                        key={part}
                        className={`sp-points-${part}`}
                        style={{ width: `${(value / largest) * 100}%` }}
                      />
                    ),
                )}
              </span>
            </>
          )
          return (
            <li key={bar.key}>
              {onOpen ? (
                <button
                  type="button"
                  className="sp-points-row"
                  aria-label={words.join(', ')}
                  onClick={() => onOpen(bar.key)}
                >
                  {row}
                </button>
              ) : (
                <div className="sp-points-row">
                  <span className="sp-hidden-words">{words.slice(2).join(', ')}</span>
                  {row}
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
