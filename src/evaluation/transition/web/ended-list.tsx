import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { Card, List, ListRow } from '#src/ui/card.tsx'
import { showAt } from '#src/ui/when.ts'
import { showScore } from '../../web/words.ts'
import { type EndedRow, listTransitions } from '../contract.ts'
import { useEditionName } from './words.ts'

/** Transitions that were ended, last first; nothing at all where there was none. */
export function EndedList() {
  const { t } = useTranslation('transition')
  const listing = useListing()
  const query = { limit: 20, cursor: listing.cursor }
  const list = useEndpoint(listTransitions, { query }, { follows: ['transition'], keepPrevious: true })
  if (list.error) return <FailureNote error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data || (list.data.rows.length === 0 && listing.isFirst)) return null
  return (
    <Card title={t('ended.title')}>
      <List label={t('ended.title')}>
        {list.data.rows.map((row) => (
          <EndedLine key={row.id} row={row} />
        ))}
      </List>
      <Pages listing={listing} nextCursor={list.data.nextCursor} />
    </Card>
  )
}

function EndedLine({ row }: { row: EndedRow }) {
  const { t, i18n } = useTranslation('transition')
  const nameOf = useEditionName()
  const { keptCount: kept, changedCount: changed, droppedCount: dropped, newCount: added } = row
  const ended = t('ended.by', { name: row.endedByName, at: showAt(row.endedAt, i18n.language), reason: row.reason })
  return (
    <ListRow
      href={`/transition/${row.id}`}
      title={`${nameOf(row.from)} → ${nameOf(row.to)}`}
      detail={`${ended} · ${t('ended.counts', { kept, changed, dropped, added })}`}
      after={row.score && <strong>{showScore(row.score.hundredths)}</strong>}
    />
  )
}
