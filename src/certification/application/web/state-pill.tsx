import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { ApplicationState } from '../contract.ts'

const TONES: Record<ApplicationState, Tone> = {
  reviewing: 'info',
  awaiting: 'warn',
  accepted: 'good',
  refused: 'bad',
  withdrawn: 'plain',
}

export function StatePill({ state }: { state: ApplicationState }) {
  const { t } = useTranslation('client')
  return <Pill tone={TONES[state]}>{t(`state.${state}`)}</Pill>
}

/** What is due and how late it is; nothing where nothing runs. */
export function DueWords({ dueOn, lateDays }: { dueOn: string | null; lateDays: number }) {
  const { t } = useTranslation('client')
  if (dueOn === null) return <span className="sp-soft">–</span>
  return (
    <span>
      {dueOn} {lateDays > 0 && <Pill tone="bad">{t('list.late', { count: lateDays })}</Pill>}
    </span>
  )
}
