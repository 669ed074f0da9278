import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import type { IconName } from '#src/ui/icon.tsx'
import { createWorkOrder } from '../../dispatch/contract.ts'
import { recordCallBack } from '../../rating/contract.ts'
import { CallBackDialog } from '../../rating/web/call-back.tsx'
import { makeTrackingLink } from '../../tracking/contract.ts'
import type { RequestDetail } from '../contract/shown.ts'
import * as contract from '../contract/step.ts'
import { canTake, isPaused, VISIT_KINDS } from '../rules.ts'
import { MakeOrderDialog } from './make-order.tsx'
import { DEEDS, type Deed, StepDialog } from './step-dialog.tsx'
import { TrackingLinkDialog } from './tracking-link.tsx'

type Act = Deed | 'makeOrder' | 'trackingLink' | 'callBack'

const ICONS: Partial<Record<Act, IconName>> = {
  answer: 'voice',
  appoint: 'day',
  pause: 'clock',
  resume: 'clock',
  resolve: 'check',
  close: 'check',
  reopen: 'undo',
  makeOrder: 'service',
  trackingLink: 'globe',
  callBack: 'phone',
  note: 'pen',
}

const ORDER: readonly Act[] = [
  'answer',
  'makeOrder',
  'appoint',
  'resume',
  'resolve',
  'close',
  'callBack',
  'pause',
  'note',
  'trackingLink',
  'reopen',
  'cancel',
]

/** What may be done now: the same rule as the server's decides which buttons there are. */
export function RequestActions({ request }: { request: RequestDetail }) {
  const { t } = useTranslation('request')
  const mayCall = useMay()
  const [act, setAct] = useState<Act | null>(null)
  const { state, events } = request
  const hasOpenOrder = request.workOrders.some((order) => !['finished', 'cancelled'].includes(order.state))
  const isServed = ['resolved', 'closed'].includes(state) || events.some((event) => event.kind === 'work_finished')
  const isRated = request.ratings.some((rating) => rating.source === 'call_back')

  const isOffered = (one: Act): boolean => {
    switch (one) {
      case 'makeOrder':
        return mayCall(createWorkOrder) && !hasOpenOrder && canTake('dispatched', state, events).ok
      case 'trackingLink':
        return mayCall(makeTrackingLink)
      case 'callBack':
        return mayCall(recordCallBack) && isServed && state !== 'cancelled' && !isRated
      case 'pause':
        return mayCall(contract.pauseRequest) && !isPaused(events) && canTake('paused', state, events).ok
      default:
        return mayCall(DEEDS[one].endpoint) && canTake(DEEDS[one].step, state, events).ok
    }
  }
  const next: Act | undefined =
    state === 'new'
      ? 'answer'
      : state === 'resolved'
        ? 'close'
        : state === 'answered' && !hasOpenOrder && VISIT_KINDS.includes(request.kind)
          ? 'makeOrder'
          : undefined
  const offered = ORDER.filter(isOffered)
  if (offered.length === 0) return null
  const close = () => setAct(null)
  return (
    <div className="req-acts">
      {offered.map((one) => (
        <Button
          key={one}
          icon={ICONS[one]}
          kind={one === next ? 'primary' : one === 'cancel' ? 'danger' : 'plain'}
          onClick={() => setAct(one)}
        >
          {t(`act.${one}`)}
        </Button>
      ))}
      {act === 'makeOrder' && <MakeOrderDialog requestId={request.id} onClose={close} />}
      {act === 'trackingLink' && <TrackingLinkDialog requestId={request.id} onClose={close} />}
      {act === 'callBack' && <CallBackDialog request={request} onClose={close} />}
      {act && act in DEEDS && <StepDialog key={act} deed={act as Deed} request={request} onClose={close} />}
    </div>
  )
}
