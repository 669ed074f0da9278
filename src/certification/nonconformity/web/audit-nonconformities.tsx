import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import '#src/evaluation/correction/web/correction.css'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { listNonconformities, raiseNonconformity, tellClient } from '../contract.ts'
import { FindingForm } from './finding-form.tsx'
import { NonconformityTable } from './nonconformity-table.tsx'
import { TellDialog } from './tell-dialog.tsx'

/** The nonconformities of one audit: raised here, and told to the company together. */
export function AuditNonconformities({ auditId }: { auditId: string }) {
  const { t } = useTranslation('correction')
  const may = useMay()
  const paging = usePaging()
  const [opened, setOpened] = useState<'raise' | 'tell' | null>(null)
  const read = useEndpoint(
    listNonconformities,
    { query: { limit: 100, cursor: paging.cursor, auditId } },
    { keepPrevious: true, follows: ['nonconformity'] },
  )
  const rows = read.data?.rows ?? []
  return (
    <Stack>
      <RowOf>
        {may(raiseNonconformity) && (
          <Button kind="primary" onClick={() => setOpened('raise')}>
            {t('body.raise')}
          </Button>
        )}
        {may(tellClient) && (
          <Button disabled={!rows.some((row) => row.toTell)} onClick={() => setOpened('tell')}>
            {t('body.tell')}
          </Button>
        )}
      </RowOf>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      <NonconformityTable rows={rows} isPending={read.isPending} isOfAudit />
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
      {opened === 'raise' && <FindingForm auditId={auditId} onClose={() => setOpened(null)} />}
      {opened === 'tell' && <TellDialog auditId={auditId} onClose={() => setOpened(null)} />}
    </Stack>
  )
}
