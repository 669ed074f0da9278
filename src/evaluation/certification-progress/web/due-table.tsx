import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showOn } from '#src/ui/when.ts'
import type { DueItem } from '../contract/progress.ts'

const TONES: Record<DueItem['state'], Tone> = { ahead: 'plain', open: 'info', near: 'warn', passed: 'bad' }

/** What the certificates held have to have, the next last day first. */
export function DueTable({ items }: { items: readonly DueItem[] }) {
  const { t, i18n } = useTranslation('progress')
  const day = (on: string) => showOn(on, i18n.language)
  if (items.length === 0) return <Empty title={t('due.empty')} detail={t('due.emptyHint')} icon="clock" />
  return (
    <Table<DueItem>
      rowKey={({ number, kind, latestOn }) => `${number} ${kind} ${latestOn}`}
      aria-label={t('due.table')}
      dataSource={[...items]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('due.what'), render: (_, item) => t(`due.kind.${item.kind}`) },
        {
          title: t('due.certificate'),
          render: (_, item) => (
            <>
              {item.number}
              <div className="sp-soft">{item.bodyName}</div>
            </>
          ),
        },
        {
          title: t('due.window'),
          render: (_, item) => t('step.visit', { from: day(item.fromOn), to: day(item.toOn) }),
        },
        { title: t('due.latest'), render: (_, item) => day(item.latestOn) },
        {
          title: t('due.left'),
          render: (_, { state, daysLeft }) => (
            <>
              <Pill tone={TONES[state]}>{t(`due.state.${state}`)}</Pill>
              <div className="sp-soft">
                {daysLeft < 0 ? t('due.daysOver', { count: -daysLeft }) : t('due.daysLeft', { count: daysLeft })}
              </div>
            </>
          ),
        },
      ]}
    />
  )
}
