import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showPoints } from '../../web/words.ts'
import type { Gap } from '../contract/action.ts'
import type { Found, StuckLeaf } from '../contract/search.ts'
import { useGapNames } from './words.ts'

type No = Extract<Found, { kind: 'impossible' }>

/** Why the wish cannot be fulfilled, and what stands in its way. */
export function Impossible({ gap, found }: { gap: Gap; found: No }) {
  const { t } = useTranslation('gap')
  const names = useGapNames(gap)
  const target = showPoints(found.targetHundredths)
  const words = {
    gate: t('why.gate', { count: found.specialDeductionCount }),
    points: t('why.points', { score: found.best.text, target }),
    days: t('why.days', { score: found.best.text, target, count: found.fewestDays ?? 0 }),
    cost: t('why.cost', { yuan: names.yuan(found.leastFen ?? 0) }),
  }[found.why]
  const stuck = [...found.stuck].sort((a, b) => b.lostHundredths - a.lostHundredths)
  return (
    <Stack>
      <Notice tone="warn" title={found.why === 'gate' ? words : t('why.title')}>
        <span>{found.why === 'gate' ? t('why.gateHint') : words}</span>
      </Notice>
      {stuck.length > 0 && (
        <section className="sp-card" aria-labelledby="gap-stuck">
          <h3 id="gap-stuck">{t('why.stuck')}</h3>
          <Table<StuckLeaf>
            rowKey="leafId"
            size="small"
            dataSource={stuck}
            pagination={stuck.length > 15 ? { pageSize: 15, showSizeChanger: false } : false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: t('found.leaf'),
                render: (_, row) => (
                  <>
                    {names.leafName(row.leafId)} {row.isMissing && <Pill>{t('why.missing')}</Pill>}
                  </>
                ),
              },
              {
                title: t('why.lost'),
                align: 'right',
                render: (_, row) => `${showPoints(row.lostHundredths)} / ${showPoints(row.pointsHundredths)}`,
              },
              { title: t('why.reason'), render: (_, row) => t(`why.${row.why}`) },
            ]}
          />
        </section>
      )}
    </Stack>
  )
}
