import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { createWorkOrder } from '../../dispatch/contract.ts'

/** Makes the work order of a request; licences and checklist come with the product and the kind. */
export function MakeOrderDialog({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const { t } = useTranslation(['request', 'common'])
  const [id] = useState(newId)
  const [note, setNote] = useState('')
  const making = useCommand(createWorkOrder)
  const make = () =>
    making
      .run({ body: { id, requestId, note: note.trim() } })
      .then(({ number }) => {
        toast(t('act.made', { number }))
        onClose()
      })
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('act.makeOrder')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind="primary" busy={making.busy} onClick={make}>
            {t('act.makeOrder')}
          </Button>
        </>
      }
    >
      <p className="sp-soft">{t('act.orderHint')}</p>
      <TextArea label={t('act.orderNote')} maxLength={2000} rows={3} value={note} onChange={setNote} />
      <FailureNote error={making.error} />
    </Dialog>
  )
}
