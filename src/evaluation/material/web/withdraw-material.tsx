import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { type MaterialFile, withdrawMaterial } from '../contract/checklist.ts'

export function WithdrawMaterial({ file, onClose }: { file: MaterialFile; onClose: () => void }) {
  const { t } = useTranslation('material')
  const withdrawing = useCommand(withdrawMaterial)
  return (
    <FormDrawer<{ reason: string }>
      title={t('withdraw.title')}
      initial={{}}
      send={({ reason }) =>
        withdrawing.run({ params: { materialFileId: file.id }, body: { version: file.version, reason } })
      }
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('list.withdraw')}
    >
      <p>{file.name}</p>
      <p className="sp-soft">{t('withdraw.hint')}</p>
      <TextField name="reason" label={t('withdraw.reason')} required max={500} lines={4} />
    </FormDrawer>
  )
}
