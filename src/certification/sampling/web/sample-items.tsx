import { Button, Drawer, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import type { SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import { Facts, Stack } from '#src/ui/card.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Notice, Skeleton } from '#src/ui/states.tsx'
import { readEntries } from '../../pack-copy/contract.ts'
import type { SampleItem } from '../contract.ts'
import { useKindName } from './use-unit-words.ts'

const TONES: Record<SampleItem['how'], Tone> = { random: 'info', chosen: 'warn', added: 'warn', certain: 'good' }

/** Every unit of the sample with how it came in; a case opens its original in the company's ledger. */
export function SampleItems({ packId, items }: { packId: string | null; items: readonly SampleItem[] }) {
  const { t } = useTranslation('audit')
  const kindName = useKindName()
  const [what, setWhat] = useState<SampledWhat>('case')
  const [original, setOriginal] = useState<SampleItem | null>(null)
  const present = (['case', 'outlet', 'person'] as const).filter((one) => items.some((item) => item.what === one))
  const shown = present.includes(what) ? what : (present[0] ?? 'case')
  const isCase = shown === 'case'
  return (
    <section>
      <h3>{t('sampling.items')}</h3>
      <Segmented<SampledWhat>
        aria-label={t('sampling.items')}
        value={shown}
        onChange={setWhat}
        options={present.map((value) => ({ value, label: t(`sampling.what.${value}`) }))}
      />
      <Table<SampleItem>
        rowKey="id"
        size="small"
        style={{ marginTop: 12 }}
        dataSource={items.filter((item) => item.what === shown)}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('number'), render: (_, item) => [item.number, item.name].filter(Boolean).join(' ') },
          ...(shown === 'outlet'
            ? []
            : [{ title: t('sampling.what.outlet'), render: (_: unknown, item: SampleItem) => item.outletName || '—' }]),
          { title: t('kindTitle'), render: (_, item) => kindName(item.what, item.kind) || '—' },
          ...(isCase ? [{ title: t('sampling.madeOn'), render: (_: unknown, item: SampleItem) => item.madeOn }] : []),
          {
            title: t('sampling.how'),
            render: (_, item) => (
              <>
                <Pill tone={TONES[item.how]}>{t(`sampling.${item.how}`)}</Pill>
                {item.reason && <span className="sp-soft"> {item.reason}</span>}
              </>
            ),
          },
          ...(isCase && packId
            ? [
                {
                  title: '',
                  render: (_: unknown, item: SampleItem) => (
                    <Button size="small" type="link" onClick={() => setOriginal(item)}>
                      {t('sampling.original')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {original && packId && <Original packId={packId} item={original} onClose={() => setOriginal(null)} />}
    </section>
  )
}

/** The entry of the company's ledger as the pack holds it; its proof was checked again to show it. */
function Original({ packId, item, onClose }: { packId: string; item: SampleItem; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const answer = useEndpoint(readEntries, { params: { packId }, query: { leaves: String(item.leafIndex) } })
  const entry = answer.data?.rows[0]
  return (
    <Drawer open title={`${t('sampling.originalTitle')} · ${item.number}`} size="min(640px, 100vw)" onClose={onClose}>
      <Stack>
        <FailureNote error={answer.error} onRetry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton />}
        {entry && (
          <>
            <Notice tone="good" title={t('sampling.verified')}>
              {t('sampling.leafIndex', { index: entry.leafIndex })}
            </Notice>
            {entry.contentProven ? (
              <Notice tone="good" title={t('sampling.contentProven')} />
            ) : (
              <Notice tone="warn" title={t('sampling.originalGone')} />
            )}
            <Facts
              of={[
                [
                  t('sampling.leafHash'),
                  <span className="sp-sample-hash" key="hash">
                    {entry.leafHash}
                  </span>,
                ],
              ]}
            />
            <pre className="sp-sample-hash" style={{ whiteSpace: 'pre-wrap' }}>
              {JSON.stringify(entry.content, null, 2)}
            </pre>
          </>
        )}
      </Stack>
    </Drawer>
  )
}
