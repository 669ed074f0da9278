import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { Suspicion, SuspicionState } from '../contract.ts'

export const TONES: Record<SuspicionState, Tone> = {
  open: 'warn',
  answered: 'info',
  rejected: 'bad',
  settled: 'good',
  confirmed: 'plain',
  gone: 'plain',
}

/** The sentence that explains a suspicion with its figures. */
export function useWhy(): (one: Pick<Suspicion, 'detector' | 'figures'>) => string {
  const { t } = useTranslation('authenticity')
  return ({ detector, figures }) =>
    detector === 'impossible_hours' && 'daysInARow' in figures
      ? t('why.impossible_hours_row', figures)
      : t(`why.${detector}`, figures)
}

export function SuspicionList({ rows, onOpen }: { rows: readonly Suspicion[]; onOpen: (one: Suspicion) => void }) {
  const { t } = useTranslation('authenticity')
  const why = useWhy()
  return (
    <section className="sp-card" aria-label={t('table')}>
      <ul className="sp-records">
        {rows.map((one) => (
          <li key={one.id}>
            <Pill tone={one.weight === 'strong' ? 'bad' : 'warn'}>{t(`weight.${one.weight}`)}</Pill>
            <div className="sp-records-words">
              <strong>
                {t(`detector.${one.detector}`)} · {one.dayOn}
              </strong>
              <span>{why(one)}</span>
              <span className="sp-soft">
                {[one.staffName, one.outletName, ...one.records.slice(0, 3).map((record) => record.label)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            <Pill tone={TONES[one.state]}>{t(`state.${one.state}`)}</Pill>
            <Button onClick={() => onOpen(one)}>{t('open')}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
