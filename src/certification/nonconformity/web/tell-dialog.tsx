import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import { tellClient, VIAS, type Via } from '../contract.ts'

/** How the company hears of what it does not know yet. Nothing is chosen beforehand: its terms begin to run. */
export function TellDialog({ auditId, onClose }: { auditId: string; onClose: () => void }) {
  const { t } = useTranslation(['correction', 'common'])
  const [via, setVia] = useState<Via | null>(null)
  const [deliver, setDeliver] = useState<'file' | 'here'>('file')
  const [isTried, setTried] = useState(false)
  const telling = useCommand(tellClient, {
    refreshes: ['nonconformity.list', 'nonconformity.read', 'parcel.listParcels'],
  })
  const go = () => {
    setTried(true)
    if (via === null) return
    telling
      .run({ params: { auditId }, body: { via, deliver: via === 'letter' ? deliver : 'file' } })
      .then(({ told }) => {
        toast(t('body.told', { count: told }))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('body.tellTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="primary" busy={telling.busy} onClick={go}>
            {t('body.tell')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('body.tellHint')}</p>
        <SegmentedChoice
          label={t('body.tellVia')}
          options={VIAS.map((value) => ({ value, label: t(`via.${value}`) }))}
          value={via}
          onChange={setVia}
          error={isTried && via === null ? t('common:field.missing') : undefined}
        />
        {via === 'letter' && (
          <SegmentedChoice
            label={t('answer.deliver')}
            options={[
              { value: 'file', label: t('answer.deliverFile') },
              { value: 'here', label: t('answer.deliverHere') },
            ]}
            value={deliver}
            onChange={setDeliver}
          />
        )}
        <FailureNote error={telling.error} />
      </Stack>
    </Dialog>
  )
}
