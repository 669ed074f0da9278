import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import type { NamedFile } from '#src/evaluation/correction/contract.ts'
import { EnclosedFiles } from '#src/evaluation/correction/web/enclosed-files.tsx'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { dayOf } from '#src/ui/when.ts'
import { type Nonconformity, typeInAnswer } from '../contract.ts'

const WORDS = ['correction', 'cause', 'correctiveAction'] as const

/** An answer that came on paper, with its scan. */
export function TypeInForm({ of, onClose }: { of: Nonconformity; onClose: () => void }) {
  const { t } = useTranslation(['correction', 'common'])
  const formId = useId()
  const [words, setWords] = useState({ correction: '', cause: '', correctiveAction: '' })
  const [answeredByName, setName] = useState('')
  const [answeredOn, setDay] = useState(() => dayOf(new Date().toISOString()))
  const [files, setFiles] = useState<NamedFile[]>([])
  const [isTried, setTried] = useState(false)
  const typing = useCommand(typeInAnswer, { refreshes: ['nonconformity.read', 'nonconformity.list'] })
  const missing = (text: string) => (isTried && !text.trim() ? t('common:field.missing') : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(words).some((text) => !text.trim()) || !answeredByName.trim() || !answeredOn) return
    typing
      .run({
        params: { nonconformityId: of.id },
        body: { ...words, answeredByName, answeredOn, files, version: of.version },
      })
      .then(() => {
        toast(t('body.typedIn'))
        onClose()
      })
      .catch(() => {})
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('body.typeIn')}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t('body.cancel')}
          </Button>
          <Button kind="primary" type="submit" form={formId} busy={typing.busy}>
            {t('body.save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="sp-stack" onSubmit={submit} noValidate>
        {WORDS.map((name) => (
          <TextArea
            key={name}
            label={t(`answer.${name}`)}
            required
            rows={3}
            maxLength={4000}
            value={words[name]}
            onChange={(value) => setWords({ ...words, [name]: value })}
            error={missing(words[name])}
          />
        ))}
        <TextField
          label={t('answer.names')}
          required
          maxLength={60}
          value={answeredByName}
          onChange={setName}
          error={missing(answeredByName)}
        />
        <TextField
          label={t('field.answeredOn')}
          type="date"
          required
          value={answeredOn}
          onChange={setDay}
          error={missing(answeredOn)}
        />
        <EnclosedFiles label={t('answer.files')} files={files} onChange={setFiles} />
        <FailureNote error={typing.error} />
      </form>
    </Dialog>
  )
}
