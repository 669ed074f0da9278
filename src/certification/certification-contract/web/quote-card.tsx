import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import type { ApplicationDetail } from '../../application/contract.ts'
import { quoteContract, reckonApplication } from '../contract.ts'
import { ReckoningShown } from './reckoning.tsx'

type Draft = { key: string; tenths: number | null; reason: string }

/** What it would come to, with the officer's adjustments, and the quotation made of it. */
export function QuoteCard({ application }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  const may = useMay()
  const [id] = useState(newId)
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const quoting = useCommand(quoteContract)
  const adjustments = drafts.flatMap(({ tenths, reason }) =>
    tenths && reason.trim() ? [{ tenths, reason: reason.trim() }] : [],
  )
  const asked = adjustments.map(({ tenths, reason }) => `${tenths} ${reason.replaceAll('\n', ' ')}`).join('\n')
  const reckoned = useEndpoint(
    reckonApplication,
    { params: { applicationId: application.id }, query: { adjustments: asked } },
    { keepPrevious: true, follows: ['application', 'body_rules'] },
  )
  const change = (key: string, over: Partial<Draft>) =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...over } : draft)))
  const mayQuote = may(quoteContract)
  return (
    <Stack>
      {mayQuote && (
        <Card title={t('contract.adjust')}>
          <p className="sp-soft">{t('contract.adjustHint')}</p>
          {drafts.map(({ key, tenths, reason }) => (
            <RowOf key={key}>
              <InputNumber
                aria-label={t('contract.adjustDays')}
                placeholder={t('contract.adjustDays')}
                step={0.5}
                precision={1}
                style={{ width: 210 }}
                value={tenths === null ? null : tenths / 10}
                onChange={(days) => change(key, { tenths: days === null ? null : Math.round(days * 10) })}
              />
              <Input
                aria-label={t('contract.adjustReason')}
                placeholder={t('contract.adjustReason')}
                maxLength={500}
                style={{ width: 360, maxWidth: '100%' }}
                value={reason}
                onChange={(event) => change(key, { reason: event.target.value })}
              />
              <Button kind="quiet" onClick={() => setDrafts(drafts.filter((draft) => draft.key !== key))}>
                {t('contract.remove')}
              </Button>
            </RowOf>
          ))}
          <RowOf>
            <Button icon="plus" onClick={() => setDrafts([...drafts, { key: newId(), tenths: null, reason: '' }])}>
              {t('contract.addAdjustment')}
            </Button>
            <Button
              kind="primary"
              busy={quoting.busy}
              onClick={() =>
                quoting.run({ body: { id, applicationId: application.id, adjustments } }).then(
                  () => {},
                  () => {},
                )
              }
            >
              {t('contract.quote')}
            </Button>
          </RowOf>
          <FailureNote error={quoting.error} />
        </Card>
      )}
      <FailureNote error={reckoned.error} />
      {reckoned.data ? <ReckoningShown reckoning={reckoned.data} /> : !reckoned.error && <Skeleton lines={6} />}
    </Stack>
  )
}
