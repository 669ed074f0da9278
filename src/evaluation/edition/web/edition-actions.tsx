import { Checkbox } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { ConfirmDialog, Dialog } from '#src/ui/dialog.tsx'
import { toast } from '#src/ui/toast.tsx'
import * as contract from '../contract.ts'
import { PutToUse } from './put-to-use.tsx'

type EditionActionsProps = { edition: contract.EditionDetail; hasDraft: boolean; onChoose: (id: string) => void }

/** Export, import, a new draft, and the seal: each only for whom it is. */
export function EditionActions({ edition, hasDraft, onChoose }: EditionActionsProps) {
  const { t } = useTranslation('evaluation')
  const may = useMay()
  const failureWords = useFailureWords()
  const [isSealing, setSealing] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const drafting = useCommand(contract.draftEdition)
  const draft = () => {
    const id = newId()
    drafting.run({ body: { id, copyOf: edition.id } }).then(
      () => onChoose(id),
      (failure: unknown) => toast(failureWords(failure).title, { bad: true }),
    )
  }
  return (
    <RowOf>
      <a
        className={buttonClass({})}
        href={addressOf(contract.exportScheme.path, { editionId: edition.id }, {})}
        download
      >
        {t('scheme.export')}
      </a>
      <a
        className={buttonClass({})}
        href={addressOf(contract.exportWorkbook.path, { editionId: edition.id }, {})}
        download
      >
        {t('scheme.exportExcel')}
      </a>
      {may(contract.importScheme) && <ImportScheme onDone={onChoose} />}
      {!hasDraft && may(contract.draftEdition) && (
        <Button busy={drafting.busy} onClick={draft}>
          {t('scheme.newDraft')}
        </Button>
      )}
      {edition.seal === null && may(contract.sealScheme) && (
        <Button kind="primary" icon="shield" onClick={() => setSealing(true)}>
          {t('scheme.seal')}
        </Button>
      )}
      {edition.seal !== null && !edition.inUse && may(contract.chooseEdition) && (
        <Button kind="primary" onClick={() => setChoosing(true)}>
          {t('use.open')}
        </Button>
      )}
      {isChoosing && <PutToUse editionId={edition.id} onClose={() => setChoosing(false)} />}
      {isSealing && <SealDialog edition={edition} onClose={() => setSealing(false)} />}
    </RowOf>
  )
}

/** Nobody seals our defaults believing them to be the standard's: their number is stated, and must be accepted. */
function SealDialog({ edition, onClose }: { edition: contract.EditionDetail; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const [isAccepted, setAccepted] = useState(false)
  const sealing = useCommand(contract.sealScheme)
  const count = edition.unconfirmedCount
  const seal = () =>
    sealing
      .run({ params: { editionId: edition.id }, body: { version: edition.version, acceptsUnconfirmed: count } })
      .then(onClose, () => {})
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="primary" busy={sealing.busy} disabled={count > 0 && !isAccepted} onClick={seal}>
        {t('scheme.seal')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('scheme.sealTitle', { number: edition.number })} actions={actions}>
      <p>{t('scheme.sealDetail')}</p>
      {count > 0 && (
        <>
          <p>{t('scheme.sealCount', { count })}</p>
          <Checkbox checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)}>
            {t('scheme.sealAccept', { count })}
          </Checkbox>
        </>
      )}
      <FailureNote error={sealing.error} />
    </Dialog>
  )
}

type Picked = { name: string; text: string; base64?: string }

/** A workbook travels as it is, everything else as text. */
async function readPicked(file: File): Promise<Picked> {
  const { name } = file
  if (!name.toLowerCase().endsWith('.xlsx')) return { name, text: await file.text() }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte))
  return { name, text: '', base64: btoa(letters.join('')) }
}

function ImportScheme({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  const picker = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<Picked | null>(null)
  const importing = useCommand(contract.importScheme)
  const importingWorkbook = useCommand(contract.importWorkbook)
  const send = ({ name, text, base64 }: Picked) => {
    const id = newId()
    return base64 === undefined
      ? importing.run({ body: { id, text } })
      : importingWorkbook.run({ body: { id, name, base64 } })
  }
  const take = () => {
    if (!file) return
    send(file).then(
      ({ id }) => {
        setFile(null)
        onDone(id)
      },
      (failure: unknown) => {
        setFile(null)
        toast(failureWords(failure).title, { bad: true })
      },
    )
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".yaml,.yml,.xlsx"
        hidden
        aria-label={t('scheme.import')}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked) void readPicked(picked).then(setFile)
          event.target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>{t('scheme.import')}</Button>
      <ConfirmDialog
        open={file !== null}
        title={t('scheme.importTitle')}
        detail={t('scheme.importHint', { name: file?.name ?? '' })}
        go={t('scheme.import')}
        onGo={take}
        onClose={() => setFile(null)}
        busy={importing.busy || importingWorkbook.busy}
      />
    </>
  )
}
