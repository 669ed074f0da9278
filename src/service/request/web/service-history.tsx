import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Stack } from '#src/ui/card.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { listRequests } from '../contract/read.ts'
import './request.css'
import { RequestTable } from './request-table.tsx'

const SHOWN = 10

/** What was done for a customer, newest first: the part of the customer's page that belongs to service. */
export default function ServiceHistory({ customerId }: { customerId: string }) {
  const { t } = useTranslation('request')
  const requests = useEndpoint(
    listRequests,
    { query: { customerId, limit: SHOWN } },
    { follows: ['service_request', 'work_order'] },
  )
  const rows = requests.data?.rows
  return (
    <Stack>
      <FailureNote error={requests.error} />
      {requests.isPending && <Skeleton lines={3} />}
      {rows?.length === 0 && <Empty icon="service" title={t('history.empty')} detail={t('history.emptyHint')} />}
      {rows && rows.length > 0 && <RequestTable rows={rows} isBrief />}
      {requests.data?.nextCursor && <Link href={`/requests?customer=${customerId}`}>{t('history.all')}</Link>}
    </Stack>
  )
}
