import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { PageHead } from '../../web/page-head.tsx'
import { createRequest } from '../contract/make.ts'
import { listRequests } from '../contract/read.ts'
import { type Filter, isFiltered, queryOf, readFilter, writeFilter } from './filter-address.ts'
import './request.css'
import { RequestFilters } from './request-filters.tsx'
import { RequestTable } from './request-table.tsx'

/** All requests: what is open, what is late, whatever was asked for. Everything one sees is in the address. */
export default function Requests() {
  const { t } = useTranslation(['request', 'common'])
  useTitle(t('list.title'))
  const failureWords = useFailureWords()
  const mayCall = useMay()
  const [address, setAddress] = useSearchParams()
  const filter = readFilter(address)
  const [way, setWay] = useState<readonly string[]>([])
  const requests = useEndpoint(
    listRequests,
    { query: queryOf(filter) },
    { follows: ['service_request', 'work_order'], keepPrevious: true },
  )
  const show = useCallback(
    (part: Partial<Filter>) => {
      if (!('cursor' in part)) setWay([])
      setAddress((before) => writeFilter({ ...readFilter(before), cursor: '', ...part }), { replace: true })
    },
    [setAddress],
  )
  const reset = () => {
    setWay([])
    setAddress(new URLSearchParams(), { replace: true })
  }
  const next = (cursor: string) => {
    setWay([...way, filter.cursor])
    show({ cursor })
    window.scrollTo({ top: 0 })
  }
  const back = () => {
    show({ cursor: way.at(-1) ?? '' })
    setWay(way.slice(0, -1))
  }
  const rows = requests.data?.rows
  return (
    <div className="svc-dense">
      <Stack>
        <PageHead title={t('list.title')} note={rows && t('list.count', { count: rows.length })}>
          {mayCall(createRequest) && (
            <Link href="/hotline" className={buttonClass({ kind: 'primary' })}>
              <Icon name="plus" />
              <span>{t('list.new')}</span>
            </Link>
          )}
        </PageHead>
        <RequestFilters filter={filter} onChange={show} onReset={reset} />
        {requests.error && !rows && (
          <Failed {...failureWords(requests.error)} onRetry={() => void requests.refetch()} />
        )}
        {!rows && !requests.error && <Skeleton lines={10} />}
        {rows?.length === 0 &&
          (isFiltered(filter) || filter.cursor ? (
            <Empty
              icon="search"
              title={t('list.noMatch')}
              detail={t('list.noMatchHint')}
              action={<Button onClick={reset}>{t('list.reset')}</Button>}
            />
          ) : (
            <Empty icon="voice" title={t('list.empty')} detail={t('list.emptyHint')} />
          ))}
        {rows && rows.length > 0 && <RequestTable rows={rows} isStale={requests.isPlaceholderData} />}
        {(filter.cursor || requests.data?.nextCursor) && (
          <nav className="svc-row" aria-label={t('list.table')}>
            <Button disabled={!filter.cursor} onClick={back} icon="back">
              {way.length > 0 || !filter.cursor ? t('common:action.previous') : t('list.first')}
            </Button>
            <Button
              disabled={!requests.data?.nextCursor}
              onClick={() => requests.data?.nextCursor && next(requests.data.nextCursor)}
            >
              {t('common:action.next')}
            </Button>
          </nav>
        )}
      </Stack>
    </div>
  )
}
