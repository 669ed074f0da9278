import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { listReceivedCertificates } from '../contract/progress.ts'
import { CertificateCard } from './certificate-card.tsx'

/** Every certificate that came in: held, replaced, or not verified. */
export function Certificates({ onOpen }: { onOpen: ((parcelId: string) => void) | undefined }) {
  const { t } = useTranslation('progress')
  const paging = usePaging()
  const query = { limit: 10, cursor: paging.cursor }
  const follows = ['received_certificate', 'parcel', 'counterpart']
  const read = useEndpoint(listReceivedCertificates, { query }, { keepPrevious: true, follows })
  return (
    <Card title={t('certificate.title')}>
      <FailureNote error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Skeleton lines={4} />}
      {read.data?.rows.length === 0 && (
        <Empty title={t('certificate.empty')} detail={t('certificate.emptyHint')} icon="shield" />
      )}
      <Stack>
        {read.data?.rows.map((certificate) => (
          <CertificateCard key={certificate.id} of={certificate} onOpen={onOpen} />
        ))}
      </Stack>
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
    </Card>
  )
}
