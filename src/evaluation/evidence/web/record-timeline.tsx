import { Button, Flex, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { type HistoryEntry, showHistory } from '../contract.ts'
import { Content } from './content.tsx'
import { EntryTime, useActorWords, useVerbWords } from './words.tsx'

export type OfRecord = { recordType: string; recordId: string }

/** What happened to one record, oldest first, a page at a time; what was written down late is flagged. */
export function RecordTimeline({ recordType, recordId }: OfRecord) {
  const { t } = useTranslation(['evidence', 'common'])
  const failureWords = useFailureWords()
  const [way, setWay] = useState<readonly string[]>([])
  const history = useEndpoint(
    showHistory,
    { params: { recordType, recordId }, query: { cursor: way.at(-1) } },
    { keepPrevious: true },
  )
  if (history.error && !history.data)
    return <Failed {...failureWords(history.error)} onRetry={() => void history.refetch()} />
  if (!history.data) return <Skeleton lines={6} />
  const { rows, nextCursor } = history.data
  return (
    <Stack>
      {rows.some((row) => row.masked) && <Notice title={t('history.masked')} />}
      <Timeline
        items={rows.map((row) => ({ key: row.historyId, color: colourOf(row), content: <Step row={row} /> }))}
      />
      {(way.length > 0 || nextCursor) && (
        <Flex gap={8}>
          <Button disabled={way.length === 0} onClick={() => setWay(way.slice(0, -1))}>
            {t('common:action.previous')}
          </Button>
          <Button disabled={!nextCursor} onClick={() => nextCursor && setWay([...way, nextCursor])}>
            {t('common:action.next')}
          </Button>
        </Flex>
      )}
    </Stack>
  )
}

function colourOf(row: HistoryEntry): string {
  if (row.erasedAt) return 'gray'
  return row.backfilled ? 'red' : 'green'
}

function Step({ row }: { row: HistoryEntry }) {
  const { t } = useTranslation('evidence')
  const verbWords = useVerbWords()
  const actorWords = useActorWords()
  return (
    <article>
      <strong>{verbWords(row.verb)}</strong> <span className="sp-soft">{actorWords(row.actor)}</span>
      <div>
        <EntryTime entry={row} />
      </div>
      <div className="sp-soft">
        {row.leafIndex === null ? t('history.waiting') : t('history.place', { place: row.leafIndex + 1 })}
      </div>
      {row.erasedAt ? <Tag>{t('history.erased')}</Tag> : <Content content={row.content} />}
    </article>
  )
}
