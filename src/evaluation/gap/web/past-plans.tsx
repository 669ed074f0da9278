import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '#src/client/call.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { Gap } from '../contract/action.ts'
import { listPlans } from '../contract/plan.ts'
import { useGapNames } from './words.ts'

type Row = AnswerOf<typeof listPlans>['rows'][number]

/** Plans that ended, newest first; nothing at all where there was none. */
export function PastPlans({ gap }: { gap: Gap }) {
  const { t, i18n } = useTranslation('gap')
  const { levelName, yuan } = useGapNames(gap)
  const listing = useListing()
  const query = { limit: 20, cursor: listing.cursor }
  const answer = useEndpoint(listPlans, { query }, { follows: ['gap_plan'], keepPrevious: true })
  const ended = answer.data?.rows.filter((row) => row.state !== 'running') ?? []
  if (answer.error) return <FailureNote error={answer.error} onRetry={() => void answer.refetch()} />
  if (ended.length === 0 && listing.isFirst) return null
  return (
    <section className="sp-card" aria-labelledby="gap-past">
      <h3 id="gap-past">{t('plan.past')}</h3>
      <Table<Row>
        rowKey="id"
        size="small"
        dataSource={ended}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('wish.title'), render: (_, row) => levelName(row.levelId) ?? row.levelId },
          { title: t('plan.from'), align: 'right', render: (_, row) => row.fromScore.text },
          { title: t('plan.to'), align: 'right', render: (_, row) => row.toScore.text },
          { title: t('found.cost'), align: 'right', render: (_, row) => yuan(row.costFen) },
          {
            title: t('item.state'),
            render: (_, row) => (
              <>
                <Pill tone={row.state === 'finished' ? 'good' : 'plain'}>{t(`plan.state.${row.state}`)}</Pill>{' '}
                {row.endedAt && showAt(row.endedAt, i18n.language, 'full')}
              </>
            ),
          },
          { title: t('plan.dropReason'), render: (_, row) => <span className="sp-gap-wrap">{row.endedReason}</span> },
        ]}
      />
      <Pages listing={listing} nextCursor={answer.data?.nextCursor} />
    </section>
  )
}
