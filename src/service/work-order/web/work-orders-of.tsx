import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { showAt } from '#src/ui/when.ts'
import type { WorkOrderState } from '../../dispatch/contract.ts'
import type { RequestDetail } from '../../request/contract/shown.ts'
import { OrderPill } from '../../web/words.tsx'
import { Sheet } from './sheet.tsx'

/** The work orders of a request; each opens to its sheet, where it stands. */
export function WorkOrdersOf({ orders }: { orders: RequestDetail['workOrders'] }) {
  const { t, i18n } = useTranslation('request')
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Card title={t('page.orders')}>
      {orders.length === 0 && <p className="sp-soft">{t('page.noOrders')}</p>}
      {orders.map((order) => (
        <section key={order.id} className="req-clock" aria-label={order.number}>
          <div className="req-clock-head">
            <h3>{order.number}</h3>
            <span className="sp-soft">
              {order.staffName || t('page.noStaff')}
              {order.plannedFromAt && ` · ${showAt(order.plannedFromAt, i18n.language, 'short')}`}
            </span>
            <OrderPill state={order.state as WorkOrderState} />
            {order.state === 'unassigned' && <Link href={`/dispatch?job=${order.id}`}>{t('hotline.toBoard')}</Link>}
            <Button
              kind="quiet"
              aria-expanded={open === order.id}
              onClick={() => setOpen(open === order.id ? null : order.id)}
            >
              {open === order.id ? t('clock.fold') : t('page.sheet')}
            </Button>
          </div>
          {open === order.id && <Sheet workOrderId={order.id} />}
        </section>
      ))}
    </Card>
  )
}
