import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { listMeasureRecords, type MeasureRecord } from '../contract.ts'
import { MEASURES, type Measure } from '../rules.ts'
import { useWhyWords } from './use-why-words.tsx'

type Verdict = 'good' | 'bad' | null
type RecordsPanelProps = {
  measureId: string
  verdict: Verdict
  outletId: string | null
  onVerdict: (verdict: Verdict) => void
}

/** The records under a number, each with why it counts good or not, and the way to it. */
export function RecordsPanel({ measureId, verdict, outletId, onVerdict }: RecordsPanelProps) {
  const { t } = useTranslation(['evaluation', 'common'])
  const failureWords = useFailureWords()
  const [way, setWay] = useState<readonly string[]>([])
  const isKnown = (MEASURES as readonly string[]).includes(measureId)
  const records = useEndpoint(
    listMeasureRecords,
    {
      params: { measureId: measureId as Measure },
      query: { limit: 50, cursor: way.at(-1), verdict: verdict ?? undefined, outletId: outletId ?? undefined },
    },
    { enabled: isKnown, keepPrevious: true, follows: ['score'] },
  )
  return (
    <Stack>
      <SegmentedChoice<'all' | 'good' | 'bad'>
        label={t('records.filter')}
        value={verdict ?? 'all'}
        onChange={(value) => onVerdict(value === 'all' ? null : value)}
        options={(['all', 'bad', 'good'] as const).map((value) => ({ value, label: t(`records.${value}`) }))}
      />
      {records.error && <Failed {...failureWords(records.error)} onRetry={() => void records.refetch()} />}
      {records.isPending && isKnown && <Skeleton lines={8} />}
      {records.data && records.data.rows.length === 0 && <Empty title={t('records.none')} />}
      <ul className="sp-records">
        {records.data?.rows.map((row) => (
          <RecordRow key={`${row.requestId} ${row.recordId} ${row.detail.promiseCode ?? ''}`} row={row} />
        ))}
      </ul>
      <RowOf>
        {way.length > 0 && <Button onClick={() => setWay(way.slice(0, -1))}>{t('common:action.previous')}</Button>}
        {records.data?.nextCursor && (
          <Button onClick={() => setWay([...way, records.data.nextCursor!])}>{t('records.more')}</Button>
        )}
      </RowOf>
    </Stack>
  )
}

function addressOf(row: MeasureRecord): string | null {
  if (row.requestId) return `/requests/${row.requestId}`
  switch (row.recordType) {
    case 'staff':
      return `/company/staff/${row.recordId}`
    case 'customer':
      return `/company/customers/${row.recordId}`
    case 'department':
      return '/company/departments'
    case 'city':
      return '/company/outlets'
    default:
      return null
  }
}

function RecordRow({ row }: { row: MeasureRecord }) {
  const { t, i18n } = useTranslation('evaluation')
  const whyWords = useWhyWords()
  const address = addressOf(row)
  const name = [row.number, row.words].filter(Boolean).join(' ')
  return (
    <li>
      <Pill tone={row.verdict === 'good' ? 'good' : 'bad'}>{t(`records.${row.verdict}`)}</Pill>
      <div className="sp-records-words">
        {address ? <Link href={address}>{name}</Link> : <span>{name}</span>}
        <span>{whyWords(row)}</span>
        <span className="sp-soft">
          {[t(`recordType.${row.recordType}`), row.outletName, row.happenedAt && showAt(row.happenedAt, i18n.language)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {row.backfilled && <Pill tone="warn">{t('records.backfilled')}</Pill>}
    </li>
  )
}
