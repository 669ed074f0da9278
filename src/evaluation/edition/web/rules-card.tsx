import { useTranslation } from 'react-i18next'
import type { Scheme } from '../../scheme/contract.ts'
import { showPoints, useLocalText } from '../../web/words.ts'
import { ProvenanceTag } from './provenance-tag.tsx'

/** Levels, deductions, bonus, and how what the sources leave open is read. */
export function RulesCard({ scheme }: { scheme: Scheme }) {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  const { levels, specialDeduction, bonus, readings } = scheme.rules
  return (
    <section className="sp-card" aria-labelledby="scheme-rules">
      <h2 id="scheme-rules">{t('scheme.levels')}</h2>
      <ul className="sp-records">
        {levels.map((level) => (
          <li key={level.id}>
            <div className="sp-records-words">
              <span>
                {local(level.name)} · {t('scheme.from_', { min: showPoints(level.min.hundredths) })}
              </span>
            </div>
            <ProvenanceTag of={level.min.provenance} />
          </li>
        ))}
        <li>
          <div className="sp-records-words">
            {t('scheme.special', {
              points: showPoints(specialDeduction.points.hundredths),
              gate: specialDeduction.gate.count,
            })}
          </div>
          <ProvenanceTag of={specialDeduction.gate.provenance} />
        </li>
        <li>
          <div className="sp-records-words">
            {t('scheme.bonusRule', { points: showPoints(bonus.points.hundredths), max: bonus.max.count })}
          </div>
          <ProvenanceTag of={bonus.points.provenance} />
        </li>
      </ul>
      <details>
        <summary>{t('scheme.readings')}</summary>
        <ul className="sp-records">
          {readings.map((reading) => (
            <li key={reading.id}>
              <div className="sp-records-words">{local(reading.text)}</div>
              <ProvenanceTag of={reading.provenance} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
