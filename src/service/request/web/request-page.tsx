import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { Pressing } from '../../web/due.tsx'
import { PageHead } from '../../web/page-head.tsx'
import { ChannelMark, StatePill, UrgentPill } from '../../web/words.tsx'
import { WorkOrdersOf } from '../../work-order/web/work-orders-of.tsx'
import { readRequest } from '../contract/read.ts'
import type { RequestDetail } from '../contract/shown.ts'
import { isPaused } from '../rules.ts'
import { RequestActions } from './request-actions.tsx'
import './request.css'
import { RequestClocks } from './request-clocks.tsx'
import { RequestCustomer } from './request-customer.tsx'
import { Timeline } from './timeline.tsx'

/** One request: what was asked, what happened, what was promised, and what may be done next. */
export default function RequestPage({ params }: ScreenProps) {
  const { t } = useTranslation('request')
  const failureWords = useFailureWords()
  const requestId = params.requestId!
  const request = useEndpoint(
    readRequest,
    { params: { requestId } },
    { follows: ['work_order', 'rating', 'tracking_link'] },
  )
  useTitle(request.data ? t('page.title', { number: request.data.number }) : t('list.title'))
  if (request.error && !request.data)
    return <Failed {...failureWords(request.error)} onRetry={() => void request.refetch()} />
  if (!request.data) return <Skeleton lines={8} />
  return <Page request={request.data} />
}

function Page({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('request')
  return (
    <div className="svc-dense">
      <Stack>
        <div>
          <Link href="/requests" className="svc-row">
            <Icon name="back" size={16} />
            {t('page.back')}
          </Link>
        </div>
        <PageHead
          title={request.subject}
          note={
            <span className="svc-row">
              <span>{request.number}</span>
              <StatePill state={request.state} />
              <UrgentPill urgency={request.urgency} />
              {isPaused(request.events) && <Pill tone="warn">{t('page.paused')}</Pill>}
              {request.imported && <Pill>{t('list.imported')}</Pill>}
              {(request.nextDueAt || request.lateClocks > 0) && (
                <Pressing nextDueAt={request.nextDueAt} lateClocks={request.lateClocks} />
              )}
            </span>
          }
        />
        <RequestActions request={request} />
        <div className="req-page">
          <Stack>
            <RequestFacts request={request} />
            <RequestClocks request={request} />
            <WorkOrdersOf orders={request.workOrders} />
          </Stack>
          <Stack>
            <RequestCustomer request={request} />
            <Card title={t('page.timeline')}>
              <Timeline events={request.events} />
            </Card>
            <Ratings request={request} />
            <Link href={`/evidence/records/service_request/${request.id}`} className="svc-row">
              <Icon name="shield" size={18} />
              <span>
                {t('page.history')} <span className="sp-soft">{t('page.historyHint')}</span>
              </span>
            </Link>
          </Stack>
        </div>
      </Stack>
    </div>
  )
}

function RequestFacts({ request }: { request: RequestDetail }) {
  const { t, i18n } = useTranslation('request')
  const at = (instant: string) => showAt(instant, i18n.language)
  const { wishedFromAt, wishedToAt } = request
  return (
    <Card title={t('page.facts')}>
      {request.description && <p className="req-words">{request.description}</p>}
      <Facts
        of={[
          [t('field.kind'), t(`kind.${request.kind}`)],
          [t('field.complaintClass'), request.complaintClass && t(`complaintClass.${request.complaintClass}`)],
          [t('field.channel'), <ChannelMark key="channel" channel={request.channel} named />],
          [t('field.requestedAt'), at(request.requestedAt)],
          [t('field.recordedAt'), request.recordedAt !== request.requestedAt ? at(request.recordedAt) : null],
          [
            t('field.wished'),
            wishedFromAt && wishedToAt && `${at(wishedFromAt)} – ${showAt(wishedToAt, i18n.language, 'short')}`,
          ],
          [t('field.outlet'), request.outletName || t('list.noOutlet')],
        ]}
      />
    </Card>
  )
}

function Ratings({ request }: { request: RequestDetail }) {
  const { t, i18n } = useTranslation('request')
  return (
    <Card title={t('page.ratings')}>
      {request.ratings.length === 0 && <p className="sp-soft">{t('page.noRatings')}</p>}
      {request.ratings.map((rating) => (
        <div key={`${rating.source} ${rating.claimedAt}`}>
          <span className="svc-row">
            <StarsShown value={rating.stars} />
            <span className="sp-soft">
              {t(`rating.source.${rating.source as 'link'}`)} · {showAt(rating.claimedAt, i18n.language)}
            </span>
          </span>
          {rating.comment && <p className="req-words">{rating.comment}</p>}
        </div>
      ))}
    </Card>
  )
}
