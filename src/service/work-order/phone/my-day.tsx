import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { dayOf, showAt, showOn } from '#src/ui/when.ts'
import type { WorkOrderSheet } from '../contract.ts'
import { type MyOrder, useMyOrders } from './my-orders.ts'

const TONES: Record<WorkOrderSheet['state'], Tone> = {
  unassigned: 'plain',
  assigned: 'info',
  on_site: 'warn',
  finished: 'good',
  cancelled: 'plain',
}

/** The technician's first page: what is due today, what is left over, what comes. */
export default function MyDay() {
  const { t, i18n } = useTranslation('field')
  useTitle(t('day.title'))
  const words = useFailureWords()
  const { today, orders, read, staffId } = useMyOrders()
  if (!read.data)
    return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />
  if (!staffId) return <Empty icon="person" title={t('day.noFile')} detail={t('day.noFileHint')} />

  const open = orders.filter(({ sheet }) => sheet.state !== 'finished')
  const dayOfOrder = (order: MyOrder) => (order.sheet.plannedFromAt ? dayOf(order.sheet.plannedFromAt) : today)
  const groups = [
    { key: 'left', orders: open.filter((order) => dayOfOrder(order) < today) },
    { key: 'today', orders: open.filter((order) => dayOfOrder(order) === today) },
    { key: 'next', orders: open.filter((order) => dayOfOrder(order) > today) },
    { key: 'done', orders: orders.filter(({ sheet }) => sheet.state === 'finished') },
  ] as const
  return (
    <Stack>
      <div>
        <h1>{t('day.title')}</h1>
        <p className="sp-soft">{showOn(today, i18n.language)}</p>
      </div>
      {read.error && (
        <Notice
          tone="warn"
          title={t('day.offlineSince', {
            time: showAt(new Date(read.dataUpdatedAt).toISOString(), i18n.language, 'short'),
          })}
        />
      )}
      {groups[1].orders.length === 0 && groups[0].orders.length === 0 && (
        <Empty icon="day" title={t('day.empty')} detail={t('day.emptyHint')} />
      )}
      {groups.map(
        (group) =>
          group.orders.length > 0 && <Group key={group.key} title={t(`day.${group.key}`)} orders={group.orders} />,
      )}
    </Stack>
  )
}

function Group({ title, orders }: { title: string; orders: readonly MyOrder[] }) {
  return (
    <Card title={title}>
      <List label={title}>
        {orders.map((order) => (
          <OrderRow key={order.sheet.id} order={order} />
        ))}
      </List>
    </Card>
  )
}

function OrderRow({ order: { sheet, pending, refused } }: { order: MyOrder }) {
  const { t, i18n } = useTranslation('field')
  const time = sheet.plannedFromAt && showAt(sheet.plannedFromAt, i18n.language, 'short')
  return (
    <ListRow
      href={`/orders/${sheet.id}`}
      title={
        <>
          {time && <strong>{time} </strong>}
          {sheet.customerName}
        </>
      }
      detail={
        <>
          {t(`kind.${sheet.kind}`)} · {sheet.subject}
          <br />
          {sheet.address}
        </>
      }
      after={
        <span className="sp-stack">
          {sheet.urgency === 'urgent' && <Pill tone="bad">{t('urgent')}</Pill>}
          <Pill tone={TONES[sheet.state]}>{t(`state.${sheet.state}`)}</Pill>
          {pending > 0 && <Pill tone={refused ? 'bad' : 'warn'}>{t('day.pending')}</Pill>}
        </span>
      }
    />
  )
}
