import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { createWorkOrder } from '../../dispatch/contract.ts'
import { makeTrackingLink } from '../../tracking/contract.ts'
import { CopyText } from '../../web/copy-text.tsx'
import { DueMark } from '../../web/due.tsx'
import { useLocalName } from '../../web/words.tsx'
import { readRequest } from '../contract/read.ts'
import { answerRequest } from '../contract/step.ts'
import { canTake, VISIT_KINDS } from '../rules.ts'

export function trackingAddress(secret: string): string {
  return `${window.location.origin}/t/${encodeURIComponent(secret)}`
}

/** A request just taken: what was promised, and what the agent may do while the customer is still on the line. */
export function Taken({ requestId, number, onNext }: { requestId: string; number: string; onNext: () => void }) {
  const { t } = useTranslation('request')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="sp-card hot-taken" aria-labelledby="taken">
      <div className="svc-head">
        <span className="hot-done">
          <Icon name="check" size={26} />
        </span>
        <h2 id="taken" ref={heading} tabIndex={-1}>
          {t('hotline.done')} <strong className="hot-number">{number}</strong>
        </h2>
        <div className="svc-head-actions">
          <Link href={`/requests/${requestId}`} className={buttonClass({})}>
            {t('hotline.openRequest')}
          </Link>
          <Button kind="primary" icon="phone" onClick={onNext}>
            {t('hotline.next')} <kbd>F2</kbd>
          </Button>
        </div>
      </div>
      <Promises requestId={requestId} />
      <WhileOnTheLine requestId={requestId} />
    </section>
  )
}

function Promises({ requestId }: { requestId: string }) {
  const { t, i18n } = useTranslation('request')
  const localName = useLocalName()
  const request = useEndpoint(readRequest, { params: { requestId } })
  if (request.error) return <FailureNote error={request.error} />
  if (!request.data) return <Skeleton lines={2} />
  const promised = request.data.clocks.filter((clock) => clock.dueAt)
  return (
    <Card title={t('hotline.promised')} level={3}>
      {promised.length === 0 && <p className="sp-soft">{t('hotline.noPromise')}</p>}
      <ul className="hot-promises">
        {promised.map((clock) => (
          <li key={clock.promiseId}>
            <span>{localName(clock.promiseName)}</span>
            <strong>{showAt(clock.dueAt!, i18n.language, 'short')}</strong>
            {clock.state === 'running' ? (
              <DueMark dueAt={clock.dueAt!} />
            ) : (
              <span className="sp-soft">{t(`clock.state.${clock.state}`)}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function WhileOnTheLine({ requestId }: { requestId: string }) {
  const { t, i18n } = useTranslation('request')
  const mayCall = useMay()
  const request = useEndpoint(readRequest, { params: { requestId } })
  const answering = useCommand(answerRequest)
  const making = useCommand(createWorkOrder)
  const linking = useCommand(makeTrackingLink)
  const [note, setNote] = useState('')
  const [orderId] = useState(newId)
  const { state, events, kind, workOrders } = request.data ?? {}
  if (!state || !events || !kind || !workOrders) return null
  const params = { requestId }
  const answer = (event: FormEvent) => {
    event.preventDefault()
    if (note.trim()) answering.run({ params, body: { note: note.trim() } }).catch(() => {})
  }
  const canMakeOrder = mayCall(createWorkOrder) && workOrders.length === 0 && canTake('dispatched', state, events).ok
  return (
    <Stack>
      {mayCall(answerRequest) && state === 'new' && (
        <form className="hot-answer" onSubmit={answer}>
          <TextField label={t('hotline.answerNote')} required maxLength={4000} value={note} onChange={setNote} />
          <Button type="submit" kind="primary" busy={answering.busy} disabled={!note.trim()}>
            {t('hotline.answeredNow')}
          </Button>
        </form>
      )}
      {answering.answer && <p role="status">{t('hotline.answerRecorded')}</p>}
      <FailureNote error={answering.error} />
      <div className="svc-row">
        {canMakeOrder && (
          <Button
            kind={VISIT_KINDS.includes(kind) ? 'primary' : 'plain'}
            icon="service"
            busy={making.busy}
            onClick={() => making.run({ body: { id: orderId, requestId } }).catch(() => {})}
          >
            {t('hotline.makeOrder')}
          </Button>
        )}
        {workOrders.map((order) => (
          <span key={order.id} className="svc-row">
            {t('hotline.orderMade', { number: order.number })}
            <Link href={`/dispatch?job=${order.id}`}>{t('hotline.toBoard')}</Link>
          </span>
        ))}
        {!linking.answer && (
          <Button icon="forward" busy={linking.busy} onClick={() => linking.run({ params, body: {} }).catch(() => {})}>
            {t('hotline.makeLink')}
          </Button>
        )}
      </div>
      {linking.answer && (
        <div>
          <CopyText label={t('hotline.makeLink')} text={trackingAddress(linking.answer.secret)} />
          <p className="sp-soft">{t('hotline.linkUntil', { time: showAt(linking.answer.expiresAt, i18n.language) })}</p>
        </div>
      )}
      <FailureNote error={making.error ?? linking.error} />
    </Stack>
  )
}
