import { useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '#src/client/call.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Notice } from '#src/ui/states.tsx'
import './letters.css'
import { uploadParcel } from '../contract.ts'
import { useKindWords } from './words.ts'

// A pack of hundreds of megabytes on a slow line, and its verification.
const PATIENCE_MS = 1_800_000

type Taken = { parcelId: string; kind: string; repeated: boolean; trust: string }
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
          void client.invalidateQueries()
          setState({ name: null, taken: uploadParcel.answer.parse(answer), error: null })
        },
        (error: unknown) => setState({ name: null, taken: null, error }),
      )
    },
  }
}

type TakeProps = { taking: ReturnType<typeof useTakeParcel> }

/** For whoever has a file from a mail: dropped anywhere on it, or chosen. */
export function TakeParcelZone({ taking }: TakeProps) {
  const { t } = useTranslation('parcel')
  return (
    <span className="sp-file parcel-zone">
      <span aria-hidden="true">
        <Icon name="outbox" /> {t('dropHint')}
      </span>
      <FileInput taking={taking} label={t('dropHint')} />
    </span>
  )
}

/** The platform's own field: a press chooses, a drop on it takes the file dropped. */
function FileInput({ taking, label }: TakeProps & { label: string }) {
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) taking.send(file)
    event.target.value = ''
  }
  return (
    <input
      type="file"
      accept=".starletter,.starpack"
      aria-label={label}
      disabled={taking.name !== null}
      onChange={take}
    />
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
  if (taken.trust === 'unknown') return <Notice tone="bad" title={t('asideTaken')} action={open} />
  return taken.repeated ? (
    <Notice title={t('takenBefore')} action={open} />
  ) : (
    <Notice tone="good" title={t('taken', { kind: kindWords(taken.kind) })} action={open} />
  )
}
