import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import type { Answer } from '#src/shared/endpoint.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, List, ListRow, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { Workload } from '../../auditor/web/workload.tsx'
import { readBodyCalendar } from '../contract.ts'
import { isIn, monthAfter, stretchOf } from '../rules.ts'
import { MonthGrid } from './month-grid.tsx'
import './calendar.css'

const FOLLOWS = ['audit', 'certificate', 'decision', 'application', 'body_rules']

/** The body's months: audits, what comes due, what expires, and how much each auditor has taken on. */
export default function BodyCalendar() {
  const { t } = useTranslation('after')
  useTitle(t('workload.title'))
  const failureWords = useFailureWords()
  const [month, setMonth] = useState<string>()
  const shown = useEndpoint(readBodyCalendar, { query: { fromMonth: month } }, { follows: FOLLOWS, keepPrevious: true })
  const found = shown.data
  const current = month ?? found?.fromMonth
  return (
    <Stack>
      <PageHead title={t('workload.title')} note={current}>
        <Button disabled={!current} onClick={() => current && setMonth(monthAfter(current, -1))}>
          {t('workload.previous')}
        </Button>
        <Button disabled={!current} onClick={() => setMonth(undefined)}>
          {t('workload.thisMonth')}
        </Button>
        <Button disabled={!current} onClick={() => current && setMonth(monthAfter(current, 1))}>
          {t('workload.next')}
        </Button>
      </PageHead>
      <p className="sp-soft">{t('workload.hint')}</p>
      {shown.error && !found && <Failed {...failureWords(shown.error)} onRetry={() => void shown.refetch()} />}
      {!found && !shown.error && <Skeleton lines={10} />}
      {found && <MonthGrid of={found} />}
      {found && <Beneath of={found} />}
      <Card title={t('workload.load')}>
        <p className="sp-soft">{t('workload.loadHint')}</p>
        <Workload />
      </Card>
    </Stack>
  )
}

function Beneath({ of }: { of: Answer<typeof readBodyCalendar> }) {
  const { t } = useTranslation('after')
  const days = stretchOf(of.fromMonth, 1)
  const last = of.due.filter((row) => isIn(row.latestOn, days) || row.state === 'overdue')
  return (
    <div className="cal-beneath">
      <Card title={t('workload.dues')}>
        {last.length === 0 && <p className="sp-soft">{t('workload.noDues')}</p>}
        <List label={t('workload.dues')}>
          {last.map((row) => (
            <ListRow
              key={`${row.certificateId} ${row.kind} ${row.latestOn}`}
              href={`/certificates/${row.certificateId}`}
              title={row.holderName}
              detail={`${t(`surveillance.kind.${row.kind}`)} · ${row.latestOn}`}
              after={
                <Pill tone={row.state === 'overdue' ? 'bad' : 'warn'}>{t(`surveillance.state.${row.state}`)}</Pill>
              }
            />
          ))}
        </List>
      </Card>
      <Card title={t('workload.unplanned')}>
        {of.undated.length === 0 && <p className="sp-soft">{t('workload.unplannedNone')}</p>}
        <List label={t('workload.unplanned')}>
          {of.undated.map((audit) => (
            <ListRow key={audit.id} href={`/audits/${audit.id}`} title={audit.clientName} detail={audit.number} />
          ))}
        </List>
      </Card>
      <Card title={t('workload.expiries')}>
        {of.expiries.length === 0 && <p className="sp-soft">{t('workload.noDues')}</p>}
        <List label={t('workload.expiries')}>
          {of.expiries.map((one) => (
            <ListRow
              key={one.certificateId}
              href={`/certificates/${one.certificateId}`}
              title={one.holderName}
              detail={`${one.number} · ${t('workload.expires', { on: one.on })}`}
            />
          ))}
        </List>
      </Card>
    </div>
  )
}
