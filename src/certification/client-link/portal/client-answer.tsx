import { type ChangeEvent, type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { send } from '#src/client/call.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass, IconButton } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { answerByClientLink, uploadByClientLink } from '../contract.ts'

const WORDS = ['correction', 'cause', 'correctiveAction'] as const
const PATIENCE_MS = 120_000

type ClientAnswerProps = { secret: string; nonconformityId: string; filesLeft: number; onSent: () => void }
type Sent = { sha256: string; name: string }

export function ClientAnswer({ secret, nonconformityId, filesLeft, onSent }: ClientAnswerProps) {
  const { t } = useTranslation(['correction', 'common'])
  const failureWords = useFailureWords()
  const [words, setWords] = useState({ correction: '', cause: '', correctiveAction: '' })
  const [name, setName] = useState('')
  const [files, setFiles] = useState<readonly Sent[]>([])
  const [isTried, setTried] = useState(false)
  const answering = useCommand(answerByClientLink, { refreshes: ['clientLink.open'] })
  const missing = (text: string) => (isTried && !text.trim() ? t('common:field.missing') : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(words).some((text) => !text.trim()) || !name.trim()) return
    answering
      .run({
        params: { secret, nonconformityId },
        body: { ...words, answeredByName: name, files: files.map((file) => file.sha256) },
      })
      .then(() => {
        toast(t('client.sent'))
        onSent()
      })
      .catch(() => {})
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {WORDS.map((one) => (
          <TextArea
            key={one}
            label={t(`answer.${one}`)}
            hint={t(`answer.${one}Hint`)}
            required
            rows={3}
            maxLength={4000}
            value={words[one]}
            onChange={(value) => setWords({ ...words, [one]: value })}
            error={missing(words[one])}
          />
        ))}
        <Files secret={secret} files={files} filesLeft={filesLeft} onChange={setFiles} />
        <TextField
          label={t('client.name')}
          required
          maxLength={60}
          autoComplete="name"
          value={name}
          onChange={setName}
          error={missing(name)}
        />
        {answering.error && <Notice tone="bad" {...failureWords(answering.error)} />}
        <Button type="submit" kind="primary" block busy={answering.busy}>
          {t('client.send')}
        </Button>
      </Stack>
    </form>
  )
}

type FilesProps = {
  secret: string
  files: readonly Sent[]
  filesLeft: number
  onChange: (files: readonly Sent[]) => void
}

function Files({ secret, files, filesLeft, onChange }: FilesProps) {
  const { t } = useTranslation('correction')
  const failureWords = useFailureWords()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const left = filesLeft - files.length
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (!file) return
    const form = new FormData()
    form.append('file', file, file.name)
    setBusy(true)
    setError(null)
    send('POST', addressOf(uploadByClientLink.path, { secret }, undefined), form, {
      commandId: newId(),
      timeoutMs: PATIENCE_MS,
    })
      .then(
        (answer) => onChange([...files, uploadByClientLink.answer.parse(answer)]),
        (failure: unknown) => setError(failure),
      )
      .finally(() => setBusy(false))
  }
  return (
    <fieldset className="sp-field">
      <legend className="sp-field-label">{t('client.files')}</legend>
      <span className="sp-field-hint">{t('client.filesLeft', { count: left })}</span>
      {files.length > 0 && (
        <ul className="client-files">
          {files.map((file) => (
            <li key={file.sha256}>
              {file.name}
              <IconButton
                icon="close"
                label={t('client.remove', { name: file.name })}
                onClick={() => onChange(files.filter((one) => one !== file))}
              />
            </li>
          ))}
        </ul>
      )}
      <span className="sp-file">
        <span className={buttonClass()} aria-hidden="true">
          {isBusy ? t('client.sending') : t('client.addFile')}
        </span>
        <input type="file" aria-label={t('client.addFile')} disabled={isBusy || left <= 0} onChange={take} />
      </span>
      {error !== null && <Notice tone="bad" {...failureWords(error)} />}
    </fieldset>
  )
}
