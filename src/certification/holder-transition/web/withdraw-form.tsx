import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { withdrawPlan } from '../contract/endpoints.ts'
import type { HolderRow } from '../contract/transition.ts'

type WithdrawProps = { transitionId: string; row: HolderRow; onClose: () => void }

export function WithdrawForm({ transitionId, row, onClose }: WithdrawProps) {
  const { t } = useTranslation('holder-transition')
  const withdrawing = useCommand(withdrawPlan)
  return (
    <FormDrawer<{ reason: string }>
      title={t('withdrawTitle')}
      initial={{}}
      send={(body) => withdrawing.run({ params: { transitionId, planId: row.plan!.id }, body })}
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      sendWords={t('withdraw')}
      danger
    >
      <p>
        {row.number} {row.holderName} · {row.audit?.number}
      </p>
      <p>{t('withdrawHint')}</p>
      <TextField name="reason" label={t('field.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
