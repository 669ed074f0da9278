import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Pill } from '#src/ui/pill.tsx'
import type { Scheme } from '../../scheme/contract.ts'
import type { AssessmentScore } from '../../score/contract.ts'
import { useLocalText } from '../../web/words.ts'

type WhatIfResultProps = { scheme: Scheme; today: AssessmentScore; guessed: AssessmentScore; onReset: () => void }

/** The guessed score with its exact range, beside today's. */
export function WhatIfResult({ scheme, today, guessed, onReset }: WhatIfResultProps) {
  const { t } = useTranslation('gap')
  const local = useLocalText()
  const { lowest, highest } = guessed.range
  const levelName = (levelId: string | null) => {
    const level = scheme.rules.levels.find((one) => one.id === levelId)
    return level ? local(level.name) : t('noLevel')
  }
  const change = (lowest.score.hundredths - today.range.lowest.score.hundredths) / 100
  const isWhole = lowest.score.exact === highest.score.exact
  return (
    <section className="sp-card sp-gap-result" aria-labelledby="gap-result" aria-live="polite">
      <div className="sp-card-head">
        <h2 id="gap-result">{t('whatIf.result')}</h2>
        <Button kind="quiet" icon="undo" onClick={onReset}>
          {t('whatIf.reset')}
        </Button>
      </div>
      <dl className="sp-gap-stand">
        <div>
          <dt>{t(isWhole ? 'whatIf.score' : 'whatIf.range')}</dt>
          <dd>
            <strong>
              {isWhole
                ? lowest.score.text
                : t('whatIf.rangeWords', { lowest: lowest.score.text, highest: highest.score.text })}
            </strong>
          </dd>
          <dd className="sp-soft">
            {t('whatIf.exact', {
              exact: isWhole ? lowest.score.exact : `${lowest.score.exact} – ${highest.score.exact}`,
            })}
          </dd>
        </div>
        <div>
          <dt>{t('whatIf.sure')}</dt>
          <dd>{levelName(lowest.grade.levelId)}</dd>
        </div>
        {!isWhole && (
          <div>
            <dt>{t('whatIf.possible')}</dt>
            <dd>{levelName(highest.grade.levelId)}</dd>
          </div>
        )}
        <div>
          <dt>{t('whatIf.change')}</dt>
          <dd>
            <Pill tone={change > 0 ? 'good' : change < 0 ? 'bad' : 'plain'}>
              {change > 0 ? '+' : ''}
              {change.toFixed(1)}
            </Pill>
          </dd>
        </div>
      </dl>
    </section>
  )
}
