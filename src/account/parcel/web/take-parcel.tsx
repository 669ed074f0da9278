import { useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '#src/client/call.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Notice } from '#src/ui/states.tsx'
import { uploadParcel } from '../contract.ts'
import { useKindWords } from './words.ts'

// A pack of hundreds of megabytes on a slow line, and its verification.
const PATIENCE_MS = 1_800_000

type Taken = { parcelId: string; kind: string; repeated: boolean }
type Sending = { name: string | null; taken: Taken | null; error: unknown }

/** Sends a file and tells what became of it. */
export function useTakeParcel() {
  const client = useQueryClient()
  const [state, setState] = useState<Sending>({ name: null, taken: null, error: null })
  return {
    ...state,
    send: (file: File) => {
      const form = new FormData()
      form.append('file', file, file.name)
      setState({ name: file.name, taken: null, error: null })
      send(uploadParcel.method, uploadParcel.path, form, { commandId: newId(), timeoutMs: PATIENCE_MS }).then(
        (answer) => {
          void client.invalidateQueries({ queryKey: ['parcel.listParcels'] })
          setState({ name: null, taken: uploadParcel.answer.parse(answer), error: null })
        },
        (error: unknown) => setState({ name: null, taken: null, error }),
      )
    },
  }
}

export function TakeParcelButton({ taking }: { taking: ReturnType<typeof useTakeParcel> }) {
  const { t } = useTranslation('parcel')
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) taking.send(file)
    event.target.value = ''
  }
  return (
    <span className="sp-file" title={t('uploadHint')}>
      <span className={buttonClass({ kind: 'primary' })} aria-hidden="true">
        {t('upload')}
      </span>
      <input
        type="file"
        accept=".starletter,.starpack"
        aria-label={t('upload')}
        disabled={taking.name !== null}
        onChange={take}
      />
    </span>
  )
}

export function TakeParcelNote({
  taking,
  onOpen,
}: {
  taking: ReturnType<typeof useTakeParcel>
  onOpen: (parcelId: string) => void
}) {
  const { t } = useTranslation('parcel')
  const words = useFailureWords()
  const kindWords = useKindWords()
  const { name, taken, error } = taking
  if (name !== null) return <Notice title={t('uploading', { name })} />
  if (error) return <Notice tone="bad" {...words(error)} />
  if (!taken) return null
  const open = <Button onClick={() => onOpen(taken.parcelId)}>{t('open')}</Button>
  return taken.repeated ? (
    <Notice title={t('takenBefore')} action={open} />
  ) : (
    <Notice tone="good" title={t('taken', { kind: kindWords(taken.kind) })} action={open} />
  )
}
