import { useTranslation } from 'react-i18next'
import { RowOf } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import type { NonconformityRow, NonconformityState } from '../contract.ts'

const TONES: Record<NonconformityState, Tone> = {
  drafted: 'plain',
  open: 'warn',
  answered: 'info',
  insufficient: 'warn',
  follow_up: 'info',
  closed: 'good',
  withdrawn: 'plain',
}

export function NonconformityPill({ row }: { row: Pick<NonconformityRow, 'state' | 'isOverdue' | 'toTell'> }) {
  const { t } = useTranslation('correction')
  return (
    <RowOf>
      <Pill tone={TONES[row.state]}>{t(`state.${row.state}`)}</Pill>
      {row.isOverdue && <Pill tone="bad">{t('overdue')}</Pill>}
      {row.toTell && row.state !== 'drafted' && <Pill tone="warn">{t('body.toTell')}</Pill>}
    </RowOf>
  )
}
