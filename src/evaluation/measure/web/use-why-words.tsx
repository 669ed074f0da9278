import { useTranslation } from 'react-i18next'
import { useLicenceNames } from '#src/company/web/fields.tsx'
import type { MeasureRecord } from '../contract.ts'

/** Words why a record counts as it does, with its figures. */
export function useWhyWords(): (row: MeasureRecord) => string {
  const { t } = useTranslation('evaluation')
  const { nameOf } = useLicenceNames()
  const lasting = (minutes: unknown) => {
    const count = Number(minutes ?? 0)
    return count < 180 ? t('minutes.minutes', { count }) : t('minutes.hours', { count: Math.round(count / 6) / 10 })
  }
  return ({ why, detail }) =>
    // Every reason has its own entry; which figures it needs is said there.
    t(`why.${why}` as 'why.clock_met', {
      ...detail,
      elapsed: lasting(detail.elapsedMinutes),
      limit: lasting(detail.limitMinutes),
      reason: String(detail.unsignedReason ?? ''),
      needed: String(detail.needed ?? '')
        .split(', ')
        .map(nameOf)
        .join(', '),
    })
}
