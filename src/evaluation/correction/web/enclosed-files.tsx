import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { send } from '#src/client/call.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { downloadFile, uploadFile } from '#src/server/files/contract.ts'
import { newId } from '#src/shared/id.ts'
import { buttonClass, IconButton } from '#src/ui/button.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { NamedFile } from '../contract.ts'
import './correction.css'

const PATIENCE_MS = 120_000

type EnclosedProps = {
  label: string
  files: readonly NamedFile[]
  /** Left out: only shown. */
  onChange?: ((files: NamedFile[]) => void) | undefined
}

/** Files that belong to something written: opened by their names, added and taken away while it is written. */
export function EnclosedFiles({ label, files, onChange }: EnclosedProps) {
  const { t } = useTranslation('correction')
  const words = useFailureWords()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (!file || !onChange) return
    const form = new FormData()
    form.append('file', file, file.name)
    setBusy(true)
    setError(null)
    send(uploadFile.method, uploadFile.path, form, { commandId: newId(), timeoutMs: PATIENCE_MS })
      .then(
        (answer) => {
          const { sha256 } = uploadFile.answer.parse(answer)
          onChange([...files.filter((one) => one.sha256 !== sha256), { sha256, name: file.name.slice(-200) }])
        },
        (failure: unknown) => setError(failure),
      )
      .finally(() => setBusy(false))
  }
  if (!onChange && files.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is already there
    <div className="correction-files" role="group" aria-label={label}>
      <span className="sp-field-label">{label}</span>
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li key={file.sha256}>
              <a
                href={addressOf(downloadFile.path, { sha256: file.sha256 }, undefined)}
                target="_blank"
                rel="noreferrer"
              >
                {file.name}
              </a>
              {onChange && (
                <IconButton
                  icon="close"
                  label={t('answer.removeFile', { name: file.name })}
                  onClick={() => onChange(files.filter((one) => one.sha256 !== file.sha256))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {onChange && (
        <span className="sp-file">
          <span className={buttonClass()} aria-hidden="true">
            {isBusy ? t('files.sending') : t('answer.addFile')}
          </span>
          <input type="file" aria-label={`${label}: ${t('answer.addFile')}`} disabled={isBusy} onChange={take} />
        </span>
      )}
      {error !== null && <Notice tone="bad" {...words(error)} />}
    </div>
  )
}
