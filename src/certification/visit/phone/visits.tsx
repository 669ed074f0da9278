import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { listVisits, type VisitRow } from '../contract/visit.ts'
import './visit.css'

/** The auditor's first page on the tablet: the visits of their own teams, those still to do on top. */
export default function Visits() {
  const { t, i18n } = useTranslation('visit')
  const words = useFailureWords()
  useTitle(t('title'))
  const read = useEndpoint(listVisits, { query: { mine: 'true', limit: 50 } }, { follows: ['audit', 'visit'] })
  if (!read.data)
    return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />
  const open = read.data.rows.filter((row) => row.finishedAt === null)
  const done = read.data.rows.filter((row) => row.finishedAt !== null)
  return (
    <div className="sp-site">
      <Stack>
        <h1>{t('title')}</h1>
        {read.error && (
          <Notice
            tone="warn"
            title={t('offlineSince', {
              time: showAt(new Date(read.dataUpdatedAt).toISOString(), i18n.language, 'short'),
            })}
          />
        )}
        <p className="sp-soft">{t('list.hint')}</p>
        {read.data.rows.length === 0 && <Empty icon="day" title={t('list.empty')} detail={t('list.emptyHint')} />}
        {open.length > 0 && <Rows title={t('list.open')} rows={open} />}
        {done.length > 0 && <Rows title={t('list.done')} rows={done} />}
      </Stack>
    </div>
  )
}

function Rows({ title, rows }: { title: string; rows: readonly VisitRow[] }) {
  const { t, i18n } = useTranslation('visit')
  return (
    <Card title={title}>
      <List label={title}>
        {rows.map((row) => (
          <ListRow
            key={row.auditId}
            href={`/visits/${row.auditId}`}
            title={row.clientName}
            detail={
              <>
                {row.number} · {t(`kind.${row.kind}`)}
                {row.plannedFromOn && ` · ${showOn(row.plannedFromOn, i18n.language)}`}
              </>
            }
            after={<VisitPill row={row} />}
          />
        ))}
      </List>
    </Card>
  )
}

export function VisitPill({ row }: { row: Pick<VisitRow, 'openedAt' | 'finishedAt'> }) {
  const { t } = useTranslation('visit')
  if (row.finishedAt) return <Pill tone="good">{t('state.finished')}</Pill>
  return row.openedAt ? <Pill tone="warn">{t('state.open')}</Pill> : <Pill>{t('state.planned')}</Pill>
}
