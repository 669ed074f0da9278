import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { newId } from '#src/shared/id.ts'
import { chooseEdition } from '../contract.ts'

/** From which day another sealed edition makes the score, and why. */
export function PutToUse({ editionId, onClose }: { editionId: string; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const [id] = useState(newId)
  const choosing = useCommand(chooseEdition)
  return (
    <FormDrawer<{ fromOn: string; reason: string }>
      title={t('use.title')}
      initial={{}}
      send={(fields) => choosing.run({ params: { editionId }, body: { id, ...fields } })}
      busy={choosing.busy}
      error={choosing.error}
      onClose={onClose}
      sendWords={t('use.go')}
    >
      <p>{t('use.hint')}</p>
      <DayField name="fromOn" label={t('use.fromOn')} required />
      <TextField name="reason" label={t('use.reason')} required max={500} lines={3} />
    </FormDrawer>
  )
}
