import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { CheckField, Field, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { listClients } from '../../client/contract.ts'
import { enterGrievance } from '../contract.ts'

const MOST = 200

/** What reached the body by letter, telephone or in person. */
export function EnterDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['appeal', 'common'])
  const form = useId()
  const [kind, setKind] = useState<'appeal' | 'complaint' | null>(null)
  const [clientId, setClientId] = useState('')
  const [toldOn, setToldOn] = useState('')
  const [isAnonymous, setAnonymous] = useState(false)
  const [words, setWords] = useState({ fromName: '', fromContact: '', says: '', wants: '' })
  const [isTried, setTried] = useState(false)
  const clients = useEndpoint(listClients, { query: { limit: MOST } })
  const enter = useCommand(enterGrievance)
  const missing = t('common:field.missing')
  const isAppeal = kind === 'appeal'
  const lacks = !kind || !words.says.trim() || (isAppeal && (!clientId || !toldOn))
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (lacks) return
    const common = { id: newId(), ...words, isAnonymous }
    const body = isAppeal
      ? ({ kind: 'appeal', ...common, clientId, toldOn } as const)
      : ({ kind: 'complaint', ...common, clientId: clientId || null } as const)
    enter
      .run({ body })
      .then(onClose)
      .catch(() => {})
  }
  const text = (name: 'fromName' | 'fromContact') => (
    <TextField
      label={t(`grievance.${name}`)}
      maxLength={name === 'fromName' ? 100 : 254}
      value={words[name]}
      onChange={(value) => setWords({ ...words, [name]: value })}
    />
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('grievance.enter')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button kind="primary" type="submit" form={form} busy={enter.busy}>
            {t('grievance.save')}
          </Button>
        </>
      }
    >
      <form id={form} className="sp-stack" onSubmit={send} noValidate>
        <SegmentedChoice
          label={t('grievance.kindLabel')}
          options={[
            { value: 'appeal', label: t('grievance.kind.appeal') },
            { value: 'complaint', label: t('grievance.kind.complaint') },
          ]}
          value={kind}
          onChange={setKind}
          error={isTried && !kind ? missing : undefined}
        />
        <SelectField
          label={t('grievance.client')}
          required={isAppeal}
          value={clientId}
          onChange={setClientId}
          options={(clients.data?.rows ?? []).map((client) => ({ value: client.id, label: client.name }))}
          error={isTried && isAppeal && !clientId ? missing : undefined}
        />
        {isAppeal && (
          <Field label={t('grievance.toldOn')} required error={isTried && !toldOn ? missing : undefined}>
            {(wired) => (
              <input
                {...wired}
                className="sp-input"
                type="date"
                value={toldOn}
                onChange={(event) => setToldOn(event.target.value)}
              />
            )}
          </Field>
        )}
        {!isAppeal && <CheckField label={t('grievance.isAnonymous')} checked={isAnonymous} onChange={setAnonymous} />}
        {!(isAnonymous && !isAppeal) && (
          <>
            {text('fromName')}
            {text('fromContact')}
          </>
        )}
        <TextArea
          label={t('grievance.says')}
          required
          rows={4}
          maxLength={4000}
          value={words.says}
          onChange={(says) => setWords({ ...words, says })}
          error={isTried && !words.says.trim() ? missing : undefined}
        />
        <TextArea
          label={t('grievance.wants')}
          rows={2}
          maxLength={2000}
          value={words.wants}
          onChange={(wants) => setWords({ ...words, wants })}
        />
        <FailureNote error={enter.error ?? clients.error} />
      </form>
    </Dialog>
  )
}
