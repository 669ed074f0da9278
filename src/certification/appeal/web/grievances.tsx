import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import '#src/service/request/web/request.css'
import '../../decision/web/decision.css'
import { enterGrievance, type GrievanceRow, type GrievanceState, listGrievances } from '../contract.ts'
import { EnterDialog } from './enter-dialog.tsx'

const PAGE = 50
export const STATE_TONES: Record<GrievanceState, Tone> = {
  received: 'warn',
  accepted: 'info',
  rejected: 'plain',
  decided: 'warn',
  closed: 'good',
}

/** Appeals and complaints: which of them wait, and for whom. */
export default function Grievances() {
  const { t } = useTranslation(['appeal', 'common'])
  useTitle(t('grievance.title'))
  const failureWords = useFailureWords()
  const may = useMay()
  const [show, setShow] = useState<'open' | 'all'>('open')
  const paging = usePaging()
  const [isEntering, setEntering] = useState(false)
  const list = useEndpoint(
    listGrievances,
    { query: { limit: PAGE, cursor: paging.cursor, open: show === 'open' ? '1' : undefined } },
    { follows: ['grievance'], keepPrevious: true },
  )
  const rows = list.data?.rows
  const nextCursor = list.data?.nextCursor
  return (
    <Stack>
      <PageHead title={t('grievance.title')}>
        {may(enterGrievance) && (
          <Button kind="primary" icon="plus" onClick={() => setEntering(true)}>
            {t('grievance.enter')}
          </Button>
        )}
      </PageHead>
      <p className="sp-soft">{t('grievance.hint')}</p>
      <div className="dec-filter">
        <SegmentedChoice
          label={t('grievance.show')}
          options={[
            { value: 'open', label: t('grievance.open') },
            { value: 'all', label: t('grievance.all') },
          ]}
          value={show}
          onChange={(next) => {
            paging.start()
            setShow(next)
          }}
        />
      </div>
      {list.error && !rows && <Failed {...failureWords(list.error)} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton lines={6} />}
      {rows?.length === 0 && (
        <Empty icon="voice" title={show === 'open' ? t('grievance.none') : t('grievance.noneAll')} />
      )}
      {rows && rows.length > 0 && <GrievanceTable rows={rows} />}
      <PagingButtons paging={paging} nextCursor={nextCursor} />
      {isEntering && <EnterDialog onClose={() => setEntering(false)} />}
    </Stack>
  )
}

function GrievanceTable({ rows }: { rows: readonly GrievanceRow[] }) {
  const { t } = useTranslation('appeal')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('grievance.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['number', 'kind', 'from', 'client', 'received', 'due', 'state'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`grievance.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="req-number">
                <Link href={`/appeals/${row.id}`}>{row.number}</Link>
              </th>
              <td>{t(`grievance.kind.${row.kind}`)}</td>
              <td>{row.isAnonymous ? t('grievance.anonymous') : row.fromName}</td>
              <td>{row.clientName || '–'}</td>
              <td>{row.receivedOn}</td>
              <td>
                {row.dueOn} {row.isLate && <Pill tone="bad">{t('grievance.late')}</Pill>}
              </td>
              <td>
                <Pill tone={STATE_TONES[row.state]}>{t(`grievance.state.${row.state}`)}</Pill>{' '}
                {row.verdict && t(`grievance.verdict.${row.verdict}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
