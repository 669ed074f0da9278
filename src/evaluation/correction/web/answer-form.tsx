import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf } from '#src/ui/card.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { type Correction, type CorrectionAnswer, saveCorrectionAnswer, sendCorrections } from '../contract.ts'
import { EnclosedFiles } from './enclosed-files.tsx'
import { RecordLinks } from './record-links.tsx'
import { SendDialog } from './send-dialog.tsx'

const WORDS = ['correction', 'cause', 'correctiveAction'] as const
type Words = Record<(typeof WORDS)[number], string>

/** Written over days and by several people; sent when it is whole. */
export function AnswerForm({ of, current }: { of: Correction; current: CorrectionAnswer | undefined }) {
  const { t } = useTranslation('correction')
  const may = useMay()
  const [words, setWords] = useState<Words>({
    correction: current?.correction ?? '',
    cause: current?.cause ?? '',
    correctiveAction: current?.correctiveAction ?? '',
  })
  const [files, setFiles] = useState(current?.files ?? [])
  const [records, setRecords] = useState(current?.records ?? [])
  const [isSending, setSending] = useState(false)
  const saving = useCommand(saveCorrectionAnswer, {
    refreshes: ['correction.readCorrection', 'correction.listCorrections'],
  })
  const save = () =>
    saving.run({ params: { correctionId: of.id }, body: { ...words, files, records, version: of.version } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save()
      .then(() => toast(t('answer.saved')))
      .catch(() => {})
  }
  return (
    <Card title={t('answer.title')}>
      <form className="sp-stack" onSubmit={submit} noValidate>
        {WORDS.map((name) => (
          <TextArea
            key={name}
            label={t(`answer.${name}`)}
            hint={t(`answer.${name}Hint`)}
            required
            maxLength={4000}
            rows={3}
            value={words[name]}
            onChange={(value) => setWords({ ...words, [name]: value })}
          />
        ))}
        <EnclosedFiles label={t('answer.files')} files={files} onChange={setFiles} />
        <RecordLinks records={records} onChange={setRecords} />
        <FailureNote error={saving.error} />
        <RowOf>
          <Button type="submit" busy={saving.busy}>
            {t('answer.save')}
          </Button>
          {may(sendCorrections) && (
            <Button
              kind="primary"
              busy={saving.busy}
              onClick={() =>
                void save()
                  .then(() => setSending(true))
                  .catch(() => {})
              }
            >
              {t('answer.send')}
            </Button>
          )}
        </RowOf>
      </form>
      {isSending && <SendDialog rows={[of]} onClose={() => setSending(false)} onSent={() => setSending(false)} />}
    </Card>
  )
}
