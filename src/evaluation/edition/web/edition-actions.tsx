import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { toast } from '#src/ui/toast.tsx'
import * as contract from '../contract.ts'
import { ImportScheme } from './import-scheme.tsx'
import { PutToUse } from './put-to-use.tsx'
import { SealDialog } from './seal-dialog.tsx'

type EditionActionsProps = {
  edition: contract.EditionDetail
  rows: readonly contract.EditionRow[]
  onChoose: (id: string) => void
}

/** Export, import, a new draft, and the seal: each only for whom it is. */
export function EditionActions({ edition, rows, onChoose }: EditionActionsProps) {
  const { t } = useTranslation('evaluation')
  const may = useMay()
  const hasDraft = rows.some((one) => one.seal === null && one.schemeId === edition.schemeId)
  const inUse = rows.find((one) => one.inUse)
  const isNewer = inUse !== undefined && inUse.id !== edition.id && inUse.schemeId === edition.schemeId
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
      {isSealing && (
        <SealDialog
          edition={edition}
          isNewer={isNewer}
          onSealed={() => onChoose(edition.id)}
          onClose={() => setSealing(false)}
        />
      )}
    </RowOf>
  )
}
