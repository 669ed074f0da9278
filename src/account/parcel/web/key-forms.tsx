import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { type Counterpart, type CounterpartKey, confirmKey, resetKeys } from '../contract.ts'
import { spokenDigits } from '../rules.ts'

const REFRESHES = { refreshes: ['parcel.listCounterparts', 'parcel.readParcel'] }

type ConfirmProps = { of: Counterpart; signer: CounterpartKey; onClose: () => void }

export function ConfirmKeyDialog({ of, signer, onClose }: ConfirmProps) {
  const { t } = useTranslation(['parcel', 'common'])
  const [how, setHow] = useState('')
  const confirming = useCommand(confirmKey, REFRESHES)
  const go = (event: FormEvent) => {
    event.preventDefault()
    const params = { counterpartOrgId: of.orgId, fingerprint: signer.fingerprint }
    confirming.run({ params, body: { how } }).then(
      () => {
        toast(t('keys.confirmedToast'))
        onClose()
      },
      () => {},
    )
  }
  return (
    <Dialog open onClose={onClose} title={`${t('keys.confirmTitle')} · ${of.name}`}>
      <form className="sp-stack" onSubmit={go}>
        <p>{t(signer.reset ? 'keys.confirmAgainHint' : 'keys.confirmHint')}</p>
        <p>
          <code className="parcel-digits">{spokenDigits(signer.fingerprint)}</code>
        </p>
        <details>
          <summary>{t('keys.fingerprint')}</summary>
          <code className="parcel-hash">{signer.fingerprint}</code>
        </details>
        <TextArea
          label={t('keys.how')}
          hint={t('keys.howHint')}
          required
          maxLength={500}
          rows={3}
          value={how}
          onChange={setHow}
        />
        <FailureNote error={confirming.error} />
        <div className="sp-dialog-actions">
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" kind="primary" disabled={how.trim() === ''} busy={confirming.busy}>
            {t('keys.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function ResetKeysDialog({ of, onClose }: { of: Counterpart; onClose: () => void }) {
  const { t } = useTranslation(['parcel', 'common'])
  const [reason, setReason] = useState('')
  const resetting = useCommand(resetKeys, REFRESHES)
  const go = (event: FormEvent) => {
    event.preventDefault()
    resetting.run({ params: { counterpartOrgId: of.orgId }, body: { reason } }).then(
      ({ keys }) => {
        toast(t('keys.resetToast', { count: keys }))
        onClose()
      },
      () => {},
    )
  }
  return (
    <Dialog open onClose={onClose} title={`${t('keys.resetTitle')} · ${of.name}`}>
      <form className="sp-stack" onSubmit={go}>
        <p>{t('keys.resetWarn')}</p>
        <TextArea
          label={t('keys.reason')}
          hint={t('keys.reasonHint')}
          required
          maxLength={500}
          rows={3}
          value={reason}
          onChange={setReason}
        />
        <FailureNote error={resetting.error} />
        <div className="sp-dialog-actions">
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" kind="danger" disabled={reason.trim() === ''} busy={resetting.busy}>
            {t('keys.resetTitle')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
