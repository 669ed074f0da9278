import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, List, ListRow, RowOf, Stack } from '#src/ui/card.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import { listVisits } from '../contract/visit.ts'
import { VisitPill } from '../phone/visits.tsx'

const PAGE = 30

/** All visits of the body, those still to do on top. */
export default function VisitsPage() {
  const { t, i18n } = useTranslation(['visit', 'common'])
  const words = useFailureWords()
  useTitle(t('title'))
  const paging = usePaging()
  const { cursor } = paging
  const read = useEndpoint(
    listVisits,
    { query: cursor ? { limit: PAGE, cursor } : { limit: PAGE } },
    { follows: ['audit', 'visit'], keepPrevious: true },
  )
  return (
    <Stack>
      <div className="sp-card-head">
        <h1>{t('title')}</h1>
        <RowOf>
          <Link href="/visit-kit" className={buttonClass()}>
            {t('list.kit')}
          </Link>
          <a href="/phone/visits" className={buttonClass({ kind: 'primary' })}>
            {t('list.tablet')}
          </a>
        </RowOf>
      </div>
      {!read.data && !read.error && <Skeleton lines={6} />}
      {!read.data && read.error && <Failed {...words(read.error)} onRetry={() => void read.refetch()} />}
      {read.data?.rows.length === 0 && <Empty icon="day" title={t('list.none')} detail={t('list.noneHint')} />}
      {read.data && read.data.rows.length > 0 && (
        <Card>
          <List label={t('title')}>
            {read.data.rows.map((row) => (
              <ListRow
                key={row.auditId}
                href={`/visits/${row.auditId}`}
                title={row.clientName}
                detail={[
                  row.number,
                  t(`kind.${row.kind}`),
                  row.plannedFromOn && showOn(row.plannedFromOn, i18n.language),
                  t('list.entries', { count: row.entryCount }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                after={<VisitPill row={row} />}
              />
            ))}
          </List>
        </Card>
      )}
      <PagingButtons paging={paging} nextCursor={read.data?.nextCursor} />
    </Stack>
  )
}
