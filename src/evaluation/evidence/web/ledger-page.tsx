import { Button, Table, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMe } from '#src/client/session.ts'
import { Card, Facts, Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { PACKERS } from '../access.ts'
import { type Entry, type LedgerStatus, listEntries, showLedger } from '../contract.ts'
import { PackCard } from './pack-card.tsx'
import { RecordHistory } from './record-history.tsx'
import type { OfRecord } from './record-timeline.tsx'
import { EntryTime, useActorWords, useRecordWords, useVerbWords } from './words.tsx'

/** The evidence ledger: how far it has come, what signs it, what came last, and the pack to take along. */
export default function LedgerPage() {
  const { t } = useTranslation('evidence')
  useTitle(t('ledger.title'))
  const failureWords = useFailureWords()
  const { me } = useMe()
  // The ledger grows with every record; asking now and then costs less than following all of them.
  const ledger = useEndpoint(showLedger, {}, { refreshEveryMs: 10_000 })
  if (ledger.error && !ledger.data)
    return <Failed {...failureWords(ledger.error)} onRetry={() => void ledger.refetch()} />
  if (!ledger.data) return <Skeleton lines={8} />
  const mayPack = PACKERS.some((role) => me?.roles.includes(role))
  return (
    <Stack>
      <h1>{t('ledger.title')}</h1>
      <p>{t('ledger.about')}</p>
      <Status ledger={ledger.data} />
      {mayPack && <PackCard />}
      <Entries />
    </Stack>
  )
}

function Status({ ledger }: { ledger: LedgerStatus }) {
  const { t, i18n } = useTranslation('evidence')
  const at = (instant: string) => showAt(instant, i18n.language)
  const { checkpoint, keys } = ledger
  const current = keys.find((key) => key.validUntil === null)
  const former = keys.filter((key) => key.validUntil !== null)
  return (
    <Card title={t('ledger.status')}>
      <Facts
        of={[
          [t('ledger.size'), ledger.size.toLocaleString(i18n.language)],
          [t('ledger.pending'), ledger.pending > 0 ? ledger.pending.toLocaleString(i18n.language) : null],
          [t('ledger.checkpoint'), checkpoint ? at(checkpoint.madeAt) : t('ledger.none')],
          [t('ledger.checkpointSize'), checkpoint?.size.toLocaleString(i18n.language)],
          [t('ledger.fingerprint'), current && <Copied text={current.fingerprint} />],
          [t('ledger.key'), current && <Copied text={current.vkey} />],
          [t('ledger.keySince'), current && at(current.validFrom)],
        ]}
      />
      {checkpoint && (
        <details>
          <summary>{t('ledger.note')}</summary>
          <pre>{checkpoint.note}</pre>
        </details>
      )}
      {former.length > 0 && (
        <details>
          <summary>{t('ledger.formerKeys', { count: former.length })}</summary>
          <ul>
            {former.map((key) => (
              <li key={key.vkey}>
                <Copied text={key.vkey} /> {at(key.validFrom)} – {key.validUntil && at(key.validUntil)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

function Copied({ text }: { text: string }) {
  return (
    <Typography.Text code copyable={{ text }} style={{ overflowWrap: 'anywhere' }}>
      {text}
    </Typography.Text>
  )
}

function Entries() {
  const { t } = useTranslation(['evidence', 'common'])
  const [way, setWay] = useState<readonly string[]>([])
  const [shown, setShown] = useState<OfRecord | null>(null)
  const verbWords = useVerbWords()
  const recordWords = useRecordWords()
  const actorWords = useActorWords()
  const cursor = way.at(-1)
  const entries = useEndpoint(
    listEntries,
    { query: { limit: 20, cursor } },
    { keepPrevious: true, refreshEveryMs: cursor ? undefined : 10_000 },
  )
  const nextCursor = entries.data?.nextCursor
  return (
    <Card title={t('entries.title')}>
      <Table<Entry>
        rowKey="historyId"
        size="small"
        loading={entries.isPending}
        dataSource={entries.data?.rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('entries.place'), align: 'right', render: (_, row) => (row.leafIndex ?? 0) + 1 },
          { title: t('entries.what'), render: (_, row) => verbWords(row.verb) },
          {
            title: t('entries.record'),
            render: (_, row) => (
              <Button type="link" size="small" onClick={() => setShown(row)}>
                {recordWords(row.recordType)} {row.recordId.slice(-6)}
              </Button>
            ),
          },
          { title: t('entries.who'), render: (_, row) => actorWords(row.actor) },
          { title: t('entries.when'), render: (_, row) => <EntryTime entry={row} /> },
        ]}
      />
      <p>
        <Button disabled={way.length === 0} onClick={() => setWay(way.slice(0, -1))}>
          {t('common:action.previous')}
        </Button>{' '}
        <Button disabled={!nextCursor} onClick={() => nextCursor && setWay([...way, nextCursor])}>
          {t('common:action.next')}
        </Button>
      </p>
      {shown && (
        <RecordHistory open recordType={shown.recordType} recordId={shown.recordId} onClose={() => setShown(null)} />
      )}
    </Card>
  )
}
