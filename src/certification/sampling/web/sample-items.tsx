import { Button, Drawer, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SampledWhat } from '#src/evaluation/sampling-receipt/contract.ts'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { WholeCase } from '../../visit/phone/whole-case.tsx'
import type { SampleItem } from '../contract.ts'
import { useKindName } from './use-unit-words.ts'

const TONES: Record<SampleItem['how'], Tone> = { random: 'info', chosen: 'warn', added: 'warn', certain: 'good' }

type Props = {
  auditId: string
  items: readonly SampleItem[]
  /** That this is the sample looked at on site, out of a pack: each of its cases opens whole. */
  isFromPack: boolean
}

/** Every unit of the sample with how it came in. */
export function SampleItems({ auditId, items, isFromPack }: Props) {
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
          ...(isCase && isFromPack
            ? [
                {
                  title: <span className="sp-hidden-words">{t('sampling.original')}</span>,
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
      {original && <CaseDrawer auditId={auditId} item={original} onClose={() => setOriginal(null)} />}
    </section>
  )
}

type CaseProps = { auditId: string; item: SampleItem; onClose: () => void }

/** The whole case out of the client's pack, as the auditor sees it on site; every proof was checked again to show it. */
function CaseDrawer({ auditId, item, onClose }: CaseProps) {
  const { t } = useTranslation('audit')
  return (
    <Drawer open title={`${t('sampling.originalTitle')} · ${item.number}`} size="min(720px, 100vw)" onClose={onClose}>
      <WholeCase auditId={auditId} caseId={item.id} />
    </Drawer>
  )
}
