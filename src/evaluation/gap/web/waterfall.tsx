import { useTranslation } from 'react-i18next'
import { fraction, roundHalfUp, times } from '#src/shared/fraction.ts'
import { showPoints } from '../../web/words.ts'
import type { Gap } from '../contract/action.ts'
import type { FoundPlan } from '../contract/search.ts'
import { fractionFrom } from '../rules/basis.ts'
import { useGapNames } from './words.ts'

/** From today's score step by step to the target: each bar begins where the one before it ended. */
export function Waterfall({ gap, level, plan }: { gap: Gap; level: string; plan: FoundPlan }) {
  const { t } = useTranslation('gap')
  const names = useGapNames(gap)
  const target = gap.basis.scheme.rules.levels.find((one) => one.id === level)!.min.hundredths
  // As fine as the steps are; the score as it is shown elsewhere is rounded further.
  const exact = fractionFrom(gap.assumed.score.exact)
  const today = Number(roundHalfUp(times(exact, fraction(100))))
  const end = plan.steps.at(-1)?.afterHundredths ?? today
  // Begins a little below today, at a round five, so that the steps are wide enough to see.
  const from = Math.max(0, Math.floor((Math.min(today, target) - 300) / 500) * 500)
  const at = (hundredths: number) => `${Math.max(0, ((hundredths - from) / (10_000 - from)) * 100)}%`
  const steps = plan.steps.map((step, place) => ({
    ...step,
    beforeHundredths: plan.steps[place - 1]?.afterHundredths ?? today,
  }))
  const label = t('waterfall.label', { from: showPoints(today), to: showPoints(end), count: steps.length })
  return (
    <section className="sp-card" aria-labelledby="gap-waterfall">
      <div className="sp-card-head">
        <h3 id="gap-waterfall">{t('waterfall.title')}</h3>
        <span className="sp-soft">{label}</span>
      </div>
      <ol className="sp-waterfall">
        <li>
          <span>{t('waterfall.today')}</span>
          <span className="sp-waterfall-track" aria-hidden="true">
            <i className="sp-waterfall-have" style={{ left: 0, width: at(today) }} />
            <b style={{ left: at(target) }} />
          </span>
          <strong>{showPoints(today)}</strong>
        </li>
        {steps.map((step) => (
          <li key={step.actionKey}>
            <span>{names.actionName(step.actionKey)}</span>
            <span className="sp-waterfall-track" aria-hidden="true">
              <i
                className="sp-waterfall-gain"
                style={{
                  left: at(step.beforeHundredths),
                  width: `max(2px, calc(${at(step.afterHundredths)} - ${at(step.beforeHundredths)}))`,
                }}
              />
              <b style={{ left: at(target) }} />
            </span>
            <strong>
              {step.gain.hundredths === 0
                ? t('waterfall.together')
                : `+${showPoints(step.afterHundredths - step.beforeHundredths)}`}
            </strong>
          </li>
        ))}
        <li>
          <span>{t('waterfall.target', { score: showPoints(target) })}</span>
          <span className="sp-waterfall-track" aria-hidden="true">
            <i className="sp-waterfall-end" style={{ left: 0, width: at(end) }} />
            <b style={{ left: at(target) }} />
          </span>
          <strong>{plan.score.text}</strong>
        </li>
      </ol>
    </section>
  )
}
