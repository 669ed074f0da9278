import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { Field } from '#src/ui/field.tsx'
import { lookForSuspicions } from '../contract.ts'
import { nightlyDays } from '../rules/answer.ts'

/** Which days to look at again. The look itself runs in the background; the page hears when it is done. */
export function LookDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['authenticity', 'common'])
  const form = useId()
  const [days, setDays] = useState(() => nightlyDays(new Date().toLocaleDateString('sv-SE')))
  const look = useCommand(lookForSuspicions)
  const start = (event: FormEvent) => {
    event.preventDefault()
    look
      .run({ body: { id: newId(), ...days } })
      .then(onClose)
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('look')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind="primary" type="submit" form={form} busy={look.busy}>
            {t('start')}
          </Button>
        </>
      }
    >
      <form id={form} className="sp-stack" onSubmit={start}>
        {(['fromOn', 'toOn'] as const).map((name) => (
          <Field key={name} label={name === 'fromOn' ? t('from') : t('to')} required>
            {(wired) => (
              <input
                {...wired}
                className="sp-input"
                type="date"
                required
                value={days[name]}
                onChange={(event) => setDays({ ...days, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <FailureNote error={look.error} />
      </form>
    </Dialog>
  )
}
