import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { PageHead } from '#src/service/web/page-head.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { PagingButtons, usePaging } from '#src/ui/paging.tsx'
import { Pill, type Tone } from '#src/ui/pill.tsx'
import { StarsShown } from '#src/ui/stars.tsx'
import { Empty, Failed, Skeleton } from '#src/ui/states.tsx'
import { dayOf, showAt } from '#src/ui/when.ts'
import '#src/service/request/web/request.css'
import './decision.css'
import { type CaseRow, type CaseStage, listCases } from '../contract.ts'

const PAGE = 50
const TONES: Record<CaseStage, Tone> = {
  report: 'plain',
  review: 'warn',
  proposal: 'warn',
  vote: 'info',
  decided: 'good',
}

/** Audits whose visit is over: who has the next word, and what was decided. */
export default function Decisions() {
  const { t } = useTranslation(['decision', 'common'])
  useTitle(t('title'))
  const failureWords = useFailureWords()
  const [show, setShow] = useState<'waiting' | 'all'>('waiting')
  const paging = usePaging()
  const list = useEndpoint(
    listCases,
    { query: { limit: PAGE, cursor: paging.cursor, show } },
    { follows: ['audit', 'audit_report', 'report_review', 'decision_proposal', 'decision'], keepPrevious: true },
  )
  const rows = list.data?.rows
  const nextCursor = list.data?.nextCursor
  return (
    <Stack>
      <PageHead title={t('title')} />
      <p className="sp-soft">{t('hint')}</p>
      <div className="dec-filter">
        <SegmentedChoice
          label={t('show')}
          options={[
            { value: 'waiting', label: t('waiting') },
            { value: 'all', label: t('all') },
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
      {rows?.length === 0 && <Empty icon="certification" title={t('none')} detail={t('noneHint')} />}
      {rows && rows.length > 0 && <CaseTable rows={rows} />}
      <PagingButtons paging={paging} nextCursor={nextCursor} />
    </Stack>
  )
}

function CaseTable({ rows }: { rows: readonly CaseRow[] }) {
  const { t, i18n } = useTranslation('decision')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['audit', 'client', 'kind', 'stage', 'submitted', 'decision'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.auditId}>
              <th scope="row" className="req-number">
                <Link href={`/decisions/${row.auditId}`}>{row.number}</Link>
              </th>
              <td>{row.clientName}</td>
              <td>{t(`auditKind.${row.kind}`)}</td>
              <td>
                <Pill tone={TONES[row.stage]}>{t(`stage.${row.stage}`)}</Pill>
              </td>
              <td>{row.submittedAt ? showAt(row.submittedAt, i18n.language) : '–'}</td>
              <td>
                {row.decisionKind ? (
                  <>
                    {t(`kind.${row.decisionKind}`)}{' '}
                    {row.stars !== null && row.stars > 0 && <StarsShown value={row.stars} size={16} />}
                    <div className="sp-soft">{row.decidedAt && dayOf(row.decidedAt)}</div>
                  </>
                ) : (
                  <span className="sp-soft">–</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
