import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Pages, useListing } from '#src/company/web/listing.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { dayOf } from '#src/ui/when.ts'
import type { SpecialRow } from '../contract/due.ts'
import { listSpecialAudits } from '../contract/endpoints.ts'

const PAGE = 50

export function Specials() {
  const { t } = useTranslation('after')
  const listing = useListing()
  const list = useEndpoint(
    listSpecialAudits,
    { query: { limit: PAGE, cursor: listing.cursor } },
    { follows: ['special_audit', 'audit'], keepPrevious: true },
  )
  const rows = list.data?.rows
  return (
    <Stack>
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      {!rows && !list.error && <Skeleton lines={6} />}
      {rows?.length === 0 && (
        <Empty icon="search" title={t('surveillance.specials.none')} detail={t('surveillance.specials.noneHint')} />
      )}
      {rows && rows.length > 0 && <SpecialTable rows={rows} />}
      <Pages listing={listing} nextCursor={list.data?.nextCursor} />
    </Stack>
  )
}

function SpecialTable({ rows }: { rows: readonly SpecialRow[] }) {
  const { t } = useTranslation('after')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="req-table" aria-label={t('surveillance.specials.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['audit', 'purpose', 'reason', 'ordered', 'latest', 'state'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`surveillance.specials.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.auditId}>
              <th scope="row">
                <Link href={`/audits/${row.auditId}`}>{row.auditNumber}</Link>
                <div>{row.holderName}</div>
                <Link href={`/certificates/${row.certificateId}`}>{row.number}</Link>
              </th>
              <td>
                {t(`surveillance.purpose.${row.purpose}`)}
                {row.isShortNotice && (
                  <div>
                    <Pill tone="info">{t('surveillance.specials.short')}</Pill>
                  </div>
                )}
              </td>
              <td>{row.reason}</td>
              <td className="sur-nowrap">
                {dayOf(row.orderedAt)}
                <div className="sp-soft">{row.orderedByName}</div>
              </td>
              <td className="sur-nowrap">{row.latestOn ?? '–'}</td>
              <td>
                <Progress of={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Progress({ of: { isCancelled, visitedOn, plannedFromOn } }: { of: SpecialRow }) {
  const { t } = useTranslation('after')
  if (isCancelled) return <Pill>{t('surveillance.specials.cancelled')}</Pill>
  if (visitedOn) return <Pill tone="good">{t('surveillance.visited', { on: visitedOn })}</Pill>
  if (plannedFromOn) return <Pill tone="info">{t('surveillance.planned', { on: plannedFromOn })}</Pill>
  return <Pill tone="warn">{t('surveillance.specials.waiting')}</Pill>
}
