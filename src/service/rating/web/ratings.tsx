import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import '../../request/web/request.css'
import { PageHead } from '../../web/page-head.tsx'
import { listRatings, type RatingRow, recordCallBack } from '../contract.ts'
import { CallBackDialog } from './call-back.tsx'
import { FindServed } from './find-served.tsx'
import { FollowUpDialog } from './follow-up.tsx'
import { RatingTable } from './rating-table.tsx'

const PAGE = 50

/** What customers said: first what still waits for somebody to make it good. */
export default function Ratings() {
  const { t } = useTranslation(['request', 'common'])
  useTitle(t('rating.title'))
  const failureWords = useFailureWords()
  const mayCall = useMay()
  const [address, setAddress] = useSearchParams()
  const view = address.get('view') === 'all' ? 'all' : 'waiting'
  const upTo = /^[1-5]$/.test(address.get('stars') ?? '') ? Number(address.get('stars')) : undefined
  const paging = usePaging()
  const [following, setFollowing] = useState<RatingRow | null>(null)
  const [isFinding, setFinding] = useState(false)
  const [calling, setCalling] = useState<{ id: string; number: string } | null>(null)
  const ratings = useEndpoint(
    listRatings,
    {
      query: {
        limit: PAGE,
        cursor: paging.cursor,
        waiting: view === 'waiting' ? 'true' : undefined,
        maxStars: view === 'all' ? upTo : undefined,
      },
    },
    { follows: ['rating'], keepPrevious: true },
  )
  const show = (next: { view?: string; stars?: string }) => {
    paging.start()
    setAddress(
      (before) => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(next)) value ? after.set(name, value) : after.delete(name)
        return after
      },
      { replace: true },
    )
  }
  const rows = ratings.data?.rows
  const nextCursor = ratings.data?.nextCursor
  return (
    <div className="svc-dense">
      <Stack>
        <PageHead
          title={t('rating.title')}
          note={
            rows &&
            (nextCursor ? t('rating.moreThan', { count: rows.length }) : t('rating.count', { count: rows.length }))
          }
        >
          {mayCall(recordCallBack) && (
            <Button kind="primary" icon="phone" onClick={() => setFinding(true)}>
              {t('rating.callBack')}
            </Button>
          )}
        </PageHead>
        <div className="req-filters">
          <SegmentedChoice
            label={t('rating.waitingHint')}
            options={[
              { value: 'waiting', label: t('rating.waiting') },
              { value: 'all', label: t('rating.all') },
            ]}
            value={view}
            onChange={(chosen) => show({ view: chosen })}
          />
          {view === 'all' && (
            <select
              className="sp-input"
              aria-label={t('rating.maxStars')}
              value={upTo ?? ''}
              onChange={(event) => show({ stars: event.target.value })}
            >
              <option value="">{t('rating.anyStars')}</option>
              {[1, 2, 3, 4].map((count) => (
                <option key={count} value={count}>
                  {t('rating.upTo', { count })}
                </option>
              ))}
            </select>
          )}
        </div>
        {ratings.error && !rows && <Failed {...failureWords(ratings.error)} onRetry={() => void ratings.refetch()} />}
        {!rows && !ratings.error && <Skeleton lines={6} />}
        {rows?.length === 0 && view === 'waiting' && (
          <Empty title={t('rating.noWaiting')} detail={t('rating.noWaitingHint')} />
        )}
        {rows?.length === 0 && view === 'all' && (
          <Empty icon="evaluation" title={t('rating.empty')} detail={t('rating.emptyHint')} />
        )}
        {rows && rows.length > 0 && (
          <RatingTable rows={rows} isStale={ratings.isPlaceholderData} onFollowUp={setFollowing} />
        )}
        <PagingButtons paging={paging} nextCursor={nextCursor} />
        {following && <FollowUpDialog key={following.id} rating={following} onClose={() => setFollowing(null)} />}
        {isFinding && (
          <FindServed
            onClose={() => setFinding(false)}
            onFound={(request) => {
              setFinding(false)
              setCalling(request)
            }}
          />
        )}
        {calling && <CallBackDialog key={calling.id} request={calling} onClose={() => setCalling(null)} />}
      </Stack>
    </div>
  )
}
