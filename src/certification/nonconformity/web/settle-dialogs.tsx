import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { SelectField, TextArea } from '#src/ui/field.tsx'
import { listAudits } from '../../audit/contract.ts'
import { confirmFollowUp, type Nonconformity, withdrawNonconformity } from '../contract.ts'

type SettleProps = { of: Nonconformity; onClose: () => void }

const REFRESHES = ['nonconformity.read', 'nonconformity.list']

export function WithdrawDialog({ of, onClose }: SettleProps) {
  const { t } = useTranslation(['correction', 'common'])
  const [reason, setReason] = useState('')
  const withdrawing = useCommand(withdrawNonconformity, { refreshes: REFRESHES })
  const go = () =>
    withdrawing
      .run({ params: { nonconformityId: of.id }, body: { reason, version: of.version } })
      .then(onClose)
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('body.withdrawTitle')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="danger" busy={withdrawing.busy} disabled={!reason.trim()} onClick={() => void go()}>
            {t('body.withdraw')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('body.withdrawHint')}</p>
        <TextArea label={t('body.reason')} required rows={3} maxLength={500} value={reason} onChange={setReason} />
        <FailureNote error={withdrawing.error} />
      </Stack>
    </Dialog>
  )
}

/** What was left for the next audit was seen there. */
export function ConfirmSeenDialog({ of, onClose }: SettleProps) {
  const { t } = useTranslation(['correction', 'common'])
  const [auditId, setAuditId] = useState('')
  const [reason, setReason] = useState('')
  const audits = useEndpoint(listAudits, { query: { clientId: of.clientId, limit: 50 } })
  const confirming = useCommand(confirmFollowUp, { refreshes: REFRESHES })
  const others = (audits.data?.rows ?? []).filter((audit) => audit.id !== of.auditId)
  const go = () =>
    confirming
      .run({ params: { nonconformityId: of.id }, body: { auditId, reason, version: of.version } })
      .then(onClose)
      .catch(() => {})
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('body.confirm')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="primary" busy={confirming.busy} disabled={!auditId || !reason.trim()} onClick={() => void go()}>
            {t('body.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <SelectField
          label={t('body.confirmAudit')}
          required
          value={auditId}
          onChange={setAuditId}
          options={others.map((audit) => ({ value: audit.id, label: audit.number }))}
        />
        <TextArea label={t('body.reason')} required rows={3} maxLength={2000} value={reason} onChange={setReason} />
        <FailureNote error={audits.error ?? confirming.error} />
      </Stack>
    </Dialog>
  )
}
