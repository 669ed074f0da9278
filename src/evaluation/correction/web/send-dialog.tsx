import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import { type CorrectionRow, sendCorrections } from '../contract.ts'

type SendProps = {
  rows: readonly Pick<CorrectionRow, 'id' | 'number'>[]
  onSent: () => void
  onClose: () => void
}

/** One signed letter for everything chosen; how it reaches the body is said here. */
export function SendDialog({ rows, onSent, onClose }: SendProps) {
  const { t } = useTranslation(['correction', 'common'])
  const [deliver, setDeliver] = useState<'file' | 'here'>('file')
  const sending = useCommand(sendCorrections, { refreshes: ['correction.listCorrections', 'parcel.listParcels'] })
  const go = () =>
    sending
      .run({ body: { correctionIds: rows.map((row) => row.id), deliver } })
      .then(({ sent }) => {
        toast(t('answer.sent', { count: sent }))
        onSent()
      })
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('answer.sendTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button kind="primary" busy={sending.busy} onClick={() => void go()}>
            {t('answer.send')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('answer.sendHint', { count: rows.length })}</p>
        <p>{rows.map((row) => row.number).join(', ')}</p>
        <SegmentedChoice
          label={t('answer.deliver')}
          options={[
            { value: 'file', label: t('answer.deliverFile') },
            { value: 'here', label: t('answer.deliverHere') },
          ]}
          value={deliver}
          onChange={setDeliver}
        />
        <FailureNote error={sending.error} />
      </Stack>
    </Dialog>
  )
}
