import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readParcel } from '#src/account/parcel/contract.ts'
import { ParcelSheet } from '#src/account/parcel/web/parcel-sheet.tsx'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { readCertification } from '../contract/progress.ts'
import { Certificates } from './certificates.tsx'
import { Course } from './course.tsx'
import { DueTable } from './due-table.tsx'
import { Tasks } from './tasks.tsx'
import './progress.css'

/** How the company's certification stands: what to do, what is held, what comes due, and every letter behind it. */
export default function Certification() {
  const { t } = useTranslation('progress')
  useTitle(t('title'))
  const may = useMay()
  const [opened, setOpened] = useState<string | null>(null)
  const onOpen = may(readParcel) ? setOpened : undefined
  return (
    <Stack>
      <h1>{t('title')}</h1>
      <p>{t('intro')}</p>
      <Today onOpen={onOpen} />
      <Certificates onOpen={onOpen} />
      <Course onOpen={onOpen} />
      {opened && <ParcelSheet key={opened} parcelId={opened} onClose={() => setOpened(null)} />}
    </Stack>
  )
}

function Today({ onOpen }: { onOpen: ((parcelId: string) => void) | undefined }) {
  const { t } = useTranslation('progress')
  const words = useFailureWords()
  const read = useEndpoint(readCertification, {}, { follows: ['parcel', 'received_certificate', 'correction'] })
  if (read.error && !read.data) return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={6} />
  return (
    <>
      <Card title={t('task.title')}>
        <Tasks tasks={read.data.tasks} onOpen={onOpen} />
      </Card>
      <Card title={t('due.title')}>
        <DueTable items={read.data.due} />
      </Card>
    </>
  )
}
