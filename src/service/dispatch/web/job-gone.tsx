import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Notice } from '#src/ui/states.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import { readWorkOrder } from '../../work-order/contract.ts'

type GoneProps = { workOrderId: string; dayOn: string; onGo: (part: Record<string, string | null>) => void }

/** The job in the address is not on this board: says where it stands, and leads to its day. */
export function JobGone({ workOrderId, dayOn, onGo }: GoneProps) {
  const { t, i18n } = useTranslation(['dispatch', 'request'])
  const order = useEndpoint(readWorkOrder, { params: { workOrderId } })
  const plannedAt = order.data?.plannedFromAt
  const day = plannedAt ? dayOf(plannedAt) : null
  return (
    <Notice
      tone="warn"
      title={t('panel.gone')}
      action={
        day && day !== dayOn ? (
          <Button onClick={() => onGo({ day, outlet: null })}>
            {t('request:page.planned', { time: showAt(plannedAt!, i18n.language, 'short') })}
          </Button>
        ) : (
          <Button kind="quiet" onClick={() => onGo({ job: null })}>
            {t('panel.close')}
          </Button>
        )
      }
    >
      {order.data && t('panel.staleNow', { state: t(`request:orderState.${order.data.state}`) })}
    </Notice>
  )
}
