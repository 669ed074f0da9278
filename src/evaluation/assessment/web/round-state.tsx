import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { AssessmentRound } from '../contract/round.ts'

type RoundStateProps = { round: Pick<AssessmentRound, 'closedAt' | 'abandonedAt'> }

export function RoundState({ round }: RoundStateProps) {
  const { t, i18n } = useTranslation('assessment')
  if (round.abandonedAt) return <Pill>{t('state.abandoned')}</Pill>
  if (!round.closedAt) return <Pill tone="info">{t('state.open')}</Pill>
  return (
    <Pill tone="good" icon="shield">
      {t('state.closed', { at: showAt(round.closedAt, i18n.language, 'short') })}
    </Pill>
  )
}
