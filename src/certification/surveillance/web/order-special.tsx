import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { CheckField, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { type DueRow, PURPOSES, type Purpose } from '../contract/due.ts'
import { orderSpecialAudit } from '../contract/endpoints.ts'
import { tenthsOf } from './make-audit.tsx'

/** A special audit or spot check, with purpose and reason. */
export function OrderSpecial({ row, onClose }: { row: DueRow; onClose: () => void }) {
  const { t } = useTranslation(['after', 'common'])
  const [purpose, setPurpose] = useState<Purpose | ''>('')
  const [reason, setReason] = useState('')
  const [isShortNotice, setShortNotice] = useState(false)
  const [latestOn, setLatestOn] = useState('')
  const [days, setDays] = useState('1')
  const [isTried, setTried] = useState(false)
  const order = useCommand(orderSpecialAudit)
  const missing = t('common:field.missing')
  const personDaysTenths = tenthsOf(days)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!purpose || !reason.trim() || !personDaysTenths) return
    const body = {
      ...{ id: newId(), purpose, reason: reason.trim(), isShortNotice, latestOn: latestOn || null, personDaysTenths },
      ...{ plannedFromOn: null, plannedToOn: null },
    }
    order
      .run({ params: { certificateId: row.certificateId }, body })
      .then(({ number }) => {
        toast(t('surveillance.made', { number }))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('surveillance.specialTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button kind="primary" type="submit" form="sur-special" busy={order.busy}>
            {t('surveillance.make')}
          </Button>
        </>
      }
    >
      <form id="sur-special" onSubmit={send} noValidate>
        <Stack>
          <p>
            {row.number} {row.holderName}
          </p>
          <SelectField
            label={t('surveillance.field.purpose')}
            required
            value={purpose}
            onChange={(next) => setPurpose(next as Purpose)}
            options={PURPOSES.map((value) => ({ value, label: t(`surveillance.purpose.${value}`) }))}
            error={isTried && !purpose ? missing : undefined}
          />
          <TextArea
            label={t('surveillance.field.reason')}
            required
            rows={3}
            maxLength={500}
            value={reason}
            onChange={setReason}
            error={isTried && !reason.trim() ? missing : undefined}
          />
          <CheckField label={t('surveillance.field.shortNotice')} checked={isShortNotice} onChange={setShortNotice} />
          <div className="sur-days">
            <TextField label={t('surveillance.field.latest')} type="date" value={latestOn} onChange={setLatestOn} />
            <TextField
              label={t('surveillance.field.personDays')}
              required
              type="number"
              min={0.5}
              step={0.5}
              value={days}
              onChange={setDays}
              error={isTried && !personDaysTenths ? missing : undefined}
            />
          </div>
          <FailureNote error={order.error} />
        </Stack>
      </form>
    </Dialog>
  )
}
