import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '#src/client/call.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { uploadFile } from '#src/server/files/contract.ts'
import { newId } from '#src/shared/id.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'

export type Uploaded = { sha256: string; name: string }

type UploadFileProps = { files: readonly Uploaded[]; onChange: (files: readonly Uploaded[]) => void }

const PATIENCE_MS = 120_000

/** Files that came in for a document; each is stored before the verdict names it. */
export function UploadFile({ files, onChange }: UploadFileProps) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const [error, setError] = useState<unknown>(null)
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (!file) return
    const form = new FormData()
    form.append('file', file, file.name)
    event.target.value = ''
    const sent = send('POST', uploadFile.path, form, { commandId: newId(), timeoutMs: PATIENCE_MS })
    await sent.then(
      (answer) => {
        setError(null)
        onChange([...files, { sha256: (answer as { sha256: string }).sha256, name: file.name.slice(-200) }])
      },
      (failure: unknown) => setError(failure),
    )
  }
  return (
    <RowOf>
      <span className="sp-file">
        <span className={buttonClass()} aria-hidden="true">
          {t('documents.upload')}
        </span>
        <input type="file" aria-label={t('documents.upload')} onChange={(event) => void take(event)} />
      </span>
      {files.map((file) => (
        <Pill key={file.sha256}>{file.name}</Pill>
      ))}
      {error !== null && <Notice tone="bad" {...words(error)} />}
    </RowOf>
  )
}
