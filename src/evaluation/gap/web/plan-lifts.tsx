import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { showPoints } from '../../web/words.ts'
import type { Gap } from '../contract/action.ts'
import type { FoundPlan, LeafLift } from '../contract/search.ts'
import { useGapNames } from './words.ts'

/** The leaves a plan lifts: from what, to what, by which actions. */
export function PlanLifts({ gap, plan }: { gap: Gap; plan: FoundPlan }) {
  const { t } = useTranslation('gap')
  const names = useGapNames(gap)
  return (
    <section className="sp-card" aria-labelledby="gap-lifts">
      <h3 id="gap-lifts">{t('found.lifts')}</h3>
      <Table<LeafLift>
        rowKey="leafId"
        size="small"
        dataSource={plan.lifts}
        pagination={plan.lifts.length > 12 ? { pageSize: 12, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('found.leaf'), render: (_, row) => names.leafName(row.leafId) },
          {
            title: t('found.before'),
            align: 'right',
            render: (_, row) => `${showPoints(row.got.hundredths)} / ${showPoints(row.pointsHundredths)}`,
          },
          { title: t('found.after'), align: 'right', render: (_, row) => showPoints(row.reached.hundredths) },
          {
            title: t('item.gain'),
            align: 'right',
            sorter: (a, b) => a.gain.hundredths - b.gain.hundredths,
            render: (_, row) => t('found.gainOf', { points: showPoints(row.gain.hundredths) }),
          },
          {
            title: t('found.by'),
            render: (_, row) => <span className="sp-gap-wrap">{row.actionKeys.map(names.actionName).join('; ')}</span>,
          },
        ]}
      />
    </section>
  )
}
