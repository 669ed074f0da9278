import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { enqueue } from '#src/client/outbox.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { arrive, type WorkOrderSheet } from '../contract.ts'
import { useMyOrders } from './my-orders.ts'
import { OnSite } from './on-site.tsx'
import { findPlace } from './place.ts'

/** One work order on the phone, from the door to the signature; every step is kept on the device first. */
export default function Sheet({ params }: ScreenProps) {
  const { t } = useTranslation('field')
  const words = useFailureWords()
  const { orders, read } = useMyOrders()
  const order = orders.find(({ sheet }) => sheet.id === params.workOrderId)
  useTitle(order?.sheet.number ?? t('day.title'))
  if (order) return <Order sheet={order.sheet} pending={order.pending} />
  if (read.data) return <Empty icon="question" title={t('sheet.missing')} detail={t('sheet.missingHint')} />
  return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={8} />
}

function Order({ sheet, pending }: { sheet: WorkOrderSheet; pending: number }) {
  const { t, i18n } = useTranslation('field')
  return (
    <Stack>
      <div>
        <p className="sp-soft">
          {sheet.number} · {t(`kind.${sheet.kind}`)}
        </p>
        <h1>{sheet.subject}</h1>
        <p>
          {sheet.urgency === 'urgent' && <Pill tone="bad">{t('urgent')}</Pill>}{' '}
          <Pill tone="info">{t(`state.${sheet.state}`)}</Pill>
        </p>
      </div>
      {pending > 0 && <Notice tone="warn" title={t('sheet.kept')} />}
      <About sheet={sheet} />
      {sheet.state === 'assigned' && <Arrive sheet={sheet} />}
      {sheet.state === 'on_site' && <OnSite key={sheet.id} sheet={sheet} />}
      {sheet.visit?.finishedAt && (
        <Notice tone="good" title={t('sheet.finished', { time: showAt(sheet.visit.finishedAt, i18n.language) })}>
          <p>{sheet.visit.workText}</p>
        </Notice>
      )}
    </Stack>
  )
}

function About({ sheet }: { sheet: WorkOrderSheet }) {
  const { t, i18n } = useTranslation('field')
  const at = (instant: string | null) => (instant ? showAt(instant, i18n.language, 'short') : '')
  const isLate = sheet.dueAt !== null && !sheet.visit && Date.parse(sheet.dueAt) < Date.now()
  const place = encodeURIComponent(sheet.address)
  return (
    <Card title={sheet.customerName}>
      <Stack>
        {sheet.dueAt && !sheet.visit && (
          <Notice
            tone={isLate ? 'bad' : 'info'}
            title={t(isLate ? 'day.overdue' : 'day.due', { time: at(sheet.dueAt) })}
          />
        )}
        <Facts
          of={[
            [t('sheet.planned'), `${at(sheet.plannedFromAt)} – ${at(sheet.plannedToAt)}`],
            [t('sheet.product'), sheet.productName],
            [t('sheet.serial'), sheet.serialNumber],
            [t('sheet.warranty'), sheet.warrantyUntilOn && showOn(sheet.warrantyUntilOn, i18n.language)],
            [t('sheet.description'), sheet.description],
            [t('sheet.note'), sheet.note],
          ]}
        />
        <div className="sp-row-of">
          {sheet.contactPhone && (
            <a className={buttonClass()} href={`tel:${sheet.contactPhone}`}>
              <Icon name="phone" />
              {sheet.contactName} {t('sheet.call', { phone: sheet.contactPhone })}
            </a>
          )}
          {sheet.address && (
            <a
              className={buttonClass({ kind: 'quiet' })}
              href={`geo:${sheet.latitude ?? 0},${sheet.longitude ?? 0}?q=${place}`}
            >
              <Icon name="place" />
              {sheet.address}
            </a>
          )}
        </div>
      </Stack>
    </Card>
  )
}

function Arrive({ sheet }: { sheet: WorkOrderSheet }) {
  const { t } = useTranslation('field')
  const [isLocating, setLocating] = useState(false)
  const [visitId] = useState(newId)
  const [commandId] = useState(newId)
  const go = async () => {
    // The moment of arrival is the press, not the fix.
    const occurredAt = new Date().toISOString()
    setLocating(true)
    const place = await findPlace()
    await enqueue(arrive, {
      args: { params: { workOrderId: sheet.id }, body: { visitId, occurredAt, ...(place ?? {}) } },
      lane: sheet.id,
      occurredAt,
      commandId,
    })
    setLocating(false)
  }
  return (
    <Button kind="primary" large block icon="place" busy={isLocating} onClick={() => void go()}>
      {isLocating ? t('sheet.locating') : t('sheet.arrive')}
    </Button>
  )
}
