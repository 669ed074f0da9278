import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { importScheme, importWorkbook } from '../contract.ts'
import { FileCheckShown } from './file-check.tsx'
import { useFileCheck } from './use-file-check.ts'

type Picked = { name: string; text: string; base64: string }

async function readPicked(file: File): Promise<Picked> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte))
  return { name: file.name, text: new TextDecoder().decode(bytes), base64: btoa(letters.join('')) }
}

/** A scheme from a file: first everything that is wrong with it, or what it would bring; taken in only after that was read. */
export function ImportScheme({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('evaluation')
  const picker = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<Picked | null>(null)
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".yaml,.yml,.xlsx,.xls,.et"
        hidden
        aria-label={t('scheme.import')}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked) void readPicked(picked).then(setFile)
          event.target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{t('scheme.import')}</Button>
      {file && (
        <ImportDialog
          file={file}
          onPick={() => picker.current?.click()}
          onClose={() => setFile(null)}
          onDone={onDone}
        />
      )}
    </>
  )
}

type ImportDialogProps = { file: Picked; onPick: () => void; onClose: () => void; onDone: (id: string) => void }

function ImportDialog({ file, onPick, onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const [id] = useState(newId)
  const { name, text, base64 } = file
  const check = useFileCheck(file)
  const importing = useCommand(importScheme)
  const importingWorkbook = useCommand(importWorkbook)
  const isWorkbook = /\.(xlsx|xls|et)$/i.test(name)
  const take = () =>
    (isWorkbook ? importingWorkbook.run({ body: { id, name, base64 } }) : importing.run({ body: { id, text } })).then(
      (taken) => {
        toast(t('file.taken'))
        onClose()
        onDone(taken.id)
      },
      () => {},
    )
  const brings = check.answer?.brings
  const becomes = !brings || brings.becomes === 'known' ? null : brings.becomes
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      {becomes === null && <Button onClick={onPick}>{t('file.other')}</Button>}
      {becomes && (
        <Button kind="primary" busy={importing.busy || importingWorkbook.busy} onClick={() => void take()}>
          {t(`file.take.${becomes}`)}
        </Button>
      )}
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('file.title', { name })} actions={actions}>
      <FailureNote error={check.error ?? importing.error ?? importingWorkbook.error} />
      {check.busy && <Skeleton lines={6} />}
      {check.answer && <FileCheckShown check={check.answer} />}
    </Dialog>
  )
}
