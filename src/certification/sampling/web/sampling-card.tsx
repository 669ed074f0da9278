import { Button, Collapse } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { headOf } from '#src/evaluation/sampling-receipt/rules.ts'
import { Card, Facts, RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { toast } from '#src/ui/toast.tsx'
import { showAt } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { AddForm } from './add-form.tsx'
import { SampleItems } from './sample-items.tsx'
import { Strata } from './strata.tsx'

type Props = {
  auditId: string
  sampling: contract.SamplingRow
  isNewest: boolean
  /** The newest that was drawn: the one that is looked at on site. */
  isInUse: boolean
  mayPlan: boolean
  mayAdd: boolean
}

/** One plan from its making to the drawn sample, with everything that proves it. */
export function SamplingCard({ auditId, sampling, isNewest, isInUse, mayPlan, mayAdd }: Props) {
  const { t, i18n } = useTranslation('audit')
  const { plan, drawn, drawnAt, number, madeByName } = sampling
  const params = { auditId, planId: sampling.id }
  const items = useEndpoint(contract.listSample, { params }, { enabled: drawn !== null, follows: ['sampling_plan'] })
  return (
    <Card
      title={t('sampling.number', { number })}
      aside={
        <RowOf>
          <Pill tone={plan.sealedBy === 'company' ? 'good' : 'warn'}>{t(`sampling.sealedBy.${plan.sealedBy}`)}</Pill>
          {drawnAt && <Pill tone="info">{t('sampling.drawnAt', { at: showAt(drawnAt, i18n.language) })}</Pill>}
        </RowOf>
      }
    >
      <p className="sp-soft">{t('sampling.made', { name: madeByName, at: showAt(plan.madeAt, i18n.language) })}</p>
      {plan.follows && <p>{t('sampling.follows', { reason: plan.follows.reason })}</p>}
      {plan.sealedBy === 'body' && (
        <Notice tone="warn" title={t('sampling.sealedBy.body')}>
          {t('sampling.oneSidedHint')}
        </Notice>
      )}
      {drawn === null && <Waiting auditId={auditId} sampling={sampling} mayPlan={mayPlan} />}
      <Strata sampling={sampling} items={items.data?.rows ?? []} />
      {drawn !== null && (
        <>
          <FailureNote error={items.error} onRetry={() => void items.refetch()} />
          {items.data && (
            <SampleItems auditId={auditId} items={items.data.rows} isFromPack={isInUse && sampling.packId !== null} />
          )}
          <Actions params={params} mayPlan={mayPlan} mayAdd={mayAdd && isNewest} sampling={sampling} />
        </>
      )}
      <Proof sampling={sampling} />
    </Card>
  )
}

function Waiting({ auditId, sampling, mayPlan }: Pick<Props, 'auditId' | 'sampling' | 'mayPlan'>) {
  const { t } = useTranslation('audit')
  const drawing = useCommand(contract.drawOneSided)
  if (sampling.plan.sealedBy === 'company')
    return (
      <Notice tone="info" title={t('sampling.waiting')}>
        {t('sampling.waitingHint')}
      </Notice>
    )
  const draw = () =>
    drawing.run({ params: { auditId, planId: sampling.id }, body: { version: sampling.version } }).catch(() => {})
  return (
    <>
      <Notice
        title={t('sampling.waitingOwn')}
        action={
          mayPlan && (
            <Button type="primary" loading={drawing.busy} onClick={() => void draw()}>
              {t('sampling.draw')}
            </Button>
          )
        }
      />
      <FailureNote error={drawing.error} />
    </>
  )
}

type ActionProps = {
  params: { auditId: string; planId: string }
  mayPlan: boolean
  mayAdd: boolean
  sampling: contract.SamplingRow
}

function Actions({ params, mayPlan, mayAdd, sampling }: ActionProps) {
  const { t } = useTranslation('audit')
  const [isAdding, setAdding] = useState(false)
  const publishing = useCommand(contract.publishSample)
  const publish = () =>
    publishing.run({ params }).then(
      () => toast(t('sampling.published')),
      () => {},
    )
  return (
    <>
      <p className="sp-soft">{t('sampling.downloadHint')}</p>
      <RowOf>
        <Button
          href={addressOf(contract.downloadSample.path, params, {})}
          download={`${sampling.plan.auditNumber}-${sampling.number}.sample.json`}
        >
          {t('sampling.download')}
        </Button>
        {mayPlan && (
          <Button loading={publishing.busy} onClick={() => void publish()}>
            {t('sampling.publish')}
          </Button>
        )}
        {mayAdd && <Button onClick={() => setAdding(true)}>{t('sampling.add')}</Button>}
      </RowOf>
      <FailureNote error={publishing.error} />
      {isAdding && <AddForm params={params} onClose={() => setAdding(false)} />}
    </>
  )
}

/** Hashes and checkpoints for whoever wants to hold them against the file. */
function Proof({ sampling }: { sampling: contract.SamplingRow }) {
  const { t, i18n } = useTranslation('audit')
  const { plan, planSha256, nonce, drawn } = sampling
  const c1 = headOf(plan.checkpoint)
  const hash = (text: string | undefined) => text && <span className="sp-sample-hash">{text}</span>
  const entries = (count: number | undefined) => (count === undefined ? '' : t('sampling.entries', { count }))
  return (
    <Collapse
      ghost
      items={[
        {
          key: 'proof',
          label: t('sampling.proof'),
          children: (
            <Facts
              of={[
                [t('sampling.planHash'), hash(planSha256)],
                [
                  t('sampling.c1'),
                  c1 && (
                    <>
                      {entries(c1.size)} {hash(c1.rootHex)}
                    </>
                  ),
                ],
                [t('sampling.nonce'), hash(nonce ?? undefined)],
                [
                  t('sampling.c2'),
                  drawn && (
                    <>
                      {entries(drawn.c2.size)} {drawn.c2.madeAt && showAt(drawn.c2.madeAt, i18n.language)}{' '}
                      {hash(drawn.c2.rootHex)}
                    </>
                  ),
                ],
                [t('sampling.seed'), hash(drawn?.seed)],
              ]}
            />
          ),
        },
      ]}
    />
  )
}
