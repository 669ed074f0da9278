import { Checkbox, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import '#src/evaluation/correction/web/correction.css'
import { Stack } from '#src/ui/card.tsx'
import { listNonconformities } from '../contract.ts'
import { NonconformityTable } from './nonconformity-table.tsx'

/** Every nonconformity of the body, newest first; unsettled and overdue ones on request. */
export default function Nonconformities() {
  const { t } = useTranslation('correction')
  useTitle(t('body.title'))
  const paging = usePaging()
  const [isOpen, setOpen] = useState(true)
  const [isOverdue, setOverdue] = useState(false)
  const query = {
    limit: 50,
    cursor: paging.cursor,
    open: isOpen ? ('1' as const) : undefined,
    overdue: isOverdue ? ('1' as const) : undefined,
  }
  const read = useEndpoint(listNonconformities, { query }, { keepPrevious: true, follows: ['nonconformity'] })
  const narrow = (change: () => void) => {
    change()
    paging.start()
  }
  return (
    <Stack>
      <h1>{t('body.title')}</h1>
      <Space wrap>
        <Checkbox checked={isOpen} onChange={(event) => narrow(() => setOpen(event.target.checked))}>
          {t('onlyOpen')}
        </Checkbox>
        <Checkbox checked={isOverdue} onChange={(event) => narrow(() => setOverdue(event.target.checked))}>
          {t('onlyOverdue')}
        </Checkbox>
      </Space>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      <NonconformityTable rows={read.data?.rows ?? []} isPending={read.isPending} />
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
    </Stack>
  )
}
