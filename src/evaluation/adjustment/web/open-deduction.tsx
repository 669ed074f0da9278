import { useTranslation } from 'react-i18next'
import { Pill } from '#src/ui/pill.tsx'
import { dayOf, showOn } from '#src/ui/when.ts'
import type { Adjustment } from '../contract.ts'

/** That it is still to be rectified, by whom and until when. */
export function OpenDeduction({ one }: { one: Adjustment }) {
  const { t, i18n } = useTranslation('evaluation')
  const isOverdue = one.dueOn !== null && one.dueOn < dayOf(new Date().toISOString())
  return (
    <span>
      <Pill tone={isOverdue ? 'bad' : 'warn'}>{t(isOverdue ? 'adjustment.overdue' : 'adjustment.outstanding')}</Pill>{' '}
      {one.ownerName && t('adjustment.ownedBy', { name: one.ownerName })}{' '}
      {one.dueOn && t('adjustment.dueBy', { on: showOn(one.dueOn, i18n.language) })}
    </span>
  )
}
