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

type EditionActionsProps = { edition: contract.EditionDetail; hasDraft: boolean; onChoose: (id: string) => void }

/** Export, import, a new draft, and the seal: each only for whom it is. */
export function EditionActions({ edition, hasDraft, onChoose }: EditionActionsProps) {
  const { t } = useTranslation('evaluation')
  const may = useMay()
  const failureWords = useFailureWords()
  const [isSealing, setSealing] = useState(false)
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

function ImportScheme({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('evaluation')
  const failureWords = useFailureWords()
  const picker = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ name: string; text: string } | null>(null)
  const importing = useCommand(contract.importScheme)
  const take = () => {
    if (!file) return
    importing.run({ body: { id: newId(), text: file.text } }).then(
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
        accept=".yaml,.yml"
        hidden
        aria-label={t('scheme.import')}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked) void picked.text().then((text) => setFile({ name: picked.name, text }))
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
        busy={importing.busy}
      />
    </>
  )
}
