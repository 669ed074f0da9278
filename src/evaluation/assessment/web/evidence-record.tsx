import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { RecordFound } from '../contract/sample.ts'
import { RecordFinder } from './record-finder.tsx'

type EvidenceRecordProps = {
  kind: 'record' | 'material'
  isReachable: boolean
  found: RecordFound | null
  isMissing: boolean
  onChoose: (found: RecordFound) => void
  onAnew: () => void
}

/** The record or material that is to stand behind an indicator: looked up, then named. */
export function EvidenceRecord({ kind, isReachable, found, isMissing, onChoose, onAnew }: EvidenceRecordProps) {
  const { t } = useTranslation(['assessment', 'common'])
  if (!isReachable) return <Notice tone="warn" title={t('evidence.needsNetwork')} />
  if (found)
    return (
      <RowOf>
        <Pill tone="good" icon="check">
          {t('record.chosen', { label: found.label })}
        </Pill>
        <Button kind="quiet" icon="search" onClick={onAnew}>
          {t('record.anew')}
        </Button>
      </RowOf>
    )
  return (
    <>
      <RecordFinder
        of={kind === 'material' ? 'material' : 'request'}
        isFixed={kind === 'material'}
        go={t('record.choose')}
        whyNot={() => null}
        onChoose={onChoose}
      />
      {isMissing && (
        <p className="sp-field-error" role="alert">
          {t(kind === 'record' ? 'evidence.recordMissing' : 'evidence.materialMissing')}
        </p>
      )}
    </>
  )
}
