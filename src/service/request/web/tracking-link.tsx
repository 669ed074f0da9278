import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import { makeTrackingLink, revokeTrackingLinks } from '../../tracking/contract.ts'
import { CopyText } from '../../web/copy-text.tsx'
import { trackingAddress } from './taken.tsx'

/** Makes a link for the customer, shown this once; or takes back every link that was sent. */
export function TrackingLinkDialog({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation(['request', 'common'])
  const making = useCommand(makeTrackingLink)
  const revoking = useCommand(revokeTrackingLinks)
  const [isRevoking, setRevoking] = useState(false)
  const [reason, setReason] = useState('')
  const params = { requestId }
  const revoke = () =>
    revoking
      .run({ params, body: { reason: reason.trim() } })
      .then(({ revoked }) => {
        toast(t('act.revoked', { count: revoked }))
        onClose()
      })
      .catch(() => {})
  return (
    <Dialog open onClose={onClose} title={t('act.trackingLink')}>
      <p className="sp-soft">{isRevoking ? t('act.revokeHint') : t('act.linkHint')}</p>
      {making.answer && !isRevoking && (
        <>
          <CopyText label={t('act.trackingLink')} text={trackingAddress(making.answer.secret)} />
          <p className="sp-soft">{t('hotline.linkUntil', { time: showAt(making.answer.expiresAt, i18n.language) })}</p>
        </>
      )}
      {isRevoking && (
        <TextField label={t('act.revokeReason')} required maxLength={300} value={reason} onChange={setReason} />
      )}
      <FailureNote error={making.error ?? revoking.error} />
      <div className="sp-dialog-actions">
        {isRevoking ? (
          <>
            <Button kind="quiet" onClick={() => setRevoking(false)}>
              {t('common:action.back')}
            </Button>
            <Button kind="danger" busy={revoking.busy} disabled={!reason.trim()} onClick={revoke}>
              {t('act.revokeLinks')}
            </Button>
          </>
        ) : (
          <>
            <Button kind="quiet" onClick={() => setRevoking(true)}>
              {t('act.revokeLinks')}
            </Button>
            {!making.answer && (
              <Button
                kind="primary"
                busy={making.busy}
                onClick={() => making.run({ params, body: {} }).catch(() => {})}
              >
                {t('hotline.makeLink')}
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}
